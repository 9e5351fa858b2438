"""Is it the same boat? Evidence levels, hypotheses of a night, the rule of what is done with them, the encounter test."""
