"""The forms of a verb from its dictionary form, in English and French: what a rule needs to be found in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

FINITE, PARTICIPLE, GERUND, INFINITIVE, FUTURE = "finite", "participle", "gerund", "infinitive", "future"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One spelling of a verb and what it may be: "rescued" is finite and a participle."""

    spelling: str
    kinds: frozenset[str]


def english_forms(verb: str, irregular: Mapping[str, str]) -> Iterator[Form]:
    """Yield the forms of an English verb; `irregular` gives "past participle" of those that are not regular."""
    past, participle = (irregular[verb].split() * 2)[:2] if verb in irregular else (_regular_past(verb),) * 2
    yield Form(spelling=verb, kinds=frozenset({FINITE, INFINITIVE}))
    yield Form(spelling=_third(verb), kinds=frozenset({FINITE}))
    if past == participle:
        yield Form(spelling=past, kinds=frozenset({FINITE, PARTICIPLE}))
    else:
        yield Form(spelling=past, kinds=frozenset({FINITE}))
        yield Form(spelling=participle, kinds=frozenset({PARTICIPLE}))
    yield Form(spelling=_gerund(verb), kinds=frozenset({GERUND}))


def _third(verb: str) -> str:
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def _doubles(verb: str) -> bool:
    """Whether the last letter is doubled before an ending: one short stressed vowel before one consonant."""
    vowels = sum(letter in "aeiou" for letter in verb)
    return (
        len(verb) > 2
        and verb[-1] not in "aeiouwxyh"
        and verb[-2] in "aeiou"
        and verb[-3] not in "aeiou"
        and (vowels == 1 or verb.endswith(("mit", "cur")))
    )


def _regular_past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ied"
    return verb + (verb[-1] if _doubles(verb) else "") + "ed"


def _gerund(verb: str) -> str:
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return verb[:-1] + "ing"
    return verb + (verb[-1] if _doubles(verb) else "") + "ing"


_AGREEMENT = ("", "e", "s", "es")


def french_forms(verb: str, irregular: Mapping[str, Mapping[str, str]]) -> Iterator[Form]:
    """Yield the forms of a French verb: those of the third person, the participles and the infinitive.

    Verbs in -er, and in -ir with -iss-, are made; of the others `irregular` gives the participle (without agreement)
    and the finite forms.
    """
    yield Form(spelling=verb, kinds=frozenset({INFINITIVE}))
    if verb in irregular:
        given = irregular[verb]
        participle, finite = given["participle"], given["finite"].split()
        future = [each for each in finite if each.endswith(("ra", "ront"))]
        yield Form(spelling=given["gerund"], kinds=frozenset({GERUND}))
    elif verb.endswith("er"):
        stem = verb[:-2]
        soft = stem + "e" if stem.endswith("g") else stem[:-1] + "ç" if stem.endswith("c") else stem
        participle = stem + "é"
        # appelle, jette; récupère, ramène
        open_ = (
            stem + stem[-1]
            if verb.endswith(("eler", "eter"))
            else re.sub(r"[eé]([^aeiouyéè])$", r"è\1", stem)
        )
        finite = [open_ + "e", open_ + "ent", soft + "ait", soft + "aient", soft + "a", stem + "èrent"]
        future = [verb + "a", verb + "ont"]
        yield Form(spelling=soft + "ant", kinds=frozenset({GERUND}))
    else:
        stem = verb[:-1]
        participle = stem
        finite = [stem + end for end in ("t", "ssent", "ssait", "ssaient", "rent")]
        future = [stem + "ra", stem + "ront"]
        yield Form(spelling=stem + "ssant", kinds=frozenset({GERUND}))
    agreed = (
        {participle + ending for ending in _AGREEMENT}
        if not participle.endswith("s")
        else {participle, participle + "e", participle + "es"}
    )
    for spelling in sorted(agreed):
        kinds = {PARTICIPLE, FINITE} if spelling in finite else {PARTICIPLE}
        yield Form(spelling=spelling, kinds=frozenset(kinds))
    for spelling in finite:
        if spelling not in agreed and spelling not in future:
            yield Form(spelling=spelling, kinds=frozenset({FINITE}))
    for spelling in future:
        yield Form(spelling=spelling, kinds=frozenset({FINITE, FUTURE}))
