"""The ten questions to the figures, each answered in a sentence, then in rows, then by what is under it."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ashore.desk.commands import questioning
from ashore.desk.commands.counting import Cut
from ashore.desk.commands.desk import Desk
from ashore.desk.web.asked import cut_of
from ashore.desk.web.problems import status_of
from ashore.desk.web.rendering import page, told
from ashore.desk.web.telling import Teller
from ashore.desk.web.visitors import visitor
from ashore.figures.caveats import clock_means
from ashore.figures.definitions import DEFINITIONS
from ashore.figures.figure import Figure
from ashore.figures.questions import LISTED, Answer, listed, question_listed
from ashore.figures.release.release import LICENCES
from ashore.figures.wording import coded
from ashore.model.errors import AshoreError, BadInput
from ashore.model.phrases import say
from ashore.model.times import moment

ELSEWHERE = {"revisions": "/revisions", "rates": "/rates"}
"""Where the two questions have their page that are asked of a published series."""

_TURNED = {"contains": "within", "within": "contains"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """How one figure stands to another, and their sum where they share nobody."""

    relation: str
    low: int | None = None
    high: int | None = None
    adds: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Figures of one unit, each beside every other; a figure beside itself is None."""

    unit: str
    figures: tuple[Figure, ...]
    cells: tuple[tuple[Cell | None, ...], ...]


def questions_page(request: Request) -> Response:
    """`GET /questions`: the ten questions, what each answers with, and the way to each."""
    desk: Desk = request.app.state.desk
    visiting = visitor(request, desk)
    visiting.reader(desk)
    return page(
        request,
        visiting,
        "questions.html",
        {"listed": LISTED, "address_of": address_of, "teller": Teller(visiting.tongue, ())},
    )


def question_page(request: Request) -> Response:
    """`GET /questions/{question}`: one question of a cut, by its name or its number, with its answer."""
    desk: Desk = request.app.state.desk
    visiting = visitor(request, desk)
    visiting.reader(desk)
    name = request.path_params["question"]
    known = listed(name)
    if known is not None and (known.elsewhere or name != known.name):
        return RedirectResponse(_with(address_of(known.name), _given(request)), 303)
    this = question_listed(name)
    cut, licence = cut_of(request), request.query_params.get("licence", "")
    answer: Answer | None = None
    refused: AshoreError | None = None
    try:
        answer = questioning.ask(desk, name, cut, licence)
    except BadInput as error:
        refused = error
    given = _given(request)
    return page(
        request,
        visiting,
        "question.html",
        {
            "this": this,
            "answer": answer,
            "refused": told(visiting, refused),
            "asked": request.query_params,
            "chosen": cut.names,
            "figures": DEFINITIONS,
            "licences": LICENCES,
            "others": LISTED,
            "address_of": address_of,
            "teller": Teller(visiting.tongue, ()),
            "coded_phrase": lambda code: say("{code}", code=coded(code)),
            "means": clock_means,
            "ms": lambda text: moment(text).ms,
            "figure_at": lambda figure: figure_address(figure, cut),
            "matrices": matrices(answer) if answer is not None and answer.name == "overlap" else (),
            "defined": _defined(answer),
            "claims_at": _with("/claims", {"period": answer.period if answer else cut.period}),
            "program_at": _with(f"/api/answers/{name}", given),
            "verb": _verb(this.verb, cut, licence),
        },
        status=200 if refused is None else status_of(refused),
    )


def address_of(name: str) -> str:
    """Return where a question has its page."""
    return ELSEWHERE.get(name, f"/questions/{name}")


def figure_address(figure: Figure, cut: Cut) -> str:
    """Return where a figure of an answer opens to what is under it."""
    asked = {
        "period": figure.period,
        "clock": figure.clock,
        "zone": figure.zone,
        "place": figure.place or "",
        "known_at": cut.known_at,
        "recorded_at": cut.recorded_at,
    }
    return _with(f"/figures/{figure.id}", asked)


def matrices(answer: Answer) -> tuple[Matrix, ...]:
    """Return the figures of an answer on overlaps unit by unit, each beside every other."""
    figures = answer.figures
    pairs = [
        (one, other)
        for one, other in combinations(range(len(figures)), 2)
        if figures[one].unit == figures[other].unit
    ]
    found: dict[tuple[int, int], Cell] = {}
    # By place and not by name: a source that gives two numbers for one thing has two figures of one name.
    for (one, other), row in zip(pairs, answer.rows, strict=True):
        relation, together = row.plain["relation"], row.plain["sum"]
        low, high = (together["low"], together["high"]) if together is not None else (None, None)
        for pair, how in (((one, other), relation), ((other, one), _TURNED.get(relation, relation))):
            found[pair] = Cell(relation=how, low=low, high=high, adds=together is not None)
    units: dict[str, list[int]] = {}
    for place, figure in enumerate(figures):
        units.setdefault(figure.unit, []).append(place)
    return tuple(
        Matrix(
            unit=unit,
            figures=tuple(figures[place] for place in held),
            cells=tuple(tuple(found.get((one, other)) for other in held) for one in held),
        )
        for unit, held in units.items()
        if len(held) > 1
    )


def _defined(answer: Answer | None) -> tuple[Figure, ...]:
    """Return a figure for each definition under an answer: by three clocks it is one definition."""
    by_words: dict[tuple[str, str, str], Figure] = {}
    for each in answer.figures if answer is not None else ():
        by_words.setdefault((each.figure, each.scope, each.definition), each)
    return tuple(by_words.values())


def _given(request: Request) -> list[tuple[str, str]]:
    return [(name, value) for name, value in request.query_params.multi_items() if value and name != "lang"]


def _with(path: str, asked: Mapping[str, str] | list[tuple[str, str]]) -> str:
    pairs = asked.items() if isinstance(asked, Mapping) else asked
    query = urlencode([(name, value) for name, value in pairs if value])
    return f"{path}?{query}" if query else path


def _verb(verb: str, cut: Cut, licence: str) -> str:
    """Return how the same is asked at the command line."""
    options = {
        "period": cut.period,
        "zone": cut.zone if cut.zone != Cut().zone else "",
        "place": cut.place,
        "known-at": cut.known_at,
        "recorded-at": cut.recorded_at,
        "licence": licence,
    }
    words = [f"--{name} {shlex.quote(value)}" for name, value in options.items() if value]
    return " ".join(["ashore", verb, *map(shlex.quote, cut.names), *words])


ROUTES = [
    Route("/questions", questions_page),
    Route("/questions/{question}", question_page),
]
