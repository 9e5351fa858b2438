"""Nothing acknowledged is lost: a real process killed at random moments, and disks that are really full."""

from __future__ import annotations

import multiprocessing
import random
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from ashore.ledger.database import LedgerFull, LedgerUnreadable
from ashore.ledger.directory import create_data_dir, open_data_dir
from ashore.ledger.draft import Seal
from ashore.ledger.ledger import Ledger
from ashore.ledger.transaction import Transaction
from ashore.ledger.verify import verify, verify_quickly
from ashore.model.clock import Surroundings
from ashore.testing.ledger_contract import note
from ashore.testing.surroundings import repeatable

WORDS = b"engine dead, water coming in"

processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload([__name__])


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A folder on a disk, as a desk's is; the other tests write to memory where they can."""
    with TemporaryDirectory(prefix="ashore-", dir="/var/tmp") as folder:
        yield Path(folder)


def append_and_acknowledge(path: Path, run: int, pipe: Connection) -> None:
    """Append for ever, and say which entries are durable as soon as the ledger says so."""
    directory = open_data_dir(path, surroundings=Surroundings())
    dice = random.Random(run)
    for number in range(10**9):
        count, sealed = dice.randrange(1, 4), dice.random() < 0.3
        pipe.send(append_some(directory.ops, f"{run}-{number}", count, sealed=sealed))


def append_some(ledger: Ledger, command: str, count: int, *, sealed: bool) -> list[tuple[str, int]]:
    """Append entries in one transaction, and return their ids and arrival numbers."""
    parts = (Seal(class_="personal", plaintext=WORDS),) if sealed else ()

    def work(transaction: Transaction) -> list[tuple[str, int]]:
        entries = [transaction.append(note(command, sealed=parts)) for _ in range(count)]
        return [(entry.id, entry.arrival) for entry in entries]

    return ledger.transact(work)


def received(pipe: Connection) -> Iterator[list[tuple[str, int]]]:
    """Yield what a child acknowledged, until nothing more is to come."""
    while True:
        try:
            yield pipe.recv()
        except EOFError:
            return


@pytest.mark.parametrize("kills", [8, pytest.param(150, marks=pytest.mark.slow)])
def test_a_killed_process_loses_nothing_it_acknowledged(tmp_path: Path, kills: int) -> None:
    """kill -9 at random moments, over and over in one directory: what was acknowledged is there and opens."""
    path = tmp_path / "desk"
    create_data_dir(path, desk="north", kind="exercise", surroundings=repeatable("north")).close()
    dice = random.Random(20)
    acknowledged: list[tuple[str, int]] = []
    for run in range(kills):
        ours, theirs = processes.Pipe(duplex=False)
        child = processes.Process(target=append_and_acknowledge, args=(path, run, theirs))
        child.start()
        theirs.close()
        fresh: list[tuple[str, int]] = []
        for _ in range(dice.randrange(12)):
            fresh += ours.recv()
        time.sleep(dice.random() * 0.01)
        child.kill()
        child.join()
        assert child.exitcode == -9
        for batch in received(ours):
            fresh += batch
        acknowledged += fresh
        with open_data_dir(path, surroundings=repeatable("reader")) as directory:
            for entry_id, arrival in fresh:
                entry = directory.ops.get(entry_id)
                assert entry.arrival == arrival
                if entry.header.sealed:
                    assert directory.ops.open_sealed(entry, 0) == WORDS
            if run % 25 == 0:
                assert verify_quickly(directory.ops.store).sound
    with open_data_dir(path, surroundings=repeatable("reader")) as directory:
        assert verify(directory.ops.store).sound
        held = {entry.id: entry.arrival for entry in directory.ops.read()}
        assert list(held.values()) == list(range(1, len(held) + 1))
        assert all(held[entry_id] == arrival for entry_id, arrival in acknowledged)
    assert len(acknowledged) > kills


def append_until_refused(path: Path, pipe: Connection) -> None:
    """Append with a limit on how large any file may grow, and tell the error that ends it."""
    directory = open_data_dir(path, surroundings=Surroundings())
    limit = (path / "ledger.sqlite").stat().st_size + 200_000
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        for number in range(10**9):
            pipe.send(append_some(directory.ops, f"limited-{number}", 3, sealed=True))
    except (LedgerFull, LedgerUnreadable) as error:
        pipe.send(error.code)


def test_a_file_that_may_not_grow_refuses_and_keeps_what_it_acknowledged(tmp_path: Path) -> None:
    """Where the system refuses to extend a file, the writer hears it, and the record stays whole."""
    path = tmp_path / "desk"
    create_data_dir(path, desk="north", kind="exercise", surroundings=repeatable("north")).close()
    ours, theirs = processes.Pipe(duplex=False)
    child = processes.Process(target=append_until_refused, args=(path, theirs))
    child.start()
    theirs.close()
    *batches, code = received(ours)
    child.join()
    assert code in ("ledger-full", "ledger-unreadable")
    assert len(batches) > 5
    with open_data_dir(path, surroundings=repeatable("later")) as directory:
        assert verify(directory.ops.store).sound
        assert all(
            directory.ops.get(entry).arrival == arrival for batch in batches for entry, arrival in batch
        )
        assert directory.ops.append(note("after")).arrival == directory.ops.latest()


FULL_DISK = """
import sys
from pathlib import Path
from ashore.ledger.database import LedgerFull
from ashore.ledger.directory import create_data_dir
from ashore.ledger.draft import Seal
from ashore.ledger.verify import verify
from ashore.testing.ledger_contract import note
from ashore.testing.surroundings import repeatable

disk = Path(sys.argv[1])
filler = disk / "filler"
filler.write_bytes(bytes(200_000))
desk = create_data_dir(disk / "desk", desk="north", kind="exercise", surroundings=repeatable("north"))
seal = (Seal(class_="personal", plaintext=bytes(5000)),)
kept = []
for times in range(2):
    try:
        while True:
            kept.append(desk.ops.append(note(f"c-{len(kept)}", sealed=seal)))
    except LedgerFull as error:
        print("full after", len(kept), error)
    assert [desk.ops.get(entry.id) for entry in kept] == kept
    if times == 0:
        count = len(kept)
        filler.unlink()
assert len(kept) > count > 10
assert verify(desk.ops.store).sound
desk.close()
"""


def test_a_full_disk_refuses_and_recovers(tmp_path: Path) -> None:
    """On a disk without room the writer is told so; once there is room again, writing goes on."""
    namespace = ["unshare", "--user", "--map-root-user", "--mount"]
    if (
        shutil.which("unshare") is None
        or subprocess.run([*namespace, "true"], capture_output=True).returncode
    ):
        pytest.skip("needs a small disk of its own, and this system lets nobody make one")
    mount_and_run = 'mount -t tmpfs -o size=1500k none "$1" && exec "$2" -c "$3" "$1"'
    done = subprocess.run(
        [*namespace, "sh", "-c", mount_and_run, "sh", str(tmp_path), sys.executable, FULL_DISK],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("The disk is full") == 2
