"""What WhatsApp itself writes into a chat, in English and French: notices, calls, pictures left out, places.

Only what is known to be the program's own is a notice. Whatever else stands beside a speaker was said by somebody,
a missed call and a deleted message too: both tell that somebody was alive to make them.
"""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["words", "location", "live_location", "media", "deleted", "call", "notice"]
"""What a message is; a notice is the program's own and nobody's words."""

MARKS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
"""Marks of writing direction, which phones put around names, numbers and their own words."""

_EDGES = f"{MARKS} \t\n\r\u00a0\u202f"


def plain(text: str) -> str:
    """Return a text without the blanks and the marks of writing direction around it."""
    return text.strip(_EDGES)


def _any(*forms: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{form})" for form in forms), re.IGNORECASE)


_ABOUT_THE_CHAT = _any(
    r"messages (?:and calls|you send|to this)\b.*\b(?:encrypted|secured)\b",
    r"your security code with\b.*\bchanged\b",
    r"(?:you turned|.{1,60} turned) (?:on|off) disappearing messages\b",
    r"(?:les )?messages (?:et (?:les )?appels|que vous envoyez|envoyés|de ce groupe)\b.*\b(?:chiffrés|protégés)\b",
    r"votre code de sécurité avec\b.*\bchangé\b",
    r"(?:vous avez|.{1,60} a) (?:activé|désactivé) les messages éphémères\b",
)
"""How a notice about the chat begins."""

_WHAT_SOMEBODY_DID = _any(
    r"\bchanged (?:the (?:subject|group name|group description|group icon)|this group's|their phone number)\b",
    r"\bchanged to \+",
    r"\bcreated (?:this )?group\b",
    r"\b(?:added|removed) (?:you|\+|[^\s:]+$)",
    r"\b(?:joined using|(?:was|were) (?:added|removed))\b",
    r"\ba (?:modifié|changé) (?:le (?:sujet|nom du groupe)|l['’](?:objet|icône|image)|la description)",
    r"\ba changé (?:de|son) numéro\b",
    r"\ba créé (?:le|ce) groupe\b",
    r"\b(?:a|vous a) (?:ajouté|retiré)\b",
    r"\ba (?:rejoint|été ajoutée?|été retirée?)\b",
)
"""What members of a group do to it, as WhatsApp says it."""

_CALL = _any(
    r"missed (?:voice |video |group )*call\b",
    r"(?:voice|video) call\b",
    r"null$",
    r"appel (?:vocal|vidéo|de groupe)\b",
)
"""A call made or missed; `null` is what older exports leave of a missed one."""

_DELETED = _any(
    r"(?:this message was deleted|you deleted this message)\.?$",
    r"(?:ce message a été supprimé|vous avez supprimé ce message)\.?$",
)
_MEDIA = _any(
    r"<(?:media omitted|médias? omis)>",
    r"(?:image|photo|video|audio|sticker|gif|document|contact card) omitted$",
    r"(?:image|photo|vidéo|audio|sticker|gif|document|fiche contact) (?:absente?|omise?|manquante?|retirée?)$",
    r"<(?:attached|pièce jointe)\s?:\s?(?P<tagged>[^<>\n]{1,200})>",
    r"(?P<named>[^<>:\n]{1,200}\.\w{2,5}) \((?:file attached|fichier joint)\)",
)
_LIVE = _any(
    r"live location shared\b",
    r"(?:position|localisation|lieu) (?:en direct partagée?|partagée? en direct)\b",
)
_LOCATION = _any(
    r"(?:(?:location|localisation|position|emplacement)\s?:\s?)?"
    r"(?P<link>https?://maps\.(?:google\.[a-z.]{2,6}|apple\.com)/\S{1,400})$"
)
"""A place sent as one, with nothing else in the message; a named place and a link among words are words."""


def kind_of(speaker: str, text: str) -> Kind:
    """Return what a message is, by its own words."""
    words = plain(text)
    kinds: tuple[tuple[Kind, re.Pattern[str]], ...] = (
        ("call", _CALL),
        ("deleted", _DELETED),
        ("media", _MEDIA),
        ("live_location", _LIVE),
        ("location", _LOCATION),
    )
    if not speaker:
        return "call" if _CALL.match(words) else "notice"
    # An iPhone writes a notice beside the name of the chat, behind a mark that no keyboard has.
    if text.startswith("\u200e") and says_what_somebody_did(words):
        return "notice"
    if _ABOUT_THE_CHAT.match(words):
        return "notice"
    return next((kind for kind, form in kinds if form.match(words)), "words")


def says_what_somebody_did(words: str) -> bool:
    """Return whether words tell what a member did to the group, as WhatsApp says it."""
    return _WHAT_SOMEBODY_DID.search(words) is not None


def link_of(text: str) -> str | None:
    """Return the map link of a place that was sent as one."""
    found = _LOCATION.match(plain(text))
    return None if found is None else found["link"]


def file_of(text: str) -> str | None:
    """Return the name of the file that a message says was with it."""
    found = _MEDIA.match(plain(text))
    return None if found is None else found["tagged"] or found["named"]
