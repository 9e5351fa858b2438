"""`ashore link` and the weights it goes by, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from ashore.bootstrap import verbs
from ashore.linking.weights import shipped_weights

LINES = [
    {"id": "n-1", "channel": "phone", "received_at": "2031-02-03T01:12:00Z", "text": "engine dead"},
    {"id": "n-2", "channel": "phone", "received_at": "2031-02-03T01:20:00Z", "text": "still here"},
    {
        "id": "n-3",
        "channel": "note",
        "received_at": "2031-02-03T01:30:00Z",
        "mentions": [{"about": "lorry"}],
        "text": "-",
    },
]


def reports(folder: Path) -> Path:
    """Write two calls from one telephone, and a lorry."""
    caller = {"role": "aboard", "phone": "+33639980001"}
    lines = [
        {**line, "received_by": "north", "sender": caller if line["channel"] == "phone" else None}
        for line in LINES
    ]
    file = folder / "reports.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return file


def test_every_mention_of_a_file_has_a_line(tmp_path: Path) -> None:
    """Two calls from one telephone are one case; a lorry is no boat, and stands alone."""
    found = CliRunner().invoke(verbs(), ["link", str(reports(tmp_path)), "--json"])
    assert found.exit_code == 0, found.output
    told = [json.loads(line) for line in found.stdout.splitlines()]
    assert {each["report"]: each["held_in"] for each in told} == {
        "north/phone/n-1": "north/phone/n-1#0",
        "north/phone/n-2": "north/phone/n-1#0",
        "north/note/n-3": "north/note/n-3#0",
    }


def test_an_operator_may_name_weights_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a file says a telephone is worth is what it is worth; a file of something else is refused by a sentence."""
    file = reports(tmp_path)
    own = json.loads(json.dumps(dict(shipped_weights())))
    own["multiply"]["phone"] = 0.0
    weights = tmp_path / "weights.json"
    weights.write_text(json.dumps(own), "utf-8")
    monkeypatch.setenv("ASHORE_WEIGHTS", str(weights))
    found = CliRunner().invoke(verbs(), ["link", str(file), "--json"])
    told = json.loads(found.stdout.splitlines()[0])
    assert "phone" not in [each["evidence"] for each in (*told["reasons"], *told["against"])]

    weights.write_text('{"format": "ashore.score/1"}', "utf-8")
    refused = CliRunner().invoke(verbs(), ["link", str(file)])
    assert refused.exit_code == 1
    assert "weights.json holds no weights of linking" in refused.stderr
