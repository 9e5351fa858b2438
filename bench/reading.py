"""Articles read to claims: how fast and how rightly, beside number words turned to digits plus the nearest verb.

    python bench/reading.py [--quick] [--json]

The peer is text2num (alpha2digit), which knows number words in English and French, with each number given to the
nearest of a list of verbs; it runs in a Python of its own (ASHORE_READING_PEER names one that has it; else it is
installed once under ASHORE_CACHE). Both read the labelled passages of tests/reading, those put aside among them, and
are held to value and main outcome of every claim that must be read. How often the dead, the missing and the living are
taken for one another is counted of the passages the rules were mended by. Speed is of one core, on passages put
together to articles of 4,400 letters.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests" / "reading"))

from claim_examples import SCORED, Passage, languages, load, no_claims  # noqa: E402

from ashore.reading.claims.reader import read_claims  # noqa: E402

PEER = "text2num==3.1.0"
ARTICLE = 4_400

NEAREST = HERE / "reading_peer" / "nearest_verb.py"


class NoPeer(Exception):
    """The peer is not there; the message says why."""


def peer_python() -> Path:
    """Return the Python that has the peer; where there is none, install it. Raises NoPeer."""
    named = os.environ.get("ASHORE_READING_PEER")
    if named:
        return Path(named)
    cache = Path(os.environ.get("ASHORE_CACHE", Path.home() / ".cache/ashore"))
    folder = cache / f"bench/reading-{PEER}"
    python, whole = folder / "bin/python", folder / "installed"
    if not whole.exists():
        print(f"Installing {PEER} in an environment of its own ...", file=sys.stderr, flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", PEER]
        if subprocess.run(pip, check=False).returncode:
            raise NoPeer(f"{PEER} could not be installed: is the network there?")
        whole.touch()
    return python


Said = list[tuple[int, str]]


def ours(asked: Sequence[tuple[str, str]]) -> tuple[list[Said], float]:
    """Return what our reader makes of texts, by value and outcome, and its seconds."""
    begun = time.perf_counter()
    read = [[each.claim for each in read_claims(text)] for text, _ in asked]
    seconds = time.perf_counter() - begun
    return [
        [(each.value, each.outcome) for each in one if isinstance(each.value, int) and each.outcome]
        for one in read
    ], seconds


def nearest_verb(asked: Sequence[tuple[str, str]]) -> tuple[list[Said], float]:
    """Return what the peer makes of them. Raises NoPeer."""
    done = subprocess.run(
        [str(peer_python()), str(NEAREST)],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NoPeer(f"The peer's run failed:\n{done.stderr[-2000:]}")
    answered = json.loads(done.stdout)
    return [[(value, code) for value, code in one] for one in answered["answers"]], answered["seconds"]


def marked(passages: Iterable[Passage], read: Iterable[Said]) -> dict[str, float]:
    """Return precision, recall and F1 by value and main outcome, each claim matched once."""
    right = false = missed = 0
    for passage, found in zip(passages, read, strict=True):
        left = [
            each
            for each in passage.claims
            if each.kind in SCORED and isinstance(each.value, int) and each.outcome
        ]
        for value, outcome in found:
            same = next((each for each in left if (each.value, each.outcome) == (value, outcome)), None)
            if same is None:
                false += 1
            else:
                left.remove(same)
                right += 1
        missed += sum(each.tier == 1 for each in left)
    precision, recall = right / max(1, right + false), right / max(1, right + missed)
    return {
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "f1": round(2 * precision * recall / max(1e-9, precision + recall), 3),
    }


DEAD = frozenset({"dead", "body_recovered"})
UNSURE = frozenset({"missing", "dead_or_missing"})


def _fate(outcome: str | None) -> str | None:
    """Return whether an outcome is of the dead, of those nobody is sure of, or of the living; None for no outcome."""
    return (
        None if outcome is None else "dead" if outcome in DEAD else "unsure" if outcome in UNSURE else "alive"
    )


def confused(passages: Iterable[Passage]) -> tuple[int, int]:
    """Return how many counts of people have another fate than every label of that number there, and of how many."""
    wrong = counted = 0
    for passage in passages:
        for each in (read.claim for read in read_claims(passage.text)):
            if each.unit != "person" or each.kind not in SCORED or each.value is None:
                continue
            counted += 1
            same = [
                label
                for label in passage.claims
                if (label.unit, label.value) == ("person", each.value)
                and label.start < (each.end or 0)
                and (each.start or 0) < label.end
            ]
            fates = {_fate(label.outcome) for label in same}
            wrong += (
                bool(fates) and None not in fates | {_fate(each.outcome)} and _fate(each.outcome) not in fates
            )
    return wrong, counted


def articles(passages: Sequence[Passage], language: str, count: int) -> list[tuple[str, str]]:
    """Return articles of some length, put together from passages one after the other."""
    made, text, at = [], "", 0
    while len(made) < count:
        text += passages[at % len(passages)].text + "\n"
        at += 1
        if len(text) >= ARTICLE:
            made.append((text[:ARTICLE], language))
            text = ""
    return made


def main(arguments: Sequence[str]) -> int:
    """Compare and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="print only the JSON object")
    parser.add_argument("--quick", action="store_true", help="the same comparison, smaller")
    chosen = parser.parse_args(arguments)
    figures: dict[str, Any] = {}
    readers = {"ours": ours, "text2num and the nearest verb": nearest_verb}
    try:
        for language in languages():
            for part in ("claims", "claims_aside", "claims_plain", "claims_plain_aside"):
                name = f"{part}_{language}"
                passages = load(name)[: 60 if chosen.quick else None]
                asked = [(each.text, language) for each in passages]
                figures[name] = {method: marked(passages, read(asked)[0]) for method, read in readers.items()}
            read_from = [*load(f"claims_{language}"), *load(f"claims_plain_{language}")]
            wrong, counted = confused(read_from[: 60 if chosen.quick else None])
            figures[f"the dead, the missing and the living confused, {language}"] = {
                "ours": wrong,
                "of": counted,
            }
            empty = [(each, language) for each in no_claims(language)[: 60 if chosen.quick else None]]
            figures[f"no_claims_{language}"] = {
                method: round(sum(bool(one) for one in read(empty)[0]) / len(empty), 3)
                for method, read in readers.items()
            }
            texts = articles(load(f"claims_{language}"), language, 20 if chosen.quick else 200)
            ours(texts[:2])  # the rules are read once
            figures[f"articles a second, {language}"] = {
                method: round(len(texts) / read(texts)[1], 1) for method, read in readers.items()
            }
    except NoPeer as missing:
        sys.exit(str(missing))
    if not chosen.json:
        for name, found in figures.items():
            print(name)
            for method, marks in found.items():
                print(f"  {method:32} {marks}")
    print(
        json.dumps(
            {
                "bench": "reading",
                "command": " ".join(["python", "bench/reading.py", *arguments]),
                "figures": figures,
                "versions": {"python": platform.python_version(), "peer": PEER},
            }
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
