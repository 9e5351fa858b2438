"""How a published figure that does not hold is told, and a file that is none."""

from __future__ import annotations

from ashore.model.errors import BadInput, NotFound, Refused


class NotAPublishedFigure(BadInput):
    """A file in which no figure can be found."""

    code = "not-a-published-figure"
    says = "{file} holds no figure that can be read."
    hint = (
        "Give a figure of format ashore.figure/1 (.json), a page of `ashore publish` (.html), "
        "or the datapackage.json of a package with its files beside it."
    )


class FigureTampered(BadInput):
    """A file that was changed after it was published."""

    code = "figure-tampered"
    says = (
        "{file} was changed after it was published: {count} of its figures are not what their own marks say."
    )
    hint = (
        "Do not print it. Ask whoever published it for the file again, or count anew with `ashore figures`."
    )


class OtherLedger(NotFound):
    """A figure of entries that are not held here."""

    code = "other-ledger"
    says = "{file} was counted from entries that this ledger does not hold, for {count} of its figures."
    hint = "Take in the missing log with `ashore import`, or name the desk that published it by --data."


class FigureDiffers(Refused):
    """A figure that the same entries do not give."""

    code = "figure-differs"
    says = "{file} does not follow from the entries it names: {count} of its figures come out otherwise."
    hint = "What differs stands above. Run `ashore verify` on the ledger, and compare the versions of the program."
