"""An older file of the official series and a newer one: both are kept, and what changed between them is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import workbooks

from ashore.bootstrap import create_desk
from ashore.desk.commands.acts import ReceiveReports
from ashore.desk.commands.replaying import REPLAYING
from ashore.figures.revisions import Triangle, triangles
from ashore.figures.series_tables import revisions_table
from ashore.figures.wording import in_english
from ashore.testing.surroundings import repeatable


def told(triangle: Triangle) -> list[tuple[str, int | None, int | None, str]]:
    """Return the changes as period, before, after and reason."""
    return [(each.period, each.before, each.after, in_english(each.reason)) for each in triangle.changes]


def test_a_release_sent_again_with_other_bytes_is_kept_with_its_mark(tmp_path: Path) -> None:
    """The older and the newer file, then the newer one corrected: three vintages, two of which stand."""
    desk = create_desk(tmp_path / "desk", name="north", kind="replay", surroundings=repeatable("vintages"))
    older, newer, again = workbooks.sound(), workbooks.sound(), workbooks.sound()
    for sheets, extra in ((newer, 40), (again, 41)):
        sheets["SB_01"].append([date(2024, 5, 14), extra, 2, "-", ""])
        sheets["SB_01"][2][1] = 70
        sheets["SB_01"][2][4] = "Revised"
    for sheets in (older, newer, again):
        desk.do(ReceiveReports(content=workbooks.workbook(sheets)), REPLAYING)
    with desk.looking() as picture:
        found, *_ = triangles(picture, scope="SB_01")
    assert [(each.vintage, each.stands) for each in found.vintages] == [
        ("2024-05-13", True),
        ("2024-05-14", False),
        ("2024-05-14", True),
    ]
    assert told(found) == [
        ("2024-05-07", 7, 70, "revised: the publisher marks the row"),
        ("2024-05-14", 40, 41, "changed without a mark or a reason by the publisher"),
    ]
    assert found.rows == (("2024-05-07", (7, 70, 70)), ("2024-05-14", (None, 40, 41)))
    table = revisions_table([found])
    assert (
        f"7 to 70 in 2024-05-14, revised: the publisher marks the row (entry {found.changes[0].entry})"
        in table
    )
    assert "× was corrected or withdrawn since; it is kept, and counts in no figure." in table
    desk.close()
