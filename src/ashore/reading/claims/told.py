"""What a sentence tells of a number: what became of those it counts, and which of the others they are some of."""

from __future__ import annotations

from dataclasses import dataclass

from ashore.reading.claims.quantities import Quantity

NO_CODE = "none"
"""What became of a thing where format 8.3 has no code for it: a boat that sank, an incident."""


UNSURE = frozenset({"missing", "dead_or_missing"})
"""What is not known for sure, and ends when they are found: "twelve people reported missing were safe"."""

DOUBTED = "doubted"
"""Why nothing became of them: the words before them deny it, or only hope or promise it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A quantity with what is said of it: outcomes in order, the rules that gave them, and the words [first, last).

    `host` is the index of the quantity of the sentence it belongs to, None for none, and -1 for one of a sentence
    before; `tie` how: "part" for some of it, "with" for what it rides in or happens in.
    """

    quantity: Quantity
    outcomes: tuple[str, ...]
    rules: tuple[str, ...]
    first: int
    last: int
    host: int | None = None
    tie: str | None = None
    unreal: str | None = None
    as_unit: str = "person"
    total: bool = False
