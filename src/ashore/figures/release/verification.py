"""A published figure recomputed: from the entries it names, at the heads it names, and then from what is held now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ashore.figures.compute import figures
from ashore.figures.definitions import DEFINITIONS
from ashore.figures.figure import Figure, Overlap
from ashore.figures.release.package import DESCRIPTOR, as_package
from ashore.figures.release.page import as_page
from ashore.figures.release.reading_back import Beside, Published
from ashore.figures.release.release import LICENCES, Release, release_of
from ashore.figures.release.withholding import OfTheDeadAlone, figure_for_release
from ashore.model.errors import BadInput
from ashore.model.phrases import Translate
from ashore.model.times import moment
from ashore.picture.fold import Picture

FORMAT = "ashore.verification/1"

_NOT_COMPARED = frozenset({"overlaps"})
"""How a figure stands to others hangs on which were asked for beside it, which the file does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field that does not follow from the entries: what the file says, and what they give."""

    field: str
    published: Any
    recomputed: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What came in after a figure was counted: how many entries, and what the same question gives now."""

    entries: int
    low: int
    high: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What became of one published figure.

    `verdict` is equal, differs (the entries it names give something else), tampered (it disagrees with its own
    marks) or other-ledger (entries it names are not held here: `missing` are their logs' heads).
    `broken` says how it disagrees with itself; `without_body` how many of its entries have no body here;
    `since` is None where nothing came in after it, or where it cannot be counted.
    """

    figure: str
    verdict: str
    broken: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    without_body: int = 0
    since: Since | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it as the plain object of format ashore.verification/1."""
        return {
            "format": FORMAT,
            "figure": self.figure,
            "verdict": self.verdict,
            "broken": list(self.broken),
            "missing": list(self.missing),
            "differences": [
                {"field": each.field, "published": each.published, "recomputed": each.recomputed}
                for each in self.differences
            ],
            "without_body": self.without_body,
            "since": None
            if self.since is None
            else {"entries": self.since.entries, "low": self.since.low, "high": self.since.high},
        }


def verify(
    picture: Picture,
    published: Iterable[Published],
    *,
    content: bytes,
    beside: Beside,
    software: str,
    translator: Callable[[str], Translate | None],
) -> tuple[Verification, ...]:
    """Return what becomes of each figure of a file when this ledger counts it again.

    `content` is the whole file, `beside` gives those that a package names: a page or a package that this version of
    the program made is made again, and compared byte by byte. `translator` gives the words of a language, None for
    one that is not known.
    """
    then: dict[tuple[tuple[str, str], ...], Picture] = {}
    found: list[Verification] = []
    again: list[Release] = []
    made: Mapping[str, str] = {}
    for each in published:
        heads: Mapping[str, str] = each.plain["heads"]
        made = each.made
        missing = tuple(
            f"{log} {head}" for log, head in sorted(heads.items()) if _log_of(picture, head) != log
        )
        if missing:
            verdict = "tampered" if each.broken else "other-ledger"
            found.append(
                Verification(figure=each.plain["id"], verdict=verdict, broken=each.broken, missing=missing)
            )
            continue
        key = tuple(sorted(heads.items()))
        if key not in then:
            then[key] = at_heads(picture, heads)
        counted = _counted(then[key], each.plain, as_then=True)
        found.append(_compared(picture, then[key], each, counted))
        if counted is not None and made.get("software") == software and made["licence"] in LICENCES:
            drawn = replace(counted, overlaps=_overlaps(each.plain))
            licence = LICENCES[made["licence"]]
            again.append(
                release_of(then[key], drawn, publisher=made["publisher"], licence=licence, software=software)
            )
    if made.get("software") != software or any(each.verdict != "equal" for each in found):
        return tuple(found)
    changed = _changed(again, made, content, beside, translator)
    return tuple(replace(each, verdict="tampered", broken=changed) if changed else each for each in found)


def at_heads(picture: Picture, heads: Mapping[str, str]) -> Picture:
    """Return the picture of the entries up to these heads and no other: what was held when something was counted.

    Every head must be held. What another desk sent later is left out even where it was written earlier, which no
    instant could tell.
    """
    last = {log: picture.entries[head].order[3] for log, head in heads.items()}
    then = Picture(picture.ours)
    then.extend(
        held
        for held in picture.entries.values()
        if held.order[2] in last and held.order[3] <= last[held.order[2]]
    )
    return then


def _log_of(picture: Picture, entry: str) -> str | None:
    held = picture.entries.get(entry)
    return None if held is None else held.order[2]


def _compared(picture: Picture, then: Picture, published: Published, counted: Figure | None) -> Verification:
    plain = published.plain
    if counted is None:
        broken = (*published.broken, "its question cannot be asked")
        return Verification(figure=plain["id"], verdict="tampered", broken=broken)
    differences = _differences(plain, counted)
    later = len(picture) - len(then)
    now = _counted(picture, plain, as_then=False) if later else None
    return Verification(
        figure=plain["id"],
        verdict="tampered" if published.broken else "differs" if differences else "equal",
        broken=published.broken,
        differences=differences,
        without_body=sum(
            held is not None and held.body is None for held in map(then.entries.get, plain["from"])
        ),
        since=None if now is None else Since(entries=later, low=now.low, high=now.high),
    )


def _counted(picture: Picture, plain: Mapping[str, Any], *, as_then: bool) -> Figure | None:
    """Return the figure that a picture gives for the question of a published one, None where it gives none."""
    definition = DEFINITIONS.get(plain["figure"])
    if definition is None:
        return None
    try:
        answers = figures(
            picture,
            [definition.name],
            plain["period"],
            # A published series is counted by its own clock, whichever is asked for.
            clock=plain["clock"] if plain["clock"] in definition.clocks else None,
            zone=plain["zone"],
            place=plain["place"],
            known_at=moment(plain["known_at"]).ms if as_then else None,
            recorded_at=moment(plain["recorded_at"]).ms if as_then else None,
        )
    except (BadInput, ValueError, OverflowError):
        return None
    return next((each for each in answers if each.scope == plain["scope"]), None)


def _differences(plain: Mapping[str, Any], counted: Figure) -> tuple[Difference, ...]:
    """Return the fields that differ from the figure, given in full or as a release gives it: the nearer of the two."""
    found = [
        tuple(
            Difference(field=name, published=plain.get(name), recomputed=value)
            for name, value in form.as_json().items()
            if name not in _NOT_COMPARED and plain.get(name) != value
        )
        for form in _forms(counted)
    ]
    return min(found, key=len)


def _forms(counted: Figure) -> tuple[Figure, ...]:
    try:
        return (counted, figure_for_release(counted))
    except OfTheDeadAlone:
        return (counted,)


def _overlaps(plain: Mapping[str, Any]) -> tuple[Overlap, ...]:
    """Return how a published figure says it stands to others, which is taken from it as it is."""
    return tuple(
        Overlap(figure=str(each.get("figure")), relation=str(each.get("relation")))
        for each in plain["overlaps"]
        if isinstance(each, dict)
    )


def _changed(
    again: Sequence[Release],
    made: Mapping[str, str],
    content: bytes,
    beside: Beside,
    translator: Callable[[str], Translate | None],
) -> tuple[str, ...]:
    """Return what is wrong with a page or a package whose figures are right, by making it again."""
    if not again:
        return ("its licence is none that a release can have",)
    if made["form"] == "package":
        files = as_package(again)
        told = {**{name: beside(name) for name in files}, DESCRIPTOR: content}
        return tuple(
            f"{name} says something else than the figures"
            for name in sorted(files)
            if told[name] != files[name]
        )
    translate = translator(made["language"])
    if translate is None or as_page(again[0], made["language"], translate) != content:
        return ("the page says something else than the figure in it",)
    return ()
