"""What a reader of pictures gives: text, what it is unsure of, and only sure positions of it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ashore.reading.image_text import ImageText, positions_shown, text_of

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"


def row(line: int, word: str, sure: float) -> str:
    """Return a row of the reader's table."""
    return f"5\t1\t1\t1\t{line}\t1\t0\t0\t9\t9\t{sure}\t{word}"


def test_words_come_line_by_line_with_what_is_unsure() -> None:
    """A word read at less than 80 per cent is in the text and named as unsure; a pattern at 10 is no writing."""
    read = text_of([HEAD, row(1, "help", 96), row(1, "us", 60), row(1, "~", 10), row(2, "now", 91), "4\t1"])

    assert read == ImageText(text="help us\nnow", unsure=((5, 7),))
    assert read.is_sure(0, 4)
    assert not read.is_sure(4, 8)


def test_a_pattern_in_a_photo_is_no_text() -> None:
    """Waves read as dashes and single letters are nothing to show anybody."""
    assert text_of([HEAD, row(1, "—", 95), row(2, "i", 90), row(3, "wwv", 40)]) is None


def test_a_position_is_offered_only_if_every_word_of_it_was_read_surely() -> None:
    """One doubtful digit moves a boat by miles: such a position is counted and not offered."""
    text = "we are at 51.0312, 2.0645\n50.9012, 1.7645"
    doubtful = ImageText(text=text, unsure=((text.rindex("1.7645"), len(text)),))
    [sure], others = positions_shown(doubtful)

    assert (sure.lat, sure.lon, others) == ("51.0312", "2.0645", 1)
    assert text[sure.start : sure.end] == sure.quote


def test_the_clock_beside_a_message_is_no_part_of_a_position() -> None:
    """On a telephone's screen 22:02 stands at the end of each line, next to the figures."""
    read = ImageText(text="50.76658, 1.80750 22:01\n51.6092 N 2.1887 E 22:03", unsure=())
    sure, others = positions_shown(read)

    assert [(each.lat, each.lon) for each in sure] == [("50.76658", "1.8075"), ("51.6092", "2.1887")]
    assert others == 0


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.lists(
        st.text(max_size=30) | st.builds(row, st.integers(0, 3), st.text(max_size=12), st.floats(-5, 100))
    )
)
def test_no_table_breaks_it_and_what_is_unsure_lies_in_the_text(table: list[str]) -> None:
    """Whatever the program writes, places that are named exist."""
    read = text_of(table)
    if read is not None:
        assert all(0 <= start < end <= len(read.text) for start, end in read.unsure)
        positions_shown(read)
