"""Text as programs save it: which letters its bytes are, and what stands between its cells."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Callable, Iterator, Sequence

MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
"""What stands before UTF-16, as Excel's “Unicode text” has it."""

DELIMITERS = ",;\t|"
LONGEST_CELL = 1 << 20
"""Letters between two delimiters; a quotation mark that is never closed takes in the rest of a file."""

_LOOKED_AT = 4_096
_FIRST_ROWS = 60
_SEPARATOR = re.compile(rf"\s*\"?sep=([{DELIMITERS}])\"?[ ,;\t|]*(?:[\r\n]|\Z)", re.IGNORECASE)


def decoded(content: bytes) -> str | None:
    """Return text in UTF-8, in UTF-16 with its mark or without, or in Windows' western letters; None for no text."""
    wide = _utf_16(content)
    for encoding in (wide,) if wide else ("utf-8", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text.removeprefix("\ufeff")
    return None


def beginning(content: bytes, size: int) -> bytes:
    """Return whole lines from the beginning of a text, about so many bytes of it."""
    if len(content) <= size:
        return content
    wide = _utf_16(content)
    # A line of UTF-16 ends with two bytes, the first of them at an even place.
    end = "\n".encode(wide or "ascii")
    at = content.rfind(end, 0, size)
    while at > 0 and at % len(end):
        at = content.rfind(end, 0, at + 1)
    return content[: at + len(end)] if at > 0 else content[: size - size % 2]


def delimiter_of(text: str, worth: Callable[[Sequence[str]], int]) -> str:
    """Return what stands between the cells of a text: as Excel's first line “sep=;” says, or by its header.

    `worth` says of a row how many of its cells are known as those of a header; the delimiter by which a row is worth
    most is the text's, whatever commas stand in its words and numbers.
    """
    stated = _SEPARATOR.match(text)
    if stated is not None:
        return stated[1]
    return max(DELIMITERS, key=lambda each: _most(text, each, worth))


def rows_of(text: str, delimiter: str, *, strict: bool) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the number of its last line. Raises csv.Error; `strict` also for quotation marks astray."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, strict=strict, skipinitialspace=True
    )
    for row in reader:
        yield reader.line_num, row


def _most(text: str, delimiter: str, worth: Callable[[Sequence[str]], int]) -> int:
    found = 0
    rows = rows_of(text[:50_000], delimiter, strict=False)
    try:
        for _, row in itertools.islice(rows, _FIRST_ROWS):
            found = max(found, worth(row))
    except csv.Error:
        pass
    return found


def _utf_16(content: bytes) -> str:
    """Return the name of the UTF-16 that bytes are in, "" where they are in none.

    Without a mark it is known by the zeros that every second byte of western letters is.
    """
    if content[:2] in MARKS:
        return MARKS[content[:2]]
    first = content[: min(_LOOKED_AT, len(content) // 2 * 2)]
    even, odd = first[::2].count(0), first[1::2].count(0)
    half = len(first) // 4
    if odd > half and not even:
        return "utf-16-le"
    return "utf-16-be" if even > half and not odd else ""
