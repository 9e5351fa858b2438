"""A figure given out: every form of it says the same, names nobody, and is the same bytes each time."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from played import Watch, call, claimed, exactly, linked, met, opened, report

from ashore.bootstrap import example
from ashore.desk.language import LANGUAGES, speaking
from ashore.figures import Chain, figures, night_figures
from ashore.figures.figure import Figure, id_of
from ashore.figures.release.citation import citation_text, number, printable, sentence
from ashore.figures.release.columns import MISSING, NO_LIMIT, NOT_STATED, WITHHELD, tables_of
from ashore.figures.release.hxl import as_hxl
from ashore.figures.release.package import as_package
from ashore.figures.release.page import EMBEDDED, as_page
from ashore.figures.release.parquet import as_parquet
from ashore.figures.release.prov import as_prov
from ashore.figures.release.release import LICENCES, NotALicence, Release, licence_of, release_of, steps
from ashore.figures.release.secmar import OUTCOMES, as_secmar
from ashore.figures.release.withholding import LONGEST_QUOTE, OfTheDeadAlone, may_be_quoted
from ashore.figures.release.zones import zone_of
from ashore.figures.wording import in_english
from ashore.picture.fold import Picture

WRECK = [
    call(
        "w-1",
        "2031-02-03T01:12:00+00:00",
        on_board=exactly(22),
        positions=[{"lat": 51.0312, "lon": 2.0645, "error_m": 50, "how": "gnss", "of": "craft"}],
    ),
    opened("Kilo", "north/phone/w-1#0"),
    met("w-2", "2031-02-03T02:30:00+00:00", "Lifeboat One", "recovered", 15, craft_after="sunk"),
    linked("north/vhf/w-2#0"),
    report(
        "w-3",
        "2031-02-03T18:00:00+00:00",
        channel="article",
        sender={"role": "public", "unit": "A newspaper"},
        text="Four died, among them Nour Example, 9; fifteen rescued after Nour Example drowned.",
        claims=[
            {
                "quote": "Four died, among them Nour Example, 9",
                "value": 4,
                "low": 4,
                "high": 4,
                "qualifier": "exact",
                "unit": "person",
                "outcome": "dead",
                "kind": "count",
                "source": "A newspaper",
                "when_start": "2031-02-03",
                "when_end": "2031-02-03",
            },
            {
                "quote": "fifteen rescued after Nour Example drowned",
                "value": 15,
                "low": 15,
                "high": 15,
                "qualifier": "exact",
                "unit": "person",
                "outcome": "rescued",
                "kind": "count",
                "source": "A newspaper",
                "when_start": "2031-02-03",
                "when_end": "2031-02-03",
            },
        ],
    ),
]
"""A night of a wreck, all of it made up, whose newspaper names a child."""


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Picture:
    """The picture of the built-in night."""
    return Watch(tmp_path_factory.mktemp("night")).play(example()).picture


@pytest.fixture(scope="module")
def wreck(tmp_path_factory: pytest.TempPathFactory) -> Picture:
    """The picture of a made-up wreck."""
    steps_done = [dict(step) for step in WRECK]
    watch = Watch(tmp_path_factory.mktemp("wreck"))
    watch.tell(*steps_done[:2])
    case = watch.picture.all_cases()[0].id
    steps_done[3]["cases"] = [case]
    return watch.tell(*steps_done[2:]).picture


def given_out(picture: Picture, period: str, *names: str) -> list[Release]:
    """Return releases of figures of a period."""
    return [
        release_of(
            picture, each, publisher="north-centre", licence=LICENCES["CC-BY-4.0"], software="ashore 1"
        )
        for each in figures(picture, names, period)
        if not (each.scope.startswith("claim:") and each.figure in ("dead", "missing"))
    ]


@pytest.fixture(scope="module")
def releases(night: Picture) -> list[Release]:
    """Every figure of the night's two days, as given out."""
    return given_out(night, "2020-12-08/2020-12-09")


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


# ---- what one may print


def test_the_sentence_says_the_number_the_clock_the_date_and_what_it_leaves_out(
    releases: list[Release],
) -> None:
    """One sentence, so that nothing of it is lost when it is cut out."""
    said = sentence(releases[0])
    assert said.startswith("REPLAY, no live record: north-centre counts 31 people taken off")
    assert "from 2020-12-08 to 2020-12-09, by the clock “reported” of Europe/Paris" in said
    assert "as known on 2020-12-09; this does not count: people escorted" in said
    assert said.count(". ") == 0


def test_no_number_is_printed_where_nothing_bounds_it(releases: list[Release]) -> None:
    """Nobody said how many were prevented: the page says that none may be printed."""
    prevented = next(each for each in releases if each.figure.figure == "prevented")
    assert prevented.figure.high is None
    assert sentence(prevented) == "No number may be printed: what north-centre holds does not bound it."


@pytest.mark.parametrize(
    ("name", "low", "high", "said"),
    [
        ("rescued", 1, 1, "1 person"),
        ("rescued", 31, 31, "31 people"),
        ("rescued", 0, 0, "0 people"),
        ("rescued", 0, 1, "at most 1 person"),
        ("rescued", 0, 13, "at most 13 people"),
        ("rescued", 18, 31, "between 18 and 31 people"),
        ("rescued", 1001, None, "at least 1001 people"),
        ("rescued_boats", 1, None, "at least 1 boat"),
        ("rescued_children", 2, 6, "between 2 and 6 children"),
        ("rescued_children", 0, 1, "at most 1 child"),
    ],
)
def test_a_number_is_written_with_its_unit(
    releases: list[Release], name: str, low: int, high: int | None, said: str
) -> None:
    """One person, and never one people."""
    release = next(each for each in releases if each.figure.figure == name)
    changed = replace(release, figure=replace(release.figure, low=low, high=high))
    assert in_english(number(changed)) == said


def test_every_figure_of_the_night_has_a_sentence_of_its_own(night: Picture) -> None:
    """By every day and clock: no two of our own print the same words for different questions."""
    said = {}
    for figure in night_figures(night):
        release = release_of(night, figure, publisher="p", licence=LICENCES["CC0-1.0"], software="ashore 1")
        said.setdefault(sentence(release), []).append(
            (figure.figure, figure.scope, figure.period, figure.clock)
        )
    assert {len(questions) for questions in said.values()} == {1}


def test_a_zero_of_which_nothing_is_held_is_never_printed(tmp_path: Path) -> None:
    """A desk that holds no report of a year prints no 0 of it, in any form."""
    watch = Watch(tmp_path).tell(
        call("z-1", "2031-02-03T01:12:00+00:00", on_board=exactly(2)), opened("Zulu", "north/phone/z-1#0")
    )
    (release,) = [
        release_of(watch.picture, each, publisher="p", licence=LICENCES["CC0-1.0"], software="ashore 1")
        for each in figures(watch.picture, ["rescued"], "2029")
    ]
    assert (release.figure.low, release.figure.high) == (0, 0)
    assert (
        sentence(release) == "No number may be printed: p holds no report of a boat in 2029, which is not 0."
    )
    (row,) = rows_of(as_package([release])["figures.csv"])
    assert (row["low"], row["high"], row["best"]) == (NOT_STATED, NOT_STATED, NOT_STATED)
    assert rows_of(as_secmar([release])) == []
    assert as_hxl([release]).decode().splitlines()[2].endswith(",,")
    assert "prov:value" not in next(
        each for name, each in as_prov(release)["entity"].items() if name.startswith("figure:")
    )
    assert "<h1>Rescued, in 2029: not known</h1>" in as_page(release, "en", str).decode()


def test_a_number_of_somebody_elses_comes_with_what_they_count(night: Picture) -> None:
    """A series is never printed under our own definition."""
    figure = claimed(figures(night, [], "2020-12-08/2020-12-09"), "rescued", 31, "2020-12-08/2020-12-09")
    release = release_of(night, figure, publisher="p", licence=LICENCES["CC0-1.0"], software="ashore 1")
    said = sentence(release)
    assert "British newspaper of 9 December 2020 gives 31 people as “rescued”" in said
    assert "this counts: " in said
    assert "p counts" not in said


def test_every_sentence_has_its_french(releases: list[Release]) -> None:
    """The French page has no English in its sentence."""
    for release in releases:
        if release.figure.scope == "cases" and printable(release):
            said = sentence(release, speaking("fr").catalogue.gettext)
            assert "ne compte pas" in said
            assert "counts" not in said


def test_a_citation_names_version_hash_and_licence(releases: list[Release]) -> None:
    """The question keeps its name when the answer is revised; the version is the figure's own id."""
    release = releases[0]
    cited = citation_text(release)
    for part in (release.stable_id, release.figure.id, release.sha256, "CC-BY-4.0", "ashore 1"):
        assert part in cited
    assert hashlib.sha256(release.canonical).hexdigest() == release.sha256
    assert release.figure.id not in release.stable_id


def test_a_licence_nobody_can_look_up_is_refused() -> None:
    """A release never makes up a licence."""
    with pytest.raises(NotALicence):
        licence_of("mine")


# ---- what is withheld


@pytest.mark.parametrize(
    "form",
    [
        lambda releases: b"".join(release.canonical for release in releases),
        lambda releases: json.dumps([as_prov(release) for release in releases]).encode(),
        lambda releases: b"".join(as_package(releases).values()),
        as_hxl,
        as_secmar,
        lambda releases: b"".join(
            as_page(release, language, speaking(language).catalogue.gettext)
            for release in releases
            for language in LANGUAGES
        ),
    ],
)
def test_no_form_names_the_dead_nor_says_private_words_nor_gives_a_point(wreck: Picture, form: Any) -> None:
    """The newspaper's sentence names a child; no file given out does, under the dead or under the rescued."""
    released = [each for each in given_out(wreck, "2031-02-03") if each.figure.scope == "cases"]
    content = form(released).decode()
    assert "Nour" not in content
    assert "words of w-" not in content
    assert "51.03" not in content
    assert "2.06" not in content


def test_a_newspapers_words_about_the_dead_are_no_figure_of_their_own(wreck: Picture) -> None:
    """Its definition is its own words, and they may name somebody."""
    alone = claimed(figures(wreck, ["dead"], "2031-02-03"), "dead", 4, "2031-02-03")
    with pytest.raises(OfTheDeadAlone):
        release_of(wreck, alone, publisher="p", licence=LICENCES["CC0-1.0"], software="ashore 1")


def test_withholding_touches_no_number_and_no_id(wreck: Picture) -> None:
    """The id of what is given out is the id that the desk itself shows."""
    shown = {each.id: each for each in figures(wreck, [], "2031-02-03")}
    for release in given_out(wreck, "2031-02-03"):
        figure = release.figure
        assert id_of(figure.as_json()) == figure.id
        assert (figure.low, figure.high) == (shown[figure.id].low, shown[figure.id].high)
        assert len(figure.says_otherwise) == len(shown[figure.id].says_otherwise)


def test_a_withheld_quote_says_so_and_keeps_its_source_and_value(wreck: Picture) -> None:
    """The 4 of the newspaper stands beside ours, without its words."""
    release = next(each for each in given_out(wreck, "2031-02-03", "dead") if each.figure.scope == "cases")
    (other,) = release.figure.says_otherwise
    assert (other.source, other.value) == ("A newspaper", 4)
    assert other.quote == "withheld: read it in the source"
    (row,) = rows_of(as_package([release])["says-otherwise.csv"])
    assert (row["value"], row["quote"]) == ("4", WITHHELD)


@pytest.mark.parametrize(
    ("words", "event", "allowed"),
    [
        ("31 people", "rescued", True),
        ("31 people", "dead", False),
        ("quinze sauvés, un enfant noyé", "rescued", False),
        ("the body of a man", "landed", False),
        ("son corps a été retrouvé", "landed", False),
        ("x" * (LONGEST_QUOTE + 1), "rescued", False),
        ("everybody landed", "landed", True),
    ],
)
def test_words_beside_a_death_are_not_given_out(words: str, event: str, allowed: bool) -> None:
    """In either language, and under whichever figure."""
    assert may_be_quoted(words, event) is allowed


def test_reasons_of_officers_stay_at_the_desk(night: Picture, releases: list[Release]) -> None:
    """That a decision was taken is given out, and by which entry; why is not."""
    decisions = [step for release in releases for step in steps(release.chain) if step.kind == "decision"]
    assert decisions
    assert all(
        "a reason that is kept at the desk" in step.says or "accounted" in step.says for step in decisions
    )
    assert all(step.entry in night.entries for step in decisions)


# ---- zones


@pytest.mark.parametrize(
    ("lat", "lon", "zone"),
    [
        ("51.0312", "2.0645", "51.0..51.5N 2.0..2.5E"),
        ("50.9999", "-0.0001", "50.5..51.0N 0.0..0.5W"),
        ("0", "0", "0.0..0.5N 0.0..0.5E"),
        ("-0.2", "-1.5", "0.0..0.5S 1.0..1.5W"),
        ("90", "180", "89.5..90.0N 179.5..180.0E"),
        ("91", "0", None),
        ("nan", "0", None),
        ("five", "0", None),
        (None, "2", None),
    ],
)
def test_a_position_is_given_out_as_the_zone_that_holds_it(
    lat: str | None, lon: str, zone: str | None
) -> None:
    """Half a degree, west and south counted outwards from nought."""
    assert zone_of(lat, lon) == zone


@given(
    st.decimals(-90, 90, places=6, allow_nan=False),
    st.decimals(-180, 180, places=6, allow_nan=False),
)
def test_a_zone_always_holds_its_position(lat: Any, lon: Any) -> None:
    """No position falls out of its zone, on an edge or at a pole."""
    found = zone_of(str(lat), str(lon))
    assert found is not None
    for text, degrees in zip(found.split(), (lat, lon), strict=True):
        low, high = re.fullmatch(r"([\d.]+)\.\.([\d.]+)[NSEW]", text).groups()
        assert float(low) <= abs(degrees) <= float(high)


@given(st.text(), st.text())
def test_any_text_is_a_position_or_none(lat: str, lon: str) -> None:
    """Nothing that a sender wrote can break a release."""
    found = zone_of(lat, lon)
    assert found is None or len(found.split()) == 2


# ---- PROV

_ENDS = {
    "wasGeneratedBy": {"prov:entity": "entity", "prov:activity": "activity"},
    "used": {"prov:activity": "activity", "prov:entity": "entity"},
    "wasAssociatedWith": {"prov:activity": "activity", "prov:agent": "agent", "prov:plan": "entity"},
    "wasAttributedTo": {"prov:entity": "entity", "prov:agent": "agent"},
    "actedOnBehalfOf": {"prov:delegate": "agent", "prov:responsible": "agent"},
    "wasDerivedFrom": {
        "prov:generatedEntity": "entity",
        "prov:usedEntity": "entity",
        "prov:activity": "activity",
    },
    "wasInvalidatedBy": {"prov:entity": "entity", "prov:activity": "activity"},
}
"""What each relation of PROV-DM joins."""

_REQUIRED = {
    "wasDerivedFrom": {"prov:generatedEntity", "prov:usedEntity"},
    "wasAssociatedWith": {"prov:activity"},
}


def test_every_reference_of_the_lineage_resolves(releases: list[Release], wreck: Picture) -> None:
    """Each relation names declared things of the right kind, each name has a declared prefix, nothing else stands."""
    for release in (*releases, *given_out(wreck, "2031-02-03")):
        plain = as_prov(release)
        assert set(plain) <= {"prefix", "entity", "activity", "agent", *_ENDS}
        names = [name for kind in ("entity", "activity", "agent") for name in plain[kind]]
        assert len(names) == len(set(names))
        for name in names:
            prefix, _, local = name.partition(":")
            assert prefix in plain["prefix"]
            assert re.fullmatch(r"[\w.~%-]+", local)
        for kind, ends in _ENDS.items():
            for record in plain.get(kind, {}).values():
                assert _REQUIRED.get(kind, set(ends)) <= set(record)
                for end, what in ends.items():
                    if end in record:
                        assert record[end] in plain[what], (kind, end, record)
        for attributes in (*plain["entity"].values(), *plain["activity"].values(), *plain["agent"].values()):
            for key in attributes:
                assert key.partition(":")[0] in {"prov", *plain["prefix"]}


def test_the_lineage_goes_from_the_figure_to_every_entry_and_quote(releases: list[Release]) -> None:
    """Each entry under the figure is used by the query and is what the figure derives from; reports are primary."""
    release = releases[0]
    plain = as_prov(release)
    derived = {
        record["prov:usedEntity"]: record.get("prov:type", {}).get("$")
        for record in plain["wasDerivedFrom"].values()
        if record["prov:generatedEntity"].startswith("figure:")
    }
    assert set(derived) == {f"entry:{source.entry}" for source in release.sources}
    for source in release.sources:
        assert (derived[f"entry:{source.entry}"] == "prov:PrimarySource") is (source.channel is not None)
    quotes = {step.quote for step in steps(release.chain) if step.quote is not None}
    assert quotes == {
        attributes["prov:value"] for name, attributes in plain["entity"].items() if name.startswith("quote:")
    }


def test_what_took_the_place_of_another_entry_revises_it(tmp_path: Path) -> None:
    """A correction is a revision of the report it corrects, which it makes invalid."""
    watch = Watch(tmp_path).tell(
        call("c-1", "2031-02-03T01:12:00+00:00", on_board=exactly(20)),
        opened("Kilo", "north/phone/c-1#0"),
        met("c-2", "2031-02-03T02:30:00+00:00", "Lifeboat One", "recovered", 20),
        call("c-1", "2031-02-03T01:12:00+00:00", on_board=exactly(21)),
    )
    (release, *_) = given_out(watch.picture, "2031-02-03", "still_out")
    plain = as_prov(release)
    revised = [
        record
        for record in plain["wasDerivedFrom"].values()
        if record.get("prov:type", {}).get("$") == "prov:Revision"
    ]
    assert revised
    assert {record["prov:usedEntity"] for record in revised} == {
        record["prov:entity"] for record in plain["wasInvalidatedBy"].values()
    }


# ---- the package


def test_the_package_describes_every_file_to_the_byte(releases: list[Release]) -> None:
    """Paths, sizes and hashes are those of the files; every column of the CSV has its field, in order."""
    files = as_package(releases)
    plain = json.loads(files["datapackage.json"])
    assert plain["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert {resource["path"] for resource in plain["resources"]} == files.keys() - {"datapackage.json"}
    for resource in plain["resources"]:
        content = files[resource["path"]]
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        if resource.get("type") == "table":
            header = next(csv.reader(io.StringIO(content.decode(), newline="")))
            assert header == [field["name"] for field in resource["schema"]["fields"]]
            keys = [tuple(row[name] for name in resource["schema"]["primaryKey"]) for row in rows_of(content)]
            assert len(keys) == len(set(keys))


def test_every_cell_is_of_its_type_or_a_labelled_missing_word(
    releases: list[Release], wreck: Picture
) -> None:
    """Not stated, withheld, no limit and 0 are four things, and no cell is blank."""
    for held in (releases, given_out(wreck, "2031-02-03")):
        files = as_package(held)
        for resource in json.loads(files["datapackage.json"])["resources"]:
            if resource.get("type") != "table":
                continue
            for row in rows_of(files[resource["path"]]):
                for field in resource["schema"]["fields"]:
                    cell = row[field["name"]]
                    missing = {each["value"]: each["label"] for each in field.get("missingValues", [])}
                    assert cell != ""
                    if cell in missing:
                        assert missing[cell] == MISSING[cell]
                    elif field["type"] == "integer":
                        assert re.fullmatch(r"-?\d+", cell), (field["name"], cell)


def test_nought_no_limit_and_not_stated_stand_apart(releases: list[Release]) -> None:
    """Of the same release: nobody dead is 0, prevented has no limit and no best, and neither is blank."""
    rows = {(row["figure"], row["scope"]): row for row in rows_of(as_package(releases)["figures.csv"])}
    assert (rows["dead", "cases"]["low"], rows["dead", "cases"]["high"]) == ("0", "0")
    assert rows["prevented", "cases"]["high"] == NO_LIMIT
    assert rows["prevented", "cases"]["best"] == NOT_STATED
    assert rows["rescued_children", "cases"]["best"] == NOT_STATED


def test_a_cell_is_no_formula(night: Picture) -> None:
    """A source's words never run in a spreadsheet."""
    release = given_out(night, "2020-12-08/2020-12-09", "rescued")[0]
    table = tables_of([release])[1]
    nasty = (*table.rows[0][:-1], "=HYPERLINK(1)")
    assert (
        b"'=HYPERLINK" in type(table)(name="", says="", columns=table.columns, key=(), rows=(nasty,)).as_csv()
    )


# ---- the other forms


def test_hxl_has_a_tag_for_every_column_and_the_night_in_one_line_for_each_clock(
    releases: list[Release],
) -> None:
    """Tags are well formed; 31 rescued and nobody dead stand under theirs."""
    header, tags, *rows = list(csv.reader(io.StringIO(as_hxl(releases).decode(), newline="")))
    assert len(header) == len(tags)
    assert all(re.fullmatch(r"#[a-z]+(\+[a-z_]+)*", tag) for tag in tags)
    ours = next(
        row
        for row in rows
        if row[header.index("scope")] == "cases" and row[header.index("clock")] == "reported"
    )
    cells = dict(zip(tags, ours, strict=True))
    assert (cells["#affected+rescued+min"], cells["#affected+rescued+max"]) == ("31", "31")
    assert cells["#affected+killed+max"] == "0"
    assert cells["#affected+arrived+max"] == ""


def test_secmar_gives_our_own_cases_alone_and_people_without_an_outcome_as_unknown(tmp_path: Path) -> None:
    """SECMAR would count people nobody heard of again as having reached the coast; we never do."""
    watch = Watch(tmp_path).tell(
        call("u-1", "2031-02-03T01:12:00+00:00", on_board=exactly(12)),
        opened("Lima", "north/phone/u-1#0"),
    )
    rows = rows_of(as_secmar(given_out(watch.picture, "2031-02-03")))
    by_code = {(row["resultat_humain"], row["figure"]): row for row in rows}
    assert by_code["Inconnu", "without_outcome"]["nombre"] == "12"
    assert by_code["Personne tirée d'affaire seule", "arrived"]["nombre_min"] == "0"
    assert {row["resultat_humain"] for row in rows} <= {code for code, _ in OUTCOMES.values()} | {"Inconnu"}


def test_a_parquet_file_holds_the_figures_and_why_a_value_is_missing(releases: list[Release]) -> None:
    """Numbers are numbers; what is missing is null with its reason beside it; the citation is in the file."""
    parquet = pytest.importorskip("pyarrow.parquet")
    content = as_parquet(releases)
    table = parquet.read_table(io.BytesIO(content))
    rows = {(row["figure"], row["scope"]): row for row in table.to_pylist()}
    assert rows["rescued", "cases"]["low"] == 31
    assert (rows["prevented", "cases"]["high"], rows["prevented", "cases"]["high_is"]) == (None, NO_LIMIT)
    assert json.loads(table.schema.metadata[b"ashore:cite"])[0] == citation_text(releases[0])
    assert content == as_parquet(releases)


class _Read(HTMLParser):
    """Collects what a page would fetch, its tags, and the text of its first heading."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.open: list[str] = []
        self.scripts: list[dict[str, str | None]] = []
        self.described = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        if tag not in ("meta", "br"):
            self.open.append(tag)
        if tag == "script":
            self.scripts.append(held)
        self.fetched += [held[name] or "" for name in ("src", "srcset", "data", "action") if name in held]
        if tag in ("link", "iframe", "object", "embed", "img", "base"):
            self.fetched.append(tag)
        self.described += tag == "desc"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element of SVG that holds nothing."""

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_a_page_stands_alone(releases: list[Release], wreck: Picture, language: str) -> None:
    """It fetches and runs nothing, closes what it opens, says its language, and its drawing is told in words."""
    for release in (*releases, *given_out(wreck, "2031-02-03")):
        text = as_page(release, language, speaking(language).catalogue.gettext).decode()
        page = _Read()
        page.feed(text)
        page.close()
        assert page.open == []
        assert page.fetched == []
        assert [script.get("type") for script in page.scripts] == ["application/json"]
        assert page.described == int(printable(release))
        assert f'<html lang="{language}">' in text
        assert "url(" not in text
        assert "@import" not in text


def test_a_page_carries_its_figure_and_everything_to_cite_it(releases: list[Release]) -> None:
    """The figure inside is the one whose hash stands on the page."""
    release = releases[0]
    text = as_page(release, "en", str).decode()
    inside = re.search(rf'id="{EMBEDDED}">(.*?)</script>', text)
    assert inside is not None
    held = json.loads(inside[1])
    assert held["figure"] == release.figure.as_json()
    for part in (
        release.stable_id,
        release.figure.id,
        release.sha256,
        "CC-BY-4.0",
        *release.figure.heads.values(),
    ):
        assert text.count(part) > 0


def test_words_of_a_source_cannot_leave_their_place_on_a_page(tmp_path: Path) -> None:
    """Tags in a unit's name stay text, in the page and in the figure it carries."""
    nasty = '</script><b onclick=x>Boat & "crew"</b>'
    watch = Watch(tmp_path).tell(
        call("x-1", "2031-02-03T01:12:00+00:00", on_board=exactly(3)),
        opened("Mike", "north/phone/x-1#0"),
        met("x-2", "2031-02-03T02:30:00+00:00", nasty, "recovered", 3),
    )
    case = watch.picture.all_cases()[0].id
    watch.tell(linked("north/vhf/x-2#0", case))
    (release, *_) = given_out(watch.picture, "2031-02-03", "rescued")
    text = as_page(release, "en", str).decode()
    assert "<b onclick" not in text
    assert "Boat &amp; &quot;crew&quot;" in text
    page = _Read()
    page.feed(text)
    assert page.open == []


def test_every_form_is_the_same_bytes_each_time(night: Picture, releases: list[Release]) -> None:
    """The same ledger and the same question give the same files."""
    again = given_out(night, "2020-12-08/2020-12-09")
    assert as_package(again) == as_package(releases)
    assert [as_prov(each) for each in again] == [as_prov(each) for each in releases]
    assert as_hxl(again) == as_hxl(releases)
    assert as_secmar(again) == as_secmar(releases)
    for one, other in zip(again, releases, strict=True):
        assert as_page(one, "en", str) == as_page(other, "en", str)


def test_a_claim_and_a_chain_are_what_the_desk_shows(night: Picture, releases: list[Release]) -> None:
    """Withholding leaves the tree of steps as it is: as many steps, of the same kinds and entries."""
    figure: Figure = claimed(
        figures(night, [], "2020-12-08/2020-12-09"), "rescued", 31, "2020-12-08/2020-12-09"
    )
    release = next(each for each in releases if each.figure.id == figure.id)
    kinds = [(step.kind, step.entry) for step in steps(release.chain)]
    assert kinds[0] == ("figure", None)
    assert isinstance(release.chain, Chain)
    assert len(kinds) > 1
