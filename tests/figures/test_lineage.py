"""From a figure down to the very words, for every figure of the night."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from played import Watch, asked, call, claimed, exactly, linked, met, opened

from ashore.bootstrap import example
from ashore.figures import Chain, as_text, figures, night_figures, why
from ashore.picture.fold import Picture


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Picture:
    """The picture of the whole night."""
    return Watch(tmp_path_factory.mktemp("night")).play(example()).picture


def _steps(chain: Chain) -> list[Chain]:
    return [chain, *(step for under in chain.under for step in _steps(under))]


def test_every_number_of_the_night_opens_to_its_entries(night: Picture) -> None:
    """Each chain begins with the figure's own number, and names entries of the log, `from` among them."""
    for figure in night_figures(night):
        chain = why(night, figure)
        assert figure.shown in chain.says
        named = {step.entry for step in _steps(chain)} - {None}
        assert named <= night.entries.keys()
        if figure.scope != "cases":
            assert named == set(figure.sources)
        reports = {entry for entry in figure.sources if night.entries[entry].type == "report.received"}
        assert reports <= named


def test_the_31_open_to_the_words_of_every_teller(night: Picture) -> None:
    """Every sentence that counts people brought ashore from the three boats stands in the chain, with its report."""
    figure = next(each for each in night_figures(night) if each.figure == "rescued")
    text = as_text(why(night, figure))
    counted = {
        (mention.id, mention.mention.encounter.taken_off.as_said)
        for case in night.all_cases()
        if case.opened in figure.sources
        for mention in case.mentions
        if mention.mention.encounter is not None and mention.mention.encounter.taken_off is not None
    }
    assert len(counted) >= 3
    for mention, words in counted:
        assert f"“{words}”" in text
        assert mention in text


def test_a_number_no_source_says_is_shown_as_supplied(night: Picture) -> None:
    """How many set out is the replay's own: the chain does not put it in the paper's mouth."""
    figure = next(each for each in night_figures(night) if each.figure == "still_out")
    steps = [step for step in _steps(why(night, figure)) if step.field == "encounter.all_off"]
    assert steps
    assert {step.kind for step in steps} == {"supplied"}
    assert all(step.says.startswith("supplied here, no source says it: all") for step in steps)


def test_every_leaf_that_is_somebodys_words_names_where_they_stand(night: Picture) -> None:
    """Mention and field are enough for the desk to open the words of any leaf."""
    for figure in night_figures(night):
        for leaf in why(night, figure).leaves():
            if leaf.kind in ("statement", "source"):
                assert leaf.entry is not None
                assert leaf.mention is not None
                assert leaf.field is not None


def test_a_joint_landing_is_told_once_above_its_two_boats(night: Picture) -> None:
    """The 27 stand over both boats, whose own bounds say that nobody knows how many were in each."""
    figure = asked(night, "arrived", "2020-12-08/2020-12-09")
    (group,) = why(night, figure).under
    assert group.kind == "group"
    assert sum(step.kind == "case" for step in group.under) == 2
    boats = [step for step in group.under if step.kind == "case"]
    assert not [step for boat in boats for step in _steps(boat) if step.kind in ("event", "source")]


def test_a_claim_opens_to_its_quote(night: Picture) -> None:
    """A line of somebody else's number leads to their words."""
    found = figures(night, ["arrived"], "2020-12-01/2020-12-09")
    paper = claimed(found, "arrived", 249, "2020-12-01/2020-12-09")
    (claim,) = why(night, paper).under
    assert (claim.kind, claim.quote, claim.entry) == ("claim", "249 so far", paper.sources[0])


def test_private_words_are_opened_only_by_whoever_may(tmp_path: Path) -> None:
    """Without the desk's key a caller's words are an id; with it they stand in the text, asked for by field."""
    picture = (
        Watch(tmp_path)
        .tell(
            call("a", "2031-02-03T22:00:00+01:00", on_board=exactly(40, as_said="we are forty")),
            opened("A", "north/phone/a#0"),
            met("off", "2031-02-03T23:00:00+01:00", "lifeboat", "recovered", 33),
            linked("north/vhf/off#0", "A"),
        )
        .picture
    )
    chain = why(picture, asked(picture, "still_out", "2031-02-03"))
    assert "forty" not in as_text(chain)
    assert "forty" not in json.dumps(chain.as_json())
    looked: list[tuple[str, str]] = []

    def words(mention: str, field: str) -> str | None:
        looked.append((mention, field))
        return "we are forty" if field == "on_board" else None

    assert "aboard said: 40 on board “we are forty”" in as_text(chain, words)
    assert ("north/phone/a#0", "on_board") in looked


def test_a_figure_opens_to_what_was_known_when_it_was_made(tmp_path: Path) -> None:
    """Later reports do not change the chain of an earlier figure."""
    watch = Watch(tmp_path).tell(
        call("a", "2031-02-03T22:00:00+01:00", on_board=exactly(13)),
        opened("A", "north/phone/a#0"),
        met("off", "2031-02-03T23:00:00+01:00", "lifeboat", "recovered", 13),
        linked("north/vhf/off#0", "A"),
    )
    figure = asked(watch.picture, "rescued", "2031-02-03")
    before = why(watch.picture, figure)
    watch.tell(
        met("more", "2031-02-03T23:40:00+01:00", "patrol", "recovered", 2), linked("north/vhf/more#0", "A")
    )
    assert why(watch.picture, figure) == before
    assert asked(watch.picture, "rescued", "2031-02-03").low == 15
