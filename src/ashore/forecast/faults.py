"""What a forecast refuses, in a sentence each."""

from __future__ import annotations

from ashore.model.errors import AshoreError, NotFound, Refused


class NoDrift(Refused):
    """The drift engine is not installed here."""

    code = "no-drift"
    says = "The drift engine is not installed here, so no forecast is drawn."
    hint = "Install Ashore with its “drift” extra: pip install ashore[drift]"


class NothingToForecast(Refused):
    """A case without anything to drift from, or without need of it."""

    code = "nothing-to-forecast"
    says = "{why}"
    hint = "A forecast needs a position of the boat, and somebody who may still be out."


class DriftRefused(Refused):
    """The drift engine refused, in its own words."""

    code = "drift-refused"
    says = "The forecast could not be worked out: {why}"
    hint = "{hint}"


class NoSuchCloud(NotFound):
    """A picture whose cloud is no longer the newest, or was never made."""

    code = "no-such-cloud"
    says = "This picture is not held any more."
    hint = "Open the case again: it shows the newest forecast."


class ForecastBroke(AshoreError):
    """The engine failed in a way nobody foresaw; the desk goes on without this forecast."""

    code = "forecast-broke"
    says = "The forecast could not be worked out: {why}."
    hint = "Go on without it, and tell whoever looks after this desk."
