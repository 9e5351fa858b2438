"""How good links are, held against the truth of a night: `ashore score`."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ashore.exercise.files import BadLine, MentionId, Truth, lines_of
from ashore.exercise.masking import masked, seconds_to_a_case
from ashore.exercise.partitions import b_cubed, pairwise

FORMAT = "ashore.score/1"
BINS = 10
HOUR = 3_600_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """What a linker says of one mention (format 8.2): where it proposes it, where it is held, and how sure it is."""

    mention: MentionId
    case: str
    held_in: str | None
    p_same: float


def read_links(path: Path) -> tuple[Linked, ...]:
    """Return the links of a file. Raises BadLine."""
    found: list[Linked] = []
    for number, told in lines_of(path):
        try:
            p_same = float(told["p_same"])
            if not 0 <= p_same <= 1:
                raise ValueError(f"p_same is {p_same}, and no probability")
            linked = Linked(
                mention=(told["report"], int(told["mention"])),
                case=told["case"],
                held_in=told.get("held_in"),
                p_same=p_same,
            )
        except (KeyError, TypeError, ValueError) as error:
            raise BadLine(file=path.name, line=number, why=f"it is no link: {error}") from error
        found.append(linked)
    return tuple(found)


def score(truth: Truth, received: Mapping[str, int], links: Iterable[Linked]) -> dict[str, Any]:
    """Return how good links are, as plain JSON values.

    `top` is of the officer who takes every top proposal, `held` of what the default rule does with nobody there.
    A mention that no link names is alone in `top` and without a case in `held`.
    """
    by_mention = {each.mention: each for each in links}
    known = [by_mention[each] for each in truth.boat_of if each in by_mention]
    top: dict[MentionId, Hashable] = {
        each: by_mention[each].case if each in by_mention else each for each in truth.boat_of
    }
    held = {each: by_mention[each].held_in if each in by_mention else None for each in truth.boat_of}
    true: dict[MentionId, Hashable] = {each: boat or each for each, boat in truth.boat_of.items()}
    return {
        "format": FORMAT,
        "boats": len(truth.boats),
        "boats_reported": len({boat for boat in truth.boat_of.values() if boat}),
        "mentions": len(truth.boat_of),
        "top": _partition(truth, received, true, top),
        "held": _partition(truth, received, true, held),
        "decisions_per_hour": _decisions_per_hour(received, known),
        "calibration": calibration([(each.p_same, _right(each, top, true)) for each in known]),
    }


def calibration(said: Sequence[tuple[float, bool]]) -> dict[str, Any]:
    """Return, for probabilities and whether each was right, how far they are from how often they were right.

    `error` is the mean over tenths of probability of the difference, each tenth by how many it has.
    """
    bins: list[dict[str, Any]] = []
    for index in range(BINS):
        inside = [
            (p, right) for p, right in said if index <= p * BINS < index + 1 or (p == 1 and index == BINS - 1)
        ]
        if inside:
            bins.append(
                {
                    "from": index / BINS,
                    "count": len(inside),
                    "said": round(statistics.fmean(p for p, _ in inside), 4),
                    "right": round(statistics.fmean(right for _, right in inside), 4),
                }
            )
    total = sum(each["count"] for each in bins)
    error = sum(each["count"] * abs(each["said"] - each["right"]) for each in bins) / total if total else 0.0
    return {"error": round(error, 4), "count": total, "bins": bins}


def _partition(
    truth: Truth,
    received: Mapping[str, int],
    true: Mapping[MentionId, Hashable],
    case_of: Mapping[MentionId, Hashable | None],
) -> dict[str, Any]:
    alone = {each: case if case is not None else each for each, case in case_of.items()}
    pairs, cubed = pairwise(alone, true), b_cubed(alone, true)
    times = masked(truth, received, case_of)
    waits = seconds_to_a_case(truth, received, case_of)
    waited = [wait for wait in waits.values() if wait is not None]
    reported = max(1, len(waits))
    return {
        "pairwise": {"precision": pairs.precision, "recall": pairs.recall, "f1": pairs.f1},
        "b_cubed": {"precision": cubed.precision, "recall": cubed.recall, "f1": cubed.f1},
        "masked_boats": len({each.boat for each in times}),
        "minutes_masked": round(math.fsum(each.minutes for each in times), 1),
        "cases": len({case for case in case_of.values() if case is not None}),
        "cases_per_boat": len({case for case in case_of.values() if case is not None}) / reported,
        "seconds_to_a_case": {
            "median": statistics.median(waited) if waited else None,
            "most": max(waited, default=None),
            "never": len(waits) - len(waited),
        },
    }


def _decisions_per_hour(received: Mapping[str, int], links: Sequence[Linked]) -> float:
    """Return how often a person is asked: of each mention that is proposed to another case than it is held in."""
    asked = sum(each.case != each.held_in for each in links)
    span = max(received.values(), default=0) - min(received.values(), default=0)
    return asked / max(span / HOUR, 1.0)


def _right(link: Linked, case_of: Mapping[MentionId, Hashable], true: Mapping[MentionId, Hashable]) -> bool:
    """Return whether a proposal is right: the others of its case are mostly of its boat, or alone, no other is."""
    own = true[link.mention]
    others = Counter(
        true[each] for each, case in case_of.items() if case == link.case and each != link.mention
    )
    if others:
        return others.most_common(1)[0][0] == own or others[own] == others.most_common(1)[0][1]
    return not any(boat == own for each, boat in true.items() if each != link.mention)
