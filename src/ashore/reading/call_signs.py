"""What a caller says of the boat and its dangers, in English and French: each sign with the words that say it.

A denied danger ("no water coming in", "on ne coule pas") is no sign, and neither is one that nobody mentioned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ashore.reading.saying import folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One thing said of the boat or the call: `kind` is danger, engine, fuel, lifejackets, craft, colour, length_m,
    course_deg, speed_kn, battery_pct, language, interpreter,
    called_before or phone; `value` a code, a number as text, or the words."""

    kind: str
    value: str
    quote: str
    start: int
    end: int


def read_signs(text: str) -> tuple[Sign, ...]:
    """Return the signs in a text, in its order, each kind and value once; never raises."""
    low = folded(text)
    found: dict[tuple[str, str], Sign] = {}
    for kind, value, start, end in sorted(_all(low), key=lambda each: (each[2], -each[3])):
        sign = Sign(kind=kind, value=value, quote=text[start:end], start=start, end=end)
        found.setdefault((kind, value) if kind in ("danger", "phone") else (kind, ""), sign)
    return tuple(found.values())


Found = tuple[str, str, int, int]


def _all(low: str) -> Iterator[Found]:
    for code, pattern in _DANGERS.items():
        for said in pattern.finditer(low):
            if not _denied(low, said):
                yield "danger", code, said.start(), said.end()
    for kind, ways in _STATES.items():
        taken: list[tuple[int, int]] = []
        for value, pattern in ways:
            for said in pattern.finditer(low):
                if any(said.start() < end and start < said.end() for start, end in taken):
                    continue
                taken.append(said.span())
                if not (kind == "engine" and _denied(low, said)):
                    yield kind, value, said.start(), said.end()
    yield from _craft(low)
    yield from _battery(low)
    yield from _speech(low)
    for said in _PHONE.finditer(low):
        yield "phone", said[0], said.start(), said.end()


_CLAUSE = re.compile(r"[,;.!?\n]|\b(?:but|mais|and|et)\b")
_NOT = re.compile(
    r"\b(?:no|not|isn't|aren't|without|never|nobody|none|no one|don't|doesn't|pas|aucune?|sans|ni"
    r"|personne ne|jamais)"
    r"(?:[ ']+(?:any|more|longer|one|is|are|was|been|has|have|being|getting|yet|really|very|too|much"
    r"|signs?|of|a|an|the"
    r"|in|on|danger|risk|d|de|du|l|la|le|en|se|s|est|sont|ete|a|ont|encore|vraiment|tres|trop|qui|risque"
    r"|signe)(?![^\W_]))*[ ']*$"
)
"""A no, and after it only words that carry it on: in "no life jackets sinking" it is not of the sinking."""

_OWN_NO = re.compile(r"(?:no|without|sans|plus|pas|out of|ran out)\b")
_NOT_OF_NO = re.compile(r"\b(?:not|isn't|aren't|never|pas|jamais) ?(?:yet |encore )?$")
_NOT_AFTER = re.compile(r" (?:pas|plus|jamais)\b(?! d[e'])| ?[:?=] ?(?:no|non)\b")


def _denied(low: str, said: re.Match[str]) -> bool:
    """Whether a sign's own clause says no to it before it, or after a French verb."""
    head = _CLAUSE.split(low[max(0, said.start() - 60) : said.start()])[-1]
    own = _OWN_NO.match(said[0])
    if (_NOT_OF_NO if own else _NOT).search(head) and not re.search(r"\bnot only |\bpas seulement ", head):
        return True
    return _NOT_AFTER.match(low, said.end()) is not None


def _words(*ways: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(ways)})(?![^\W_])")


_FUEL = r"(?:fuel|petrol|gas|gasoline|diesel|gazole|gasoil|essence|carburant)"
_MOTOR = r"(?:engines?|motors?|outboard|moteurs?)"
_WORD = r"(?:[ '](?!(?:no|not|pas|isn't|never)\b)[a-z']+)"
_OF_MOTOR = r"(?:[ '](?!(?:no|not|pas|isn't|never)\b)[a-z0-9']+)"

_DANGERS = {
    "taking_water": _words(
        r"taking (?:on )?(?:a lot of |some |in )?water|takes? (?:on )?water|full of water"
        r"|filling (?:up )?(?:with water)?",
        r"water (?:is |was |keeps? |has |now )?(?:still )?(?:coming|entering|getting|pouring|rising"
        r"|leaking|seeping)(?: in)?",
        r"water (?:is )?(?:now )?(?:in|inside|on|up to|into) (?:the |our |my |their )?(?:boat|dinghy"
        r"|floor|knees?|inside|waist)",
        r"leak(?:s|ing)?|flood(?:ed|ing)|swamped|deflat(?:ed|es|ing)|losing air|punctured?",
        rf"(?:pren(?:d|ds|ent|ons)|prend){_WORD}?(?: de)? l'eau|pren(?:d|ds|ent|ons)(?: beaucoup)? d'eau"
        rf"|prise d'eau",
        r"(?:l'|d'|de )?eau (?:qui )?(?:rentre|entre|monte|arrive|penetre)",
        r"(?:l'|d'|de l')eau (?:est )?(?:dans|jusqu'aux?|sur) (?:le |notre |les )?(?:bateau|zodiac|canot"
        r"|fond|genoux|chevilles)",
        r"voie d'eau|fuit|fuite|rempli(?:t|e)? d'eau|se remplit|degonfl\w*|perd de l'air|creve|crevee",
    ),
    "sinking": _words(
        r"sink(?:s|ing)?|sunk|sank|going (?:down|under)",
        r"(?:on|nous|ils|elles|bateau|zodiac|va|allons|vont) (?:va |vont )?(?:coul\w+|sombr\w+)"
        r"|en train de (?:couler|sombrer)",
        r"coul(?:e|ons|ent)|naufrage|on sombre",
    ),
    "capsized": _words(
        r"capsiz\w*|overturn\w*|flipped(?: over)?|upside down|turned over|chavir\w*",
        r"(?:s'est|s'etre|est|bateau) retournee?|se retourne",
    ),
    "people_in_water": _words(
        r"(?:sont|est) (?:a|dans) l'eau|fell in water",
        r"(?:man|men|people|persons?|someone|somebody|child|kids?|children|woman|women|boys?|girls?|they"
        r"|he|she)"
        rf"{_WORD}{{0,2}} (?:in|into) the (?:water|sea)",
        r"(?:man |people |person |persons |someone )?overboard|fell in(?:to)?(?: the (?:water|sea))?"
        r"|drown(?:s|ed|ing)?",
        r"swimming in the (?:water|sea)",
        r"tomb\w+ (?:a|dans) (?:l'eau|la mer)|(?:hommes?|femmes?|personnes|gens|enfants?|quelqu'un|autres)"
        rf"{_WORD}{{0,1}} (?:a|dans) (?:l'eau|la mer)|par-dessus bord|se noi(?:e|ent)|noyade|\d+ (?:a"
        rf"|dans) l'eau",
        r"(?:une|un|\d+|deux|trois|quatre|cinq) (?:personnes? |hommes? )?(?:a la mer|a l'eau|dans l'eau)",
    ),
    "medical": _words(
        r"doctor|medic(?:al)?|unconscious|faint(?:ed|ing)|injur(?:y|ed|ies)|wounded|bleeding"
        r"|not breathing|broken (?:leg|arm)",
        r"(?:very |is |are )sick|heart (?:attack|problem)|asthma|diabet\w+|epilep\w+|seizures?"
        r"|giving birth|in labour",
        r"(?:her |the )waters? broke|contractions|chemical burns?|fuel burns?|burns",
        r"medecin|docteur|medicale?|inconsciente?s?|perdu connaissance|evanoui\w*|bless(?:e|es|ee|ees|ure"
        r"|ures)|saigne\w*",
        r"malades?|crise (?:cardiaque|d'asthme|d'epilepsie)|ne respire (?:pas|plus)|accouche\w*"
        r"|brulures?|malaise",
    ),
    "fire": _words(
        r"on fire|fire (?:on board|in the (?:boat|engine))|burning|in flames|caught fire",
        r"en feu|feu (?:a bord|dans le (?:bateau|moteur))|prend feu|pris feu|incendie|(?:moteur|bateau) brule",
    ),
    "cold": _words(
        r"(?:very |so |too |freezing |really )?cold|freezing|hypotherm\w*|frozen",
        r"(?:tres |trop )?froid|gel[eo]n?s?|frigorifies?|transis?|on gele|hypothermie",
    ),
    "no_fuel": _words(
        rf"(?:no|out of|without|ran out of|run out of|finished)(?: more| any)? {_FUEL}",
        rf"{_FUEL} (?:is |has )?(?:all )?(?:finished|empty|gone|out|over|run out)",
        rf"(?:plus|pas) d(?:e |')(?:la |l')?{_FUEL}|sans {_FUEL}|panne d(?:e |'){_FUEL}|panne seche"
        rf"|reservoir (?:est )?vide",
        rf"(?:plus (?:du tout )?de|pas de) {_FUEL}|{_FUEL} (?:est )?(?:finie?|terminee?|epuisee?|vide)"
        rf"|a court d(?:e |'){_FUEL}",
    ),
    "drifting": _words(
        r"drift(?:s|ing|ed)?|adrift|deriv(?:e|es|ent|ons|ant)|a la derive|en derive",
    ),
    "collision": _words(
        r"collision|collid\w+|(?:nearly|almost) (?:hit|ran) (?:us|into us)|(?:hit|rammed|struck) (?:us"
        r"|by)|run(?:ning)? us down",
        r"(?:big |large |cargo )?(?:ship|ferry|tanker|vessel) (?:is )?(?:coming"
        r"|heading) (?:straight )?(?:at|towards?"
        r"|straight|for) us|big ship coming",
        r"percut\w+|abordage|failli nous (?:toucher|heurter|percuter)|fonce (?:sur|droit sur) nous"
        r"|heurt(?:e|es|er)",
        r"(?:cargo|navire|ferry|bateau) (?:arrive |vient )?(?:droit )?sur nous",
    ),
    "violence": _words(
        r"fight(?:s|ing)?|knife|knives|weapons?|guns?|shots?|shooting|beat(?:en|ing)|violen\w+|threat\w*"
        r"|stabb\w+|attacked",
        r"couteaux?|armes?|armes a feu|bagarre\w*|se bat(?:tent)?|battus?|agress\w+|menac\w+|frapp\w+"
        r"|coups de feu",
    ),
}
"""The words of each danger."""

_LOW = r"(?:low|little|nearly|almost|soon|running|bientot|presque|peu|peine)"
_JACKETS = r"(?:life ?-?jackets?|life ?-?vests?|gilets?(?: de sauvetage)?|brassieres?)"
_STATES: dict[str, tuple[tuple[str, re.Pattern[str]], ...]] = {
    "engine": (
        (
            "stopped",
            _words(
                rf"{_MOTOR}{_OF_MOTOR}{{0,3}} (?:dead|stopped|stop|broken(?: down)?|failed|failing|died|off"
                rf"|kaput|cut out|out"
                r"|won't start|doesn't work|does not work|isn't working|not working|not running|problems?"
                r"|down|finished)",
                rf"(?:no|lost|broken|dead|without) (?:the |our )?{_MOTOR}|{_MOTOR} (?:failure|trouble"
                rf"|breakdown)|lost power",
                rf"{_MOTOR}{_OF_MOTOR}{{0,3}} (?:en panne|arretee?|cale|hs|h\.s|mort|casse|coupe|eteint"
                rf"|stoppe|foutu|bloque)",
                rf"{_MOTOR}{_OF_MOTOR}{{0,3}} (?:marche|demarre|fonctionne|tourne|redemarre) (?:pas|plus)",
                rf"(?:plus de|sans|pas de|panne (?:de )?) ?{_MOTOR}|moteur s'est arrete|en panne de moteur",
            ),
        ),
        (
            "running",
            _words(
                rf"{_MOTOR}{_OF_MOTOR}{{0,3}} (?:running|working|works|runs|ok|okay|fine|good|started(?: again)?)",
                rf"{_MOTOR}{_OF_MOTOR}{{0,3}} (?:marche|marchent|tourne|fonctionne|ok|redemarre|repart|bon"
                rf"|en marche|va bien)",
            ),
        ),
    ),
    "fuel": (
        (
            "low",
            _words(
                rf"(?:{_LOW}{_WORD}{{0,3}}|{_LOW} on) {_FUEL}|{_FUEL}{_WORD}{{0,2}} low",
                rf"{_LOW}{_WORD}{{0,3}} d'{_FUEL}",
            ),
        ),
        ("none", _DANGERS["no_fuel"]),
        (
            "some",
            _words(
                rf"(?:still|have|enough|plenty of)(?: got| have| some| enough)? {_FUEL}"
                rf"|{_FUEL} (?:is )?(?:ok|okay|fine)",
                rf"(?:encore|assez|reste){_WORD}{{0,2}} (?:l'|d')?{_FUEL}|(?:encore|assez) (?:de l'|d'|du |de ){_FUEL}",
            ),
        ),
    ),
    "lifejackets": (
        (
            "some",
            _words(
                rf"(?:some|a few|few|not all|not everyone|not everybody|not enough|half|only \w+"
                rf"|most){_WORD}{{0,4}} {_JACKETS}",
                rf"(?:certains|quelques|pas tous|pas assez|pas tout le monde|la moitie"
                rf"|quelques-uns){_WORD}{{0,4}} {_JACKETS}",
            ),
        ),
        (
            "none",
            _words(
                rf"(?:no|without|nobody has|no one has|don't have|do not have|none has)(?: any| a)? {_JACKETS}",
                rf"(?:sans|pas de|aucun|personne n'a de|plus de|n'ont pas de) {_JACKETS}",
            ),
        ),
        (
            "all",
            _words(
                rf"(?:all|everyone|everybody){_WORD}{{0,4}} {_JACKETS}|{_JACKETS} (?:for|on) (?:all"
                rf"|everyone|everybody)",
                rf"(?:tous|toutes|tout le monde|chacun){_WORD}{{0,4}} {_JACKETS}|{_JACKETS} pour tous",
            ),
        ),
    ),
}
"""What a state of the boat is said with, the narrower words first."""

_KINDS = {
    "inflatable": r"rubber (?:boat|dinghy)|inflatable(?: boat| dinghy)?|zodiacs?|dingh(?:y|ies)|ribs?|raft|semi-rigide"
    r"|(?:bateau |canot |embarcation )?pneumatique|boudins?",
    "fishing_boat": r"fishing (?:boat|vessel)|trawler|(?:bateau|barque) de peche|chalutier",
    "sailing_boat": r"sail(?:ing )?(?:boat|yacht)|yacht|voilier",
    "wooden_boat": r"wooden boat|bateau en bois|barque",
    "kayak": r"kayaks?|canoes?",
    "jet_ski": r"jet ?-?skis?",
    "rowing_boat": r"row(?:ing )?boat|bateau a rames|barque a rames",
    "rigid": r"rigid hull|speed ?boat|fibreglass boat|plastic boat|coque (?:rigide|dure)|vedette rapide",
}
_COLOURS = {
    "black": "black|noire?s?",
    "grey": "grey|gray|grise?s?",
    "white": "white|blanc|blanche",
    "blue": "blue|bleue?s?",
    "red": "red|rouges?",
    "orange": "orange",
    "green": "green|verte?s?",
    "yellow": "yellow|jaunes?",
    "brown": "brown|marron",
}
_BOAT = (
    r"(?:boats?|dingh(?:y|ies)|zodiacs?|inflatable|raft|ribs?|hull|tubes?|bateaux?|pneumatique"
    r"|embarcation|canot|coque"
    r"|boudins?|kayaks?|barque|voilier|yacht)"
)
_NEAR_US = re.compile(
    r"(?: \w+){0,2} (?:near|beside|close|passing|next to|nearby|coming|pres|a cote|approche|passe)\b"
)
_LENGTH = re.compile(
    r"(?<![\d.,])(?P<metres>\d{1,2}(?:[.,]\d)?)[ -]?(?:m|metres?|meters?|mtr)(?![^\W_])"
    r"(?! ?(?:from|away|high|waves?|off|de la|du|de l'|de haut|de creux|d'eau|deep|from|swell|/))"
)

_NO_LENGTH = re.compile(
    r"(?:waves?|swell|depth|deep|sea|vagues?|creux|houle|fond|distance)(?: (?:of|de|is|a|about|environ))? ?$"
)


_COURSE = re.compile(
    r"(?<![^\W_])(?:course|cog|heading|cap|route)(?: (?:is|au|to))?[ :]{1,2}(?P<number>\d{1,3})(?![\d:h]"
    r"|[.,]\d)"
)
_SPEED = re.compile(
    r"(?<![^\W_])(?:speed|sog|vitesse|making)(?: (?:is|de|of"
    r"|about))?[ :]{1,2}(?P<number>\d{1,2}(?:[.,]\d)?)(?![\d:h])"
)


def _craft(low: str) -> Iterator[Found]:
    for kind, figure, most in (("course_deg", _COURSE, 360), ("speed_kn", _SPEED, 60)):
        for said in figure.finditer(low):
            number = said["number"].replace(",", ".")
            if float(number) <= most:
                yield kind, number, said.start(), said.end()
    for value, pattern in _KINDS.items():
        for said in re.finditer(rf"(?<![^\W_])(?:{pattern})(?![^\W_])", low):
            if not _NEAR_US.match(low, said.end()):
                yield "craft", value, said.start(), said.end()
    for value, pattern in _COLOURS.items():
        before = rf"(?P<a>{pattern}){_WORD_OR_LENGTH}{{0,3}} {_BOAT}"
        after = rf"{_BOAT}{_WORD_OR_LENGTH}{{0,2}} (?P<b>{pattern})"
        beside = rf"(?<![^\W_])(?:{before}|{after})(?![^\W_])"
        for said in re.finditer(beside, low):
            name = "a" if said["a"] else "b"
            yield "colour", value, said.start(name), said.end(name)
    for said in _LENGTH.finditer(low):
        before = re.split(r"[;!?\n]|\.(?!\d)", low[max(0, said.start() - 60) : said.start()])[-1]
        around = before + low[said.end() : said.end() + 20]
        if _NO_LENGTH.search(before):
            continue
        metres = said["metres"].replace(",", ".")
        if 2 <= float(metres) <= 30 and re.search(
            rf"(?<![^\W_])(?:{_BOAT}|long|length|longueur)(?![^\W_])", around
        ):
            yield "length_m", metres, said.start(), said.end()


_WORD_OR_LENGTH = r"(?:[ -][a-z0-9.,]+)"
_PERCENT = re.compile(
    r"(?:battery|batterie|phone|telephone)[^,;\n\d]{0,18}?(?P<a>\d{1,3}) ?(?:%|percent|pour cent|pourcent)"
    r"|(?:battery|batterie)(?: (?:is|at|a|est a|level|niveau))?[ :]{1,2}(?P<b>\d{1,3})(?![\d:.,]|h)"
    r"|(?P<c>\d{1,3}) ?(?:%|percent|pour cent|pourcent)"
)
_BATTERY_LOW = _words(
    r"(?:no|low|dead|dying|almost no|little) (?:battery|phone)|(?:battery|phone)(?: is)?(?: almost"
    r"| nearly| very)? (?:low|dead|dying|dies|empty)",
    r"(?:plus de|presque plus de|peu de) batterie|batterie (?:est )?(?:presque )?(?:faible|vide|a plat"
    r"|morte)",
)


def _battery(low: str) -> Iterator[Found]:
    for said in _PERCENT.finditer(low):
        number = said["a"] or said["b"] or said["c"]
        if int(number) <= 100:
            yield "battery_pct", str(int(number)), said.start(), said.end()
    for said in _BATTERY_LOW.finditer(low):
        yield "battery", "low", said.start(), said.end()


_LANGUAGES = {
    "ku": "kurdish|sorani|kurmanji|kurde",
    "ar": "arabic|arabe",
    "fa": "farsi|persian|persan",
    "ps": "pashto|pachto",
    "vi": "vietnamese|vietnamien",
    "sq": "albanian|albanais",
    "ti": "tigrinya|tigrigna",
    "am": "amharic|amharique",
    "so": "somali",
    "ur": "urdu|ourdou",
    "en": "english|anglais",
    "fr": "french|francais",
    "tr": "turkish|turc",
}
_INTERPRETER = re.compile(r"\b(?:interpreter|translator|interprete|traducteur|traductrice)\b")
_WANTED = re.compile(
    r"\b(?:no|need|needs|needed|without|want|pas d'?|sans|besoin d'un|faut un|cherche)(?: an?| un| une)? ?$"
)
_CALLED = _words(
    r"(?:we|i|they) (?:have |had )?(?:already )?called (?:you )?(?:before|already|earlier|\d)"
    r"|already called|called (?:you )?(?:before|earlier)",
    r"(?:calling|called) (?:you )?again|(?:second|third) call|same boat as before|deja appele\w*|(?:on"
    r"|nous|je) (?:vous )?rappel\w+",
    r"(?:deuxieme|troisieme|second) appel|a appele (?:plus tot|avant)|appele (?:plus tot|tout a l'heure)",
)
_PHONE = re.compile(
    r"(?<![\w.])(?:\+|00)\d[\d ().-]{6,16}\d(?![\d.])|(?<![\w.,])0\d(?:[ .-]?\d\d){4}(?!\d)"
    r"|(?<![\w.,])0\d{4}[ -]?\d{6}(?!\d)"
)


def _speech(low: str) -> Iterator[Found]:
    for code, names in _LANGUAGES.items():
        for said in re.finditer(
            rf"\b(?:(?:speaks?|speaking|parlent|parle|parlant|langue|language|in|en)(?: :)? (?:only |que "
            rf"|l')?(?:{names})"
            rf"|(?:{names})[ -](?:speak\w*|language))\b",
            low,
        ):
            if not re.search(
                r"\b(?:no|not|doesn't|don't|pas|ne)\W*\w*\W*$", low[max(0, said.start() - 16) : said.start()]
            ):
                yield "language", code, said.start(), said.end()
    for said in _INTERPRETER.finditer(low):
        if not _WANTED.search(low[: said.start()]):
            yield "interpreter", "joined", said.start(), said.end()
    for said in _CALLED.finditer(low):
        yield "called_before", "yes", said.start(), said.end()
