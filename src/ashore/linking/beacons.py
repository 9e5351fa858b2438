"""Kinds of beacon, and what the identity of each says of a boat.

One EPIRB sends by satellite under one identity and by AIS under another, and a boat's telephones are a third thing:
what is of different kinds is never the same, and so never another either. Figures here are assumptions, since the
exercises that the weights were learned of have no beacons.
"""

from __future__ import annotations

from ashore.model.facts import MentionFacts

SARSAT = "sarsat"
KINDS = (SARSAT, "AIS-SART", "AIS-MOB", "EPIRB-AIS")
"""A 406 MHz beacon by its hexadecimal identity; those on AIS by what intake calls them and their number."""

GIVEN_TWICE = frozenset({"AIS-SART", "AIS-MOB", "EPIRB-AIS"})
"""Kinds whose numbers are given twice: two digits of a maker and four of a serial (ITU-R M.585). The same number is
evidence, and never beyond doubt."""

WORN = frozenset({"AIS-MOB"})
"""Kinds that people wear, each one of their own: another says nothing of the boat."""

SECOND = 0.01
"""How likely the next beacon of a kind, on a boat that sends with one, is another (assumption): a small boat that has
one at all has one; two found close to each other are taken for two boats until a person says otherwise."""


def another(kind: str) -> float:
    """Return how likely a boat's next beacon of a kind is another than before."""
    return 1.0 if kind in WORN else SECOND


def number(kind: str) -> int:
    """Return the place of a kind in KINDS, -1 for no beacon."""
    return KINDS.index(kind) if kind else -1


def sent_by(mention: MentionFacts) -> tuple[str, str]:
    """Return the kind of beacon that sent a mention, and its identity where that stands in the open, else "".

    The identity of a 406 MHz beacon is sealed, and marked as a telephone's number is; that of a beacon on AIS names no
    vessel, and is the sender's name.
    """
    if mention.channel == SARSAT:
        return SARSAT, ""
    name = mention.sender.unit if mention.channel == "ais" and mention.sender is not None else None
    kind = (name or "").partition(" ")[0]
    return (kind, name or "") if kind in KINDS else ("", "")
