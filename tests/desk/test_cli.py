"""The command line: what a person types, what they read, and how a refusal looks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from desks import line

from ashore.bootstrap import create_desk, drill, example, open_desk, open_drill, verbs
from ashore.desk.cli.main import command_line
from ashore.desk.cli.wiring import Wiring
from ashore.desk.commands import Desk


@pytest.fixture
def ashore(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Runs `ashore --data DIR ...` as a user would, with a state directory of its own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    runner = CliRunner()

    def run(*words: str, typed: str | None = None) -> Result:
        return runner.invoke(verbs(), ["--data", str(tmp_path / "desk"), *words], input=typed)

    return run


@pytest.fixture
def live(ashore, tmp_path: Path):
    """A live desk with one officer, signed in."""
    assert ashore("init", "--desk", "north-centre").exit_code == 0
    assert ashore("add-account", "marie", typed="four plain words\nfour plain words\n").exit_code == 0
    assert ashore("sign-in", "marie", "--password", "four plain words").exit_code == 0
    return ashore


def reports(tmp_path: Path, *lines: dict | bytes) -> str:
    path = tmp_path / "reports.jsonl"
    path.write_bytes(
        b"\n".join(each if isinstance(each, bytes) else json.dumps(each).encode() for each in lines)
    )
    return str(path)


def test_the_night_prints_its_figures_one_json_object_a_line(ashore) -> None:
    """`ashore demo --once --json` prints figures of format ashore.figure/1, the whole night first."""
    result = ashore("demo", "--once", "--json")
    figures = [json.loads(text) for text in result.stdout.splitlines()]

    assert result.exit_code == 0
    assert {"ashore.figure/1"} == {figure["format"] for figure in figures}
    assert tuple(figures[0][name] for name in ("figure", "low", "high", "scope")) == (
        "rescued",
        31,
        31,
        "cases",
    )


def test_a_day_at_the_desk(live, tmp_path: Path) -> None:
    """A person takes reports in, opens a case, asks how many are out, and is told why it cannot end."""
    path = reports(tmp_path, line("n-1", on_board={"value": 40, "says_who": "caller"}), b"{half a line")
    taken = live("import", path)
    live("open-case", "--kind", "boat", "--label", "Charlie", "--mention", "north-centre/phone/n-1#0")
    shown = live("case", "charlie")
    refused = live("end-case", "--case", "Charlie", "--how", "accounted")

    assert "1 accepted, 0 duplicate, 1 rejected" in taken.stdout
    assert "Line 2" in taken.stderr
    assert "at least 40, at most 40" in shown.stdout
    assert "words of n-1" in shown.stdout
    assert refused.exit_code == 1
    assert "40 are still out" in refused.stderr
    assert "Nobody has said how many set out" not in refused.stderr


def test_importing_the_same_file_again_adds_nothing(live, tmp_path: Path) -> None:
    """A file taken in twice is all duplicates."""
    path = reports(tmp_path, line("n-1"), line("n-2"))
    live("import", path)

    assert "0 accepted, 2 duplicate, 0 rejected" in live("import", path).stdout


def test_line_numbers_are_the_files_own_in_a_long_file(live, tmp_path: Path) -> None:
    """A bad line far down is named by its number in the file, though files are taken in pieces."""
    lines: list[dict | bytes] = [line(f"n-{number}") for number in range(701)]
    lines[650] = b"nonsense"

    assert "Line 651" in live("import", reports(tmp_path, *lines)).stderr


def test_ending_needs_a_person(live, tmp_path: Path) -> None:
    """Signed out, the command line is a machine: it takes reports in and can decide nothing."""
    live("sign-out")
    taken = live("import", reports(tmp_path, line("n-1")))
    refused = live("end-case", "--case", "x", "--how", "suspended")

    assert taken.exit_code == 0
    assert refused.exit_code == 1
    assert "machine" in refused.stderr


def test_verify_says_that_nothing_is_wrong_or_where(live, tmp_path: Path) -> None:
    """A sound record passes; one with a changed byte names the entry and fails."""
    live("import", reports(tmp_path, line("n-1")))
    sound = live("verify")
    ledger = tmp_path / "desk" / "ledger.sqlite"
    content = ledger.read_bytes()
    assert b'"id":"n-1"' in content
    ledger.write_bytes(content.replace(b'"id":"n-1"', b'"id":"n-9"'))
    broken = live("verify")

    assert (sound.exit_code, broken.exit_code) == (0, 1)
    assert "entry 1" in broken.stdout


def test_a_new_key_and_a_restored_log_still_verify(live, tmp_path: Path) -> None:
    """After a change of key and after a restore the desk goes on, and both ways of verifying find nothing wrong."""
    rotated = live("rotate-key")
    live("import", reports(tmp_path, line("n-1")))
    restored = live("restore")
    taken = live("import", reports(tmp_path, line("n-2")))

    assert (rotated.exit_code, restored.exit_code, taken.exit_code) == (0, 0, 0)
    assert live("verify").exit_code == 0
    assert "Nothing wrong" in live("verify", "--quick").stdout


def test_an_export_is_taken_in_verbatim_by_another_desk(live, tmp_path: Path) -> None:
    """Exported entries imported elsewhere are the same entries, and come in once."""
    live("import", reports(tmp_path, line("n-1")))
    path = str(tmp_path / "entries.jsonl")
    written = live("export", path)
    runner = CliRunner()
    other = ["--data", str(tmp_path / "other")]
    runner.invoke(verbs(), [*other, "init", "--desk", "south-centre"])
    first = runner.invoke(verbs(), [*other, "import", path])
    second = runner.invoke(verbs(), [*other, "import", path])

    assert "2 entries written" in written.stdout
    assert "2 entries new" in first.stdout
    assert "0 entries new" in second.stdout


def test_a_replay_is_not_taken_in_by_a_live_desk(live, tmp_path: Path) -> None:
    """Live and replay never mix: the import is refused by a sentence."""
    runner = CliRunner()
    other = ["--data", str(tmp_path / "replay")]
    runner.invoke(verbs(), [*other, "init", "--desk", "replay-desk", "--kind", "replay"])
    script = tmp_path / "night.jsonl"
    script.write_bytes(example())
    played = runner.invoke(verbs(), [*other, "play", str(script)])
    runner.invoke(verbs(), [*other, "export", str(tmp_path / "replay.jsonl")])
    refused = live("import", str(tmp_path / "replay.jsonl"))

    assert played.exit_code == 0
    assert refused.exit_code != 0
    assert "replay" in refused.stderr


def test_a_script_cannot_be_played_into_a_live_desk(live, tmp_path: Path) -> None:
    """The replay's person is refused by a live log before anything is written."""
    script = tmp_path / "night.jsonl"
    script.write_bytes(example())

    assert live("play", str(script)).exit_code != 0
    assert "0 accepted" not in live("cases").stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["cases"], "There is no desk in"),
        (["why", "rescued"], "There is no desk in"),
    ],
)
def test_no_desk_yet_is_said_plainly(ashore, words: list[str], sentence: str) -> None:
    """Every verb on an empty directory says that there is no desk and how to make one."""
    result = ashore(*words)

    assert result.exit_code == 4
    assert sentence in result.stderr
    assert "ashore init" in result.stderr


def test_an_unknown_figure_names_those_there_are(live) -> None:
    """Asking for a figure that does not exist lists the ones that do."""
    result = live("figures", "heroes")

    assert result.exit_code == 3
    assert "rescued" in result.stderr


def test_figures_come_as_a_table_as_csv_and_as_json(live) -> None:
    """The three forms hold the same number of figures."""
    table = live("figures", "rescued", "dead", "--period", "2031-02-03")
    csv = live("figures", "rescued", "dead", "--period", "2031-02-03", "--csv")
    as_json = live("figures", "rescued", "dead", "--period", "2031-02-03", "--json")

    assert table.exit_code == 0
    assert len(csv.stdout.splitlines()) == 3
    assert [json.loads(text)["figure"] for text in as_json.stdout.splitlines()] == ["rescued", "dead"]


def test_why_goes_down_to_the_words(ashore, tmp_path: Path) -> None:
    """`ashore why rescued` ends in the sentences that say so."""
    ashore("init", "--desk", "replay-desk", "--kind", "replay")
    script = tmp_path / "night.jsonl"
    script.write_bytes(example())
    ashore("play", str(script))
    result = ashore("why", "rescued")

    landed = ashore("why", "rescued", "--period", "2020-12-09", "--clock", "landed")
    printed = json.loads(
        ashore("figures", "rescued", "--period", "2020-12-09", "--json").stdout.splitlines()[0]
    )
    by_id = ashore("why", printed["id"], "--period", "2020-12-09")

    assert "18–31" in landed.stdout
    assert "18" in by_id.stdout.splitlines()[0]
    assert result.exit_code == 0
    assert "31" in result.stdout
    for words in ("thirteen people, one of them a child", "fourteen people", "its four people"):
        assert words in result.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("end-case", "--case", "x"), "--how"),
        (("make-request", "--asks", "a lifeboat"), "--to"),
        (("handover", "--out", "nowhere/handover.html"), "nowhere/handover.html"),
    ],
)
def test_what_was_left_out_or_cannot_be_written_is_named_without_a_traceback(live, words, says: str) -> None:
    """A missing option and a folder that is not there each get a sentence."""
    refused = live(*words)

    assert refused.exit_code in (1, 2)
    assert says in refused.stderr
    assert isinstance(refused.exception, SystemExit)


def test_the_demo_keeps_what_it_writes_in_its_own_folder() -> None:
    """The hourly handover of a demo goes where its log is, and is gone with it."""
    served: list[Path] = []

    def serve(desk: Desk, *, port: int, data: Path, say: object) -> None:
        assert (data / "ledger.sqlite").is_file()
        served.append(data)

    wiring = Wiring(
        open_desk=open_desk,
        create_desk=create_desk,
        serve=serve,
        example=lambda: b"",
        paper=lambda desk: "",
        drill=drill,
        open_drill=open_drill,
        second_reader=lambda: None,
    )
    told = CliRunner().invoke(command_line(wiring), ["demo"])
    assert told.exit_code == 0, told.output
    assert len(served) == 1
    assert not served[0].exists()
