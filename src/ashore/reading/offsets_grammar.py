"""The words in which a place is said from another, English and French, as patterns on plain text.

Plain is small letters without accents (`gazetteer.plain`). Each pattern of a lead ends where the name begins.
"""

from __future__ import annotations

import re


def _any(words: str) -> str:
    """Return a group of the alternatives written with bars between."""
    return "(?:" + "|".join(r"\s".join(each.split()) for each in words.split("|")) + ")"


POINTS = "n nne ne ene e ese se sse s ssw sw wsw w wnw nw nnw".split()
"""The points of the compass, 22.5° apart."""

SIDES = (
    ("north", "n"), ("south", "s"), ("west", "w"), ("ouest", "w"), ("east", "e"),
    ("nord", "n"), ("sud", "s"), ("est", "e"),
)  # fmt: skip
"""Words for the sides of the world, those first that hold another."""

_COUNTED = (
    "one two three four five six seven eight nine ten eleven twelve",
    "un deux trois quatre cinq six sept huit neuf dix onze douze",
)
NUMBERS: dict[str, tuple[float, float]] = {
    **{word: (at + 1.0, 0.5) for words in _COUNTED for at, word in enumerate(words.split())},
    "a": (1.0, 0.5), "an": (1.0, 0.5), "une": (1.0, 0.5),
    "fifteen": (15.0, 2.5), "quinze": (15.0, 2.5), "twenty": (20.0, 5.0), "vingt": (20.0, 5.0),
    "half a": (0.5, 0.25), "half": (0.5, 0.25), "a half": (0.5, 0.25), "½": (0.5, 0.25),
    "un demi": (0.5, 0.25), "une demi": (0.5, 0.25), "demi": (0.5, 0.25),
    "a quarter of a": (0.25, 0.15), "un quart de": (0.25, 0.15),
    "a couple of": (2.0, 1.0), "a few": (3.0, 2.0), "quelques": (3.0, 2.0), "several": (4.0, 2.0),
}  # fmt: skip
"""Numbers in words, and how far from it the truth may be."""

_IN_WORDS = _any("|".join(sorted(NUMBERS, key=len, reverse=True)))
_NUMBER = rf"(?P<n>\d{{1,5}}(?:[.,]\d{{1,2}}|/2)?|(?<!\w){_IN_WORDS}(?!\w))(?P<half>½|\s(?:and\sa\shalf|et\sdemie?))?"
_UNIT = (
    r"(?P<unit>nautical\smiles?|milles?\snautiques?|milles?\smarins?|miles?\snautiques?|miles?|milles?|nautiques?|nmi?|nms|mn|mi|m|"
    r"kms?|kilomet(?:er|re)s?|met(?:er|re)s?|cables?|encablures?|yards?)\b\.?"
)
_ABOUT = _any(
    "about | around | some | roughly | approximately | approx | environ | a peu pres | peut-etre | maybe | ~"
)
_FAR = rf"(?:(?P<about>{_ABOUT})\.?\s?)?(?<![\d.,]){_NUMBER}[\s-]?{_UNIT}"

_WAYS = _any("north | south | east | west | nord | sud | est | ouest")
_ENGLISH_WAYS = _any("north | south | east | west")
_WAY = rf"(?P<way>\b(?:(?:{_WAYS}[\s-]?){{1,3}}|[nsewo]{{1,3}}))(?<![\s-])(?:\b|(?=d))"
_ENGLISH_WAY = rf"(?<![\w'])(?:due\s)?(?P<way>(?:{_ENGLISH_WAYS}[\s-]?){{1,3}}|[nsew]{{1,3}})(?<![\s-])"
_TO_THE = _any("to the | in the | due | au | vers le | dans le | plein") + r"\s|(?:dans\s|vers\s|a\s)l'"
_DEGREES = (
    r"(?P<degrees>(?<!\d)(?:\d{3}(?!\d)|\d{1,3}(?=\s?(?:°|º|deg))))\s?(?:[°º]|deg(?:rees?|res?)?)?\s?"
    r"(?:(?P<north>true|vrais?|magnetic|magnetiques?|mag)\b)?"
)
_BEARING = r"(?:(?:bearing|brg|relevement|azimut|dans\sle|on)\W{1,3}|au\s)?"

_OF = r"(?:from|off|of|de|du|des|d')"
_ARTICLES = r"(?:(?:the|les?|la|du|des?|l'|d')\s?){0,2}"
_THINGS = _any(
    "phare | feu | bouee | bateau[ -]feu | bateau[ -]phare | banc | plages? | ports? | cap | cape | cotes? | pointe |"
    "ville | digue | jetees? | light | lighthouse | lightvessel | lightship | buoy | coasts? | beach(?:es)? | town |"
    "cliffs? | falaises? | harbour | entrance | shore | area | secteur"
)
_NAME = rf"{_ARTICLES}(?:{_THINGS}\s(?:at\s|in\s)?)?(?:of\s)?{_ARTICLES}$"
_THE_NAME = rf"\s?{_NAME}"
_OFF = _any(
    "(?<!set )(?<!cast )(?<!pushed )off | au large | devant | en face | face aux? | face a | in front of | abeam of |"
    "abeam | par le travers | travers | seaward of | opposite | offshore"
)
_OUT = _any("off | au large | a la cote | de la cote | offshore | out | devant")
_NEAR = _any(
    "near | nearby | close to | close by | next to | beside | around | by | not far from | pres | aux? abords |"
    "a proximite | a cote | pas loin | non loin | proche | vers | cote | autour | aux alentours"
)
_BOUND_FOR = _any(
    "(?<!close )(?<!next )to | towards? | heading for | heading to | heading | bound for | en direction | direction |"
    "cap sur | a destination | va vers | vont vers | allons vers | aller vers | dirigent? vers | route vers"
)
_HALFWAY = _any(
    "half[ -]?way | mid[ -]?way | a mi-chemin | mi-chemin | a mi-distance | mi-distance | in the middle |"
    "middle | au milieu"
)

BEARING_THEN_DISTANCE = re.compile(
    rf"{_BEARING}{_DEGREES}[\s,]{{0,3}}(?:et\s)?(?:distance\s|dist\.?\s|a\s|at\s)?{_FAR}\s?{_OF}?{_THE_NAME}"
)
DISTANCE_THEN_BEARING = re.compile(rf"{_FAR}[\s,]{{1,3}}{_BEARING}{_DEGREES}\s?{_OF}{_THE_NAME}")
DISTANCE_AND_WAY = re.compile(rf"{_FAR}[\s,]{{1,2}}(?:{_TO_THE})?{_WAY}\s?{_OF}?{_THE_NAME}")
BEARING = re.compile(rf"{_BEARING}{_DEGREES}\s?{_OF}{_THE_NAME}")
FRENCH_WAY = re.compile(rf"(?:{_TO_THE}|cote\s){_WAY}\s?(?:de|du|des|d'){_THE_NAME}")
ENGLISH_WAY = re.compile(rf"{_ENGLISH_WAY}\sof\s{_NAME}")
DISTANCE_OFF = re.compile(
    rf"{_FAR}\s(?:out\s|away\s)?{_OUT}(?:\s(?:devant|de|du|des|from|of|off))?\s?{_OF}?{_THE_NAME}"
)
DISTANCE_FROM = re.compile(rf"{_FAR}\s?(?:away\s)?(?:from|of|de|du|des|d'){_THE_NAME}")
OFF = re.compile(rf"(?:\bjust\s)?\b{_OFF}(?:\s(?:from|of))?\s?{_OF}?{_THE_NAME}")
BOUND = re.compile(rf"\b{_BOUND_FOR}\s?(?:de|du|d')?{_THE_NAME}")
NEAR = re.compile(rf"\b{_NEAR}\s?{_OF}?{_THE_NAME}")
FROM = re.compile(rf"\b(?:from|depuis|partis?\sde|venant\sde|departed|left|quitte)\s{_NAME}")
AT = re.compile(rf"\b(?:at|in|on|inside|a|au|aux|sur|dans)\s{_NAME}")
BETWEEN = re.compile(rf"(?:(?P<half>{_HALFWAY})\s)?\b(?:between|entre)\s{_NAME}")

DISTANCE_AFTER = re.compile(rf"[\s,]{{1,3}}(?:a\s|at\s|distance\s)?{_FAR}")
"""After a name whose bearing came before it: "045° from the Varne, 3 miles"."""
DISTANCE_AND_WAY_AFTER = re.compile(rf"[\s,]{{1,3}}{_FAR}\s(?:{_TO_THE})?{_WAY}(?!\s?(?:of|de|du|d')\b)")
"""After a name that nothing leads to: "Dungeness 7 miles south"."""
TRAILING = re.compile(
    r"(?:\s(?:light(?:house|[\s-]?vessel|[\s-]?ship|\sfloat)?|buoy|lanby|lv|beach|plage|bank|port|harbour|area))+\b"
)
"""What a name ends with that is no part of it."""

LEAVING = re.compile(
    r"\b(?:left|departed|departure|set\s(?:off|out)|(?:cast|pushed)\soff|launched|parti[es]*|departs?|quitte|"
    r"mise?\sa\sl'eau)(?:\s(?:from|de|du|depuis|des))?\W{0,3}$"
)
MYSELF = re.compile(r"\b(?:i am|i'?m|je suis)\s$")
HEADING = re.compile(
    r"\b(?:heading|going|bound|direction|destination|route)(?:\s(?:to|for|towards?|vers))?\W{0,3}$"
)
