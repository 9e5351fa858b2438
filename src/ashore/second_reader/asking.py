"""Asking a model what a public text claims: one question over HTTP, bounded in time and size, and nothing else sent.

Written over `http.client`: it follows no redirect, asks no proxy and keeps no cookie.
"""

from __future__ import annotations

import hashlib
import http.client
import ipaddress
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from importlib.resources import files
from typing import Any, NoReturn

from ashore import __version__
from ashore.model.clock import Clock, wall_clock
from ashore.model.numbers import blanked
from ashore.second_reader.asked import Asked
from ashore.second_reader.faults import (
    AnsweredByError,
    AnswerTooLarge,
    AskedTooOften,
    KeyRefused,
    NoSecondReading,
    NotThisMachine,
    OutOfReach,
    SecondReaderBusy,
    SentElsewhere,
    TextTooLong,
    TookTooLong,
)
from ashore.second_reader.kept import hash_of_words
from ashore.second_reader.settings import Settings

MOST_LETTERS = 40_000
"""Of a text that is sent: some 10,000 tokens, more than any article."""

LARGEST_ANSWER = 1 << 20
"""Bytes."""

CALLING_S = 10.0
"""Seconds within which an address must take the call."""


def instructions() -> str:
    """Return what a model is told to do, as it stands in prompt.md."""
    return files(__package__).joinpath("prompt.md").read_text("utf-8")


def answer_schema() -> dict[str, Any]:
    """Return the form of the answer that is asked for, as it stands in answer.schema.json."""
    schema: dict[str, Any] = json.loads(files(__package__).joinpath("answer.schema.json").read_text("utf-8"))
    return schema


def prompt_hash() -> str:
    """Return the SHA-256 of the instructions and of the form, in hex: what a reading was asked by."""
    told = hashlib.sha256()
    for name in ("prompt.md", "answer.schema.json"):
        told.update(files(__package__).joinpath(name).read_bytes())
    return told.hexdigest()


class ChatReader:
    """A second reader behind a chat-completions address; asked one text at a time. Safe to use from several threads."""

    def __init__(self, settings: Settings, clock: Clock = wall_clock) -> None:
        self._settings = settings
        self._clock = clock
        self._asking = threading.Lock()

    @property
    def model(self) -> str:
        """The model's name, as it is asked for."""
        return self._settings.model

    @property
    def where(self) -> str:
        """Where a text goes: host and port."""
        return self._settings.where

    def ask(self, text: str) -> Asked:
        """Send the words of a public text, telephone numbers and addresses blanked, and return the answer as it came.

        Raises TextTooLong before anything is sent, SecondReaderBusy, and the other kinds of NoSecondReading.
        """
        if len(text) > MOST_LETTERS:
            raise TextTooLong(letters=len(text), most=MOST_LETTERS)
        if not self._asking.acquire(blocking=False):
            raise SecondReaderBusy
        try:
            words = blanked(text)
            asked_at_ms = self._clock()
            return Asked(
                raw=self._post(question(self._settings, words)),
                model=self._settings.model,
                sent_to=self._settings.where,
                prompt=prompt_hash(),
                words=hash_of_words(text),
                asked_at_ms=asked_at_ms,
            )
        finally:
            self._asking.release()

    def _post(self, body: bytes) -> bytes:
        """Return the body of a good answer. Raises NoSecondReading."""
        settings = self._settings
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "User-Agent": f"ashore/{__version__}",
            "Connection": "close",
        }
        if settings.key is not None:
            headers["Authorization"] = f"Bearer {settings.key}"
        over = threading.Event()
        try:
            connection = _called(settings)
            with _ended_after(connection, settings.wait_s, over):
                connection.request("POST", f"{settings.path}/chat/completions", body, headers)
                with closing(connection.getresponse()) as answer:
                    _accept(answer.status, settings.where)
                    content = answer.read(LARGEST_ANSWER + 1)
                    # A length that was promised and not kept is a broken line, and no shorter answer.
                    if answer.length and len(content) <= LARGEST_ANSWER:
                        raise http.client.IncompleteRead(content, answer.length)
        except (OSError, http.client.HTTPException, ValueError) as error:
            if over.is_set():
                raise TookTooLong(where=settings.where, seconds=settings.wait_s) from None
            _unreached(error, settings.where)
        if over.is_set():
            raise TookTooLong(where=settings.where, seconds=settings.wait_s)
        if len(content) > LARGEST_ANSWER:
            raise AnswerTooLarge(where=settings.where, most=LARGEST_ANSWER)
        return content


def question(settings: Settings, words: str) -> bytes:
    """Return the body of the one request: what a model is asked, as unchanging as a server allows."""
    asked: dict[str, Any] = {
        "model": settings.model,
        "messages": [
            {"role": "system", "content": instructions()},
            {"role": "user", "content": words},
        ],
        "temperature": 0,
        "seed": settings.seed,
        "max_tokens": settings.most_tokens,
        "stream": False,
    }
    if settings.answer_form == "json_schema":
        form = {"name": "claims", "strict": True, "schema": answer_schema()}
        asked["response_format"] = {"type": "json_schema", "json_schema": form}
    elif settings.answer_form == "json_object":
        asked["response_format"] = {"type": "json_object"}
    return json.dumps(asked).encode()


def _called(settings: Settings) -> http.client.HTTPConnection:
    """Return an open connection, to this machine where it should be. Raises OSError and NotThisMachine."""
    connection: http.client.HTTPConnection
    if settings.secure:
        connection = http.client.HTTPSConnection(
            settings.host, settings.port, timeout=CALLING_S, context=ssl.create_default_context()
        )
    else:
        connection = http.client.HTTPConnection(settings.host, settings.port, timeout=CALLING_S)
    connection.connect()
    if settings.loopback:
        peer = ipaddress.ip_address(connection.sock.getpeername()[0].partition("%")[0])
        if not peer.is_loopback:
            connection.close()
            raise NotThisMachine(where=settings.where)
    return connection


@contextmanager
def _ended_after(
    connection: http.client.HTTPConnection, seconds: float, over: threading.Event
) -> Iterator[None]:
    """Hang up when the time is over, however slowly the other end still talks, and set `over`."""
    sock = connection.sock
    sock.settimeout(seconds)

    def hang_up() -> None:
        over.set()
        with suppress(OSError):  # it may be over already
            # Of the socket beneath any TLS: whoever waits on it wakes at once.
            socket.socket.shutdown(sock, socket.SHUT_RDWR)

    timer = threading.Timer(seconds, hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    except TimeoutError:
        over.set()
        raise
    finally:
        timer.cancel()
        connection.close()


def _accept(status: int, where: str) -> None:
    """Raise what a status other than 200 means."""
    if status == 200:
        return
    kinds: dict[int, type[NoSecondReading]] = {401: KeyRefused, 403: KeyRefused, 429: AskedTooOften}
    refused = SentElsewhere if 300 <= status < 400 else kinds.get(status, AnsweredByError)
    raise refused(where=where, status=status)


def _unreached(error: Exception, where: str) -> NoReturn:
    """Raise why nothing was heard, in words of ours: a stranger's stand in no sentence of ours."""
    if isinstance(error, ssl.SSLCertVerificationError):
        raise OutOfReach(where=where, why="its certificate is not one that this machine trusts") from None
    if isinstance(error, ssl.SSLError):
        raise OutOfReach(where=where, why="no secure connection could be made") from None
    if isinstance(error, socket.gaierror):
        raise OutOfReach(where=where, why="its name is not known here") from None
    if isinstance(error, TimeoutError):
        raise OutOfReach(where=where, why="nobody took the call") from None
    if isinstance(error, ConnectionRefusedError):
        raise OutOfReach(where=where, why="nothing listens there") from None
    if isinstance(error, http.client.HTTPException | ValueError | ConnectionError):
        raise OutOfReach(where=where, why="the connection broke, or what came back is no HTTP") from None
    raise OutOfReach(where=where, why="the network does not lead there") from None
