"""The waterfall as it stood: what was last shown of which boat a mention is, written down when somebody decides.

What is shown is kept in memory and nothing waits for it: a link that was made without looking has no waterfall.
What is joined or held apart without looking, two cases or a report and its case, is weighed as it is done (`linking`).
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ashore import __version__
from ashore.desk.commands.acting import Acting
from ashore.desk.commands.acts import LinkMention, OpenCase
from ashore.model.bodies import ForecastForcing, LinkAdvice, LinkProposal, LinkReason
from ashore.model.phrases import utc_minute
from ashore.model.times import Moment, iso
from ashore.picture.search import meant_case

if TYPE_CHECKING:
    from ashore.linking.linker import Linker, Proposal

ENGINE = "ashore.linking"
MOST_HELD = 2_000
"""Of so many mentions and pairs what was shown is held; what was shown longest ago goes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What somebody was shown of a mention, or of two cases: the proposals, when and by what they were worked out.

    `at` is that instant, UTC milliseconds.
    """

    proposals: tuple[Proposal, ...]
    at: int
    weights: str
    seed: int
    forcing: tuple[ForecastForcing, ...]


class Waterfalls:
    """What was last shown of each mention, alone or in its case, and of each two cases.

    Safe to use from several threads.
    """

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[str, ...], Shown] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, of: tuple[str, ...], shown: Shown) -> None:
        """Keep what is about to be shown: of a mention, of a mention and its case, or of two cases."""
        with self._lock:
            self._held[of] = shown
            self._held.move_to_end(of)
            while len(self._held) > MOST_HELD:
                self._held.popitem(last=False)

    def of(self, *of: str) -> Shown | None:
        """Return what was last shown, None where nothing was."""
        with self._lock:
            return self._held.get(of)


def shown_by(linker: Linker, proposals: tuple[Proposal, ...], now: int) -> Shown:
    """Return proposals with what worked them out, at an instant (UTC milliseconds)."""
    return Shown(
        proposals=proposals,
        at=now,
        weights=linker.weights,
        seed=linker.seed,
        forcing=tuple(_forcing(linker, now)),
    )


def shown_of_a_mention(desk: Any, act: LinkMention | OpenCase) -> Shown | None:
    """Return what was last shown of the mention that somebody decides upon, or of it in the case they part it from."""
    waterfalls: Waterfalls = desk.waterfalls
    shown = waterfalls.of(act.mention) if act.mention else None
    if shown is None and isinstance(act, LinkMention) and len(act.cases) == 1:
        with desk.looking() as picture:
            named = meant_case(picture, act.cases[0])
        shown = waterfalls.of(act.mention, *named)
    return shown


def as_it_stood(acting: Acting, case: str, mention: str = "") -> tuple[str, ...]:
    """Write down what was shown, if anything was, and return the entry that says so: the decision's cause."""
    shown: Shown | None = acting.prepared
    return () if shown is None else (write_down(acting, shown, case, mention),)


def write_down(acting: Acting, shown: Shown, case: str, mention: str, doubted: tuple[str, ...] = ()) -> str:
    """Write down what a decision rests on, and return its entry."""
    advice = LinkAdvice(
        case=case,
        mention=mention,
        made_at=Moment(ms=shown.at, stated=iso(shown.at)),
        engine=ENGINE,
        version=__version__,
        weights=shown.weights,
        seed=shown.seed,
        proposals=tuple(_proposals(shown.proposals)),
        forcing=shown.forcing,
        doubted=doubted,
    )
    compared = () if mention else (each.case or "" for each in shown.proposals)
    subjects = [each for each in (case, mention.partition("#")[0], *compared) if each]
    return acting.append(advice, subjects=subjects, class_="operational").id


def _proposals(proposals: Iterable[Proposal]) -> Iterator[LinkProposal]:
    """Yield what is worth keeping of each: cases that are all but out of the question only by their share."""
    for each in proposals:
        why = sorted((*each.reasons, *each.against), key=lambda reason: -abs(reason.log_odds))
        per_mille = round(1_000 * each.p)
        if per_mille or why or each.case is None:
            yield LinkProposal(
                case=each.case or "",
                per_mille=per_mille,
                reasons=tuple(
                    LinkReason(
                        evidence=reason.evidence,
                        hundredths=round(100 * reason.log_odds),
                        says=reason.says.render(str, utc_minute),
                    )
                    for reason in why
                ),
            )


def _forcing(linker: Linker, now: int) -> Iterator[ForecastForcing]:
    for product in linker.products:
        issued = None if product.issued is None else round(product.issued * 1_000)
        yield ForecastForcing(
            name=product.name,
            kind=product.kind,
            made_up=product.synthetic,
            fitted=product.wander.fitted,
            issued_at=None if issued is None else Moment(ms=issued, stated=iso(issued)),
            age_min=None if issued is None else max(0, (now - issued) // 60_000),
        )
