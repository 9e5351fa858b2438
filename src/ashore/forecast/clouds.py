"""Clouds kept warm: the newest forecast of each case, made beside the desk so that no page ever waits for one.

A cloud is known by the fingerprint of what it rests on.
When that changes, one background thread makes a newer one; until it is there the old one is shown, with its age.
An order that a newer one has overtaken is cancelled where it stands.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from ashore.forecast.cloud import Cloud, Order
from ashore.forecast.faults import ForecastBroke
from ashore.model.errors import AshoreError

Cancelled = Callable[[], bool]
"""Tells a run whether it is still wanted."""

Make = Callable[[Order, Cancelled], Cloud]
"""Makes a cloud, or raises an AshoreError that says why it cannot."""

MOST_HELD = 50
"""How many cases' clouds are held; the one nobody has asked for longest goes first."""


AGAIN_MS = 60_000
"""How long after a failure the same order is tried again when somebody asks: a file that was missing may have come."""


class Overtaken(Exception):
    """A run that nobody waits for any more was stopped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Warm:
    """What is held of a case's forecast: the newest cloud, whether a newer one is being made, and what went wrong."""

    cloud: Cloud | None
    making: bool
    failed: AshoreError | None = None


@dataclass(slots=True)
class _Held:
    cloud: Cloud | None = None
    wanted: str = ""
    failed: AshoreError | None = None
    failed_at: int = 0
    done: threading.Event = field(default_factory=threading.Event)


class Clouds:
    """The clouds of one desk. Safe to use from several threads; its own thread starts with the first order."""

    def __init__(self, make: Make, *, forcing: tuple[str, ...] = ()) -> None:
        self.forcing = forcing
        self._make = make
        self._held: OrderedDict[str, _Held] = OrderedDict()
        self._waiting: OrderedDict[str, Order] = OrderedDict()
        self._changed = threading.Condition()
        self._closed = False
        self._thread: threading.Thread | None = None

    def ask(self, order: Order) -> Warm:
        """Return what is held for a case, and have the newer cloud made if this one rests on something else."""
        case, wanted = order.plan.case, order.fingerprint
        with self._changed:
            held = self._held.setdefault(case, _Held())
            self._held.move_to_end(case)
            newer = held.wanted != wanted
            if newer or (held.failed is not None and order.now - held.failed_at >= AGAIN_MS):
                held.wanted, held.done = wanted, threading.Event()
                held.failed, held.failed_at = (None, 0) if newer else (held.failed, order.now)
                self._waiting[case] = order
                self._forget_oldest()
                self._start()
            return Warm(cloud=held.cloud, making=not held.done.is_set(), failed=held.failed)

    def wait(self, order: Order, timeout_s: float | None = None) -> Warm:
        """Return what is held once the newest order of this case is done, or the time is up."""
        self.ask(order)
        with self._changed:
            done = self._held[order.plan.case].done
        done.wait(timeout_s)
        return self.ask(order)

    def held(self, case: str, fingerprint: str) -> Cloud | None:
        """Return the cloud with this fingerprint if it is the one held for the case."""
        with self._changed:
            held = self._held.get(case)
        cloud = held.cloud if held is not None else None
        return cloud if cloud is not None and cloud.order.fingerprint == fingerprint else None

    def newest(self, case: str) -> Cloud | None:
        """Return the cloud held for a case, however old, and have none made."""
        with self._changed:
            held = self._held.get(case)
        return held.cloud if held is not None else None

    def close(self) -> None:
        """Stop what is being made and let the thread go."""
        with self._changed:
            self._closed = True
            self._waiting.clear()
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()

    def _start(self) -> None:
        if self._thread is None and not self._closed:
            self._thread = threading.Thread(target=self._work, name="ashore-forecast", daemon=True)
            self._thread.start()
        self._changed.notify_all()

    def _forget_oldest(self) -> None:
        while len(self._held) > MOST_HELD:
            case, held = self._held.popitem(last=False)
            self._waiting.pop(case, None)
            held.done.set()

    def _work(self) -> None:
        while (order := self._next()) is not None:
            try:
                cloud = self._make(order, lambda order=order: not self._wants(order))  # type: ignore[misc]
            except Overtaken:
                continue
            except AshoreError as error:
                self._keep(order, None, error)
            except Exception as error:  # a fault of ours must not end every later forecast with it
                self._keep(order, None, ForecastBroke(why=f"{type(error).__name__}: {error}"))
            else:
                self._keep(order, cloud, None)

    def _next(self) -> Order | None:
        with self._changed:
            while not self._waiting and not self._closed:
                self._changed.wait()
            return None if self._closed else self._waiting.popitem(last=False)[1]

    def _wants(self, order: Order) -> bool:
        with self._changed:
            held = self._held.get(order.plan.case)
            return not self._closed and held is not None and held.wanted == order.fingerprint

    def _keep(self, order: Order, cloud: Cloud | None, failed: AshoreError | None) -> None:
        with self._changed:
            held = self._held.get(order.plan.case)
            if held is None or held.wanted != order.fingerprint:
                return
            held.cloud, held.failed, held.failed_at = cloud or held.cloud, failed, order.now
            held.done.set()
