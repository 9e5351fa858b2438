"""The interface for programs described in its own words: OpenAPI, made from the registry of commands and the routes."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ashore import __version__
from ashore.desk.commands import COMMANDS, Command
from ashore.model.errors import AshoreError

VERSION = "3.1.0"
_PARAMETER = re.compile(r"{(\w+)}")
_HELD_BACK = frozenset({"receive-reports"})
"""Commands that take a file, and so have an address of their own."""


def described(routes: Iterable[Route]) -> dict[str, Any]:
    """Return the OpenAPI document of these routes, each command of the registry a path of its own."""
    acts = {name: entry for name, entry in COMMANDS.items() if name not in _HELD_BACK}
    schemas, components = msgspec.json.schema_components(
        [entry.act for entry in acts.values()], ref_template="#/components/schemas/{name}"
    )
    paths: dict[str, Any] = {}
    for route in routes:
        if route.path != "/api/commands/{name}":
            paths[route.path] = _route(route)
    for (name, entry), schema in zip(acts.items(), schemas, strict=True):
        paths[f"/api/commands/{name}"] = {"post": _command(entry, schema)}
    return {
        "openapi": VERSION,
        "info": {
            "title": "Ashore",
            "version": __version__,
            "description": "What a program can ask a desk; an error is application/problem+json with a stable code.",
        },
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": {**components, "Done": _DONE, "Error": _ERROR},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"token": []}],
    }


_DONE = {
    "type": "object",
    "properties": {
        "status": {"const": "done"},
        "entries": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "entry": {"type": "string"},
                    "type": {"type": "string"},
                    "subjects": {"type": "array", "items": {"type": "string"}},
                },
                "required": ["entry", "type", "subjects"],
            },
        },
    },
    "required": ["status", "entries"],
}
_ERROR = {
    "type": "object",
    "description": (AshoreError.__doc__ or "").strip().splitlines()[0],
    "properties": {name: {"type": "string"} for name in ("type", "title", "detail", "code", "hint")}
    | {"status": {"type": "integer"}},
}
_REFUSED = {
    "description": "Refused; nothing was written.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Error"}}},
}


def _command(entry: Command, schema: Mapping[str, Any]) -> dict[str, Any]:
    who = ", ".join(sorted(entry.roles))
    return {
        "operationId": entry.name,
        "summary": entry.says,
        "description": f"{inspect.getdoc(entry.act)}\n\nRoles: {who}."
        + (" A signed-in person only." if entry.person else ""),
        "x-roles": sorted(entry.roles),
        "x-person": entry.person,
        "parameters": [
            {
                "name": "Ashore-Command",
                "in": "header",
                "description": "A UUID of the client's: asked again with the same one, the first result is returned.",
                "schema": {"type": "string", "format": "uuid"},
            }
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": dict(schema)}}},
        "responses": {
            "200": {
                "description": "Done, and durable.",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Done"}}},
            },
            "default": _REFUSED,
        },
    }


def _route(route: Route) -> dict[str, Any]:
    says = inspect.getdoc(route.endpoint) or ""
    summary = re.sub(r"^`[A-Z]+ \S+`[:.]?\s*", "", says.splitlines()[0] if says else "")
    method = "post" if "POST" in (route.methods or ()) else "get"
    return {
        method: {
            "operationId": route.endpoint.__name__,
            "summary": summary,
            "description": says,
            "parameters": [
                {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
                for name in _PARAMETER.findall(route.path)
            ],
            "responses": {"200": {"description": "As the description says."}, "default": _REFUSED},
        }
    }


def get_openapi(request: Request) -> Response:
    """`GET /api/openapi.json`: this description. It holds nothing of any case, and anybody may read it."""
    routes = [
        route for route in request.app.routes if isinstance(route, Route) and route.path.startswith("/api/")
    ]
    return Response(msgspec.json.encode(described(routes)), media_type="application/json")


ROUTES = [Route("/api/openapi.json", get_openapi)]
