"""What linking says, worked out beside the desk so that no page ever waits for it: the newest answer, with its age.

A thread answers what pages asked, the question that has waited longest first, each for the record as it stands when
its turn comes. It rests as long as it worked, that of the whole night longer, so that advice leaves the processors to
the taking in of reports.
Until a newer answer is there the old one is shown, and says how old it is.
"""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ashore.desk.commands import asking, linking, meeting
from ashore.desk.commands.desk import Desk
from ashore.desk.web.errors import LinkingBroke
from ashore.model.errors import AshoreError

if TYPE_CHECKING:
    from ashore.linking.linker import Proposal
    from ashore.linking.night import Rival

T = TypeVar("T")

MOST_HELD = 200
"""How many answers are held; the one nobody has asked for longest goes first."""

MOST_REST_S = 60.0
NIGHT_RESTS = 5
"""So many times as long as the night took its thread rests: pages are slower while it works."""

log = logging.getLogger("ashore.web")


@dataclass(frozen=True, slots=True, kw_only=True)
class Advised(Generic[T]):
    """What is held of one question.

    `answer` is None until there is one, `at` the desk's instant it was worked out for (UTC milliseconds), `making`
    whether a newer one is on its way, `failed` what stood in the way of the last.
    """

    answer: T | None
    at: int
    making: bool
    failed: AshoreError | None


@dataclass(slots=True)
class _Held:
    answer: Any = None
    at: int = 0
    arrival: int = -1
    failed: AshoreError | None = None


class Answers:
    """Questions answered by one thread, each newest answer kept with its age; it works from `start` to `end`.

    `changed` is called, from that thread, when an answer became another one; it rests `rests` times as long as it
    worked.
    """

    def __init__(
        self, desk: Desk, name: str, changed: Callable[[], None] = lambda: None, rests: int = 1
    ) -> None:
        self._desk, self._name, self._changed, self._rests = desk, name, changed, rests
        self._held: OrderedDict[str, _Held] = OrderedDict()
        self._waiting: OrderedDict[str, Callable[[], Any]] = OrderedDict()
        self._turn = threading.Condition()
        self._working = ""
        self._closed = True
        self._thread: threading.Thread | None = None

    def ask(self, question: str, work: Callable[[], T], instead_of: str = "") -> Advised[T]:
        """Return what is held of a question, and have it answered anew where an entry came in since.

        What waits under a name that begins with `instead_of` is not answered any more.
        """
        with self._turn:
            held = self._held.setdefault(question, _Held())
            self._held.move_to_end(question)
            while len(self._held) > MOST_HELD:
                self._waiting.pop(self._held.popitem(last=False)[0], None)
            if held.arrival != self._desk.arrived() and not self._closed and question not in self._waiting:
                for other in [each for each in self._waiting if instead_of and each.startswith(instead_of)]:
                    del self._waiting[other]
                self._waiting[question] = work
                self._turn.notify_all()
            making = question in self._waiting or self._working == question
            return Advised(answer=held.answer, at=held.at, making=making, failed=held.failed)

    def start(self) -> None:
        """Begin to work; what is asked before is answered by nothing."""
        self._closed = False
        self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Work no more, once what is being worked out is done."""
        with self._turn:
            self._closed = True
            self._waiting.clear()
            self._turn.notify_all()
        if self._thread is not None:
            self._thread.join()

    def _work(self) -> None:
        while (asked := self._next()) is not None:
            began = time.monotonic()
            self._answer(*asked)
            with self._turn:
                self._working = ""
                rest_s = min(MOST_REST_S, self._rests * (time.monotonic() - began))
                self._turn.wait_for(lambda: self._closed, rest_s)

    def _next(self) -> tuple[str, Callable[[], Any]] | None:
        with self._turn:
            self._turn.wait_for(lambda: self._waiting or self._closed)
            if self._closed:
                return None
            self._working, work = self._waiting.popitem(last=False)
            return self._working, work

    def _answer(self, question: str, work: Callable[[], Any]) -> None:
        # Before the work: what comes in meanwhile makes the answer an old one, and it is asked again.
        arrival, at = self._desk.arrived(), self._desk.now()
        failed: AshoreError | None = None
        answer = None
        try:
            answer = work()
        except AshoreError as error:
            failed = error
        except Exception as error:  # a fault of ours must not end every later advice with it
            log.exception("advice could not be worked out")
            failed = LinkingBroke(why=type(error).__name__)
        with self._turn:
            held = self._held.get(question, _Held())
            news = failed is None and held.answer != answer
            held.arrival, held.failed = arrival, failed
            if failed is None:
                held.answer, held.at = answer, at
        if news:
            self._changed()


class Advice:
    """The advice of one desk: about single reports at once, about the whole night by a thread that takes its time.

    Safe to use from several threads; `changed` is called, from its own thread, when the night's advice has changed.
    """

    def __init__(self, desk: Desk, changed: Callable[[], None] = lambda: None) -> None:
        self._desk = desk
        self._single = Answers(desk, "ashore-advice")
        self._night = Answers(desk, "ashore-advice-night", changed, NIGHT_RESTS)

    def loose(self) -> Advised[dict[str, tuple[Proposal, ...]]]:
        """Return the proposals for every mention that waits for a case, by its id."""
        return self._single.ask("loose", lambda: linking.weigh_loose(self._desk))

    def mention(self, mention: str) -> Advised[tuple[Proposal, ...]]:
        """Return the proposals for one mention, whether it waits for a case or not.

        A boat that a unit met is held against the boats that are sought: the encounter test.
        """
        return self._single.ask(f"mention {mention}", lambda: self._of(mention))

    def members(self, case: str) -> Advised[tuple[tuple[str, Proposal], ...]]:
        """Return how well each mention of a case fits the others there, the one that fits worst first."""
        return self._single.ask(f"members {case}", lambda: linking.weigh_members(self._desk, case))

    def cases(self, one: str, other: str) -> Advised[tuple[Proposal, ...]]:
        """Return whether two cases are one boat, all that was said of each taken together."""
        first, second = sorted((one, other))
        return self._single.ask(
            f"cases {first} {second}", lambda: linking.weigh_cases(self._desk, first, second)
        )

    def call(self, draft: str, line: bytes, same: frozenset[str]) -> Advised[tuple[Proposal, ...]]:
        """Return the proposals for a call half typed, as the report it would be; `same` came from its number.

        Of one call only what was typed last is worked out.
        """
        typed = hashlib.sha256(line).hexdigest()
        return self._single.ask(
            f"call {draft} {typed}",
            lambda: linking.weigh_call(self._desk, line, same),
            instead_of=f"call {draft} ",
        )

    def met(self, draft: str, line: bytes) -> Advised[tuple[Proposal, ...]]:
        """Return which sought boat one may be that a unit met, half typed, as the report it would be.

        Of one form only what was typed last is worked out.
        """
        typed = hashlib.sha256(line).hexdigest()
        return self._single.ask(
            f"met {draft} {typed}", lambda: meeting.weigh_met(self._desk, line), instead_of=f"met {draft} "
        )

    def rivals(self) -> Advised[tuple[Rival, ...]]:
        """Return the explanations of the night that are close to the one it was given."""
        return self._night.ask("rivals", lambda: linking.night_links(self._desk).rivals)

    def _of(self, mention: str) -> tuple[Proposal, ...]:
        facts = asking.ask_mention(self._desk, mention)
        if facts and facts[0].mention.encounter is not None:
            return meeting.met_boats(self._desk, mention)
        return linking.proposals(self._desk, mention)

    def start(self) -> None:
        """Begin to work; what is asked before is answered by nothing."""
        self._single.start()
        self._night.start()

    def end(self) -> None:
        """Work no more, once what is being worked out is done."""
        self._single.end()
        self._night.end()
