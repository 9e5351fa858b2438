"""Text that people say or paste, to claims with the exact words each was read from, in English and French."""
