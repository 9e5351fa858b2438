"""Ashore: from the first call to the last person ashore."""

__version__ = "0.1.0"
