"""`ashore forecast`: where a case's boat may be, in plain words; without a case, how the forecasts so far did."""

from __future__ import annotations

import click

from ashore.desk.cli.wiring import Session, pass_session
from ashore.desk.commands import forecasting
from ashore.forecast.cloud import Cloud
from ashore.model.phrases import Phrase, utc_minute
from ashore.model.times import iso


@click.command("forecast")
@click.argument("words", nargs=-1)
@pass_session
def forecast(session: Session, words: tuple[str, ...]) -> None:
    """Say where the boat of a case may be; without WORDS, how many boats found lay inside their last forecast."""
    with session.desk() as desk:
        click.echo(
            f"{'' if desk.kind == 'live' else f'{desk.kind.upper()}: not live. '}As at {iso(desk.now())} UTC."
        )
        if not words:
            click.echo("Boats found, by a link of a person, after a forecast of them was written down:")
            for sentence in forecasting.areas_so_far(desk):
                click.echo(sentence)
            return
        view = forecasting.wait_for_forecast(desk, " ".join(words))
        if view.none is not None:
            click.echo(_english(view.none.because))
        elif view.cloud is not None:
            _say(view.cloud, view.now)


def _say(cloud: Cloud, now: int) -> None:
    if cloud.made_up:
        click.echo("SYNTHETIC: what this is worked out from is made up; it is no guide to a search.")
    for sentence in cloud.sentences:
        click.echo(_english(sentence))
    for way in cloud.order.plan.hypotheses:
        because = "; ".join(_english(each) for each in way.because)
        click.echo(f"  {way.per_mille / 10:.0f} % {_english(way.name)}, because {because}")
    for each in cloud.forcing:
        age = "age not stated" if each.issued is None else f"issued {(now - each.issued) // 3_600_000} h ago"
        click.echo(f"  {each.kind}: {each.name}, {'SYNTHETIC' if each.made_up else age}")
    for phrase in cloud.order.plan.assumed:
        click.echo(f"  {_english(phrase)}")
    for said in cloud.engine_says:
        click.echo(f"  {said}")
    click.echo(f"  {cloud.engine}, seed {cloud.order.seed}, {cloud.particles} particles")


def _english(phrase: Phrase) -> str:
    return phrase.render(str, utc_minute)


VERBS = (forecast,)
