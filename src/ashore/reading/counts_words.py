"""The words people count people with, each with one letter of the grammar in `counts`, in English and French.

All are folded (small letters, no accents). A word that is not here is `x`, or `X` if it says that the number
before it is no number of people.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ashore.model.counts import Part
from ashore.reading.numerals import numeral_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One word, number or mark: its letter, its place in the text, and the number or part it states."""

    letter: str
    start: int
    end: int
    states: Part | None = None


def words_in(text: str) -> list[Token]:
    """Return the tokens of a folded text in their order."""
    tokens = []
    start = 0
    while start < len(text):
        token = _token_at(text, start)
        if token is None:
            start += 1
        else:
            tokens.append(token)
            start = token.end
    return tokens


def _token_at(text: str, start: int) -> Token | None:
    if text[start] in " '\"":
        return None
    if other := _NO_COUNT.match(text, start):
        return Token(letter="T", start=start, end=other.end())
    if said := _LEXICON.match(text, start):
        letter, states = _MEANINGS[said[0]]
        dot = said[0] in _SHORTENED and text[said.end() : said.end() + 1] == "."
        return Token(letter=letter, start=start, end=said.end() + dot, states=states)
    number = numeral_at(text, start)
    if number is not None:
        letter = "u" if number.article else "N"
        states = Part(low=number.value, high=number.value, value=number.value, qualifier="exact")
        return Token(letter=letter, start=start, end=number.end, states=states)
    if word := _WORD.match(text, start):
        return Token(letter="x", start=start, end=word.end())
    return Token(letter=_MARKS.get(text[start], "."), start=start, end=start + 1)


_MARKS = {
    ",": ",",
    "(": ",",
    ")": ",",
    ":": ":",
    "+": "+",
    "&": "&",
    "-": "r",
    "/": "r",
    "~": "~",
    "%": "X",
} | dict.fromkeys("€£$°#*=", "X")
_WORD = re.compile(r"[^\W\d_]+")
_SHORTENED = frozenset("incl inc pers env approx c doz".split())
_NO_COUNT = re.compile(
    r"https?://\S+|www\.\S+|\+\d[\d ().-]{5,}\d"
    r"|\b0\d(?:[ .-]?\d\d){4}\b|\b0\d{3,4}[ -]?\d{3}[ -]?\d{3}\b|\d{9,}"
    r"|\d{4}-\d\d?-\d\d?|\d\d?[/.-]\d\d?[/.-]\d{2,4}\b|\d\d?:\d\d(?::\d\d)?"
    r"|\d+\.\d[\d.]*|\d+,(?!\d{3}(?!\d))\d+"
    r"|\d+ ?(?:°|deg\b|degrees?\b|degres?\b)[ \d.,'\"]*|\d+(?:['\"]|min\b)[ \d.,'\"]*"
    r"|\b[nsew] ?\d{2,}[ \d.,]*\b|\d{1,3}[ -]\d\d?(?:[.,]\d+)? ?[nsewo]\b|\d+(?:[.,]\d+)? ?[nsewo]\b"
    r"|\d\d? ?h(?: ?\d\d)?\b|\b0\d+\b|\d{4} ?(?:z|utc|gmt|h|hrs)\b|\d{4}[a-z]\b"
    r"|\b(?!pob|pax|ca|n)[a-z]+\d\w*"
)
"""What holds digits and counts nobody: links, telephone numbers, dates, times, degrees, decimals, names of buoys."""


def _exactly(value: int) -> Part:
    return Part(low=value, high=value, value=value, qualifier="exact")


def _about(value: int) -> Part:
    return Part(value=value, qualifier="about")


def _from(low: int, qualifier: str) -> Part:
    return Part(low=low, qualifier=qualifier)


_SEVERAL, _PLURAL, _SOME = _from(3, "several"), _from(2, "plural"), _from(1, "indefinite")


def _tens(value: int) -> Part:
    return Part(low=value, value=value, qualifier="at_least")


_WORDS: tuple[tuple[str, Part | None, str], ...] = (
    # before or after a number: about, at least, more than, at most, fewer than, almost
    ("~", None, "about|around|roughly|approximately|approx|circa|c|maybe|perhaps|probably|possibly|i think|i guess"
     "|i believe|something like|in the region of|close to|near|nearby|an estimated|estimated"
     "|environ|env|a peu pres|a peu pret|autour de|dans les|peut-etre|peut etre|je pense|je crois|je dirais"
     "|on doit etre|pres de|pas loin de|aux alentours de|aux environs de|approximativement|grosso modo"
     "|vers les"),
    ("G", None, "at least|a minimum of|minimum of|minimum|no fewer than|not fewer than|no less than"
     "|not less than|au moins|au minimum|un minimum de|minimum de|pas moins de|mini"),
    ("g", None, "more than|over|upwards of|plus de|plus d|plus que|au-dessus de"),
    ("L", None, "no more than|not more than|at most|at the most|at the very most|a maximum of|maximum of|maximum"
     "|max|up to|pas plus de|au plus|tout au plus|au maximum|un maximum de|maxi|jusqu'a|grand maximum"),
    ("l", None, "fewer than|less than|under|below|moins de|moins d|en dessous de"),
    ("a", None, "almost|nearly|just under|not quite|a little under|a bit less than|presque|quasiment"
     "|un peu moins de|pas tout a fait|a bit under"),
    # only after a number
    ("p", None, "or so|ish|-ish|or thereabouts|ou a peu pres|ou quelque chose comme ca|give or take|plus or minus"),
    ("R", None, "or more|or above|and more|ou plus|et plus|ou davantage|voire plus|maybe more|peut-etre plus"),
    ("b", None, "between|entre"),
    ("r", None, "or|ou|ou bien|voire"),
    (">", None, "to"),
    ("@", None, "a"),
    (";", None, "of them|of which|of whom|d'entre eux|d'entre elles"),
    ("i", None, "including|incl|inc|included|among them|amongst them|among whom|with"
     "|dont|y compris|parmi eux|parmi elles|parmi lesquels|avec|comprenant|dont au total"),
    ("&", None, "and|et|as well as|ainsi que|et aussi|and also"),
    ("+", None, "plus|and another|et encore"),
    ("f", None, "of|de|d|que|qu|that"),
    ("u", _exactly(1), "an|a single"),
    # numbers in one word
    ("D", _about(12), "dozen|douzaine|doz|douzaines"),
    *(("K", _about(value), word) for value, word in (
        (8, "huitaine"), (10, "dizaine"), (15, "quinzaine"), (20, "vingtaine"), (30, "trentaine"),
        (40, "quarantaine"), (50, "cinquantaine"), (60, "soixantaine"), (100, "centaine"), (1000, "millier"),
        (20, "score"))),
    ("V", _SEVERAL, "several|plusieurs"),
    ("V", _PLURAL, "a couple|a few|quelques|quelques-uns|quelques-unes|couple|few"),
    ("V", _from(24, "dozens"), "dozens|des douzaines"),
    ("V", _tens(20), "tens|dizaines"),
    ("V", _tens(200), "hundreds|centaines"),
    ("V", _SOME, "many|a lot|lots|plenty|loads|so many|too many|a bunch|a group|beaucoup"
     "|plein|pas mal de|nombreux|nombreuses|un groupe|trop|tellement de"),
    ("Y", _SOME, "someone|somebody|some|quelqu'un|certains"),
    ("e", None, "des"),
    # whom: people, children, women, men, adults, others, and who is one of them
    ("P", None, "people|peoples|persons|person|pax|souls|soul|migrants|migrant|refugees|refugee|passengers|passenger"
     "|guys|individuals|individual|casualties|survivors|survivor|exiles|asylum seekers|castaways"
     "|personnes|pers|ppl|pple|peopl|peple|poeple|persone|persones|personns|gens|monde|refugies|refugie|passagers|passager|exile|individus"
     "|rescapes|naufrages"
     "|clandestins|types|mecs|ames|people onboard"),
    ("H", None, "personne"),
    ("C", None, "child|kid|baby|infant|toddler|minor|boy|girl|newborn|teenager"
     "|enfant|gamin|gosse|bebe|mineur|mineure|nourrisson|fillette|gamine|garcon"),
    ("C", _PLURAL, "children|kids|babies|infants|toddlers|minors|boys|girls|newborns|teenagers|childs|childrens"
     "|babys|childern|childen|chidren"
     "|unaccompanied minors|enfants|enfents|gamins|gosses|bebes|mineurs|mineures|nourrissons|fillettes|garcons"),
    ("W", None, "woman|lady|female|femme|dame|wife|womens"),
    ("W", _PLURAL, "women|ladies|females|femmes|dames"),
    ("M", None, "man|male|homme|monsieur"),
    ("M", _PLURAL, "men|males|hommes"),
    ("F", None, "adult|adults|adulte|adultes|grown-ups|grown ups|majeurs|majeur"),
    ("O", None, "others|other people|other persons|more people|autres|autres personnes|other"
     "|friends|brothers|sisters|cousins|amis|freres|soeurs|copains"),
    ("I", None, "me|myself|moi|i|moi-meme"),
    ("A", _exactly(1), "i am alone|i'm alone|im alone|just me|only me|on my own|by myself|alone in the boat"
     "|i'm the only one|je suis seul|je suis seule|je suis tout seul|je suis toute seule|que moi|juste moi"),
    ("h", None, "|".join(f"{mine} {who}" for mine, whom in (
        ("my", "brother sister wife husband friend cousin father mother uncle aunt nephew mate fiance partner"),
        ("mon", "frere mari ami cousin pere oncle copain amie neveu"),
        ("ma", "soeur femme cousine mere tante copine niece")) for who in whom.split())),
    ("c", None, "my son|my daughter|my baby|my child|my kid|mon fils|ma fille|mon bebe|mon enfant"),
    ("y", None, "family of|a family of|family|my family|une famille de|famille de|famille|ma famille"),
    ("j", None, "young|small|little|petit|petite|petits|petites|pregnant|pregnent|pregnat"
     "|injured|sick|my|our|mes|nos|jeunes|jeune|enceinte"
     "|enceintes|blesses|malades|very|tres|isoles|non accompagnes|unaccompanied|more|en bas age|bonne"
     "|good|single"),
    ("J", None, "afghan|kurdish|iraqi|iranian|syrian|sudanese|eritrean|vietnamese|albanian|ethiopian|somali|kuwaiti"
     "|afghans|kurds|iraqis|iranians|syrians|eritreans|albanians|ethiopians|somalis|kuwaitis|kurde|kurdes"
     "|irakiens"
     "|iraniens|syriens|soudanais|erythreens|vietnamiens|albanais|ethiopiens|somaliens|koweitiens"),
    # what speaks of people
    ("s", None, "we are|we're|we r|were|we were|there are|there is|there's|there were|they are|they're|they were"
     "|we have|we've|we got|i have|j'ai|have|carrying|holding|total|total of|a total of|number on board"
     "|on est|on etait|nous sommes|nous etions|nous on est|ils sont|elles sont|ils etaient|on est bien"
     "|il y a|y a|il y avait|y'a|on a|nous avons|un total de|total de|total a bord|nombre a bord|exactly"
     "|exactement"
     "|il reste|il en reste|nous etions|on serait|ils seraient|nous serions|transportant|ya|i count|on compte"
     "|nombre de personnes|number of people|number of persons|how many|combien|only|just|juste|seulement"
     "|now|maintenant|actuellement|desormais"),
    ("o", None, "of us|d'entre nous|of us all"),
    ("q", None, "on board|sob|aboard|onboard|a bord|pob|in the boat|on the boat|in the dinghy|sur le bateau"
     "|dans le bateau|sur l'embarcation|dans l'embarcation|dans le zodiac|sur le zodiac|in total|in all"
     "|altogether"
     "|all together|en tout|au total|on this boat|sur ce bateau|en tout et pour tout|all told|on it|dessus"),
    ("w", None, "in the water|in water|in the sea|overboard|into the water|into the sea|fell in|swimming"
     "|a l'eau|dans l'eau|a la mer|dans la mer|a la flotte|tombe a l'eau|tombes a l'eau|tombee a l'eau"
     "|tombe a la mer|tombes a la mer|par-dessus bord|passes par-dessus bord"),
    ("d", None, "dead|died|deceased|drowned|deaths|morts|mort|morte|mortes|decede|decedes|decedee|decedees"
     "|noye|noyes|noyee|noyees|deces"),
    ("Q", None, "body|bodies|corps|cadavre|cadavres|corpse|corpses"),
    ("m", None, "missing|unaccounted for|lost overboard|disparu|disparue|disparus|disparues|manquants|manquant"),
    ("t", None, "taken off|took off|rescued|recovered|picked up|took|has taken off"
     "|taken aboard|saved|evacuated|winched|have taken off"
     "|recupere|recuperes|recuperees|secouru|secourus|secourues|sauves|sauvees|recueillis|recueillies|evacues"
     "|helitreuilles|a recupere|pris en charge|ont recupere|a secouru"),
    ("z", None, "when we left|when we started|when leaving|at the start|at departure|at the beginning|set out"
     "|when they left|left the beach|au depart|quand on est parti|quand on est partis"
     "|quand nous sommes partis"
     "|a l'embarquement|on leaving|on departure|at first|a l'origine|au debut|initially"),
    ("v", None, "are|is|was|has|been|fell|gone|also|still|already|sont|est|ont|ete|etaient|tombe|tombes|tombee"
     "|got|encore|deja|aussi|have been|has been|were|went"),
    ("S", None, "sorry|wait|no wait|correction|i mean|rather|make that|pardon|non|plutot|je veux dire"),
    ("n", None, "no|without|without any|not any|pas d|pas de|pas d'|aucun|aucune|sans|ni|zero"),
    ("0", None, "nobody|no one|noone|no-one|none|plus personne|il n'y a personne|n'y a personne|y a personne"),
    ("Z", _exactly(1), "personne a la mer|personne tombee a la mer|une personne a la mer|une personne tombee a la mer"),
    ("k", None, "still there|still here|encore la|toujours la|left|remaining|remains|reste|restant|restants"
     "|is left|are left|left behind"),
    ("E", None, "else|d'autre"),
    # units: what was numbered is no people
    ("B", None, "boats|boat|dinghy|dinghies|vessels|vessel|zodiac|zodiacs|inflatables|ribs|kayaks|kayak"
     "|bateaux|bateau|embarcations|embarcation|canots|canot|pneumatiques|navires|navire"),
    ("X", None, "m|metre|metres|meter|meters|km|kms|kilometres|kilometers|mile|miles|milles|nm|nautical miles|mn"
     "|feet|ft|foot|pieds|cm|yards|cables|hp|cv|ch|chevaux|horsepower|horse power|bhp|kw|litres|liters|l"
     "|litre"
     "|euros|euro|pounds|dollars|bucks|years|year|yrs|yo|ans|an|months|month|mois|weeks|week|semaines|semaine"
     "|days|day|jours|jour|hours|hour|hrs|hr|h|heures|heure|minutes|minute|mins|secs|seconds|second|secondes"
     "|o'clock|oclock|am|pm|knots|knot|kn|kt|kts|noeuds|noeud|degrees|deg|degres|percent|per cent|pourcent"
     "|bars|bar|times|fois|phones|phone|telephones|telephone|lifejackets|life jackets|life-jackets|gilets"
     "|engines|engine|moteurs|moteur|jerrycans|cans|bidons|calls|call|appels|appel|messages|message"
     "|lorries|lorry"
     "|camions|camion|units|channel|canal|case|numero|number|st|nd|rd|th|past|after|decimal|point|east|west"
     "|north|south|nord|sud|ouest|z|utc|gmt|bst|cet|cest|french|uk|tonnes|kg|kilos|bottles|ce soir|ago|until"
     "|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|january|february|march|april|june|july|august"
     "|september"
     "|october|november|december|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre"
     "|decembre|demi-heure|quarts|quart|et quart|et demie"),
)  # fmt: skip

_MEANINGS: dict[str, tuple[str, Part | None]] = {}
for _letter, _states, _said in reversed(_WORDS):
    for _word in _said.split("|"):
        _MEANINGS[_word] = (_letter, _states)
_LEXICON = re.compile(
    r"(?:(?<![^\W\d_])|(?=-))(?:"
    + "|".join(re.escape(word) for word in sorted(_MEANINGS, key=len, reverse=True))
    + r")"
    r"(?![^\W_])"
)
