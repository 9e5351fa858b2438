"""Situation reports: filled from the log in either language, completed by hand, numbered, and kept as sent."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from between_scenes import Between, between, call, log
from click.testing import CliRunner
from scenes import HOST, signed_in
from test_web_pages import text_of

from ashore.bootstrap import verbs
from ashore.desk.commands.reporting import LETTERS, TITLES
from ashore.desk.language import LANGUAGES, speaking


@pytest.fixture
def scene(tmp_path: Path) -> Between:
    """A watch with two open boats."""
    return between(tmp_path)


def fields(page: str) -> dict[str, str]:
    """Return what stands in each field of the form."""
    return dict(re.findall(r'<textarea id="field-(\w)"[^>]*>(.*?)</textarea>', page, re.S))


def send(scene: Between, name: str = "Marie", **given: str) -> Any:
    """Send the form as it stands on the page, with what somebody wrote in it."""
    client = signed_in(scene.desk, name)
    address = f"/cases/{scene.first}/sitrep"
    shown = fields(client.get(f"{address}?language={given.get('language', 'en')}").text)
    form = {**shown, "language": "en", "to": "CROSS Gris-Nez", **given}
    return client.post(address, data=form, headers={"origin": HOST}, follow_redirects=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_has_its_title_and_the_log_fills_it(scene: Between, language: str) -> None:
    """In the language of the report, whoever reads the page."""
    page = signed_in(scene.desk).get(f"/cases/{scene.first}/sitrep?language={language}").text
    shown = fields(page)
    assert "".join(shown) == LETTERS
    for letter in LETTERS:
        assert speaking(language).says(TITLES[letter]) in text_of(page)
    assert "2234B / Charlie" in shown["A"]
    assert "40" in shown["D"]
    assert shown["E"] == shown["N"] == ""


def test_what_a_boat_looks_like_is_said_in_the_language_of_the_report(scene: Between) -> None:
    """A French report holds no English word of the desk's own, and neither does the case's page."""
    client = signed_in(scene.desk)
    address = f"/cases/{scene.second}"
    assert fields(client.get(f"{address}/sitrep?language=fr").text)["G"].startswith("Pneumatique, gris")
    page = text_of(client.get(f"{address}?lang=fr").text)
    assert "pneumatique" in page
    assert "inflatable" not in page


def test_the_interface_for_programs_gives_the_same_text_as_the_page(scene: Between) -> None:
    """One wording, whoever asks for it."""
    client = signed_in(scene.desk)
    for language in LANGUAGES:
        answer = client.get(f"/api/cases/{scene.second}/sitrep?language={language}").json()
        shown = fields(client.get(f"/cases/{scene.second}/sitrep?language={language}").text)
        assert answer["format"] == "ashore.sitrep/1"
        assert answer["number"] == 1
        assert [text_of(each["text"]) for each in answer["fields"]] == [
            text_of(shown[letter]) for letter in LETTERS
        ]


def test_a_report_is_numbered_kept_as_sent_and_offered_again(scene: Between) -> None:
    """What was written by hand is not typed twice; what the log says anew is marked."""
    assert send(scene, E="two units", H="force 4").status_code == 303
    page = signed_in(scene.desk).get(f"/cases/{scene.first}/sitrep").text
    assert "Situation report 2" in text_of(page)
    assert fields(page)["E"] == "two units"
    assert "SITREP 1 → CROSS Gris-Nez" in text_of(page)
    assert "differs from the last report" not in page
    log(scene.desk, scene.who["Marie"], call(5, mentions=[{"danger": ["sinking"]}]), case=scene.first)
    page = signed_in(scene.desk).get(f"/cases/{scene.first}/sitrep").text
    assert page.count("differs from the last report") == 1
    assert "Last time" in page
    assert send(scene, to="CROSS Gris-Nez; HM Coastguard Dover").status_code == 303
    assert "SITREP 2 → CROSS Gris-Nez, HM Coastguard Dover" in text_of(
        signed_in(scene.desk).get(f"/cases/{scene.first}/sitrep").text
    )


def test_two_reports_never_go_out_under_one_number(scene: Between) -> None:
    """Two windows drew up number 1: the second is told, keeps what was written, and goes out as number 2."""
    assert send(scene, number="1", E="two units").status_code == 303
    refused = send(scene, number="1", E="a helicopter")
    assert refused.status_code == 422
    assert "another report of this case went out under it" in refused.text
    assert fields(refused.text)["E"] == "a helicopter"
    assert '<input type="hidden" name="number" value="2">' in refused.text
    assert send(scene, number="2", E="a helicopter").status_code == 303


def test_a_report_in_the_other_language_is_not_held_against_the_last_one(scene: Between) -> None:
    """An English report and a French one differ in every letter, which would tell nobody anything."""
    send(scene, E="two units")
    page = signed_in(scene.desk).get(f"/cases/{scene.first}/sitrep?language=fr").text
    assert "differs from the last report" not in page
    assert fields(page)["E"] == ""


def test_a_report_to_nobody_is_refused_and_nothing_written_is_lost(scene: Between) -> None:
    """The page comes back with the sentence and with what was typed."""
    answer = send(scene, to=" , ", H="force 4, rising", K="from the buoy to the north")
    assert answer.status_code == 422
    assert fields(answer.text)["H"] == "force 4, rising"
    assert fields(answer.text)["K"] == "from the buoy to the north"
    assert "Name the centres it goes to" in text_of(answer.text)


def test_a_number_to_call_does_not_go_into_a_report(scene: Between) -> None:
    """A report is open text for ever."""
    answer = send(scene, N="call them on +33 6 12 34 56 78")
    assert answer.status_code == 422
    assert "telephone number" in text_of(answer.text)


def test_a_relay_issues_a_report_and_an_observer_only_reads_it(scene: Between) -> None:
    """A hotline documents; whoever looks on sends nothing."""
    assert send(scene, "Amina").status_code == 303
    assert send(scene, "Olga").status_code == 403
    page = signed_in(scene.desk, "Olga").get(f"/cases/{scene.first}/sitrep").text
    assert "2234B" in page
    assert 'name="to"' not in page


def test_a_case_that_is_none_has_no_report(scene: Between) -> None:
    """As anywhere: by a sentence."""
    client = signed_in(scene.desk)
    assert client.get("/cases/c-none/sitrep").status_code == 404
    assert client.get("/api/cases/c-none/sitrep").status_code == 404


def test_the_command_line_prints_the_report_and_writes_the_handover(scene: Between, tmp_path: Path) -> None:
    """Both without a server, and neither writes into the log."""
    before = scene.desk.ledger.latest()
    scene.desk.close()
    data, out = str(tmp_path / "desk"), tmp_path / "handover.html"
    printed = CliRunner().invoke(verbs(), ["--data", data, "sitrep", "2234B", "--language", "fr"])
    assert printed.exit_code == 0, printed.output
    assert printed.output.startswith("SITREP 1, phase de détresse\n")
    assert "A. Identité" in printed.output
    written = CliRunner().invoke(verbs(), ["--data", data, "handover", "--out", str(out)])
    assert written.exit_code == 0, written.output
    assert "2234B" in out.read_text("utf-8")
    unknown = CliRunner().invoke(verbs(), ["--data", data, "sitrep", "no such boat"])
    assert unknown.exit_code == 4
    assert before > 0
