"""A desk: one ledger, its picture, its accounts, and the one door through which anything is done."""

from __future__ import annotations

import gc
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ashore.desk.commands.accounts import FOR_A_PROGRAM, Account, Accounts
from ashore.desk.commands.acting import Acting, Who
from ashore.desk.commands.drafts import Drafts
from ashore.desk.commands.errors import LiveOnly, NotSignedIn, RoleMayNot
from ashore.desk.commands.linking import Overview
from ashore.desk.commands.phones import PhoneMarks, PhoneTable
from ashore.desk.commands.receiving import MARKS_PART
from ashore.desk.commands.registry import COMMANDS, TRAINS_AS, Command, command_for
from ashore.desk.commands.waterfalls import Waterfalls
from ashore.forecast.clouds import Clouds
from ashore.ledger.codec import encode
from ashore.ledger.draft import Draft
from ashore.ledger.entry import Entry
from ashore.ledger.ledger import ContentWithheld, Ledger
from ashore.ledger.sealing import KeyDestroyed, KeyNotHeld, SealBroken
from ashore.ledger.tracks import Tracks
from ashore.ledger.transaction import Transaction
from ashore.linking.heard import Told
from ashore.model.bodies import KeysDestroyed, ReportReceived, SealOpened, SignedIn
from ashore.model.clock import Surroundings
from ashore.model.facts import MentionFacts
from ashore.picture.books import Books
from ashore.picture.entries import held_of
from ashore.picture.fold import Picture

if TYPE_CHECKING:
    from ashore.desk.commands.assets import Asset
    from ashore.desk.commands.meeting import Tested
    from ashore.linking.linker import Linker
    from ashore.second_reader.asked import SecondReader


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a command left in the log, in order; the same command again gives the same entries.

    `outcome` is what the command had to say besides, None when it was done before.
    """

    entries: tuple[Entry, ...]
    outcome: Any = None


class Desk:
    """One ledger's desk. Safe to use from several threads and beside other programs on the same files.

    `second_reader` gives the model that may be asked what a public text claims, None where none is configured;
    it may raise what is wrong with its settings.
    `pace` is given where a drill is played: its clock is the desk's, and so many times as fast as the wall's.
    """

    def __init__(
        self,
        *,
        ledger: Ledger,
        access: Ledger,
        accounts: Accounts,
        drafts: Drafts,
        tracks: Tracks,
        assets: tuple[Asset, ...],
        match_key: bytes,
        clouds: Clouds,
        make_linker: Callable[[], Linker],
        second_reader: Callable[[], SecondReader | None],
        surroundings: Surroundings,
        pace: Callable[[], float] | None = None,
    ) -> None:
        self.ledger = ledger
        self.access = access
        self.accounts = accounts
        self.drafts = drafts
        self.tracks = tracks
        self.assets = assets
        self.clouds = clouds
        self._make_linker = make_linker
        self._linker: Linker | None = None
        self.second_reader = second_reader
        self._linking = threading.Lock()
        self.surroundings = surroundings
        self._pace = pace
        self._phones = PhoneTable()
        self._marks = PhoneMarks(match_key)
        self.books = Books()
        self.waterfalls = Waterfalls()
        self.overview = Overview()
        self.tested: dict[str, tuple[int, Tested]] = {}
        self._ours = {head.log for head in ledger.store.heads() if head.mine}
        self._picture, self._arrived = Picture(self._ours), 0
        self._lock = threading.RLock()
        # The ledger may put several writers' work into one commit. Ours sees the picture, so it goes alone:
        # nothing is ever in the picture that a failed commit could take away again.
        self._deciding = threading.Lock()
        with _collecting_nothing(), self.looking():
            pass

    @property
    def kind(self) -> str:
        """The log's kind: live, exercise or replay."""
        return self.ledger.kind

    @property
    def name(self) -> str:
        """The desk's name, as its log was opened under."""
        return self.ledger.opening.desk

    @contextmanager
    def looking(self) -> Iterator[Picture]:
        """Hold the picture still, brought up to the last entry on the disk, while looking at it."""
        with self._lock:
            self._take_in(self.ledger.read(self._arrived))
            yield self._picture

    def now(self) -> int:
        """Return the instant the desk is at, for which pages are drawn and from which dues are counted.

        That is the clock's; in a replay, where it has got to; in an exercise, the night of its reports, which
        goes on at the pace of the clock; in a drill, the drill's clock alone.
        """
        if self.kind == "live":
            return self.surroundings.clock()
        with self.looking() as picture:
            return self._now(picture)

    def pace(self) -> float:
        """Return how fast the desk's clock runs beside the wall's: as fast, but in a drill; 0 where it stands still."""
        return 1.0 if self._pace is None else self._pace()

    def reports_from(self, e164: str) -> frozenset[str]:
        """Return the reports that came from a telephone number, by its marks; nothing is opened for it."""
        marks = self._marks.of(e164, self.surroundings.clock())
        with self._lock:
            return frozenset(self._phones.same(marks))

    def linker(self) -> Linker:
        """Return the desk's linker, made when it is first asked for. Raises NoDrift without the drift extra."""
        with self._linking:
            if self._linker is None:
                self._linker = self._make_linker()
            return self._linker

    def told(self, mention: MentionFacts) -> Told:
        """Return a mention with what stands for its sender's telephone."""
        return Told(facts=mention, phone=self._phones.mark(mention.report))

    def arrived(self) -> int:
        """Return the local arrival number of the last entry in the picture."""
        return self._arrived

    def do(self, act: object, who: Who, command: str | None = None) -> Done:
        """Do what is asked, durably, or raise an AshoreError that says why not.

        `command` is the client's UUID: asked again with the same one, the first result is returned.
        """
        registered = command_for(act)
        self._allow(registered, who)
        command = command or self.surroundings.new_id()
        prepared = None if registered.first is None else registered.first(self, act)
        outcome = None

        def work(transaction: Transaction) -> None:
            nonlocal outcome
            with self._lock:
                self._take_in(transaction.catch_up(self._arrived))
                acting = Acting(
                    picture=self._picture,
                    ledger=self.ledger,
                    transaction=transaction,
                    accounts=self.accounts,
                    phones=self._phones,
                    marks=self._marks,
                    who=who,
                    command=command,
                    surroundings=self.surroundings,
                    desk=self.name,
                    now=self._now(self._picture),
                    role=self.role_of(who),
                    books=self.books,
                    prepared=prepared,
                )
                outcome = registered.perform(acting, act)

        with self._deciding:
            entries = self.ledger.once(command, work)
        with self.looking():
            return Done(entries=entries, outcome=outcome)

    def sign_in(self, name: str, password: str, through: str) -> str:
        """Open a person's session and return its token; the sign-in goes to the access stream.

        Raises BadSignIn.
        """
        account = self.accounts.check(name, password)
        self._log_access(SignedIn(account=account.id, through=through), account.id, account.role)
        return self.accounts.open_session(account, FOR_A_PROGRAM if through == "token" else "")

    def who(self, token: str | None) -> Who | None:
        """Return who holds this session token, if anybody does."""
        account = self.accounts.of_session(token) if token else None
        if account is not None and token is not None and token.startswith(FOR_A_PROGRAM):
            return Who(account=account.id, role="machine", person=False)
        return None if account is None else person(account)

    def open_part(self, entry: Entry, part: int, who: Who) -> bytes:
        """Return a sealed part's plaintext, and write down who looked.

        Raises KeyDestroyed, KeyNotHeld, ContentWithheld and SealBroken.
        """
        content = self.ledger.open_sealed(entry, part)
        self._log_access(SealOpened(account=who.account, entry=entry.id, part=part), who.account, who.role)
        return content

    def close(self) -> None:
        """Let go of every file, and of what is being worked out."""
        self.clouds.close()
        self.ledger.close()
        self.access.close()
        self.drafts.close()
        self.tracks.close()
        self.ledger.keyring.close()
        self.accounts.close()

    def _allow(self, registered: Command, who: Who) -> None:
        if who.role == "replay" and self.kind == "live":
            raise LiveOnly
        if self.role_of(who) not in registered.roles:
            raise RoleMayNot(role=who.role, act=registered.name, roles=", ".join(sorted(registered.roles)))
        if registered.person and not who.person:
            raise NotSignedIn(act=registered.name, role=who.role)

    def role_of(self, who: Who) -> str:
        """Return as what somebody acts here: a trainer sets up and plays an exercise, and elsewhere looks on."""
        return TRAINS_AS if who.role == "trainer" and self.kind == "exercise" else who.role

    def may(self, who: Who, name: str) -> bool:
        """Return whether somebody may do what has this name in the registry."""
        try:
            self._allow(COMMANDS[name], who)
        except (LiveOnly, NotSignedIn, RoleMayNot):
            return False
        return True

    def _now(self, picture: Picture) -> int:
        if self.kind == "replay":
            return picture.instant()
        ahead = picture.ahead() if self.kind == "exercise" and self._pace is None else 0
        return self.surroundings.clock() + ahead

    def _take_in(self, entries: Iterator[Entry]) -> None:
        for entry in entries:
            self._picture.add(held_of(entry))
            self._arrived = entry.arrival
            if entry.header.type == "report.received" and len(entry.header.sealed) > MARKS_PART:
                self._note_marks(entry)
            elif entry.header.type == "keys.destroyed":
                self._destroy(entry)

    def fold_again(self) -> None:
        """Fold every entry anew: needed when a body came in that was withheld when its entry arrived."""
        with self._lock:
            self._picture, self._arrived = Picture(self._ours), 0
            with self.looking():
                pass

    def _destroy(self, entry: Entry) -> None:
        """Keep the promise of a signed destruction: at once, and again after a crash between the two."""
        body = self._picture.entries[entry.id].body
        if not isinstance(body, KeysDestroyed) or entry.log not in self._ours:
            return
        self._phones.forget(body.reports)
        self.overview.forget()
        self.ledger.destroy_keys([key for key in body.keys if not self.ledger.keyring.is_destroyed(key)])

    def _note_marks(self, entry: Entry) -> None:
        body = self._picture.entries[entry.id].body
        if not isinstance(body, ReportReceived) or entry.log not in self._ours:
            return
        try:
            marks = json.loads(self.ledger.open_sealed(entry, MARKS_PART))
        except (KeyDestroyed, KeyNotHeld, ContentWithheld, SealBroken):
            return  # `ashore verify` names what is broken; one bad part must not keep the desk shut
        self._phones.add(body.report.key, marks)

    def _log_access(self, body: object, account: str, role: str) -> None:
        name, version, data = encode(body)
        self.access.append(
            Draft(
                type=name,
                type_v=version,
                body=data,
                actor=account,
                role=role,
                command=self.surroundings.new_id(),
                class_="access",
            )
        )


def person(account: Account) -> Who:
    """Return an account's holder, signed in."""
    return Who(account=account.id, role=account.role, person=account.role != "machine")


@contextmanager
def _collecting_nothing() -> Iterator[None]:
    """Put the garbage collector off: a replay makes only what stays, and searching it doubles the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
