"""Claims beside the book as they leave the program: plain text in the reader's language, and JSON lines."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from ashore.figures.claims_beside import Beside, Compared
from ashore.figures.claims_chains import Mutation
from ashore.figures.claims_conflicts import ends
from ashore.figures.claims_totals import Total
from ashore.figures.wording import coded, in_english, ranged
from ashore.model.phrases import Phrase, Translate, say, utc_minute

FORMAT = "ashore.claim-beside/1"

_VERDICTS = {
    "agrees": "agrees",
    "contradicts": "contradicts",
    "overlaps": "overlaps in definition",
    "not_comparable": "cannot be compared",
}


def verdict_in_words(verdict: str) -> Phrase:
    """Return a verdict as people read it."""
    return say(_VERDICTS[verdict])


def as_json_lines(found: Iterable[Compared]) -> str:
    """Return one line for each claim: the claim, its verdict, every number it stands beside, and its sources."""
    return "".join(json.dumps(_plain(each), ensure_ascii=False) + "\n" for each in found)


def as_text(
    found: Iterable[Compared],
    published: Iterable[Total],
    unsettled: Iterable[tuple[str, int, str]],
    translate: Translate,
) -> str:
    """Return what each text publishes, and each claim beside the book with the sentences that say why.

    `unsettled` are the claims read from texts that people judged differently, by report, number and reader.
    """

    def told(phrase: Phrase) -> str:
        return phrase.render(translate, utc_minute)

    lines = [f"{total.said.document}: {told(published_in_words(total))}" for total in published]
    lines += [
        told(
            say(
                "Claim {number} of {report} was judged differently, and is counted nowhere until it is judged again.",
                number=number,
                report=report,
            )
        )
        for report, number, _ in unsettled
    ]
    for each in found:
        lines += [
            "",
            told(say("{verdict}: {quote}", verdict=verdict_in_words(each.verdict), quote=_quote(each))),
        ]
        lines += [f"  {told(says)}" for says in against_in_words(each)]
        lines += [f"  {told(one)}" for one in (*each.says, *(one.says for one in each.conflicts))]
        if len({one.document for one in each.chain.said}) > 1:
            lines.append(f"  {told(_one_source(each))}")
    return "\n".join(lines) + "\n"


def against_in_words(compared: Compared) -> list[Phrase]:
    """Return the sentences on what a claim stands beside, those that differ by their clock alone in one."""
    clocks: dict[Phrase, list[str]] = {}
    for one in compared.against:
        bare = replace(one.says, fields=tuple(field for field in one.says.fields if field[0] != "clock"))
        clocks.setdefault(bare, []).append(one.clock)
    return [
        replace(bare, fields=(*bare.fields, ("clock", "”, “".join(dict.fromkeys(named)))))
        for bare, named in clocks.items()
    ]


def _quote(compared: Compared) -> str:
    return f"“{compared.said.claim.quote}” ({compared.said.source})"


_UNITS = {"person": "{number} people", "boat": "{number} boats", "lorry": "{number} lorries"}


def published_in_words(total: Total) -> Phrase:
    """Return what a text publishes: a number, the parts that make it up, and what it leaves untold."""
    low, high = ends(total.said)
    number = ranged(low, high) if low or high is not None else str(total.value)
    says = say(
        "{number} ({outcome})",
        number=say(_UNITS.get(total.said.claim.unit or "", "{number}"), number=number),
        outcome=coded(total.said.claim.outcome or "other"),
    )
    if total.parts:
        says = say("{total} = {parts}", total=says, parts=" + ".join(str(part.value) for part in total.parts))
    if total.children is not None:
        says = say(
            "{total}; children stated: {children}, not stated of {silent} of its parts",
            total=says,
            children=total.children.value,
            silent=len(total.not_stated),
        )
    if total.rest:
        says = say("{total}; of {rest} of them the text tells no more", total=says, rest=total.rest)
    if total.boats_match is False:
        says = say("{total}; it tells of another number of boats", total=says)
    return says


def _one_source(compared: Compared) -> Phrase:
    return changed_in_words(len({each.document for each in compared.chain.said}), compared.chain.mutations)


def changed_in_words(texts: int, mutations: Iterable[Mutation]) -> Phrase:
    """Return that so many texts are one source, and the words that they have otherwise."""
    changed = "; ".join(f"{one} → {other}" for one, other in (each.words for each in mutations))
    if changed:
        return say(
            "One source in {texts} texts, with words changed on the way: {words}.",
            texts=texts,
            words=changed,
        )
    return say("One source, in {texts} texts.", texts=texts)


def _plain(compared: Compared) -> dict[str, Any]:
    said, claim = compared.said, compared.said.claim
    return {
        "format": FORMAT,
        "claim": said.id,
        "document": said.document,
        "quote": claim.quote,
        "value": claim.value,
        "low": claim.low,
        "high": claim.high,
        "unit": claim.unit,
        "outcome": claim.outcome,
        "source": said.source,
        "part_of": None if compared.part_of is None else compared.part_of.id,
        "verdict": compared.verdict,
        "against": [_beside(one) for one in compared.against],
        "says": [in_english(one) for one in compared.says],
        "conflicts": [
            {"about": one.about, "claims": [each.id for each in one.said], "says": in_english(one.says)}
            for one in compared.conflicts
        ],
        "one_source_with": [each.id for each in compared.chain.said if each.id != said.id],
        "mutations": [list(each.words) for each in compared.chain.mutations],
        "from": [entry for entry in (said.entry, said.decided) if entry],
    }


def _beside(one: Beside) -> dict[str, Any]:
    return {
        "figure": one.figure,
        "scope": one.scope,
        "clock": one.clock,
        "period": one.period,
        "low": one.low,
        "high": one.high,
        "verdict": one.verdict,
        "by": one.by,
        "says": in_english(one.says),
    }
