"""The step, the loop that applies it, and the plain reference beside it."""
