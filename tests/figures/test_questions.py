"""The ten questions: of the built-in night as it must come out, and of made-up ones of the same kind."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from loaded import daily, picture_of, series_report
from played import Watch, call, exactly, linked, met, opened, report

from ashore.bootstrap import create_desk, example, verbs
from ashore.desk.commands.replaying import play
from ashore.figures.basis import Basis
from ashore.figures.period import period
from ashore.figures.questions import QUESTIONS, Answer, Asking, NotAQuestion, question_named
from ashore.figures.wording import in_english
from ashore.picture.fold import Picture

NIGHT = "2020-12-08/2020-12-09"
DAY = "2031-02-03"


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Basis:
    """The built-in night."""
    return Basis(Watch(tmp_path_factory.mktemp("night")).play(example()).picture)


def asked(basis: Basis, question: str, days: str, *names: str, **more: Any) -> Answer:
    """Return the answer to a question, with every sentence of it rendered and its JSON made."""
    answer = question_named(question)(
        Asking(basis=basis, names=names, period=period(days, "Europe/Paris"), **more)
    )
    assert json.loads(json.dumps(answer.as_json()))["format"] == "ashore.answer/1"
    return answer


def rows(answer: Answer) -> list[dict[str, Any]]:
    return [dict(row.plain) for row in answer.rows]


def says(answer: Answer) -> str:
    return "\n".join(
        [
            *map(in_english, answer.says),
            *(in_english(each) for row in answer.rows for each in (row.says, *row.more)),
        ]
    )


# -- D1 ------------------------------------------------------------------------------------------------------


def test_three_rows_by_clock_and_the_clock_is_printed(night: Basis) -> None:
    """By call 18; by landing 18 to 31, unsettled; by the night 31."""
    answer = asked(night, "D1", "2020-12-09")
    found = [(row["clock"], row["low"], row["high"], row["settled"]) for row in rows(answer)]
    assert found == [("reported", 18, 18, True), ("landed", 18, 31, False), ("night", 31, 31, True)]
    for row in answer.rows:
        assert f"clock “{row.plain['clock']}”" in in_english(row.says)
    assert "not settled" in in_english(answer.rows[1].says)


def test_another_night_has_its_own_three(tmp_path: Path) -> None:
    """22 called before midnight and were landed after it, 5 called and were landed after: 5, 27 and 27."""
    watch = Watch(tmp_path).tell(
        call("a", f"{DAY}T23:10:00+01:00"),
        opened("A", "north/phone/a#0"),
        met("a-off", "2031-02-04T01:00:00+01:00", "lifeboat", "landed", 22, all_off="yes", place="Dieppe"),
        linked("north/vhf/a-off#0", "A"),
        call("b", "2031-02-04T02:10:00+01:00"),
        opened("B", "north/phone/b#0"),
        met("b-off", "2031-02-04T04:00:00+01:00", "cutter", "landed", 5, all_off="yes", place="Fécamp"),
        linked("north/vhf/b-off#0", "B"),
    )
    answer = asked(Basis(watch.picture), "clocks", "2031-02-04")
    assert [(row["clock"], row["low"], row["high"]) for row in rows(answer)] == [
        ("reported", 5, 5),
        ("landed", 27, 27),
        ("night", 27, 27),
    ]


# -- D2 ------------------------------------------------------------------------------------------------------


def test_the_31_and_the_27_are_added_and_nothing_else_is(night: Basis) -> None:
    """Disjoint: 58. The landed lie within the rescued, and of others' numbers nothing is known."""
    by_pair = {(row["one"], row["other"]): row for row in rows(asked(night, "D2", NIGHT))}
    assert by_pair["rescued", "arrived"]["relation"] == "disjoint"
    assert by_pair["rescued", "arrived"]["sum"] == {"low": 58, "high": 58}
    assert (by_pair["rescued", "landed"]["relation"], by_pair["rescued", "landed"]["sum"]) == (
        "contains",
        None,
    )
    for row in by_pair.values():
        assert (row["sum"] is not None) == (row["relation"] == "disjoint")
        if "claim:" in row["one"] + row["other"] or "prevented" in (row["one"], row["other"]):
            assert row["relation"] == "unknown"


def test_the_order_of_asking_turns_contains_round(night: Basis) -> None:
    """Landed first: it lies within the rescued."""
    first = rows(asked(night, "overlap", NIGHT, "landed", "rescued"))[0]
    assert (first["one"], first["relation"]) == ("landed", "within")


# -- D3 ------------------------------------------------------------------------------------------------------


def test_without_an_official_number_it_says_so(night: Basis) -> None:
    """No series is loaded in the night: there is nothing to bridge to, and no row pretends to."""
    answer = asked(night, "D3", NIGHT)
    assert rows(answer) == []
    assert "No official number is held" in says(answer)


def test_an_official_number_of_a_day_nobody_called_on_is_bridged_to_nothing() -> None:
    """Theirs is said; ours is not nought, and reports are what is needed."""
    answer = asked(Basis(picture_of(series_report(daily([20] * 3)))), "bridge", "2031-02-02")
    assert rows(answer) == []
    assert answer.figures[0].scope != "cases"
    assert "Coast Office D has 20 for 2031-02-02." in says(answer)
    assert [in_english(need) for need in answer.needs] == ["Reports that tell of boats in 2031-02-02."]


def test_children_nobody_stated_are_not_stated_as_nought(tmp_path: Path) -> None:
    """Of 12 taken off nobody said how many are children: 0 to 12, and no nought that was stated."""
    watch = Watch(tmp_path).tell(
        call("a", f"{DAY}T01:00:00+01:00"),
        opened("A", "north/phone/a#0"),
        met("a-off", f"{DAY}T04:00:00+01:00", "cutter", "landed", 12, all_off="yes"),
        linked("north/vhf/a-off#0", "A"),
    )
    said = in_english(asked(Basis(watch.picture), "children", DAY).says[0])
    assert said == (
        "Of no boat of 2031-02-03 did anybody state how many are children: 12 people, 0–12 children."
    )


# -- where nothing is held -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(QUESTIONS))
@pytest.mark.parametrize("days", ["2019", "all"])
def test_where_nothing_is_held_no_question_answers_nought(night: Basis, name: str, days: str) -> None:
    """Of a year without a report, and of an empty log: what would be needed, and no figure of ours."""
    answer = asked(night if days == "2019" else Basis(Picture()), name, days)
    assert answer.needs
    assert not [row for row in rows(answer) if row.get("low") == 0 or row.get("data")]
    assert not [each for each in answer.figures if each.scope == "cases" and each.high == 0]


def test_what_is_prevented_is_of_no_boat(night: Basis) -> None:
    """Asked beside the rescued of a year without a boat: one is not held, the other not known."""
    answer = asked(night, "clocks", "2019", "rescued", "prevented")
    assert {row["figure"] for row in rows(answer)} == {"prevented"}
    assert "No report of a boat is held of 2019" in says(answer)
    may = [row["may"] for row in rows(asked(night, "printing", "2019", "rescued", "prevented"))]
    assert may == ["nothing_held", "not_live"]


# -- D5 ------------------------------------------------------------------------------------------------------


def test_a_boat_nobody_met_is_in_nobodys_figure(tmp_path: Path) -> None:
    """About 30 called and were never met; 12 were landed: one case, the people of that boat, as of when."""
    watch = Watch(tmp_path).tell(
        call("a", f"{DAY}T01:00:00+01:00", on_board=exactly(30)),
        opened("A", "north/phone/a#0"),
        call("b", f"{DAY}T02:00:00+01:00"),
        opened("B", "north/phone/b#0"),
        met("b-off", f"{DAY}T04:00:00+01:00", "cutter", "landed", 12, all_off="yes"),
        linked("north/vhf/b-off#0", "B"),
    )
    answer = asked(Basis(watch.picture), "D5", DAY)
    [row] = rows(answer)
    assert (row["label"], row["low"], row["high"]) == ("A", 30, 30)
    assert "the boats first reported in 2031-02-03: 1, with 30 people" in says(answer)


def test_of_the_night_nobody_is_without_an_outcome(night: Basis) -> None:
    """All five boats have one."""
    assert rows(asked(night, "unaccounted", NIGHT)) == []


# -- D6 ------------------------------------------------------------------------------------------------------


def test_dead_and_missing_are_two_columns_by_scope(tmp_path: Path) -> None:
    """A boat with a body and two missing, and a death in a camp: never one number, and each says who declared it."""
    watch = Watch(tmp_path).tell(
        call("a", f"{DAY}T01:00:00+01:00", on_board=exactly(20)),
        opened("A", "north/phone/a#0"),
        report(
            "found",
            f"{DAY}T09:00:00+01:00",
            channel="vhf",
            sender={"role": "unit", "unit": "lifeboat"},
            mentions=[
                {
                    "about": "craft",
                    "encounter": {
                        "unit": "lifeboat",
                        "action": "recovered",
                        "taken_off": exactly(17),
                        "dead": exactly(1),
                        "all_off": "yes",
                    },
                    "movements": [{"from": "water", "to": "missing", "count": exactly(2)}],
                }
            ],
        ),
        linked("north/vhf/found#0", "A"),
        report(
            "camp",
            f"{DAY}T12:00:00+01:00",
            channel="official",
            mentions=[{"about": "camp", "movements": [{"from": "camp", "to": "dead", "count": exactly(1)}]}],
        ),
        {
            "do": "open-case",
            "kind": "camp",
            "label": "Camp",
            "mention": "north/official/camp#0",
            "reason": "a death",
        },
    )
    answer = asked(Basis(watch.picture), "D6", DAY)
    by_scope = {row["scope"]: row for row in rows(answer)[:4]}
    assert by_scope["sea"]["missing"] == {"low": 2, "high": 2}
    assert by_scope["sea"]["dead"]["high"] >= 1
    assert by_scope["camp"]["dead"] == {"low": 1, "high": 1}
    assert by_scope["camp"]["missing"] is by_scope["road"]["dead"] is None, "a blank is not nought"
    told = [row for row in rows(answer) if "declared_by" in row]
    assert {row["scope"] for row in told} == {"sea", "camp"}
    assert all(row["declared_by"] for row in told)
    dead = next(row for row in told if row["scope"] == "sea" and row["column"] == "dead")
    assert dead["found"] != dead["died"], "found when the boat was met, dead some time since its first report"


def test_of_a_day_without_reports_nobody_says_that_nobody_died(night: Basis) -> None:
    """A blank in every scope, at sea as well, and no nought."""
    answer = asked(night, "D6", "2019-05-01")
    assert {(row["dead"], row["missing"]) for row in rows(answer)} == {(None, None)}
    assert rows(asked(night, "D6", NIGHT))[0]["dead"] == {"low": 0, "high": 0}


# -- D7 ------------------------------------------------------------------------------------------------------


def test_two_children_stated_and_four_people_not(night: Basis) -> None:
    """31 rescued: 2 by the paper, 2 to 6 by the three reports; the blank is not nought."""
    answer = asked(night, "D7", NIGHT)
    boats = [row for row in rows(answer) if "people" in row]
    assert [row["children"] for row in boats] == [{"low": 1, "high": 1}, {"low": 1, "high": 1}, None]
    assert [row["missing"] for row in boats] == [None, None, "not stated"]
    assert "Children stated: 2. Not stated of how many people: 4. Together 2–6 children." in says(answer)
    assert [row["value"] for row in rows(answer) if "source" in row] == [2]
    assert all(row["stated_by"] for row in boats if row["children"] is not None)


# -- D8 ------------------------------------------------------------------------------------------------------


def waited(tmp_path: Path, minutes: list[int], never: int) -> Answer:
    watch = Watch(tmp_path)
    for number in range(len(minutes) + never):
        name = f"w{number}"
        watch.tell(call(name, f"{DAY}T01:00:00+01:00"), opened(name, f"north/phone/{name}#0"))
    for number, wait in enumerate(minutes):
        at = f"{DAY}T{1 + wait // 60:02}:{wait % 60:02}:00+01:00"
        watch.tell(
            met(f"m{number}", at, "lifeboat", "recovered", 5, all_off="yes"),
            linked(f"north/vhf/m{number}#0", f"w{number}"),
        )
    return asked(Basis(watch.picture), "D8", DAY)


def test_boats_never_found_are_kept(tmp_path: Path) -> None:
    """30, 60 and 90 minutes: the median is 60; with two never found it is 90, and none is left out."""
    found = rows(waited(tmp_path / "all", [30, 60, 90], 0))[0]
    assert (found["median_min"], found["censored"]) == ({"low": 60, "high": 60}, 0)
    kept = rows(waited(tmp_path / "some", [30, 60, 90], 2))[0]
    assert (kept["boats"], kept["censored"]) == (5, 2)
    assert kept["median_min"] == {"low": 90, "high": 90}
    none = waited(tmp_path / "most", [30], 3)
    assert rows(none)[0]["median_min"]["high"] is None
    assert "No median" in says(none)


def test_a_boat_heard_of_only_afterwards_has_no_wait(night: Basis) -> None:
    """The two vessels the paper told of had arrived: their wait is not known, and not nought."""
    answer = asked(night, "waiting", NIGHT)
    assert rows(answer)[0]["boats"] == 3
    assert rows(answer)[0]["told_afterwards"] == 2


# -- D10 -----------------------------------------------------------------------------------------------------


def test_a_replay_is_not_printed_as_a_fact(night: Basis) -> None:
    """The sentence, its id, its hash and what it leaves out; and that this log is no live record."""
    [row] = rows(asked(night, "D10", NIGHT, licence="CC BY 4.0"))
    assert row["may"] == "not_live"
    assert len(row["sha256"]) == 64
    assert row["id"] in row["citation"]
    assert row["licence"] == "CC BY 4.0"
    assert set(row["missing"]) == {"place"}


def test_a_range_is_printed_as_one(tmp_path: Path) -> None:
    """25 to 40 is no number for anybody to choose from, and its empty values say what they mean."""
    watch = Watch(tmp_path).tell(
        call("a", f"{DAY}T01:00:00+01:00", on_board=exactly(40)), opened("A", "north/phone/a#0")
    )
    live = Basis(watch.picture)
    live.kinds = ()
    [row] = rows(asked(live, "printing", "2031-02-02/2031-02-03", "still_out"))
    assert row["may"] == "number"
    [children] = rows(asked(live, "printing", DAY, "prevented"))
    assert children["may"] == "not_known"
    assert children["missing"]["high"].startswith("not known")


# -- all of them ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_of_nothing_every_question_has_an_answer(name: str) -> None:
    """Before anything came in, and for all time, nothing fails."""
    for days in ("all", "2031", "night:2031-02-03"):
        assert asked(Basis(Picture()), name, days).says


@pytest.mark.parametrize("name", sorted(QUESTIONS))
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_command_line_answers_in_both_languages(replayed: Path, name: str, language: str) -> None:
    """`ashore ask` gives every answer as text and as JSON."""
    verb = ["--data", str(replayed), "ask", name, "--language", language]
    told = CliRunner().invoke(verbs(), verb)
    assert told.exit_code == 0, told.stderr
    plain = CliRunner().invoke(verbs(), [*verb, "--json", "--day", "2020-12-09"])
    assert json.loads(plain.stdout)["name"] == name
    assert "{" not in told.stdout


def test_d1_goes_by_its_number_and_its_day(replayed: Path) -> None:
    """As an analyst types it."""
    told = CliRunner().invoke(verbs(), ["--data", str(replayed), "ask", "D1", "--day", "2020-12-09"])
    assert "18–31, not settled" in told.stdout


def test_claims_are_set_beside_the_book(replayed: Path) -> None:
    """`ashore claims` publishes 31 once for each text, and says of each claim what it comes to."""
    told = CliRunner().invoke(verbs(), ["--data", str(replayed), "claims"])
    assert told.exit_code == 0, told.stderr
    assert "agrees: “31 people”" in told.stdout
    plain = CliRunner().invoke(verbs(), ["--data", str(replayed), "claims", "--json"])
    lines = [json.loads(line) for line in plain.stdout.splitlines()]
    assert {line["verdict"] for line in lines} <= {"agrees", "contradicts", "overlaps", "not_comparable"}
    assert all(line["format"] == "ashore.claim-beside/1" for line in lines)


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the night played in."""
    path = tmp_path_factory.mktemp("replayed") / "desk"
    desk = create_desk(path, name="replay-desk", kind="replay")
    play(desk, example())
    desk.close()
    return path


def test_what_is_no_question_is_refused() -> None:
    """By a sentence that names those there are."""
    with pytest.raises(NotAQuestion, match="D4"):
        question_named("D4")
    assert question_named("d10") is QUESTIONS["printing"]
