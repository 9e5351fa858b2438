"""An instant to come is read as it was meant, or refused by a sentence."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from desks import START
from hypothesis import given, settings
from hypothesis import strategies as st

from ashore.desk.commands.errors import BadValue
from ashore.desk.commands.instants import FURTHEST, MINUTE, due_at
from ashore.model.times import iso

NOW = int(datetime(2031, 2, 3, 22, 10, 30, tzinfo=UTC).timestamp() * 1_000)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("20", "2031-02-03T22:30:30+00:00"),
        ("+20", "2031-02-03T22:30:30+00:00"),
        ("in 20 min", "2031-02-03T22:30:30+00:00"),
        ("dans 20 minutes", "2031-02-03T22:30:30+00:00"),
        ("+120", "2031-02-04T00:10:30+00:00"),
        ("2 h", "2031-02-04T00:10:30+00:00"),
        ("in 1h30", "2031-02-03T23:40:30+00:00"),
        ("2234", "2031-02-03T22:34:00+00:00"),
        ("22:34", "2031-02-03T22:34:00+00:00"),
        ("22h34", "2031-02-03T22:34:00+00:00"),
        ("à 22h34", "2031-02-03T22:34:00+00:00"),
        ("2234Z", "2031-02-03T22:34:00+00:00"),
        ("22:34 UTC", "2031-02-03T22:34:00+00:00"),
        ("22:10", "2031-02-03T22:10:00+00:00"),
        ("0:05", "2031-02-04T00:05:00+00:00"),
        ("0005", "2031-02-04T00:05:00+00:00"),
        ("2h30", "2031-02-04T02:30:00+00:00"),
        ("2031-02-03T23:40:00+01:00", "2031-02-03T22:40:00+00:00"),
    ],
)
def test_what_officers_type_is_read_as_they_mean_it(text: str, meant: str) -> None:
    """Minutes and hours from now, an hour of UTC, and a full time with its offset."""
    assert iso(due_at("due", text, NOW).ms) == meant


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no time"),
        ("soon", "no time"),
        ("25:00", "no such hour"),
        ("2275", "no such hour"),
        ("930", "minutes or an hour"),
        ("22:05", "just passed"),
        ("1700", "just passed"),
        ("2031-02-03T22:40:00", "no time"),
        ("2030-02-03T22:40:00+00:00", "has passed"),
        ("2032-02-03T22:40:00+00:00", "a month ahead"),
        ("900 h", "a month ahead"),
    ],
)
def test_what_could_be_misread_by_hours_is_refused(text: str, why: str) -> None:
    """An hour that has just gone is not tomorrow's, and a slip of the year is no due."""
    with pytest.raises(BadValue, match=why):
        due_at("due", text, NOW)


@settings(max_examples=400)
@given(
    st.one_of(
        st.text(max_size=30),
        st.text(alphabet="0123456789:h.+ minzutcà-T", max_size=26),
        st.from_regex(r"(\+|in |dans |at )?\d{1,4}[:h]?\d{0,2} ?(min|h|z|utc)?", fullmatch=True),
        st.datetimes().map(lambda instant: f"{instant.isoformat()}+02:00"),
    ),
    st.integers(START, START + 400 * 86_400_000),
)
def test_any_text_is_an_instant_to_come_or_a_sentence(text: str, now: int) -> None:
    """Whatever is typed, a due is at most a minute gone and at most a month ahead, or it is refused as a bad value."""
    try:
        due = due_at("due", text, now)
    except BadValue:
        return
    assert now - MINUTE < due.ms <= now + FURTHEST


@given(st.integers(0, 1439), st.integers(START, START + 86_400_000))
def test_an_hour_is_the_next_one_of_that_name(minute: int, now: int) -> None:
    """An hour of the day lies within the next eighteen hours, in the minute that was named, or is refused as gone."""
    text = f"{minute // 60:02}{minute % 60:02}"
    try:
        due = due_at("due", text, now)
    except BadValue:
        gone = (now // MINUTE - minute) % 1440
        assert 0 < gone <= 360
    else:
        assert iso(due.ms)[11:16] == f"{text[:2]}:{text[2:]}"
        assert due.ms - now <= 18 * 60 * MINUTE
