"""How long exact bounds take, and that they are those found by trying everything.

Three measurements: the usual case (three mentions that agree), a boat of 25 claims with three parts of which
many disagree, and random small books beside the reference that tries every point and every set of claims.

    python bench/bounds.py [--quick] [--json]
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import combinations
from random import Random
from statistics import median

from ashore import __version__
from ashore.people.reference import solve_by_trying
from ashore.people.solver import solve
from ashore.people.system import Answer, Claim, Row, System, Terms

SMALL = 2
"""The most of each part aboard a small book. Nobody is taken off who was not aboard, so no variable exceeds it."""

Figures = dict[str, int | float]


def usual_case() -> tuple[System, list[Terms]]:
    """A caller of about 30, a lifeboat that counts 30, and its word that nobody is left."""
    left: Terms = ((1, 0), (-1, 1))
    claims = (
        Claim(id="caller", rank=1, rows=(Row(terms=((1, 0),), low=25, high=35),)),
        Claim(id="lifeboat", rank=0, rows=(Row(terms=((1, 1),), low=30, high=30),)),
        Claim(id="all off", rank=1, rows=(Row(terms=left, low=0, high=0),)),
    )
    return System(variables=2, fixed=(Row(terms=left, low=0, high=None),), claims=claims), [left]


def disputed_boat(
    random: Random, *, speakers: int, spread: int, cap: int | None
) -> tuple[System, list[Terms]]:
    """A boat with three parts and a rest: speakers who differ on each, a hand count, and all off by part.

    Claims: four per speaker, four hand counts, four of all off, and a caller aboard. Counts of the same people
    by two speakers are rivals. `cap`, if given, is a fixed row on each part aboard.
    """
    parts = range(4)  # children, women, men, and those of whom nobody said; taken off: 4 further on
    aboard: Terms = tuple((1, part) for part in parts)
    left: list[Terms] = [((1, part), (-1, part + 4)) for part in parts]
    most = (4, 6, 25) if cap is None else (cap, cap, cap)
    truth = [random.randint(0, number) for number in most]
    fixed = [Row(terms=terms, low=0, high=None) for terms in left]
    if cap is not None:
        fixed += [Row(terms=((1, part),), low=None, high=cap) for part in parts]
    claims: list[Claim] = []
    rivals: set[tuple[str, str]] = set()

    def say(id_: str, rank: int, terms: Terms, low: int, high: int | None) -> str:
        claims.append(Claim(id=id_, rank=rank, rows=(Row(terms=terms, low=low, high=high),)))
        return id_

    def about(number: int) -> int:
        return max(0, number + random.randint(-spread, spread))

    counts: list[tuple[Terms, int]] = [(((1, part),), truth[part]) for part in range(3)]
    for what, (terms, number) in enumerate([*counts, (aboard, sum(truth))]):
        low = [about(number) for _ in range(speakers)]
        said = [
            say(
                f"speaker {speaker} on {what}",
                1,
                terms,
                low[speaker],
                low[speaker] + random.choice((0, 0, 1, 4)),
            )
            for speaker in range(speakers)
        ]
        rivals |= set(combinations(said, 2))
    hand = [about(truth[part]) for part in range(3)]
    for part in range(3):
        say(f"hand count of {part}", 0, ((1, part + 4),), hand[part], hand[part])
    say("hand count", 0, tuple((1, part + 4) for part in parts), sum(hand), sum(hand))
    for part in parts:
        say(f"all off of {part}", 1, left[part], 0, 0)
    say("caller aboard", 1, aboard, 1, None)
    system = System(variables=8, fixed=tuple(fixed), claims=tuple(claims), rivals=frozenset(rivals))
    return system, [tuple(term for terms in left for term in terms), *left[:3]]


def small_book(random: Random) -> tuple[System, list[Terms]]:
    """Some fixed rows and at most six claims of a capped disputed boat, few enough to try everything."""
    system, questions = disputed_boat(random, speakers=2, spread=1, cap=SMALL)
    kept = random.sample(system.claims, random.randint(0, 6))
    ids = {claim.id for claim in kept}
    rivals = frozenset(pair for pair in system.rivals if ids.issuperset(pair))
    return System(variables=8, fixed=system.fixed, claims=tuple(kept), rivals=rivals), questions


def timed(work: Callable[[], Answer]) -> tuple[float, Answer]:
    """Seconds that the work took, and its answer."""
    start = time.perf_counter()
    answer = work()
    return time.perf_counter() - start, answer


def measure_usual(times: int) -> Figures:
    """The usual case, asked again and again as a desk does."""
    system, questions = usual_case()
    seconds = [timed(partial(solve, system, questions))[0] for _ in range(times)]
    return {"usual_case_median_us": round(median(seconds) * 1e6, 1), "usual_case_times": times}


def measure_disputed(boats: int) -> Figures:
    """Boats with 25 claims and three parts."""
    seconds, answers = [], []
    for seed in range(boats):
        system, questions = disputed_boat(Random(seed), speakers=4, spread=2, cap=None)
        taken, answer = timed(partial(solve, system, questions))
        seconds.append(taken)
        answers.append(answer)
    sets = [answer.sets for answer in answers]
    return {
        "disputed_boats": boats,
        "disputed_claims": len(system.claims),
        "disputed_sets_median": median(sets),
        "disputed_sets_most": max(sets),
        "disputed_median_ms": round(median(seconds) * 1e3, 1),
        "disputed_slowest_ms": round(max(seconds) * 1e3, 1),
        "disputed_exact": sum(answer.exact for answer in answers),
        "disputed_all_proved_smallest": sum(
            all(each.smallest for each in answer.contradictions) for answer in answers
        ),
    }


def measure_small(books: int) -> Figures:
    """Small random books, each beside the reference that tries everything."""
    ours, theirs, agreed = [], [], 0
    for seed in range(books):
        system, questions = small_book(Random(seed))
        mine, found = timed(partial(solve, system, questions))
        other, tried = timed(partial(solve_by_trying, system, questions, box=SMALL, step=0))
        ours.append(mine)
        theirs.append(other)
        agreed += found == tried
    return {
        "small_books": books,
        "small_books_agreed": agreed,
        "small_books_median_us": round(median(ours) * 1e6, 1),
        "small_books_slowest_us": round(max(ours) * 1e6, 1),
        "small_books_reference_median_us": round(median(theirs) * 1e6, 1),
        "small_books_reference_over_ours": round(sum(theirs) / sum(ours), 1),
    }


def main(arguments: Sequence[str]) -> int:
    """Measure and print; 1 if any answer differs from the reference's."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="print only the JSON object")
    parser.add_argument("--quick", action="store_true", help="the same comparison, smaller")
    chosen = parser.parse_args(arguments)
    share = 10 if chosen.quick else 1
    figures: Figures = {}
    for measured in (
        measure_usual(2_000 // share),
        measure_disputed(100 // share),
        measure_small(1_000 // share),
    ):
        figures |= measured
        if not chosen.json:
            for name, figure in measured.items():
                print(f"{name:34} {figure}")
    about = {
        "bench": "bounds",
        "command": " ".join(["python", "bench/bounds.py", *arguments]),
        "sizes": {"usual": 2_000 // share, "disputed": 100 // share, "small": 1_000 // share},
        "versions": {"python": platform.python_version(), "ashore": __version__},
        "machine": platform.machine(),
    }
    print(json.dumps(about | {"figures": figures}))
    return 0 if figures["small_books_agreed"] == figures["small_books"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
