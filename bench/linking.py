"""Which reports are one boat: our linker on nights whose truth is known, beside an oracle, a plain rule and peers.

    python bench/linking.py [--quick] [--json] [--nights N] [--keep FOLDER]

Methods: the rule of one number one boat; DBSCAN over place and time (scikit-learn), and with numbers; Splink; Stone
Soup's global nearest neighbour over tracks; ours; ours without each of its evidence levels; and the oracle, which has
the generator's own likelihoods. Peers are tuned on nights for training, one setting for each quality of night, and run
in a Python of their own (see `linking_peers.peer`; ASHORE_LINKING_PEERS names one that has them).
Nights for testing are seeds from 5000 to 9999 and are opened only without --quick.
Columns: rich and poor nights of 20, 60 and 100 boats, and shifted nights, whose habits nothing was fitted to.
All of it takes hours, nearly all of them the oracle's; with --keep a run that was stopped goes on where it was.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache, partial
from importlib.metadata import version
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from linking_peers.figures import f1_of_counts, of_cell, upper_bound
from linking_peers.hard import HARD, counted, hard_pairs
from linking_peers.ours import LEVELS, ours
from linking_peers.peer import PACKAGES, Labelled, NoPeer, PeerRun, peer_python, run
from linking_peers.rows import rows, same_phone

from ashore.exercise.files import MentionId, truth_of
from ashore.exercise.many import NightName, over
from ashore.exercise.night import Night
from ashore.exercise.oracle import oracle
from ashore.exercise.oracle.atlas import Size
from ashore.exercise.oracle.search import Effort
from ashore.exercise.score import Linked, score
from ashore.linking.rule import RULES
from ashore.linking.weights import shipped_weights
from ashore.model.times import moment

PHONE_RULE, ORACLE, OURS = "same phone", "oracle", "ours"

FEW_BOATS = 20

Marks = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """How much is done: nights for testing and for training, evidence levels taken out, and the oracle's size.

    Levels are taken out on nights of few boats only: on many it takes long, and says no more.
    `keep` is a folder where what was found of each night stays, None for nowhere; by the weights and the sizes, and
    not by the code: whoever changes how boats are linked takes another folder.
    """

    testing: tuple[NightName, ...]
    training: tuple[NightName, ...]
    without: tuple[str, ...]
    keep: Path | None = None
    size: Size
    effort: Effort


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One night as worked on: by method its marks, its hard pairs and its seconds, and under which default rule.

    `rule` is empty for nights that were kept before it was written down.
    """

    marks: dict[str, Marks]
    hard: dict[str, dict[str, tuple[int, int, int]]]
    seconds: dict[str, float]
    rule: str = ""


def full(nights: int, keep: Path | None) -> Work:
    """Return the whole comparison: so many test nights over the six cells, and some shifted ones."""
    of_many = {60: max(2, nights * 14 // 100), 100: max(2, nights * 4 // 100)}
    both = ("rich", "poor")
    return Work(
        testing=(
            *_nights(5_000, nights - sum(of_many.values()), [(quality, 20) for quality in both]),
            *_nights(9_000, max(3, nights // 7), [("shifted", 20)]),
            *_nights(6_000, of_many[60], [(quality, 60) for quality in both]),
            *_nights(7_000, of_many[100], [(quality, 100) for quality in both]),
        ),
        keep=keep,
        training=tuple(_nights(1_000, 20, [("rich", 20)])) + tuple(_nights(1_000, 20, [("poor", 20)])),
        without=LEVELS,
        size=Size(),
        effort=Effort(),
    )


def quick() -> Work:
    """Return the same comparison, small: nights that are nobody's test, of few boats, and two levels taken out."""
    return Work(
        testing=tuple(_nights(4_000, 6, [("rich", 8), ("poor", 8), ("shifted", 8)])),
        training=tuple(_nights(1_000, 4, [("rich", 8)])) + tuple(_nights(1_000, 4, [("poor", 8)])),
        without=("where", "phone"),
        size=Size(plans=1_500, worlds=3, again=800, turned=80),
        effort=Effort(starts=1, cooling=4, drawing=8),
    )


def _nights(first: int, count: int, cells: Sequence[tuple[str, int]]) -> Iterator[NightName]:
    for place, (quality, boats) in enumerate(islice(cycle(cells), count)):
        yield NightName(seed=first + place, boats=boats, quality=quality)


def work_on(name: NightName, work: Work) -> Done:
    """Return what the plain rule, ours and the oracle make of a night. Its peers come to it later, all at once."""
    if work.keep is None:
        return _worked_on(name, work)
    told = f"{_label(name)} {work.without} {work.size} {work.effort} {shipped_weights()['version']}"
    path = (
        work.keep / f"{_label(name).replace(' ', '-')}-{hashlib.sha256(told.encode()).hexdigest()[:12]}.json"
    )
    if not path.exists():
        done = _worked_on(name, work)
        path.with_suffix(".part").write_text(json.dumps(_rounded(asdict(done))))
        path.with_suffix(".part").rename(path)
    kept = Done(**json.loads(path.read_text()))
    if kept.rule != default_rule():
        _tell_of_another_rule()
    return kept


def default_rule() -> str:
    """Return what tells today's default rule from another."""
    return hashlib.sha256(json.dumps(RULES, sort_keys=True).encode()).hexdigest()[:12]


@cache
def _tell_of_another_rule() -> None:
    print(
        "Of nights that were kept, what was left alone was held under another rule than today's.",
        file=sys.stderr,
    )


def _rounded(value: Any) -> Any:
    """Return JSON values with no more digits than a mean over nights can use."""
    if isinstance(value, float):
        return round(value, 5)
    if isinstance(value, dict):
        return {name: _rounded(each) for name, each in value.items()}
    return [_rounded(each) for each in value] if isinstance(value, (list, tuple)) else value


def _worked_on(name: NightName, work: Work) -> Done:
    night = name.made()
    links: dict[str, Sequence[Linked]] = {PHONE_RULE: _as_links(same_phone(rows(night)))}
    seconds: dict[str, float] = {}
    begun = time.perf_counter()
    for method, found in ours(night, work.without if name.boats <= FEW_BOATS else ()):
        links[method] = found
        seconds.setdefault(OURS, time.perf_counter() - begun)
    begun = time.perf_counter()
    links[ORACLE] = oracle(night, size=work.size, effort=work.effort)
    seconds[ORACLE] = time.perf_counter() - begun
    marks, hard = _marked(night, links)
    return Done(marks=marks, hard=hard, seconds=seconds, rule=default_rule())


def prepare(name: NightName) -> Labelled:
    """Return a night as its peers take it."""
    night = name.made()
    return Labelled(rows=rows(night), boat_of=_boats(night))


def mark_groups(job: tuple[NightName, Mapping[str, Mapping[str, str]]]) -> tuple[dict[str, Marks], Any]:
    """Return the marks and hard pairs of groups that peers made of a night."""
    name, groups = job
    return _marked(name.made(), {method: _as_links(found) for method, found in groups.items()})


def _marked(
    night: Night, links: Mapping[str, Sequence[Linked]]
) -> tuple[dict[str, Marks], dict[str, dict[str, tuple[int, int, int]]]]:
    truth = truth_of(night)
    received = {
        f"{each['received_by']}/{each['channel']}/{each['id']}": moment(each["received_at"]).ms
        for each in night.reports
    }
    pairs = hard_pairs(night)
    marks, hard = {}, {}
    for method, found in links.items():
        marks[method] = score(truth, received, found)
        case_of = {each: "/".join(map(str, each)) for each in truth.boat_of} | {
            each.mention: each.case for each in found
        }
        hard[method] = {name: counted(pairs[name], case_of, truth.boat_of) for name in HARD}
    return marks, hard


def _boats(night: Night) -> dict[str, str]:
    return {f"{each.report}#{each.mention}": each.boat for each in night.mentioned}


def _as_links(groups: Mapping[str, str]) -> list[Linked]:
    """Return groups as links without a doubt, held as they are proposed."""
    return [
        Linked(mention=_mention(name), case=group, held_in=group, p_same=1.0)
        for name, group in groups.items()
    ]


def _mention(name: str) -> MentionId:
    report, _, index = name.rpartition("#")
    return report, int(index)


def compare(work: Work) -> tuple[dict[str, Any], dict[str, PeerRun]]:
    """Return the figures of every method in every cell, and what the peers did."""
    python = peer_python()
    done = dict(zip(work.testing, over(work.testing, partial(work_on, work=work)), strict=True))
    training = dict(zip(work.training, over(work.training, prepare), strict=True))
    peers = {}
    for quality in ("rich", "poor"):
        print(f"Peers on {quality} nights ...", file=sys.stderr, flush=True)
        # Nobody knows that the habits have shifted: those nights get what was tuned on rich ones.
        of_it = {quality, "shifted"} if quality == "rich" else {quality}
        named = [name for name in done if name.quality in of_it]
        asked = {_label(name): each.rows for name, each in zip(named, over(named, prepare), strict=True)}
        peers[quality] = run(
            python, [each for name, each in training.items() if name.quality == quality], asked
        )
        for name, each in done.items():
            if name.quality in of_it:
                groups = {method: found[_label(name)] for method, found in peers[quality].groups.items()}
                marks, hard = mark_groups((name, groups))
                each.marks.update(marks)
                each.hard.update(hard)
    return _figures(done), peers


def _label(name: NightName) -> str:
    return f"{name.quality} {name.boats} {name.seed}"


def _figures(done: Mapping[NightName, Done]) -> dict[str, Any]:
    cells = sorted({(name.quality, name.boats) for name in done}, key=lambda each: (each[0] != "rich", each))
    methods = list(next(iter(done.values())).marks)
    figures: dict[str, Any] = {"cells": {}, "hard": {}, "seconds": {}}
    for quality, boats in cells:
        inside = [each for name, each in done.items() if (name.quality, name.boats) == (quality, boats)]
        figures["cells"][f"{quality} {boats}"] = {
            method: _only_if_unsure(method, of_cell([each.marks[method] for each in inside]))
            for method in methods
            if method in inside[0].marks
        } | {"nights": len(inside)}
        figures["seconds"][f"{quality} {boats}"] = {
            method: round(sum(each.seconds[method] for each in inside) / len(inside), 2)
            for method in (OURS, ORACLE)
        }
    fitted = [each for name, each in done.items() if name.quality != "shifted"]
    by_all = [each for each in fitted if set(methods) <= set(each.marks)]
    for name in HARD:
        figures["hard"][name] = {
            method: f1_of_counts([each.hard[method][name] for each in by_all]) for method in methods
        }
    figures["ratios"] = {cell: _ratios(found) for cell, found in figures["cells"].items()}
    figures["drop on shifted nights"] = _drop(done, methods)
    reported = sum(each.marks[OURS]["boats_reported"] for each in fitted)
    masked = sum(each.marks[OURS]["held"]["masked_boats"] for each in fitted)
    figures["masked by the default rule"] = {
        "boats": masked,
        "of": reported,
        "rate at most (95 %)": round(upper_bound(masked, reported), 6),
    }
    return figures


def _only_if_unsure(method: str, found: dict[str, float]) -> dict[str, float | None]:
    """Return a method's figures without those that ask how sure it was, where it does not say."""
    says = method == ORACLE or method.startswith(OURS)
    return {
        name: value if says or name not in ("decisions an hour", "calibration error") else None
        for name, value in found.items()
    }


def _ratios(found: Mapping[str, Mapping[str, float]]) -> dict[str, float | None]:
    ours_, best, plain = (found[method] for method in (OURS, ORACLE, PHONE_RULE))
    f1, masked = "top pairwise f1", "top masked boats"
    return {
        "F1, ours to the oracle's": round(ours_[f1] / best[f1], 4) if best[f1] else None,
        "F1, ours to same phone": round(ours_[f1] / plain[f1], 4) if plain[f1] else None,
        "masked, ours to the oracle's": round(ours_[masked] / best[masked], 4) if best[masked] else None,
    }


def _drop(done: Mapping[NightName, Done], methods: Sequence[str]) -> dict[str, float]:
    """Return how much lower the mean F1 is on shifted nights than on rich ones of as many boats."""
    sizes = {name.boats for name in done if name.quality == "shifted"}

    def mean(quality: str, method: str) -> float:
        found = [
            each.marks[method]["top"]["pairwise"]["f1"]
            for name, each in done.items()
            if name.quality == quality and name.boats in sizes
        ]
        return sum(found) / len(found)

    return {method: round(mean("rich", method) - mean("shifted", method), 4) for method in methods}


def show(figures: Mapping[str, Any]) -> None:
    """Print the tables."""
    cells = figures["cells"]
    methods = list(next(iter(figures["hard"].values())))
    for title, name in (
        ("Pairwise F1, every top proposal taken", "top pairwise f1"),
        ("Pairwise precision", "top pairwise precision"),
        ("Pairwise recall", "top pairwise recall"),
        ("B-cubed F1", "top b_cubed f1"),
        ("Boats masked, every top proposal taken", "top masked boats"),
        ("Boats masked under the default rule", "held masked boats"),
        ("Open cases a boat under the default rule", "held cases a boat"),
        ("Decisions asked an hour", "decisions an hour"),
        ("Calibration error", "calibration error"),
    ):
        print(f"\n{title:42}" + "".join(f"{cell:>13}" for cell in cells))
        for method in methods:
            found = [cells[cell].get(method, {}).get(name) for cell in cells]
            if any(each is not None for each in found):
                print(
                    f"  {method:40}"
                    + "".join("–".rjust(13) if each is None else f"{each:>13.3f}" for each in found)
                )
    print(f"\n{'Pairs that are hard to tell, F1':42}" + "".join(f"{name:>26}" for name in HARD))
    for method in methods:
        print(f"  {method:40}" + "".join(f"{figures['hard'][name][method]['f1']:>26.3f}" for name in HARD))
    print()
    for name in ("ratios", "drop on shifted nights", "masked by the default rule", "seconds"):
        print(f"{name}: {json.dumps(figures[name])}")


def main(arguments: Sequence[str]) -> int:
    """Compare and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="print only the JSON object")
    parser.add_argument("--quick", action="store_true", help="the same comparison, smaller")
    parser.add_argument("--nights", type=int, default=200, help="how many test nights (default 200)")
    parser.add_argument("--keep", type=Path, help="a folder for what was found of each night, to go on from")
    chosen = parser.parse_args(arguments)
    if chosen.keep is not None:
        chosen.keep.mkdir(parents=True, exist_ok=True)
    work = quick() if chosen.quick else full(chosen.nights, chosen.keep)
    try:
        figures, peers = compare(work)
    except NoPeer as missing:
        sys.exit(str(missing))
    if not chosen.json:
        show(figures)
    print(
        json.dumps(
            {
                "bench": "linking",
                "command": " ".join(["python", "bench/linking.py", *arguments]),
                "figures": figures,
                "chosen": {quality: peer.chosen for quality, peer in peers.items()},
                "peer_seconds": {quality: peer.seconds for quality, peer in peers.items()},
                "sizes": {
                    "test nights": [_label(name) for name in work.testing],
                    "training nights": [_label(name) for name in work.training],
                    "atlas": vars_of(work.size),
                    "effort": vars_of(work.effort),
                },
                "versions": {
                    "python": platform.python_version(),
                    **PACKAGES,
                    **{name: version(name) for name in ("ashore", "numba", "numpy")},
                },
                "machine": platform.machine(),
            },
            ensure_ascii=False,
        )
    )
    return 0


def vars_of(value: Any) -> dict[str, Any]:
    """Return a small value's fields."""
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
