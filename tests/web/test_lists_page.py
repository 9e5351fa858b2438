"""Comparing lists: theirs beside ours, each line ticked by somebody, and both remainders in red until it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from between_scenes import Between, between
from scenes import signed_in
from test_web_forms import post
from test_web_pages import text_of

from ashore.desk.commands.acts import JudgeLine, LabelCase, ReceiveList, SetPhase
from ashore.desk.commands.asking import ask_board
from ashore.desk.commands.comparing import ask_lists
from ashore.desk.web.lists import suggestion

GRIS_NEZ = "CROSS Gris-Nez"


@pytest.fixture
def scene(tmp_path: Path) -> Between:
    """A watch with a list of Gris-Nez: Charlie, which is their name for a boat of ours, and Delta."""
    return between(tmp_path)


def suggested(scene: Between) -> dict[str, str]:
    """Return what is suggested for each line, by its label."""
    ours = [row for row in ask_board(scene.desk).rows if row.at_sea]
    return {
        line.line.label: suggestion(listed, line, ours)
        for listed in ask_lists(scene.desk)
        for line in listed.lines
    }


def test_only_a_name_that_this_very_centre_gave_suggests_a_case(scene: Between) -> None:
    """Another centre's letter, or our own, says nothing of what they mean by it."""
    assert suggested(scene) == {"Charlie": scene.first, "Delta": ""}
    scene.do(LabelCase(case=scene.second, label="Delta", given_by="HM Coastguard Dover"))
    scene.do(LabelCase(case=scene.second, label="Delta"))
    assert suggested(scene)["Delta"] == ""
    scene.do(LabelCase(case=scene.second, label="delta", given_by="cross gris-nez"))
    assert suggested(scene)["Delta"] == scene.second


def test_a_name_given_to_two_boats_suggests_neither(scene: Between) -> None:
    """Which of the two they mean is for them to say."""
    scene.do(LabelCase(case=scene.second, label="Charlie", given_by=GRIS_NEZ))
    assert suggested(scene)["Charlie"] == ""


@pytest.mark.parametrize("label", ["1", "No 2", "#3", "n°4"])
def test_the_number_of_a_line_suggests_no_boat(scene: Between, label: str) -> None:
    """Their next list begins with 1 again, and means another boat by it."""
    scene.do(ReceiveList(centre=GRIS_NEZ, text=f"{label} - Delta, 20 people"))
    scene.do(LabelCase(case=scene.second, label=label, given_by=GRIS_NEZ))
    assert suggested(scene) == {label: ""}


def test_a_name_that_stands_twice_on_a_list_suggests_no_boat(scene: Between) -> None:
    """One of the two lines is another boat, and nobody has said which."""
    scene.do(ReceiveList(centre=GRIS_NEZ, text="Charlie, 12 people\nCharlie, 30 people"))
    assert suggested(scene) == {"Charlie": ""}


def test_two_of_theirs_that_are_one_of_ours_stay_red(scene: Between) -> None:
    """Two boats taken for one: on the page of the lists, on the watch and on the handover, in both languages."""
    client = signed_in(scene.desk)
    scene.do(ReceiveList(centre=GRIS_NEZ, text="Charlie, 12 people\nDelta, 30 people\nK7, 30 people"))
    [listed] = ask_lists(scene.desk)
    for line, case in enumerate((scene.first, scene.first, scene.second)):
        scene.do(JudgeLine(list=listed.entry, line=str(line), standing="same", case=case))
    page = text_of(client.get("/lists").text)
    assert "and so is Delta: one boat, or two?" in page
    assert "Both lists hold the same boats." not in page
    assert "Charlie + Delta are held to be one boat of ours" in text_of(client.get("/").text)
    assert "Charlie + Delta on the list of CROSS Gris-Nez are all held to be 2234B" in text_of(
        client.get("/handover").text
    )
    assert "Delta aussi : une embarcation, ou deux ?" in text_of(client.get("/lists?lang=fr").text)
    scene.do(JudgeLine(list=listed.entry, line="1", standing="not_ours"))
    assert "one boat, or two?" not in text_of(client.get("/lists").text)


def test_both_remainders_are_told_until_every_line_is_settled(scene: Between) -> None:
    """What they have and we have not, and what we have and they have not."""
    client = signed_in(scene.desk)
    page = text_of(client.get("/lists").text)
    assert "2 lines are none of ours yet, 2 of ours are not on it." in page
    [listed] = ask_lists(scene.desk)
    for line, case in enumerate((scene.first, scene.second)):
        answer = post(
            client,
            "/do/judge-line",
            list=listed.entry,
            line=str(line),
            case=case,
            standing="same",
            back="/lists",
        )
        assert answer.headers["location"] == "/lists"
    page = text_of(client.get("/lists").text)
    assert "Both lists hold the same boats." in page
    assert "Open here, and not on their list" not in page


def test_a_boat_keeps_its_number_while_another_becomes_more_urgent(scene: Between) -> None:
    """A key pressed for the boat that was read a moment ago must not mean another one."""
    client = signed_in(scene.desk)
    for case, phase in ((scene.first, "alert"), (scene.first, "distress"), (scene.second, "alert")):
        scene.do(SetPhase(case=case, phase=phase, reason="what the escort says"))
        offered = re.findall(r'<option value="(c-[^"]+)"', client.get("/lists").text)
        assert offered == [scene.first, scene.second] * 2


def test_a_line_that_nothing_suggests_a_boat_for_shows_none(scene: Between) -> None:
    """One key too many does not make an unknown boat the most urgent of ours."""
    page = signed_in(scene.desk).get("/lists").text
    charlie, delta = (part.partition("</li>")[0] for part in page.split("data-row ")[1:3])
    assert f'value="{scene.first}" selected' in charlie
    assert "selected" not in delta
    assert '<select name="case" required data-numbered><option value=""></option>' in delta
    refused = post(
        signed_in(scene.desk),
        "/do/judge-line",
        list=ask_lists(scene.desk)[0].entry,
        line="1",
        standing="same",
        case="",
        back="/lists",
    )
    assert refused.status_code >= 400


def test_a_line_that_is_not_ours_stays_red_here_and_on_the_watch(scene: Between) -> None:
    """A boat that nobody here knows of is not settled by saying so."""
    client = signed_in(scene.desk)
    [listed] = ask_lists(scene.desk)
    post(
        client,
        "/do/judge-line",
        list=listed.entry,
        line="1",
        standing="not_ours",
        case=scene.first,
        back="/lists",
    )
    assert "2 lines are none of ours yet" in text_of(client.get("/lists").text)
    assert "Delta (not ours)" in text_of(client.get("/").text)


def test_an_empty_list_is_a_list_and_no_text_is_none(scene: Between) -> None:
    """“none” says that all of ours are missing from theirs; what cannot be read comes back as it was typed."""
    client = signed_in(scene.desk)
    assert post(client, "/do/receive-list", centre=GRIS_NEZ, text="none", back="/lists").status_code == 303
    assert "They said that they have none." in text_of(client.get("/lists").text)
    refused = post(client, "/do/receive-list", centre="Dover", text="–––", back="/lists")
    assert refused.status_code == 422
    assert 'value="Dover"' in refused.text
    assert "–––" in refused.text


def test_a_number_in_a_list_is_on_no_page(scene: Between) -> None:
    """Lists come with numbers to call; they stay sealed."""
    scene.do(ReceiveList(centre="Dover", text="M12, 20 people, call +33 6 12 34 56 78"))
    page = signed_in(scene.desk).get("/lists").text
    assert "M12" in page
    assert "12 34 56 78" not in page


def test_who_only_looks_on_sees_the_lists_and_no_button(scene: Between) -> None:
    """And is refused by the server what the page does not offer."""
    client = signed_in(scene.desk, "Olga")
    page = client.get("/lists").text
    assert "Delta" in page
    assert "/do/" not in page
    assert post(client, "/do/receive-list", centre="Dover", text="none", back="/lists").status_code == 403
