"""The ten questions on pages: the list, each answer, what it opens to, and what is said where nothing is held."""

from __future__ import annotations

import dataclasses
import html
import re
import shlex
from collections.abc import Iterator

import pytest
from claims_scene import claims_desk
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from scenes import client_of, signed_in
from starlette.testclient import TestClient

from ashore.bootstrap import verbs
from ashore.desk.commands import Desk, questioning
from ashore.desk.commands.counting import Cut
from ashore.desk.language import LANGUAGES, speaking
from ashore.desk.web.questions import ELSEWHERE, matrices
from ashore.figures.questions import LISTED, QUESTIONS
from ashore.model.errors import BadInput

DAY = "2031-02-03"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with a boat, a body, a published series and papers; nobody writes to it."""
    made = claims_desk(tmp_path_factory.mktemp("questions"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def client(desk: Desk) -> TestClient:
    return signed_in(desk)


def text_of(page: str) -> str:
    main = page[page.index('<main id="main">') : page.index("</main>")]
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", main)).split())


def test_the_list_holds_ten_and_each_leads_somewhere(client: TestClient) -> None:
    """In their order; what changed and calm days have pages of their own."""
    page = client.get("/questions").text
    listed = re.findall(r'<li value="(\d+)"><a href="([^"]+)">', page)
    assert [number for number, _ in listed] == [str(number) for number in range(1, 11)]
    assert listed[3][1] == "/revisions"
    assert listed[8][1] == "/rates"
    for _, address in listed:
        if address not in ELSEWHERE.values():
            assert client.get(address).status_code == 200


def test_every_question_that_is_answered_is_listed_once() -> None:
    """And two that are answered elsewhere."""
    assert {each.name for each in LISTED if not each.elsewhere} == set(QUESTIONS)
    assert [each.number for each in LISTED] == [f"D{number}" for number in range(1, 11)]
    assert {each.name for each in LISTED if each.elsewhere} == set(ELSEWHERE)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(QUESTIONS))
@pytest.mark.parametrize("period", ["", DAY, "2031-02", "2019"])
def test_the_page_says_what_the_command_line_says(
    desk: Desk, client: TestClient, name: str, period: str, language: str
) -> None:
    """Every sentence of the answer, in the reader's language; where nothing is held, what is needed."""
    answer = questioning.ask(desk, name, Cut(period=period))
    told = speaking(language).catalogue.gettext
    page = text_of(
        client.get(f"/questions/{name}?period={period}", headers={"accept-language": language}).text
    )
    for phrase in (answer.asks, *answer.says, *answer.needs, *answer.cautions):
        said = phrase.render(told, str)
        assert said[:1].upper() + said[1:] in page


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_of_a_period_without_reports_no_number_is_given(desk: Desk, client: TestClient, name: str) -> None:
    """Nought would be a count; what would be needed stands there instead."""
    answer = questioning.ask(desk, name, Cut(period="2019"))
    assert answer.needs
    page = text_of(client.get(f"/questions/{name}?period=2019").text)
    assert "What would be needed" in page
    numbers = [row.plain.get(end) for row in answer.rows for end in ("low", "high")]
    assert not any(number == 0 for number in numbers)


@pytest.mark.parametrize(
    "address", ["clocks", "overlap", "bridge", "children", "printing", "dead-and-missing"]
)
def test_every_figure_opens_to_itself(client: TestClient, address: str) -> None:
    """The link of each figure leads to the page of that very id, in its own cut."""
    for period in (DAY, "2031-02", ""):
        page = client.get(f"/questions/{address}?period={period}").text
        opens = page[page.index('id="opens"') :]
        links = [html.unescape(each) for each in re.findall(r'<a href="(/figures/[^"]+)"', opens)]
        links = [each for each in links if each.partition("?")[0] not in ELSEWHERE.values()]
        assert links
        for link in links:
            figure = link.removeprefix("/figures/").partition("?")[0]
            opened = client.get(link)
            assert opened.status_code == 200
            assert f"<code>{figure}</code>" in opened.text


def test_the_matrix_reads_the_same_both_ways(desk: Desk) -> None:
    """What holds another is within it from the other side; the rest is the same either way."""
    [matrix] = [
        each
        for each in matrices(questioning.ask(desk, "overlap", Cut(period=DAY, names=("rescued", "landed"))))
        if each.unit == "person"
    ]
    for row, cells in enumerate(matrix.cells):
        for column, cell in enumerate(cells):
            other = matrix.cells[column][row]
            assert (cell is None) == (row == column)
            if cell is not None and other is not None:
                turned = {"contains": "within", "within": "contains"}
                assert other.relation == turned.get(cell.relation, cell.relation)


def test_two_numbers_of_one_source_stand_apart_in_the_matrix(desk: Desk) -> None:
    """They have one name and different relations; each keeps its own, and its own sum."""
    answer = questioning.ask(desk, "overlap", Cut(period=DAY))
    twice = dataclasses.replace(
        answer,
        figures=(answer.figures[0], answer.figures[0], answer.figures[2]),
        rows=tuple(
            dataclasses.replace(answer.rows[0], plain={"relation": relation, "sum": together})
            for relation, together in (
                ("unknown", None),
                ("disjoint", {"low": 40, "high": 40}),
                ("contains", None),
            )
        ),
    )
    [matrix] = matrices(twice)
    shown = [[cell and (cell.relation, cell.low) for cell in cells] for cells in matrix.cells]
    assert shown == [
        [None, ("unknown", None), ("disjoint", 40)],
        [("unknown", None), None, ("contains", None)],
        [("disjoint", 40), ("within", None), None],
    ]


@pytest.mark.parametrize(
    "asked",
    [
        "clocks?period=x",
        "clocks?zone=Mars",
        "clocks?name=boats",
        "bridge?known_at=noon",
        "waiting?place=Calais",
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_bad_input_is_refused_by_the_command_lines_sentence(
    desk: Desk, client: TestClient, asked: str, language: str
) -> None:
    """With the hint, in the reader's language, and the form as it was typed."""
    name, _, query = asked.partition("?")
    field, _, value = query.partition("=")
    cut = Cut(names=(value,)) if field == "name" else Cut(**{field: value})
    with pytest.raises(BadInput) as refused:
        questioning.ask(desk, name, cut)
    answer = client.get(f"/questions/{asked}", headers={"accept-language": language})
    assert answer.status_code == 422
    says, hint = speaking(language).error(refused.value)
    page = text_of(answer.text)
    assert says in page
    assert " ".join(hint.split()) in page


TYPED = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["2031-02", "night:2031-02-03", "all", "UTC", "../UTC", "rescued", "\0"]),
)


@settings(max_examples=60)
@given(
    st.sampled_from([*(f"/questions/{name}" for name in sorted(QUESTIONS)), "/claims"]),
    st.dictionaries(
        st.sampled_from(
            "period zone place known_at recorded_at name clock licence verdict first lang".split()
        ),
        TYPED,
        max_size=4,
    ),
)
def test_whatever_is_typed_is_answered_or_refused(
    client: TestClient, address: str, typed: dict[str, str]
) -> None:
    """Never a fault, and the page is whole."""
    answer = client.get(address, params=typed)
    assert answer.status_code in (200, 422)
    assert answer.text.rstrip().endswith("</html>")


def test_a_question_by_its_number_leads_to_its_page(client: TestClient) -> None:
    """With the cut it was asked with; the two that are asked elsewhere lead there."""
    for asked, leads in (
        ("D1?period=2031-02-03", "/questions/clocks?period=2031-02-03"),
        ("d10", "/questions/printing"),
        ("D4", "/revisions"),
        ("rates?period=2031", "/rates?period=2031"),
    ):
        answer = client.get(f"/questions/{asked}", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, leads)


def test_no_question_of_that_name(client: TestClient) -> None:
    """A page of its own that names the questions there are."""
    answer = client.get("/questions/weather", headers={"accept": "text/html"})
    assert answer.status_code == 422
    assert "There is no question “weather”." in text_of(answer.text)


def test_a_live_desk_is_asked_by_nobody_from_outside(desk: Desk) -> None:
    """Without an account the pages lead to the door."""
    for address in ("/questions", "/questions/clocks", "/claims"):
        assert client_of(desk).get(address, follow_redirects=False).status_code == 303


def test_changing_the_language_keeps_every_figure_chosen(client: TestClient) -> None:
    """Two ticked, two kept."""
    page = client.get(f"/questions/overlap?period={DAY}&name=rescued&name=arrived").text
    other = re.search(r'<a href="([^"]+)" hreflang="fr"', page)
    assert other is not None
    french = client.get(html.unescape(other[1])).text
    assert re.findall(r'value="(\w+)" checked', french) == ["rescued", "arrived"]
    client.get("/questions?lang=en")


def test_the_verb_on_the_page_gives_the_same_answer(desk: Desk, client: TestClient) -> None:
    """What stands there to be copied can be run as it is."""
    page = text_of(client.get(f"/questions/overlap?period={DAY}&name=rescued&name=arrived").text)
    verb = re.search(r"ashore (ask overlap .*?) D1", page)
    assert verb is not None
    words = shlex.split(verb[1])
    assert words == ["ask", "overlap", "rescued", "arrived", "--period", DAY]
    result = CliRunner().invoke(verbs(), ["ask", "--help"])
    assert "--period" in result.stdout
