"""The codes of the public formats, each set in one place.

A word outside its set is never refused: intake turns it into `other` and keeps the word.
"""

from __future__ import annotations

CHANNELS = frozenset(
    "phone sms whatsapp email vhf ais aml sarsat sighting tracker article post official statement "
    "note".split()
)
PUBLIC_CHANNELS = frozenset({"article", "post", "official", "statement"})
"""Channels whose words anybody may read; every other report's words are sealed."""

SIGN_OF_LIFE_CHANNELS = frozenset({"phone", "sms", "whatsapp"})
"""Channels on which a sender's number alone, with nothing said, is already a report."""

SENDER_ROLES = frozenset("aboard relative hotline police unit centre public survivor".split())
ABOUT = frozenset("craft person_in_water body group lorry train land camp".split())
POSITION_HOW = frozenset("gnss wifi cell place visual radar beacon dead_reckoning unknown".split())
POSITION_OF = frozenset("craft sender observer departure destination".split())
DANGERS = frozenset(
    "taking_water sinking capsized people_in_water medical fire cold no_fuel drifting collision violence "
    "none_stated".split()
)
ALL_OFF = frozenset({"yes", "no", "not_asked"})
SAYS_WHO = frozenset(
    "caller survivors unit relative hotline police centre quay hospital aircraft public press official "
    "officer".split()
)
CRAFT_AFTER = frozenset("towed sunk marked adrift under_way".split())
ACTIONS = frozenset(
    "sighted alongside escorting recovered transferred winched towed landed arrived detained handed_over "
    "medical hospital returned_self refused lost_sight nothing_found empty_hull body_found".split()
)
PLACE_KINDS = frozenset(
    "beach boat water unit quay hospital care shore centre lorry camp missing dead birth unknown".split()
)
EVENT_KINDS = frozenset("lorry_incursion lorry_drop lorry_arrival train camp prevented beach".split())
RELATIONS = frozenset("corrects withdraws relays repeats answers".split())

QUALIFIERS = frozenset(
    "exact about at_least more_than at_most almost several dozens plural indefinite none".split()
)
OUTCOMES = frozenset(
    "attempted aboard distress overboard rescued landed handed_over medical hospital arrived detained "
    "intercepted returned prevented lorry_incursion lorry_arrival lorry_drop dead body_recovered missing "
    "dead_or_missing camp reunification".split()
)
CLAIM_UNITS = frozenset("person boat lorry incident attempt call per_cent ratio".split())
CLAIM_KINDS = frozenset(
    "count subset cumulative stock rate derived estimate demand time trend attribute measure state opinion "
    "process".split()
)
SOURCE_STANDINGS = frozenset("official service ngo press private unknown".split())

CASE_KINDS = ("boat", "person_in_water", "lorry", "train", "land", "camp")
AT_SEA = ("boat", "person_in_water")
"""Kinds of case whose people may still be out."""

PHASES = ("uncertainty", "alert", "distress")
"""Emergency phases of the SAR Convention, in rising order."""

ENDINGS = ("accounted", "handed_over", "suspended", "unexplained")
"""All accounted for; handed over, accepted; search suspended; ended unexplained."""

LOG_KINDS = ("live", "exercise", "replay")
STREAMS = ("ops", "access")
