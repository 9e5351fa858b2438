"""An invented night on an exercise desk, busier than any one person can hold in their head.

What the pictures of the documentation show, and what the browser's tests look at. The clock stands where it is put, so
the same night is written every time. No boat, number or unit in it is real; the numbers are kept free for fiction.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ashore.bootstrap import create_desk
from ashore.desk.commands import Desk, asking, counting, person
from ashore.desk.commands.accounts import Account
from ashore.desk.commands.acts import (
    AcknowledgeAlarm,
    AnswerQuestion,
    CompareCases,
    EndCase,
    IssueSitrep,
    JoinInterpreter,
    JudgeLine,
    LabelCase,
    LogCall,
    MakeRequest,
    NoteWorry,
    ReceiveList,
    ReceiveReports,
    ReportUnit,
    SetReminder,
    SignItem,
    TakeWatch,
    TestSounds,
    TryCall,
    WriteNote,
)
from ashore.desk.commands.comparing import ask_lists
from ashore.desk.commands.handing import ask_handover
from ashore.desk.web.visitors import LANGUAGE, SESSION
from ashore.model.times import iso, moment
from ashore.testing.surroundings import repeatable

DAY = "2031-11-14"
BEGINS = "00:31"
LOOKED_AT = "03:12"
"""The minute at which every page of it is looked at, UTC."""

PASSWORD = "four unrelated words"
PEOPLE = {
    "Marie": "officer",
    "Paul": "officer",
    "Inès": "supervisor",
    "Amina": "relay",
    "Olga": "observer",
    "Tom": "trainer",
}
CENTRES = ("CROSS Gris-Nez", "HM Coastguard Dover")


@dataclass
class Clock:
    """A clock that stands still until it is put forward."""

    ms: int

    def __call__(self) -> int:
        return self.ms

    def put(self, hour: str) -> None:
        """Put it to an hour and minute of the night, UTC."""
        self.ms = at(hour)


@dataclass
class Night:
    """The desk, who is on it by name, and its boats by what we call them."""

    desk: Desk
    clock: Clock
    accounts: dict[str, Account]
    cases: dict[str, str] = field(default_factory=dict)
    _logged: int = 0

    def do(self, hour: str, act: object, name: str = "Marie") -> Any:
        """Do something at an hour, as somebody of the desk."""
        self.clock.put(hour)
        done = self.desk.do(act, person(self.accounts[name]))
        self.clock.ms += 1_000
        return done

    def cookies(self, name: str, language: str, address: str) -> list[dict[str, str]]:
        """Return the cookies of a browser in which somebody has signed in and chosen a language."""
        held = {LANGUAGE: language}
        if name:
            held[SESSION] = self.desk.accounts.open_session(self.accounts[name])
        return [{"name": each, "value": value, "url": address} for each, value in held.items()]

    def figure(self, code: str) -> str:
        """Return the id of the whole night's figure of this code."""
        return next(each.id for each in counting.night(self.desk) if each.figure == code)

    def logged(self, hour: str, said: dict[str, Any], name: str = "Marie", **linked: str) -> str:
        """Log a report received at an hour, and return its mention's id."""
        self._logged += 1
        line = {
            "format": "ashore.report/1",
            "id": f"x-{self._logged}",
            "received_at": iso(at(hour)),
            "received_zone": "Europe/London",
            "received_by": self.desk.name,
            "channel": "phone",
            "sender": {"role": "aboard"},
            **said,
        }
        if linked.get("case"):
            linked["case"] = self.cases[linked["case"]]
        done = self.do(hour, LogCall(report=json.dumps(line), **linked), name)
        if linked.get("open"):
            entry = next(each for each in done.entries if each.header.type == "case.opened")
            self.cases[linked["label"]] = entry.header.subjects[0]
        return f"{self.desk.name}/{line['channel']}/{line['id']}#0"


def at(hour: str) -> int:
    """Return an hour and minute of the night as UTC milliseconds."""
    return moment(f"{DAY}T{hour}:00+00:00").ms


def busy_night(folder: Path) -> Night:
    """Write the night into a new exercise desk in an empty folder, and stop its clock at 03:12."""
    clock = Clock(at(BEGINS))
    surroundings = replace(repeatable("busy night"), clock=clock)
    desk = create_desk(folder, name="north-centre", kind="exercise", surroundings=surroundings)
    accounts = {name: desk.accounts.create(name, PASSWORD, role) for name, role in PEOPLE.items()}
    night = Night(desk=desk, clock=clock, accounts=accounts)
    night.do("00:32", TakeWatch(taken_from="Inès"), "Paul")
    night.do("00:33", TestSounds(heard="yes"), "Paul")
    _over_before_three(night)
    _rescued_not_all(night)
    _taking_water(night)
    _silent(night)
    _told_by_a_hotline(night)
    _of_no_case(night)
    _between_people(night)
    clock.put(LOOKED_AT)
    return night


def _over_before_three(night: Night) -> None:
    """One boat whose people all stand on a quay, and one that nobody found."""
    night.logged(
        "00:34",
        {
            "text": "we are eighteen, off the cape, come",
            "sender": phone(10),
            "mentions": [boat(18, 50.91, 1.61)],
        },
        open="boat",
        label="0034 A",
    )
    met = taken_off("lifeboat Baie", 18)
    night.logged("01:21", met, case="0034 A")
    _answer_all(night, "0034 A", "the lifeboat counted them over the rail")
    night.do("01:40", EndCase(case=night.cases["0034 A"], how="accounted"))
    night.logged(
        "00:41",
        {
            "text": "lights on the beach, they are launching, maybe ten",
            "sender": {"role": "public"},
            "mentions": [{"about": "craft", "on_board": count(10, "about", "public")}],
        },
        open="boat",
        label="Slack mouth",
    )
    night.do(
        "01:55",
        EndCase(
            case=night.cases["Slack mouth"],
            how="suspended",
            reason="beach walked by the police, no trace of a launch",
            owner="Paul",
            review_at=f"{DAY}T05:00:00Z",
        ),
    )


def _rescued_not_all(night: Night) -> None:
    """Forty said they were forty; thirty-three were taken off; then somebody calls again."""
    night.logged(
        "01:02",
        {
            "text": "engine dead, water coming in, we are forty",
            "sender": phone(20),
            "mentions": [boat(40, 51.118, 1.722, engine="stopped", danger=["taking_water"], error_m=2500)],
        },
        open="boat",
        label="0102 B",
    )
    met = taken_off("cutter Orme", 33)
    night.logged("01:58", met, case="0102 B")
    night.do("02:00", ReportUnit(unit="cutter Orme", doing="on_scene", case=night.cases["0102 B"]))
    night.do("02:04", LabelCase(case=night.cases["0102 B"], label="Alpha", given_by=CENTRES[0]))


def _taking_water(night: Night) -> None:
    """The boat that everybody works on."""
    night.logged(
        "01:34",
        {
            "text": "engine dead, water coming in, about thirty, two kids",
            "sender": {**phone(11), "battery_pct": 22},
            "language": "ku",
            "mentions": [
                boat(
                    30,
                    51.03,
                    2.06,
                    "about",
                    children=2,
                    engine="stopped",
                    danger=["taking_water"],
                    error_m=4000,
                )
            ],
        },
        open="boat",
        label="0134 A",
    )
    case = night.cases["0134 A"]
    _hear(night, "01:35")
    night.do("01:36", LabelCase(case=case, label="Charlie", given_by=CENTRES[0]))
    night.do("01:41", LabelCase(case=case, label="AP-17", given_by="the hotline"))
    night.do("02:12", JoinInterpreter(case=case, who="Rojda", language="Kurmanji"))
    night.do("02:13", TryCall(case=case, outcome="answered"))
    night.do(
        "02:15",
        WriteNote(case=case, text="Two voices, one of them a child. The first phone is nearly empty."),
    )
    night.logged(
        "02:52",
        {
            "channel": "whatsapp",
            "text": "still here, water to the knees, we are 34 now we counted",
            "sender": {**phone(11), "battery_pct": 9},
            "mentions": [boat(34, 51.061, 2.031, "exact", danger=["taking_water"], how="gnss", error_m=60)],
        },
        case="0134 A",
    )
    night.do(
        "02:55",
        ReportUnit(unit="lifeboat Anse", doing="on_way", case=case, where="51.04, 1.94", arrives_at="03:31"),
    )
    night.do("02:56", MakeRequest(to=(CENTRES[0],), asks="a helicopter with a winch", case=case))
    night.do(
        "02:57", NoteWorry(worry="34 counted now, 30 said before: did another boat join them?", case=case)
    )
    night.do("02:58", SetReminder(due="03:20", reason="the tide turns", case=case))
    night.do(
        "03:00",
        IssueSitrep(case=case, to=(CENTRES[0],), fields=("H: Lifeboat Anse on her way, no helicopter yet.",)),
    )


def _silent(night: Night) -> None:
    """The boat that no longer answers."""
    night.logged(
        "02:20",
        {
            "text": "13 or 14 of us, the motor stopped, it is very cold",
            "sender": phone(12),
            "mentions": [
                {
                    **boat(None, 50.985, 1.552, engine="stopped", danger=["cold"], error_m=1800),
                    "on_board": {"low": 13, "high": 14, "as_said": "13 or 14", "says_who": "caller"},
                }
            ],
        },
        open="boat",
        label="K7",
    )
    night.do("02:41", TryCall(case=night.cases["K7"], outcome="no_answer"))
    night.do("02:50", TryCall(case=night.cases["K7"], outcome="unreachable"))


def _told_by_a_hotline(night: Night) -> None:
    """A boat of which only a volunteer ashore has heard."""
    night.logged(
        "02:47",
        {
            "channel": "whatsapp",
            "text": "A sister ashore: twelve left Wissant at one. No number for them. They wrote that the sea is high.",
            "sender": {"role": "hotline"},
            "mentions": [
                {
                    "positions": [{"how": "place", "of": "departure", "place": "beach at Wissant"}],
                    "on_board": count(12, "exact", "relative"),
                    "craft": {"kind": "inflatable", "departed_from": "Wissant"},
                }
            ],
        },
        "Amina",
        open="boat",
        label="Wissant",
    )
    case = night.cases["Wissant"]
    night.do("02:49", MakeRequest(to=CENTRES, asks="look for this boat, and an answer", case=case), "Amina")
    night.do(
        "02:53",
        CompareCases(
            cases=(night.cases["K7"], case),
            standing="perhaps",
            reason="both from Wissant about one; the counts fit",
        ),
    )
    night.do("02:59", ReportUnit(unit="lifeboat Baie", doing="held_back", reason="refuelling until 03:40"))


def _of_no_case(night: Night) -> None:
    """What came in and belongs nowhere yet, and one thing that could not be read."""
    _hear(night, "03:05")
    night.logged(
        "03:08",
        {"text": "we are cold, help us", "sender": phone(20), "mentions": [{"danger": ["cold"]}]},
    )
    night.logged(
        "03:09",
        {
            "channel": "vhf",
            "text": "small craft low in the water, people waving, three miles north-east of the Sandettie",
            "sender": {"role": "public", "unit": "ferry Lin"},
            "mentions": [boat(None, 51.27, 2.05, danger=["taking_water"], how="visual", error_m=2000)],
        },
    )
    night.logged("03:10", {"text": "", "sender": phone(31)})
    night.do(
        "03:10", ReceiveReports(content=b'{"format": "ashore.report/1", "text": "a line that was cut sh')
    )


def _between_people(night: Night) -> None:
    """The neighbour's list half ticked, and the handover half signed."""
    text = (
        "Charlie – 30 people, off Gravelines\n"
        "Alpha – 33 people, taken off by the cutter\n"
        "Delta – 20 people, 50°52'N 001°28'E\n"
        "Echo – 8 people, off Boulogne\n"
    )
    night.do("03:06", ReceiveList(centre=CENTRES[0], text=text))
    listed = ask_lists(night.desk)[0].entry
    night.do("03:07", JudgeLine(list=listed, line="0", standing="same", case=night.cases["0134 A"]))
    night.do("03:07", JudgeLine(list=listed, line="2", standing="unknown"))
    night.clock.put("03:09")
    items = ask_handover(night.desk).items
    for item in items[: len(items) // 2]:
        night.do("03:09", SignItem(item=item.id), "Inès")


def _hear(night: Night, hour: str) -> None:
    """Acknowledge by name every alarm that sounds at an hour."""
    night.clock.put(hour)
    sounding = tuple(alarm.id for alarm in asking.ask_alarms(night.desk))
    night.do(hour, AcknowledgeAlarm(alarm=sounding))


def _answer_all(night: Night, label: str, basis: str) -> None:
    case = night.cases[label]
    for objection in asking.ask_case(night.desk, case).objections:
        night.do("01:38", AnswerQuestion(case=case, question=objection.code, answer="yes", basis=basis))


def phone(number: int) -> dict[str, Any]:
    """Return a caller aboard with a telephone number that is kept free for fiction."""
    return {"role": "aboard", "phone": f"+3363998{number:04}"}


def count(value: int, qualifier: str, says_who: str, children: int | None = None) -> dict[str, Any]:
    """Return a count as somebody said it."""
    bound = value if qualifier == "exact" else None
    said = {"low": bound, "high": bound, "value": value, "qualifier": qualifier, "says_who": says_who}
    return said if children is None else {**said, "children": {"low": children, "high": children}}


def boat(
    people: int | None,
    lat: float,
    lon: float,
    qualifier: str = "exact",
    *,
    children: int | None = None,
    engine: str = "running",
    danger: list[str] | None = None,
    how: str = "place",
    error_m: int = 1500,
) -> dict[str, Any]:
    """Return what a caller says of their boat."""
    said: dict[str, Any] = {
        "about": "craft",
        "positions": [{"lat": lat, "lon": lon, "error_m": error_m, "how": how, "of": "craft"}],
        "craft": {"kind": "inflatable", "colour": "black", "engine": engine},
        "danger": danger or [],
    }
    return said if people is None else {**said, "on_board": count(people, qualifier, "caller", children)}


def taken_off(unit: str, people: int) -> dict[str, Any]:
    """Return what a unit says that took everybody off whom it found."""
    return {
        "channel": "vhf",
        "text": f"{people} taken off, nobody left aboard",
        "sender": {"role": "unit", "unit": unit},
        "mentions": [
            {
                "encounter": {
                    "unit": unit,
                    "action": "recovered",
                    "taken_off": {"low": people, "high": people, "value": people, "says_who": "unit"},
                    "all_off": "yes",
                    "says_who": "unit",
                    "craft_after": "marked",
                }
            }
        ],
    }
