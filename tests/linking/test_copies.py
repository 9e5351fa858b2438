"""What is one message, however often it was sent on: by its own word, or to the last decimal."""

from __future__ import annotations

import random
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from test_levels import said

from ashore.linking.heard import Heard, with_copies


def groups(mentions: Sequence[Heard]) -> set[frozenset[str]]:
    """Return the mentions that are one message, by their ids; what is no copy stands alone."""
    found: dict[str, set[str]] = {}
    for each in with_copies(mentions):
        found.setdefault(each.copy or each.id, set()).add(each.id)
    return set(map(frozenset, found.values()))


def test_what_says_that_it_passes_on_a_call_is_a_copy_of_it() -> None:
    """Telephoned and then written to two centres: one source, whatever else comes between."""
    call, mail, other, again = (
        said(0, id="s/phone/call#0"),
        said(1, id="s/email/mail#0", again="s/phone/call#0"),
        said(2, id="s/phone/other#0"),
        said(3, id="n/email/mail#0", again="s/email/mail#0"),
    )
    assert groups([call, mail, other, again]) == {
        frozenset({call.id, mail.id, again.id}),
        frozenset({other.id}),
    }


def test_a_copy_of_a_copy_to_the_last_decimal_is_the_same_message() -> None:
    """The screenshot that five people sent on, one of them with a word of whose it is."""
    first = said(0, id="s/phone/a#0", copy="51.0312 1.7621 9")
    second = said(1, id="s/phone/b#0", copy="51.0312 1.7621 9", again="s/phone/c#0")
    third = said(2, id="s/phone/c#0")
    assert groups([first, second, third]) == {frozenset({first.id, second.id, third.id})}


def test_a_report_of_three_boats_is_no_copy_of_a_call_about_one() -> None:
    """Nobody says which of the three the call was about."""
    call = said(0, id="s/phone/call#0")
    seen = [said(1, id=f"s/email/mail#{index}", again=f"s/phone/call#{index}") for index in range(3)]
    assert groups([call, *seen]) == {frozenset({each.id}) for each in (call, *seen)}


def test_what_passes_on_a_call_that_nobody_holds_is_no_copy() -> None:
    """Of a call that never came in nothing is known."""
    assert groups([said(0, id="s/email/mail#0", again="s/phone/lost#0")]) == {frozenset({"s/email/mail#0"})}


def test_two_boats_of_one_report_are_no_copies_for_having_one_position() -> None:
    """Whoever tells of two boats gives the one place they have."""
    both = [said(0, id=f"s/phone/call#{index}", copy="51.0312 1.7621 9") for index in range(2)]
    assert groups(both) == {frozenset({each.id}) for each in both}


LINES = st.lists(
    st.tuples(st.sampled_from(["", "x", "y"]), st.none() | st.integers(0, 7)), min_size=1, max_size=8
)


@given(LINES, st.randoms(use_true_random=False))
def test_in_whatever_order_they_are_told_the_same_are_one_message(
    lines: list[tuple[str, int | None]], shuffle: random.Random
) -> None:
    """Cycles and chains of who passes on whom included."""
    mentions = [
        said(
            number,
            id=f"s/phone/{number}#0",
            copy=copy,
            again="" if of is None else f"s/phone/{of}#0",
        )
        for number, (copy, of) in enumerate(lines)
    ]
    mixed = list(mentions)
    shuffle.shuffle(mixed)

    assert groups(mixed) == groups(mentions)
    assert {each.id: each.copy for each in with_copies(mixed)} == {
        each.id: each.copy for each in with_copies(mentions)
    }
