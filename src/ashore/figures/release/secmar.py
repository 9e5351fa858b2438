"""Figures by the outcome codes of SECMAR, the French statistics of search and rescue.

The codes are those of its table `resultats_humain`, and what each means is its own documentation
(https://mtes-mct.github.io/secmar-documentation/, "Résultat sur les personnes"; read November 2026). Where
the two ways of counting part, the row says so:

* SECMAR counts an outcome nobody knows as "reached the coast by their own means" (its "Incertitude"). We never do:
  people without an outcome stand under `Inconnu`, with their range.
* `Personne retrouvée` is for people whose position was not known and who were searched for. No figure of ours
  tells them from the rescued, so they stand under `Personne secourue`.
* SECMAR has no code for landing, detention or prevention: these are no outcomes of an operation.
"""

from __future__ import annotations

from collections.abc import Sequence

from ashore.figures.release.columns import NO_LIMIT, Column, Table, days_of
from ashore.figures.release.release import Release

PEOPLE = "Migrant"
"""The code of `categorie_personne` for people in a small boat."""


UNKNOWN = "Inconnu"

OUTCOMES = {
    "rescued": (
        "Personne secourue",
        "Holds also people searched for and found, which SECMAR counts as Personne retrouvée.",
    ),
    "arrived": (
        "Personne tirée d'affaire seule",
        "Holds also people escorted to the other shore, whom SECMAR counts as assisted.",
    ),
    "returned": (
        "Personne tirée d'affaire seule",
        "People who went back to the shore they had left, and not those in arrivals.",
    ),
    "dead": (
        "Personne décédée",
        "Whether by accident or by nature is not told apart.",
    ),
    "missing": (
        "Personne disparue",
        "Reported missing and not found; not everybody who may still be out.",
    ),
}
"""Each figure that is an outcome of an operation: its code, and where the two ways of counting part."""


def as_secmar(releases: Sequence[Release]) -> bytes:
    """Return our own figures as rows of `resultats_humain`, with the ends of each range beside `nombre`.

    `nombre` is filled where the number is one. Where no report of a boat is held there is no row, which is not 0.
    Only figures of our own cases are given: a published series counts by rules of its own. One row more for each
    cut says how many are in nobody's figure.
    """
    columns = tuple(
        Column(name=name, type=kind, says="")
        for name, kind in (
            ("premier_jour", "date"),
            ("dernier_jour", "date"),
            ("horloge", "string"),
            ("categorie_personne", "string"),
            ("resultat_humain", "string"),
            ("nombre", "integer"),
            ("nombre_min", "integer"),
            ("nombre_max", "integer"),
            ("figure", "string"),
            ("version", "string"),
            ("note", "string"),
        )
    )
    rows: list[tuple[int | str, ...]] = []
    unknown: dict[tuple[str, ...], tuple[int | str, ...]] = {}
    for release in releases:
        figure = release.figure
        if figure.scope != "cases" or not release.held:
            continue
        days = days_of(figure)
        if figure.figure in OUTCOMES:
            code, note = OUTCOMES[figure.figure]
            ends = _ends(figure.low, figure.high)
            rows.append((*days, figure.clock, PEOPLE, code, *ends, figure.figure, figure.id, note))
        without = figure.without_outcome
        unknown[days] = (
            *days,
            "reported",
            PEOPLE,
            UNKNOWN,
            *_ends(without.low, without.high),
            "without_outcome",
            figure.id,
            f"{without.cases} cases of which nobody has said what became of the people. SECMAR would count "
            "them as having reached the coast by their own means.",
        )
    return Table(
        name="secmar",
        says="Outcomes by the codes of SECMAR.",
        columns=columns,
        key=(),
        rows=(*rows, *unknown.values()),
    ).as_csv()


def _ends(low: int, high: int | None) -> tuple[int | str, int, int | str]:
    return low if low == high else "", low, NO_LIMIT if high is None else high
