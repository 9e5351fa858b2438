"""What can be checked of the look without eyes: contrast, size, and that nothing is green."""

from __future__ import annotations

import colorsys
import re
from importlib import resources
from pathlib import Path

import pytest

STATIC = resources.files("ashore.desk.web").joinpath("static")
ON_GROUNDS = ("ink", "quiet", "link", "distress", "alert", "assumed")


def palettes() -> list[dict[str, str]]:
    """Return the palettes: by day, by night as the computer says, by night as somebody chose, and red."""
    css = STATIC.joinpath("desk.css").read_text("utf-8")
    blocks = re.findall(r":root[^{]*\{([^}]*--ground:[^}]*)\}", css)
    day, *others = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block)) for block in blocks)
    return [day, *(day | other for other in others)]


def rgb(colour: str) -> tuple[float, ...]:
    """Return a colour's red, green and blue from 0 to 1."""
    return tuple(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))


def luminance(colour: str) -> float:
    """Return relative luminance (WCAG 2.2, section 1.4.3)."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", palettes(), ids=["day", "night", "dark", "red"])
def test_all_text_can_be_read_by_day_and_by_night(palette: dict[str, str]) -> None:
    """WCAG AA asks 4.5 to 1 of text on its ground."""
    pairs = [(palette[text], palette[ground]) for text in ON_GROUNDS for ground in ("ground", "sheet")]
    pairs += [(palette[name], palette[f"{name}-ground"]) for name in ("distress", "alert")]
    pairs += [(palette["ink"], palette[ground]) for ground in ("mark", "distress-ground")]
    pairs += [(palette["ground"], palette["distress"])]
    assert min(contrast(text, ground) for text, ground in pairs) >= 4.5


def test_night_is_the_same_however_it_was_chosen() -> None:
    """Whoever chooses the dark page gets the one that a dark computer gets."""
    _, night, dark, _ = palettes()
    assert night == dark


@pytest.mark.parametrize("palette", palettes(), ids=["day", "night", "dark", "red"])
def test_nothing_is_green(palette: dict[str, str]) -> None:
    """Green says that all is well, and no page can know that."""
    for name, colour in palette.items():
        red, green, blue = rgb(colour)
        hue, _, saturation = colorsys.rgb_to_hls(red, green, blue)
        assert not (80 < hue * 360 < 170 and saturation > 0.15), name


def test_scripts_and_styles_stay_small() -> None:
    """Each is read in one sitting."""
    ours = [path for path in Path(str(STATIC)).glob("*") if path.suffix in (".js", ".css")]
    assert ours
    assert [path.name for path in ours if len(path.read_text("utf-8").splitlines()) > 400] == []
