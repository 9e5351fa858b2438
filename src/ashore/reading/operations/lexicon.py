"""The rules a communiqué is read by: tables of patterns that a linguist can read and mend, each with its test."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "fr")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Words that tell of one thing: `name` is the step, or a field and its value; `test` a sentence that says it."""

    name: str
    pattern: re.Pattern[str]
    test: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BoatWords:
    """The words that tell one boat from another."""

    noun: re.Pattern[str]
    label: re.Pattern[str]
    alone: re.Pattern[str]
    ordinal: re.Pattern[str]
    ordinals: tuple[str, ...]
    another: re.Pattern[str]
    again: re.Pattern[str]
    indefinite: re.Pattern[str]
    background: re.Pattern[str]
    unsure: re.Pattern[str]
    everybody: re.Pattern[str]
    ridden: re.Pattern[str]
    others: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitWords:
    """The words that name who comes and helps: `named` in full, `by` and `subject` where one is meant."""

    named: re.Pattern[str]
    bare: re.Pattern[str]
    by: re.Pattern[str]
    subject: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """All the rules of one language."""

    steps: tuple[Rule, ...]
    after: tuple[Rule, ...]
    boat: BoatWords
    unit: UnitWords
    unreal: re.Pattern[str]
    leads: re.Pattern[str]
    departed: re.Pattern[str]
    station: re.Pattern[str]
    age: re.Pattern[str]
    total: re.Pattern[str]
    background: re.Pattern[str]
    clocks: re.Pattern[str]
    here: re.Pattern[str]


@functools.cache
def rules(language: str) -> Rules:
    """Return the rules of a language. Raises KeyError for a language without rules."""
    if language not in LANGUAGES:
        raise KeyError(language)
    path = files("ashore.reading.operations") / "rules" / f"operations_{language}.toml"
    told = tomllib.loads(path.read_text("utf-8"))
    text = told["text"]
    return Rules(
        steps=_rules(told["step"]),
        after=_rules(told["after"]),
        boat=_boat(told["boat"]),
        unit=_unit(told["unit"]),
        unreal=re.compile(rf"(?<![^\W_])(?:{text['unreal']})"),
        leads=re.compile(rf"(?:,|(?<![^\W_])(?:{text['leads']}))$"),
        departed=re.compile(rf"(?<![^\W_])(?:{text['departed']}) ?$"),
        station=re.compile(rf"(?<![^\W_])(?:{text['station']}) ?$"),
        age=re.compile(rf"(?<![^\W_])(?:{text['age']})(?: \d+(?:,| and| et)?)* ?$"),
        total=_any([text["total"]]),
        background=_any(text["background"]),
        clocks=_any([text["clocks"]], whole=False),
        here=_any([text["heres"]]),
    )


def _rules(tables: list[dict[str, Any]]) -> tuple[Rule, ...]:
    return tuple(Rule(name=table["is"], pattern=_any(table["says"]), test=table["test"]) for table in tables)


def _any(patterns: list[str], *, whole: bool = True) -> re.Pattern[str]:
    """Return a pattern for any of these, as whole words, on folded text."""
    end = r"(?![^\W_])" if whole else ""
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(patterns)}){end}")


def _boat(told: dict[str, Any]) -> BoatWords:
    noun = told["noun"]
    filled = {
        name: [each.replace("NOUN", noun) for each in (value if isinstance(value, list) else [value])]
        for name, value in told.items()
    }
    return BoatWords(
        noun=_any(filled["noun"]),
        label=_any(filled["label"], whole=False),
        alone=re.compile(told["alone"]),
        ordinal=_any(filled["ordinal"], whole=False),
        ordinals=tuple(told["ordinals"]),
        another=_any(filled["another"]),
        again=_any(filled["again"]),
        indefinite=_any(filled["indefinite"]),
        background=_any(filled["background"]),
        unsure=_any(filled["unsure"]),
        everybody=_any(filled["everybody"]),
        ridden=re.compile(rf"(?<![^\W_])(?:{filled['ridden'][0]})"),
        others=_any(filled["others"]),
    )


_NAME = r"[A-Z0-9][\w'’-]*(?: (?:(?:du|de|des|la|le|les|of|the|et) ){0,2}[A-Z0-9][\w'’-]*){0,3}"


def _quoted(name: str) -> str:
    return rf"[«“\"] ?(?P<{name}>[^»”\"\n]{{2,40}}?) ?[»”\"]"


def _unit(told: dict[str, Any]) -> UnitWords:
    nobody = rf"(?!(?:{told['nobody']})\b)"
    named = (
        rf"(?<!\w)(?P<phrase>{told['before']}(?P<kind>(?i:{told['noun']})){told['from']})"
        rf"(?: ?{_quoted('quoted')}| {nobody}(?P<name>{_NAME}))?(?!\w)"
    )
    bare = (
        rf"(?<!\w)(?i:{told['named']})(?:{_quoted('quoted')}"
        rf"|{nobody}(?!\d)(?P<name>{_NAME}))|(?<!\w)(?:[Ll][ea] |[Ll]')?{_quoted('alone')}"
    )
    return UnitWords(
        named=re.compile(named),
        bare=re.compile(bare),
        by=re.compile(rf"(?<![^\W_])(?:{told['by']})"),
        subject=re.compile(rf"(?<![^\W_])(?:{told['subject']})(?: [\w']+){{0,2}} ?$"),
    )
