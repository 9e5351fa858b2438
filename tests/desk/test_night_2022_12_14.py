"""The night of 13 to 14 December 2022, told again: a wreck under way, a hotline, two centres, and two boats beside it.

Times, places and numbers of the wreck are those of the published accounts; of the other two boats only that there
were such calls is known, so where they called from, and at which minutes, is an assumption of this test.
Both centres are accounts in one ledger. The rule is at work; people decide only where a test says so.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from at_sea import cases, comes_in, received, shown, sounding
from desks import a_desk

from ashore.desk.commands import Desk, Who, linking
from ashore.desk.commands.acts import EndCase, LinkMention
from ashore.model.facts import CaseFacts
from ashore.people.endings import NotAccounted

NORTH = Who(account="a-north", role="officer", person=True)
SOUTH = Who(account="a-south", role="officer", person=True)

NIGHT = "2022-12-14T"
SAID = (50.8383, 1.3517)  # 50°50.3′N 001°21.1′E
HALF_WAY = (50.8560, 1.3050)  # where the south's model had it when it passed the boat on
FOUND = (50.8687, 1.2698)  # 50°52.12′N 001°16.19′E: 3.6 NM on 300° in 76 minutes
HOTLINE = {"role": "hotline", "unit": "hotline", "phone": "+33600000900"}
MAIL = {"role": "hotline", "unit": "hotline", "email": "night@hotline.example"}
CALLER = {"role": "aboard", "phone": "+33600000701"}
BY_SOUTH = {"role": "centre", "unit": "south-centre"}

CALL = "south-centre/phone/call#0"
MAILS = ("south-centre/email/mail#0", "north-centre/email/mail#0")
FISHERMAN = "south-centre/vhf/fisherman#0"
PASSED_ON = "north-centre/phone/passed-on#0"
FINDER = "north-centre/vhf/finder#0"
RESCUED = "north-centre/vhf/rescued#0"
FIRST = "south-centre/phone/first-boat#0"
AGAIN = tuple(f"south-centre/phone/again-{number}#0" for number in range(16))

WRECK = frozenset({CALL, *MAILS, FISHERMAN, PASSED_ON, FINDER, RESCUED})
BOATS = (WRECK, frozenset(AGAIN), frozenset({FIRST}))


def reported(name: str, at: str, sender: dict[str, Any], *, zone: str, **told: Any) -> dict[str, Any]:
    """Return a report as a centre took it in, at its own clock: the south an hour ahead of the north.

    What stands in no mention is `channel`, `text` and `relates`; the rest is the mention.
    """
    by, offset = {"south": ("south-centre", "+01:00"), "north": ("north-centre", "+00:00")}[zone]
    head = {key: told.pop(key) for key in ("channel", "text", "relates") if key in told}
    return {
        "format": "ashore.report/1",
        "id": name,
        "channel": "phone",
        "received_at": f"{NIGHT}{at}:00{offset}",
        "received_by": by,
        "sender": sender,
        **head,
        "mentions": [told],
    }


def at(
    place: tuple[float, float], error_m: int, how: str = "gnss", said: str | None = None
) -> list[dict[str, Any]]:
    """Return a boat's position, of the minute it was received at unless `said` gives another."""
    position = {"lat": place[0], "lon": place[1], "error_m": error_m, "how": how, "of": "craft"}
    return [position if said is None else {**position, "at": f"{NIGHT}{said}:00+00:00"}]


def the_night(*, saying_so: bool = True) -> list[dict[str, Any]]:
    """Return the night's reports in the order in which they came.

    `saying_so` is whether whoever writes or passes on says which call that repeats.
    """

    def relating(kind: str, key: str) -> dict[str, Any]:
        return {"relates": [{"kind": kind, "id": key}]} if saying_so else {}

    aboard = {"low": 40, "high": 47, "says_who": "caller"}
    sought = {"on_board": aboard, "danger": ["taking_water"], "craft": {"kind": "inflatable"}}
    wreck = [
        # The volunteer reads the position out, and the watch rounds it to the third decimal.
        reported(
            "call", "03:02", HOTLINE, zone="south", positions=at((50.838, 1.352), 100, said="01:53"), **sought
        ),
        *(
            reported(
                "mail",
                clock,
                MAIL,
                zone=zone,
                channel="email",
                positions=at(SAID, 100, said="01:53"),
                **relating("repeats", "south-centre/phone/call" if zone == "north" else "call"),
                **sought,
            )
            for zone, clock in (("south", "03:13"), ("north", "02:13"))
        ),
        reported(
            "fisherman",
            "03:16",
            {"role": "unit", "unit": "fishing boat"},
            zone="south",
            channel="vhf",
            positions=at((50.8475, 1.3250), 500, "radar"),
            craft={"kind": "inflatable", "engine": "running", "course_deg": 300, "speed_kn": 3},
            encounter={"unit": "fishing boat", "action": "sighted"},
        ),
        reported(
            "passed-on",
            "02:36",
            BY_SOUTH,
            zone="north",
            positions=at(HALF_WAY, 1500, "dead_reckoning"),
            **relating("relays", "south-centre/phone/call"),
        ),
        reported(
            "finder",
            "03:09",
            {"role": "unit", "unit": "second fishing boat"},
            zone="north",
            channel="vhf",
            positions=at(FOUND, 100),
            craft={"kind": "inflatable", "length_m": 7.4, "state": "swamped"},
            danger=["people_in_water"],
            encounter={"unit": "second fishing boat", "action": "alongside"},
        ),
        reported(
            "rescued",
            "05:30",
            {"role": "unit", "unit": "lifeboat"},
            zone="north",
            channel="vhf",
            positions=at(FOUND, 1000, said="03:30"),
            encounter={
                "unit": "lifeboat",
                "action": "recovered",
                "taken_off": {"low": 39, "high": 39, "value": 39},
                "dead": {"low": 4, "high": 4, "value": 4},
            },
        ),
    ]
    near_the_coast = at((51.02, 1.85), 3000, "cell")
    others = [
        reported("first-boat", "00:50", HOTLINE, zone="south", positions=at((51.05, 2.05), 4000, "place")),
        *(
            reported(
                f"again-{number}",
                f"{1 + number // 6:02d}:{1 + 10 * (number % 6):02d}",
                CALLER,
                zone="south",
                danger=["none_stated"],
                **({"positions": near_the_coast} if number % 7 == 0 else {}),
            )
            for number in range(16)
        ),
    ]
    hour = {"south-centre": 1, "north-centre": 0}

    def came(report: dict[str, Any]) -> tuple[int, str]:
        clock = report["received_at"].partition("T")[2]
        return (60 * (int(clock[:2]) - hour[report["received_by"]]) + int(clock[3:5]), report["id"])

    return sorted([*wreck, *others], key=came)


def desk_with(path: Path, reports: Sequence[dict[str, Any]]) -> Desk:
    """Return a desk that took these reports in one by one with the rule at work."""
    desk = a_desk(path)
    comes_in(desk, *reports)
    return desk


def held(case: CaseFacts, standing: str) -> set[str]:
    """Return the mentions that stand so to a case."""
    return {
        each.id
        for each in case.mentions
        if any(link.standing == standing and case.id in link.cases for link in each.links)
    }


def holder(desk: Desk, mention: str) -> CaseFacts:
    """Return the case that holds a mention."""
    [case] = [each for each in cases(desk) if mention in held(each, "linked")]
    return case


def mixes(groups: Sequence[set[str]]) -> list[set[str]]:
    """Return the groups that hold mentions of two boats: there somebody is looked for by nobody."""
    return [group for group in groups if sum(bool(group & boat) for boat in BOATS) > 1]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The night as it came in, before any person decided anything."""
    return desk_with(tmp_path_factory.mktemp("night"), the_night())


def test_the_call_and_its_mails_to_both_centres_are_one_boat(desk: Desk) -> None:
    """Situation B5: telephoned at 02:02, mailed at 02:13 to both: one case, and one source."""
    sought = holder(desk, CALL)

    assert held(sought, "linked") == {CALL, *MAILS, PASSED_ON}
    assert sought.phase == "distress"
    [first, *_] = linking.proposals(desk, MAILS[1])
    assert "copy" in [each.evidence for each in first.reasons]


def test_the_finders_word_is_proposed_to_the_boat_that_was_sought(desk: Desk) -> None:
    """The boat was met 3.6 miles on, where its course took it: proposed there and nowhere else, and it sounds."""
    sought = holder(desk, CALL)

    assert {FISHERMAN, FINDER} <= held(sought, "proposed")
    assert not any(FINDER in held(case, "proposed") for case in cases(desk) if case.id != sought.id)
    [likeliest, *_] = linking.proposals(desk, FINDER)
    assert likeliest.case == sought.id
    assert "position" in [each.evidence for each in likeliest.reasons]
    assert FINDER in [alarm.mention for alarm in sounding(desk) if alarm.sound == "distress"]


def test_sixteen_calls_of_one_telephone_are_one_boat_and_no_other(desk: Desk) -> None:
    """A boat that calls again and again is one case, which holds nothing of the wreck's."""
    assert held(holder(desk, AGAIN[0]), "linked") == set(AGAIN)
    assert held(holder(desk, FIRST), "linked") == {FIRST}


def test_nobody_is_hidden_and_nothing_ends(desk: Desk) -> None:
    """Three boats, three open cases, and every word of any of them on the board."""
    everyone = cases(desk)

    assert len(everyone) == len(BOATS)
    assert not any(case.ended for case in everyone)
    assert {each.id for case in everyone for each in case.mentions} == set().union(*BOATS)
    assert not mixes([held(case, "linked") | held(case, "proposed") for case in everyone])
    assert {row.case.id for row in shown(desk).rows} == {case.id for case in everyone}


def test_what_is_only_proposed_takes_nobody_off_the_boat(desk: Desk) -> None:
    """39 taken off and four dead are told of a boat that no person said is this one: 47 may still be out."""
    [row] = [each for each in shown(desk).rows if each.case.id == holder(desk, CALL).id]

    assert (row.still_out.low, row.still_out.high) == (0, 47)


def test_linked_by_the_centre_that_has_it_the_wreck_still_misses_people(tmp_path: Path) -> None:
    """Linked: 40 to 47 set out, 39 live and four are dead, so up to four; those seen to sink are missing, and out."""
    sank = {
        "from": "boat",
        "to": "missing",
        "count": {"low": 4, "high": 4, "value": 4, "says_who": "survivors"},
    }
    told = reported("sank", "06:10", {"role": "survivor"}, zone="north", channel="note", movements=[sank])
    desk = desk_with(tmp_path, the_night())
    sought = holder(desk, CALL).id
    desk.do(LinkMention(mention=FISHERMAN, cases=(sought,)), SOUTH)
    for mention in (FINDER, RESCUED):
        desk.do(LinkMention(mention=mention, cases=(sought,)), NORTH)

    def still_out() -> tuple[int, int | None]:
        [row] = [each for each in shown(desk).rows if each.case.id == sought]
        return (row.still_out.low, row.still_out.high)

    assert still_out() == (0, 4)
    received(desk, told)
    desk.do(LinkMention(mention="north-centre/note/sank#0", cases=(sought,)), NORTH)
    assert still_out() == (4, 4)
    with pytest.raises(NotAccounted):
        desk.do(EndCase(case=sought, how="accounted"), NORTH)
    assert not any(case.ended for case in cases(desk))


def test_the_whole_night_at_once_and_the_rule_agree(desk: Desk) -> None:
    """Linked jointly, the three boats are the three boats, and what the rule holds together nobody puts apart."""
    found = linking.night_links(desk)
    top: dict[str, set[str]] = {}
    for each in found.linked:
        top.setdefault(each.case, set()).add(each.mention)

    assert not mixes(list(top.values()))
    assert {CALL, *MAILS, PASSED_ON, FISHERMAN, FINDER} <= next(
        group for group in top.values() if CALL in group
    )
    held_in = {each.mention: each.held_in for each in found.linked}
    for case in cases(desk):
        assert len({held_in[each] for each in held(case, "linked")}) == 1


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_in_any_order_the_night_is_the_same(desk: Desk, tmp_path: Path, seed: int) -> None:
    """Shuffled as it arrives, the joint links are the same, and the rule mixes no two boats."""
    reports = the_night()
    random.Random(seed).shuffle(reports)
    shuffled = desk_with(tmp_path, reports)

    def partition(of: Desk) -> dict[str, str]:
        return {each.mention: each.case for each in linking.night_links(of).linked}

    assert partition(shuffled) == partition(desk)
    assert not mixes([held(case, "linked") for case in cases(shuffled)])
    assert not any(case.ended for case in cases(shuffled))
    sought = holder(shuffled, CALL)
    perhaps = {case for each in sought.comparisons for case in each.cases} | {sought.id}
    assert {holder(shuffled, each).id for each in (*MAILS, PASSED_ON)} <= perhaps


def test_where_nobody_says_what_repeats_what_no_boat_is_lost(tmp_path: Path) -> None:
    """No word ties mail, call and what a centre passes on: one case, or perhaps the same, and none is dropped."""
    desk = desk_with(tmp_path, the_night(saying_so=False))
    sought, passed_on = holder(desk, CALL), holder(desk, PASSED_ON)

    assert holder(desk, MAILS[0]).id == holder(desk, MAILS[1]).id
    perhaps = {case for each in sought.comparisons for case in each.cases} | {sought.id}
    assert holder(desk, MAILS[0]).id in perhaps
    if passed_on.id != sought.id:
        assert {each.standing for each in passed_on.comparisons} == {"perhaps"}
    assert not mixes([held(case, "linked") | held(case, "proposed") for case in cases(desk)])
    assert {FINDER, FISHERMAN} <= set().union(*(held(case, "proposed") for case in cases(desk)))


def test_passed_on_by_the_other_centres_clock_it_is_still_asked_about(tmp_path: Path) -> None:
    """Situation B6: the south's 03:36 written down as the north's, and no word of which call: perhaps one boat."""
    reports = the_night(saying_so=False)
    [late] = [each for each in reports if each["id"] == "passed-on"]
    late["received_at"] = f"{NIGHT}03:36:00+00:00"
    desk = desk_with(tmp_path, reports)
    sought, passed_on = holder(desk, CALL), holder(desk, PASSED_ON)

    assert passed_on.id != sought.id
    assert [each.standing for each in passed_on.comparisons if sought.id in each.cases] == ["perhaps"]
    assert {sought.id, passed_on.id} <= {row.case.id for row in shown(desk).rows}
    [joint] = [
        book for book in shown(desk).joint if {sought.id, passed_on.id} <= {each.case for each in book.cases}
    ]
    assert joint.joint.still_out.total.high is None


def test_the_sought_boat_sounds_and_no_call_after_a_rescue_does(desk: Desk) -> None:
    """The wreck's case sounds as a distress; no person linked a rescue, so no call is one after it."""
    heard = [(alarm.sound, alarm.case) for alarm in sounding(desk)]

    assert ("distress", holder(desk, CALL).id) in heard
    assert not [each for each in heard if each[0] == "after"]
