"""Another centre's list beside ours: what is read of it, and which of the two remainders stays red."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from watches import RELAY, Watch

from ashore.desk.commands import acts
from ashore.desk.commands.comparing import LONGEST_LABEL, Compared, ask_lists, read_list
from ashore.desk.commands.errors import BadValue, EmptyList, UnknownCase, UnknownEntry
from ashore.model.facts import Label
from ashore.model.numbers import holds_number, without_numbers


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    return Watch(tmp_path)


def given_list(watch: Watch, text: str, centre: str = "Dover") -> Compared:
    watch.do(acts.ReceiveList(centre=centre, text=text), RELAY)
    return next(each for each in ask_lists(watch.desk) if each.centre == centre)


def judge(watch: Watch, line: int, standing: str, case: str = "") -> Compared:
    listed = ask_lists(watch.desk)[0]
    watch.do(acts.JudgeLine(list=listed.entry, line=str(line), standing=standing, case=case), RELAY)
    return ask_lists(watch.desk)[0]


@pytest.mark.parametrize(
    ("text", "label", "says"),
    [
        ("Bravo: about 30, off Gravelines", "Bravo", "about 30, off Gravelines"),
        ("- Bravo – 30 POB", "Bravo", "30 POB"),
        ("2) Bravo\t30", "Bravo", "30"),
        ("Bravo,30,engine dead", "Bravo", "30,engine dead"),
        ("Bravo  51,03 N 2,06 E", "Bravo", "51,03 N 2,06 E"),
        ("01:34 black boat, 40", "01:34 black boat", "40"),
        ("Charlie 2", "Charlie 2", ""),
        (": unnamed, 12", "unnamed", "12"),
        ("Bravo: caller +33 6 00 00 00 00, 30", "Bravo", "caller …, 30"),
        ("x" * 80, "x" * 60, "x" * 20),
    ],
)
def test_a_line_is_a_boat(text: str, label: str, says: str) -> None:
    """What they call it stands before the first mark that parts, and every number to call is left out."""
    [line] = read_list(text)

    assert (line.label, line.says) == (label, says)


@pytest.mark.parametrize(
    "text",
    [
        "[03/02/2031, 21:10:22] CROSS Gris-Nez: Bravo – 30\n[03/02/2031, 21:11:40] CROSS Gris-Nez: Delta – 20",
        "\u200e[21:10, 03/02/2031] CROSS Gris-Nez: Bravo – 30\n[21:11, 03/02/2031] CROSS Gris-Nez: Delta – 20",
        "03/02/2031, 21:10 - CROSS Gris-Nez: Bravo – 30\nDelta – 20",
        "02/13/2031, 21:10 - CROSS Gris-Nez: 1. Bravo – 30\n2. Delta – 20",
    ],
)
def test_a_list_pasted_from_a_chat_is_its_boats(text: str) -> None:
    """The date of a message is no boat's name: the next list would begin with it again, and mean another boat."""
    lines = read_list(text)

    assert [line.label for line in lines] == ["Bravo", "Delta"]
    assert [line.says.partition(" ")[0] for line in lines] == ["30", "20"]


def test_no_name_is_lost_from_a_list_that_only_looks_like_a_chat() -> None:
    """What stands before a colon may be who wrote, or a boat."""
    [line] = read_list("03/02/2031 21:10 - Bravo: 30 people")

    assert "Bravo" in f"{line.label} {line.says}"


@given(
    st.one_of(
        st.text(),
        st.text(alphabet="0123456789 +().;,:-/\n\tab@.…٣", max_size=200),
        st.lists(
            st.sampled_from(["0612", "345678", "Bravo", ";", " ", "+33", "a@b.c", "…", "\n", "x" * 59])
        ).map("".join),
    )
)
@example("[03/02/2031, 21:10] a: \n[03/02/2031, 21:11] : \n32/13/2031, 21:10 - ")
@example("x" * 50 + " 0612; 345678")
@example("Bravo 06 12 ; 34 56 78 90")
def test_any_text_is_read(text: str) -> None:
    """No text breaks the reading; every boat has a name, no name is too long, and nothing left is a number to call."""
    for line in read_list(text):
        assert line.label.strip()
        assert len(line.label) <= LONGEST_LABEL
        assert not holds_number(line.label)
        assert not holds_number(line.says)


@given(st.text(alphabet="0123456789 +().-/…ab@.c\u2026٣", max_size=60))
def test_no_number_is_left_where_numbers_are_left_out(text: str) -> None:
    """What stood on both sides of a number is no number afterwards."""
    assert not holds_number(without_numbers(text))


@pytest.mark.parametrize(
    "text",
    [
        "none",
        "None.\r\n",
        "- nil",
        "NÉANT",
        "aucun bateau",
        "RAS",
        "0",
        "We have none.",
        "none\n\n",
        "[03/02/2031, 21:10] Dover: none",
    ],
)
def test_a_centre_that_holds_none_lacks_all_of_ours(watch: Watch, text: str) -> None:
    """A list that says there is no boat is a list, and every open boat of ours is missing from it."""
    case = watch.boat()
    listed = given_list(watch, text)

    assert (listed.lines, listed.missing) == ((), (case,))


@pytest.mark.parametrize("text", ["", " \n", "---\n...", "***"])
def test_a_list_of_nothing_is_no_list(watch: Watch, text: str) -> None:
    """Nothing typed is not the same as nothing held."""
    with pytest.raises(EmptyList):
        watch.do(acts.ReceiveList(centre="Dover", text=text))
    with pytest.raises(BadValue):
        watch.do(acts.ReceiveList(centre=" ", text="Bravo"))
    with pytest.raises(BadValue):
        watch.do(acts.ReceiveList(centre="Dover", text="Bravo\n" * 201))


def test_both_remainders_stay_until_they_are_settled(watch: Watch) -> None:
    """A line that is a case of ours leaves both; not ours and unknown stay red, and so do ours that they lack."""
    a, b = watch.boat("Alpha"), watch.boat("Beta")
    listed = given_list(watch, "Bravo: 30\nCharlie: 12\nDelta")
    assert (len(listed.remaining), listed.missing) == (3, tuple(row.case.id for row in watch.board.rows))
    judge(watch, 0, "same", a)
    judge(watch, 1, "not_ours")
    listed = judge(watch, 2, "unknown")

    assert [line.line.label for line in listed.remaining] == ["Charlie", "Delta"]
    assert listed.missing == (b,)
    assert [line.by for line in listed.lines] == [RELAY.account] * 3


def test_the_same_boat_gets_their_name_for_it(watch: Watch) -> None:
    """What they call it is a label of our case from then on, given by them, and is written once."""
    case = watch.boat("Alpha")
    given_list(watch, "Bravo: 30")
    judge(watch, 0, "same", case)
    judge(watch, 0, "same", case)

    assert watch.facts(case).labels == (
        Label(label="Alpha", given_by=""),
        Label(label="Bravo", given_by="Dover"),
    )


def test_a_line_judged_anew_takes_the_name_along(watch: Watch) -> None:
    """A boat that was taken for theirs loses their name when it turns out to be another: letters must not mislead."""
    a, b = watch.boat("Alpha"), watch.boat("Beta")
    given_list(watch, "Bravo: 30")
    judge(watch, 0, "same", a)
    listed = judge(watch, 0, "same", b)

    assert (listed.lines[0].case, listed.missing) == (b, (a,))
    assert [label.label for label in watch.facts(a).labels] == ["Alpha"]
    assert [label.label for label in watch.facts(b).labels] == ["Beta", "Bravo"]
    listed = judge(watch, 0, "unknown")
    assert set(listed.missing) == {a, b}
    assert [label.label for label in watch.facts(b).labels] == ["Beta"]


def test_a_name_that_somebody_gave_by_hand_stays(watch: Watch) -> None:
    """Only what the judgement itself wrote is taken back with it."""
    case = watch.boat("Alpha")
    watch.do(acts.LabelCase(case=case, label="Bravo", given_by="Dover"))
    given_list(watch, "Bravo: 30")
    judge(watch, 0, "same", case)
    judge(watch, 0, "not_ours")

    assert [label.label for label in watch.facts(case).labels] == ["Alpha", "Bravo"]


def test_a_newer_list_takes_the_place_of_the_older(watch: Watch) -> None:
    """Each centre has one list that stands, and an older one can no longer be judged."""
    watch.boat()
    old = given_list(watch, "Bravo")
    given_list(watch, "Echo", centre="Gris-Nez")
    new = given_list(watch, "Foxtrot\nGolf", centre="Dover")

    assert [(each.centre, len(each.lines)) for each in ask_lists(watch.desk)] == [
        ("Dover", 2),
        ("Gris-Nez", 1),
    ]
    assert new.entry != old.entry
    with pytest.raises(UnknownEntry):
        watch.do(acts.JudgeLine(list=old.entry, line="0", standing="unknown"))


def test_a_boat_that_they_hold_and_we_ended_stays_red(watch: Watch) -> None:
    """A line that is the same as a case we ended is no settled line: they are still looking for it."""
    case = watch.boat("Alpha")
    given_list(watch, "Bravo: 30")
    judge(watch, 0, "same", case)
    watch.do(
        acts.EndCase(case=case, how="suspended", owner="m", review_at="2 h"),
    )
    [listed] = ask_lists(watch.desk)

    assert [line.line.label for line in listed.remaining] == ["Bravo"]


def test_two_cases_of_one_boat_are_both_on_their_list(watch: Watch) -> None:
    """What is held the same boat as a listed case is not missing; what somebody holds apart is."""
    a, b = watch.boat("Alpha"), watch.boat("Beta")
    given_list(watch, "Bravo")
    judge(watch, 0, "same", a)
    watch.do(acts.CompareCases(cases=(a, b), standing="same", reason="one caller"))
    assert ask_lists(watch.desk)[0].missing == ()
    watch.do(acts.CompareCases(cases=(a, b), standing="apart", reason="two colours"))

    assert ask_lists(watch.desk)[0].missing == (b,)


def test_a_lorry_is_on_no_centres_list(watch: Watch) -> None:
    """Lists of boats are compared with boats."""
    watch.call(open_="lorry", danger=[])

    assert given_list(watch, "none").missing == ()


@pytest.mark.parametrize("line", ["1", "-1", "x", "", "٠", "9" * 5000])
def test_a_line_that_is_none_is_refused(watch: Watch, line: str) -> None:
    """Lines are counted from nought, and a case must be named for one that is the same."""
    listed = given_list(watch, "Bravo")
    with pytest.raises(BadValue):
        watch.do(acts.JudgeLine(list=listed.entry, line=line, standing="unknown"))
    with pytest.raises(UnknownCase):
        watch.do(acts.JudgeLine(list=listed.entry, line="0", standing="same"))


def test_a_list_is_kept_as_it_came_under_seal(watch: Watch) -> None:
    """The numbers in it are in no open body, and the text is there for whoever may open it."""
    given_list(watch, "Bravo: caller +33600000000")
    [entry] = [each for each in watch.desk.ledger.read() if each.header.type == "list.received"]

    assert b"33600000000" not in (entry.body or b"")
    assert watch.desk.open_part(entry, 0, RELAY) == b"Bravo: caller +33600000000"
