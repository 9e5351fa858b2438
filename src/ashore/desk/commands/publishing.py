"""Figures given out by a desk, in every form that somebody can use, and published ones counted again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from ashore import __version__
from ashore.desk.commands.counting import Cut, count
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.errors import NothingToPublish
from ashore.desk.language import LANGUAGES, speaking
from ashore.figures.figure import Figure
from ashore.figures.release.citation import sentence
from ashore.figures.release.disclosure import safe
from ashore.figures.release.errors import FigureDiffers, FigureTampered, NotAPublishedFigure, OtherLedger
from ashore.figures.release.hxl import as_hxl
from ashore.figures.release.package import DESCRIPTOR, as_json, as_package
from ashore.figures.release.page import as_page
from ashore.figures.release.parquet import as_parquet
from ashore.figures.release.prov import as_prov
from ashore.figures.release.reading_back import Unreadable, read_back
from ashore.figures.release.release import DEFAULT_LICENCE, LICENCES, Licence, Release, release_of
from ashore.figures.release.secmar import as_secmar
from ashore.figures.release.table_package import as_table_package, read_table
from ashore.figures.release.verification import Verification, verify
from ashore.figures.release.withholding import OfTheDeadAlone
from ashore.model.phrases import Translate

SOFTWARE = f"ashore {__version__}"

SUMS = "SHA256SUMS"


def _figure(releases: Sequence[Release]) -> dict[str, bytes]:
    return {f"{release.figure.id}.json": release.canonical for release in releases}


def _prov(releases: Sequence[Release]) -> dict[str, bytes]:
    return {f"{release.figure.id}.prov.json": as_json(as_prov(release)) for release in releases}


def _package(releases: Sequence[Release]) -> dict[str, bytes]:
    return {f"package/{name}": content for name, content in as_package(releases).items()}


def _hxl(releases: Sequence[Release]) -> dict[str, bytes]:
    return {"hxl.csv": as_hxl(releases)}


def _secmar(releases: Sequence[Release]) -> dict[str, bytes]:
    return {"secmar.csv": as_secmar(releases)}


def _parquet(releases: Sequence[Release]) -> dict[str, bytes]:
    return {"figures.parquet": as_parquet(releases)}


def _page(releases: Sequence[Release]) -> dict[str, bytes]:
    return {
        f"{release.figure.id}.{language}.html": as_page(release, language, _into(language))
        for release in releases
        for language in LANGUAGES
    }


FORMS: dict[str, Callable[[Sequence[Release]], dict[str, bytes]]] = {
    "figure": _figure,
    "page": _page,
    "package": _package,
    "prov": _prov,
    "hxl": _hxl,
    "secmar": _secmar,
    "parquet": _parquet,
}
"""Every form in which figures are given out, by its name."""


def release_files(
    desk: Desk, cut: Cut, *, scopes: Sequence[str], licence: Licence, forms: Iterable[str]
) -> dict[str, bytes]:
    """Return the files of a release by their paths: the same bytes for the same ledger and the same question.

    No scopes gives our own cases and every published series; what a single source claims is given only where
    its scope is named. Raises NothingToPublish, OfTheDeadAlone, NoParquet and what figures refuse.
    """
    found = [figure for figure in count(desk, cut) if _wanted(figure, scopes)]
    if not found:
        raise NothingToPublish()
    with desk.looking() as picture:
        releases = [
            release_of(picture, figure, publisher=desk.name, licence=licence, software=SOFTWARE)
            for figure in found
        ]
    files: dict[str, bytes] = {}
    for form in dict.fromkeys(forms):
        files |= FORMS[form](releases)
    # Written last: a folder with sums is a whole release.
    sums = "".join(f"{hashlib.sha256(files[path]).hexdigest()}  {path}\n" for path in sorted(files))
    return files | {SUMS: sums.encode()}


def printed(desk: Desk, figure: Figure, language: str) -> str:
    """Return the sentence that may be printed of a figure, in a language, or why there is none."""
    try:
        return sentence(_alone(desk, figure), _into(language))
    except OfTheDeadAlone as error:
        return speaking(language).error(error)[0]


def figure_page(desk: Desk, figure: Figure, language: str) -> bytes:
    """Return the page of a figure that is given out, in a language."""
    return as_page(_alone(desk, figure), language, _into(language))


def _alone(desk: Desk, figure: Figure) -> Release:
    with desk.looking() as picture:
        return release_of(
            picture, figure, publisher=desk.name, licence=LICENCES[DEFAULT_LICENCE], software=SOFTWARE
        )


def table_files(
    content: bytes, file: str, *, threshold: int, open_rows: bool, licence: Licence
) -> dict[str, bytes]:
    """Return a table of people by two attributes as a data package without its small cells.

    Raises NotATable and TooLowAThreshold.
    """
    return as_table_package(safe(read_table(content, file, open_rows=open_rows), threshold), licence)


def check(desk: Desk, path: Path) -> tuple[Verification, ...]:
    """Return what becomes of each figure of a published file when this ledger counts it again.

    Of a folder every page, figure and package in it is taken, and its sums are held against its files.
    Raises NotAPublishedFigure.
    """
    if not path.is_dir():
        return _check_file(desk, path)
    files = [
        *(each for folder in (path, path / "package") if (each := folder / DESCRIPTOR).is_file()),
        *(each for each in sorted(path.glob("*.json")) if each.suffixes != [".prov", ".json"]),
        *sorted(path.glob("*.html")),
    ]
    found: list[Verification] = []
    for file in dict.fromkeys(files):
        found += [each for each in _check_file(desk, file) if each not in found]
    if not found:
        raise NotAPublishedFigure(file=path.name)
    broken = _unlike_their_sums(path)
    if broken:
        found.append(Verification(figure=SUMS, verdict="tampered", broken=broken))
    return tuple(found)


def _check_file(desk: Desk, path: Path) -> tuple[Verification, ...]:
    if not path.is_file():
        raise NotAPublishedFigure(file=path.name)
    content = path.read_bytes()

    def beside(name: str) -> bytes | None:
        other = path.parent / name
        return other.read_bytes() if other.is_file() else None

    try:
        published = read_back(content, beside)
    except Unreadable:
        raise NotAPublishedFigure(file=path.name) from None
    with desk.looking() as picture:
        return verify(
            picture, published, content=content, beside=beside, software=SOFTWARE, translator=_translator
        )


def _unlike_their_sums(folder: Path) -> tuple[str, ...]:
    """Return which files of a release are not what its sums say, those without a figure of their own among them."""
    sums = folder / SUMS
    if not sums.is_file():
        return ()
    broken = []
    for line in sums.read_text("utf-8", "replace").splitlines():
        digest, _, name = line.partition("  ")
        file = folder / name
        if not file.is_relative_to(folder) or ".." in file.parts or not file.is_file():
            broken.append(f"{name} is missing")
        elif hashlib.sha256(file.read_bytes()).hexdigest() != digest:
            broken.append(f"{name} is not the file that the sums are of")
    return tuple(broken)


def refuse_unless_equal(path: Path, found: Iterable[Verification]) -> None:
    """Raise FigureTampered, OtherLedger or FigureDiffers, the gravest that any figure of a file calls for."""
    verdicts = [each.verdict for each in found]
    for verdict, error in (
        ("tampered", FigureTampered),
        ("other-ledger", OtherLedger),
        ("differs", FigureDiffers),
    ):
        if verdict in verdicts:
            raise error(file=path.name, count=verdicts.count(verdict))


def _wanted(figure: Figure, scopes: Sequence[str]) -> bool:
    if scopes:
        return figure.scope in scopes
    return figure.scope == "cases" or figure.scope.startswith("series:")


def _into(language: str) -> Translate:
    return speaking(language).catalogue.gettext


def _translator(language: str) -> Translate | None:
    return _into(language) if language in LANGUAGES else None
