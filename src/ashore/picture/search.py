"""One search box: a case by its id, the start of it, any label, or any report in it."""

from __future__ import annotations

from ashore.picture.fold import Picture


def find_cases(picture: Picture, words: str) -> list[str]:
    """Return the ids of the cases that `words` may mean, the closest kind of match first.

    An exact id, then an exact label (several cases may carry it), then the start of an id or a label,
    then a report's id within the case; upper and lower case are the same.
    """
    wanted = " ".join(words.casefold().split())
    if not wanted:
        return []
    exact_id: list[str] = []
    exact_label: list[str] = []
    beginning: list[str] = []
    report: list[str] = []
    for case in picture.all_cases():
        labels = [label.label.casefold() for label in case.labels]
        if case.id.casefold() == wanted:
            exact_id.append(case.id)
        elif wanted in labels:
            exact_label.append(case.id)
        elif any(name.startswith(wanted) for name in (case.id.casefold(), *labels)):
            beginning.append(case.id)
        elif any(wanted in mention.id.casefold() for mention in case.mentions):
            report.append(case.id)
    return [*exact_id, *exact_label, *beginning, *report]


def meant_case(picture: Picture, words: str) -> list[str]:
    """Return the cases that `words` names outright: by id, or else by a label that one or more carry."""
    if words in picture.cases:
        return [words]
    wanted = " ".join(words.casefold().split())
    return [
        case.id
        for case in picture.all_cases()
        if any(label.label.casefold() == wanted for label in case.labels)
    ]
