"""What a desk can be asked, and the desk that does it."""

from ashore.desk.commands import counting, deciding, ending, erasing, forecasting, receiving
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
    "counting",
    "deciding",
    "ending",
    "erasing",
    "forecasting",
    "person",
    "play",
    "receiving",
]
