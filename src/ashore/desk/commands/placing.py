"""The default rule at work: what comes in and belongs to no case is linked, proposed or given a case of its own.

A report is acknowledged before anybody weighs it; this answers it a moment later by a command of its own, as a
program, under an id drawn from the mention: whoever of several programs on one desk is first, it is done once.
What a person decided stands in its way everywhere. Without the drift extra nothing is weighed and all waits for people.
"""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ashore.desk.commands.acting import Acting, Who
from ashore.desk.commands.acts import PlaceMention
from ashore.desk.commands.deciding import link
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.errors import PlacedMeanwhile
from ashore.desk.commands.linking import AFLOAT, everything
from ashore.desk.commands.meeting import test_all
from ashore.desk.commands.registry import command
from ashore.desk.commands.waterfalls import Shown, shown_by, write_down
from ashore.forecast.faults import NoDrift
from ashore.model.bodies import CaseOpened, CasesCompared
from ashore.model.facts import MentionFacts
from ashore.model.vocabulary import AT_SEA
from ashore.picture.alarms import TOLD_AFTERWARDS
from ashore.picture.board import called_after_rescue, last_rescue
from ashore.picture.cases import mention_facts
from ashore.picture.duties import says_nothing
from ashore.picture.fold import Picture
from ashore.picture.phases import of_beacon

if TYPE_CHECKING:
    from ashore.linking.heard import Heard
    from ashore.linking.placing import Incoming, Placing

RULE = Who(account="rule", role="machine", person=False)
"""Who acts where the rule does: a program, which raises a phase and never lowers one, and ends nothing."""

NAMES = uuid.UUID("5d9fb3a0-3f4b-5d0c-8a1e-6c1f6f0f7d11")
PATIENCE_S = 0.5

BELOW_NOTICE = TOLD_AFTERWARDS | {"note"}
"""Channels on which nobody calls for help: what they tell of waits for a person."""

DECIDING = ("mention.linked", "case.opened", "case.ended", "case.reopened", "entry.retracted", "act.undone")
"""Types of entry that change what a mention is weighed against."""

log = logging.getLogger("ashore.placing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A mention weighed before the ledger was held: what to do, why, and what was decided by then."""

    placing: Placing
    shown: Shown
    basis: tuple[int, ...]


def waits(picture: Picture, mention: MentionFacts) -> bool:
    """Return whether the rule has a say in a mention: of something afloat, ours, and placed by nobody."""
    return (
        mention.mention.about in AFLOAT
        and mention.channel not in BELOW_NOTICE
        and not any(link.standing in ("linked", "proposed") for link in mention.links)
        and picture.is_ours(picture.entries[mention.entry])
    )


def waiting(desk: Desk) -> tuple[MentionFacts, ...]:
    """Return what the rule has a say in, in the order of what is said."""
    with desk.looking() as picture:
        return tuple(
            sorted((each for each in picture.loose() if waits(picture, each)), key=lambda each: each.said)
        )


def place_waiting(desk: Desk, left: set[str] | None = None) -> int:
    """Have everything placed that waits for nobody, and return how much was; nothing in a replay, which has a script.

    `left` is what was looked at before, and grows. Raises NoDrift without the drift extra.
    """
    if desk.kind == "replay":
        return 0
    left = set() if left is None else left
    placed = 0
    while todo := [each for each in waiting(desk) if _version(each) not in left]:
        for each in todo:
            try:
                done = desk.do(PlaceMention(mention=each.id), RULE, _command(each))
            except PlacedMeanwhile:
                continue  # it is weighed again on the next round, against what stands now
            placed += bool(done.entries)
            left.add(_version(each))
    return placed


@contextmanager
def at_work(desk: Desk) -> Iterator[None]:
    """Have the rule answer whatever comes into a desk, from whichever program, as long as the block runs."""
    stopped = threading.Event()
    worker = threading.Thread(target=_work, args=(desk, stopped), name="ashore-rule", daemon=True)
    if desk.kind != "replay":
        worker.start()
    try:
        yield
    finally:
        stopped.set()
        if worker.is_alive():
            worker.join()


def _work(desk: Desk, stopped: threading.Event) -> None:
    seen, left = -1, set[str]()
    while not stopped.is_set():
        try:
            latest = desk.ledger.latest()
            if latest > seen:
                place_waiting(desk, left)
                desk.linker().warm(everything(desk).told)
                test_all(desk)
                seen = latest
            desk.ledger.wait(seen, PATIENCE_S)
        except NoDrift:
            return
        except Exception:
            log.exception("what came in could not be placed; it waits for a person, and is tried again")
            stopped.wait(10 * PATIENCE_S)


def _command(mention: MentionFacts) -> str:
    """Return the id of the one command that places this version of a mention."""
    return str(uuid.uuid5(NAMES, _version(mention)))


def _version(mention: MentionFacts) -> str:
    """Return what tells apart the times that a mention waits: by its words, and by what was decided of it since."""
    return " ".join((mention.entry, mention.id, *sorted(link.entry for link in mention.links)))


def _weighed(desk: Desk, act: PlaceMention) -> Prepared | None:
    """Weigh a mention before the ledger is held: nobody else's command waits for a cloud."""
    linker = desk.linker()
    now = desk.now()
    with desk.looking() as picture:
        found = mention_facts(picture, act.mention)
        if len(found) != 1 or not waits(picture, found[0]):
            return None
        mention = found[0]
        if _sounds(picture, mention, now):
            return None
        basis = _basis(picture)
        at_sea = {case.id for case in picture.all_cases() if case.kind in AT_SEA}
        ended = frozenset(case for case in at_sea if picture.case(case).ended is not None)
    asked = everything(desk, mention.at)
    cases = {
        case: names for case, names in asked.cases.items() if case in at_sea and not _barred(mention, case)
    }
    placing, proposals = linker.place(
        lambda heard: _incoming(mention, heard), desk.told(mention), asked.told, cases, ended
    )
    return Prepared(placing=placing, shown=shown_by(linker, proposals, now), basis=basis)


@command("place-mention", PlaceMention, roles=frozenset({"machine"}), first=_weighed)
def place_mention(acting: Acting, act: PlaceMention) -> str:
    """Do what the default rule says of a mention that nobody placed; return what that was, "" if nothing."""
    prepared: Prepared | None = acting.prepared
    mention = acting.mention(act.mention)
    if prepared is None or prepared.placing.standing == "waits" or not waits(acting.picture, mention):
        return ""
    if prepared.basis != _basis(acting.picture):
        raise PlacedMeanwhile(mention=mention.id)
    placing = prepared.placing
    if placing.standing == "opens":
        _open(acting, mention, prepared)
        return placing.standing
    advice = write_down(acting, prepared.shown, placing.cases[0], mention.id, placing.doubted)
    link(acting, mention.id, placing.cases, placing.standing, "one", "", (advice, mention.entry))
    return placing.standing


def _open(acting: Acting, mention: MentionFacts, prepared: Prepared) -> None:
    case = f"c-{acting.surroundings.new_id()}"
    advice = write_down(acting, prepared.shown, case, mention.id)
    kind = "person_in_water" if mention.mention.about == "person_in_water" else "boat"
    acting.append(CaseOpened(case=case, kind=kind), subjects=[case], causes=(advice, mention.entry))
    link(acting, mention.id, (case,), "linked", "one", "", (advice, mention.entry))
    for other in prepared.placing.cases:
        first, second = sorted((case, other))
        acting.append(
            CasesCompared(cases=(first, second), standing="perhaps"),
            subjects=(first, second),
            causes=(advice,),
        )


def _incoming(mention: MentionFacts, heard: Heard) -> Incoming:
    from ashore.linking.heard import SEEN
    from ashore.linking.placing import Incoming

    told = mention.mention
    role = mention.sender.role if mention.sender is not None else None
    boats = told.boats
    return Incoming(
        heard=heard,
        of_a_unit=told.encounter is not None
        or role == "unit"
        or (mention.channel in SEEN and not of_beacon(mention)),
        silent=mention.channel == "phone" and says_nothing(mention),
        several=boats is not None and (boats.low or 1) > 1,
        decided=any(each.by_person for each in mention.links),
    )


def _barred(mention: MentionFacts, case: str) -> bool:
    return any(case in each.cases and each.by_person for each in mention.links)


def _sounds(picture: Picture, mention: MentionFacts, now: int) -> bool:
    """Return whether a mention sounds as a call after a rescue or an ending: that alarm is a person's to answer.

    So long after a rescue that its people may have come back and left again, a boat of their own is looked for too.
    """
    from ashore.linking.rule import RULES

    within = RULES["coming_in"]["back_again_h"] * 3_600_000
    return any(
        ((rescued := last_rescue(case)) is None or mention.at - rescued <= within)
        and mention in called_after_rescue(picture, case, (mention,), now)
        for case in picture.all_cases()
    )


def _basis(picture: Picture) -> tuple[int, ...]:
    """Return a mark of what was decided so far: it grows with every decision that cases are made of."""
    return tuple(len(picture.by_type.get(each, ())) for each in DECIDING)
