"""The peer of bench/reading.py: number words to digits by text2num, each number with the nearest of a list of verbs.

Runs in a Python of its own. Texts with their languages come as JSON on the standard input; what was found, value and
outcome, goes out as JSON with the seconds it took.
"""

from __future__ import annotations

import json
import re
import sys
import time

from text_to_num import alpha2digit

STEMS = {
    "en": {
        "rescued": "rescue save pick recover",
        "arrived": "arriv reach cross",
        "landed": "land",
        "dead": "drown die dead kill",
        "missing": "miss",
        "detained": "arrest detain",
        "intercepted": "intercept",
        "prevented": "prevent stop",
        "aboard": "board carry",
        "hospital": "hospital",
        "camp": "camp",
    },
    "fr": {
        "rescued": "secour sauv recueil",
        "arrived": "arriv attein travers",
        "landed": "débarqu",
        "dead": "noy mort décéd tué",
        "missing": "dispar",
        "detained": "interpell arrêt",
        "intercepted": "intercept",
        "prevented": "empêch",
        "aboard": "bord transport",
        "hospital": "hôpital hospital",
        "camp": "camp",
    },
}
NUMBER = re.compile(r"(?<![\w.,:])\d{1,3}(?:[, ]\d{3})+|(?<![\w.,:])\d+(?![\w:])")


def read(text: str, language: str) -> list[tuple[int, str]]:
    """Return each number of a text with the outcome of the verb nearest to it."""
    digits = alpha2digit(text, language)
    verbs = [
        (word.start(), outcome)
        for word in re.finditer(r"\w+", digits)
        for outcome, stems in STEMS[language].items()
        if word[0].lower().startswith(tuple(stems.split()))
    ]
    return [
        (int(re.sub(r"\D", "", number[0])), min(verbs, key=lambda verb: abs(verb[0] - number.start()))[1])
        for number in NUMBER.finditer(digits)
        if verbs
    ]


asked = json.load(sys.stdin)
begun = time.perf_counter()
answers = [read(text, language) for text, language in asked]
json.dump({"answers": answers, "seconds": time.perf_counter() - begun}, sys.stdout)
