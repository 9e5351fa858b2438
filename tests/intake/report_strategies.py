"""Lines of format ashore.report/1 for property tests: sound ones, and ones with something wrong in them."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from ashore.model import vocabulary as words

SECRETS = {
    "text": "SECRET-TEXT",
    "phone": "+33612345678",
    "email": "secret@example.org",
    "relayed_for": "SECRET-RELAYED",
    "interpreter": "SECRET-INTERPRETER",
    "as_said": "SECRET-AS-SAID",
    "quote": "SECRET-TEXT",
    "counted": "SECRET-COUNTED",
    "attachment": "SECRET-ATTACHMENT",
}


def calm(max_examples: int = 100) -> settings:
    """Return settings under which a test draws the same examples in every run and no clock fails it."""
    return settings(max_examples=max_examples, deadline=None, derandomize=True)


def some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return objects that hold any of these fields."""
    return st.fixed_dictionaries({}, optional=fields)


codes = {
    name: st.sampled_from(sorted(known)) | st.just("other")
    for name, known in vars(words).items()
    if isinstance(known, frozenset)
}
names = st.sampled_from(["Wissant", "off Gravelines", "été", "ﷺ😀", "a/b#c", "null"])
times = st.sampled_from(
    [
        "2031-02-03T01:12:00+01:00",
        "2031-02-03T00:12Z",
        "2020-12-08 22:04+01",
        "1999-12-31T23:59:59.123456-0930",
    ]
)
dates = st.sampled_from(["2020-12-08", "2020-12-09"])
small = st.integers(0, 60)


def part() -> st.SearchStrategy[dict[str, Any]]:
    """Return counts without parts whose ends follow from their words."""
    return st.one_of(
        st.builds(lambda value: {"value": value}, small),
        st.builds(lambda low, more: {"low": low, "high": low + more}, small, small),
        st.builds(lambda low: {"low": low, "high": None}, small),
        st.builds(
            lambda qualifier, value: {"qualifier": qualifier, "value": value},
            st.sampled_from(["exact", "about", "at_least", "more_than", "at_most", "almost"]),
            st.integers(1, 60),
        ),
        st.builds(
            lambda qualifier: {"qualifier": qualifier},
            st.sampled_from(["several", "dozens", "plural", "indefinite", "none"]),
        ),
        st.builds(lambda value: {"value": value, "low": None, "high": None}, small),
    )


def count() -> st.SearchStrategy[dict[str, Any]]:
    """Return counts with words and parts; the total's upper end leaves room for the parts."""
    stated = st.builds(lambda base, more: base | more, part(), some(says_who=codes["SAYS_WHO"]))
    said = some(as_said=st.just(SECRETS["as_said"]))
    roomy = st.sampled_from([{"qualifier": "about", "value": 30}, {"low": 10}, {"qualifier": "several"}])
    parted = st.builds(lambda total, parts: total | parts, roomy, some(children=part(), women=part()))
    return st.builds(lambda base, words: base | words, stated | parted, said)


def position() -> st.SearchStrategy[dict[str, Any]]:
    """Return positions, west and on the meridian included."""
    where = st.one_of(
        st.builds(
            lambda lat, lon: {"lat": lat, "lon": lon},
            st.integers(-90, 90) | st.floats(-90, 90),
            st.integers(-180, 180) | st.floats(-180, 180) | st.just(-0.0),
        ),
        st.builds(lambda place: {"place": place}, names),
        st.just({"area": {"type": "Polygon", "coordinates": [[[1.5, 51], [2, 51], [2, 51.5], [1.5, 51]]]}}),
    )
    more = some(
        error_m=st.integers(0, 9000) | st.floats(0, 9000),
        at=times,
        at_error_s=small,
        how=codes["POSITION_HOW"],
        of=codes["POSITION_OF"],
    )
    return st.builds(lambda base, rest: base | rest, where, more)


accounts = st.builds(
    lambda kind, name: f"{kind}:{name}" if name else kind, codes["PLACE_KINDS"], st.just("") | names
)
encounters = some(
    unit=names,
    action=codes["ACTIONS"],
    set_out=count(),
    taken_off=count(),
    left_aboard=count(),
    dead=count(),
    all_off=codes["ALL_OFF"],
    says_who=codes["SAYS_WHO"],
    craft_after=codes["CRAFT_AFTER"],
    place=names,
)
movements = st.builds(
    lambda origin, destination, rest: {"from": origin, "to": destination, **rest},
    accounts,
    accounts,
    some(count=count(), at=times),
)
events = st.builds(
    lambda kind, rest: {"kind": kind, **rest}, codes["EVENT_KINDS"], some(count=count(), place=names)
)
crafts = some(
    kind=names,
    name=names,
    colour=names,
    length_m=st.floats(0, 30),
    course_deg=st.floats(0, 360),
    speed_kn=st.integers(0, 20),
    departed_at=times,
)


def mention() -> st.SearchStrategy[dict[str, Any]]:
    """Return mentions of anything."""
    return some(
        about=codes["ABOUT"],
        boats=part(),
        positions=st.lists(position(), max_size=2),
        on_board=count(),
        craft=crafts,
        danger=st.lists(codes["DANGERS"] | names, max_size=3),
        encounter=encounters,
        movements=st.lists(movements, max_size=2),
        event=events,
    )


claims = st.builds(
    lambda stated, rest: {"quote": SECRETS["quote"], **stated, **rest},
    part(),
    some(
        counted=st.just(SECRETS["counted"]),
        unit=codes["CLAIM_UNITS"] | names,
        outcome=codes["OUTCOMES"],
        outcomes=st.lists(codes["OUTCOMES"], max_size=2),
        when_start=st.just("2020-12-08"),
        when_end=dates,
        source=names,
        direction=st.sampled_from(["up", "down"]),
        kind=codes["CLAIM_KINDS"],
        definition=names,
        period=names,
    ),
)


def lines() -> st.SearchStrategy[dict[str, Any]]:
    """Return whole lines that must be read."""
    must = st.fixed_dictionaries(
        {
            "channel": codes["CHANNELS"] | st.just("carrier pigeon"),
            "received_at": times,
            "text": st.just(SECRETS["text"]),
        }
    )
    may = some(
        format=st.just("ashore.report/1"),
        id=names,
        received_by=st.sampled_from(["north", "Ärmelkanal"]),
        received_zone=st.sampled_from(["Europe/Paris", "UTC"]),
        zone_assumed=st.booleans(),
        said_at=times,
        sender=some(
            role=codes["SENDER_ROLES"],
            phone=st.just(SECRETS["phone"]) | st.just("SECRET 06 12"),
            email=st.just(SECRETS["email"]),
            unit=names,
            battery_pct=st.integers(0, 100),
            relayed_for=st.just(SECRETS["relayed_for"]),
        ),
        interpreter=st.just(SECRETS["interpreter"]),
        relates=st.lists(
            st.fixed_dictionaries({"kind": codes["RELATIONS"] | names, "id": names}), max_size=2
        ),
        mentions=st.lists(mention(), max_size=3),
        claims=st.lists(claims, max_size=2),
        attachments=st.lists(st.just(SECRETS["attachment"]), max_size=1),
        assumed=st.sampled_from([[], ["received_at"], ["channel"]]),
        later_field=st.recursive(st.none() | st.floats(allow_nan=False, allow_infinity=False), st.lists),
    )
    return st.builds(lambda one, two: one | two, must, may)


def encoded(line: dict[str, Any]) -> bytes:
    """Return a line as UTF-8 JSON."""
    return json.dumps(line, ensure_ascii=False).encode()


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["2031-02-03T01:12:00", "beach:", ":x", "exact", "almost", "Polygon", "phone"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@st.composite
def disturbed(draw: st.DrawFn) -> dict[str, Any]:
    """Return a sound line in which some values were replaced by anything at all."""
    line = draw(lines())
    for _ in range(draw(st.integers(1, 4))):
        where: Any = line
        while True:
            steps = list(where) if isinstance(where, dict) else list(range(len(where)))
            if not steps:
                break
            step = draw(st.sampled_from(steps))
            if isinstance(where[step], dict | list) and draw(st.booleans()):
                where = where[step]
                continue
            where[step] = draw(anything)
            break
    return line
