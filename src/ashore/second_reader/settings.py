"""The settings of a second reader: which model, at which address, with which key, and what an operator allowed.

They stand in a TOML file of the operator's. The key never stands in it: the file names where the key is.
"""

from __future__ import annotations

import ipaddress
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import SplitResult, urlsplit

import msgspec

from ashore.second_reader.faults import SettingsUnusable

AnswerForm = Literal["json_schema", "json_object", "none"]
LARGEST_FILE = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where a second reader is and how it is asked; `key` is None where it wants none, and shows in no repr.

    `path` is the address's own, such as /v1. `secure` is https. `loopback` says that the host must be this machine.
    `wait_s` is for the whole answer, in seconds; `most_tokens` how long that may be.
    """

    host: str
    port: int
    path: str
    secure: bool
    loopback: bool
    model: str
    key: str | None = field(default=None, repr=False)
    wait_s: int
    most_tokens: int
    seed: int
    answer_form: AnswerForm

    @property
    def where(self) -> str:
        """The address as people are told it: host and port, and nothing else of it."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


class _File(msgspec.Struct, forbid_unknown_fields=True):
    address: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
    model: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    key_file: str | None = None
    key_variable: str | None = None
    plain_http_to: str | None = None
    wait_s: Annotated[int, msgspec.Meta(ge=1, le=3600)] = 180
    most_tokens: Annotated[int, msgspec.Meta(ge=64, le=200_000)] = 8000
    seed: Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)] = 1
    answer_form: AnswerForm = "json_schema"


def read_settings(file: Path, environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings in a file. Raises SettingsUnusable, whose sentence never holds the key or the address."""
    told = _told(file)
    address = _address(told.address)
    host = address.hostname or ""
    secure, loopback = address.scheme == "https", _is_loopback(host)
    if not secure and not loopback and (told.plain_http_to or "").lower() != host:
        raise SettingsUnusable(
            why="its address is plain http to another machine, where anybody on the way reads the texts and the key",
            hint="Use an https address. If the way there is yours, say so: plain_http_to, with the name of that host",
        )
    if not told.model.isprintable() or not told.model.strip():
        raise SettingsUnusable(
            why="the model's name is no name", hint="Write it as the server lists it at /v1/models"
        )
    return Settings(
        host=host,
        port=address.port or (443 if secure else 80),
        path=address.path.rstrip("/"),
        secure=secure,
        loopback=loopback and not secure,
        model=told.model.strip(),
        key=_key(told, file, environ),
        wait_s=told.wait_s,
        most_tokens=told.most_tokens,
        seed=told.seed,
        answer_form=told.answer_form,
    )


def _told(file: Path) -> _File:
    try:
        content = file.read_bytes()[: LARGEST_FILE + 1]
    except OSError as error:
        raise SettingsUnusable(
            why="the file that ASHORE_SECOND_READER names cannot be opened",
            hint="Check its name, and that whoever runs the desk may read it",
        ) from error
    try:
        plain = tomllib.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise SettingsUnusable(why="the file is no TOML", hint="See the sample in the how-to") from error
    if "key" in plain:
        raise SettingsUnusable(
            why="the key stands in the file itself",
            hint="Put it into a file of its own that only the desk may read, and name that: key_file",
        )
    try:
        return msgspec.convert(plain, _File)
    except msgspec.ValidationError as error:
        # The fault is named by its field alone: what was written may be a secret in the wrong place.
        raise SettingsUnusable(
            why="a field is missing, unknown, or not what it should be",
            hint=(
                "Needed are address and model; there may be key_file or key_variable, plain_http_to, wait_s, "
                "most_tokens, seed, answer_form"
            ),
        ) from error


def _address(written: str) -> SplitResult:
    try:
        address = urlsplit(written.strip())
        port, host = address.port, address.hostname
    except ValueError:
        port, host, address = None, None, SplitResult("", "", "", "", "")
    whole = (
        address.scheme in ("http", "https")
        and host
        and re.fullmatch(r"[A-Za-z0-9._:%-]+", host)
        and port != 0
        and "@" not in address.netloc
        and "?" not in written
        and "#" not in written
        and re.fullmatch(r"[A-Za-z0-9/._~%-]*", address.path)
    )
    if not whole:
        raise SettingsUnusable(
            why="its address is none that can be asked",
            hint="Write it as http://127.0.0.1:8080/v1 or https://host/v1: no name, key, question mark or # in it",
        )
    return address


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _key(told: _File, file: Path, environ: Mapping[str, str]) -> str | None:
    if told.key_file is not None and told.key_variable is not None:
        raise SettingsUnusable(
            why="it names two places for the key", hint="Keep key_file or key_variable, and not both"
        )
    if told.key_file is not None:
        try:
            key = (file.parent / told.key_file).read_bytes()[:4096].decode("ascii").strip()
        except (OSError, ValueError) as error:
            raise SettingsUnusable(
                why="the key's file cannot be read",
                hint="It holds the key and nothing else, and whoever runs the desk may read it",
            ) from error
    elif told.key_variable is not None:
        key = environ.get(told.key_variable, "").strip()
    else:
        return None
    if not re.fullmatch(r"[!-~]+", key):
        raise SettingsUnusable(
            why="there is no key where it should be, or it has spaces in it",
            hint="Put the key alone into the file or the variable that the settings name",
        )
    return key
