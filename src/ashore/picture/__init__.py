"""The picture: what the entries say now, as a pure function of the entries and the instant asked about."""

from ashore.picture.board import Board, Row, board
from ashore.picture.books import Books
from ashore.picture.conflicts import Conflict
from ashore.picture.duties import Due
from ashore.picture.entries import held_of
from ashore.picture.fold import Held, Picture
from ashore.picture.search import find_cases

__all__ = ["Board", "Books", "Conflict", "Due", "Held", "Picture", "Row", "board", "find_cases", "held_of"]
