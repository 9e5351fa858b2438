"""Is it the same boat? Levels of evidence, hypotheses of a night, the rule for what is done, the encounter test."""
