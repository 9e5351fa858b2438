"""A published figure counted again: equal, or what differs and why."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from played import Watch, call, exactly, filed, linked, met, opened

from ashore.bootstrap import example
from ashore.desk.language import LANGUAGES, speaking
from ashore.figures import as_json_lines, figures, night_figures
from ashore.figures.figure import id_of
from ashore.figures.release.package import as_package
from ashore.figures.release.page import as_page
from ashore.figures.release.reading_back import Unreadable, read_back
from ashore.figures.release.release import LICENCES, Release, release_of
from ashore.figures.release.verification import Verification, at_heads, verify
from ashore.picture.fold import Picture

MADE_BY = "ashore 1"
DAYS = "2020-12-08/2020-12-09"


@pytest.fixture(scope="module")
def watch(tmp_path_factory: pytest.TempPathFactory) -> Watch:
    """The built-in night, to its end."""
    return Watch(tmp_path_factory.mktemp("night")).play(example())


@pytest.fixture(scope="module")
def night(watch: Watch) -> Picture:
    """Its picture."""
    return watch.picture


def given_out(picture: Picture, *names: str) -> list[Release]:
    return [
        release_of(picture, each, publisher="desk", licence=LICENCES["CC0-1.0"], software=MADE_BY)
        for each in figures(picture, names, DAYS)
    ]


def checked(
    picture: Picture, content: bytes, files: dict[str, bytes] | None = None, *, by: str = MADE_BY
) -> tuple[Verification, ...]:
    """Count the figures of a file again."""
    held = files or {}
    return verify(
        picture,
        read_back(content, held.get),
        content=content,
        beside=held.get,
        software=by,
        translator=lambda language: speaking(language).catalogue.gettext if language in LANGUAGES else None,
    )


def verdicts(found: tuple[Verification, ...]) -> set[str]:
    return {each.verdict for each in found}


def test_every_figure_of_the_night_comes_out_the_same(night: Picture) -> None:
    """All that `ashore demo --once --json` prints: our own by day and clock, and everybody's claims."""
    shown = night_figures(night)
    found = checked(night, as_json_lines(shown).encode())
    assert [each.figure for each in found] == [figure.id for figure in shown]
    assert [(each.figure, each.broken, each.differences) for each in found if each.verdict != "equal"] == []
    assert all(each.since is None for each in found)


def test_a_figure_a_page_and_a_package_of_it_come_out_the_same(night: Picture) -> None:
    """Every form that carries a figure can be counted again."""
    releases = given_out(night)
    for release in releases:
        assert verdicts(checked(night, release.canonical)) == {"equal"}
        for language in LANGUAGES:
            page = as_page(release, language, speaking(language).catalogue.gettext)
            assert verdicts(checked(night, page)) == {"equal"}
    files = as_package(releases)
    assert verdicts(checked(night, files["datapackage.json"], files)) == {"equal"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("low", 41),
        ("high", None),
        ("best", 41),
        ("period", "2020-12-09"),
        ("definition", "People."),
        ("from", []),
    ],
)
def test_a_number_changed_in_the_file_breaks_its_id_and_the_true_one_is_shown(
    night: Picture, field: str, value: Any
) -> None:
    """Whoever changed it did not count it again."""
    plain = given_out(night, "rescued")[0].figure.as_json()
    (found,) = checked(night, json.dumps(plain | {field: value}).encode())
    assert found.verdict == "tampered"
    assert found.broken == ("its id does not follow from its own fields",)
    assert field in {each.field for each in found.differences} or field == "period"


def test_a_forger_who_mends_the_id_is_found_by_counting(night: Picture) -> None:
    """The file agrees with itself, and not with the entries it names."""
    plain = given_out(night, "rescued")[0].figure.as_json() | {"low": 41, "high": 41, "best": 41}
    plain["id"] = id_of(plain)
    (found,) = checked(night, json.dumps(plain).encode())
    assert found.verdict == "differs"
    told = {each.field: (each.published, each.recomputed) for each in found.differences}
    assert told["low"] == (41, 31)


@pytest.mark.parametrize("field", ["caveats", "says_otherwise"])
def test_what_stands_beside_the_number_is_compared_too(night: Picture, field: str) -> None:
    """A caveat taken out leaves the id as it was, and is missed."""
    plain = given_out(night, "rescued")[0].figure.as_json()
    assert plain[field]
    (found,) = checked(night, json.dumps(plain | {field: []}).encode())
    assert found.verdict == "differs"
    assert [each.field for each in found.differences] == [field]


def test_a_page_whose_words_were_changed_is_found_though_its_figure_is_whole(night: Picture) -> None:
    """The heading says 41 and the figure inside 31."""
    page = as_page(given_out(night, "rescued")[0], "en", str)
    (found,) = checked(night, page.replace(b"<h1>31", b"<h1>41"))
    assert found.verdict == "tampered"
    assert found.broken == ("the page says something else than the figure in it",)


def test_a_page_of_another_version_is_judged_by_its_figure_alone(night: Picture) -> None:
    """Another version may say it in other words."""
    page = as_page(given_out(night, "rescued")[0], "en", str)
    assert verdicts(checked(night, page.replace(b"<h1>31", b"<h1>41"), by="ashore 2")) == {"equal"}


def test_a_package_with_a_changed_table_is_found(night: Picture) -> None:
    """By its hash; and by making it again where the hash was mended."""
    files = as_package(given_out(night, "rescued"))
    changed = files["figures.csv"].replace(b",31,31,", b",41,41,")
    assert changed != files["figures.csv"]
    by_hash = checked(night, files["datapackage.json"], files | {"figures.csv": changed})
    assert verdicts(by_hash) == {"tampered"}
    assert by_hash[0].broken == ("figures.csv is not the file that the package describes",)
    mended = files["datapackage.json"].replace(
        hashlib.sha256(files["figures.csv"]).hexdigest().encode(),
        hashlib.sha256(changed).hexdigest().encode(),
    )
    again = checked(night, mended, files | {"figures.csv": changed})
    assert verdicts(again) == {"tampered"}
    assert "figures.csv says something else than the figures" in again[0].broken


def test_a_package_without_a_table_is_not_whole(night: Picture) -> None:
    """What the package names has to lie beside it."""
    files = as_package(given_out(night, "rescued"))
    rest = {name: content for name, content in files.items() if name != "lineage.csv"}
    assert checked(night, files["datapackage.json"], rest)[0].broken == ("lineage.csv is missing",)


def test_a_figure_of_another_ledger_names_what_is_missing(night: Picture, tmp_path: Path) -> None:
    """Nothing can be said of entries that are not held."""
    other = Watch(tmp_path, "other").tell(
        call("o-1", "2031-02-03T01:12:00+00:00", on_board=exactly(5)), opened("Oscar", "north/phone/o-1#0")
    )
    (found,) = checked(other.picture, given_out(night, "rescued")[0].canonical)
    assert found.verdict == "other-ledger"
    assert found.missing == tuple(
        f"{log} {head}" for log, head in given_out(night, "rescued")[0].figure.heads.items()
    )


def test_what_came_in_since_is_told_and_changes_nothing(tmp_path: Path) -> None:
    """The figure printed then still comes out; beside it stands what the question gives now."""
    watch = Watch(tmp_path).tell(
        call("s-1", "2031-02-03T01:12:00+00:00", on_board=exactly(20)),
        opened("Sierra", "north/phone/s-1#0"),
        met("s-2", "2031-02-03T02:30:00+00:00", "Lifeboat One", "recovered", 20),
    )
    case = watch.picture.all_cases()[0].id
    (printed, *_) = figures(watch.picture, ["rescued"], "2031-02-03")
    then = as_json_lines([printed]).encode()
    watch.tell(linked("north/vhf/s-2#0", case))
    (found,) = checked(watch.picture, then)
    (now, *_) = figures(watch.picture, ["rescued"], "2031-02-03")
    assert (printed.low, now.low) == (0, 20)
    assert found.verdict == "equal"
    assert found.since is not None
    assert (found.since.entries, found.since.low, found.since.high) == (1, 20, now.high)


def test_entries_that_another_desk_wrote_earlier_and_sent_later_are_left_out(tmp_path: Path) -> None:
    """No instant tells them from what was held; the heads do."""
    ours = Watch(tmp_path, "ours").tell(
        call("e-1", "2031-02-03T01:12:00+00:00", on_board=exactly(20)), opened("Echo", "north/phone/e-1#0")
    )
    theirs = Watch(tmp_path, "theirs").tell(
        call("f-1", "2031-02-03T00:12:00+00:00", on_board=exactly(7), received_by="south"),
        opened("Foxtrot", "north/phone/f-1#0"),
    )
    printed = as_json_lines(figures(ours.picture, ["still_out"], "2031-02-03")[:1]).encode()
    both = filed([*ours.picture, *theirs.picture])
    assert max(held.wall_ms for held in theirs.picture) < max(held.wall_ms for held in ours.picture)
    (found,) = checked(both, printed)
    assert found.verdict == "equal"
    assert found.since is not None
    assert (found.since.entries, found.since.low) == (len(theirs.picture), 27)


def test_a_figure_cut_at_a_date_of_knowledge_comes_out_the_same(night: Picture) -> None:
    """What was known on the morning, printed later: the cut stands in the figure."""
    morning = 1_607_500_800_000
    for each in figures(night, [], DAYS, known_at=morning):
        assert verdicts(checked(night, as_json_lines([each]).encode())) == {"equal"}


@settings(max_examples=10, deadline=None)
@given(st.data())
def test_a_figure_of_any_moment_of_the_night_still_comes_out_at_its_end(
    watch: Watch, data: st.DataObject
) -> None:
    """Printed after any entry, and verified with all of them."""
    everything = list(watch.picture)
    held = filed(everything[: data.draw(st.integers(1, len(everything)))])
    name = data.draw(st.sampled_from(["rescued", "rescued_children", "still_out", "arrived", "dead"]))
    for printed in figures(held, [name], DAYS):
        (found,) = checked(watch.picture, as_json_lines([printed]).encode())
        assert (found.verdict, found.differences) == ("equal", ())
        assert set(at_heads(watch.picture, printed.heads).entries) == set(held.entries)


def test_an_entry_whose_body_is_not_held_is_said_and_not_guessed(watch: Watch) -> None:
    """What was withheld here, or erased, cannot be counted: the figure differs, and the reason stands beside it."""
    printed = given_out(watch.picture, "rescued")[0]
    report = next(source.entry for source in printed.sources if source.channel == "article")
    poorer = filed([held._replace(body=None) if held.id == report else held for held in watch.picture])
    (found,) = checked(poorer, printed.canonical)
    assert found.verdict == "differs"
    assert found.without_body == 1


# ---- what is no figure

_BROKEN: list[Callable[[dict[str, Any]], Any]] = [
    lambda plain: {},
    lambda plain: [],
    lambda plain: plain | {"low": "31"},
    lambda plain: plain | {"low": True},
    lambda plain: plain | {"low": 31.5},
    lambda plain: plain | {"heads": {"a": 1}},
    lambda plain: plain | {"format": "ashore.figure/2"},
    lambda plain: {name: value for name, value in plain.items() if name != "from"},
]


@pytest.mark.parametrize("breaking", _BROKEN)
def test_what_is_no_figure_is_not_read_as_one(
    night: Picture, breaking: Callable[[dict[str, Any]], Any]
) -> None:
    """A field of another kind, a field that is missing, another version."""
    with pytest.raises(Unreadable):
        checked(night, json.dumps(breaking(given_out(night, "rescued")[0].figure.as_json())).encode())


def test_a_field_that_stands_twice_is_no_figure(night: Picture) -> None:
    """Two readers would read two numbers."""
    text = given_out(night, "rescued")[0].canonical.decode()
    with pytest.raises(Unreadable):
        checked(night, text.replace('"low":31', '"low":41,"low":31').encode())


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_a_published_figure_or_are_refused(content: bytes) -> None:
    """Nothing but Unreadable comes of a file that is none."""
    with pytest.raises(Unreadable):
        read_back(content, lambda name: None)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_a_figure_with_any_field_replaced_is_judged_or_refused(night: Picture, data: st.DataObject) -> None:
    """Whatever stands in a field, the answer is a verdict other than equal, or that there is no figure."""
    plain = given_out(night, "rescued")[0].figure.as_json()
    field = data.draw(st.sampled_from(sorted(set(plain) - {"overlaps"})))
    value = data.draw(_JSON | st.text())
    if value == plain[field]:
        return
    plain[field] = value
    if data.draw(st.booleans()) and field not in ("figure", "id"):
        plain["id"] = id_of(plain)
    try:
        found = checked(night, json.dumps(plain).encode())
    except Unreadable:
        return
    assert verdicts(found) <= {"tampered", "differs", "other-ledger"}
