"""The documentation: links that resolve, pages that can be found, and reference pages that tell the truth."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote

import pytest

from ashore.model.bodies import BODIES

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
AT_ROOT = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")]

FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
IN_LINE_CODE = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)|(?:src|href)=\"([^\"]+)\"")
HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def prose(path: Path) -> str:
    """Return a page without its code, in which brackets are no links and hashes no headings."""
    return FENCED.sub("", path.read_text("utf-8"))


def links(path: Path) -> list[str]:
    """Return the targets of a page's links and pictures that lie in this repository."""
    found = (match[1] or match[2] for match in LINK.finditer(IN_LINE_CODE.sub("", prose(path))))
    return [target for target in found if not re.match(r"[a-z][a-z0-9+.-]*:", target)]


def target_of(page: Path, link: str) -> Path:
    return (page.parent / unquote(link.partition("#")[0])).resolve() if not link.startswith("#") else page


def anchors(path: Path) -> set[str]:
    """Return the anchors that a page's headings make, as the usual renderers make them."""
    plain = (re.sub(r"[`*]|\]\([^)]*\)|\[", "", heading) for heading in HEADING.findall(prose(path)))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in plain}


def headings(name: str) -> set[str]:
    return set(HEADING.findall((DOCS / "reference" / name).read_text("utf-8")))


@pytest.fixture(scope="module")
def make_reference() -> ModuleType:
    """The script that makes the reference pages, with every module of the package imported."""
    spec = importlib.util.spec_from_file_location("make_reference", ROOT / "tools" / "make_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    module.import_everything()
    return module


@pytest.mark.parametrize("page", [*AT_ROOT, *PAGES], ids=shown)
def test_every_link_and_picture_of_a_page_resolves(page: Path) -> None:
    """A reader who follows a link inside the repository arrives, at the very heading if one is named."""
    lost = []
    for link in links(page):
        target, anchor = target_of(page, link), link.partition("#")[2]
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in anchors(target)):
            lost.append(link)
    assert not lost, f"{shown(page)} links to what is not there: {', '.join(lost)}"


def test_every_page_can_be_reached_from_the_index() -> None:
    """No page is known only to those who know its name."""
    reached: set[Path] = set()
    waiting = [DOCS / "index.md"]
    while waiting:
        page = waiting.pop()
        if page not in reached and page.suffix == ".md" and page.is_file():
            reached.add(page)
            waiting += [target_of(page, link) for link in links(page)]
    alone = [shown(page) for page in PAGES if page not in reached]
    assert not alone, f"nothing leads from docs/index.md to {', '.join(alone)}"


def test_a_lost_link_would_be_seen(tmp_path: Path) -> None:
    """The two tests above can fail: a link to nothing and an anchor to nothing are both found."""
    page = tmp_path / "page.md"
    page.write_text("# Only heading\n\n[a](gone.md) [b](#only-heading) [c](#gone) `[d](code.md)`\n", "utf-8")
    assert links(page) == ["gone.md", "#only-heading", "#gone"]
    assert anchors(page) == {"only-heading"}
    assert not target_of(page, "gone.md").exists()


def test_reference_pages_are_current(make_reference: ModuleType) -> None:
    """The generated pages say what the code says now."""
    stale = make_reference.stale_pages()
    assert not stale, f"run python tools/make_reference.py: {', '.join(stale)} not current"


def test_every_command_has_its_heading(make_reference: ModuleType) -> None:
    """Everything a desk can be asked stands in the reference."""
    names = set(make_reference.COMMANDS)
    assert names
    assert not names - headings("commands.md")


def test_every_entry_type_has_its_heading() -> None:
    """Every body type, in every version, stands in the reference."""
    assert not {f"{name} {version}" for name, version in BODIES} - headings("entries.md")


def test_every_error_has_its_heading_and_a_code_of_its_own(make_reference: ModuleType) -> None:
    """Every way of refusing stands in the reference under a code that no other error has."""
    codes = [error.code for error in make_reference.error_classes()]
    twice = {code for code in codes if codes.count(code) > 1}
    assert not twice, f"errors that share a code: {', '.join(sorted(twice))}"
    assert not set(codes) - headings("errors.md")


def test_every_process_of_the_two_reports_is_answered() -> None:
    """P1 to P22 each have a heading and say whether they are handled now, to come or left out."""
    page = (DOCS / "the-system.md").read_text("utf-8")
    sections = re.split(r"^### ", page, flags=re.MULTILINE)[1:]
    by_number = {section.split(".", 1)[0]: section for section in sections}
    assert set(by_number) == {f"P{number}" for number in range(1, 23)}
    for number, section in by_number.items():
        assert re.search(r"^\*(Now|Partly now|To come|Left out)(\.\*|\* )", section, re.MULTILINE), number


def test_entry_types_and_commands_named_in_prose_exist(make_reference: ModuleType) -> None:
    """A page that names what looks like an entry type, a command or an error names one there is."""
    types, commands = {name for name, _ in BODIES}, set(make_reference.COMMANDS)
    there = types | commands | {error.code for error in make_reference.error_classes()}
    families = {name.partition(".")[0] + "." for name in types}
    verbs = {name.partition("-")[0] + "-" for name in commands}
    beginnings = tuple(families | verbs)
    wrong = [
        f"{shown(page)}: {word}"
        for page in PAGES
        for word in re.findall(r"`([a-z]+[.-][a-z_-]+)`", prose(page))
        if word.startswith(beginnings) and word not in there and not word.endswith(".sqlite")
    ]
    assert not wrong, ", ".join(wrong)
