"""What a desk can be asked, and the desk that does it."""

from ashore.desk.commands import (
    calls,
    comparing,
    counting,
    deciding,
    ending,
    erasing,
    forecasting,
    handing,
    judging,
    pasting,
    placing,
    questioning,
    reading_operations,
    receiving,
    reporting,
    second_reading,
    tracking,
    undoing,
    watching,
)
from ashore.desk.commands.acting import Who
from ashore.desk.commands.desk import Desk, Done, person
from ashore.desk.commands.registry import COMMANDS, ROLES, Command
from ashore.desk.commands.replaying import REPLAYING, play

__all__ = [
    "COMMANDS",
    "REPLAYING",
    "ROLES",
    "Command",
    "Desk",
    "Done",
    "Who",
    "calls",
    "comparing",
    "counting",
    "deciding",
    "ending",
    "erasing",
    "forecasting",
    "handing",
    "judging",
    "pasting",
    "person",
    "placing",
    "play",
    "questioning",
    "reading_operations",
    "receiving",
    "reporting",
    "second_reading",
    "tracking",
    "undoing",
    "watching",
]
