"""Pasting chats and pictures: each message a report with its own time, only what is new, nobody's name in the open."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from desks import MACHINE, OFFICER, SUPERVISOR, a_desk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL.TiffImagePlugin import IFDRational

from ashore.bootstrap import verbs
from ashore.desk.commands import Desk, asking
from ashore.desk.commands.acts import LinkMention, OpenCase, Paste
from ashore.desk.commands.errors import BadValue
from ashore.desk.commands.pasting import Pasted, WhoAreWe, look_over
from ashore.desk.commands.receiving import FIRST_ATTACHMENT
from ashore.intake.chat_file import NotText
from ashore.model.report import Report
from ashore.model.times import in_zone, moment
from ashore.reading.chat import NotAChat, WhichDayOrder
from ashore.reading.image_text import reader
from ashore.testing.pictures import GPS, exif, picture, screenshot

CHAT = """\
14/12/2022, 22:01 - Messages and calls are end-to-end encrypted. Only people in this chat can read them.
14/12/2022, 22:04 - +33 6 00 00 00 01: help us
we are 30
14/12/2022, 22:05 - +33 6 00 00 00 01: location: https://maps.google.com/?q=51.03,2.06
14/12/2022, 22:06 - Marie Dupont: stay calm, who is aboard?
14/12/2022, 22:07 - +33 6 00 00 00 01: ok
14/12/2022, 22:07 - +33 6 00 00 00 01: ok
"""
LATER = CHAT + "14/12/2022, 22:09 - +33 6 00 00 00 01: water is coming in\n"


GPS_TIME = {
    GPS.GPSDateStamp: "2031:02:03",
    GPS.GPSTimeStamp: (IFDRational(0, 1), IFDRational(12, 1), IFDRational(5, 1)),
}


def photo() -> bytes:
    """Return a photo whose camera wrote where and when."""
    return picture(held=exif(gps=GPS_TIME))


def paste(desk: Desk, text: str | bytes, zone: str = "Europe/Paris", **more: object) -> Pasted:
    """Paste as an officer whose name in the chat is Marie Dupont."""
    content = text.encode() if isinstance(text, str) else text
    fields = {"we": ("Marie Dupont",), "role": "aboard"} | more
    outcome = desk.do(Paste(content=content, zone=zone, **fields), OFFICER).outcome
    assert isinstance(outcome, Pasted)
    return outcome


def reports(desk: Desk) -> list[Report]:
    """Return the reports that stand, in the order of what they say and then of their taking in."""
    with desk.looking() as picture:
        held = [picture.standing(picture.reports[key]) for key in picture.reports]
        return sorted((each[0].body.report for each in held), key=lambda r: (r.said_at.ms, r.received_at.ms))


def words(desk: Desk, pasted: Pasted, index: int) -> Report:
    """Return one report of what was pasted with its words."""
    report = asking.words_of_report(desk, pasted.lines[index].entry, OFFICER)
    assert report is not None
    return report


def test_each_message_is_a_report_with_its_own_time(tmp_path: Path) -> None:
    """The clock of the chat is read in the zone named, 22:04 in Paris is 21:04 UTC, and the zone is marked assumed."""
    desk = a_desk(tmp_path)
    done = paste(desk, CHAT)
    first = words(desk, done, 0)

    assert (done.new, done.held, done.ours, done.passed_over, done.rejected) == (5, 0, 1, 1, 0)
    assert (first.channel, first.text) == ("whatsapp", "help us\nwe are 30")
    assert first.sender is not None
    assert (first.sender.role, first.sender.phone) == ("aboard", "+33600000001")
    assert first.said_at is not None
    assert first.said_at.stated == "2022-12-14T22:04:00+01:00"
    assert (first.received_zone, first.zone_assumed) == ("Europe/Paris", True)
    assert [phrase.template[:16] for phrase in done.says] == ["The chat's clock"]


def test_a_place_that_was_sent_is_the_senders_and_marked_machine_read(tmp_path: Path) -> None:
    """WhatsApp's own location message counts as a fix of whoever sent it; nothing else in a chat becomes a claim."""
    desk = a_desk(tmp_path)
    paste(desk, CHAT)
    said, placed, *_ = reports(desk)
    [position] = placed.mentions[0].positions

    assert (position.lat, position.lon, position.how, position.of) == ("51.03", "2.06", "gnss", "sender")
    assert position.at_error_s == 60
    assert placed.machine_read == ("mentions[0].positions[0]",)
    assert (said.mentions[0].on_board, said.mentions[0].positions, said.machine_read) == (None, (), ())


def test_messages_of_one_minute_stand_in_the_order_in_which_they_were_written(tmp_path: Path) -> None:
    """A chat shows no seconds; the order in which lines were taken in keeps them apart."""
    desk = a_desk(tmp_path)
    lines = "".join(f"14/12/2022, 22:04 - +33 6 00 00 00 01: {number}\n" for number in range(8))
    done = paste(desk, lines)

    keys = [line.report for line in done.lines]
    assert [report.key for report in reports(desk)] == keys


def test_what_this_desk_said_is_a_note_and_no_sign_of_life(tmp_path: Path) -> None:
    """Our own words in a chat must not make a silent boat look alive."""
    desk = a_desk(tmp_path)
    case = desk.do(OpenCase(label="A"), OFFICER).entries[0].header.subjects[0]
    paste(
        desk,
        "14/12/2022, 22:04 - +33 6 00 00 00 01: help\n14/12/2022, 23:30 - Marie Dupont: answer!\n",
        case="A",
    )

    with desk.looking() as picture:
        facts = picture.case(case)
    assert [mention.channel for mention in facts.mentions] == ["whatsapp", "note"]
    assert facts.last_sign_of_life == facts.mentions[0].happened.latest


def test_pasting_again_adds_nothing_and_a_longer_chat_adds_the_rest(tmp_path: Path) -> None:
    """Two equal messages in one minute are two; the same chat twice is one; what came since is new."""
    desk = a_desk(tmp_path)
    paste(desk, CHAT)
    again, longer = paste(desk, CHAT), paste(desk, LATER)

    assert (again.new, again.held, again.corrected) == (0, 5, 0)
    assert (longer.new, longer.held, longer.corrected) == (1, 5, 0)
    assert words(desk, longer, 5).text == "water is coming in"


def test_lines_copied_from_a_window_are_known_again_in_the_export(tmp_path: Path) -> None:
    """During the night a few lines from WhatsApp's window, in the morning the whole: the same messages."""
    desk = a_desk(tmp_path)
    paste(desk, "[22:04, 14/12/2022] +33 6 00 00 00 01: help us\nwe are 30\n")
    done = paste(desk, CHAT)

    assert (done.new, done.held, done.corrected) == (4, 1, 0)
    assert len(reports(desk)) == 5


def test_a_window_without_seconds_takes_none_away(tmp_path: Path) -> None:
    """An export with seconds says more than a window without; pasting the window afterwards corrects nothing."""
    desk = a_desk(tmp_path)
    window = "[22:04, 14/12/2022] +33 6 00 00 00 01: help us\n"
    export = "[14/12/2022, 22:04:31] +33 6 00 00 00 01: help us\n"
    counts = [
        (done.new, done.held) for done in (paste(desk, export), paste(desk, window), paste(desk, export))
    ]

    assert counts == [(1, 0), (0, 1), (0, 1)]
    assert reports(desk)[0].said_at.stated == "2022-12-14T22:04:31+01:00"


def test_another_zone_corrects_the_times_and_adds_no_message(tmp_path: Path) -> None:
    """Who first took a British telephone for a French one puts it right by pasting again."""
    desk = a_desk(tmp_path)
    first = paste(desk, CHAT)
    second = paste(desk, CHAT, zone="Europe/London")

    assert (second.new, second.corrected) == (0, 5)
    assert words(desk, second, 0).said_at.ms - words(desk, first, 0).said_at.ms == 3_600_000
    assert len(reports(desk)) == 5


def test_what_lies_ahead_of_now_is_said_to_be_read_on_the_wrong_clock(tmp_path: Path) -> None:
    """A chat or a photo of an hour to come was written on another clock, and its positions are hours off."""
    desk = a_desk(tmp_path)
    wall = in_zone(desk.now(), "Europe/Paris")
    for minutes, ahead in ((2, False), (180, True)):
        shown = (wall + timedelta(minutes=minutes)).strftime("%d.%m.%Y, %H:%M")
        pasted = paste(desk, f"{shown} - +33 6 00 00 00 01: help {minutes}")
        assert any("lies ahead of now" in each.template for each in pasted.says) is ahead
    taken = (wall + timedelta(hours=3)).strftime("%Y:%m:%d %H:%M:%S")
    pasted = paste(desk, picture(held=exif(taken=taken)))
    assert any("lies ahead of now" in each.template for each in pasted.says)
    assert not any("lies ahead of now" in each.template for each in paste(desk, photo()).says)


def test_the_hour_that_comes_twice_in_autumn_runs_on(tmp_path: Path) -> None:
    """02:50 and then 02:10 in the night of the change are twenty minutes apart and not forty back."""
    desk = a_desk(tmp_path)
    text = "".join(
        f"30/10/2022, {clock} - +33 6 00 00 00 01: {clock}\n" for clock in ("02:50", "02:10", "03:05")
    )
    paste(desk, text)

    assert [report.said_at.stated[11:] for report in reports(desk)] == [
        "02:50:00+02:00",
        "02:10:00+01:00",
        "03:05:00+01:00",
    ]


def test_no_name_number_or_word_of_a_chat_stands_in_the_open(tmp_path: Path) -> None:
    """Contacts' names are kept sealed with the words, and the id of a message tells nothing of it."""
    desk = a_desk(tmp_path)
    paste(desk, CHAT)
    desk.close()

    for file in (tmp_path / "desk").iterdir():
        content = file.read_bytes()
        for secret in (b"Dupont", b"600000001", b"00 00 00 01", b"stay calm", b"help us"):
            assert secret not in content, file.name


def test_one_desks_fingerprints_are_not_anothers(tmp_path: Path) -> None:
    """Ids are made with the desk's key: nobody without it can try what may have been said."""
    (tmp_path / "other").mkdir()
    names = []
    for path in (tmp_path, tmp_path / "other"):
        desk = a_desk(path)
        desk._marks._match_key = path.name.encode()
        names.append({line.report for line in paste(desk, CHAT).lines})
    assert not names[0] & names[1]


def test_somebody_by_a_name_is_not_taken_for_a_caller_unasked(tmp_path: Path) -> None:
    """Where a name speaks, the desk asks which is its own; numbers are nobody's of this desk."""
    desk = a_desk(tmp_path)
    looked = look_over(CHAT.encode(), "Europe/Paris", desk.now())
    with pytest.raises(WhoAreWe):
        paste(desk, CHAT, we=())

    assert (looked.kind, looked.messages, looked.likely_we) == ("chat", 5, "Marie Dupont")
    assert looked.speakers == ("+33 6 00 00 00 01", "Marie Dupont")
    assert paste(desk, CHAT.replace("Marie Dupont", "+33 6 00 00 00 02"), we=()).new == 5


def test_what_cannot_be_told_is_asked_before_anything_is_written(tmp_path: Path) -> None:
    """Dates that read two ways, no zone by that name, no chat at all, no text at all: a sentence, and nothing kept."""
    desk = a_desk(tmp_path)
    before = desk.arrived()
    ambiguous = "03/12/2022, 22:04 - +33 6 00 00 00 01: x\n"
    for content, zone, error in (
        (ambiguous, "Europe/Paris", WhichDayOrder),
        (CHAT, "Europe/Atlantis", BadValue),
        ("help us", "Europe/Paris", NotAChat),
        (b"\xff\xfe\x00", "Europe/Paris", NotText),
        (b"PK\x03\x04 no archive", "Europe/Paris", NotText),
    ):
        with pytest.raises(error):
            paste(desk, content, zone=zone)

    assert look_over(ambiguous.encode(), "Europe/Paris", desk.now()).asks_order
    assert desk.arrived() == before
    assert paste(desk, ambiguous, day_order="day").new == 1


def test_a_chat_in_its_archive_is_read(tmp_path: Path) -> None:
    """An iPhone hands a chat out as an archive with its text in it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("_chat.txt", CHAT)
        archive.writestr("00000001-PHOTO.jpg", photo())
    assert paste(a_desk(tmp_path), file.getvalue()).new == 5


def test_what_is_pasted_to_a_case_is_linked_where_nobody_decided(tmp_path: Path) -> None:
    """New messages join the case; what an officer parted from it stays apart when the chat is pasted again."""
    desk = a_desk(tmp_path)
    case = desk.do(OpenCase(label="A"), OFFICER).entries[0].header.subjects[0]
    done = paste(desk, CHAT, case="A")
    desk.do(LinkMention(mention=f"{done.lines[4].report}#0", cases=(case,), standing="apart"), SUPERVISOR)
    paste(desk, LATER, case="A")

    with desk.looking() as picture:
        linked = {mention.report for mention in picture.case(case).mentions}
    assert len(linked) == 5
    assert done.lines[4].report not in linked


def test_a_program_may_paste_for_nobody(tmp_path: Path) -> None:
    """Evidence is taken in from the command line too, where nobody signed in."""
    desk = a_desk(tmp_path)
    done = desk.do(Paste(content=CHAT.encode(), zone="Europe/Paris", we=("Marie Dupont",)), MACHINE)
    assert done.outcome.new == 5


def test_a_photo_is_sealed_whole_with_what_its_camera_wrote(tmp_path: Path) -> None:
    """The picture's bytes are an attachment under a key of their own; place and time are marked machine-read."""
    desk = a_desk(tmp_path)
    content = photo()
    done = desk.do(Paste(content=content, zone="Europe/Paris", role="aboard", name="IMG_1.jpg"), OFFICER)
    [outcome] = done.outcome.lines
    [entry] = [each for each in done.entries if each.header.type == "report.received"]
    [report] = reports(desk)

    assert desk.open_part(entry, FIRST_ATTACHMENT, OFFICER) == content
    assert entry.header.sealed[FIRST_ATTACHMENT].key != entry.header.sealed[0].key
    assert report.machine_read == ("said_at", "mentions[0].positions[0]")
    assert (report.mentions[0].positions[0].lat, report.attachments) == ("51.030000", ())
    assert asking.words_of_report(desk, outcome.entry, OFFICER).attachments == ("IMG_1.jpg",)
    again = desk.do(Paste(content=content, zone="Europe/Paris", role="aboard", name="IMG_1.jpg"), OFFICER)
    assert (again.outcome.new, again.outcome.held, again.entries) == (0, 1, ())


def test_a_picture_without_a_time_is_no_sign_of_life_until_somebody_says_when(tmp_path: Path) -> None:
    """WhatsApp takes the camera's data out of pictures; an old screenshot must not make a silent boat look alive."""
    desk = a_desk(tmp_path)
    case = desk.do(OpenCase(label="A"), OFFICER).entries[0].header.subjects[0]
    paste(desk, screenshot(), case="A")
    with desk.looking() as held:
        assert held.case(case).last_sign_of_life is None
    paste(desk, screenshot(), case="A", said_at="2022-12-14T22:04:00+01:00")

    with desk.looking() as held:
        assert held.case(case).last_sign_of_life == moment("2022-12-14T22:04:00+01:00").ms
    with pytest.raises(BadValue):
        paste(desk, screenshot(), said_at="22:04")


def test_a_broken_picture_is_kept_and_said_to_be_broken(tmp_path: Path) -> None:
    """What cannot be opened is a rejection with its bytes sealed, and the officer is told what to do."""
    desk = a_desk(tmp_path)
    content = b"\xff\xd8\xff broken"
    done = desk.do(Paste(content=content, zone="Europe/Paris"), OFFICER)
    [entry] = done.entries

    assert (done.outcome.rejected, done.outcome.new) == (1, 0)
    assert done.outcome.lines[0].error["code"] == "not-a-picture"
    assert desk.open_part(entry, 0, OFFICER) == content


def test_without_a_reader_the_officer_is_told_to_type_what_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no program reads pictures the screenshot is kept all the same."""
    monkeypatch.setenv("PATH", str(tmp_path))
    done = paste(a_desk(tmp_path), screenshot("51.03, 2.06"))

    assert (done.new, done.read, done.proposed) == (1, None, ())
    assert any("type what it shows" in phrase.template for phrase in done.says)


@pytest.mark.skipif(reader() is None, reason="no tesseract on this machine: reading screenshots did not run")
@pytest.mark.parametrize("dark", [False, True])
def test_a_screenshots_text_is_proposed_and_nothing_of_it_is_believed(tmp_path: Path, dark: bool) -> None:
    """The text is kept as a machine's reading, its position is offered, and the report itself holds no position."""
    desk = a_desk(tmp_path)
    done = paste(desk, screenshot("We are at 51.0312, 2.0645", "engine dead, water coming in", dark=dark))
    [report] = reports_of_pictures(desk)

    assert done.read is not None
    assert "water coming in" in done.read.text
    assert [(each.lat, each.lon) for each in done.proposed] == [("51.0312", "2.0645")]
    assert report.machine_read == ("text",)
    assert report.mentions[0].positions == ()


def reports_of_pictures(desk: Desk) -> list[Report]:
    """Return the reports without a time of their own."""
    with desk.looking() as picture:
        return [held.body.report for held in picture.entries.values() if held.type == "report.received"]


_minutes = st.integers(0, 30)
_line = st.tuples(
    _minutes,
    st.sampled_from(["+33 6 00 00 00 01", "+33 6 00 00 00 02", "Marie Dupont"]),
    st.sampled_from("abc"),
)


@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(_line, min_size=1, max_size=12), st.data())
def test_a_beginning_and_then_the_whole_is_the_whole(
    tmp_path_factory: pytest.TempPathFactory, lines: list[tuple[int, str, str]], data: st.DataObject
) -> None:
    """However a chat is cut, its beginning and then all of it add exactly the rest, and a third time nothing."""
    at = datetime.fromisoformat("2022-12-14T22:00")
    written = []
    for minutes, who, text in lines:
        at += timedelta(minutes=minutes)
        written.append(f"{at:%d/%m/%Y, %H:%M} - {who}: {text}\n")
    cut = data.draw(st.integers(1, len(written)))
    desk = a_desk(tmp_path_factory.mktemp("pasted"))
    first, whole, again = (paste(desk, "".join(part)) for part in (written[:cut], written, written))

    assert (first.new, first.held) == (cut, 0)
    assert (whole.new, whole.held) == (len(written) - cut, cut)
    assert (again.new, again.held) == (0, len(written))
    desk.close()


def test_the_command_line_pastes_and_says_what_it_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`ashore paste` tells how many were new and held before; what must be answered first is asked in a sentence."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    a_desk(tmp_path).close()
    file = tmp_path / "chat.txt"
    file.write_text(CHAT, "utf-8")

    def ashore(*words: str) -> Result:
        return CliRunner().invoke(
            verbs(), ["--data", str(tmp_path / "desk"), "paste", str(file), "--zone", "Europe/Paris", *words]
        )

    refused, looked = ashore(), ashore("--look")
    done, again = ashore("--we", "Marie Dupont"), ashore("--we", "Marie Dupont", "--json")

    assert (refused.exit_code, "[who-are-we]" in refused.output) == (1, True)
    assert json.loads(looked.stdout)["likely_we"] == "Marie Dupont"
    assert done.stdout.startswith("5 new, 0 held before, 0 corrected, 0 rejected; 1 notices passed over.")
    assert json.loads(again.stdout)["held"] == 5
