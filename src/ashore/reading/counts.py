"""Counts of people as they are said in English and French: "about 30", "12 + 1 child", "une vingtaine, des femmes".

Each word is one letter (`counts_words`), and the grammar is a handful of patterns over the letters.
Bounds are only what the words entail: "about thirty" has none, "several" is at least 3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ashore.model.counts import Count, Part
from ashore.model.phrases import Phrase, say
from ashore.reading.counts_words import Token, words_in
from ashore.reading.saying import folded


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCount:
    """A number of people read from text, with its words; `start` and `end` are code points.

    `about` is aboard, in_water, dead, missing, taken_off or set_out (aboard when they left),
    others ("nobody else"), or boats. `bare` is a number that nothing says is of people but that it stands alone.
    `nations` says that those of one nation or more were counted, who may be some of those aboard.
    """

    count: Count
    about: str
    quote: str
    start: int
    end: int
    how: tuple[Phrase, ...] = ()
    bare: bool = False
    nations: bool = False


def read_counts(text: str) -> tuple[ReadCount, ...]:
    """Return the numbers of people that a text states, in its order; never raises.

    A number of something else (an age, a time, a length, a telephone number) is none of them.
    """
    tokens = words_in(folded(text))
    letters = "".join(token.letter for token in tokens)
    groups: list[tuple[_Item, ...]] = []
    for item in _items(tokens, letters):
        if groups and _belongs(item, groups[-1], letters):
            groups[-1] = (*groups[-1], item)
        else:
            groups.append((item,))
    read = []
    for group in groups:
        if group[0].of in ("kin", "own child") or (group[0].of == "me" and len(group) == 1):
            continue
        start, end = tokens[group[0].first].start, tokens[group[-1].last - 1].end
        quote = text[start:end]
        count, how = _counted(group, letters)
        bare = all(item.bare for item in group)
        read.append(
            ReadCount(
                count=replace(count, as_said=quote),
                about=group[0].about,
                quote=quote,
                start=start,
                end=end,
                how=(*how, say("A number that stands alone is read as people aboard.")) if bare else how,
                bare=bare,
                nations=group[0].of == "nation",
            )
        )
    return tuple(read)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """One number and what it numbers, from token `first` up to `last`.

    `of` is total, nation, children, women, men, adults, others, boats; or me, kin and own child, which are one each.
    `either` is a French personne that is read as nobody and may be one person.
    """

    part: Part
    of: str
    about: str
    first: int
    last: int
    bare: bool = False
    noun: bool = True
    either: bool = False


_ONE = Part(low=1, high=1, value=1, qualifier="exact")
_NONE = Part(low=0, high=0, value=0, qualifier="exact")
_NOUNS = {"C": "children", "W": "women", "M": "men", "F": "adults", "O": "others", "B": "boats"}
_ROLES = {"w": "in_water", "d": "dead", "m": "missing", "t": "taken_off", "z": "set_out", "k": "aboard"}

_PRE = r"(?P<pre>(?:[~GgLlaYsy][~GgLlaYsyf@]*)?)"
_CORE = r"(?:ND|[u@]D|[u@]K|NK|D|K|N|u|@(?=j*[PCWMH]))"
_RANGE = rf"(?P<qty>b{_CORE}P?[r>&@]{_CORE}|{_CORE}[r>@]{_CORE}|N,~N)"
_SINGLE = rf"(?P<qty>{_CORE}|VfV|V|Y)"
_POST = r"(?:,?~(?![sf]*[NuDK])|,?R|p|\+(?![NuDKVIhcj@CWM])|[GL](?![NuDK@]))"
_REST = (
    rf"(?P<post>{_POST}?)(?P<noun>(?:[jJf;o]*[PHCWMFBXOQ][jJ]*|J+(?![^,.:&+qNuDKi;]))?)(?P<post2>{_POST}?)"
    r"(?P<where>(?:v*[qo]+)?)(?P<role>(?:[vfj]*[wdmt](?!:)|[vf]*x{0,2}z|k(?![^,.:&]))?)(?P<after>q*)"
)
_NUMBERS = (re.compile(_PRE + _RANGE + _REST), re.compile(_PRE + _SINGLE + _REST))
_NOBODY = re.compile(r"(?:k[0H][qw]*|[0H]k[qw]*|[0H](?P<role>[qw]+))(?![^,.:])|[0H](?P<else>E)")
_NO = re.compile(r"n[jfe]*(?P<whom>[CWMPHd])(?P<role>[qw]?)")
_SOME = re.compile(r"(?P<lead>e?)j*(?P<noun>[CWMP])(?P<role>[v]*[wdmt]|q)?")
_HAIL = re.compile(r"(?:(?P<no>n)|N)?Z")
_END = ",.:&"
_PUT_RIGHT = re.compile(r"[NuDKP][q,.]*(?:[Sn],?)+$")
"""Somebody puts their own number right: "thirty people, sorry, forty", "trente, non, quarante"."""


def _items(tokens: list[Token], letters: str) -> Iterator[_Item]:
    at = free = 0
    while at < len(letters):
        item = (
            _one_of_us(letters, at)
            or _hailed(tokens, letters, at)
            or _nobody(letters, at)
            or _number(tokens, letters, at, free)
            or _some(tokens, letters, at)
        )
        if item is None:
            at += 1
        else:
            yield item
            at = free = item.last


def _one_of_us(letters: str, at: int) -> _Item | None:
    match letters[at]:
        case "A":
            return _Item(part=_ONE, of="total", about="aboard", first=at, last=at + 1)
        case "I" if re.compile(r"[,&+i]+[hcjNuDKV@]").match(letters, at + 1):
            return _Item(part=_ONE, of="me", about="aboard", first=at, last=at + 1)
        case "h":
            return _Item(part=_ONE, of="kin", about="aboard", first=at, last=at + 1)
        case "c":
            return _Item(part=_ONE, of="own child", about="aboard", first=at, last=at + 1)
    return None


def _hailed(tokens: list[Token], letters: str, at: int) -> _Item | None:
    """Return the hail "personne à la mer", one person as in "homme à la mer", or as many as are said before it."""
    hail = _HAIL.match(letters, at)
    if hail is None:
        return None
    part = _NONE if hail["no"] else tokens[at].states or _ONE
    return _Item(part=part, of="total", about="in_water", first=at, last=hail.end())


def _nobody(letters: str, at: int) -> _Item | None:
    if said := _NOBODY.match(letters, at):
        about = "others" if said["else"] else "in_water" if "w" in said[0] else "aboard"
        return _Item(part=_NONE, of="total", about=about, first=at, last=said.end(), either="H" in said[0])
    if said := _NO.match(letters, at):
        about = "dead" if said["whom"] == "d" else "in_water" if said["role"] == "w" else "aboard"
        of = _NOUNS.get(said["whom"], "total")
        return _Item(part=_NONE, of=of, about=about, first=at, last=said.end())
    return None


def _number(tokens: list[Token], letters: str, at: int, free: int) -> _Item | None:
    for pattern in _NUMBERS:
        if (said := pattern.match(letters, at)) and (item := _numbered(tokens, letters, said, free)):
            return item
    return None


def _numbered(tokens: list[Token], letters: str, said: re.Match[str], free: int) -> _Item | None:
    """Return the item, or None if nothing says that the number is of people, or of boats.

    What stands before `free` speaks of the number before: in "12 rescued 20 left" nobody rescued twenty.
    """
    states = [tokens[index].states for index in range(*said.span("qty"))]
    hedges = said["pre"] + said["post"] + said["post2"]
    part = _part([state for state in states if state is not None] or [_ONE], said["qty"], hedges)
    noun = said["noun"].rstrip("jJ")[-1:] or said["noun"][-1:]
    if part is None or noun == "X":
        return None
    before = letters[: said.start()]
    article = said["qty"] in ("u", "@")
    if noun == "C" and article and re.compile(r"[fx]?@?NX|fN").match(letters, said.end("noun")):
        return None  # a boy of 12: one child, but what is said is his age
    label = letters[free : said.start()]
    about = _about(said, label, noun)
    of = "nation" if "J" in said["noun"] and noun in "JP" else _NOUNS.get(noun, "total")
    if noun == "M" and about == "in_water" and part.value == 1:
        of = "total"  # a man overboard may be a woman
    told = bool(
        noun or said["role"] or said["where"] or re.search("[sy]", said["pre"])
    ) or label.endswith(("t", "t:", "w:", "d:", "m:", "q:", "q", "Bi"))  # fmt: skip
    if article and not told:
        return None
    if article and (of == "boats" or (noun in ("P", "M", "W") and not _in_a_list(said, before))):
        return None
    bare = not told
    if bare and not _stands_alone(letters, said, part):
        return None
    last = max(said.end("qty"), *(said.end(name) for name in _PARTS if said[name]), 0)
    return _Item(
        part=part,
        of=of,
        about="boats" if of == "boats" else about,
        first=said.start(),
        last=last,
        bare=bare,
        noun=bool(noun),
    )


_PARTS = ("post", "noun", "post2", "where", "role", "after")


def _in_a_list(said: re.Match[str], before: str) -> bool:
    return bool(said["role"] or re.search("[sy]", said["pre"]) or before[-1:] in tuple("i&+,t"))


def _about(said: re.Match[str], label: str, noun: str) -> str:
    if noun == "Q":
        return "dead"
    if said["role"]:
        return _ROLES[said["role"][-1]]
    if labelled := re.search(r"(?:([twdm]):|(t))$", label):
        return _ROLES[labelled[1] or labelled[2]]
    return "set_out" if re.search(r"z[vx:]?$", label) else "aboard"


def _stands_alone(letters: str, said: re.Match[str], part: Part) -> bool:
    """Whether a number with nothing beside it can be how many: in a clause of its own, not one of a row of numbers."""
    end = max(said.end("qty"), said.end("post"), said.end("post2"))
    before, after = letters[: said.start()], letters[end:]
    if said["qty"] in ("Y", "V", "VfV") or (after and after[0] not in _END + "+i;("):
        return False
    if re.match(r"[,:][NT](?:[,.:]|$)", after) or re.search(r"[NT][,:&]$", before):
        return False
    if said["pre"]:
        return True
    if ">" in said["qty"] and (part.high or 0) <= 12:
        return False  # "5 to 10" is a time
    biggest = max(part.value or 0, part.high or 0)
    return biggest <= 999 and (not before or before[-1] in _END + "+i" or bool(_PUT_RIGHT.search(before)))


def _some(tokens: list[Token], letters: str, at: int) -> _Item | None:
    """Return a plural without a number: children, des femmes, people in the water."""
    said = _SOME.match(letters, at)
    if said is None:
        return None
    noun, before, after = said["noun"], letters[:at], letters[said.end() :]
    plural = tokens[said.start("noun")].states
    alone = (not before or before[-1] in ",.") and (not after or after[0] in ",.&")
    if noun == "P":
        if not (said["role"] and (said["lead"] or before[-1:] in ("", "s", "e", *_END))):
            return None
        part = Part(low=1, qualifier="indefinite")
    elif plural is None or not (
        said["lead"] or said["role"] or before[-1:] in tuple("is") or re.search(r"[CWMP]&$", before) or alone
    ):
        return None
    else:
        part = plural
    role = (said["role"] or "q")[-1]
    return _Item(
        part=part,
        of=_NOUNS.get(noun, "total"),
        about=_ROLES.get(role, "aboard"),
        first=at,
        last=said.end(),
    )


def _part(states: list[Part], letters: str, hedges: str) -> Part | None:
    """Return what a number, or two, entail with the words around them; None where they are no number of people."""
    first = states[0]
    if "V" in letters or letters == "Y":
        return first
    values = [state.value or 0 for state in states]
    if "D" in letters or "K" in letters:
        values = _with_dozens(letters, values)
    low, high = values[0], values[-1]
    if len(values) == 2:
        if low >= high:
            return None
        if set(hedges) & set("~pY"):
            return Part(value=(low + high + 1) // 2, qualifier="about")
        if set(hedges) & set("LlaGgR+"):
            upper = bool(set(hedges) & set("Lla"))
            return Part(high=high, qualifier="at_most") if upper else Part(low=low, qualifier="at_least")
        if "," not in letters or "~" in letters:
            return Part(low=low, high=high)
    if low > 99_999:
        return None
    return _hedged(low, hedges, about=bool(set("DK") & set(letters)))


def _with_dozens(letters: str, values: list[int]) -> list[int]:
    """Return the values of two dozen and of une trentaine, where the number before multiplies."""
    multiplied: list[int] = []
    numbered = [letter for letter in letters if letter in "NuDK"]
    for letter, value in zip(numbered, values, strict=False):
        if (
            letter in "DK"
            and multiplied
            and numbered[len(multiplied) - 1] in "Nu"
            and not set("r>@&") & set(letters[1:])
        ):
            multiplied[-1] *= value
        else:
            multiplied.append(value)
    return multiplied


def _hedged(value: int, hedges: str, *, about: bool) -> Part | None:
    said = set(hedges)
    if said & set("~pY"):
        return Part(value=value, qualifier="about")
    if said & set("GR+"):
        return Part(low=value, value=value, qualifier="at_least")
    if "g" in said:
        return Part(low=value + 1, value=value, qualifier="more_than")
    if "L" in said:
        return Part(high=value, value=value, qualifier="at_most")
    if said & set("la"):
        if value == 0:
            return None
        if "a" in said:
            return Part(high=value - 1, value=value, qualifier="almost")
        return Part(high=value - 1, qualifier="at_most")
    if about:
        return Part(value=value, qualifier="about")
    return Part(low=value, high=value, value=value, qualifier="exact")


def _belongs(item: _Item, group: tuple[_Item, ...], letters: str) -> bool:
    """Whether an item is a part of the count before it, or is added to it."""
    first, between = group[0], letters[group[-1].last : item.first]
    if not re.fullmatch(r"[,&+if;voqjesx@]{0,5}", between) or between.count("x") > 2:
        return False
    if item.about not in (first.about, "aboard") or first.of == "boats" or item.of == "boats":
        return False
    if first.of == "me":
        return item.of != "total" or "," not in between
    if item.of in ("kin", "own child", "me", "total", "others"):
        return False
    if item.of == first.of == "nation":
        return True
    if item.of in {held.of for held in group} - {"nation"} or first.of == "others":
        return False
    if first.of in ("total", "nation") and item.of != "adults" and "+" not in between:
        limit = first.part.high
        return limit is None or (item.part.low or 0) <= limit or "&" in between
    return True


def _counted(group: tuple[_Item, ...], letters: str) -> tuple[Count, tuple[Phrase, ...]]:
    """Return the count that a group of items states, and how it was read; nations after a total are among it."""
    nations = [item for item in group if item.of == "nation"]
    first, rest = group[0], tuple(item for item in group[1:] if item.of != "nation")
    how: list[Phrase] = []
    if first.either:
        how.append(say("“Personne” is read as nobody; it may be one person: ask."))
    if first.of == "nation" and len(nations) > 1:
        first = replace(first, part=_sum(item.part for item in nations), last=nations[-1].last)
        how.append(say("Added together: {sum}.", sum=_shown(first.part)))
    total = first.part
    if first.of in ("me", "adults", "others") and rest:
        total = _sum(item.part for item in group)
        how.append(say("Added together: {sum}.", sum=_shown(total)))
    elif first.of in ("children", "women", "men"):
        total = _whole_of(group)
        if total != Part():
            how.append(say("Added together: {sum}.", sum=_shown(total)))
    elif first.of == "adults":
        total = Part(low=first.part.low, value=first.part.value, qualifier="at_least")
    elif rest and letters[group[-1].last : group[-1].last + 1] in ("i", ";"):
        how.append(say("The parts are counted among the total."))
    elif rest:
        between = letters[first.last : rest[0].first]
        added = _sum(item.part for item in (first, *rest))
        if "+" in between or (between.strip("qoe@") == "&" and not first.noun):
            how.append(say("Those after “and” are added: {sum}.", sum=_shown(added)))
            total = added
        elif between.strip("qoe@") == "&" and total.qualifier == "exact" and added.high is not None:
            total = Part(low=total.low, high=added.high)
            how.append(say("“And” may mean among them or besides them: {sum}.", sum=_shown(total)))
        else:
            how.append(say("The parts are counted among the total."))
    if total != Part():
        how.append(_shown(total))
    else:
        how.append(say("No total was said."))
    parts = {
        name: item.part
        for item in group
        if (name := "children" if item.of == "own child" else item.of) in ("children", "women", "men")
    }
    return (
        Count(
            low=total.low,
            high=total.high,
            value=total.value,
            qualifier=total.qualifier,
            children=parts.get("children"),
            women=parts.get("women"),
            men=parts.get("men"),
        ),
        tuple(how),
    )


def _whole_of(group: tuple[_Item, ...]) -> Part:
    """Return the total that parts alone entail: their sum where men or adults are told too, else none."""
    named = {item.of for item in group}
    return _sum(item.part for item in group) if len(group) > 1 and named & {"men", "adults"} else Part()


def _sum(parts: Iterator[Part]) -> Part:
    held = list(parts)
    values = [part.value for part in held if part.value is not None]
    if any(part.qualifier == "about" for part in held):
        return Part(value=sum(values), qualifier="about") if len(values) == len(held) else Part()
    low = sum(part.low or 0 for part in held)
    highs = [part.high for part in held if part.high is not None]
    if len(highs) < len(held):
        return Part(low=low, qualifier="at_least")
    high = sum(highs)
    return Part(low=low, high=high, value=low, qualifier="exact") if low == high else Part(low=low, high=high)


def _shown(part: Part) -> Phrase:
    """Return a part as a sentence says it."""
    if part.qualifier == "about" and part.value is not None:
        return say("about {number}, which sets no limit", number=part.value)
    if part.low is not None and part.low == part.high:
        return say("exactly {number}", number=part.low)
    if part.low is not None and part.high is not None:
        return say("{low} to {high}", low=part.low, high=part.high)
    if part.low is not None:
        return say("{number} or more", number=part.low)
    if part.high is not None:
        return say("{number} or fewer", number=part.high)
    return say("not known")
