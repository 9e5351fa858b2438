"""The page of the second reader says what the code does, and only the wiring knows the way to another machine."""

from __future__ import annotations

import ast
import doctest
import re
from pathlib import Path

import ashore
from ashore.second_reader.settings import _File, read_settings

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "how-to" / "second-reader.md"
SOURCES = Path(ashore.__file__).parent


def test_the_sample_of_the_page_runs() -> None:
    failed, tried = doctest.testfile(str(PAGE), module_relative=False)
    assert tried
    assert not failed


def test_the_settings_of_the_page_are_read(tmp_path: Path) -> None:
    (sample,) = re.findall(r"```toml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    file = tmp_path / "second-reader.toml"
    file.write_text("\n".join(line.strip() for line in sample.splitlines()), "utf-8")
    assert read_settings(file).where == "127.0.0.1:8080"


def test_every_setting_stands_on_the_page_with_what_holds_if_it_is_left_out() -> None:
    told = dict(re.findall(r"^\| `(\w+)` \|.*\| ([^|]+) \|$", PAGE.read_text("utf-8"), re.MULTILINE))
    assert list(told) == list(_File.__struct_fields__)
    for name in ("wait_s", "most_tokens", "seed", "answer_form"):
        assert told[name].strip("`") == str(getattr(_File(address="a", model="b"), name))


def test_only_the_wiring_brings_in_what_asks_another_machine() -> None:
    """A page, a command or a reader that could send something by itself would be found here."""
    asking = set()
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [node.module] if isinstance(node, ast.ImportFrom) else []
            names += [each.name for each in node.names] if isinstance(node, ast.Import) else []
            if {"ashore.second_reader.asking", "http.client", "urllib.request"} & set(names):
                asking.add(path.relative_to(SOURCES).as_posix())
    assert asking == {"bootstrap.py", "second_reader/asking.py"}
