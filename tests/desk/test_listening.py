"""A desk that listens: beacons stand at distress, tests and coast stations at nothing, and no line stops a feed."""

from __future__ import annotations

import hashlib
import itertools
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ais_lines import COAST, MOB, SART, SHIP, beacon, ship, spoilt, tagged, text
from at_sea import cases, shown, sounding
from click.testing import CliRunner
from desks import MACHINE, OFFICER, START, a_desk
from hypothesis import given, settings
from hypothesis import strategies as st

from ashore.bootstrap import open_desk, verbs
from ashore.desk.commands import Desk, placing, tracking
from ashore.desk.commands.acts import KeepTrack, OpenCase, ReceiveReports
from ashore.desk.commands.errors import BadValue, NothingOnTrack, PhoneInReason, UnknownCase
from ashore.desk.commands.feeds import (
    LONGEST,
    Address,
    Lines,
    NotAFeed,
    Patience,
    PortNotFree,
    lines_of,
    read_address,
)
from ashore.desk.commands.listening import Listener
from ashore.ledger.database import LedgerFull
from ashore.ledger.tracks import Tracks
from ashore.model.bodies import ReportRejected
from ashore.model.times import iso
from ashore.model.tracks import DAY_MS, Keeping, TrackFix

T = START // 1000 - 600
QUICK = Patience(tick_s=0.02, first_s=0.02, longest_s=0.05, quiet_s=30)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A live desk."""
    desk = a_desk(tmp_path)
    yield desk
    desk.close()


def listens(desk: Desk, *lines: bytes) -> Listener:
    """Have a listener hear these lines, and write everything."""
    listener = Listener(desk, MACHINE, received_by="north")
    for line in lines:
        listener.hear(line)
    listener.finish()
    return listener


def reported(desk: Desk) -> list[str]:
    """Return the ids of all reports, in the order of their entries."""
    with desk.looking() as picture:
        return [held.body.report.id for held in picture.said(picture.by_type["report.received"])]


def rejected(desk: Desk) -> list[ReportRejected]:
    with desk.looking() as picture:
        return [held.body for held in picture.said(picture.by_type["report.rejected"])]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (tagged(beacon(), T), "boat"),
        (tagged(beacon(MOB), T), "person_in_water"),
        (tagged(text("SART ACTIVE")[0], T), "boat"),
        (tagged(text("MAYDAY", SHIP)[0], T), "boat"),
    ],
)
def test_an_active_beacon_is_a_case_at_distress_without_a_person(desk: Desk, line: bytes, kind: str) -> None:
    """The rule opens it, it stands at distress, it sounds, and it is no sign of life."""
    listens(desk, line)
    placing.place_waiting(desk)
    [case] = cases(desk)
    assert (case.kind, case.phase, case.last_sign_of_life) == (kind, "distress", None)
    assert [(each.sound, each.case) for each in sounding(desk) if each.sound == "distress"] == [
        ("distress", case.id)
    ]


def test_a_beacon_that_drifts_stays_one_case(desk: Desk) -> None:
    """Its text before it knows where it is, its first position, and where it drifts: each names the one before."""
    lines = [*text("MOB ACTIVE", MOB), *(beacon(MOB, 51.0 + each / 60, second=each) for each in range(3))]
    for at, line in enumerate(lines):
        listens(desk, tagged(line, T - 3600 + 1200 * at))
        placing.place_waiting(desk)
    assert len(reported(desk)) == 4
    [case] = cases(desk)
    assert [link.standing for mention in case.mentions for link in mention.links] == ["linked"] * 4


@pytest.mark.parametrize(
    "line",
    [
        tagged(beacon(status=15), T),
        tagged(text("MOB TEST", MOB)[0], T),
        tagged(text("FIRING TODAY", COAST)[0], T),
    ],
)
def test_a_test_and_a_coast_station_are_kept_and_are_no_case(desk: Desk, line: bytes) -> None:
    """The report is in the log; nothing waits on the board and nothing sounds."""
    listens(desk, line)
    placing.place_waiting(desk)
    assert len(reported(desk)) == 1
    assert cases(desk) == []
    assert list(shown(desk).unlinked) == []
    assert sounding(desk) == []


def test_a_ships_other_words_wait_for_somebody(desk: Desk) -> None:
    """A safety text without words of distress stands below distress, and is still looked at by the rule."""
    listens(desk, tagged(text("SMALL BOAT ADRIFT", SHIP)[0], T))
    placing.place_waiting(desk)
    assert [case.phase for case in cases(desk)] != ["distress"]
    assert len(cases(desk)) + len(shown(desk).unlinked) == 1


def test_a_feed_fills_tracks_and_makes_few_reports(desk: Desk) -> None:
    """Every position is on its track; a beacon's hundred messages are one report."""
    lines = [tagged(ship(), T + each) for each in range(50)]
    lines += [tagged(beacon(second=each % 60), T + each) for each in range(100)]
    listener = listens(desk, *lines)
    assert (listener.counts.fixes, listener.counts.reports, len(listener.counts.tracks)) == (150, 1, 2)
    assert len(desk.tracks.of(f"ais:{SHIP}")) == 50
    assert len(reported(desk)) == 1


def test_a_listener_begun_anew_does_not_repeat_itself(desk: Desk) -> None:
    """What was reported before it stopped, or by another receiver's program, is not reported again."""
    listens(desk, tagged(beacon(), T))
    listens(desk, tagged(beacon(second=13), T + 60))
    assert len(reported(desk)) == 1
    one, other = (Listener(desk, MACHINE, received_by=name) for name in ("north", "south"))
    one.hear(tagged(beacon(MOB), T + 61))
    other.hear(tagged(beacon(MOB, second=13), T + 62, "south-mast"))
    one.finish()
    other.finish()
    assert [each[:3] for each in reported(desk)] == ["970", "972"]


def test_our_own_time_stands_with_a_line_that_has_none(desk: Desk) -> None:
    """Heard twice a day, a beacon's text is two reports, although its bytes are the same."""
    clock = itertools.chain([START] * 10, itertools.repeat(START + DAY_MS))
    desk.surroundings = replace(desk.surroundings, clock=lambda: next(clock))
    listener = Listener(desk, MACHINE)
    for _ in range(30):
        listener.hear(text("SART ACTIVE")[0])
    listener.finish()
    assert len(set(reported(desk))) == 2


def test_garbage_costs_nothing_but_itself_and_is_kept_bounded(desk: Desk) -> None:
    """A feed of noise leaves one entry a minute, and a beacon in the midst of it is heard."""
    noise = [b"\xff\xfe%05d" % each + b"x" * 200 for each in range(1000)]
    listener = listens(desk, *noise[:500], tagged(spoilt(beacon()), T), tagged(beacon(), T), *noise[500:])
    assert listener.counts.reports == 1
    assert listener.counts.refused == 1001
    assert 0 < listener.counts.not_kept < 1001
    kept = rejected(desk)
    assert len(kept) < 10
    assert {each.source for each in kept} == {"ais"}
    assert not any("xx" in each.says for each in kept)


class Full:
    """Tracks on a full disk."""

    def __init__(self, tracks: Tracks) -> None:
        self._tracks = tracks
        self.full = True

    def append(self, fixes: Any) -> int:
        if self.full:
            raise LedgerFull(path="tracks.sqlite")
        return self._tracks.append(fixes)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tracks, name)


def test_nothing_is_lost_while_the_disk_is_full(desk: Desk) -> None:
    """A beacon is reported although its track cannot be written; tracks wait, and are written once there is room."""
    desk.tracks = full = Full(desk.tracks)
    listener = Listener(desk, MACHINE)
    listener.hear(tagged(beacon(), T))
    listener.hear(tagged(ship(), T))
    listener.finish()
    assert (listener.counts.waiting, listener.counts.reports) == (0, 1)
    assert "full" in listener.fault
    full.full = False
    listener.finish()
    assert len(desk.tracks.latest()) == 2
    assert listener.fault == ""


def test_a_report_that_the_desk_cannot_take_is_offered_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits in its place, is counted as waiting, and is taken in once there is room."""
    listener = Listener(desk, MACHINE)
    do = desk.do

    def full(*_: Any) -> Any:
        raise LedgerFull(path="ledger.sqlite")

    monkeypatch.setattr(desk, "do", full)
    listener.hear(tagged(beacon(), T))
    listener.hear(tagged(beacon(MOB), T))
    listener.finish()
    assert (listener.counts.waiting, listener.counts.reports) == (2, 0)
    assert "WAITING" in listener.counts.as_text()
    monkeypatch.setattr(desk, "do", do)
    listener.finish()
    assert (listener.counts.waiting, listener.fault) == (0, "")
    assert [each[:3] for each in reported(desk)] == ["970", "972"]


def test_an_imported_file_fills_tracks_too(desk: Desk) -> None:
    """Its positions go to the tracks and its beacons to the reports; in pieces, or file after file, a beacon is one."""
    content = b"\n".join([tagged(ship(), T), tagged(beacon(), T)])
    for _ in range(2):
        desk.do(ReceiveReports(content=content), MACHINE)
    assert [each.track for each in desk.tracks.latest()] == [f"ais:{SHIP}", f"ais:{SART}"]
    assert len(reported(desk)) == 1
    goes_on = [tagged(beacon(second=each), T + 60 + each) for each in range(60)]
    for at in range(0, 60, 20):
        desk.do(ReceiveReports(content=b"\n".join(goes_on[at : at + 20])), MACHINE)
    assert len(reported(desk)) == 1
    desk.do(ReceiveReports(content=tagged(beacon(), T - 86_400)), MACHINE)
    assert len(reported(desk)) == 2
    with pytest.raises(BadValue):
        desk.do(ReceiveReports(content=content, source="no such"), MACHINE)


def test_tracks_are_thinned_while_the_block_runs(desk: Desk) -> None:
    """A thread of whatever serves the desk lets go of what is too old."""
    gone = threading.Event()
    thin = desk.tracks.thin

    def thinning(now: int, keeping: Keeping) -> int:
        dropped = thin(now, keeping)
        gone.set()
        return dropped

    desk.tracks.append([TrackFix(track="a", at=START - 99 * DAY_MS, lat_e7=0, lon_e7=0)])
    desk.tracks.thin = thinning  # type: ignore[method-assign]
    with tracking.thinned(desk, every_s=0.01):
        assert gone.wait(10)
    assert desk.tracks.count() == 0


def test_an_excerpt_of_a_track_stays_with_its_case(desk: Desk) -> None:
    """Its fixes are the entry's blob, known to the header by hash, and outlive the track; the case is as it was."""
    listens(desk, *(tagged(ship(second=each), T + each) for each in range(60)))
    case = desk.do(OpenCase(label="A"), OFFICER).entries[0].header.subjects[0]
    with desk.looking() as picture:
        before = picture.case(case)
    act = KeepTrack(case="A", track=f"ais:{SHIP}", since=iso(T * 1000 + 10_000), until=iso(T * 1000 + 19_000))
    [entry] = desk.do(act, OFFICER).entries
    content = desk.ledger.blob(entry, 0)
    assert hashlib.sha256(content).hexdigest() == entry.header.blobs[0].sha256
    assert content.count(f"ais:{SHIP}".encode()) == 10
    with desk.looking() as picture:
        assert picture.case(case) == before
        assert [held.body.fixes for held in picture.said(picture.keeping[case])] == [10]
    desk.tracks.thin(START + 99 * DAY_MS)
    assert len(desk.tracks.of(f"ais:{SHIP}")) == 10


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"track": "ais:000000000"}, NothingOnTrack),
        ({"since": "yesterday"}, BadValue),
        ({"since": iso(START), "until": iso(START - 1000)}, BadValue),
        ({"case": "no such"}, UnknownCase),
        ({"reason": "call +33600000000"}, PhoneInReason),
    ],
)
def test_an_excerpt_that_cannot_be_kept_is_refused(desk: Desk, fields: dict[str, str], refusal: type) -> None:
    """Each way of asking wrongly has its sentence, and leaves no entry."""
    listens(desk, tagged(ship(), T))
    desk.do(OpenCase(label="A"), OFFICER)
    latest = desk.ledger.latest()
    with pytest.raises(refusal):
        desk.do(KeepTrack(**{"case": "A", "track": f"ais:{SHIP}", "since": iso(T * 1000), **fields}), OFFICER)
    assert desk.ledger.latest() == latest


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("tcp://mast.example:4001", Address(scheme="tcp", host="mast.example", port=4001)),
        ("udp://:10110", Address(scheme="udp", host="", port=10110)),
        ("udp://239.192.0.4:60004", Address(scheme="udp", host="239.192.0.4", port=60004)),
        ("tcp://[::1]:4001/", Address(scheme="tcp", host="::1", port=4001)),
    ],
)
def test_an_address_is_read(words: str, address: Address) -> None:
    """A feed is named as people write it."""
    assert read_address(words) == address


@pytest.mark.parametrize(
    "words", ["tcp://mast", "http://mast:80", "tcp://:4001", "udp://:70000", "no/such/file", ""]
)
def test_what_names_no_feed_is_refused(words: str) -> None:
    """The refusal says how one is written."""
    with pytest.raises(NotAFeed) as refused:
        read_address(words)
    assert "tcp://host:port" in refused.value.advice()


@given(content=st.binary(max_size=300), cuts=st.lists(st.integers(0, 300), max_size=6))
@settings(deadline=None)
def test_lines_are_the_same_however_they_arrive(content: bytes, cuts: list[int]) -> None:
    """A network cuts where it likes; a line is what stands between two ends of line."""
    content = content.replace(b"\r", b"")
    lines = Lines()
    ends = [0, *sorted(min(cut, len(content)) for cut in cuts), len(content)]
    found = [line for start, end in itertools.pairwise(ends) for line in lines.cut(content[start:end])]
    found += lines.rest()
    assert found == [line for line in content.split(b"\n") if line]


def test_a_line_without_an_end_does_not_fill_the_memory() -> None:
    """It is given in pieces, and every byte of it is given."""
    lines = Lines()
    found = [line for _ in range(10) for line in lines.cut(b"x" * LONGEST)]
    found += lines.rest()
    assert max(map(len, found)) <= LONGEST
    assert sum(map(len, found)) == 10 * LONGEST


def test_a_server_that_goes_away_is_called_again() -> None:
    """It hangs up in the middle of a line, is gone, and comes back: no whole line is lost, and each break is said."""
    server = socket.create_server(("127.0.0.1", 0))
    port = server.getsockname()[1]
    said: list[str] = []
    pieces = [[b"one\r\ntw", b"o\r\nthr"], [b"four\n"], [b"five\n"]]

    def serve() -> None:
        for sent in pieces:
            connection, _ = server.accept()
            with connection:
                for piece in sent:
                    connection.sendall(piece)

    serving = threading.Thread(target=serve)
    serving.start()
    feed = lines_of(Address(scheme="tcp", host="127.0.0.1", port=port), said.append, QUICK)
    found = list(itertools.islice((line for line in feed if line is not None), 5))
    feed.close()  # type: ignore[attr-defined]
    serving.join()
    server.close()
    assert found == [b"one", b"two", b"thr", b"four", b"five"]
    assert sum("Calling again" in each for each in said) == 2


def test_a_server_that_is_not_there_is_called_more_and_more_seldom() -> None:
    """Waiting doubles up to its limit, and the clock ticks meanwhile."""
    free = socket.create_server(("127.0.0.1", 0))
    port = free.getsockname()[1]
    free.close()
    said: list[str] = []
    feed = lines_of(
        Address(scheme="tcp", host="127.0.0.1", port=port),
        said.append,
        Patience(tick_s=0.01, first_s=0.01, longest_s=0.03, quiet_s=1),
    )
    while len(said) < 4:
        assert next(feed) is None
    feed.close()  # type: ignore[attr-defined]
    assert [each.rpartition(" in ")[2] for each in said] == ["0.01 s.", "0.02 s.", "0.03 s.", "0.03 s."]


def test_a_silent_line_is_taken_for_dead() -> None:
    """A router that forgot a connection sends nothing for ever; it is made anew."""
    server = socket.create_server(("127.0.0.1", 0))
    said: list[str] = []
    feed = lines_of(
        Address(scheme="tcp", host="127.0.0.1", port=server.getsockname()[1]),
        said.append,
        Patience(tick_s=0.01, first_s=0.01, longest_s=0.01, quiet_s=0.05),
    )
    while not any("silent" in each for each in said):
        assert next(feed) is None
    feed.close()  # type: ignore[attr-defined]
    server.close()


def test_datagrams_are_lines() -> None:
    """Each datagram's last line needs no end, and the header of IEC 61162-450 is taken off."""
    said: list[str] = []
    feed = lines_of(Address(scheme="udp", host="127.0.0.1"), said.append, QUICK)
    assert next(feed) is None
    port = int(said[0].rpartition(" ")[2].rstrip("."))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"one\r\ntwo", ("127.0.0.1", port))
        sender.sendto(b"UdPbC\x00three\r\n", ("127.0.0.1", port))
        assert list(itertools.islice((line for line in feed if line is not None), 3)) == [
            b"one",
            b"two",
            b"three",
        ]
    feed.close()  # type: ignore[attr-defined]


def test_a_host_that_is_not_ours_cannot_be_listened_at() -> None:
    """The refusal says so instead of a traceback."""
    with pytest.raises(PortNotFree):
        next(lines_of(Address(scheme="udp", host="192.0.2.1", port=9), print, QUICK))


def test_the_verb_takes_a_file_in_and_says_what_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`ashore listen ais FILE` ends with its file, prints its counts, and leaves a case at distress."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    log = tmp_path / "log.nmea"
    log.write_bytes(b"\r\n".join([ship(), beacon(), b"noise", *text("MOB TEST", MOB)]))
    data = ["--data", str(tmp_path / "desk")]
    run = CliRunner()
    assert run.invoke(verbs(), [*data, "init", "--desk", "north-centre"]).exit_code == 0
    done = run.invoke(verbs(), [*data, "listen", "ais", str(log), "--received-by", "mast"])
    assert done.exit_code == 0, done.output
    assert "3 sentences, 2 positions of 2 tracks, 2 reports, 1 lines not read" in done.stdout
    desk = open_desk(tmp_path / "desk")
    assert [case.phase for case in cases(desk)] == ["distress"]
    assert len(desk.tracks.latest()) == 2
    desk.close()
    refused = run.invoke(verbs(), [*data, "listen", "ais", "nowhere.nmea"])
    assert (refused.exit_code, "not-a-feed" in refused.output) == (3, True)


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_listener_has_written_everything(tmp_path: Path, how: signal.Signals) -> None:
    """A real program on a real connection: interrupted, it says its counts, and what it heard is in the desk."""
    a_desk(tmp_path).close()
    server = socket.create_server(("127.0.0.1", 0))
    where = f"tcp://127.0.0.1:{server.getsockname()[1]}"
    program = subprocess.Popen(
        [sys.executable, "-m", "ashore", "--data", str(tmp_path / "desk"), "listen", "ais", where],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "XDG_STATE_HOME": str(tmp_path / "state")},
    )
    try:
        connection, _ = server.accept()
        sent = [
            tagged(ship(), 1_600_000_000),
            tagged(beacon(), 1_600_000_001),
            tagged(beacon(MOB), 1_600_000_002),
        ]
        connection.sendall(b"\r\n".join(sent) + b"\r\n")
        desk = open_desk(tmp_path / "desk")
        while len(reported(desk)) < 2:
            desk.ledger.wait(desk.ledger.latest(), 0.1)
        program.send_signal(how)
        out, said = program.communicate(timeout=60)
        connection.close()
        assert program.returncode == 0, said
        assert out.strip() == "3 sentences, 3 positions of 3 tracks, 2 reports, 0 lines not read"
        assert len(desk.tracks.latest()) == 3
        assert {case.phase for case in cases(desk)} == {"distress"}
        desk.close()
    finally:
        program.kill()
        program.wait()
        server.close()
