"""Stream and wind of the hour at a place, kept beside the desk so that no page ever waits for a file to be read.

What is held depends on nothing but where, when and what is configured: it is no part of any ledger.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from ashore.model.errors import AshoreError, Refused

EVERY = 10 * 60_000
"""For which instants it is read: the stream off Dover changes by a tenth of a knot within this, at most."""

AGAIN_MS = 60_000
"""How long after a failure the same is read again when somebody asks."""

MOST_HELD = 200
"""For how many names something is held; the one nobody has asked for longest goes first."""


class NoWeather(Refused):
    """What reads stream and wind is not installed here."""

    code = "no-weather"
    says = "Stream and wind are not held: the drift engine is not installed here."
    hint = "Install Ashore with its “drift” extra: pip install ashore[drift]"


class WeatherUnread(Refused):
    """Something configured as current or wind cannot be read."""

    code = "weather-unread"
    says = "Stream and wind could not be read: {why}"
    hint = "{hint}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """A place (degrees WGS 84) at an instant (UTC milliseconds), and what current and wind come from, as configured."""

    lat: float
    lon: float
    at: int
    forcing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A stream or a wind, in knots and degrees true: a stream where it sets towards, a wind where it blows from.

    `made_up` is SYNTHETIC; `issued` is when the forecast was made (UTC milliseconds), None where its file does not say.
    """

    knots: float
    degrees: float
    product: str
    made_up: bool
    issued: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """Stream and wind at a place and time; None where nothing that is configured holds any there."""

    where: Where
    stream: Flow | None
    wind: Flow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What is held: the newest weather, whether a newer one is being read, and what went wrong."""

    weather: Weather | None
    reading: bool
    failed: AshoreError | None = None


Read = Callable[[Where], Weather]
"""Reads the weather of a place, or raises an AshoreError that says why it cannot."""


def read(where: Where) -> Weather:
    """Read the weather of a place. Raises NoWeather without the drift extra, and WeatherUnread."""
    try:
        from ashore.forecast.sampling import sampled
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("ashore"):
            raise
        raise NoWeather from missing
    return sampled(where)


@dataclass(slots=True)
class _Held:
    wanted: Where
    weather: Weather | None = None
    failed: AshoreError | None = None
    failed_at: int = 0
    done: threading.Event = field(default_factory=threading.Event)


class Weathers:
    """The weather last read under each name. Safe to use from several threads; its own starts with the first."""

    def __init__(self, read: Read = read) -> None:
        self._read = read
        self._held: OrderedDict[str, _Held] = OrderedDict()
        self._waiting: OrderedDict[str, Where] = OrderedDict()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def ask(self, name: str, where: Where, now: int) -> Heard:
        """Return what is held under a name, and have it read anew if that is of another place or time."""
        with self._changed:
            held = self._held.setdefault(name, _Held(where, done=_set()))
            self._held.move_to_end(name)
            same = held.wanted == where
            known = held.weather is not None and held.weather.where == where
            underway = same and not held.done.is_set()
            just_failed = same and held.failed is not None and now - held.failed_at < AGAIN_MS
            if not (known or underway or just_failed):
                held.wanted, held.failed_at = where, now
                held.done.clear()
                self._waiting[name] = where
                self._forget_oldest()
                self._start()
            return Heard(weather=held.weather, reading=not held.done.is_set(), failed=held.failed)

    def wait(self, name: str, where: Where, now: int, timeout_s: float) -> Heard:
        """Return what is held once it is read, or the time is up."""
        self.ask(name, where, now)
        with self._changed:
            done = self._held[name].done
        done.wait(timeout_s)
        return self.ask(name, where, now)

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="ashore-weather", daemon=True)
            self._thread.start()
        self._changed.notify_all()

    def _forget_oldest(self) -> None:
        while len(self._held) > MOST_HELD:
            name, held = self._held.popitem(last=False)
            self._waiting.pop(name, None)
            held.done.set()

    def _work(self) -> None:
        while True:
            with self._changed:
                while not self._waiting:
                    self._changed.wait()
                name, where = self._waiting.popitem(last=False)
            try:
                weather, failed = self._read(where), None
            except AshoreError as error:
                weather, failed = None, error
            except Exception as error:  # a fault of ours must not end every later reading with it
                weather, failed = (
                    None,
                    WeatherUnread(
                        why=f"{type(error).__name__}: {error}",
                        hint="Go on without it, and tell whoever looks after this desk.",
                    ),
                )
            with self._changed:
                held = self._held.get(name)
                if held is not None and held.wanted == where:
                    held.weather, held.failed = weather, failed
                    held.done.set()


def _set() -> threading.Event:
    event = threading.Event()
    event.set()
    return event
