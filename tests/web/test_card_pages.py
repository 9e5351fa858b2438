"""The card's pages: read with its meaning beside it, in both languages, by whoever is signed in."""

from __future__ import annotations

import re

import pytest
from scenes import client_of, signed_in

from ashore.desk.card import PHRASES, QUESTIONS, card, cards
from ashore.desk.commands import Desk


def test_the_list_leads_to_every_language(night: Desk) -> None:
    """By its own name, in its own direction, and by its name on the desk."""
    page = client_of(night).get("/card", headers={"accept-language": "fr"}).text
    for code, held in cards().items():
        assert f'href="/card/{code}"' in page
        assert f'<b lang="{code}" dir="{held.direction}">{held.own_name}</b>' in page
    assert "kurde sorani" in page
    assert page.count("non vérifiée par un locuteur natif") == len(cards())


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("code", sorted(cards()))
def test_a_card_shows_what_it_says_what_it_means_and_that_nobody_checked_it(
    night: Desk, code: str, language: str
) -> None:
    """Each phrase in its own direction, each question with room for its answer, the warning in both languages."""
    page = client_of(night).get(f"/card/{code}?lang={language}").text
    held, meant = card(code), card(language)
    assert "No native speaker has checked these phrases." in page
    assert "Aucun locuteur natif" in page
    for name in PHRASES:
        if name in held.said:
            assert held.said[name].text.replace("'", "&#39;") in page
        if code != language and name not in ("yes", "no"):
            assert meant.said[name].text in page
    for entry in QUESTIONS:
        assert f'name="card.{entry.name}"' in page
        assert f'aria-labelledby="card-{entry.name}"' in page
    assert re.search(r"\sstyle=|<script(?! type=\"module\" src)", page) is None


def test_the_answers_are_in_no_form_that_could_send_them_into_an_address(night: Desk) -> None:
    """The page keeps them; only a form of the call takes them on."""
    page = client_of(night).get("/card/ar").text
    main = page[page.index("<main") : page.index("</main>")]
    assert "<form" not in main


def test_the_text_to_paste_is_plain_and_begins_with_the_warning(night: Desk) -> None:
    """Then the phrases, one a line."""
    answer = client_of(night).get("/card/ar.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    head, _, phrases = answer.text.partition("\n\n")
    assert head.splitlines() == [
        "(No native speaker has checked these phrases.)",
        "(Aucun locuteur natif n'a vérifié ces phrases.)",
    ]
    assert phrases == card("ar").as_text()


def test_what_is_left_out_is_said_to_be(night: Desk) -> None:
    """Never an English phrase in the place of one that is not held."""
    page = client_of(night).get("/card/ckb?lang=en").text
    assert page.count("left out: nobody was sure of it in this language") == len(card("ckb").absent)


def test_a_language_that_is_not_held_is_refused_in_words(night: Desk) -> None:
    """With the way back."""
    answer = client_of(night).get("/card/xx?lang=en")
    assert answer.status_code == 404
    assert "no card in the language “xx”" in answer.text


def test_a_live_desk_shows_it_to_whoever_is_signed_in(on_watch: tuple[Desk, str]) -> None:
    """Like every other page."""
    desk, _ = on_watch
    assert client_of(desk).get("/card", follow_redirects=False).status_code == 303
    assert signed_in(desk).get("/card/tr").status_code == 200
