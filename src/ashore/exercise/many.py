"""Many nights at once: one function over each of them, on every core of this computer or on a Dask cluster.

A night is made where it is worked on, from its name alone, so that nothing but names and results travels and results
are the same wherever they come from.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from ashore.exercise.night import YEAR, Night, night
from ashore.model.errors import Refused

T = TypeVar("T")

SAID_AFTER_S = 1.0
"""What is over sooner says nothing of how far it is."""


class NoCluster(Refused):
    """No Dask cluster can be worked on. Fields: `asked` (its address), `why`."""

    code: ClassVar[str] = "exercise.no-cluster"
    says: ClassVar[str] = "There is no cluster to work on at {asked}: {why}."
    hint: ClassVar[str] = (
        "Install Ashore with its cluster extra on every computer of it, and give the address of its scheduler."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class NightName:
    """What a night is made from."""

    seed: int
    boats: int
    quality: str
    year: int = YEAR

    def made(self) -> Night:
        """Return the night of this name."""
        return night(self.seed, self.boats, self.quality, year=self.year)


def over(
    nights: Sequence[NightName], work: Callable[[NightName], T], *, cluster: str | None = None
) -> list[T]:
    """Return what the work gives for each of the nights, in their order.

    `work` is a function of some module, and `cluster` the address of a Dask scheduler; without one every core of this
    computer works. What it raises is raised. Raises NoCluster.
    """
    results: dict[int, T] = {}
    with _cores(len(nights)) if cluster is None else _cluster(cluster) as executor:
        places = {executor.submit(work, name): place for place, name in enumerate(nights)}
        begun = time.monotonic()
        try:
            for done in as_completed(places):
                results[places[done]] = done.result()
                _say(len(results), len(nights), time.monotonic() - begun)
        except BaseException:
            for each in places:
                each.cancel()
            raise
    return [results[place] for place in range(len(nights))]


@contextmanager
def _cores(most: int) -> Iterator[Executor]:
    count = max(
        1,
        min(most, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1),
    )
    # Started afresh: a copy of a process with threads may wait for ever for what they held.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, mp_context=context, initializer=_one_thread) as executor:
        yield executor


@contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ModuleNotFoundError as missing:
        raise NoCluster(asked=address, why=f"{missing.name} is not installed") from missing
    try:
        client = Client(address, set_as_default=False)
    except (OSError, ValueError) as error:
        raise NoCluster(asked=address, why=str(error) or "nothing answers there") from error
    with client:
        client.run(_one_thread)
        yield client.get_executor()


def _one_thread() -> None:
    """Let each process keep to one core: there is one for each."""
    import numba

    numba.set_num_threads(1)


def _say(done: int, all_: int, seconds: float) -> None:
    if seconds < SAID_AFTER_S or (not sys.stderr.isatty() and done % max(1, all_ // 10) and done < all_):
        return
    left = seconds / done * (all_ - done)
    end = "\n" if done == all_ or not sys.stderr.isatty() else "\r"
    print(f"{done} of {all_} nights, about {left / 60:.1f} min left ", end=end, file=sys.stderr, flush=True)
