"""The ledger: what happened, in entries that are chained, signed, replayable and never edited.

Start with `ledger.Ledger`, `draft.Draft` and `directory.open_data_dir`; docs/entry-format.md says what the
bytes mean.
"""
