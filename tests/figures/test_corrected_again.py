"""A correction of a correction keeps its case, and one that is withdrawn corrects nothing."""

from __future__ import annotations

from pathlib import Path

from played import Watch, call, exactly, linked, met, opened, report

from ashore.people import people_book


def _out(watch: Watch) -> tuple[int, int | None]:
    bound = people_book(watch.picture.all_cases()).joint.still_out.total
    return bound.low, bound.high


def _watch(path: Path) -> Watch:
    return Watch(path).tell(
        call("a", "2031-02-03T02:51:00Z", on_board=exactly(40)),
        opened("A", "north/phone/a#0"),
        met("b", "2031-02-03T03:20:00Z", "cutter", "recovered", 33, all_off="yes"),
        linked("north/vhf/b#0", "A"),
        _correction("c", "a", 36),
    )


def _correction(id_: str, of: str, number: int) -> dict[str, object]:
    said = {"said_at": "2031-02-03T02:51:00Z", "relates": [{"kind": "corrects", "id": of}]}
    return call(id_, "2031-02-03T03:40:00Z", on_board=exactly(number)) | said


def test_a_second_correction_keeps_the_link_of_the_first(tmp_path: Path) -> None:
    """40, no 36, no 38: five may still be out."""
    assert _out(_watch(tmp_path).tell(_correction("d", "c", 38))) == (0, 5)


def test_a_withdrawn_correction_leaves_what_it_corrected(tmp_path: Path) -> None:
    """40, no 36, forget that: seven may still be out."""
    taken_back = report("d", "2031-02-03T03:50:00Z", relates=[{"kind": "withdraws", "id": "c"}])
    assert _out(_watch(tmp_path).tell(taken_back)) == (0, 7)
