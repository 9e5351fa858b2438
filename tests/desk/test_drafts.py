"""Half-typed calls: kept from the first keystroke, sealed, the newest in any order, gone when they are finished."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from watches import Watch

from ashore.desk.commands.drafts import MOST_BYTES, NotADraft

WORDS = b"engine dead, water coming in, call +33600000000"
DRAFT = str(uuid.UUID(int=7))


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    return Watch(tmp_path)


def contents(watch: Watch, account: str = "marie") -> list[bytes]:
    return [draft.content for draft in watch.desk.drafts.of(account)]


def on_disk(path: Path) -> bytes:
    return b"\0".join(file.read_bytes() for file in sorted(path.rglob("*")) if file.is_file())


def test_a_draft_is_kept_from_the_first_keystroke(watch: Watch) -> None:
    """One letter is kept, and is there when the desk opens again after it was shut or killed."""
    watch.desk.drafts.keep(DRAFT, "marie", 1, b"e")
    watch.again()
    [draft] = watch.desk.drafts.of("marie")

    assert (draft.id, draft.version, draft.content, draft.updated) == (DRAFT, 1, b"e", watch.clock.ms)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(range(6)), st.integers(0, 6))
def test_the_newest_wins_in_any_order(watch: Watch, order: list[int], finish_after: int) -> None:
    """Keystrokes may arrive out of order and twice; a finished draft is not revived by a late one."""
    name = watch.surroundings.random_bytes(16)
    draft = str(uuid.UUID(bytes=name))
    newest = -1
    for place, version in enumerate(order):
        if place == finish_after:
            watch.desk.drafts.finish(draft, "marie")
        watch.desk.drafts.keep(draft, "marie", version, b"v%d" % version)
        watch.desk.drafts.keep(draft, "marie", version, b"late copy")
        newest = max(newest, version)
        kept = {each.id: each.content for each in watch.desk.drafts.of("marie")}
        assert kept.get(draft) == (None if place >= finish_after else b"v%d" % newest)


def test_no_word_of_a_draft_is_in_any_file(watch: Watch) -> None:
    """What is typed is sealed while it is kept, and no file holds it in the open then or after it is finished."""
    for version in range(1, 30):
        watch.desk.drafts.keep(DRAFT, "marie", version, WORDS[: version + 18])
    assert b"engine dead" not in on_disk(watch.path)
    watch.desk.drafts.finish(DRAFT, "marie")
    assert b"engine dead" not in on_disk(watch.path)
    watch.again()
    assert b"engine dead" not in on_disk(watch.path)
    assert contents(watch) == []


def test_finishing_destroys_the_key(watch: Watch) -> None:
    """After a draft is finished nothing opens what was kept of it, not even a copy of its file taken before."""
    drafts = watch.path / "desk" / "drafts.sqlite"
    watch.desk.drafts.keep(DRAFT, "marie", 1, WORDS)
    copy = drafts.read_bytes()
    watch.desk.drafts.finish(DRAFT, "marie")
    watch.desk.close()
    drafts.write_bytes(copy)
    watch.open()

    assert contents(watch) == []
    watch.desk.drafts.keep(DRAFT, "marie", 9, b"late")
    assert contents(watch) == []


def test_nobody_sees_or_touches_anothers_draft(watch: Watch) -> None:
    """Another account neither reads a draft, nor types into it, nor ends it, and is told so."""
    watch.desk.drafts.keep(DRAFT, "marie", 1, WORDS)
    assert contents(watch, "paul") == []
    with pytest.raises(NotADraft, match="another account"):
        watch.desk.drafts.keep(DRAFT, "paul", 2, b"x")
    with pytest.raises(NotADraft, match="another account"):
        watch.desk.drafts.finish(DRAFT, "paul")

    assert contents(watch) == [WORDS]


def test_several_drafts_stand_side_by_side(watch: Watch) -> None:
    """Two calls half typed are two drafts, the last touched first; finishing one leaves the other."""
    other = str(uuid.UUID(int=8))
    watch.desk.drafts.keep(DRAFT, "marie", 1, b"one")
    watch.pass_(seconds=1)
    watch.desk.drafts.keep(other, "marie", 1, b"two")
    assert contents(watch) == [b"two", b"one"]
    watch.desk.drafts.finish(other, "marie")

    assert contents(watch) == [b"one"]


@pytest.mark.parametrize(
    ("name", "version", "content"),
    [
        ("call-1", 1, b"x"),
        ("", 1, b"x"),
        (DRAFT, -1, b"x"),
        (DRAFT, 2**70, b"x"),
        (DRAFT, 1, b"x" * (MOST_BYTES + 1)),
    ],
)
def test_what_is_no_draft_is_refused(watch: Watch, name: str, version: int, content: bytes) -> None:
    """A draft without a proper name or version, or one too long, is refused by a sentence and harms no other."""
    watch.desk.drafts.keep(str(uuid.UUID(int=9)), "marie", 1, b"fine")
    with pytest.raises(NotADraft):
        watch.desk.drafts.keep(name, "marie", version, content)

    assert contents(watch) == [b"fine"]


def test_names_of_finished_drafts_are_forgotten_after_a_day(watch: Watch) -> None:
    """The file does not grow for ever: a name is remembered as long as a keystroke may be late."""
    for number in range(5):
        watch.desk.drafts.finish(str(uuid.UUID(int=number)), "marie")
    watch.pass_(minutes=25 * 60)
    watch.desk.drafts.finish(DRAFT, "marie")
    watch.desk.drafts.keep(str(uuid.UUID(int=1)), "marie", 1, b"new")

    assert contents(watch) == [b"new"]


def test_an_empty_draft_is_a_draft(watch: Watch) -> None:
    """Whoever deletes every letter has not finished."""
    watch.desk.drafts.keep(DRAFT, "marie", 1, WORDS)
    watch.desk.drafts.keep(DRAFT, "marie", 2, b"")

    assert contents(watch) == [b""]
