"""Answers of a second reader, as a chat-completions server gives them."""

from __future__ import annotations

import json
from typing import Any


def reply(content: object, **choice: Any) -> bytes:
    """Return the body of a reply whose words are `content`; what is no text is written as JSON."""
    words = content if isinstance(content, str) or content is None else json.dumps(content)
    told = {"index": 0, "message": {"role": "assistant", "content": words}, "finish_reason": "stop"} | choice
    return json.dumps(
        {"id": "x", "object": "chat.completion", "model": "tern-7b", "choices": [told]}
    ).encode()


def a_claim(quote: str, value: int | None, **more: Any) -> dict[str, Any]:
    """Return one claim of an answer: so many persons, rescued, unless the fields say otherwise."""
    return {
        "quote": quote,
        "value": value,
        "qualifier": "exact",
        "low": None,
        "high": None,
        "unit": "person",
        "outcome": "rescued",
        "outcomes": ["rescued"],
        "kind": "count",
    } | more


def answer(*claims: object) -> bytes:
    """Return the body of a reply that lists these claims."""
    return reply({"claims": list(claims)})
