"""Where everybody is, at least and at most, whose words force it, and whether a case may end."""

from __future__ import annotations

from ashore.people.book import people_book
from ashore.people.hypotheses import tied_groups

__all__ = ["people_book", "tied_groups"]
