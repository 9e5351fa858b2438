"""Playing a script into a replay or an exercise, through the same door as everybody else."""

from __future__ import annotations

from collections.abc import Callable

from ashore.desk.commands.acting import Who
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.script import Step, steps

REPLAYING = Who(account="replay", role="replay", person=True)
"""The person who signs for what a replay or an exercise does; a live log refuses them."""


def play(desk: Desk, script: bytes, before_each: Callable[[Step], None] = lambda step: None) -> int:
    """Do a script's steps one after another and return how many there were.

    `before_each` is told of every step before it is done, and may wait.
    """
    count = 0
    for step in steps(script):
        before_each(step)
        desk.do(step.act, REPLAYING)
        count += 1
    return count
