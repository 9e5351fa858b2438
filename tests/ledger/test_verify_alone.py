"""The stand-alone verifier agrees with ours, and needs nothing of ours."""

from __future__ import annotations

import ast
import base64
import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

TOOL = Path(__file__).parents[2] / "tools" / "verify_alone.py"
GOLDEN = Path(__file__).parent / "golden" / "entries.jsonl"
LINES = GOLDEN.read_bytes().splitlines(keepends=True)


def load() -> ModuleType:
    """Return the tool as a module."""
    spec = importlib.util.spec_from_file_location("verify_alone", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


ALONE = load()


def found(lines: list[bytes], known: dict[str, tuple[int, str]] | None = None) -> list[str]:
    """Return what the tool finds in an export."""
    wrong: list[str]
    wrong, _ = ALONE.verify(b"".join(lines), known or {})
    return wrong


def test_it_is_short_and_imports_nothing_of_ours() -> None:
    """Under 100 lines; the standard library and `cryptography`, nothing else."""
    source = TOOL.read_text("utf-8")
    assert len(source.splitlines()) < 100
    imported = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(source))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= set(sys.stdlib_module_names) | {"cryptography"}


def test_the_golden_entries_are_sound() -> None:
    """Run as a program, it finds nothing in the golden export and says how much it read."""
    done = subprocess.run(
        [sys.executable, "-I", str(TOOL), str(GOLDEN)], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "20 entries, 0 findings"


def test_damage_ends_the_program_with_an_error(tmp_path: Path) -> None:
    """A script that calls it can rely on its exit status, and known heads are taken from its arguments."""
    cut = tmp_path / "cut.jsonl"
    head = json.loads(LINES[0])
    log, (seq, chain) = next(iter(head["heads"].items()))
    cut.write_bytes(b"".join([json.dumps(head | {"heads": {}}).encode() + b"\n", *LINES[1:-1]]))
    for heads, status in (([], 0), ([f"{log}:{seq}:{chain}"], 1)):
        done = subprocess.run(
            [sys.executable, "-I", str(TOOL), str(cut), *heads], capture_output=True, text=True
        )
        assert done.returncode == status
    assert f"{log} {seq}" in done.stdout


def meaning(text: bytes) -> tuple[object, ...]:
    """Return what a line says: base64 has several spellings of the same bytes."""
    line = json.loads(text)
    parts = [
        None if part is None else base64.b64decode(part, validate=True)
        for part in line["sealed"] + line["blobs"]
    ]
    return (line["header"], line["body"], base64.b64decode(line["signature"], validate=True), parts)


@given(st.integers(1, 20), st.integers(0, 10**6))
def test_a_flipped_bit_is_found(number: int, bit: int) -> None:
    """Any bit of any line: either it is found, or the line still means the very same entry."""
    line = bytearray(LINES[number])
    place = bit // 8 % (len(line) - 1)
    line[place] ^= 1 << bit % 8
    try:
        same = meaning(bytes(line)) == meaning(LINES[number])
    except (ValueError, KeyError, TypeError):
        same = False
    assert found([*LINES[:number], bytes(line), *LINES[number + 1 :]]) or same


@pytest.mark.parametrize(
    "lines",
    [
        [*LINES[:5], *LINES[6:]],
        [*LINES[:5], LINES[6], LINES[5], *LINES[7:]],
        [*LINES[:5], LINES[5], *LINES[5:]],
        LINES[:-1],
        [LINES[0], *LINES[2:]],
    ],
    ids=["dropped", "reordered", "inserted", "tail lost", "genesis lost"],
)
def test_a_missing_moved_or_added_entry_is_found(lines: list[bytes]) -> None:
    """The order and number of entries cannot be changed."""
    assert found(lines)


def test_erased_content_is_no_damage() -> None:
    """Bodies and parts that are absent are passed over, but for those that name a key."""
    bare = [LINES[0]]
    for text in LINES[1:]:
        line = json.loads(text)
        if json.loads(line["header"])["type"] not in ("log.opened", "key.rotated"):
            line["body"] = None
        line["sealed"] = [None for _ in line["sealed"]]
        line["blobs"] = [None for _ in line["blobs"]]
        bare.append(json.dumps(line).encode() + b"\n")
    assert found(bare) == []


def test_another_format_is_refused() -> None:
    """A newer format is named instead of being half read."""
    assert found([b'{"format":"ashore.entries/2"}\n', *LINES[1:]]) == ["format ashore.entries/2 is not known"]
