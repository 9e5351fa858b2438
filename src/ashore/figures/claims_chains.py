"""Which texts are one source: copies word for word, whoever cites whom, and one agency's text printed twice.

However many print a sentence, it is said once. A copy in which a word was changed is the same chain with a mutation,
and no second witness of anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import combinations, pairwise

from ashore.figures.claims_said import Said, overlap, words_of
from ashore.reading.gazetteer import plain

SHINGLE = 3
"""Words in a shingle (Broder 1997, resemblance of documents)."""

RESEMBLANCE = 0.3
"""Share of the shorter text's shingles from which two texts are held against each other word by word."""

ALIGNED = 0.8
"""Share of words in the same order from which one text is a copy of the other."""

LEAST_WORDS = 7
"""Texts of fewer words are alike by chance: “14 people were rescued” is everybody's sentence."""

BESIDE = 120
"""How many code points before and after a quote the sentences may stand that were copied with it."""

_SENTENCE_ENDS = re.compile(r"[.!?…][\"'”’»)]*\s+|\n+")
_CITES = re.compile(
    r"(?:^|[\s(,;])(?:as reported by|according to|as told by|quoted by|cited by|citing|quoting|via|per|"
    r"selon|d['’]apres|cite par|citant|rapporte par|d['’]apres)\s+",
)
_ARTICLES = frozenset("the a an le la les l un une des de du d of".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutation:
    """Words of one text that stand as other words in its copy, the texts named by their claims' ids."""

    between: tuple[str, str]
    words: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Claims that are one source, in the order in which they were published, and what was changed on the way.

    `why` names what ties them: copied, cited, same source.
    """

    said: tuple[Said, ...]
    why: tuple[str, ...]
    mutations: tuple[Mutation, ...]


def chains(said: Iterable[Said]) -> tuple[Chain, ...]:
    """Return the claims in chains, each claim in one; a chain of several says why it is one source.

    Only claims of one kind of outcome and one unit are tied: that two papers share a source on one thing says nothing
    of whatever else they print.
    """
    each = sorted(said, key=_earliest)
    tied = list(range(len(each)))
    why: dict[int, set[str]] = {}
    mutations: dict[int, list[Mutation]] = {}

    def root(of: int) -> int:
        while tied[of] != of:
            of = tied[of]
        return of

    for earlier, later, tie, changed in _ties(each):
        one, other = sorted((root(earlier), root(later)))
        if one != other:
            tied[other] = one
            why.setdefault(one, set()).update(why.pop(other, set()))
            mutations.setdefault(one, []).extend(mutations.pop(other, []))
        why.setdefault(one, set()).add(tie)
        mutations.setdefault(one, []).extend(changed)
    together: dict[int, list[Said]] = {}
    for index, one_said in enumerate(each):
        together.setdefault(root(index), []).append(one_said)
    return tuple(
        Chain(
            said=tuple(members),
            why=tuple(sorted(why.get(top, ()))),
            mutations=tuple(dict.fromkeys(mutations.get(top, ()))),
        )
        for top, members in sorted(together.items())
    )


def mutations_between(one: str, other: str) -> tuple[tuple[str, str], ...] | None:
    """Return the words that one text has otherwise than the other, None where neither is a copy of the other.

    A text that stands whole inside a longer one is a copy with nothing changed.
    """
    mine, others = words_of(one), words_of(other)
    shorter, longer = sorted((mine, others), key=len)
    if len(shorter) < LEAST_WORDS or not _resemble(shorter, longer):
        return None
    aligned = SequenceMatcher(None, mine, others, autojunk=False)
    if sum(block.size for block in aligned.get_matching_blocks()) < ALIGNED * len(shorter):
        return None
    changed = [
        (" ".join(mine[a:b]), " ".join(others[c:d]))
        for kind, a, b, c, d in aligned.get_opcodes()
        if kind == "replace"
    ]
    # One template filled in with another number is another event: “13 were taken off”, “14 were taken off”.
    if any(_numbers(left) != _numbers(right) for left, right in changed) and len(shorter) < 2 * LEAST_WORDS:
        return None
    return tuple(changed)


def origin(said: Said) -> str:
    """Return whose words a claim first were, as its source says: “the ministry, per the paper” is the ministry."""
    return _origin(said.source)


@lru_cache(maxsize=4096)
def _origin(source: str) -> str:
    bare = plain(source)
    cited = _CITES.search(bare)
    if cited is not None:
        first, second = bare[: cited.start()], bare[cited.end() :]
        # “X, per article” is X's; “according to X” with nothing before it is X's as well.
        bare = first if first.strip(" ,;(") else second
    return " ".join(word for word in re.findall(r"[a-z0-9]+", bare) if word not in _ARTICLES)


def independent(said: Sequence[Said]) -> int:
    """Return how many sources these claims are, each chain of copies counted once."""
    return len(chains(said))


def _ties(said: Sequence[Said]) -> list[tuple[int, int, str, tuple[Mutation, ...]]]:
    """Return every pair that is one source, the earlier first, and by what; in a fixed order."""
    groups: dict[tuple[frozenset[str], str | None], list[int]] = {}
    for index, each in enumerate(said):
        groups.setdefault((each.family, each.claim.unit), []).append(index)
    found: list[tuple[int, int, str, tuple[Mutation, ...]]] = []
    for members in groups.values():
        found += _of_one_origin(said, members)
        found += _citing(said, members)
        for earlier, later in _alike(said, members):
            changed = _copied(said[earlier], said[later])
            if changed is not None:
                between = (said[earlier].id, said[later].id)
                found.append(
                    (
                        earlier,
                        later,
                        "copied",
                        tuple(Mutation(between=between, words=words) for words in changed),
                    )
                )
    return sorted(found, key=lambda tie: tie[:3])


def _of_one_origin(
    said: Sequence[Said], members: Sequence[int]
) -> Iterator[tuple[int, int, str, tuple[Mutation, ...]]]:
    first: dict[str, int] = {}
    for index in members:
        before = first.setdefault(origin(said[index]), index)
        if before != index:
            yield before, index, "same source", ()


def _citing(
    said: Sequence[Said], members: Sequence[int]
) -> Iterator[tuple[int, int, str, tuple[Mutation, ...]]]:
    publishers: dict[str, int] = {}
    for index in members:
        publishers.setdefault(said[index].publisher, index)
    for index in members:
        for publisher, cited in publishers.items():
            if publisher != said[index].publisher and _cites(said[index], said[cited]):
                yield min(index, cited), max(index, cited), "cited", ()
        for other in members if said[index].copies else ():
            if said[other].document in said[index].copies:
                yield min(index, other), max(index, other), "cited", ()


def _alike(said: Sequence[Said], members: Sequence[int]) -> list[tuple[int, int]]:
    """Return the pairs of two texts and of no disjoint days that share some words in a row, and so may be copies."""
    holding: dict[tuple[str, ...], set[int]] = {}
    for index in members:
        for sentence in _sentences(said[index]):
            for shingle in _shingles(words_of(sentence)):
                holding.setdefault(shingle, set()).add(index)
    return sorted(
        {
            (one, other)
            for sharing in holding.values()
            for one, other in combinations(sorted(sharing), 2)
            if said[one].document != said[other].document and overlap(said[one].days, said[other].days)
        }
    )


def _copied(one: Said, other: Said) -> tuple[tuple[str, str], ...] | None:
    """Return what was changed between two claims' quotes, or else between the sentences that they stand in."""
    found = [
        changed
        for mine in _sentences(one)
        for others in _sentences(other)
        if (changed := mutations_between(mine, others)) is not None
    ]
    return tuple(dict.fromkeys(words for changed in found for words in changed)) if found else None


def _sentences(said: Said) -> tuple[str, ...]:
    """Return a claim's quote, and the sentences it stands in and beside where the text is open."""
    quote, text = said.claim, said.text
    if text is None or quote.start is None or quote.end is None:
        return (quote.quote,)
    ends = [0, *(found.end() for found in _SENTENCE_ENDS.finditer(text)), len(text)]
    inside = [
        text[start:end]
        for start, end in pairwise(ends)
        if start < quote.end + BESIDE and quote.start - BESIDE < end
    ]
    return (quote.quote, *inside)


def _cites(citing: Said, cited: Said) -> bool:
    """Return whether a claim's source, or the words around its quote, name the other's publisher as theirs."""
    name = _bare(cited.publisher)
    if len(name) < 4:
        return False
    if f" {name} " in f" {_bare(citing.claim.source or '')} ":
        return True
    if citing.text is None or citing.claim.start is None or citing.claim.end is None:
        return False
    around = citing.text[max(0, citing.claim.start - 160) : citing.claim.end + 160]
    return any(
        re.match(rf"(?:the |la |le |l['’])?{re.escape(name)}\b", after) for after in _after_citations(around)
    )


@lru_cache(maxsize=4096)
def _bare(text: str) -> str:
    """Return a text's words, small and without accents, one space between them."""
    return " ".join(re.findall(r"[a-z0-9]+", plain(text)))


@lru_cache(maxsize=4096)
def _after_citations(around: str) -> tuple[str, ...]:
    """Return what stands after each “according to” of a text: every publisher is looked for in it."""
    bare = plain(around)
    return tuple(bare[found.end() :] for found in _CITES.finditer(bare))


def _resemble(shorter: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    mine, others = _shingles(shorter), _shingles(longer)
    return len(mine & others) >= RESEMBLANCE * len(mine)


@lru_cache(maxsize=4096)
def _shingles(words: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1))


def _numbers(words: str) -> list[str]:
    return re.findall(r"\d+", words)


def _earliest(said: Said) -> tuple[str, str, int, str]:
    return (
        said.published.isoformat() if said.published else "9999",
        said.document,
        said.claim.start or 0,
        said.id,
    )
