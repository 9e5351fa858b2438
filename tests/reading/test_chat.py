"""Chats as WhatsApp and its neighbours write them, read back to messages; whatever the text, nothing is lost in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from babel import Locale, UnknownLocaleError, localedata
from hypothesis import given, settings
from hypothesis import strategies as st

from ashore.model.errors import BadInput
from ashore.reading.chat import (
    NotAChat,
    NotADayOrder,
    NotInThatOrder,
    WhichDayOrder,
    is_chat,
    read_chat,
)

CALM = settings(max_examples=150, deadline=None, derandomize=True)

ANDROID_FRENCH = """\
14/12/2022, 22:01 - Les messages et les appels sont chiffrés de bout en bout. Personne ne peut les lire.
14/12/2022, 22:04 - +33 6 00 00 00 00: help us
we are 30: two kids

the engine is dead
14/12/2022, 22:05 - +33 6 00 00 00 00: localisation : https://maps.google.com/?q=51.03,2.06
14/12/2022, 22:06 - Marie: <Médias omis>
14/12/2022, 22:06 - Marie a modifié le sujet de « nuit : 1 » en « nuit : 2 »
14/12/2022, 22:07 - +33 6 00 00 00 00: Position en direct partagée
14/12/2022, 22:07 - +33 6 00 00 00 00: Ce message a été supprimé
14/12/2022, 22:08 - +33 6 00 00 00 00: Appel vocal manqué
14/12/2022, 22:09 - Marie: IMG-20221214-WA0001.jpg (fichier joint)
"""
IPHONE_ENGLISH = (
    "\u200e[14/12/2022, 10:01:02\u202fPM] Night: \u200eMessages and calls are end-to-end encrypted.\n"
    "[14/12/2022, 10:04:31\u202fPM] \u202a+33 6 00 00 00 00\u202c: help us\r\n"
    "\u200e[14/12/2022, 10:05:00\u202fPM] \u202a+33 6 00 00 00 00\u202c: \u200eLocation: https://maps.google.com/?q=51.03,2.06\n"
    "\u200e[14/12/2022, 10:06:00\u202fPM] Marie: \u200eimage omitted\n"
    "\u200e[14/12/2022, 10:06:10\u202fPM] Night: \u200eMarie changed the subject to “30: now”\n"
    "\u200e[14/12/2022, 10:07:00\u202fPM] \u202a+33 6 00 00 00 00\u202c: \u200eLive location shared\n"
    "\u200e[14/12/2022, 10:07:20\u202fPM] \u202a+33 6 00 00 00 00\u202c: \u200eThis message was deleted.\n"
    "\u200e[14/12/2022, 10:08:00\u202fPM] \u202a+33 6 00 00 00 00\u202c: \u200eMissed voice call\n"
    "\u200e[14/12/2022, 10:09:00\u202fPM] Marie: \u200e<attached: 00000009-PHOTO-2022-12-14-22-09-00.jpg>\n"
)
KINDS = ["notice", "words", "location", "media", "notice", "live_location", "deleted", "call", "media"]


@pytest.mark.parametrize("text", [ANDROID_FRENCH, IPHONE_ENGLISH])
def test_each_message_is_what_it_is_in_both_languages(text: str) -> None:
    """Words, places, pictures left out, calls missed, messages deleted and the program's own notices are told apart."""
    chat = read_chat(text)

    assert [each.kind for each in chat.messages] == KINDS
    assert chat.speakers == ("+33 6 00 00 00 00", "Marie")
    assert (chat.order, chat.because) == ("day", "above_12")
    assert [each.at.strftime("%H:%M") for each in chat.messages][1:3] == ["22:04", "22:05"]


def test_a_message_keeps_all_its_lines() -> None:
    """A colon, a blank line and a line of its own belong to the message they stand in."""
    [_, first, *_] = read_chat(ANDROID_FRENCH).messages

    assert first.text == "help us\nwe are 30: two kids\n\nthe engine is dead"
    assert first.line == 2


@pytest.mark.parametrize(
    ("line", "at", "speaker"),
    [
        ("14/12/2022 à 22:04 - +33 6 00 00 00 00: x", "2022-12-14T22:04:00", "+33 6 00 00 00 00"),
        ("14/12/22, 10:04 pm - Awa: x", "2022-12-14T22:04:00", "Awa"),
        ("12/14/22, 10:04\u202fPM - Awa: x", "2022-12-14T22:04:00", "Awa"),
        ("2022-12-14, 10:04 p.m. - Awa: x", "2022-12-14T22:04:00", "Awa"),
        ("14.12.22, 22:04 - Awa: x", "2022-12-14T22:04:00", "Awa"),
        ("[14.12.22, 22:04:31] Awa: x", "2022-12-14T22:04:31", "Awa"),
        ("[14/12/2022 22:04:31] Awa: x", "2022-12-14T22:04:31", "Awa"),
        ("[14.12.2022 klo 22.04.31] Awa: x", "2022-12-14T22:04:31", "Awa"),
        ("[22:04, 14/12/2022] +33 6 00 00 00 00: x", "2022-12-14T22:04:00", "+33 6 00 00 00 00"),
        ("[10:04 PM, 12/14/2022] ~ Awa: x", "2022-12-14T22:04:00", "~ Awa"),
        ("Awa, [14.12.2022 22:04]\nx", "2022-12-14T22:04:00", "Awa"),
        ("\u200f14\u200f/12\u200f/2022, 10:04 م - Awa: x", "2022-12-14T22:04:00", "Awa"),
        ("١٤/١٢/٢٠٢٢, ٢٢:٠٤ - Awa: x", "2022-12-14T22:04:00", "Awa"),
        ("14/12/2022, 12:04 AM - Awa: x", "2022-12-14T00:04:00", "Awa"),
        ("14/12/2022, 12:04 PM - Awa: x", "2022-12-14T12:04:00", "Awa"),
    ],
)
def test_every_way_of_writing_a_message_gives_the_same(line: str, at: str, speaker: str) -> None:
    """Android, iPhone, WhatsApp's window and Telegram; clocks of 12 and 24 hours; marks and blanks nobody sees."""
    [message] = read_chat(line).messages

    assert (message.at.isoformat(), message.speaker, message.text) == (at, speaker, "x")


def test_days_that_run_backwards_were_not_meant() -> None:
    """With the month first these three days would go back in time, so the day is first, and the chat says why."""
    text = "".join(f"{day}, 22:04 - Awa: x\n" for day in ("11/10/2022", "12/10/2022", "01/11/2022"))
    chat = read_chat(text)

    assert (chat.order, chat.because) == ("day", "forward")
    assert chat.messages[-1].at.month == 11


def test_days_that_have_not_come_yet_were_not_meant() -> None:
    """On 13 March, 12/03 is the day before; the third of December is yet to come."""
    chat = read_chat("12/03/2023, 22:04 - Awa: x\n", not_after=datetime.fromisoformat("2023-03-13"))

    assert (chat.order, chat.because) == ("day", "not_yet")


def test_what_cannot_be_told_is_asked_for_and_the_answer_is_taken() -> None:
    """Two days that run forward either way are nobody's to choose; day or month then settles it."""
    text = "03/12/2022, 22:04 - Awa: x\n04/12/2022, 22:04 - Awa: y\n"
    with pytest.raises(WhichDayOrder, match="03/12/2022"):
        read_chat(text)

    assert read_chat(text, day_order="day").messages[1].at == datetime.fromisoformat("2022-12-04T22:04")
    assert read_chat(text, day_order="month").messages[1].at == datetime.fromisoformat("2022-04-12T22:04")
    with pytest.raises(NotADayOrder):
        read_chat(text, day_order="year")


def test_an_answer_that_cannot_be_is_refused() -> None:
    """A chat with a fourteenth is not read with the month first, whoever says so."""
    with pytest.raises(NotInThatOrder, match="14/12/2022"):
        read_chat("03/12/2022, 1:00 - Awa: x\n14/12/2022, 1:00 - Awa: y\n", day_order="month")


def test_nobody_writes_the_month_first_without_slashes() -> None:
    """The rule that dots and dashes mean day first holds for every language and country that CLDR knows."""
    for name in localedata.locale_identifiers():
        try:
            pattern = Locale.parse(name).date_formats["short"].pattern
        except UnknownLocaleError:
            continue
        order = "".join(dict.fromkeys(re.sub(r"'[^']*'|[^dMy]", "", pattern)))
        assert order != "Mdy" or "/" in pattern, name
    assert read_chat("03.12.2022, 22:04 - Awa: x").because == "separator"


def test_a_line_in_another_form_belongs_to_the_message_before_it() -> None:
    """Somebody may paste a chat into a chat; only lines as the first one is written begin a message."""
    [one, two] = read_chat(
        "14/12/2022, 22:04 - Awa: forwarded\n[14/12/2022, 21:00:00] Other: sinking\n14/12/2022, 22:05 - Awa: y"
    ).messages

    assert one.text == "forwarded\n[14/12/2022, 21:00:00] Other: sinking"
    assert two.text == "y"


def test_a_missed_call_that_names_nobody_is_still_a_call() -> None:
    """An export that leaves the caller out must not make a notice of somebody's last sign of life."""
    [message] = read_chat("14/12/2022, 22:04 - Missed voice call").messages
    assert (message.kind, message.speaker) == ("call", "")


@pytest.mark.parametrize(
    "text", ["", "help us", "30 people\n14/12", "14/12/2022 boat sank", "31/02/2022, 22:04 - A: x"]
)
def test_text_that_is_no_chat_is_said_to_be_none(text: str) -> None:
    """A sentence, an empty box and a day that is on no calendar are refused with what to do."""
    assert not is_chat(text)
    with pytest.raises(NotAChat):
        read_chat(text)


_noise = st.text(alphabet="0123456789/.-,:[] \n\u200e\u202f\u202aAPMapmà+hx٣éم–", max_size=200) | st.text(
    max_size=80
)


@CALM
@given(_noise)
def test_no_text_breaks_it_and_no_line_of_a_chat_is_lost(text: str) -> None:
    """Any text is read or refused by a sentence; what is read holds every line there was, in order."""
    try:
        chat = read_chat(text)
    except BadInput:
        return
    whole = "\n".join(
        ([chat.before] if chat.messages[0].line > 1 else []) + [m.written for m in chat.messages]
    )
    assert whole == text.replace("\r\n", "\n").rstrip("\n")


@dataclass(frozen=True)
class Dialect:
    """A way of writing a message's beginning."""

    date: str
    clock: str
    head: str


DIALECTS = [
    Dialect(date, clock, head)
    for date in ("{d:02}/{m:02}/{y}", "{m}/{d}/{yy:02}", "{d:02}.{m:02}.{yy:02}", "{y}-{m:02}-{d:02}")
    for clock in ("{H:02}:{M:02}", "{H}:{M:02}:{S:02}", "{h}:{M:02}\u202f{half}")
    for head in (
        "{date}, {clock} - {who}: ",
        "\u200e[{date}, {clock}] \u202a{who}\u202c: ",
        "[{clock}, {date}] {who}: ",
    )
]
_word = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\u200e")
)
_words = _word.map(str.strip).filter(lambda text: text and not text.startswith(tuple("\u200f\ufeff")))
_said = st.lists(_words, min_size=1, max_size=3).map("\n".join)


@CALM
@given(
    dialect=st.sampled_from(DIALECTS),
    start=st.datetimes(datetime.fromisoformat("2015-01-01"), datetime.fromisoformat("2029-12-01")),
    said=st.lists(
        st.tuples(
            st.timedeltas(timedelta(0), timedelta(days=40)),
            st.sampled_from(["+33 6 00 00 00 00", "Awa B."]),
            _said,
        ),
        min_size=1,
        max_size=6,
    ),
)
def test_what_is_written_as_a_chat_is_read_back(
    dialect: Dialect, start: datetime, said: list[tuple[timedelta, str, str]]
) -> None:
    """In every dialect the same times, speakers and words come back, if need be once the order is told."""
    written, times, at = "", [], start.replace(microsecond=0)
    for later, who, words in said:
        at += later
        times.append(at if "{S" in dialect.clock else at.replace(second=0))
        shown = {
            "d": at.day, "m": at.month, "y": at.year, "yy": at.year % 100,
            "H": at.hour, "M": at.minute, "S": at.second, "h": at.hour % 12 or 12, "half": "AP"[at.hour >= 12] + "M",
        }  # fmt: skip
        date, clock = dialect.date.format(**shown), dialect.clock.format(**shown)
        written += dialect.head.format(date=date, clock=clock, who=who) + words + "\n"
    order = "month" if dialect.date.startswith("{m}") else "day"
    try:
        chat = read_chat(written)
    except WhichDayOrder:
        chat = read_chat(written, day_order=order)

    assert [each.at for each in chat.messages] == [each.replace(microsecond=0) for each in times]
    assert [(each.speaker, each.text) for each in chat.messages] == [
        (who, words.strip()) for _, who, words in said
    ]
