"""What the words of a message say of a boat: labelled lines as a row of a list, the rest as a call is read.

Everything read is marked as read by a machine. Where a message speaks of several boats under headings of their own
("Boat 1: …", "Case 57: …"), each heading is a mention.
"""

from __future__ import annotations

import re
from typing import Any

from ashore.intake.headings import read_heading
from ashore.intake.row import Cell, Clock, is_blank, row_fields
from ashore.intake.telephones import e164
from ashore.reading.call import as_mention, read_call
from ashore.reading.call_signs import read_signs

FEWEST_LABELLED = 2
"""Labelled lines from which a message is a form that somebody filled in."""

MOST_BOATS = 30
_OF_A_HEADER = frozenset({"from", "to", "de", "à"})

_LABELLED = re.compile(r"^[ \t*•·>-]*([^\n:=]{1,60}?)[ \t\u00a0*]*[:=][ \t\u00a0*]*([^\n]*)$", re.MULTILINE)
_BOAT = re.compile(
    r"^[ \t*•·#-]*(?:alarm ?phone )?(?:case|cas|dossier|boat|bateau|embarcation|vessel)[ \t]*"
    r"(?:no\.?|n°|nr\.?|#)?[ \t]*(?P<name>\d{1,6}|[A-Z]{1,2}\d{0,5})\b[ \t]*(?P<mark>[:.)–—-]|$)",
    re.IGNORECASE | re.MULTILINE,
)


def case_fields(text: str, clock: Clock) -> dict[str, Any]:
    """Return what a message's words say as fields of ashore.report/1."""
    sections = _sections(text)
    if len(sections) == 1:
        return _one(text, clock)
    fields: dict[str, Any] = {"mentions": [], "assumed": [], "machine_read": []}
    for index, section in enumerate(sections):
        one = _one(section, clock)
        fields["mentions"] += one.get("mentions") or [{"about": "craft"}]
        for name in ("assumed", "machine_read"):
            fields[name] += [
                path.replace("mentions[0]", f"mentions[{index}]")
                for path in one.get(name, ())
                if path[0] == "m"
            ]
    return fields


def _sections(text: str) -> list[str]:
    """Return the text for each boat that has a heading of its own; the whole where there are not two."""
    heads = list(_BOAT.finditer(text))[: MOST_BOATS + 1]
    ends = [*(head.start() for head in heads[1:]), len(text)]
    said = {
        head: words
        for head, end in zip(heads, ends, strict=False)
        if (words := text[head.end() : end]).strip()
    }
    names = {head["name"].lower() for head in said}
    return list(said.values()) if 2 <= len(said) == len(names) <= MOST_BOATS else [text]


def _one(text: str, clock: Clock) -> dict[str, Any]:
    cells, rest = _labelled(text)
    called: dict[str, Any] = as_mention(read_call(rest, now=clock.now, zone=clock.zone))
    phone = next(
        (number for sign in read_signs(text) if sign.kind == "phone" and (number := e164(sign.value))), None
    )
    fields = _together(row_fields(cells, clock), called) if cells else called
    fields.setdefault("assumed", [])
    if phone is not None:
        sender: dict[str, Any] = dict(fields.get("sender") or {})
        fields["sender"] = {"phone": phone} | sender
        fields["assumed"] = [*fields["assumed"], "sender.phone"]
    fields["machine_read"] = _paths(fields)
    return fields


def _labelled(text: str) -> tuple[list[Cell], str]:
    """Return the labelled lines whose label is known, and the text without them; none where they are too few."""
    cells: list[Cell] = []
    spans: list[tuple[int, int]] = []
    for line in _LABELLED.finditer(text):
        heading = read_heading(line[1].strip())
        # "From: somebody" is what is left of a mail's header, and a name that has no business in the open.
        if heading is not None and line[1].strip().lower() not in _OF_A_HEADER and "@" not in line[2]:
            cells.append(Cell(title=line[1].strip(), heading=heading, text=line[2].strip()))
            spans.append(line.span())
    if (
        len({cell.heading.means for cell in cells if cell.heading and not is_blank(cell.text)})
        < FEWEST_LABELLED
    ):
        return [], text
    for start, end in reversed(spans):
        text = text[:start] + text[end:]
    return cells, text


def _together(row: dict[str, Any], called: dict[str, Any]) -> dict[str, Any]:
    """Return a form's fields, with what only the words beside it say."""
    mention, beside = dict((row.get("mentions") or [{}])[0]), (called.get("mentions") or [{}])[0]
    taken = [name for name in ("boats", "positions", "on_board") if name in beside and name not in mention]
    mention |= {name: beside[name] for name in taken}
    craft = {**beside.get("craft", {}), **mention.get("craft", {})}
    danger = sorted({*beside.get("danger", ()), *mention.get("danger", ())})
    if craft:
        mention["craft"] = craft
    if danger:
        mention["danger"] = danger
    held = tuple(f"mentions[0].{name}" for name in taken)
    assumed = [
        *row.get("assumed", ()),
        *(path for path in called.get("assumed", ()) if path.startswith((*held, "mentions[0].craft"))),
    ]
    sender = {**called.get("sender", {}), **row.get("sender", {})}
    return {
        **called,
        **row,
        "mentions": [mention],
        "assumed": list(dict.fromkeys(assumed)),
        **({"sender": sender} if sender else {}),
    }


def _paths(fields: dict[str, Any]) -> list[str]:
    mention = (fields.get("mentions") or [{}])[0]
    paths = [f"mentions[0].positions[{index}]" for index in range(len(mention.get("positions", ())))]
    return paths + [
        f"mentions[0].{name}" for name in ("boats", "on_board", "craft", "danger") if mention.get(name)
    ]
