"""What a row of a tracker says, or the labelled lines of a case text: each cell under its heading, as report fields.

A blank cell is not known and never 0. A cell that cannot be read leaves its field not known: its words stand in the
report's text, as those of every other cell do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ashore.intake.cell_counts import count_of, fits, part_of
from ashore.intake.cell_times import Clocked, read_cell_time
from ashore.intake.headings import Heading
from ashore.intake.telephones import e164
from ashore.reading.call import as_mention, read_call
from ashore.reading.call_signs import read_signs
from ashore.reading.positions import positions_in

CLOCK_ERROR_S = 3_600
"""How far a time may lie from what is read where nobody named its clock: London, Paris and UTC lie an hour apart."""

BLANK = frozenset(
    "- -- – — ? ?? n/a na nd unknown inconnu inconnue not known non connu tbc tbd none aucun nc x / .".split()
) | {"not known", "non connu", "no data", "pas d'info"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell: its heading as written, what that means where it is known, and its text."""

    title: str
    heading: Heading | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The clock that times are read on where no heading names one, and the instant that "02:00" is before.

    `now` is UTC milliseconds, `zone` an IANA name; `month_first` how dates such as 02/03/2031 are written.
    """

    now: int
    zone: str
    month_first: bool = False


def row_fields(cells: Sequence[Cell], clock: Clock) -> dict[str, Any]:
    """Return what the cells say as fields of ashore.report/1, with one mention and what was assumed."""
    row = _Row(cells, clock)
    said, left, fixed = row.said_at(), row.departed_at(), row.position_at()
    mention: dict[str, Any] = {
        "about": "craft",
        "positions": row.positions(fixed or row.updated_at() or said, stated=fixed is not None),
        "on_board": row.on_board(),
        "craft": row.craft(left),
        "danger": row.dangers(),
    }
    updated = row.updated_at() or said
    if updated is not None and updated.assumed:
        row.assumed.append("said_at")
    fields: dict[str, Any] = {
        "said_at": None if updated is None else updated.moment.stated,
        "sender": {"phone": phone} if (phone := e164(row.text("phone"))) else None,
        "language": row.text("language") or None,
        "mentions": [{name: value for name, value in mention.items() if value not in (None, [], {})}],
        "machine_read": row.machine_read,
        "assumed": row.assumed,
    }
    return {name: value for name, value in fields.items() if value not in (None, [], {})}


def is_blank(text: str) -> bool:
    """Return whether a cell says that nothing is known."""
    return not text.strip() or text.strip().lower() in BLANK


class _Row:
    def __init__(self, cells: Sequence[Cell], clock: Clock) -> None:
        self._cells = {
            cell.heading.means: cell
            for cell in reversed(cells)
            if cell.heading is not None and not is_blank(cell.text)
        }
        self.notes = "\n".join(
            cell.text for cell in cells if cell.heading is not None and cell.heading.means == "notes"
        )
        self._clock = clock
        self.assumed: list[str] = []
        self.machine_read: list[str] = []

    def text(self, means: str) -> str:
        return self._cells[means].text.strip() if means in self._cells else ""

    def _time(self, means: str, *dates: str, before: Clocked | None = None) -> Clocked | None:
        """Return a column's time on the day of the first of `dates` that is filled; None where it is no time."""
        cell = self._cells.get(means)
        if cell is None or cell.heading is None:
            return None
        day = next((self._cells[each] for each in dates if each in self._cells), None)
        named = cell.heading.clock or (day.heading.clock if day and day.heading else "")
        return read_cell_time(
            cell.text,
            day="" if day is None else day.text,
            clock=named,
            zone=self._clock.zone,
            now=self._clock.now if before is None else before.moment.ms,
            month_first=self._clock.month_first,
        )

    def said_at(self) -> Clocked | None:
        return self._time("reported_at", "reported_date") or self._whole_date()

    def _whole_date(self) -> Clocked | None:
        # A column headed "Date" often holds the hour as well.
        found = self._time("reported_date")
        return found if found is not None and not found.day_only else None

    def updated_at(self) -> Clocked | None:
        return self._time("updated_at")

    def position_at(self) -> Clocked | None:
        return self._time("position_at", "reported_date", before=self.updated_at())

    def departed_at(self) -> Clocked | None:
        return self._time("departed_at", "departed_date", before=self.said_at())

    def positions(self, when: Clocked | None, *, stated: bool) -> list[dict[str, Any]]:
        """Return the places of the boat; the time of the report stands in, as assumed, where a place has none."""
        pair = _pair(self.text("lat"), self.text("lon"))
        # What one line of the raw text says: a stray tab between the two halves of a cell parts nothing.
        words = " ".join((pair or self.text("position")).split())
        if is_blank(words):
            return []
        fields: dict[str, Any] = as_mention(read_call(words, now=self._clock.now, zone=self._clock.zone))
        found: list[dict[str, Any]] = fields.get("mentions", [{}])[0].get("positions", [])
        guessed = [bool(each.guessed) for each in positions_in(words).understood]
        if not found and not pair and any(letter.isalpha() for letter in words):
            found, guessed = [{"place": words, "how": "place", "of": "craft"}], [False]
        for index, position in enumerate(found):
            path = f"mentions[0].positions[{index}]"
            if index < len(guessed) and guessed[index]:
                self.assumed.append(path)
            if "at" in position:
                self.assumed.append(f"{path}.at")
            elif when is not None:
                position["at"] = when.moment.stated
                position["at_error_s"] = max(when.error_s, CLOCK_ERROR_S if when.assumed else 0)
                if when.assumed or not stated:
                    self.assumed.append(f"{path}.at")
            if "lat" in position:
                self.assumed.append(f"{path}.error_m")
        return found

    def on_board(self) -> dict[str, Any] | None:
        count = count_of(self.text("aboard"))
        parts = {
            name: part
            for name in ("children", "women", "men")
            if (part := part_of(self.text(name))) is not None
        }
        if count is None and not parts:
            return None
        whole = (count or {}) | {name: part for name, part in parts.items() if name not in (count or {})}
        if not fits(whole):
            # The cells contradict one another: none is thrown away, and none bounds how many may be out there.
            whole |= {"low": None, "high": None, "qualifier": "none"}
            self.assumed.append("mentions[0].on_board")
        return whole | {"as_said": self._as_said()}

    def _as_said(self) -> str:
        held = [each for each in ("aboard", "children", "women", "men") if each in self._cells]
        return "; ".join(f"{self._cells[each].title}: {self._cells[each].text}" for each in held)

    def craft(self, left: Clocked | None) -> dict[str, Any]:
        craft: dict[str, Any] = {"departed_from": self.text("departed_from") or None}
        label = self.text("label")
        if 0 < len(label) <= 40:
            craft["name"] = label
        if left is not None:
            craft["departed_at"] = left.moment.stated
            if left.assumed:
                self.assumed.append("mentions[0].craft.departed_at")
        for field, means, kind in (
            ("kind", "craft", "craft"),
            ("colour", "colour", "colour"),
            ("engine", "engine", "engine"),
            ("lifejackets", "lifejackets", "lifejackets"),
        ):
            # "Engine" beside "stopped": the sign is in both together.
            words = self.text(means)
            titled = f"{means if field == 'engine' else ''} {words}".strip() if words else ""
            signs = [sign for sign in (*read_signs(words), *read_signs(titled)) if sign.kind == kind]
            if signs:
                craft[field] = signs[0].value
            elif words and len(words) <= 40:
                craft[field] = words
        if "engine" not in craft and (
            told := [sign for sign in read_signs(self.notes) if sign.kind == "engine"]
        ):
            craft["engine"] = told[0].value
            self.machine_read.append("mentions[0].craft.engine")
        length = re.fullmatch(
            r"(?:about |env\.? |~)?(\d{1,2}(?:[.,]\d)?) ?m?(?:etres?|eters?)?", self.text("length")
        )
        if length is not None:
            craft["length_m"] = float(length[1].replace(",", "."))
        return {name: value for name, value in craft.items() if value is not None}

    def dangers(self) -> list[str]:
        words = "\n".join((self.notes, self.text("engine"), self.text("craft")))
        found = sorted({sign.value for sign in read_signs(words) if sign.kind == "danger"})
        if found:
            self.machine_read.append("mentions[0].danger")
        return found


def _pair(lat: str, lon: str) -> str:
    """Return two cells as one position in words, with the sides that bare decimals mean by their sign."""
    if is_blank(lat) or is_blank(lon):
        return ""
    halves = []
    for text, sides in ((lat, "NS"), (lon, "EW")):
        plain = re.fullmatch(r"([+-]?)(\d{1,3}(?:[.,]\d+)?)\s*°?", text.strip())
        halves.append(f"{plain[2].replace(',', '.')} {sides[plain[1] == '-']}" if plain else text.strip())
    return " ".join(halves)
