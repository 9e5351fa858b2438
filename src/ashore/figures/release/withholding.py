"""What a release leaves out of a figure and of its lineage: words that may name somebody, and what is not for print.

A desk shows its officers every word. What is printed cannot be called back, so it gives only words of public
sources, none of them beside a death, and no reason that an officer wrote. Counts are never touched here.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ashore.figures.definitions import DEFINITIONS
from ashore.figures.figure import Figure
from ashore.figures.lineage import Chain
from ashore.figures.wording import in_english
from ashore.model.errors import Refused
from ashore.model.phrases import Instant, Phrase, say

Said = int | str | Instant | Phrase | tuple[Phrase, ...]
"""What stands in a field of a phrase."""

LONGEST_QUOTE = 300
"""Code points of the longest quote that is given out: a release cites its sources and does not reprint them."""

_OF_THE_DEAD = frozenset({"dead", "missing"})

_DEATH = re.compile(
    r"\b(?:dead|deaths?|die[ds]?|dying|drown\w*|bod(?:y|ies)|corpses?|missing|lost|kill\w*|perish\w*|victims?|"
    r"funeral|identified|"
    r"morte?s?|noy\w*|cadavres?|corps|disparu\w*|décéd\w*|décès|victimes?|péri\w*|défunt\w*|dépouilles?|"
    r"obsèques|identifié\w*)\b",
    re.IGNORECASE,
)
"""Words beside which a quote may name the dead or the missing, in English and French."""

QUOTE_WITHHELD = say("withheld: read it in the source")
REASON_KEPT = say("a reason that is kept at the desk")


class OfTheDeadAlone(Refused):
    """What one source says of the dead or missing, asked for as a figure of its own."""

    code = "of-the-dead-alone"
    says = "What a single source says of the dead or missing is not given out as a figure of its own: it may name them."
    hint = "Its number stands beside ours: publish the scope “cases”, or a published series."


def may_be_quoted(words: str, event: str) -> bool:
    """Return whether words may stand in a release under a figure of this event.

    Nothing beside the dead or the missing: names are in such sentences, and what a newspaper printed once is no
    leave to print it again.
    """
    return event not in _OF_THE_DEAD and len(words) <= LONGEST_QUOTE and _DEATH.search(words) is None


def figure_for_release(figure: Figure) -> Figure:
    """Return a figure with its quotes withheld where they may name somebody; its id and its numbers are the same.

    Raises OfTheDeadAlone for a claim whose very definition is a source's words about the dead.
    """
    event = DEFINITIONS[figure.figure].event
    if event in _OF_THE_DEAD and figure.scope.startswith("claim:"):
        raise OfTheDeadAlone
    return replace(
        figure,
        says_otherwise=tuple(
            other if may_be_quoted(other.quote, event) else replace(other, quote=in_english(QUOTE_WITHHELD))
            for other in figure.says_otherwise
        ),
        cautions=tuple(_phrase(each, event) for each in figure.cautions),
    )


def chain_for_release(chain: Chain, event: str) -> Chain:
    """Return a lineage without the words that may name somebody and without reasons; every entry still stands."""
    quote = chain.quote if chain.quote is None or may_be_quoted(chain.quote, event) else None
    return replace(
        chain,
        phrase=_phrase(chain.phrase, event),
        quote=quote,
        under=tuple(chain_for_release(step, event) for step in chain.under),
    )


def _phrase(phrase: Phrase, event: str) -> Phrase:
    return Phrase(
        template=phrase.template,
        fields=tuple((name, _field(name, value, event)) for name, value in phrase.fields),
    )


def _field(name: str, value: Said, event: str) -> Said:
    if name == "quote" and isinstance(value, str) and not may_be_quoted(value, event):
        return QUOTE_WITHHELD
    if name == "reason":
        return REASON_KEPT
    if isinstance(value, Phrase):
        return _phrase(value, event)
    if isinstance(value, tuple):
        return tuple(_phrase(each, event) for each in value)
    return value
