"""The build hook: what the pages take from npm, put beside them when Ashore is installed or packed.

`package.json` and its lock name exact versions with their check sums; nothing of npm's is committed.
No bundler runs: the named files and their licences are copied as they are published.
A wheel and a source archive carry the copies, so that installing from either needs no npm.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WEB = Path("src/ashore/desk/web")
VENDOR = WEB / "static" / "vendor"
ASKED = ("package.json", "package-lock.json", ".npmrc")
STAMP = "taken.txt"

SHIPPED = {
    "htmx.org/dist/htmx.esm.min.js": "htmx/htmx.esm.min.js",
    "htmx.org/LICENSE": "htmx/LICENSE",
    "maplibre-gl/dist/maplibre-gl.mjs": "maplibre-gl/maplibre-gl.mjs",
    "maplibre-gl/dist/maplibre-gl-worker.mjs": "maplibre-gl/maplibre-gl-worker.mjs",
    "maplibre-gl/dist/maplibre-gl.css": "maplibre-gl/maplibre-gl.css",
    "maplibre-gl/LICENSE.txt": "maplibre-gl/LICENSE.txt",
}
"""Where each file lies among npm's packages, and where under `static/vendor` it is served from."""

TESTS = Path("tests/browser/vendor")
FOR_TESTS = {"axe-core/axe.min.js": "axe.min.js", "axe-core/LICENSE": "axe-LICENSE.txt"}
"""What the browser tests alone need; never shipped."""

MISSING = (
    "Node and npm are needed once, to fetch the map's own files in checked versions; they are not on this computer. "
    "On Debian: sudo apt install nodejs npm"
)
FAILED = "npm could not fetch the files the pages need: is the network there? It said:\n{said}"


class Vendor(BuildHookInterface[Any]):
    """Takes the files from npm, unless those that are there were taken by this very lock."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Put the files where they are served from; called before anything is packed or linked."""
        root = Path(self.root)
        wanted = [(root / VENDOR, SHIPPED)]
        if (root / "tests").is_dir() and version == "editable":
            wanted.append((root / TESTS, FOR_TESTS))
        stamp = _stamp(root)
        stale = [(folder, files) for folder, files in wanted if _taken(folder) != stamp]
        if stale:
            with tempfile.TemporaryDirectory(prefix="ashore-npm-") as scratch:
                packages = _install(root / WEB, Path(scratch))
                for folder, files in stale:
                    _take(packages, files, folder, stamp)


def _stamp(root: Path) -> str:
    """Return a digest of everything that decides what is taken: the lock, and the list in this file."""
    digest = hashlib.sha256((root / WEB / "package-lock.json").read_bytes())
    digest.update(Path(__file__).read_bytes())
    return digest.hexdigest()


def _taken(folder: Path) -> str:
    stamp = folder / STAMP
    return stamp.read_text("ascii").strip() if stamp.is_file() else ""


def _install(web: Path, scratch: Path) -> Path:
    """Have npm install by the lock, running no script of any package, and return where the packages lie."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit(MISSING)
    for name in ASKED:
        shutil.copyfile(web / name, scratch / name)
    done = subprocess.run(
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=scratch,
        env={**os.environ, "CI": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(FAILED.format(said=done.stderr.strip()[-2000:]))
    return scratch / "node_modules"


def _take(packages: Path, files: dict[str, str], folder: Path, stamp: str) -> None:
    """Copy the files, and the stamp last: a copy that was cut short is made again."""
    shutil.rmtree(folder, ignore_errors=True)
    for source, target in files.items():
        (folder / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(packages / source, folder / target)
    (folder / STAMP).write_text(f"{stamp}\n", "ascii")
