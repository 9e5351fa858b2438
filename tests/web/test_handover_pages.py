"""The handover of the watch: signed item by item, taken with a reason or whole, and on paper every hour."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from between_scenes import NAME, TAKER, Between, between, call, log
from hypothesis import given, settings
from hypothesis import strategies as st
from scenes import client_of, signed_in
from starlette.testclient import TestClient
from test_web_forms import post
from test_web_pages import text_of

from ashore.desk.commands import acts
from ashore.desk.commands.acts import NoteWorry, OfferHandover, SignItem
from ashore.desk.commands.handing import ask_handover
from ashore.desk.language import LANGUAGES, speaking
from ashore.desk.web.handover_files import KEPT, HandoverFiles
from ashore.desk.web.handovers import paper

HOUR = 3_600_000


@pytest.fixture
def scene(tmp_path: Path) -> Between:
    """A watch with something of everything."""
    return between(tmp_path)


def signers(client: TestClient) -> dict[str, str]:
    """Return who signed for each item of the page, by the item's sentence."""
    page = client.get("/handover").text
    return {
        text_of(says).removesuffix("changed since it was signed for").strip(): by
        for by, says in re.findall(r'data-signers="([^"]*)">\s*<span class="says">(.*?)</span>', page, re.S)
    }


def test_every_kind_of_thing_stands_on_the_one_page(scene: Between) -> None:
    """Open cases, promises, requests, what is held back, worries, loose reports, and lists that differ."""
    page = text_of(signed_in(scene.desk, TAKER).get("/handover").text)
    for sentence in (
        "2234B / Charlie: at most 40 may still be out",
        "Cutter Orme promised to be with K7 at 3 Feb 21:45 UTC",
        "Lifeboat Anse is held back: sea state",
        "CROSS Gris-Nez has not answered: a unit for 2234B",
        "To be looked at by 3 Feb 21:50 UTC: the tide turns",
        "a worry: the voice of K7 sounded very young",
        "A report received at 3 Feb 21:15 UTC on phone belongs to no case",
        "Delta on the list of CROSS Gris-Nez is no case of ours",
        "K7 is not on the list of CROSS Gris-Nez",
    ):
        assert sentence in page, sentence


def test_an_item_is_signed_by_its_own_button_and_by_no_other(scene: Between) -> None:
    """One form posts one item; there is no way to sign for all that was seen."""
    client = signed_in(scene.desk, TAKER)
    page = client.get("/handover").text
    item = ask_handover(scene.desk).items[0]
    forms = re.findall(r'action="/do/sign-item".*?</form>', page, re.S)
    assert len(forms) == len(ask_handover(scene.desk).items)
    assert all(form.count('name="item"') == 1 for form in forms)
    assert post(client, "/do/sign-item", item=item.id, back="/handover").headers["location"] == "/handover"
    assert [by for by in signers(client).values() if by] == [TAKER]


def test_what_came_in_after_a_signature_makes_the_item_new(scene: Between) -> None:
    """Nobody has signed for what they have not seen, and the page says that it changed."""
    client = signed_in(scene.desk, TAKER)
    item = next(each for each in ask_handover(scene.desk).items if each.case == scene.first)
    scene.do(SignItem(item=item.id), TAKER)
    assert signers(client)["2234B / Charlie: at most 40 may still be out"] == TAKER
    log(scene.desk, scene.who[NAME], call(9, mentions=[{"danger": ["sinking"]}]), case=scene.first)
    page = text_of(client.get("/handover").text)
    assert "changed since it was signed for" in page
    assert signers(client)["2234B / Charlie: at most 40 may still be out"] == ""


def test_the_watch_is_not_taken_over_what_is_unsigned_without_a_reason(scene: Between) -> None:
    """The refusal names what is not signed for, in the reader's language, and keeps what was typed."""
    client = signed_in(scene.desk, TAKER)
    client.headers["accept-language"] = "fr"
    answer = post(client, "/do/take-watch", taken_from="Marie", back="/handover")
    page = text_of(answer.text)
    assert answer.status_code == 409
    assert "2234B / Charlie : 40 personnes au plus" in page or "2234B / Charlie" in page
    assert "may still be out" not in page
    assert 'value="Marie"' in answer.text
    assert (
        post(client, "/do/take-watch", taken_from="Marie", reason="fire alarm", back="/handover").status_code
        == 303
    )
    assert "Paul" in text_of(client.get("/handover").text)
    assert "fire alarm" in text_of(client.get("/handover").text)


def test_whoever_signed_for_everything_takes_the_watch_without_a_reason(scene: Between) -> None:
    """And the next watch begins with nothing signed."""
    client = signed_in(scene.desk, TAKER)
    for item in ask_handover(scene.desk).items:
        scene.do(SignItem(item=item.id), TAKER)
    assert "You have signed for everything as it stands." in text_of(client.get("/handover").text)
    assert post(client, "/do/take-watch", taken_from="Marie", back="/handover").status_code == 303
    assert not any(signers(client).values())
    assert "Paul has the watch, taken from Marie" in text_of(client.get("/handover").text)


def test_the_last_test_of_the_sounds_is_told(scene: Between) -> None:
    """That somebody did not hear them is louder than that somebody did."""
    client = signed_in(scene.desk)
    assert "Nobody has tested them in this log yet." in text_of(client.get("/handover").text)
    post(client, "/do/test-sounds", heard="no", back="/handover")
    assert "Marie did not hear them all." in text_of(client.get("/handover").text)
    scene.do(acts.TestSounds(heard="yes"))
    assert "Marie heard all four." in text_of(client.get("/handover").text)


@pytest.mark.parametrize("name", ["Olga", "Ana"])
def test_who_only_looks_on_sees_the_handover_and_no_button_of_it(scene: Between, name: str) -> None:
    """An observer and an analyst read it, and the server refuses them what the page does not offer."""
    client = signed_in(scene.desk, name)
    page = client.get("/handover").text
    assert "at most 40 may still be out" in page
    assert "/do/" not in page
    item = ask_handover(scene.desk).items[0].id
    assert post(client, "/do/sign-item", item=item, back="/handover").status_code == 403


def test_the_paper_holds_the_watch_in_both_languages_and_no_number_or_words(scene: Between) -> None:
    """What a power cut leaves: how many, where, who promised what; no number to call, nothing a caller said."""
    html = paper(scene.desk)
    text = text_of(html)
    assert "May still be out: 40 at most, 40 at least" in text
    assert speaking("fr").says("May still be out") in text
    assert scene.first in text
    assert "51°04.3′N" in text
    assert "cutter Orme: on the way" in text
    assert "+336" not in text
    assert "invented words of a caller" not in text
    assert "<script" not in html
    assert "/static/" not in html
    assert 'href="/' not in html


def test_the_paper_names_an_exercise(tmp_path: Path) -> None:
    """A printed exercise must never be taken for a night."""
    assert "EXERCISE" in text_of(paper(between(tmp_path, "exercise").desk))


class Clock:
    """A clock moved by hand."""

    ms = 1_927_920_000_000

    def __call__(self) -> int:
        return self.ms


@settings(max_examples=12, deadline=None)
@given(hours=st.integers(min_value=1, max_value=KEPT + 9))
def test_a_file_each_hour_and_the_newest_two_days_of_them(
    tmp_path_factory: pytest.TempPathFactory, hours: int
) -> None:
    """The oldest go, the newest is always there, and nothing half written stays."""
    folder, clock = tmp_path_factory.mktemp("files") / "handover", Clock()
    files = HandoverFiles(folder, lambda: f"<p>{clock.ms}</p>", clock)
    for _ in range(hours):
        clock.ms += HOUR
        assert files.write()
    kept = sorted(path.name for path in folder.iterdir())
    assert len(kept) == min(hours, KEPT)
    assert all(re.fullmatch(r"handover-\d{8}T\d{4}Z\.html", name) for name in kept)
    assert (folder / kept[-1]).read_text() == f"<p>{clock.ms}</p>"
    assert files.written == clock.ms


def test_a_disk_that_fails_is_said_on_the_page_and_keeps_what_was_there(
    scene: Between, tmp_path: Path
) -> None:
    """The last good file stays, the page says that this hour's is missing, and the next that works is told again."""
    folder = tmp_path / "handover"
    with client_of(scene.desk, handovers_in=folder) as client:
        files = client.app.state.handover_files  # type: ignore[attr-defined]
        for _ in range(200):
            if files.written is not None:
                break
            time.sleep(0.02)
        [first] = folder.iterdir()
        client.cookies = signed_in(scene.desk).cookies
        assert "Saved each hour in the folder handover" in text_of(client.get("/handover").text)
        kept = first.read_bytes()
        moved = tmp_path / "moved"
        folder.rename(moved)
        folder.write_text("no folder")
        assert not files.write()
        assert "could not be saved" in text_of(client.get("/handover").text)
        folder.unlink()
        moved.rename(folder)
        assert first.read_bytes() == kept
        assert files.write()
        assert "could not be saved" not in text_of(client.get("/handover").text)


def test_a_page_that_cannot_be_made_is_a_fault_like_a_full_disk(tmp_path: Path) -> None:
    """The thread goes on, and the fault has a name."""

    def broken() -> str:
        raise RuntimeError

    files = HandoverFiles(tmp_path / "handover", broken, Clock())
    assert not files.write()
    assert files.fault == "RuntimeError"


def test_a_refused_form_of_another_address_is_shown_on_the_list(scene: Between) -> None:
    """A form may lead back anywhere of this desk; only pages that can show a refusal are shown with it."""
    client = signed_in(scene.desk)
    answer = post(client, "/do/note-worry", worry="", back="//elsewhere.example")
    assert answer.status_code in (400, 422)
    assert "Open cases" in text_of(answer.text)


def test_a_new_worry_is_on_the_next_handover(scene: Between) -> None:
    """What somebody fears and cannot show yet reaches the next watch."""
    scene.do(NoteWorry(worry="the engine may be a second boat's"))
    assert (
        "a worry: the engine may be a second boat's"
        in text_of(signed_in(scene.desk, TAKER).get("/handover").text).lower()
    )


def test_paper_says_to_whom_a_case_was_offered(scene: Between) -> None:
    """In a power cut nobody can look up who has the boat."""
    scene.do(OfferHandover(case=scene.first, to="HM Coastguard Dover", reason="nearer to them"))
    assert text_of(paper(scene.desk)).count("HM Coastguard Dover") == len(LANGUAGES)
