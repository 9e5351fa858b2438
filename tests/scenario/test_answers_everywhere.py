"""Questions and claims through the library, the command line, HTTP and the page: one answer everywhere."""

from __future__ import annotations

import html
import json
import re
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from test_night_everywhere import as_it_was, served, with_twelve

from ashore.bootstrap import create_desk, open_desk, verbs
from ashore.desk.commands import play
from ashore.figures.basis import Basis
from ashore.figures.claims_beside import compare, remainders
from ashore.figures.claims_rows import rows
from ashore.figures.claims_totals import totals
from ashore.figures.period import period
from ashore.figures.questions import QUESTIONS, Asking

DAY = "2020-12-09"


@pytest.fixture(scope="module", params=[as_it_was, with_twelve], ids=["as it was", "thirteen become twelve"])
def night(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """A data directory with the night played in, and how many were taken off in it."""
    path = tmp_path_factory.mktemp("answers") / "desk"
    desk = create_desk(path, name="replay-desk", kind="replay")
    play(desk, request.param())
    desk.close()
    return path, 31 if request.param is as_it_was else 30


def by_library(path: Path) -> tuple[dict[str, dict[str, Any]], list[tuple[str, str]]]:
    """Return every answer, and the claims in rows as (verdict, quote)."""
    desk = open_desk(path)
    try:
        with desk.looking() as picture:
            basis = Basis(picture)
            asking = Asking(basis=basis, names=(), period=period(DAY, "Europe/Paris"))
            answers = {name: asked(asking).as_json() for name, asked in QUESTIONS.items()}
            found = rows(compare(basis, (*basis.said, *remainders(basis.said))), totals(basis.said))
    finally:
        desk.close()
    return answers, [(row.verdict, row.first.said.claim.quote) for row in found]


def by_command_line(path: Path, *words: str) -> list[dict[str, Any]]:
    result = CliRunner().invoke(verbs(), ["--data", str(path), *words, "--json"])
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def fetched(url: str) -> str:
    with urllib.request.urlopen(url) as answer:
        text: str = answer.read().decode()
    return text


def words_of(page: str) -> str:
    main = page[page.index('<main id="main">') : page.index("</main>")]
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", main)).split())


def test_every_question_has_one_answer_wherever_it_is_asked(night: tuple[Path, int]) -> None:
    """The library's answer is the command line's and HTTP's to the byte, and the page says its every sentence."""
    path, people = night
    answers, _ = by_library(path)
    with served(path) as url:
        base = url.rstrip("/")
        for name, answer in answers.items():
            assert by_command_line(path, "ask", name, "--day", DAY) == [answer]
            assert json.loads(fetched(f"{base}/api/answers/{name}?period={DAY}")) == answer
            page = words_of(fetched(f"{base}/questions/{name}?period={DAY}"))
            for said in (answer["asks"], *answer["says"], *answer["needs"], *answer["caveats"]):
                assert said[:1].upper() + said[1:] in page
    by_clock = [(row["low"], row["high"]) for row in answers["clocks"]["rows"]]
    assert by_clock == [(18, 18), (18, people), (people, people)]


def test_claims_stand_beside_the_book_the_same_wherever_they_are_looked_at(night: tuple[Path, int]) -> None:
    """Verdict and quote of each claim; with one boat of twelve the papers' 31 is contradicted everywhere."""
    path, people = night
    _, found = by_library(path)
    lines = by_command_line(path, "claims")
    with served(path) as url:
        base = url.rstrip("/")
        http = [json.loads(line) for line in fetched(f"{base}/api/claims").splitlines()]
        page = fetched(f"{base}/claims")
    assert http == lines
    told = {(line["verdict"], line["quote"]) for line in lines}
    assert set(found) <= told
    marked = r'<article class="beside-row verdict-(\w+)".*?class="quoted"><a[^>]*>“(.*?)”</a>'
    shown = re.findall(marked, page, re.DOTALL)
    assert [(verdict, html.unescape(quote)) for verdict, quote in shown] == found
    thirty_one = {line["verdict"] for line in lines if line["value"] == 31}
    assert thirty_one == ({"agrees"} if people == 31 else {"contradicts"})
