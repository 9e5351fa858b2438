"""E-mail and mailboxes: each message one report, its words read, its history cut off, what came with it handed on."""

from __future__ import annotations

import base64
import io
import quopri
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from report_strategies import calm

from ashore.intake.mail import messages_in, recognises, same_message
from ashore.intake.mail_history import written_now
from ashore.intake.mail_text import html_text
from ashore.intake.rejection import Rejection
from ashore.intake.report_lines import ReadLine
from ashore.intake.sources import Receipt, read_content, recognise, reread
from ashore.model.report import Report, open_part
from ashore.model.times import moment

AT = moment("2031-02-03T04:00:00+01:00")
RECEIPT = Receipt(received_by="north", received_at=AT)

HEAD = """\
Received: from mx.example by centre.example; Mon, 03 Feb 2031 02:21:00 +0000
From: Night shift <night@hotline.example>
To: watch@centre.example
Date: Mon, 3 Feb 2031 03:20:00 +0100
Message-ID: <a1b2c3@hotline.example>
Subject: Case 57
"""


def mail(words: str, head: str = HEAD) -> bytes:
    """Return a plain mail."""
    return f"{head}Content-Type: text/plain; charset=utf-8\n\n{words}\n".encode()


def heard(content: bytes) -> list[ReadLine]:
    """Return the reports of a mail, each read the same once more from its own bytes as it was received."""
    assert recognise(content) == "mail"
    read = list(read_content(content, RECEIPT))
    for each in read:
        if isinstance(each.result, Report):
            receipt = Receipt(received_by=each.result.received_by, received_at=each.result.received_at)
            assert reread(each.result.source, each.raw, receipt) == each.result
    return read


def report_of(content: bytes) -> Report:
    """Return the one report of a mail."""
    [read] = heard(content)
    assert isinstance(read.result, Report)
    return read.result


def test_a_mail_is_a_report_with_its_own_id_and_times() -> None:
    """The Message-ID names it; when it was sent and when the server took it in are both kept."""
    report = report_of(mail("45 people, position 51.0312, 1.6712"))

    assert (report.id, report.channel) == ("a1b2c3@hotline.example", "email")
    assert report.said_at is not None
    assert report.said_at.stated == "2031-02-03T03:20:00+01:00"
    assert report.received_at.stated == "2031-02-03T02:21:00+00:00"
    assert report.mentions[0].on_board is not None
    assert report.mentions[0].on_board.value == 45
    assert report.mentions[0].positions[0].lat == "51.0312"
    assert "mentions[0].positions[0]" in report.machine_read


def test_the_senders_address_and_words_are_not_in_the_open() -> None:
    """Only what was read from the words stands in the open part."""
    report = report_of(mail("45 people, phone +33 6 12 34 56 78"))
    shown = repr(open_part(report))

    assert report.sender is not None
    assert (report.sender.email, report.sender.phone) == ("night@hotline.example", "+33612345678")
    assert "night@" not in shown
    assert "12345678" not in shown


def test_a_case_text_of_labelled_lines_is_read_by_its_labels() -> None:
    """Children on a line of their own are no total, and each time is of its own label."""
    words = (
        "Good evening,\n\nNumber of people: 45\nChildren: 12\nDeparture: Wissant\nDeparted at: 02:00\n"
        "Position: 51.0312 N 1.6712 E\nPosition time: 03:15\nPhone: +33 6 12 34 56 78\nEngine: stopped\n\n"
        "There is water coming in."
    )
    mention = report_of(mail(words)).mentions[0]

    assert mention.on_board is not None
    assert (mention.on_board.low, mention.on_board.high) == (45, 45)
    assert mention.on_board.children is not None
    assert mention.on_board.children.value == 12
    assert mention.positions[0].at is not None
    assert mention.positions[0].at.stated == "2031-02-03T03:15:00+01:00"
    assert mention.craft is not None
    assert mention.craft.departed_at is not None
    assert (mention.craft.departed_from, mention.craft.departed_at.stated) == (
        "Wissant",
        "2031-02-03T02:00:00+01:00",
    )
    assert mention.craft.engine == "stopped"
    assert mention.danger == ("taking_water",)


def test_what_is_left_of_a_header_in_the_words_puts_no_name_in_the_open() -> None:
    """From is a column of departures in a tracker, and in a mail somebody's name."""
    report = report_of(mail("Date: 3 February\nFrom: Some Body\nPeople: 30\nPosition: 51.03, 1.67"))
    craft = report.mentions[0].craft

    assert craft is None or craft.departed_from is None
    assert "Body" not in repr(open_part(report))


def test_two_boats_under_headings_of_their_own_are_two_mentions() -> None:
    """Neither takes the other's people or place."""
    words = "Boat 1: 40 people at 51.03, 1.67, engine dead\nBoat 2: 30 people at 51.10, 1.75\n"
    one, two = report_of(mail(words)).mentions

    assert one.on_board is not None
    assert two.on_board is not None
    assert (one.on_board.value, two.on_board.value) == (40, 30)
    assert (one.positions[0].lat, two.positions[0].lat) == ("51.03", "51.1")


REPLIES = {
    "english": "On Mon, 3 Feb 2031 at 02:00, Centre <c@centre.example> wrote:\n> 99 people, position 50.5, 1.1",
    "english on two lines": "On Mon, 3 Feb 2031 at 02:00, Centre\n<c@centre.example> wrote:\n\n> 99 at 50.5, 1.1",
    "french": "Le lun. 3 févr. 2031 à 02:00, Centre <c@centre.example> a écrit :\n> 99 personnes, 50.5, 1.1",
    "original": "-----Original Message-----\nFrom: Centre\nSent: Monday 02:00\nTo: x\nSubject: Case 57\n\n99 people",
    "d'origine": "-----Message d'origine-----\nDe : Centre\nEnvoyé : lundi\nÀ : x\nObjet : Cas 57\n\n99 personnes",
    "ruled": "________________________________\nFrom: Centre\nSent: Monday 02:00\nTo: x\nSubject: Case 57\n\n99 people",
}


@pytest.mark.parametrize("history", REPLIES.values(), ids=REPLIES)
def test_quoted_history_is_not_read_again(history: str) -> None:
    """An answer says only what stands above the mail it answers; the rest stays in the raw bytes."""
    head = HEAD.replace("Subject: Case 57", "Subject: Re: 99 people\nIn-Reply-To: <zzz@centre.example>")
    content = mail(f"Now 30 people, at 51.05, 1.70\n\n{history}", head)
    report = report_of(content)
    count = report.mentions[0].on_board

    assert count is not None
    assert count.value == 30
    assert "Centre" not in (report.text or "")
    assert len(report.mentions[0].positions) == 1
    assert [(each.kind, each.id) for each in report.relates] == [("answers", "zzz@centre.example")]


def test_answers_between_the_quoted_lines_are_kept() -> None:
    """What stands below a quoted question is the sender's own."""
    words = "On 3 Feb 2031, Centre wrote:\n> How many people?\n45 people\n> Where?\n51.03, 1.67\n"
    mention = report_of(mail(words)).mentions[0]

    assert mention.on_board is not None
    assert mention.on_board.value == 45
    assert mention.positions[0].lat == "51.03"


def test_a_mail_that_is_only_history_is_read_whole() -> None:
    """Somebody who sends on the words in an answer's form loses none of them."""
    assert "30 people" in written_now("> 30 people\n> 51.03, 1.67").text


FORWARDS = {
    "gmail": "---------- Forwarded message ---------\nFrom: Family <fam@mail.example>\nDate: Mon, 3 Feb 2031 at 02:05\n"
    "Subject: boat\nTo: <a@b.example>\n\n",
    "gmail french": "---------- Message transféré ---------\nDe : Family <fam@mail.example>\n"
    "Date : 3 février 2031 à 02:05\n"
    "Objet : boat\nÀ : <a@b.example>\n\n",
    "apple": "Begin forwarded message:\n\nFrom: Family <fam@mail.example>\nSubject: boat\n"
    "Date: 3 February 2031 at 02:05:00 CET\nTo: a@b.example\n\n",
    "outlook": "From: Family <fam@mail.example>\nSent: 3 February 2031 02:05\nTo: a@b.example\nSubject: boat\n\n",
}


@pytest.mark.parametrize("block", FORWARDS.values(), ids=FORWARDS)
def test_a_forwarded_mail_has_its_own_sender_and_time(block: str) -> None:
    """Who wrote first and when are kept; the words of both are read."""
    head = HEAD.replace("Subject: Case 57", "Subject: Fwd: boat")
    report = report_of(mail(f"Please see below.\n\n{block}30 people, position 51.05, 1.70", head))

    assert report.sender is not None
    assert report.sender.relayed_for == "fam@mail.example"
    assert report.said_at is not None
    assert report.said_at.ms == moment("2031-02-03T02:05:00+01:00").ms
    assert report.mentions[0].on_board is not None
    assert report.mentions[0].on_board.value == 30
    assert "Please see below." in (report.text or "")


def test_the_same_mail_by_another_way_is_the_same_message() -> None:
    """What servers wrote into the header is passed over; a word changed is not."""
    one = mail("45 people")
    assert same_message(one, one.replace(b"mx.example", b"other.example").replace(b"\n", b"\r\n"))
    assert not same_message(one, one.replace(b"45", b"46"))


def test_a_message_id_that_holds_a_number_is_hashed_the_same_for_the_answer() -> None:
    """A gateway's id with the caller's number in it does not stand in the open, and its answer still meets it."""
    first = report_of(mail("x", HEAD.replace("a1b2c3@", "+33612345678@")))
    head = HEAD.replace("Subject:", "In-Reply-To: <+33612345678@hotline.example>\nSubject:")
    second = report_of(mail("x", head))

    assert "612345678" not in first.id
    assert second.relates[0].id == first.id


def test_without_a_message_id_the_bytes_name_it() -> None:
    """Read twice, at other hours, it is one report."""
    content = mail("45 people", HEAD.replace("Message-ID: <a1b2c3@hotline.example>\n", ""))
    later = Receipt(received_by="north", received_at=moment("2031-02-03T09:00:00Z"))
    ids = {
        each.result.id
        for at in (RECEIPT, later)
        for each in read_content(content, at)
        if isinstance(each.result, Report)
    }

    assert len(ids) == 1


BODIES = {
    "quoted-printable": ("quoted-printable", quopri.encodestring("45 personnes, détresse".encode()), "utf-8"),
    "base64": ("base64", base64.encodebytes("45 personnes, détresse".encode()), "utf-8"),
    "latin-1": ("8bit", "45 personnes, détresse".encode("latin-1"), "iso-8859-1"),
    "utf-8 said to be ascii": ("8bit", "45 personnes, détresse".encode(), "us-ascii"),
    "utf-8 said to be latin-1": ("8bit", "45 personnes, détresse".encode(), "iso-8859-1"),
    "latin-1 said to be utf-8": ("8bit", "45 personnes, détresse".encode("latin-1"), "utf-8"),
    "no such charset": ("8bit", "45 personnes, détresse".encode(), "x-nonsense"),
}


@pytest.mark.parametrize(("encoding", "body", "charset"), BODIES.values(), ids=BODIES)
def test_words_are_decoded_as_they_were_meant(encoding: str, body: bytes, charset: str) -> None:
    """Whatever the transfer encoding, and a charset that is right, wrong or unknown."""
    head = f"{HEAD}Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n"
    assert "45 personnes, détresse" in (report_of(head.encode() + body).text or "")


def with_html() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Subject"], message["Date"] = (
        "a@b.example",
        "détresse",
        "Mon, 3 Feb 2031 03:20:00 +0100",
    )
    message["Message-ID"] = "<m-1@b.example>"
    return message


def test_html_alone_is_read_as_its_words_and_links() -> None:
    """A place behind a link that says only "here" is read; styles and scripts are not."""
    message = with_html()
    message.set_content(
        "<style>p{}</style><p>45 people<br>it is <a href='https://maps.google.com/?q=51.0312,1.6712'>here</a></p>",
        subtype="html",
    )
    report = report_of(message.as_bytes())

    assert report.mentions[0].on_board is not None
    assert report.mentions[0].on_board.value == 45
    assert report.mentions[0].positions[0].lat == "51.0312"
    assert "p{}" not in (report.text or "")


def test_the_plain_alternative_is_chosen_and_read_once() -> None:
    """Two alternatives of one text are one text; a blank plain one gives way to the other."""
    message = with_html()
    message.set_content("45 people")
    message.add_alternative("<p>45 people</p>", subtype="html")
    blank = with_html()
    blank.set_content(" \n")
    blank.add_alternative("<p>45 people</p>", subtype="html")

    assert (report_of(message.as_bytes()).text or "").count("45 people") == 1
    assert (report_of(blank.as_bytes()).text or "").count("45 people") == 1


def test_quotes_in_html_are_quotes() -> None:
    """A blockquote is what was answered."""
    assert html_text("<p>new</p><blockquote>old<br>older</blockquote>") == "new\n\n> old\n> older"


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<head><title>x</title><p>45 people", "45 people"),
        ("<style>p{}<body>45 people", "45 people"),
        ("<!-- 1 > 2 <p>x</p> -->45 people", "45 people"),
        ("<!-- 45 people", "<!-- 45 people"),
        ("45 &lt; 50 &eacute;t&eacute;", "45 < 50 été"),
        ('<a title="a > b" href="geo:51.03,1.67">here</a>', "here geo:51.03,1.67"),
        ("45 <people", "45 <people"),
        ("<table><tr><td>45</td><td>people</td></tr></table>", "45 people"),
    ],
)
def test_a_page_that_is_damaged_loses_no_words(page: str, words: str) -> None:
    """What nobody closed hides nothing, and what is no mark is words."""
    assert html_text(page).strip() == words


@given(
    page=st.lists(
        st.sampled_from(["<", ">", "<p>", "<style>", "</style>", "<!--", "-->", "<a href='", "'", "x"])
    )
)
@calm()
def test_any_page_gives_words(page: list[str]) -> None:
    """Marks in any order make the reader answer."""
    html_text("".join(page))


GPX = b'<gpx version="1.1"><wpt lat="51.1" lon="1.5"><time>2031-02-03T02:00:00Z</time></wpt></gpx>'
TRACKER = b"Case;Time;Position;POB\n12;02:15;51.03 1.67;30\n13;02:20;51.04 1.68;31\n"


def test_what_comes_with_a_mail_is_handed_on_to_the_source_that_knows_it() -> None:
    """A track, a tracker and another mail become reports of their own, received when the mail was."""
    message = with_html()
    message.set_content("attached")
    message.add_attachment(GPX, maintype="application", subtype="gpx+xml", filename="boat.gpx")
    message.add_attachment(TRACKER, maintype="text", subtype="csv", filename="list.csv")
    inner = with_html()
    inner.replace_header("Message-ID", "<m-2@b.example>")
    inner.set_content("12 people")
    message.add_attachment(inner)
    message.add_attachment(
        b"a,b\n1,2\n", maintype="application", subtype="octet-stream", filename="other.bin"
    )
    read = [each.result for each in heard(message.as_bytes())]

    assert all(isinstance(each, Report) for each in read)
    assert [each.source for each in read if isinstance(each, Report)] == [
        "mail",
        "gpx",
        "tracker",
        "tracker",
        "mail",
    ]
    first, last = read[0], read[-1]
    assert isinstance(first, Report)
    assert isinstance(last, Report)
    assert first.attachments == ("boat.gpx", "list.csv", "message/rfc822", "other.bin")
    assert last.id == "m-2@b.example"


def test_words_that_are_another_sources_are_handed_on_and_a_forwarded_header_is_not() -> None:
    """A list pasted into a mail is a list too; a mail forwarded by Outlook without a word is one report."""
    pasted = [each.result for each in heard(mail(TRACKER.decode()))]
    head = HEAD.replace("Subject: Case 57", "Subject: FW: boat")
    forwarded = mail(FORWARDS["outlook"] + "30 people", head)

    assert [each.source for each in pasted if isinstance(each, Report)] == ["mail", "tracker", "tracker"]
    assert report_of(forwarded).mentions[0].on_board is not None


def test_a_picture_comes_with_its_report() -> None:
    """The picture is handed to the desk beside the report, and named."""
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "JPEG")
    message = with_html()
    message.set_content("photo")
    message.add_attachment(file.getvalue(), maintype="image", subtype="jpeg", filename="boat.jpg")
    [read] = heard(message.as_bytes())

    assert read.attached == (file.getvalue(),)
    assert isinstance(read.result, Report)
    assert read.result.attachments == ("boat.jpg",)


def test_a_mailbox_is_cut_into_its_messages() -> None:
    """Each message of an mbox is a report of its own, in order; a line of text that begins with From is none."""
    one, two = (
        mail("45 people\n\nFrom Calais at 0215, 30 more in 2031"),
        mail("30 people", HEAD.replace("a1b2c3", "d4e5f6")),
    )
    box = (
        b"From night@x Mon Feb  3 03:20:00 2031\n" + one + b"\nFrom night@x Mon Feb  3 03:40:00 2031\n" + two
    )
    reports = [each.result for each in heard(box)]

    assert [each.id for each in reports if isinstance(each, Report)] == [
        "a1b2c3@hotline.example",
        "d4e5f6@hotline.example",
    ]
    assert list(messages_in(box)) == [one, two]


def test_a_header_that_lies_about_the_future_is_not_believed() -> None:
    """A server's hour after now is put aside for the desk's own."""
    report = report_of(mail("45 people", HEAD.replace("2031 02:21", "2035 02:21")))
    assert report.received_at == AT


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"45 people",
        b'{"channel": "email"}',
        b"Date;Time;From\n1;2;3\n",
        b"Note: this\n\nFrom: x",
        b"From here\n",
    ],
)
def test_what_is_no_mail_is_not_taken_for_one(content: bytes) -> None:
    """Two fields of a mail's header are asked for."""
    assert not recognises(content)


def test_an_empty_mail_is_refused_and_kept() -> None:
    """A header that says nothing and no words make no report."""
    [read] = read_content(b"From: a@b.example\nTo: c@d.example\n\n", RECEIPT)
    assert isinstance(read.result, Rejection)
    assert read.result.code == "not-a-mail"


words = st.text(max_size=60)


@given(raw=st.binary(max_size=400), head=st.sampled_from([b"", HEAD.encode(), HEAD.encode() + b"\n"]))
@calm()
def test_any_bytes_get_an_answer(raw: bytes, head: bytes) -> None:
    """No bytes below a header, or in it, make the reader raise."""
    for each in read_content(head + raw, RECEIPT):
        assert isinstance(each.result, Report | Rejection)


NAMES = (
    "Subject From Date Message-ID In-Reply-To Content-Type Received Content-Disposition Content-Transfer-Encoding"
).split()
DAMAGED = [
    "=?utf-8?b?x?=",
    "=?nonsense?q?=FF?=",
    "multipart/mixed; boundary=x",
    "multipart/alternative; boundary=",
    "message/rfc822",
    "text/html; charset=utf-7",
    "base64",
    "quoted-printable",
    "attachment; filename*=x''%FF",
    "Mon, 99 Feb 2031 99:99:99 +9999",
    "Mon, 3 Feb 0000 03:20:00 +0100",
    "uuencode",
    "a@b, <c@d",
    ";;;;",
]
LINES = ["--x", "--x--", "", "Content-Type: text/html", "<!DOCTYPE [", "<![x"]


@given(
    values=st.lists(
        st.tuples(st.sampled_from(NAMES), st.one_of(words, st.sampled_from(DAMAGED))),
        max_size=9,
    ),
    body=st.lists(st.one_of(words, st.sampled_from(LINES)), max_size=9),
)
@calm(200)
def test_any_header_gets_an_answer(values: list[tuple[str, str]], body: list[str]) -> None:
    """Damaged fields, parts and encodings cost at most what they hold, never the message."""
    head = "".join(f"{name}: {' '.join(value.split())}\n" for name, value in values)
    content = f"From: a@b.example\nTo: c@d.example\nSubject: boat\n{head}\n".encode("utf-8", "replace")
    for each in read_content(content + "\n".join(body).encode("utf-8", "replace"), RECEIPT):
        assert isinstance(each.result, Report | Rejection)
        if isinstance(each.result, Report):
            receipt = Receipt(received_by="north", received_at=each.result.received_at)
            assert reread(each.result.source, each.raw, receipt) == each.result


@given(count=st.integers(2, 300), lat=st.integers(50_0000, 51_9999), lon=st.integers(1_0000, 2_4999))
@calm()
def test_every_case_text_comes_back(count: int, lat: int, lon: int) -> None:
    """Whatever the number and place in a form, they are what is read."""
    words = f"People: {count}\nPosition: {lat / 10_000:.4f} N {lon / 10_000:.4f} E\n"
    mention = report_of(mail(words)).mentions[0]

    assert mention.on_board is not None
    assert (mention.on_board.low, mention.on_board.high) == (count, count)
    assert float(mention.positions[0].lat or 0) == lat / 10_000
    assert float(mention.positions[0].lon or 0) == lon / 10_000


@given(text=st.text(alphabet="On wrote:\n>-_a1 Lé écritFromSentDe", max_size=300))
@calm()
def test_cutting_history_never_leaves_nothing_of_something(text: str) -> None:
    """Words that hold anything but marks of quoting leave something to read."""
    assert written_now(text).words or not text.strip()


@pytest.mark.parametrize("many", [2_000])
def test_mails_within_mails_without_end_are_one_report(many: int) -> None:
    """Parts nested beyond reason neither raise nor multiply."""
    content = HEAD.encode() + b"Content-Type: message/rfc822\n\n" * many + b"45 people"
    [read] = read_content(content, RECEIPT)
    assert isinstance(read.result, Report)
    assert read.result.id == "a1b2c3@hotline.example"
