"""What is attached to a report: seen by who may read its words, each look written down."""

from __future__ import annotations

import base64
import io
import json
import re
from urllib.parse import quote

import pytest
from PIL import Image
from scenes import CALL, NAME, PASSWORD, signed_in

from ashore.desk.commands import Desk, person
from ashore.desk.commands.acts import LogCall, Paste
from ashore.testing.pictures import exif, picture


def pasted(desk: Desk, content: bytes) -> str:
    """Paste a picture as Marie and return its entry."""
    marie = person(desk.accounts.check(NAME, PASSWORD))
    done = desk.do(Paste(content=content, zone="Europe/Paris", role="aboard", name="IMG_1.jpg"), marie)
    return str(done.outcome.lines[0].entry)


def words(desk: Desk, entry: str) -> str:
    """Return the page of a report's words."""
    with desk.looking() as held:
        key = held.entries[entry].body.report.key
    return signed_in(desk).get(f"/words?mention={quote(key + '#0')}&field=").text


def test_a_pasted_picture_is_seen_upright_beside_its_words(on_watch: tuple[Desk, str]) -> None:
    """A telephone writes its pictures lying down, and says so in them; what else it wrote goes to no browser."""
    desk, _ = on_watch
    lying = picture(held=exif(orientation=6))
    entry = pasted(desk, lying)
    [shown] = re.findall(r'<img class="attached" src="([^"]+)"', words(desk, entry))
    looks = desk.access.latest()
    answer = signed_in(desk).get(shown)
    seen, sent = Image.open(io.BytesIO(answer.content)), Image.open(io.BytesIO(lying))
    assert answer.headers["content-type"] == "image/jpeg"
    assert (seen.width, seen.height) == (sent.height, sent.width)
    assert not seen.getexif()
    assert desk.access.latest() > looks
    assert signed_in(desk).get(f"{shown}/file").content == lying


def test_a_picture_from_a_telephone_is_seen_as_well(on_watch: tuple[Desk, str]) -> None:
    """It stands in the report's own line; a name of something that is not here is only a name."""
    desk, _ = on_watch
    photo = picture()
    inside = "data:image/jpeg;base64," + base64.b64encode(photo).decode()
    told = {**CALL, "id": "n-photo", "text": "this boat", "attachments": ["voice.opus", inside]}
    done = desk.do(LogCall(report=json.dumps(told)), person(desk.accounts.check(NAME, PASSWORD)))
    entry = done.entries[0].id
    page = words(desk, entry)
    assert "voice.opus" in page
    assert page.count('class="attached"') == 1
    assert signed_in(desk).get(f"/attached/{entry}/0/file").content == photo
    assert signed_in(desk).get(f"/attached/{entry}/1").status_code == 404


@pytest.mark.parametrize("number", ["0", "7", "-1", "x", "99999999999999999999"])
def test_what_is_not_attached_is_not_found(on_watch: tuple[Desk, str], number: str) -> None:
    """Of a report without a picture, of an entry that is none, and of none at all."""
    desk, case = on_watch
    with desk.looking() as held:
        entries = [*sorted(held.of_case[case]), next(iter(held.reports.values())).copy().pop(), "unknown"]
    for entry in entries:
        assert signed_in(desk).get(f"/attached/{entry}/{number}").status_code == 404


def test_what_is_no_picture_says_so_and_can_be_taken_away(on_watch: tuple[Desk, str]) -> None:
    """The bytes came as a picture from a telephone and are none."""
    desk, _ = on_watch
    inside = "data:image/jpeg;base64," + base64.b64encode(b"<script>").decode()
    told = {**CALL, "id": "n-none", "text": "this boat", "attachments": [inside]}
    done = desk.do(LogCall(report=json.dumps(told)), person(desk.accounts.check(NAME, PASSWORD)))
    answer = signed_in(desk).get(f"/attached/{done.entries[0].id}/0")
    assert answer.status_code == 422
    assert "not a picture that can be opened" in answer.text
    taken = signed_in(desk).get(f"/attached/{done.entries[0].id}/0/file")
    assert taken.headers["content-disposition"].startswith("attachment")


def test_nobody_sees_a_picture_who_may_not_read_the_words(on_watch: tuple[Desk, str]) -> None:
    """An analyst counts, and opens nothing."""
    desk, _ = on_watch
    desk.accounts.create("Ana", PASSWORD, "analyst")
    entry = pasted(desk, picture())
    assert signed_in(desk, "Ana").get(f"/attached/{entry}/0").status_code == 403
    assert signed_in(desk, "Ana").get(f"/attached/{entry}/0/file").status_code == 403
