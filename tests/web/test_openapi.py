"""The description of the interface for programs: whole, true to the registry, and readable by anybody."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import pytest
from starlette.testclient import TestClient

from ashore.desk.commands import COMMANDS, Desk
from ashore.desk.commands.script import act_named
from ashore.desk.web.app import make_app


@pytest.fixture
def document(empty: Desk) -> dict[str, Any]:
    """The document as a stranger reads it."""
    answer = TestClient(make_app(empty), base_url="http://localhost").get("/api/openapi.json")
    assert answer.status_code == 200
    held: dict[str, Any] = answer.json()
    return held


def test_the_document_is_whole(document: dict[str, Any]) -> None:
    """Every reference in it leads somewhere, every field of an address is described, and no two things share a name."""
    assert document["openapi"].startswith("3.1")
    for reference in re.findall(r'"\$ref":"#/([^"]+)"', msgspec.json.encode(document).decode()):
        held: Any = document
        for step in reference.split("/"):
            held = held[step]
    said = [(path, each) for path, methods in document["paths"].items() for each in methods.values()]
    for path, each in said:
        assert each["summary"], path
        named = {parameter["name"] for parameter in each["parameters"] if parameter["in"] == "path"}
        assert named == set(re.findall(r"{(\w+)}", path))
    assert len({each["operationId"] for _, each in said}) == len(said)


def test_every_command_is_described_with_who_may(document: dict[str, Any]) -> None:
    """A command of the registry that takes no file has a path, its fields, and its roles."""
    for name, entry in COMMANDS.items():
        if name == "receive-reports":
            continue
        said = document["paths"][f"/api/commands/{name}"]["post"]
        assert said["summary"] == entry.says
        assert set(said["x-roles"]) == entry.roles
        assert said["x-person"] is entry.person


def test_what_the_description_asks_for_makes_an_act(document: dict[str, Any]) -> None:
    """An object with just the fields described as required is taken, and one without any of them is not."""
    schemas = document["components"]["schemas"]
    for name in COMMANDS:
        path = document["paths"].get(f"/api/commands/{name}")
        if path is None:
            continue
        schema = path["post"]["requestBody"]["content"]["application/json"]["schema"]
        held = schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
        least = {field: _example(held["properties"][field]) for field in held.get("required", ())}
        act_named(name, least)
        for field in least:
            with pytest.raises(msgspec.ValidationError):
                act_named(name, {key: value for key, value in least.items() if key != field})


def _example(schema: dict[str, Any]) -> object:
    if schema["type"] == "array":
        return ["a"] * max(1, schema.get("minItems", 1))
    return "YQ=="
