"""A whole night linked: the same whichever way it came, and what people decided untouched."""

from __future__ import annotations

import dataclasses
import math
import random
from functools import cache

import pytest
from known_nights import known

from ashore.linking.heard import in_order
from ashore.linking.learning import Known
from ashore.linking.nearness import Nearness
from ashore.linking.night import Links, link
from ashore.linking.table import Table
from ashore.linking.weights import shipped_weights

WEIGHTS = shipped_weights()


@cache
def night() -> Known:
    """Return a small night, made once."""
    return known(seed=1401, boats=6, quality="rich")


def linked(told: Known, **decided: object) -> Links:
    """Return how a night is linked, by a table of its own."""
    table = Table(Nearness(told.driven, WEIGHTS["where"]), WEIGHTS)
    return link(told.mentions, table.night(told.mentions), WEIGHTS, **decided)  # type: ignore[arg-type]


@cache
def plainly() -> Links:
    """Return the night linked with nothing decided by anybody."""
    return linked(night())


@pytest.mark.parametrize("seed", range(3))
def test_a_night_is_linked_the_same_whichever_way_it_came(seed: int) -> None:
    """Partition, probabilities and reasons, to the last digit."""
    shuffled = list(night().mentions)
    random.Random(seed).shuffle(shuffled)
    table = Table(Nearness(night().driven, WEIGHTS["where"]), WEIGHTS)
    found = link(in_order(shuffled), table.night(in_order(shuffled)), WEIGHTS)
    assert [(each.mention, each.case, each.held_in) for each in found.linked] == [
        (each.mention, each.case, each.held_in) for each in plainly().linked
    ]
    for one, other in zip(found.linked, plainly().linked, strict=True):
        assert one.p_same == pytest.approx(other.p_same)


def test_alternatives_are_probabilities_and_the_proposal_is_one_of_them() -> None:
    """They come to 1, none is below 0, and a mention alone is a boat nobody else told of."""
    for each in plainly().linked:
        assert math.fsum(one.p for one in each.alternatives) == pytest.approx(1)
        assert all(0 <= one.p <= 1 for one in each.alternatives)
        alone = not any(other.case == each.case for other in plainly().linked if other is not each)
        assert {one.case: one.p for one in each.alternatives}[None if alone else each.case] == pytest.approx(
            each.p_same, abs=1e-3
        )


def test_a_case_is_named_by_its_earliest_mention() -> None:
    """In both partitions, so that a name never depends on what came first."""
    order = [each.id for each in night().mentions]
    for name in ("case", "held_in"):
        members: dict[str, list[str]] = {}
        for each in plainly().linked:
            if getattr(each, name) is not None:
                members.setdefault(getattr(each, name), []).append(each.mention)
        for case, held in members.items():
            assert case == min(held, key=order.index)


def test_what_a_person_put_in_a_case_stays_there() -> None:
    """However little it fits: two cases of people are never put together, and nothing is moved out of one."""
    ids = [each.id for each in night().mentions]
    settled = {name: ("c-one", "c-two", "c-three")[index % 3] for index, name in enumerate(ids[:9])}
    for each in linked(night(), settled=settled).linked:
        if each.mention in settled:
            assert each.case == each.held_in == settled[each.mention]


def test_what_a_person_held_apart_is_not_put_together_again() -> None:
    """Not by the joint explanation and not by the rule."""
    both = next(
        each.case
        for each in plainly().linked
        if sum(other.case == each.case for other in plainly().linked) > 2
    )
    first, then, *_ = [each.mention for each in plainly().linked if each.case == both]
    found = linked(night(), settled={first: "c-one"}, apart={then: frozenset({"c-one"})})
    of = {each.mention: each for each in found.linked}
    assert of[first].case == "c-one"
    assert of[then].case != "c-one"
    assert of[then].held_in != "c-one"


def test_reasons_add_up_to_what_they_are_reasons_for() -> None:
    """Reasons speak for and those against speak against; the strongest comes first."""
    for each in plainly().linked:
        assert all(reason.log_odds > 0 for reason in each.reasons)
        assert all(reason.log_odds < 0 for reason in each.against)
        for told in (each.reasons, each.against):
            sizes = [abs(reason.log_odds) for reason in told]
            assert sizes == sorted(sizes, reverse=True)


def test_a_message_that_comes_a_second_time_changes_nobody_elses_boat() -> None:
    """Five people forward one screenshot: it is one witness, and all five are with the first."""
    told = next(each for each in night().mentions if each.copy)
    copies = [
        dataclasses.replace(told, id=f"centre/whatsapp/copy-{index}#0", mouth=f"somebody {index}", phone="")
        for index in range(4)
    ]
    more = dataclasses.replace(night(), mentions=in_order([*night().mentions, *copies]))
    found = {each.mention: each for each in linked(more).linked}
    assert len({found[each.id].held_in for each in (told, *copies)}) == 1
    assert len({found[each.id].case for each in (told, *copies)}) == 1


def test_a_call_about_two_boats_is_never_held_in_one_case_without_a_person() -> None:
    """Both have its telephone, and a later call from it may be of either: one masked boat is too many."""
    call = next(each for each in night().mentions if each.phone and each.gone_from is None)
    pair = [dataclasses.replace(call, id=f"centre/phone/two#{index}", copy="") for index in range(2)]
    later = dataclasses.replace(call, id="centre/phone/later#0", at=call.at + 600_000, copy="")
    found = {
        each.mention: each
        for each in linked(dataclasses.replace(night(), mentions=in_order([*pair, later]))).linked
    }
    assert found[pair[0].id].held_in != found[pair[1].id].held_in


def test_a_person_may_hold_two_mentions_of_one_report_to_be_one_boat() -> None:
    """An operator wrote the same boat down twice; what a person says stands."""
    call = next(each for each in night().mentions if each.phone and each.gone_from is None)
    pair = [dataclasses.replace(call, id=f"centre/phone/two#{index}", copy="") for index in range(2)]
    settled = {each.id: "c-one" for each in pair}
    both = linked(dataclasses.replace(night(), mentions=in_order(pair)), settled=settled).linked
    assert {each.held_in for each in both} == {each.case for each in both} == {"c-one"}
