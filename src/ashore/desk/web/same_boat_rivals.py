"""Other readings of the night that are close: two cases that may be one boat, a case that may be two.

Each of them decides whether a boat exists, so it is shown as loud as anything on the desk, until a person has said
what the two cases are to each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from ashore.desk.commands.placing import RULE
from ashore.desk.language import Tongue
from ashore.desk.web.same_boat_told import Chance, chance
from ashore.desk.web.telling import Teller
from ashore.model.facts import CaseFacts

if TYPE_CHECKING:
    from ashore.linking.night import Rival


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A case or a mention as a page names it, and where it is read."""

    id: str
    name: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Another reading of the night: `one` or several cases, the mentions of the other boat, how likely, and the page
    on which a person says what is true.
    """

    one_boat: bool
    cases: tuple[Named, ...]
    mentions: tuple[Named, ...]
    chance: Chance
    settle: str


def readings(
    rivals: Sequence[Rival], cases: Mapping[str, CaseFacts], teller: Teller, tongue: Tongue
) -> tuple[Reading, ...]:
    """Return those rivals that are about cases of this desk, somebody's concern still, and settled by nobody.

    What a mention of no case may be about stands beside that mention.
    """
    return tuple(
        Reading(
            one_boat=rival.kind == "perhaps_one_boat",
            cases=tuple(_case(case, teller) for case in rival.cases),
            mentions=tuple(_mention(each, teller) for each in rival.mentions),
            chance=chance(rival.p, tongue),
            settle=_settle(rival),
        )
        for rival in rivals
        if all(case in cases for case in rival.cases)
        and any(cases[case].ended is None for case in rival.cases)
        and not _settled(rival, cases)
    )


def address(one: str, other: str) -> str:
    """Return where two cases are held against each other."""
    return f"/same-boat/cases?one={quote(one, safe='')}&other={quote(other, safe='')}"


def _settle(rival: Rival) -> str:
    if rival.kind == "perhaps_one_boat":
        return address(*rival.cases)
    return f"/same-boat?mention={quote(rival.mentions[0], safe='')}"


def _settled(rival: Rival, cases: Mapping[str, CaseFacts]) -> bool:
    """Return whether a person said what two cases are to each other; the rule's “perhaps” settles nothing."""
    pair = tuple(sorted(rival.cases))
    return any(
        each.cases == pair and each.by != RULE.account
        for case in rival.cases
        for each in cases[case].comparisons
    )


def _case(case: str, teller: Teller) -> Named:
    return Named(id=case, name=teller.name(case), href=f"/cases/{case}")


def _mention(mention: str, teller: Teller) -> Named:
    return Named(
        id=mention, name=teller.mention_name(mention), href=f"/same-boat?mention={quote(mention, safe='')}"
    )
