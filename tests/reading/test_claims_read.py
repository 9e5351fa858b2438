"""Claims read from text: every rule reads its own sentence, every quote stands in the text, and nothing raises."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from claim_examples import SCORED, Passage, languages, load, no_claims
from hypothesis import given
from hypothesis import strategies as st

from ashore.model.claims import Claim
from ashore.reading.claims.lexicon import LANGUAGES, lexicon, named
from ashore.reading.claims.reader import read_claims

SHARED = Path(os.environ.get("ASHORE_SHARED", "../shared"))


def counts(text: str) -> list[Claim]:
    """Return the claims of a text but its times, ages and measures, which the passages leave unlabelled."""
    return [each for each in claims(text) if each.kind in SCORED]


RULES = [(language, *test) for language in LANGUAGES for test in lexicon(language).tests]


def claims(text: str, published: date | None = None) -> list[Claim]:
    return [each.claim for each in read_claims(text, published=published)]


@pytest.mark.parametrize(("language", "outcome", "rule", "sentence"), RULES)
def test_every_rule_reads_its_own_sentence(language: str, outcome: str, rule: str, sentence: str) -> None:
    """A rule that means something only where it is denied has a sentence that denies it."""
    assert (14, {"": "missing", "none": None}.get(outcome, outcome)) in [
        (each.value, each.outcome) for each in claims(sentence)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_rule_stands_twice(language: str) -> None:
    """What one word does to whom, with one phrase that has to follow it or with none, stands in one place."""
    table = files("ashore.reading.claims") / "rules" / f"events_{language}.toml"
    same = ("counts", "outcome", "nouns", "only", "negated")
    said = Counter(
        (word, "noun" in rule, phrase, *(rule.get(name) for name in same))
        for rule in tomllib.loads(table.read_text("utf-8"))["rule"]
        for word in named(rule)
        for phrase in rule.get("then", [None])
    )
    assert [each for each, times in said.items() if times > 1] == []


@pytest.mark.parametrize(("language", "outcome", "rule", "sentence"), RULES)
def test_the_number_follows_when_it_is_changed(language: str, outcome: str, rule: str, sentence: str) -> None:
    changed = claims(sentence.replace("14", "57"))
    assert [each.value for each in changed] == [
        57 if each.value == 14 else each.value for each in claims(sentence)
    ]


@given(st.text(max_size=300))
def test_no_text_makes_it_raise_and_every_quote_stands_where_it_says(text: str) -> None:
    for each in claims(text):
        assert text[each.start : each.end] == each.quote


@given(st.lists(st.sampled_from([each for _, _, _, each in RULES]), max_size=6), st.sampled_from(["\n", " "]))
def test_sentences_put_together_still_quote_themselves(sentences: list[str], between: str) -> None:
    text = between.join(sentences)
    for each in claims(text):
        assert text[each.start : each.end] == each.quote
        assert each.subset_of is None or each.subset_of < len(claims(text))


@pytest.mark.parametrize(
    ("text", "value", "qualifier", "low", "high"),
    [
        ("At least 30 people were rescued.", 30, "at_least", 30, None),
        ("More than 1,000 people were rescued.", 1000, "more_than", 1001, None),
        ("Almost 40 people were rescued.", 40, "almost", None, 39),
        ("About 40 people were rescued.", 40, "about", None, None),
        ("Up to 40 people were rescued.", 40, "at_most", None, 40),
        ("Fewer than 40 people were rescued.", None, "at_most", None, 39),
        ("Between 30 and 40 people were rescued.", None, None, 30, 40),
        ("Several people were rescued.", None, "several", 3, None),
        ("Dozens of people were rescued.", None, "dozens", 24, None),
        ("One hundred and twenty people were rescued.", 120, "exact", 120, 120),
        ("A dozen people were rescued.", 12, "about", None, None),
        ("Une trentaine de personnes ont été secourues.", 30, "about", None, None),
        ("Au moins 1 304 personnes ont été secourues.", 1304, "at_least", 1304, None),
        ("Dix-huit personnes au moins ont été secourues.", 18, "at_least", 18, None),
        ("Entre 30 et 40 personnes ont été secourues.", None, None, 30, 40),
        ("Des dizaines de personnes ont été secourues.", None, "at_least", 20, None),
        ("Plusieurs personnes ont été secourues.", None, "several", 3, None),
    ],
)
def test_how_many_is_as_the_words_entail(
    text: str, value: int | None, qualifier: str | None, low: int | None, high: int | None
) -> None:
    (only,) = claims(text)
    assert (only.value, only.qualifier, only.low, only.high) == (value, qualifier, low, high)
    assert only.outcome == "rescued"


@pytest.mark.parametrize(
    "text",
    [
        "14 people.",
        "The crews could rescue 14 people.",
        "If 14 people are rescued, we shall say so.",
        "The A16 was closed for 14 hours.",
        "She was 14 years old.",
        "The 14-metre boat was towed in at 2.14pm.",
        "It cost £14 and took 14 minutes.",
        "Le 14 novembre, il faisait 14 degrés.",
        "L'âge moyen était de 14 ans.",
        "Call 999 or write to @help14.",
    ],
)
def test_a_number_that_counts_nobody_is_no_claim(text: str) -> None:
    assert counts(text) == []


def test_without_its_verb_a_sentence_claims_nothing() -> None:
    assert [each.value for each in claims("The crew rescued 14 people.")] == [14]
    assert claims("The crew, 14 people.") == []


def test_some_of_a_number_are_part_of_it_and_end_as_it_does() -> None:
    whole, part = claims("31, including two children, were rescued from the sea.")
    assert (whole.value, whole.outcome, part.value, part.outcome) == (31, "rescued", 2, "rescued")
    assert part.subset_of == 0
    assert part.kind == "subset"


def test_what_they_rode_in_ends_as_they_do() -> None:
    people, boats = claims("Another 27 migrants reached the UK in two small vessels.")
    assert (people.unit, people.outcome, boats.unit, boats.outcome) == (
        "person",
        "arrived",
        "boat",
        "arrived",
    )


def test_the_same_said_again_repeats_it() -> None:
    first, again = claims("The crew rescued 31 people.\nAll 31 people were rescued by noon.")
    assert (first.repeats, again.repeats) == (None, 0)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("On Tuesday 14 people were rescued.", "2031-02-04", "2031-02-04"),
        ("Yesterday 14 people were rescued.", "2031-02-05", "2031-02-05"),
        ("On 3 January a trawler rescued 14 people.", "2031-01-03", "2031-01-03"),
        ("On 3 March a trawler rescued 14 people.", "2030-03-03", "2030-03-03"),
        ("On 3 March 2029 a trawler rescued 14 people.", "2029-03-03", "2029-03-03"),
        ("This year 14 people were rescued.", "2031-01-01", "2031-02-06"),
        ("Last month 14 people were rescued.", "2031-01-01", "2031-01-31"),
        ("In October a trawler rescued 14 people.", "2030-10-01", "2030-10-31"),
        ("Mardi, 14 personnes ont été secourues.", "2031-02-04", "2031-02-04"),
        ("Depuis le début de l'année, 14 personnes ont été secourues.", "2031-01-01", "2031-02-06"),
        ("Dans la nuit de mardi à mercredi, 14 personnes ont été secourues.", "2031-02-04", "2031-02-05"),
    ],
)
def test_when_is_an_interval_of_days_and_needs_the_day_of_publication(
    text: str, start: str, end: str
) -> None:
    (only,) = claims(text, date(2031, 2, 6))
    assert (only.when_start, only.when_end) == (start, end)
    (alone,) = claims(text)
    stated = re.search("2029", text) is not None
    assert (alone.when_start is not None) == stated
    assert stated or "not resolved" in (alone.when_rule or "")


@pytest.mark.parametrize(
    "text",
    [
        "Nine out of ten arrivals were men.",
        "One child in seven had drowned.",
        "Un sur quatre est mort.",
        "A boy of 14 waved from the quay.",
        "At 13 h 10 the boat sank.",
        "Rescue 163 was launched.",
        "Three rescue boats were launched.",
        "The drill will simulate a ferry with 180 passengers drowned.",
    ],
)
def test_ratios_ages_hours_names_and_drills_count_nobody(text: str) -> None:
    assert [each for each in claims(text) if each.unit == "person" or each.value not in (None, 1)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("54 des 83 passagers ont été ramenés en Libye.", [(54, "returned"), (83, "aboard")]),
        ("38 people were forced back; nine were children.", [(38, "returned"), (9, "returned")]),
        ("Five died and one was taken to hospital.", [(5, "dead"), (1, "hospital")]),
        ("Nobody died.", [(0, "dead")]),
        ("More than 700 people may have drowned.", [(700, "dead")]),
        ("Three smugglers were arrested.", [(3, "detained")]),
        ("Three smugglers were waiting aboard.", []),
        ("Two boats sank.", [(2, None)]),
        ("The captain picked up a hundred and fifty.", [(150, "rescued")]),
        ("SAUVÉS 71. CORPS 4.", [(71, "rescued"), (4, "body_recovered")]),
        ("In all 17 lives were lost.", [(17, "dead")]),
        ("Dogs found eight men in a trailer.", [(8, "lorry_arrival")]),
        ("Il récupère 21 naufragés.", [(21, "rescued")]),
    ],
)
def test_what_became_of_whom(text: str, expected: list[tuple[int, str | None]]) -> None:
    assert [(each.value, each.outcome) for each in claims(text)] == expected


def test_who_says_it_and_in_what_standing() -> None:
    (only,) = claims("The coastguard said 14 people were rescued.")
    assert (only.source, only.source_standing) == ("The coastguard", "service")
    (other,) = claims("Selon la préfecture, 14 personnes ont été secourues.")
    assert (other.source, other.source_standing) == ("la préfecture", "official")


def _scored(passages: Sequence[Passage]) -> tuple[float, float]:
    """Return precision, and recall of what must be read, by exact value, qualifier, unit and outcome."""
    right = false = missed = 0
    for passage in passages:
        left = [each for each in passage.claims if each.kind in SCORED]
        for claim in counts(passage.text):
            same = next(
                (
                    each
                    for each in left
                    if (each.value, each.qualifier, each.low, each.high, each.unit, each.outcome)
                    == (claim.value, claim.qualifier, claim.low, claim.high, claim.unit, claim.outcome)
                    and each.start < (claim.end or 0)
                    and (claim.start or 0) < each.end
                ),
                None,
            )
            if same is None:
                false += 1
            else:
                left.remove(same)
                right += 1
        missed += sum(each.tier == 1 for each in left)
    return right / max(1, right + false), right / max(1, right + missed)


KINDS = ("", "_aside", "_plain", "_plain_aside")


@pytest.mark.parametrize("name", [f"claims{kind}_{each}" for each in languages() for kind in KINDS])
def test_labelled_passages_are_read_no_worse_than_they_were(name: str) -> None:
    """Floors a little under what was measured (docs/reading-texts.md); no rule's writer read those put aside."""
    precision, recall = _scored(load(name))
    assert precision > FLOORS[name][0]
    assert recall > FLOORS[name][1]


FLOORS = {
    "claims_en": (0.73, 0.66),
    "claims_aside_en": (0.71, 0.58),
    "claims_plain_en": (0.87, 0.81),
    "claims_plain_aside_en": (0.84, 0.75),
    "claims_fr": (0.8, 0.63),
    "claims_aside_fr": (0.67, 0.47),
    "claims_plain_fr": (0.87, 0.8),
    "claims_plain_aside_fr": (0.81, 0.7),
}


@pytest.mark.parametrize("language", languages())
def test_sentences_that_claim_nothing_give_next_to_no_claims(language: str) -> None:
    sentences = no_claims(language)
    assert sum(bool(counts(each)) for each in sentences) <= len(sentences) // 20


@pytest.mark.skipif(not (SHARED / "articles").is_dir(), reason="needs the shared articles (ASHORE_SHARED)")
@pytest.mark.parametrize("article", ["channel-2020-12-09.txt", "calais-2016-08-31.txt"])
def test_nothing_is_read_from_the_articles_that_they_do_not_say(article: str) -> None:
    """Every claim read has the value of a labelled one where it stands."""
    labels = [json.loads(line) for line in (SHARED / "articles/claims.jsonl").read_text("utf-8").splitlines()]
    ours = [each for each in labels if each["article"] == article]
    text = (SHARED / "articles" / article).read_bytes().decode("utf-8")
    read = claims(text)
    assert read
    for claim in read:
        assert any(
            each["value"] == claim.value
            and each["start"] < (claim.end or 0)
            and (claim.start or 0) < each["end"]
            for each in ours
        ), claim.quote
