"""What the wind does to a drifting thing: the published classes, and documented mixtures for what has none."""
