"""`ashore publish`, `verify-figure`, `publish-table` and `draw`, as somebody types them."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ashore.bootstrap import create_desk, example, verbs
from ashore.desk.commands import play, rating
from ashore.desk.commands.acting import Who
from ashore.desk.commands.acts import ReceiveReports
from ashore.desk.commands.counting import Cut
from ashore.desk.commands.drawing import draw
from ashore.desk.commands.drawing_rates import draw_rates
from ashore.desk.commands.errors import NothingToDraw
from ashore.desk.commands.publishing import check, release_files
from ashore.figures.release.release import licence_of


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of a desk to which the built-in night came."""
    data = tmp_path_factory.mktemp("published") / "desk"
    desk = create_desk(data, name="north-centre", kind="replay")
    try:
        play(desk, example())
    finally:
        desk.close()
    return data


@pytest.fixture
def ashore(played: Path):
    """Runs `ashore --data DIR ...` as a user would."""
    runner = CliRunner()

    def run(*words: str) -> Result:
        return runner.invoke(verbs(), ["--data", str(played), *words])

    return run


def test_a_release_is_written_in_every_form_and_its_sums_hold(ashore, tmp_path: Path) -> None:
    """One folder, nothing in it but what the sums name."""
    done = ashore(
        "publish",
        "rescued",
        "dead",
        "--period",
        "2020-12-08/2020-12-09",
        "--as",
        "all",
        "--out",
        str(tmp_path / "out"),
    )
    assert done.exit_code == 0, done.output
    sums = (tmp_path / "out" / "SHA256SUMS").read_text().splitlines()
    written = {
        str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*") if path.is_file()
    }
    assert {line.split("  ")[1] for line in sums} == written - {"SHA256SUMS"}
    for line in sums:
        digest, name = line.split("  ")
        assert hashlib.sha256((tmp_path / "out" / name).read_bytes()).hexdigest() == digest
    endings = {"".join(Path(name).suffixes) for name in written}
    assert {".en.html", ".fr.html", ".json", ".prov.json", ".csv", ".parquet"} <= endings


def test_what_a_single_newspaper_claims_is_given_out_only_when_asked_for(ashore, tmp_path: Path) -> None:
    """A claim stands beside our figure; as a figure of its own it is somebody else's to publish."""
    days = ("--period", "2020-12-08/2020-12-09", "--as", "figure")
    assert ashore("publish", "rescued", *days, "--out", str(tmp_path / "ours")).exit_code == 0
    assert len(list((tmp_path / "ours").glob("*.json"))) == 1
    scope = "claim:British newspaper of 9 December 2020"
    assert (
        ashore("publish", "rescued", *days, "--scope", scope, "--out", str(tmp_path / "theirs")).exit_code
        == 0
    )
    (theirs,) = (tmp_path / "theirs").glob("*.json")
    assert json.loads(theirs.read_bytes())["scope"] == scope


def test_a_release_never_overwrites_and_an_empty_one_is_refused(ashore, tmp_path: Path) -> None:
    """Exit codes are the command line's: refused is 1, not found 4."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "note.txt").write_text("mine")
    there = ashore("publish", "--out", str(tmp_path / "out"))
    assert (there.exit_code, "out-not-empty" in there.output) == (1, True)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["note.txt"]
    nothing = ashore("publish", "rescued", "--scope", "series:none", "--out", str(tmp_path / "new"))
    assert (nothing.exit_code, "nothing-to-publish" in nothing.output) == (4, True)
    assert not (tmp_path / "new").exists()


def test_a_published_figure_is_counted_again_from_any_of_its_forms(ashore, tmp_path: Path) -> None:
    """A page, a figure's JSON, a package, and the folder itself."""
    out = tmp_path / "out"
    ashore("publish", "rescued", "--period", "2020-12-08/2020-12-09", "--as", "all", "--out", str(out))
    (figure,) = (path for path in out.glob("rescued-*.json") if ".prov." not in path.name)
    for path in (figure, *out.glob("*.html"), out / "package" / "datapackage.json", out / "package", out):
        done = ashore("verify-figure", str(path))
        assert (done.exit_code, "equal" in done.output) == (0, True), done.output
    told = ashore("verify-figure", str(figure), "--json")
    assert json.loads(told.output)["verdict"] == "equal"


def test_a_folder_is_held_against_its_sums_down_to_the_files_without_a_figure(ashore, tmp_path: Path) -> None:
    """HXL, SECMAR and PROV carry no figure to count again; that they were changed is found all the same."""
    out = tmp_path / "out"
    ashore(
        "publish",
        "rescued",
        "--period",
        "2020-12-08/2020-12-09",
        "--as",
        "hxl",
        "--as",
        "page",
        "--out",
        str(out),
    )
    assert ashore("verify-figure", str(out)).exit_code == 0
    (out / "hxl.csv").write_text((out / "hxl.csv").read_text().replace("31", "41"))
    changed = ashore("verify-figure", str(out))
    assert changed.exit_code == 3
    assert "hxl.csv is not the file that the sums are of" in changed.output
    (out / "hxl.csv").unlink()
    assert "hxl.csv is missing" in ashore("verify-figure", str(out)).output


def test_the_query_on_a_page_gives_the_figure_again(ashore, tmp_path: Path) -> None:
    """Typed as it stands, it prints the figure with the same id."""
    out = tmp_path / "out"
    ashore("publish", "--period", "2020-12-08/2020-12-09", "--as", "package", "--out", str(out))
    with (out / "package" / "figures.csv").open(newline="") as table:
        rows = list(csv.DictReader(table))
    assert len(rows) == 12
    for row in rows:
        done = ashore(*shlex.split(row["query"])[1:], "--json")
        assert json.loads(done.output.splitlines()[0])["id"] == row["id"]


def test_each_way_of_not_holding_has_its_exit_code(ashore, tmp_path: Path) -> None:
    """Tampered and unreadable are 3, another ledger 4, and what does not follow 1."""
    out = tmp_path / "out"
    ashore("publish", "rescued", "--period", "2020-12-08/2020-12-09", "--as", "figure", "--out", str(out))
    (figure,) = out.glob("*.json")
    whole = figure.read_text()

    def code(text: str) -> tuple[int, str]:
        path = tmp_path / "file.json"
        path.write_text(text)
        done = ashore("verify-figure", str(path))
        return done.exit_code, done.output.split("[")[-1].rstrip("]\n")

    assert code(whole.replace('"low":31', '"low":41')) == (3, "figure-tampered")
    assert code("no figure") == (3, "not-a-published-figure")
    assert code("[]") == (3, "not-a-published-figure")
    assert code(whole.replace('"caveats":[', '"caveats":["Checked.",')) == (
        1,
        "figure-differs",
    )
    elsewhere = create_desk(tmp_path / "elsewhere", name="south-centre", kind="replay")
    elsewhere.close()
    done = CliRunner().invoke(verbs(), ["--data", str(tmp_path / "elsewhere"), "verify-figure", str(figure)])
    assert (done.exit_code, "other-ledger" in done.output) == (4, True)


def test_a_folder_without_a_package_is_no_published_figure(ashore, tmp_path: Path) -> None:
    """And says so by a sentence."""
    done = ashore("verify-figure", str(tmp_path))
    assert (done.exit_code, "not-a-published-figure" in done.output) == (3, True)


def test_a_table_is_given_out_without_its_small_cells(ashore, tmp_path: Path) -> None:
    """The cells, the totals, the rule, and the words for what is withheld."""
    table = tmp_path / "table.csv"
    table.write_text("age,sex,people\nchild,f,2\nchild,m,50\nadult,f,40\nadult,m,170\n")
    done = ashore("publish-table", str(table), "--out", str(tmp_path / "out"))
    assert done.exit_code == 0, done.output
    lines = (tmp_path / "out" / "table.csv").read_text().splitlines()
    assert "child,f,withheld" in lines
    assert "(all),(all),262" in lines
    assert sum(line.endswith(",withheld") for line in lines) >= 4
    described = json.loads((tmp_path / "out" / "datapackage.json").read_text())
    assert "1 to 9 is withheld" in described["description"]
    (people,) = (
        field for field in described["resources"][0]["schema"]["fields"] if field["name"] == "people"
    )
    assert [each["value"] for each in people["missingValues"]] == ["withheld"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "age,sex,people\n",
        "age,sex\nchild,f\n",
        "age,sex,people\nchild,f,two\n",
        "age,sex,people\nchild,f,-2\n",
        "age,sex,people\nchild,f,2\nchild,f,3\n",
        "age,sex,people\n(all),f,2\n",
        'age,sex,people\n"child,f,2\n',
    ],
)
def test_a_table_that_cannot_be_read_is_refused_by_its_place(ashore, tmp_path: Path, text: str) -> None:
    """No cell of it is repeated in the sentence."""
    table = tmp_path / "table.csv"
    table.write_text(text)
    done = ashore("publish-table", str(table), "--out", str(tmp_path / "out"))
    assert (done.exit_code, "not-a-table" in done.output) == (3, True)
    assert "child" not in done.output


def test_a_picture_of_the_year_is_drawn_in_either_language(ashore, tmp_path: Path) -> None:
    """31 rescued and 27 arrived in December, nothing held of other months, and the log's kind printed on it."""
    for language, kind in (("en", "REPLAY"), ("fr", "REJEU")):
        path = tmp_path / f"{language}.svg"
        done = ashore("draw", "outcomes", "--year", "2020", "--language", language, "--out", str(path))
        assert done.exit_code == 0, done.output
        text = path.read_text()
        assert kind in text
        assert ">31</text>" in text
        assert ">27</text>" in text
        assert text.count("<circle") == 22


def test_there_is_no_picture_of_what_is_not_held(ashore, tmp_path: Path) -> None:
    """No series of daily arrivals, and a year without a boat: refused, not drawn empty."""
    for kind, year in (("daily", "2020"), ("cumulative", "2020"), ("outcomes", "2019"), ("deaths", "2019")):
        done = ashore("draw", kind, "--year", year, "--out", str(tmp_path / "no.svg"))
        assert (done.exit_code, "nothing-to-draw" in done.output) == (4, True)
        assert not (tmp_path / "no.svg").exists()


def test_rates_are_drawn_with_what_may_be_said_of_them(home_office: bytes, tmp_path: Path) -> None:
    """The fall of autumn 2020 with every method's ends, calm days as not computable, in either language."""
    desk = create_desk(tmp_path / "desk", name="north-centre", kind="live")
    try:
        desk.do(ReceiveReports(content=home_office), Who(account="cli", role="machine", person=False))
        answer = rating.rate(desk, rating.Compared(periods=("2020-09", "2020-11"), numerators=("people",)))
        for language, said in (
            (
                "en",
                ("the fall is not established", "Not computable from held sources", "chosen by its outcome"),
            ),
            ("fr", ("la baisse reste à établir", "Non calculable", "binomiale négative")),
        ):
            picture = draw_rates(desk, answer, "people", language).decode()
            words = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", picture))
            assert all(each in f"{words} {picture}" for each in said)
            assert ">−60.9</text>" in picture
            assert "−91.3 … 75.9" in picture
        with pytest.raises(NothingToDraw):
            draw_rates(desk, answer, "boats", "en")
    finally:
        desk.close()


def test_rates_are_drawn_by_a_verb_and_not_without_a_series(ashore, tmp_path: Path) -> None:
    """The night holds no series of arrivals: refused by a sentence, and no file."""
    out = tmp_path / "no.svg"
    done = ashore("draw", "rates", "2020-09", "2020-11", "--draws", "200", "--out", str(out))
    assert (done.exit_code, "nothing-to-draw" in done.output) == (4, True)
    assert not out.exists()


def test_the_official_series_is_drawn_and_given_out_to_the_digit(home_office: bytes, tmp_path: Path) -> None:
    """8,462 in 2020 on the picture and in the package, with the publisher's own definition, and it verifies."""
    desk = create_desk(tmp_path / "desk", name="north-centre", kind="live")
    try:
        desk.do(ReceiveReports(content=home_office), Who(account="cli", role="machine", person=False))
        for kind in ("cumulative", "daily"):
            picture = draw(desk, kind, year=2020, language="en").decode()
            assert "2020: 8462" in picture
            assert "2019: 1843" in picture
            assert (
                "2021" not in picture.partition("<desc>")[2].partition("</desc>")[0].partition("Persons")[0]
            )
        files = release_files(
            desk,
            Cut(names=("arrived",), period="2020"),
            scopes=("series:home-office/SB_01",),
            licence=licence_of("OGL-UK-3.0"),
            forms=("page", "figure"),
        )
        (page,) = (content for name, content in files.items() if name.endswith(".en.html"))
        assert "Home Office, SB_01: arrived, 8462 people, in 2020" in page.decode()
        path = tmp_path / "page.html"
        path.write_bytes(page)
        assert [each.verdict for each in check(desk, path)] == ["equal"]
    finally:
        desk.close()
