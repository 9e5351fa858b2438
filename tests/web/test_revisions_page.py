"""The page of revisions: a changed number is framed, says by how much, and leads to its reason and its release."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scenes import signed_in
from series_scene import LIST, series_desk
from starlette.testclient import TestClient

from ashore.desk.commands import Desk, rating
from ashore.desk.language import speaking
from ashore.desk.web.revised import MOST_RELEASES, changes_shown, sums_shown
from ashore.figures.revisions import Change, Sums, Triangle, Vintage
from ashore.model.phrases import say


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with three releases of one list."""
    made = series_desk(tmp_path_factory.mktemp("revisions"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def client(desk: Desk) -> TestClient:
    """An analyst at that desk."""
    return signed_in(desk)


def revisions(client: TestClient, **asked: str) -> str:
    """Return the page of revisions."""
    answer = client.get("/revisions", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.text


def rows_of(page: str) -> dict[str, list[tuple[bool, str]]]:
    """Return the rows of the first table: whether each cell is framed, and its words."""
    table = page[page.index('class="triangle') :]
    table = table[: table.index("</table>")]
    return {
        re.sub("<[^>]+>", "", name): [
            ("changed" in kind, re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", cell)).strip())
            for kind, cell in re.findall(r'<td class="([^"]*)"[^>]*>(.*?)</td>', rest, re.DOTALL)
        ]
        for name, rest in re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', table, re.DOTALL)
    }


def test_a_changed_number_is_framed_with_by_how_much(client: TestClient) -> None:
    """One more dead, one incident gone, one on another day; the rest stands plain."""
    assert rows_of(revisions(client, series=LIST)) == {
        "b": [(False, "4"), (True, "5 +1"), (False, "5")],
        "c": [(False, "2"), (False, "2"), (True, "– no longer given")],
        "d": [(False, "–"), (False, "1"), (True, "1 moved")],
    }


def test_each_release_and_each_change_leads_to_its_entry(desk: Desk, client: TestClient) -> None:
    """A framed number leads to its reason, and the reason to the entry of its release."""
    page = revisions(client, series=LIST)
    entries = rating.rests_on(desk)
    heads = page[page.index('class="triangle') : page.index("</thead>")]
    assert all(f'href="/entries/{entry}"' in heads for entry in entries)
    for target in re.findall(r'href="#(change-[0-9-]+)"', page):
        assert f'id="{target}"' in page
    assert "gone: this release no longer holds it" in page


def test_a_published_figure_leads_to_its_revisions_and_the_dead_to_every_definition(
    client: TestClient,
) -> None:
    """From the page of one figure, for its own period."""
    page = client.get("/figures", params={"period": "2030"}).text
    addresses = [
        html.unescape(each) for each in re.findall(r'<th scope="row"><a href="(/figures/dead-[^"]*)"', page)
    ]
    found = [client.get(each).text for each in addresses]
    linked = [each for each in found if f"/revisions?series={quote(LIST)}&amp;period=2030" in each]
    assert len(linked) == 1
    assert all("/toll?period=2030" in each for each in found)


def test_sums_by_month_are_framed_where_they_moved_and_lead_to_what_changed(client: TestClient) -> None:
    """A month that a release does not hold whole has a dash and no number."""
    page = revisions(client, series=LIST, by="month")
    rows = rows_of(page)
    assert rows["2030-03"] == [(False, "4"), (True, "5 +1"), (False, "5")]
    assert "period=2030-03" in page


def test_the_series_held_are_listed_with_how_many_releases_each(client: TestClient) -> None:
    """Two series in one list, three releases each."""
    page = revisions(client)
    assert page.count("3 releases") == 2
    assert "by=year" in page


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"series": "series:nobody/x"}, 404, "no-such-series"),
        ({"series": LIST, "by": "week"}, 422, "not-a-span"),
        ({"series": LIST, "period": "lately"}, 422, "not-a-period"),
    ],
)
def test_what_cannot_be_shown_is_refused_beside_the_form(
    client: TestClient, asked: dict[str, str], status: int, code: str
) -> None:
    """With a sentence."""
    page = client.get("/revisions", params=asked)
    assert (page.status_code, code in page.text) == (status, True)


numbers = st.none() | st.integers(0, 9_999)


def vintages(count: int) -> tuple[Vintage, ...]:
    """Return so many releases."""
    return tuple(
        Vintage(
            vintage=f"2031-{at // 28 + 1:02}-{at % 28 + 1:02}",
            entry=f"e{at}",
            recorded_ms=at,
            known_ms=at,
            stands=True,
            last="2031",
        )
        for at in range(count)
    )


@given(st.integers(1, 30).flatmap(lambda n: st.lists(st.lists(numbers, min_size=n, max_size=n), max_size=5)))
def test_no_release_that_moved_a_sum_is_left_out(rows: list[list[int | None]]) -> None:
    """Whatever stands in the cells: first, last and every release that moved one are shown, the rest is counted."""
    count = len(rows[0]) if rows else 1
    sums = Sums(
        scope="s",
        column="c",
        vintages=vintages(count),
        rows=tuple((f"p{at}", tuple(row)) for at, row in enumerate(rows)),
    )
    table = sums_shown(sums, speaking("en"))
    assert len(table.releases) + table.releases_left == count
    assert (table.releases[0], table.releases[-1]) == (sums.vintages[0], sums.vintages[-1])
    assert count > MOST_RELEASES or not table.releases_left
    moves = 0
    for row in rows:
        told = [value for value in row if value is not None]
        moves += sum(one != other for one, other in itertools.pairwise(told))
    assert moves == sum(bool(cell.by) for _, cells in table.rows for cell in cells)


def test_a_row_that_never_had_a_number_is_no_change_of_the_column() -> None:
    """An incident of which no release states survivors went: nothing of the survivors changed."""
    change = Change(
        period="p", before=None, after=None, vintage="2031-01-02", entry="e1", reason=say("collected since")
    )
    triangle = Triangle(
        scope="s",
        column="c",
        vintages=vintages(2),
        rows=(("p", (None, None)),),
        changes=(change,),
        same=0,
        new=0,
    )
    table = changes_shown(triangle, speaking("fr"))
    assert (table.rows, table.changes) == ((), ())
