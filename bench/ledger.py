"""How fast the ledger writes, reads and verifies, beside bare SQLite on the same disk in the same run.

    python bench/ledger.py [--json] [--quick] [--directory DIR]

Prints a table; with --json, last, one JSON object of figures and ratios, with command, versions and sizes.
DIR is where the files go (default: a new directory under the current one, removed afterwards): choose the
disk that the desk will use, since what one commit costs is mostly what that disk makes of a flush.
"""

from __future__ import annotations

import argparse
import gc
import json
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import apsw

from ashore.ledger.codec import decode, encode
from ashore.ledger.directory import DataDir, create_data_dir
from ashore.ledger.draft import Draft, Seal
from ashore.ledger.verify import verify, verify_quickly
from ashore.model import bodies
from ashore.model.clock import Surroundings
from ashore.model.counts import Count, Part, Range
from ashore.model.report import Encounter, Mention, Position, Report, Sender
from ashore.model.times import moment
from ashore.picture import Picture, held_of

RAW = json.dumps(
    {"text": "engine dead, water coming in, about thirty, two kids", "phone": "+33600000000"}
).encode()


@dataclass(frozen=True)
class Sizes:
    """How much is done."""

    rounds: int
    commits_a_round: int
    batches: int
    entries_a_batch: int
    entries_read: int
    signatures: int


FULL = Sizes(
    rounds=10, commits_a_round=300, batches=10, entries_a_batch=1000, entries_read=200_000, signatures=20_000
)
QUICK = Sizes(
    rounds=5, commits_a_round=60, batches=3, entries_a_batch=1000, entries_read=30_000, signatures=4_000
)


def report_body(number: int) -> bodies.ReportReceived:
    """Return a call as its open body holds it."""
    return bodies.ReportReceived(
        report=Report(
            id=f"n-{number}",
            channel="phone",
            received_by="north",
            received_at=moment("2031-02-03T01:12:00+01:00"),
            source="report_lines",
            received_zone="Europe/Paris",
            sender=Sender(role="aboard", battery_pct=12),
            language="ku",
            mentions=(
                Mention(
                    boats=Range(low=1, high=1),
                    positions=(
                        Position(
                            lat="51.03",
                            lon="2.06",
                            error_m="4000",
                            at=moment("2031-02-03T01:10:00+01:00"),
                            how="place",
                        ),
                    ),
                    on_board=Count(value=30, qualifier="about", children=Part(low=2, high=2)),
                    danger=("taking_water",),
                ),
            ),
        )
    )


def encounter_body(number: int) -> bodies.ReportReceived:
    """Return a unit's report that it took people off."""
    off = Count(low=28, high=28, value=28, qualifier="exact", says_who="unit")
    return bodies.ReportReceived(
        report=Report(
            id=f"n-{number}",
            channel="vhf",
            received_by="north",
            received_at=moment("2031-02-03T03:20:00+01:00"),
            source="report_lines",
            sender=Sender(role="unit", unit="lifeboat"),
            mentions=(
                Mention(
                    encounter=Encounter(unit="lifeboat", action="recovered", taken_off=off, all_off="yes")
                ),
            ),
        )
    )


IN_A_ROUND = 20


def body(number: int) -> Any:
    """Return the body with this number in the stated mix: twenty in a round, one case a round, every ops type."""
    case, other = f"c-{number // IN_A_ROUND}", f"c-{number // IN_A_ROUND - 1}"
    report = f"north/phone/n-{number // IN_A_ROUND * IN_A_ROUND + 2}"
    last = (
        bodies.EntryRetracted(reason="a slip"),
        bodies.HoldPlaced(cases=(case,), reason="inquiry"),
        bodies.KeysDestroyed(
            keys=("k",), reports=(report,), reason="kept long enough", first="a", second="b"
        ),
        bodies.ReportRejected(
            source="report_lines", code="not-json", says="Line 4 is not JSON.", hint="Look."
        ),
    )
    in_order = (
        lambda: bodies.CaseOpened(case=case, kind="boat", reason="first call"),
        lambda: bodies.CaseLabelled(case=case, label="Charlie"),
        lambda: report_body(number),
        lambda: bodies.MentionLinked(
            mention=f"{report}#0", cases=(case,), standing="linked", reason="first call"
        ),
        lambda: report_body(number),
        lambda: bodies.SamePhone(report=f"north/phone/n-{number - 1}", same_as=(report,)),
        lambda: bodies.MentionLinked(
            mention=f"north/phone/n-{number - 2}#0", cases=(case,), standing="linked"
        ),
        lambda: bodies.PhaseSet(case=case, phase="distress", reason="taking water"),
        lambda: report_body(number),
        lambda: bodies.MentionLinked(
            mention=f"north/phone/n-{number - 1}#0", cases=(case, other), standing="proposed"
        ),
        lambda: bodies.ClaimSetAside(mention=f"{report}#0", claim="on_board", reason="misheard"),
        lambda: encounter_body(number),
        lambda: bodies.MentionLinked(mention=f"north/vhf/n-{number - 1}#0", cases=(case,), standing="linked"),
        lambda: bodies.CasesCompared(cases=(case, other), standing="apart", reason="two phones at once"),
        lambda: bodies.NoteWritten(case=case),
        lambda: bodies.QuestionAnswered(
            case=case, question="nobody-said", answer="30 of us", basis="survivors"
        ),
        lambda: bodies.HandoverOffered(case=case, to="south"),
        lambda: bodies.HandoverAccepted(case=case, to="south", accepted_by="duty officer"),
        lambda: bodies.CaseEnded(case=case, how="handed_over", reason="accepted"),
        lambda: bodies.CaseReopened(case=case) if number % 40 < 20 else last[number // 40 % len(last)],
    )
    return in_order[number % IN_A_ROUND]()


def draft(number: int) -> Draft:
    """Return the draft with this number in the stated mix."""
    name, type_v, data = encode(body(number))
    return Draft(
        type=name,
        type_v=type_v,
        body=data,
        actor="acct-1",
        role="officer",
        command=f"00000000-0000-4000-8000-{number:012}",
        class_="decision",
        subjects=(f"c-{number // IN_A_ROUND}",),
    )


MIX = (
    "per case of 20 entries: 4 reports received (1 an encounter), 4 mentions linked, and one each of every other type "
    "of the ops stream, the rarest four taking turns"
)


class Bare:
    """The least that SQLite can do for one entry: a row of the same bytes, one flushed commit."""

    def __init__(self, path: Path) -> None:
        self._connection = apsw.Connection(str(path))
        self._connection.pragma("journal_mode", "wal")
        self._connection.pragma("synchronous", "FULL")
        self._connection.execute("CREATE TABLE entries(arrival INTEGER PRIMARY KEY, header, signature, body)")

    def append(self, header: bytes, signature: bytes, body: bytes) -> None:
        """Insert and commit."""
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute(
            "INSERT INTO entries(header, signature, body) VALUES (?, ?, ?)", (header, signature, body)
        )
        self._connection.execute("COMMIT")


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return the wall seconds and the CPU seconds of this process that `work` took.

    The garbage collector is put off meanwhile, as a desk puts it off while it starts.
    """
    gc.collect()
    gc.disable()
    try:
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        return time.perf_counter() - wall, time.process_time() - cpu
    finally:
        gc.enable()


def one_by_one(desk: DataDir, path: Path, sizes: Sizes) -> dict[str, float]:
    """Compare one entry a commit with bare SQLite, in rounds that take turns."""
    bare = Bare(path / "bare.sqlite")
    sample = desk.ops.append(draft(0))
    assert sample.body is not None
    row = (sample.header_bytes, sample.signature, sample.body)
    ours, theirs, cpu, bare_cpu = [], [], [], []
    number = 1
    for turn in range(sizes.rounds):
        drafts = [draft(number + n) for n in range(sizes.commits_a_round)]
        number += sizes.commits_a_round
        steps: list[Callable[[], None]] = [
            lambda drafts=drafts: _into(timed(lambda: [desk.ops.append(one) for one in drafts]), ours, cpu),  # type: ignore[misc]
            lambda drafts=drafts: _into(timed(lambda: [bare.append(*row) for _ in drafts]), theirs, bare_cpu),  # type: ignore[misc]
        ]
        for step in steps if turn % 2 else reversed(steps):
            step()
    each = 1e6 / sizes.commits_a_round
    return {
        "one_commit_us": statistics.median(ours) * each,
        "one_commit_cpu_us": statistics.median(cpu) * each,
        "bare_commit_us": statistics.median(theirs) * each,
        "bare_commit_cpu_us": statistics.median(bare_cpu) * each,
        "ratio_to_bare": statistics.median(b / o for o, b in zip(ours, theirs, strict=True)),
    }


def _into(measured: tuple[float, float], walls: list[float], cpus: list[float]) -> None:
    walls.append(measured[0])
    cpus.append(measured[1])


def in_batches(desk: DataDir, sizes: Sizes) -> dict[str, float]:
    """Append batches, each in one transaction: open bodies first, then with a sealed part each."""

    def append(drafts: list[Draft]) -> None:
        desk.ops.transact(lambda transaction: [transaction.append(one) for one in drafts])

    plain, sealed = [], []
    for turn in range(sizes.batches):
        drafts = [draft(10_000_000 + turn * sizes.entries_a_batch + n) for n in range(sizes.entries_a_batch)]
        plain.append(timed(lambda drafts=drafts: append(drafts))[0])  # type: ignore[misc]
        with_seals = [
            Draft(**{name: getattr(one, name) for name in one.__slots__} | {"sealed": (SEAL,)})
            for one in drafts
        ]
        sealed.append(timed(lambda drafts=with_seals: append(drafts))[0])  # type: ignore[misc]
    return {
        "batch_entries_per_s": sizes.entries_a_batch / statistics.median(plain),
        "batch_sealed_entries_per_s": sizes.entries_a_batch / statistics.median(sealed),
    }


SEAL = Seal(class_="personal", plaintext=RAW)


def reading(desk: DataDir, sizes: Sizes) -> dict[str, float]:
    """Read a record of the stated mix, then decode its bodies too; best of three, nothing opened."""
    after = desk.ops.latest()
    for start in range(0, sizes.entries_read, 10_000):
        count = min(10_000, sizes.entries_read - start)
        drafts = [draft(20_000_000 + start + n) for n in range(count)]
        desk.ops.transact(lambda transaction, drafts=drafts: [transaction.append(one) for one in drafts])  # type: ignore[misc]

    def read() -> None:
        for _ in desk.ops.read(after):
            pass

    def read_and_decode() -> None:
        for entry in desk.ops.read(after):
            if entry.body is not None:
                decode(entry.header.type, entry.header.type_v, entry.body)

    read_s = min(timed(read)[1] for _ in range(3))
    decode_s = min(timed(read_and_decode)[1] for _ in range(3))
    replay_s = min(timed(lambda: replay(desk, after))[1] for _ in range(3))
    facts_s = min(timed(replay(desk, after).all_cases)[1] for _ in range(3))
    return {
        "read_us": read_s * 1e6 / sizes.entries_read,
        "read_and_decode_us": decode_s * 1e6 / sizes.entries_read,
        "read_and_decode_entries_per_s": sizes.entries_read / decode_s,
        "replay_us": replay_s * 1e6 / sizes.entries_read,
        "replay_entries_per_s": sizes.entries_read / replay_s,
        "replay_ratio_to_decoding": replay_s / decode_s,
        "facts_of_every_case_us_an_entry": facts_s * 1e6 / sizes.entries_read,
    }


def replay(desk: DataDir, after: int) -> Picture:
    """Read, decode and fold every entry, as a desk does when it starts; nothing sealed is opened."""
    picture = Picture()
    for entry in desk.ops.read(after):
        picture.add(held_of(entry))
    return picture


def verifying(path: Path, sizes: Sizes) -> dict[str, float]:
    """Verify a record of its own size: every signature, and the quick way."""
    with create_data_dir(
        path / "verified", desk="bench", kind="exercise", surroundings=Surroundings()
    ) as desk:
        drafts = [draft(n) for n in range(sizes.signatures)]
        desk.ops.transact(lambda transaction: [transaction.append(one) for one in drafts])
        full_s = timed(lambda: verify(desk.ops.store))[1]
        quick_s = timed(lambda: verify_quickly(desk.ops.store))[1]
    return {
        "verify_signatures_per_s": sizes.signatures / full_s,
        "verify_hashes_per_s": sizes.signatures / quick_s,
    }


def main() -> None:
    """Run every comparison and print it."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("--json", action="store_true", help="print one JSON object, last")
    arguments.add_argument(
        "--quick", action="store_true", help="the same comparison, smaller, in under a minute"
    )
    arguments.add_argument("--directory", type=Path, default=Path(), help="where to write the files")
    chosen = arguments.parse_args()
    sizes = QUICK if chosen.quick else FULL
    with tempfile.TemporaryDirectory(dir=chosen.directory, prefix="bench-ledger-") as name:
        path = Path(name)
        with create_data_dir(
            path / "desk", desk="bench", kind="exercise", surroundings=Surroundings()
        ) as desk:
            figures = one_by_one(desk, path, sizes) | in_batches(desk, sizes) | reading(desk, sizes)
        figures |= verifying(path, sizes)
    for figure, value in figures.items():
        print(f"{figure:32} {value:12,.2f}")
    if chosen.json:
        print(
            json.dumps(
                {
                    "bench": "ledger",
                    "command": " ".join(["python", *sys.argv]),
                    "figures": {figure: round(value, 3) for figure, value in figures.items()},
                    "sizes": vars(sizes) | {"mix": MIX},
                    "versions": {
                        "python": platform.python_version(),
                        "sqlite": apsw.sqlite_lib_version(),
                        **{name: version(name) for name in ("ashore", "apsw", "cryptography", "msgspec")},
                    },
                    "machine": {"cpu": platform.machine(), "system": platform.platform(terse=True)},
                }
            )
        )


if __name__ == "__main__":
    main()
