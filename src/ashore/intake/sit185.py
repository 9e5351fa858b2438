"""Cospas-Sarsat alerts as a mission control centre writes them to a rescue coordination centre: message SIT 185.

Numbered paragraphs in plain text (C/S A.002; C/S G.007). Layouts vary by centre: paragraphs are known by how
they begin and not by their number, in English or French, however the lines are wrapped.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import zip_longest

from ashore.intake.beacon import Beacon, read_beacon
from ashore.intake.sit185_positions import AlertPosition, is_nothing, read_positions_of
from ashore.model.errors import BadInput
from ashore.model.times import Moment, utc_ms


class NotSit185(BadInput):
    code = "not-sit-185"
    says = "This is no Cospas-Sarsat alert (SIT 185)."
    hint = (
        "An alert has numbered paragraphs, of which the first names Cospas-Sarsat; read the words yourself."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One alert. Texts are in capitals without accents, white space folded; None and "" are what it does not give.

    `kind` is initial, position_confirmed, position_conflict, position_update, unresolved, country_of_registration,
    unreliable, cancellation or other; `drill` whether it says, or its beacon is coded, that nobody is in distress.
    `detected_at` is when a satellite heard the beacon, `sent_at` when the centre wrote; `zone_stated` whether the
    detection's time says that it is UTC.
    `hex_id` is what paragraph 11 gives, `beacon` what that says of itself, None where the alert is called unreliable.
    `paragraphs` are all of them, the words of each after those it begins with, by name.
    """

    title: str
    kind: str
    drill: bool
    paragraphs: dict[str, str]
    number: str = ""
    reference: str = ""
    detected_at: Moment | None = None
    zone_stated: bool = False
    sent_at: Moment | None = None
    country: str = ""
    hex_id: str = ""
    beacon: Beacon | None = None
    positions: tuple[AlertPosition, ...] = ()
    dangers: tuple[str, ...] = ()
    vessel: str = ""


def parse_alert(text: str) -> Alert:
    """Return the alert in a text that holds one. Raises NotSit185 where no paragraph names Cospas-Sarsat."""
    text = plain(text)
    header, paragraphs = _paragraphs(text)
    if "title" not in paragraphs:
        raise NotSit185
    title = paragraphs["title"]
    kind = next((name for name, words in _KINDS.items() if re.search(words, title)), "other")
    number = re.search(r"([0-9]{1,6})\b", paragraphs.get("message", ""))
    reference = re.search(
        r"\bREF\w*[ .:]*(?:NO\b|NR\b)?[ .:]*([A-Z0-9/-]{2,40})", paragraphs.get("message", "")
    )
    detected, stated = _detected(paragraphs.get("detected", ""))
    hex_id = _hex_id(paragraphs.get("hex", ""))
    alert = Alert(
        title=title,
        kind=kind,
        drill=False,
        paragraphs=paragraphs,
        number=number[1] if number else "",
        reference=reference[1] if reference else "",
        detected_at=detected,
        zone_stated=stated,
        sent_at=_sent(header),
        country=paragraphs.get("country", ""),
        hex_id=hex_id,
        beacon=read_beacon(hex_id) if kind != "unreliable" else None,
        positions=read_positions_of(paragraphs),
        dangers=_dangers(paragraphs.get("emergency", "")),
        vessel=_vessel(text),
    )
    return replace(alert, drill=_is_drill(alert, header))


def plain(text: str) -> str:
    """Return a text in capitals, without accents, every dash and blank a plain one; its lines stay."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("º", "°")
    text = unicodedata.normalize("NFKD", text)
    text = "".join(letter for letter in text if not unicodedata.combining(letter)).upper()
    text = re.sub("[’′]", "'", re.sub("[\u2010-\u2015\u2212]", "-", text))
    return re.sub(r"[^\S\n]", " ", text)


def begins(text: str) -> bool:
    """Return whether a line of a plain text begins an alert."""
    return _FIRST_LINE.search(text) is not None


def starts(text: str) -> list[int]:
    """Return where the first paragraph of each alert begins in capitals; on one line there may be several."""
    return [found.start() for found in _TITLE.finditer(text)]


END = re.compile(
    r"(?:^|(?<=\s))(?:END OF MESSAGE|FIN D[EU] MESSAGE)\b.*$|^[ \t]*(?:/LASSIT|/ENDMSG|NNNN)\b.*$",
    re.MULTILINE,
)
"""What ends a message, to the end of its line."""


def _paragraphs(text: str) -> tuple[str, dict[str, str]]:
    """Return what stands before the first paragraph, and each paragraph's words, white space folded."""
    marks = list(_PARAGRAPH.finditer(text))
    ends = [end.start() for end in END.finditer(text)]
    found: dict[str, list[str]] = {}
    for mark, following in zip_longest(marks, marks[1:]):
        stop = following.start() if following is not None else len(text)
        ended = bisect(ends, mark.end())
        stop = min([stop, *ends[ended : ended + 1]])
        name = mark.lastgroup if mark.lastgroup in _BEGINNINGS else f"paragraph {mark['number']}"
        words = text[mark.start("title") if name == "title" else mark.end() : stop]
        # A second paragraph of one name is more of the first: nothing of an alert is lost.
        found.setdefault(name, []).extend(words.split())
    folded = {name: " ".join(words).strip(":- ") for name, words in found.items()}
    return text[: marks[0].start()] if marks else text, folded


def _detected(words: str) -> tuple[Moment | None, bool]:
    found = _TIME.search(words) or _GROUP.search(words) or _ISO_TIME.search(words)
    if found is None:
        return None, False
    return _instant(found), bool(found["zone"])


def _instant(found: re.Match[str]) -> Moment | None:
    year = int(found["year"]) + (2000 if len(found["year"]) == 2 else 0)
    month = found["month"]
    try:
        at = datetime(
            year,
            int(month) if month.isdigit() else _MONTHS[month[:4].rstrip(".")],
            int(found["day"]),
            int(found["hour"]),
            int(found["minute"]),
            int(found["second"] or 0),
            tzinfo=UTC,
        )
    except (ValueError, KeyError):
        return None
    return _moment(at) if 1980 <= year < 2200 else None


def _sent(header: str) -> Moment | None:
    """Return when the message was sent, by its envelope (/… yy ddd hhmm, the day of the year) or a line with a date."""
    envelope = re.search(
        r"^ */[0-9]{5} [0-9]{5}/\w{4}/([0-9]{2}) ([0-9]{3}) ([0-9]{2})([0-9]{2})\b", header, re.M
    )
    if envelope is None:
        dated = re.search(r"\bDATE\b(.*)", header)
        found = _TIME.search(dated[1]) if dated is not None else None
        return _instant(found) if found is not None and found["zone"] else None
    year, day, hour, minute = (int(part) for part in envelope.groups())
    if not (1 <= day <= 366 and hour < 24 and minute < 60):
        return None
    return _moment(datetime(2000 + year, 1, 1, hour, minute, tzinfo=UTC) + timedelta(days=day - 1))


def _moment(at: datetime) -> Moment:
    return Moment(ms=utc_ms(at), stated=at.isoformat())


def _hex_id(words: str) -> str:
    """Return the beacon's digits: the first run of a known length, else the groups in which a centre writes them."""
    for run in re.findall(r"(?<![0-9A-Z])[0-9A-F]{15,36}(?![0-9A-Z])", words):
        if len(run) in _LENGTHS:
            return str(run)
    joined = re.sub(r"^(?:MSG|MESSAGE)?[ :]*", "", words.partition("HOMING")[0]).replace(" ", "")
    return joined if re.fullmatch("[0-9A-F]+", joined) and len(joined) in _LENGTHS else ""


def _dangers(words: str) -> tuple[str, ...]:
    return tuple(code for name, code in _DANGERS if re.search(rf"(?<!\bNO )(?<!\bNOT )(?:{name})", words))


def _vessel(text: str) -> str:
    found = re.search(
        r"\b(?:VESSEL|SHIP)(?:'S)? NAME *[:-] *([^\n]{1,60})|\bNOM DU NAVIRE *[:-] *([^\n]{1,60})", text
    )
    name = " ".join((found[1] or found[2]).split()) if found is not None else ""
    name = re.split(r" (?:MMSI|CALL ?SIGN|INDICATIF|TYPE|FLAG|HOMEPORT)\b", name)[0]
    return "" if is_nothing(name) else name


def _is_drill(alert: Alert, header: str) -> bool:
    """Return whether an alert says plainly that it is a test or an exercise, or its beacon is coded for one.

    In doubt it is none: the name of a maker, a date of testing or a denial make no drill of an alert.
    """
    if alert.beacon is not None and alert.beacon.test and alert.beacon.checked is not False:
        return True
    remarks = alert.paragraphs.get("remarks", "")
    if _DENIED.search(f"{header} . {alert.title} . {remarks}"):
        return False
    # What a message was coded with says nothing where it calls itself unreliable.
    user = alert.paragraphs.get("user", "") if alert.kind != "unreliable" else ""
    return bool(
        _IN_HEADER.search(header)
        or re.search(rf"\b{_DRILL}\b", alert.title)
        or re.search(r"\bTEST (?:USER|LOCATION|PROTOCOL)|\b(?:USER|LOCATION)[ -]+TEST\b", user)
        or _SAYS_DRILL.search(remarks)
    )


_DRILL = "(?:TEST|EXERCISE|EXERCICE|DRILL)"
_DENIED = re.compile(rf"\b(?:NOT|NO|PAS)(?: AN?| UN)? {_DRILL}\b|\bNO DUFF\b")
_IN_HEADER = re.compile(
    rf"^[^\w\n]{{0,40}}(?:(?:THIS IS|CECI EST)(?: AN?| UN)? )?(?:{_DRILL}[^\w\n]{{1,9}}){{0,9}}{_DRILL}"
    r"(?: MESSAGE| ONLY)?[^\w\n]{0,40}$",
    re.MULTILINE,
)
"""A line that says nothing else: what stands there may also be the end of another message."""

_SAYS_DRILL = re.compile(
    rf"\b(?:THIS IS|CECI EST|IL S'AGIT D')(?: AN?| UNE?|UN)? (?:SELF[- ])?{_DRILL}\b"
    rf"|\b{_DRILL}(?: (?:MESSAGE|ONLY|TRANSMISSION)|(?:[ ./,-]+{_DRILL})+)\b"
    r"|\bFOR (?:TEST|EXERCISE|TRAINING)(?: PURPOSES)? ONLY\b|\bSELF[- ]TEST MODE\b|\bMESSAGE D'(?:EXERCICE|ESSAI)\b"
)
_KINDS = {
    "cancellation": r"CANCEL|ANNUL",
    "unreliable": r"UNRELIABLE|NON FIABLE",
    "country_of_registration": r"NOCR|NOTIFICATION|COUNTRY OF (?:BEACON )?REGISTRATION|PAYS D'IMMATRICULATION",
    "position_conflict": r"CONFLICT|CONFLIT",
    "unresolved": r"UNRESOLVED|NON RESOLUE",
    "position_update": r"UPDATE|MISE A JOUR",
    "position_confirmed": r"CONFIRM|RESOLVED|RESOLUE",
    "initial": r"INITIAL",
}
"""What an alert is, by words of its title; the first that fits, for an update of a confirmed position is an update."""

_DANGERS = (
    ("FIRE|EXPLOSION|INCENDIE", "fire"),
    ("FLOOD|VOIE D'EAU", "taking_water"),
    ("COLLISION|ABORDAGE", "collision"),
    ("SINKING|NAUFRAGE", "sinking"),
    ("ADRIFT|DERIVE", "drifting"),
    ("MEDICAL", "medical"),
)
"""Natures of distress of paragraph 7 (T.001, table A2) that are dangers of ours; the others stay in the words."""

_LENGTHS = frozenset({15, 22, 23, 28, 30, 36})
_MONTHS = {
    name: number
    for number, names in enumerate(
        "JAN JANV,FEB FEV FEVR,MAR MARS MARC,APR AVR AVRI APRI,MAY MAI,JUN JUIN JUNE,JUL JUIL JULY,AUG AOU AOUT AUGU,"
        "SEP SEPT,OCT OCTO,NOV NOVE,DEC DECE".split(","),
        start=1,
    )
    for name in names.split()
}
_MONTHS |= {"JANU": 1, "FEBR": 2}
_CLOCK = (
    r"(?P<hour>[0-9]{2})[ :.H]?(?P<minute>[0-9]{2})(?:[: .]?(?P<second>[0-9]{2}))?(?:[.][0-9]+)?"
    r" ?(?P<zone>UTC|GMT|TUC?|Z)?\b"
)
_TIME = re.compile(
    r"\b(?P<day>[0-9]{1,2})[ /-]?(?P<month>[A-Z]{3,9})[.]?[ /-]?(?P<year>[0-9]{4}|[0-9]{2})[ T/,-]+(?:AT |A )?"
    + _CLOCK
)
_GROUP = re.compile(
    r"\b(?P<day>[0-9]{2})(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})(?P<second>[0-9]{2})? ?(?P<zone>Z|UTC) ?"
    r"(?P<month>[A-Z]{3,9}) ?(?P<year>[0-9]{4}|[0-9]{2})\b"
)
_ISO_TIME = re.compile(r"\b(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})[ T]" + _CLOCK)

_BEGINNINGS = {
    "title": r"(?:[^\s0-9]{1,30}\s+){0,8}COSPAS\b",
    "message": r"MSG\b(?: NO\b)?|MESSAGE (?:NO|NR|NUMBER|NUMERO)\b|(?:NO|N[O0]|NUMERO) (?:DE |DU )?MESSAGE",
    "detected": r"(?:BEACON )?DETECTED\b(?: AT\b)?|DETECTEE?\b(?: LE\b| A\b)?|(?:DATE|HEURE)[^\n]{0,20} DETECTION\b",
    "frequency": r"DETECTION FREQUENCY|FREQUENC[YE]",
    "country": r"COUNTRY OF[A-Z ]*REGISTRATION|PAYS[A-Z' ]*(?:ENREGISTREMENT|IMMATRICULATION|CODE)",
    "user": r"USER CLASS|CLASSE[A-Z' ]*(?:UTILISATEUR|USAGER)|IDENTIFICATION",
    "emergency": r"EMERGENCY CODE|CODE (?:D'|DE )(?:URGENCE|DETRESSE)",
    "positions": r"POSITIONS?\b(?! CODEE| ENCODEE)",
    "encoded_by": r"ENCODED POSITION PROVIDED(?: BY)?\b|POSITION (?:EN)?CODEE[A-Z ]*",
    "next": r"NEXT PASS[A-Z/ ]*TIMES?|PROCHAINS?[A-Z ]*",
    "hex": r"(?:(?:15|22|23|30|36)[ -])?HEX[A-Z]*\b(?: ID\b)?|BEACON (?:HEX )?ID\b|(?:CODE|IDENTIFIANT|ID) HEX[A-Z]*",
    "activation": r"ACTIVATION TYPE|TYPE (?:D'|DE )(?:ACTIVATION|DECLENCHEMENT)",
    "beacon_number": r"BEACON NUMBER\b(?: ON AIRCRAFT OR VESSEL)?(?: NO\b)?|NUMERO (?:DE (?:LA )?)?BALISE[A-Z ]*",
    "other": r"OTHER ENCODED INFORMATION|AUTRES? (?:INFORMATIONS?|DONNEES?)[A-Z ]*",
    "operational": r"OPERATIONAL INFORMATION|INFORMATIONS? OPERATIONNELLES?",
    "remarks": r"REMARKS?\b|REMARQUES?\b|OBSERVATIONS?\b",
}
"""How each paragraph begins, in either language, after its number."""

# A line may break between any two words.
_NAMED = "|".join(f"(?P<{name}>{words})" for name, words in _BEGINNINGS.items()).replace(" ", r"\s+")
_PARAGRAPH = re.compile(
    # By its first words, anywhere; by its number alone, at the beginning of a line.
    rf"(?:^|(?<=\s))\(?[0-9]{{1,2}} ?[.)][ \n]*(?:{_NAMED})|^ *\(?(?P<number>[0-9]{{1,2}}) ?[.)] *(?=[A-Z])",
    re.MULTILINE,
)
_FIRST = rf"\(?1 ?[.)]\s*{_BEGINNINGS['title']}"
_TITLE, _FIRST_LINE = re.compile(rf"(?:\A|(?<=\s)){_FIRST}"), re.compile(rf"^[ \t]*{_FIRST}", re.MULTILINE)
