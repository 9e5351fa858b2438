"""The consistency checks of two real articles, one test a row; the articles are not part of the project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from claimed import CALAIS, CHANNEL, SHARED, claim, labelled
from click.testing import CliRunner
from played import Watch, asked, ends

from ashore.bootstrap import example, verbs
from ashore.desk.commands.acts import ReceiveReports
from ashore.desk.commands.replaying import REPLAYING
from ashore.figures.basis import Basis
from ashore.figures.claims_beside import Compared, compare, remainders
from ashore.figures.claims_chains import chains, independent
from ashore.figures.claims_conflicts import Conflict, conflicts
from ashore.figures.claims_said import Said, no_count, said_in
from ashore.figures.claims_totals import Total, totals
from ashore.figures.wording import in_english
from ashore.intake.claims import claim_of
from ashore.model.times import iso, moment
from ashore.picture.fold import Picture
from ashore.reading.times import read_times

NIGHT = "2020-12-08/2020-12-09"


@pytest.fixture(scope="module")
def channel() -> dict[str, Said]:
    return labelled(CHANNEL)


@pytest.fixture(scope="module")
def calais() -> dict[str, Said]:
    return labelled(CALAIS)


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Picture:
    """The built-in night with the official series loaded."""
    found = sorted((SHARED / "data").glob("home_office_small_boats_to_*.ods"))
    if not found:
        pytest.skip(f"no Home Office workbook in {SHARED / 'data'} (set ASHORE_SHARED)")
    watch = Watch(tmp_path_factory.mktemp("official")).play(example())
    watch.desk.do(ReceiveReports(content=found[-1].read_bytes()), REPLAYING)
    return watch.picture


@pytest.fixture(scope="module")
def beside(picture: Picture, channel: dict[str, Said]) -> dict[str, Compared]:
    """Every claim of the first article beside the book."""
    basis = Basis(picture)
    return dict(zip(channel, compare(basis, tuple(channel.values())), strict=True))


def total_of(claims: Mapping[str, Said], label: str) -> Total:
    """Return the published total that a labelled claim heads."""
    return next(total for total in totals(claims.values()) if total.said == claims[label])


def under(claims: Mapping[str, Said], parts: tuple[Said, ...]) -> list[str]:
    labels = {said.id: label for label, said in claims.items()}
    return [labels[part.id] for part in parts]


def about(found: tuple[Conflict, ...], name: str) -> list[Conflict]:
    return [each for each in found if each.about == name]


def by(compared: Compared, scope: str) -> int | None:
    return next(each.by for each in compared.against if each.scope.startswith(scope))


def test_13_14_and_4_are_the_31_once(channel: dict[str, Said]) -> None:
    """The headline, its repetition and the three incidents are one number: 31, and never 62."""
    total = total_of(channel, "A01")
    assert (total.value, total.adds_up, total.rest) == (31, True, 0)
    assert under(channel, tuple(part.said for part in total.parts)) == ["A13", "A17", "A20"]
    assert under(channel, total.restated) == ["A05"]
    rescued = [
        each
        for each in totals(channel.values())
        if each.said.claim.outcome == "rescued" and each.said.claim.unit == "person"
    ]
    assert [each.value for each in rescued] == [31]


def test_two_children_are_one_and_one_and_the_third_boat_states_none(channel: dict[str, Said]) -> None:
    """Two of the 31; of the four nobody said how many are children, which is not nought."""
    total = total_of(channel, "A01")
    assert total.children is not None
    assert (total.children.value, total.children.adds_up) == (2, True)
    assert under(channel, total.children.leaves()) == ["A14", "A18"]
    assert under(channel, total.not_stated) == ["A20"]


def test_three_dinghies_are_three_incidents(channel: dict[str, Said]) -> None:
    """As many boats as parts."""
    total = total_of(channel, "A01")
    assert (total.boats, total.boats_match) == (channel["A07"], True)


def test_31_today_is_told_by_its_clock(picture: Picture, channel: dict[str, Said]) -> None:
    """Put on the 9th alone, 31 is 18 by call and 18 to 31 by landing: the clock is what is wanting."""
    assert channel["A01"].days == (date(2020, 12, 8), date(2020, 12, 9))
    today = replace(channel["A01"], claim=replace(channel["A01"].claim, when_start="2020-12-09"))
    [found] = compare(Basis(picture), [today])
    rows = {
        each.clock: (each.low, each.high, each.verdict) for each in found.against if each.scope == "cases"
    }
    assert found.verdict == "overlaps"
    assert rows["reported"][:2] == (18, 18)
    assert rows["landed"] == (18, 31, "not_comparable")
    assert rows["night"] == (31, 31, "agrees")
    assert all(
        "names no clock" in in_english(each.says) for each in found.against if each.verdict == "agrees"
    )


def test_the_31_agree_with_the_book_for_both_days(beside: dict[str, Compared]) -> None:
    """Over the two days every clock gives 31."""
    assert beside["A01"].verdict == "agrees"
    assert {each.clock for each in beside["A01"].against} == {"reported", "night", "landed", "happened"}


def test_27_today_and_27_yesterday_are_27_once(channel: dict[str, Said], beside: dict[str, Compared]) -> None:
    """Both days stand in a conflict, the number is published once, and the official series has 26 for the 9th."""
    found = next(each for each in about(conflicts(channel.values()), "day") if channel["A08"] in each.said)
    assert found.said == (channel["A08"], channel["A24"])
    assert "never 54" in in_english(found.says)
    everyone = [total.value for total in totals(channel.values()) if total.said.claim.outcome == "arrived"]
    assert 27 not in everyone, "the 27 lie in the month's and the year's number, and are not added to them"
    assert (beside["A08"].verdict, by(beside["A08"], "series:")) == ("contradicts", 1)


def test_two_papers_on_the_landing_places_are_a_conflict_and_no_more_people(channel: dict[str, Said]) -> None:
    """The 13 and the 14 went to two harbours by two papers: each place is kept, and the people counted once."""
    where = {13: "Dunkirk", 14: "Boulogne-sur-Mer"}
    second = said_in(
        "another paper",
        [
            claim(f"{number} people", number, place=place, when_start="2020-12-08", when_end="2020-12-09")
            for number, place in where.items()
        ],
    )
    found = about(conflicts([*channel.values(), *second]), "place")
    pairs = {tuple(each.value for each in one.said) for one in found}
    assert pairs == {(13, 13), (14, 14)}


def test_8448_contradicts_the_official_sum_by_59(beside: dict[str, Compared]) -> None:
    """8,448 printed, 8,389 in the series for the same days."""
    assert (beside["A26"].verdict, by(beside["A26"], "series:")) == ("contradicts", 59)
    rows = [each for each in beside["A26"].against if each.scope == "cases"]
    assert {each.verdict for each in rows} == {"overlaps"}, "our cases hold two days, and refute no year"


def test_8448_in_december_is_more_than_two_later_year_ends(channel: dict[str, Said]) -> None:
    """A sum that grows was never larger before: two papers' year ends are smaller, a third's is not."""
    later = [
        said_in(
            f"year end {number}",
            [
                claim(
                    f"{number} this year",
                    number,
                    "arrived",
                    kind="cumulative",
                    when_start="2020-01-01",
                    when_end="2020-12-31",
                )
            ],
        )[0]
        for number in (8417, 8410, 8462)
    ]
    found = about(conflicts([channel["A26"], *later]), "later_total")
    assert [each.said[1].value for each in found] == [8410, 8417]


def test_249_contradicts_136_and_what_it_leaves_differs_too(
    picture: Picture, channel: dict[str, Said], beside: dict[str, Compared]
) -> None:
    """249 against 136 to the 9th; 8,448 less 249 leaves 8,199 to the end of November, against 8,253."""
    assert (beside["A27"].verdict, by(beside["A27"], "series:")) == ("contradicts", 113)
    [left] = remainders(channel.values())
    assert (left.value, left.days) == (8199, (date(2020, 1, 1), date(2020, 11, 30)))
    [found] = compare(Basis(picture), [left])
    assert (found.verdict, by(found, "series:")) == ("contradicts", -54)


def test_in_december_and_in_winter_may_be_two_periods(channel: dict[str, Said]) -> None:
    """The words are kept, and that they name two periods is said; no other claim's words do."""
    [found] = about(conflicts(channel.values()), "period")
    assert found.said == (channel["A27"],)
    assert "in winter" in in_english(found.says)


def test_nine_are_seven_and_two_elsewhere(channel: dict[str, Said]) -> None:
    """Seven of the nine died in October; of two the text tells no more."""
    total = total_of(channel, "A29")
    assert (total.value, total.rest) == (9, 2)
    assert [part.said for part in total.inside] == [channel["A30"]]


def test_seven_are_four_bodies_a_child_and_two_men(channel: dict[str, Said]) -> None:
    """Five and two, of whom four, one and two: seven, and never the fourteen of a blind sum."""
    seven = total_of(channel, "A29").inside[0]
    assert (seven.value, seven.adds_up) == (7, True)
    assert under(channel, tuple(part.said for part in seven.parts)) == ["A31", "A32"]
    assert sorted(each.value or 0 for each in seven.leaves()) == [1, 2, 4]
    blind = sum(channel[label].value or 0 for label in ("A31", "A32", "A35", "A41", "A43"))
    assert blind == 14
    deaths = [each for each in totals(channel.values()) if "missing" in each.said.family]
    assert [each.value for each in deaths] == [9]


def test_90_stopped_today_may_hold_the_31(beside: dict[str, Compared], picture: Picture) -> None:
    """Whether they overlap nobody knows: nothing of ours confirms or refutes the 90, and nothing is added."""
    assert beside["A45"].verdict == "not_comparable"
    ours = asked(picture, "rescued", "2020-12-09")
    assert {each.relation for each in ours.overlaps if each.figure == "prevented"} <= {"unknown"}


def test_two_sources_of_one_figure_are_both_kept(calais: dict[str, Said]) -> None:
    """The police and the inspector: the words name one, the sentence before them the other."""
    [found] = about(conflicts(calais.values()), "source")
    assert found.said == (calais["B07"], calais["B08"])


def test_doubled_and_6400_are_refuted_by_the_report_they_name(calais: dict[str, Said]) -> None:
    """6,429 against 2,411, in six months: another period, and not twice but 2.66 times."""
    report = said_in(
        "inspection",
        [
            claim("6,429", 6429, "lorry_arrival", when_start="2015-04-01", when_end="2015-09-30"),
            claim("2,411", 2411, "lorry_arrival", when_start="2014-04-01", when_end="2014-09-30"),
        ],
        publisher="Chief Inspector of Borders and Immigration",
    )
    found = about(conflicts([*calais.values(), *report]), "cited")
    assert {each.said[0] for each in found} == {calais["B08"], calais["B09"]}
    said = " ".join(in_english(each.says) for each in found)
    assert "2.66 times" in said
    assert "2015-04-01 to 2015-09-30" in said


def test_drugs_for_goods_is_one_chain_with_a_mutation(calais: dict[str, Said]) -> None:
    """The same wording with one word changed is a copy: one source, and what was changed is said."""
    first = calais["B01"]
    assert first.text is not None
    other = replace(
        first, document="other", publisher="other", id="other:0", text=first.text.replace("drugs", "goods")
    )
    [chain] = chains([first, other])
    assert "copied" in chain.why
    assert {("drugs", "goods"), ("goods", "drugs")} & {each.words for each in chain.mutations}
    assert independent([first, other]) == 1


def test_almost_7000_is_each_sources_own(calais: dict[str, Said]) -> None:
    """6,901 by the prefecture is "almost 7,000", and 9,106 by a census is not: a conflict, and never a sum."""
    camps = said_in(
        "others",
        [
            claim(
                "6 901",
                6901,
                "camp",
                kind="stock",
                place="Calais",
                when_start="2016-08-19",
                when_end="2016-08-19",
                source="prefecture of Pas-de-Calais",
            ),
            claim(
                "9,106",
                9106,
                "camp",
                kind="stock",
                place="Calais",
                when_start="2016-08-15",
                when_end="2016-08-15",
                source="a census by volunteers",
            ),
        ],
    )
    found = about(conflicts([calais["B13"], *camps]), "number")
    assert {tuple(sorted(each.value or 0 for each in one.said)) for one in found} == {
        (7000, 9106),
        (6901, 9106),
    }
    values = [total.value for total in totals([calais["B13"], *camps])]
    assert sorted(values) == [6901, 7000, 9106]


def test_a_census_printed_in_two_ways_looks_like_a_slip(calais: dict[str, Said]) -> None:
    """10,188 here and 10,088 there: both stand, and that a digit differs is said."""
    day = {"when_start": "2016-09-10", "when_end": "2016-09-10", "place": "Calais", "source": "the census"}
    both = [
        said_in(f"print {number}", [claim(f"{number}", number, "camp", kind="stock", **day)])[0]
        for number in (10188, 10088)
    ]
    [found] = about(conflicts(both), "number")
    assert "slip" in in_english(found.says)


def test_an_opinion_without_a_speaker_of_its_own_counts_nothing(calais: dict[str, Said]) -> None:
    """Its speaker is carried over from two paragraphs before, and it enters no figure."""
    assert calais["B05"].source.startswith("Steve Symonds")
    assert no_count(calais["B05"].claim) is not None
    assert all(total.said != calais["B05"] for total in totals(calais.values()))


def test_a_clock_with_a_dot_is_a_time_and_no_count(channel: dict[str, Said]) -> None:
    """10.04pm is 22:04; neither call's time counts anybody."""
    for label, clock in (("A11", "22:04"), ("A15", "02:34")):
        assert no_count(channel[label].claim) is not None
        now = moment("2020-12-09T18:00:00+01:00").ms
        read = read_times(channel[label].claim.quote, now=now, zone="Europe/Paris")
        assert [iso(each.at, "Europe/Paris")[11:16] for each in read] == [clock]


def test_the_zone_nobody_stated_is_marked_as_assumed(picture: Picture) -> None:
    """The calls' hours are French local time by another paper alone: 22:04 is 21:04 UTC, and marked."""
    calls = [
        picture.entries[entry].body.report
        for entry in picture.by_type["report.received"]
        if picture.entries[entry].body.report.channel == "phone"
    ]
    assert all(call.zone_assumed for call in calls)
    first = min(calls, key=lambda call: call.received_at.ms)
    assert first.received_at.stated.startswith("2020-12-08T22:04")
    assert first.received_at.ms % 86_400_000 == (21 * 60 + 4) * 60_000


def test_two_calls_on_two_civil_days_are_one_night(picture: Picture) -> None:
    """By civil day 13 and 18, by the night 31."""
    assert ends(asked(picture, "rescued", "2020-12-08", clock="reported")) == (13, 13)
    assert ends(asked(picture, "rescued", "2020-12-09", clock="reported")) == (18, 18)
    assert ends(asked(picture, "rescued", "2020-12-09", clock="night")) == (31, 31)


def test_what_counts_nothing_enters_no_total(calais: dict[str, Said]) -> None:
    """A demand, a trend, a rate and an estimate without a number are in no sum."""
    counted = {total.said for total in totals(calais.values())}
    assert counted == {calais["B09"], calais["B13"]}


def test_it_is_the_same_path(tmp_path: Path) -> None:
    """Played without any series, the book sets the night's own claims beside its cases and finds no contradiction."""
    basis = Basis(Watch(tmp_path).play(example()).picture)
    found = compare(basis, basis.said)
    assert len(found) == len(basis.said) > 9
    assert all(each.verdict != "contradicts" for each in found)


def test_what_the_reader_reads_is_published_once(channel: dict[str, Said]) -> None:
    """Read by `ashore read` and not by hand: the 31 hold their three parts, the 27 are one, December is two periods."""
    text = channel["A01"].text or ""
    path = str(SHARED / "articles" / CHANNEL)
    told = CliRunner().invoke(verbs(), ["read", path, "--published", "2020-12-09", "--json"])
    claims = [claim_of(line.encode(), text) for line in told.stdout.splitlines()]
    said = said_in("read", claims, published=date(2020, 12, 9), text=text)
    found = totals(said)
    rescued = [
        each for each in found if (each.said.claim.outcome, each.said.claim.unit) == ("rescued", "person")
    ]
    assert [(each.value, [part.value for part in each.parts]) for each in rescued] == [(31, [13, 14, 4])]
    assert {"day", "period"} <= {each.about for each in conflicts(said)}
