"""Pasting a chat, a photo or a screenshot: each message a report with its own time, and only what is new.

A message is known again by its report's id, which its minute, speaker and words give (`intake.chat_messages`);
its line holds nothing of when it was pasted, so the rule for every report finds the duplicate.
One that is held already keeps the time at which it was first received.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ashore.desk.commands.acting import Acting, one_of
from ashore.desk.commands.acts import Paste
from ashore.desk.commands.deciding import link
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.errors import BadValue
from ashore.desk.commands.receiving import LineOutcome, Taking, raw_bytes
from ashore.desk.commands.registry import TAKING_IN, command
from ashore.intake import image, pasted
from ashore.intake.chat_file import chat_text
from ashore.intake.chat_messages import ChatAnswers, is_number, reports_of
from ashore.intake.rejection import Rejection
from ashore.model.errors import BadInput, Refused
from ashore.model.phrases import Phrase, say
from ashore.model.report import Report
from ashore.model.times import Moment, in_zone, iso, moment
from ashore.model.vocabulary import CHANNELS, PUBLIC_CHANNELS, SENDER_ROLES
from ashore.reading.chat import Chat, WhichDayOrder, read_chat
from ashore.reading.image_text import ImageText, positions_shown, read_text, reader
from ashore.reading.positions import ReadPosition

ORDER_FOUND = {
    ("day", "not_yet"): "Dates are read with the day first: the other way some would lie ahead of now.",
    ("month", "not_yet"): "Dates are read with the month first: the other way some would lie ahead of now.",
    ("day", "forward"): "Dates are read with the day first: only so do they run forward.",
    ("month", "forward"): "Dates are read with the month first: only so do they run forward.",
    (
        "day",
        "separator",
    ): "Dates are read with the day first: nobody who writes the month first writes them so.",
}


AHEAD_MS = 5 * 60_000
"""So far a telephone's clock may run before the desk's; what lies further ahead was read on the wrong clock."""


class WhoAreWe(Refused):
    """A chat in which somebody goes by a name, who may be this desk."""

    code = "who-are-we"
    says = "Somebody in this chat goes by a name, and nobody said which of them is this desk."
    hint = "Say under which name this desk speaks in it, or whose telephone it is; the others are then the callers."


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a chat or a picture shows before anything of it is taken in, for whoever has to answer for it.

    `kind` is chat or picture. `asks_order` says that the order of its dates must be told;
    `likely_we` is the one speaker who is no number, where there is just one.
    """

    kind: str
    messages: int = 0
    speakers: tuple[str, ...] = ()
    likely_we: str = ""
    asks_order: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pasted:
    """What became of something pasted.

    `new`, `held`, `corrected` and `rejected` count its reports; `ours` are those of them that this desk itself said;
    `passed_over` the program's own notices. `says` is what was assumed and what to look at.
    `read` is the text that a machine read in a picture, with `proposed` the positions in it of which it is sure.
    """

    kind: str
    lines: tuple[LineOutcome, ...]
    new: int
    held: int
    corrected: int
    rejected: int
    ours: int = 0
    passed_over: int = 0
    says: tuple[Phrase, ...] = ()
    read: ImageText | None = None
    proposed: tuple[ReadPosition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Picture:
    """A picture looked into, before the ledger is held."""

    photo: image.Photo
    read: ImageText | None
    readable: bool


def look_over(content: bytes, zone: str, now: int) -> Looked:
    """Return what a chat or a picture shows. Raises BadInput where it is neither, and where `zone` is none."""
    if image.is_image(content):
        return Looked(kind="picture")
    text, here = chat_text(content), _wall(zone, now)
    try:
        chat, asks = read_chat(text, not_after=here), False
    except WhichDayOrder:
        chat, asks = read_chat(text, day_order="day"), True
    named = [each for each in chat.speakers if not is_number(each)]
    return Looked(
        kind="chat",
        messages=sum(each.kind != "notice" for each in chat.messages),
        speakers=chat.speakers,
        likely_we=named[0] if len(named) == 1 else "",
        asks_order=asks,
    )


def _prepare(desk: Desk, act: Paste) -> Chat | _Picture | Rejection:
    """Read what was pasted before the ledger is held: a picture's text takes seconds."""
    here = _wall(act.zone, desk.now())
    if not image.is_image(act.content):
        return read_chat(chat_text(act.content), day_order=act.day_order, not_after=here)
    try:
        photo = image.read_image(act.content)
    except image.PictureTooHeavy:
        raise
    except BadInput as error:
        return Rejection(source=pasted.SOURCE, raw=act.content, errors=(error,))
    program, grey = reader(), image.for_reading(act.content)
    return _Picture(
        photo=photo,
        read=None if program is None or grey is None else read_text(grey, program),
        readable=program is not None and grey is not None,
    )


@command("paste", Paste, roles=TAKING_IN, first=_prepare)
def paste(acting: Acting, act: Paste) -> Pasted:
    """Take in what was pasted, in one transaction. Raises WhoAreWe and BadInput."""
    one_of("channel", act.channel, sorted(CHANNELS - PUBLIC_CHANNELS))
    if act.role:
        one_of("role", act.role, sorted(SENDER_ROLES))
    pasting = _Pasting(acting, acting.case(act.case) if act.case else "")
    found = acting.prepared
    if isinstance(found, Rejection):
        pasting.reject(found)
        return pasting.outcome("picture")
    return _chat(pasting, act, found) if isinstance(found, Chat) else _picture(pasting, act, found)


def _chat(pasting: _Pasting, act: Paste, chat: Chat) -> Pasted:
    if not act.we and not all(map(is_number, chat.speakers)):
        raise WhoAreWe
    answers = ChatAnswers(zone=act.zone, channel=act.channel, we=act.we, role=act.role)
    made = 0
    for message, line in reports_of(chat, answers, pasting.fingerprint):
        pasting.take(line, message.line)
        made += 1
    says = [say("The chat's clock is taken to be that of {zone}; the chat does not say.", zone=act.zone)]
    if any(_ahead(message.at, act.zone, pasting.now) for message in chat.messages):
        says.append(
            say("Some of it lies ahead of now, so its clock is another: paste it again with the right one.")
        )
    if (chat.order, chat.because) in ORDER_FOUND:
        says.append(say(ORDER_FOUND[chat.order, chat.because]))
    if chat.before.strip():
        says.append(say("What stands before the first message has no time and was not taken in."))
    return pasting.outcome(
        "chat",
        ours=sum(each.speaker in act.we and each.kind != "notice" for each in chat.messages),
        passed_over=len(chat.messages) - made,
        says=tuple(says),
    )


def _picture(pasting: _Pasting, act: Paste, picture: _Picture) -> Pasted:
    photo, read = picture.photo, picture.read
    line = image.line_of(
        photo,
        id_=pasting.fingerprint(act.content),
        sha256=hashlib.sha256(act.content).hexdigest(),
        name=act.name,
        zone=act.zone,
        channel=act.channel,
        role=act.role,
        said_at=_stated(act.said_at),
        read=read,
    )
    pasting.take(line, 1, (act.content,))
    sure, others = ((), 0) if read is None else positions_shown(read)
    says = []
    if not photo.whole:
        says.append(say("The picture is cut off; what stands in it could still be read."))
    if photo.taken is not None and photo.taken.tzinfo is None:
        says.append(
            say("The camera's clock is taken to be that of {zone}; the picture does not say.", zone=act.zone)
        )
    if photo.taken is not None and _ahead(photo.taken, act.zone, pasting.now):
        says.append(
            say("The camera's time lies ahead of now: its clock, or the zone chosen for it, is wrong.")
        )
    if photo.taken is None and not act.said_at:
        says.append(
            say("Nothing tells when this was sent: it is a note, and no sign of life, until you say when.")
        )
    if photo.place is not None:
        says.append(
            say("The camera wrote its own place into the picture; a machine read it, and nobody said it.")
        )
    if not picture.readable:
        says.append(say("Nothing here reads the text in such a picture: type what it shows."))
    elif read is None:
        says.append(say("No text was found in the picture: type what it shows, if it shows any."))
    else:
        says.append(say("A machine read the text in the picture: check it against the picture."))
    if others:
        says.append(say("A position in the picture was not read surely: type it from the picture."))
    return pasting.outcome("picture", says=tuple(says), read=read, proposed=sure)


class _Pasting:
    """One thing being pasted: its reports taken in, linked to the case if one is named, and counted."""

    def __init__(self, acting: Acting, case: str) -> None:
        self._acting = acting
        self._case = case
        self._taking = Taking(acting)
        self._lines: list[LineOutcome] = []
        self._corrected = 0
        self._latest = 0

    @property
    def now(self) -> int:
        return self._acting.now

    def fingerprint(self, content: bytes) -> str:
        return self._acting.marks.fingerprint(content)

    def take(self, line: bytes, number: int, attached: tuple[bytes, ...] = ()) -> None:
        report = pasted.read_pasted(line, received_by=self._acting.desk, received_at=self._now())
        if isinstance(report, Rejection):
            self.reject(replace(report, line=number))
            return
        held = self._acting.picture.standing(self._acting.picture.reports.get(report.key, ()))
        if held:
            report = replace(report, received_at=held[0].body.report.received_at)
            line = self._as_held(held[0].id, report) or line
        outcome = self._taking.report(report, line, number, attached)
        self._corrected += bool(held) and outcome.status == "accepted"
        self._lines.append(outcome)
        if self._case:
            self._link(report)

    def reject(self, rejection: Rejection) -> None:
        self._lines.append(self._taking.rejection(rejection, rejection.line or 1))

    def outcome(self, kind: str, **found: Any) -> Pasted:
        counted = Counter(line.status for line in self._lines)
        return Pasted(
            kind=kind,
            lines=tuple(self._lines),
            new=counted["accepted"] - self._corrected,
            held=counted["duplicate"],
            corrected=self._corrected,
            rejected=counted["rejected"],
            **found,
        )

    def _as_held(self, entry: str, report: Report) -> bytes | None:
        """Return the line that is held of a message if this one says the same, however it is written.

        A window shows no seconds where an export does; less of the time corrects nothing.
        """
        raw = raw_bytes(self._acting, self._acting.ledger.get(entry))
        before = None
        if raw is not None:
            before = pasted.read_pasted(raw, received_by=report.received_by, received_at=report.received_at)
        if not isinstance(before, Report):
            return None
        same = replace(report, said_at=before.said_at, mentions=before.mentions) == before
        return raw if same and _minute(report.said_at) == _minute(before.said_at) else None

    def _link(self, report: Report) -> None:
        """Link each mention about which nobody decided anything yet; what somebody decided stands."""
        for index in range(max(1, len(report.mentions))):
            mention = report.mention_id(index)
            if not self._acting.picture.standing(self._acting.picture.links.get(mention, ())):
                link(self._acting, mention, (self._case,), "linked", "one", "")

    def _now(self) -> Moment:
        """Return when the next message is received: after the one before it, for they are listed in that order."""
        self._latest = max(self._acting.now, self._latest + 1)
        return Moment(ms=self._latest, stated=iso(self._latest))


def _stated(said_at: str) -> str:
    """Return a time as it was stated. Raises BadValue where it is none."""
    if not said_at:
        return ""
    try:
        moment(said_at)
        return datetime.fromisoformat(said_at).isoformat(timespec="seconds")
    except ValueError as error:
        raise BadValue(
            field="said_at", why="not a time with its offset", hint="Write it as in 2031-02-03T01:12:00+01:00"
        ) from error


def _ahead(at: datetime, zone: str, now: int) -> bool:
    """Whether a clock showed what is still to come; of an hour that comes twice the first counts."""
    return image.instant_of(at, zone).timestamp() * 1000 > now + AHEAD_MS


def _minute(at: Moment | None) -> int | None:
    return None if at is None else at.ms // 60_000


def _wall(zone: str, now: int) -> datetime:
    """Return what the clocks of a zone show. Raises BadValue where there is no such zone."""
    try:
        return in_zone(now, zone).replace(tzinfo=None)
    except (KeyError, ValueError, OSError) as error:
        raise BadValue(
            field="zone", why="there is no such time zone", hint="Write it as in Europe/Paris"
        ) from error
