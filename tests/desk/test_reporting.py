"""The situation report: its fields from the log, its number, and who sends it."""

from __future__ import annotations

from pathlib import Path

import pytest
from desks import OFFICER, SUPERVISOR
from watches import RELAY, Watch

from ashore.desk.commands import Who, acts
from ashore.desk.commands.errors import BadValue, NotSignedIn, PhoneInReason, UnknownCase
from ashore.desk.commands.reporting import LETTERS, Sitrep, ask_sitrep
from ashore.model.phrases import utc_minute


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    return Watch(tmp_path)


def said(sitrep: Sitrep, letter: str) -> list[str]:
    [line] = [line for line in sitrep.lines if line.letter == letter]
    return [phrase.render(str, utc_minute) for phrase in line.says]


def issue(watch: Watch, case: str, who: Who = OFFICER, **fields: object) -> int:
    given = {"to": ("Dover",), "fields": ("A: Alpha", "D: 30"), **fields}
    return int(watch.do(acts.IssueSitrep(case=case, **given), who).outcome)


def test_the_fields_come_from_the_log(watch: Watch) -> None:
    """Who, where, how grave, how many, what she looks like and who is on the way is written down already."""
    case = watch.boat(
        "Alpha",
        on_board={"value": 30},
        positions=[{"lat": 51.03, "lon": 2.06, "error_m": 500, "how": "gnss", "of": "craft"}],
        craft={"kind": "inflatable", "colour": "black", "length_m": 8.0},
        danger=["taking_water"],
    )
    watch.do(acts.ReportUnit(unit="Abeille", doing="on_way", case=case, arrives_at="30"))
    watch.do(acts.ReportUnit(unit="Elsewhere", doing="on_way"))
    watch.do(acts.MakeRequest(to=("Gris-Nez",), asks="a helicopter", case=case))
    sitrep = ask_sitrep(watch.desk, case)

    assert "".join(line.letter for line in sitrep.lines) == LETTERS
    assert (sitrep.number, sitrep.sender, sitrep.phase) == (1, "north-centre", "distress")
    assert said(sitrep, "A") == [f"Alpha ({case})"]
    assert "51" in said(sitrep, "B")[0]
    assert said(sitrep, "C")[:2] == ["distress phase", "said: taking water"]
    assert said(sitrep, "D") == ["may still be out: at least 30, at most 30"]
    assert said(sitrep, "F") == ["north-centre"]
    assert said(sitrep, "G")[0].startswith("inflatable, black, 8.0 m")
    assert [each.partition(":")[0] for each in said(sitrep, "J")] == ["Abeille", "Gris-Nez was asked"]


def test_what_a_unit_did_is_among_the_actions_taken(watch: Watch) -> None:
    """Whoever reads the report learns of the rescue, not only of who was sent to it."""
    case = watch.boat("Alpha")
    met = {"unit": "cutter Orme", "action": "recovered", "taken_off": {"low": 33, "high": 33, "value": 33}}
    watch.call(channel="vhf", sender={"role": "unit", "unit": "cutter Orme"}, encounter=met, case=case)
    [told] = said(ask_sitrep(watch.desk, case), "J")

    assert told.startswith("cutter Orme: people taken aboard (said at ")


def test_what_an_officer_set_aside_goes_out_to_nobody(watch: Watch) -> None:
    """What is wrong is corrected on the case, and the next report is right."""
    case = watch.boat("Alpha", craft={"kind": "inflatable", "colour": "black"}, danger=["capsized"])
    [mention] = watch.facts(case).mentions
    for claim in ("craft.colour", "danger"):
        watch.do(acts.SetAside(mention=mention.id, claim=claim, reason="another boat"))
    sitrep = ask_sitrep(watch.desk, case)

    assert said(sitrep, "G")[0].startswith("inflatable (said at")
    assert "said: capsized" not in said(sitrep, "C")


def test_what_the_log_does_not_hold_is_said_not_guessed(watch: Watch) -> None:
    """A case without position, number or danger says so."""
    case = watch.call(open_="boat", danger=[], sender={"role": "police"})
    sitrep = ask_sitrep(watch.desk, case)

    assert said(sitrep, "B") == ["no position is held"]
    assert "no danger was stated" in said(sitrep, "C")
    assert said(sitrep, "D") == ["may still be out: at least 0, at most not known"]
    assert said(sitrep, "K") == []


def test_what_is_only_proposed_is_not_reported_as_hers(watch: Watch) -> None:
    """A danger that may be another boat's is in no report of this one."""
    case = watch.boat(danger=["no_fuel"])
    watch.call(danger=["capsized"], craft={"colour": "red"})
    loose = watch.board.unlinked[0].id
    watch.do(acts.LinkMention(mention=loose, cases=(case,), standing="proposed"))
    sitrep = ask_sitrep(watch.desk, case)

    assert [each for each in said(sitrep, "C") if each.startswith("said")] == ["said: no fuel"]
    assert said(sitrep, "G") == []


def test_reports_are_numbered_within_their_case(watch: Watch) -> None:
    """The first of each case is number one, and a number that was used is not used again, whatever was undone."""
    one, two = watch.boat(), watch.boat()
    assert [issue(watch, one), issue(watch, one), issue(watch, two)] == [1, 2, 1]
    watch.do(acts.Undo())

    assert ask_sitrep(watch.desk, two).number == 2
    assert issue(watch, two) == 2


def test_a_hotline_may_send_one_and_a_program_may_not(watch: Watch) -> None:
    """A report is signed by a person, and one who presses may send it."""
    case = watch.boat()
    assert issue(watch, case, RELAY) == 1
    with pytest.raises(NotSignedIn):
        issue(watch, case, Who(account="a", role="officer", person=False))


def test_it_is_kept_as_it_went_out(watch: Watch) -> None:
    """To whom, in which language, and each field in the form's order."""
    case = watch.boat()
    issue(watch, case, SUPERVISOR, to=("Dover", "Dover", " "), language="fr", fields=("d: 30", "A: Alpha"))
    with watch.desk.looking() as picture:
        [held] = [each for each in picture if each.type == "sitrep.issued"]

    assert (held.body.to, held.body.language) == (("Dover",), "fr")
    assert [(field.letter, field.text) for field in held.body.fields] == [("A", "Alpha"), ("D", "30")]


@pytest.mark.parametrize(
    "fields",
    [
        {"fields": ()},
        {"fields": ("no letter",)},
        {"fields": ("AB: two letters",)},
        {"fields": ("I: not in the form",)},
        {"fields": (": nothing",)},
        {"fields": ("A: ",)},
        {"fields": ("A: one", "a: two")},
        {"fields": ("A: " + "x" * 2_001,)},
        {"to": ()},
        {"to": (" ",)},
        {"language": "de"},
    ],
)
def test_a_report_that_is_none_is_refused(watch: Watch, fields: dict[str, object]) -> None:
    """An empty report, an unknown letter or language, or nobody to send it to is refused and takes no number."""
    case = watch.boat()
    with pytest.raises(BadValue):
        issue(watch, case, **fields)
    assert ask_sitrep(watch.desk, case).number == 1


def test_no_number_to_call_goes_into_a_report(watch: Watch) -> None:
    """A report stands in the open for ever, and its case must be one of ours."""
    case = watch.boat()
    with pytest.raises(PhoneInReason):
        issue(watch, case, fields=("A: caller +33600000000",))
    with pytest.raises(UnknownCase):
        issue(watch, "nobody")
    with pytest.raises(UnknownCase):
        ask_sitrep(watch.desk, "nobody")
