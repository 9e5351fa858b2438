"""Times as people say them: phrase files in both languages, and what must hold of any text."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from time_phrases import NOW, Line, as_meant, lines

from ashore.desk.language import speaking
from ashore.desk.web.clocks import hour
from ashore.model.times import in_zone, iso, moment
from ashore.reading.times import TOLERANCE, ReadTime, read_times

BEFORE = ("phrases_times_before_en.tsv", "phrases_times_before_fr.tsv")
AFTER = ("phrases_times_after_en.tsv", "phrases_times_after_fr.tsv")
PARIS, LONDON = "Europe/Paris", "Europe/London"
MINUTES = st.integers(0, 60 * 23 + 50).map(lambda ago: (NOW // 60_000 - ago) * 60_000)
"""Whole minutes of the last day before now."""

WORDS = st.lists(
    st.one_of(
        st.sampled_from(
            "at à vers about environ 22 h 04 : . 2234B 0034Z 00h34 ten dix to past half quarter midnight minuit ago"
            " il y a depuis since for between entre and et 14/12 31/02 99:99 2022-02-31 yesterday hier soir lundi am pm"
            " UTC FR UK +01:00 -99:99 140210Z DEC 22 320210Z 24:00 deux heures et demie moins le quart now".split()
        ),
        st.integers(0, 10**9).map(str),
        st.text(max_size=6),
    ),
    max_size=12,
).map(" ".join)


@pytest.mark.parametrize(
    "line", [line for name in AFTER for line in lines(name)], ids=lambda line: line.phrase
)
def test_a_time_is_read_as_it_is_meant(line: Line) -> None:
    """What callers and officers say of when, and what is no time at all."""
    assert as_meant(line)


def test_every_time_written_before_the_code_is_read_as_meant() -> None:
    """The phrases that were kept apart."""
    assert [line.phrase for name in BEFORE for line in lines(name) if not as_meant(line)] == []


def only(text: str, *, now: int = NOW, zone: str = PARIS) -> ReadTime:
    """Return the one time in a text."""
    (read,) = read_times(text, now=now, zone=zone)
    return read


def told(read: ReadTime) -> str:
    """Return what is said to have been assumed."""
    return " ".join(phrase.render(lambda text: text, iso) for phrase in read.assumed)


def test_the_letter_b_is_followed_and_the_habit_is_said() -> None:
    """B is UTC+2 also in winter; that some mean British summer time is said, with that instant beside it."""
    read = only("2234B")
    assert iso(read.at) == "2022-12-13T20:34:00+00:00"
    assert "British summer time" in told(read)
    assert [iso(each.earliest) for each in read.alternatives] == ["2022-12-13T21:34:00+00:00"]


def test_the_zone_is_kept_as_it_was_stated() -> None:
    """The instant is UTC, and the moment is written on the clock that was named."""
    read = only("22:04 French", zone=LONDON)
    assert (read.zone, read.zone_stated) == (PARIS, "French")
    assert read.moment().stated == "2022-12-13T22:04:00+01:00"


def test_a_clock_that_nobody_named_is_said_to_be_assumed() -> None:
    """Without a zone the time is read on the desk's clock, and the reading says which."""
    assert "read on that of Europe/Paris" in told(only("02:34"))
    assert "clock was named" not in told(only("02:34Z"))


def test_an_hour_shown_twice_gives_both_instants() -> None:
    """On the night the clocks go back, 02:30 in Paris is two instants: one is taken, the other said."""
    read = only("02:30", now=moment("2022-10-30T05:00:00+00:00").ms)
    both = {read.at, *(each.earliest for each in read.alternatives)}
    assert {iso(ms)[11:16] for ms in both} == {"00:30", "01:30"}
    assert "twice" in told(read)


def test_an_hour_that_no_clock_showed_is_read_by_the_time_before() -> None:
    """On the night the clocks go forward there is no 02:30 in Paris; it is read as an hour after 01:30, and said."""
    read = only("02:30", now=moment("2022-03-27T05:00:00+00:00").ms)
    assert iso(read.at)[11:16] == "01:30"
    assert "passed over" in told(read)


def test_an_hour_of_either_half_of_the_day_gives_both() -> None:
    """Ten to four is the last one before now, and the other is said."""
    read = only("at 10 to 4", now=moment("2022-12-14T03:00:00+00:00").ms)
    assert iso(read.at) == "2022-12-14T02:50:00+00:00"
    assert [iso(each.earliest)[:13] for each in read.alternatives] == ["2022-12-13T14"]


def test_since_two_hours_in_french_may_be_since_two_o_clock() -> None:
    """Depuis deux heures is read as how long, and the hour is said beside it."""
    read = only("depuis deux heures")
    assert read.since
    assert iso(read.earliest)[11:16] == "01:00"
    assert iso(read.alternatives[0].earliest)[11:16] == "01:00"  # 02:00 on the clock of Paris


def test_an_hour_to_come_is_the_next_one() -> None:
    """An ETA lies ahead: 03:30 said at 03:00 UTC is in half an hour, and not a day ago."""
    assert iso(only("ETA 0330Z").at) == "2022-12-14T03:30:00+00:00"
    assert iso(only("arrivée prévue à 05h10").at) == "2022-12-14T04:10:00+00:00"


def test_a_time_a_few_minutes_ahead_is_today_and_later_is_yesterday() -> None:
    """Clocks differ by minutes: 04:03 said at 04:00 is now, and 04:30 is yesterday's."""
    assert only("04:03").at > NOW
    assert iso(only("04:30").at)[:10] == "2022-12-13"


@given(
    MINUTES,
    st.sampled_from([("UTC", "{}Z"), (PARIS, "{} FR"), (LONDON, "{} UK time"), (PARIS, "{} heure de Paris")]),
)
def test_a_clock_written_with_its_zone_is_read_back(ms: int, clock: tuple[str, str]) -> None:
    """Hours and minutes in each notation, with the zone named, on whatever clock the desk has."""
    zone, template = clock
    shown = in_zone(ms, zone)
    for pattern in ("%H:%M", "%H%M", "%Hh%M"):
        text = template.format(shown.strftime(pattern))
        assert only(text, zone="Europe/Athens").at == ms, text


@given(MINUTES)
def test_what_the_desk_prints_is_read_back(ms: int) -> None:
    """The desk's own instants, ISO 8601 and date-time groups parse to the minute they show."""
    group = datetime.fromtimestamp(ms / 1000, UTC).strftime("%d%H%MZ %b %y").upper()
    texts = [hour(ms, speaking(language)) for language in ("en", "fr")]
    for text in (*texts, iso(ms), iso(ms, PARIS), group):
        assert only(text, zone="Europe/Athens").at == ms, text


@given(st.integers(1, 300))
def test_minutes_ago_hold_the_instant_said(minutes: int) -> None:
    """The interval of so many minutes ago holds that instant, in both languages, and never lies after now."""
    for text in (f"{minutes} min ago", f"il y a {minutes} minutes", f"about {minutes} minutes ago"):
        read = only(text)
        assert read.earliest <= NOW - minutes * 60_000 <= read.latest <= NOW


@given(st.one_of(st.text(), WORDS), st.sampled_from([PARIS, LONDON, "UTC"]))
def test_any_text_is_read_for_times_and_each_quote_is_its_own_words(text: str, zone: str) -> None:
    """Nothing raises; quotes stand where they say, in order; intervals are in order; no day was said, none is ahead."""
    read = read_times(text, now=NOW, zone=zone)
    assert all(text[each.start : each.end] == each.quote for each in read)
    assert all(one.end <= other.start for one, other in pairwise(read))
    for each in read:
        assert each.earliest <= each.latest
        assert each.error_s >= 0
        assert moment(each.moment().stated).ms // 1000 == each.at // 1000


@given(st.integers(0, 23), st.integers(0, 59), st.integers(0, 10**12))
def test_an_hour_without_a_day_is_the_last_one(hours: int, minutes: int, now: int) -> None:
    """It is never more than the tolerance after now, nor more than a day and an hour before it."""
    read = only(f"{hours:02}:{minutes:02}", now=now)
    assert read.at <= now + TOLERANCE
    assert now - read.at <= 25 * 3_600_000
