"""What the drift pages show is run: commands and Python, their output held to what is pasted, and the tests named."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from ashore.bootstrap import verbs

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "drift.md"
SHARED = ROOT.parent / "shared" / "data" / "drift"

NUMBER = re.compile(r"\d+(?:\.\d+)?")
PLACE = re.compile(r"(\d+)°(\d+\.\d)'([NSEW])")
MINUTE = 1 / 60


def as_shown(printed: str, pasted: str) -> bool:
    """Return whether two texts have the same words, and numbers within a twentieth or one of their last digit.

    Another processor rounds otherwise than the one the page was made on. Places may differ by a minute of arc.
    """

    def decimal(text: str) -> str:
        degrees = PLACE.sub(lambda m: f"{int(m[1]) + float(m[2]) / 60:.4f} degrees {m[3]}", text)
        return " ".join(degrees.split())

    printed, pasted = decimal(printed), decimal(pasted)
    if NUMBER.sub("#", printed) != NUMBER.sub("#", pasted):
        return False
    pairs = zip(NUMBER.findall(printed), NUMBER.findall(pasted), strict=True)
    return all(abs(float(a) - float(b)) <= _leeway(b) for a, b in pairs)


def _leeway(number: str) -> float:
    decimals = len(number.partition(".")[2])
    if decimals == 4:  # a place, in degrees
        return MINUTE
    return max(float(number) / 20, 1.001 * 10.0**-decimals)


@pytest.mark.parametrize("page", ["docs/drift.md", "README.md"])
def test_the_answer_shown_is_the_answer_given(page: str) -> None:
    """Each line of a pasted answer is, in its order, a line that the command prints today."""
    text = (ROOT / page).read_text("utf-8")
    pasted = re.findall(r"<!-- run: (ashore drift .*?) -->\n\n```text\n(.*?)\n```", text, flags=re.DOTALL)
    assert pasted
    for command, output in pasted:
        result = CliRunner().invoke(verbs(), shlex.split(command)[1:])
        assert result.exit_code == 0, result.output
        lines = output.splitlines()
        printed = result.stdout.splitlines()[: len(lines)]
        for line, shown in zip(printed, lines, strict=True):
            assert as_shown(line, shown), f"{command}\nshown:   {shown}\nprinted: {line}"


def test_the_python_shown_prints_what_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page's Python runs from top to bottom as one program, and each piece prints what stands under it."""
    monkeypatch.chdir(ROOT)
    pieces = re.findall(
        r"<!-- (runs.*?) -->\n\n```python\n(.*?)```\n\n```text\n(.*?)\n```",
        PAGE.read_text("utf-8"),
        flags=re.DOTALL,
    )
    assert len(pieces) == PAGE.read_text("utf-8").count("```python")
    names: dict[str, object] = {}
    for how, source, pasted in pieces:
        if "shared" in how and not SHARED.is_dir():
            continue
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(source, str(PAGE), "exec"), names)
        assert as_shown(printed.getvalue(), pasted), f"shown:\n{pasted}\nprinted:\n{printed.getvalue()}"


def test_every_test_that_the_page_names_is_there() -> None:
    """A promise names the file and the function that hold it."""
    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", PAGE.read_text("utf-8"))
    assert len(named) > 10
    gone = [f"{path}::{name}" for path, name in named if f"def {name}(" not in _source(path)]
    assert not gone, ", ".join(gone)


def _source(path: str) -> str:
    file = ROOT / path
    return file.read_text("utf-8") if file.is_file() else ""


def test_another_answer_is_seen() -> None:
    """The comparison can fail: another word, another place, a number too far off; and it lets rounding pass."""
    shown = "half within 5.1 NM of 50°54.3'N 001°23.4'E"
    assert as_shown("half within 5.2 NM of 50°54.4'N 001°23.1'E", shown)
    assert not as_shown("half within 6.1 NM of 50°54.3'N 001°23.4'E", shown)
    assert not as_shown("half within 5.1 NM of 50°56.3'N 001°23.4'E", shown)
    assert not as_shown("half within 5.1 km of 50°54.3'N 001°23.4'E", shown)
    assert not as_shown("4 m", "12 m")
