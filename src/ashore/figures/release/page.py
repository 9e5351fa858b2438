"""A figure as one page of HTML that stands alone: no script, no network, readable on paper and in either language.

The page carries the figure in format ashore.figure/1, so that `ashore verify-figure` can recompute it from a ledger and
then compare the page itself, byte by byte. It is put together here without a template engine, since the same
bytes must come out of the same release wherever it is made.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from html import escape

from ashore.figures.definitions import DEFINITIONS
from ashore.figures.lineage import Chain
from ashore.figures.release.citation import citation, counted, number, printable, query, sentence, when
from ashore.figures.release.range_drawn import range_drawn
from ashore.figures.release.release import Release, Source
from ashore.figures.release.withholding import QUOTE_WITHHELD
from ashore.figures.wording import coded, in_english
from ashore.model.phrases import Phrase, Translate, say, utc_minute

EMBEDDED = "ashore-figure"
"""The id of the element that holds the figure as JSON, with the language and the licence of the page."""

_STYLE = """
:root{color-scheme:light}
body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}
h1{font-size:1.5rem;line-height:1.2;margin:0 0 .3rem}h2{font-size:1.1rem;margin:2rem 0 .4rem;break-after:avoid}
.cut,.small{color:#444;font-size:.9rem}
.not-live{border:3px double #111;padding:.5rem .8rem;font-weight:bold}
blockquote{margin:.6rem 0;padding:.6rem 1rem;border-left:.4rem solid #0072b2;background:#f2f6f9}
table{border-collapse:collapse;width:100%;font-size:.9rem}
caption{text-align:left;color:#444;padding-bottom:.3rem}
th,td{text-align:left;vertical-align:top;padding:.25rem .6rem .25rem 0;border-bottom:1px solid #bbb}
ul.under{list-style:none;padding-left:1rem;border-left:2px solid #bbb;margin:.2rem 0}ul.under li{margin:.25rem 0}
code{font-size:.85rem;overflow-wrap:anywhere}q{quotes:"“" "”"}html[lang=fr] q{quotes:"« " " »"}
.entries td,.entries code{font-size:.75rem}.whole{white-space:nowrap}
svg{max-width:100%;height:auto}
@media print{body{margin:0;max-width:none;font-size:10pt}a{color:inherit;text-decoration:none}
tr,li>p,blockquote,figure{break-inside:avoid}}
""".strip()


def as_page(release: Release, language: str, translate: Translate) -> bytes:
    """Return the page of a release in a language, as UTF-8; `translate` turns our English into it."""
    return "\n".join([*_Page(release, language, translate).lines(), ""]).encode()


class _Page:
    def __init__(self, release: Release, language: str, translate: Translate) -> None:
        self._release = release
        self._language = language
        self._translate = translate

    def lines(self) -> Iterator[str]:
        """Yield the page line by line."""
        figure = self._release.figure
        about = self._say(when(self._release))
        if not printable(self._release):
            title = f"{self._coded(figure.figure)}, {about}: {self._say(say('not known'))}"
        elif figure.scope == "cases":
            title = f"{self._say(counted(self._release))}, {about}"
        else:
            many = self._say(number(self._release))
            title = f"{self._release.counted_by}: {self._coded(figure.figure)}, {many}, {about}"
        title = title[:1].upper() + title[1:]
        yield "<!DOCTYPE html>"
        yield f'<html lang="{escape(self._language)}">'
        yield '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        yield (
            '<meta http-equiv="Content-Security-Policy" '
            "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        )
        yield f"<title>{escape(title)} · {escape(self._release.publisher)}</title>"
        yield f"<style>{_STYLE}</style></head>"
        yield "<body><main>"
        for kind in self._release.kinds:
            banner = say("{kind}: this log is no live record.", kind=coded(kind.upper()))
            yield f'<p class="not-live">{self._text(banner)}</p>'
        yield f"<h1>{escape(title)}</h1>"
        cut = say(
            "Clock “{clock}”, zone {zone}, {status}, known at {known_at}",
            clock=figure.clock,
            zone=figure.zone,
            status=_STATUS[figure.status],
            known_at=figure.known_at,
        )
        yield f'<p class="cut">{self._text(cut)}</p>'
        yield from self._may_be_printed()
        yield from self._meaning()
        yield from self._otherwise()
        yield from self._beside()
        yield f"<h2>{self._text(say('What is under it'))}</h2>"
        yield '<ul class="under">'
        yield from self._step(self._release.chain)
        yield "</ul>"
        yield from self._entries()
        yield from self._cited()
        yield f'<script type="application/json" id="{EMBEDDED}">{self._embedded()}</script>'
        yield "</main></body></html>"

    def _may_be_printed(self) -> Iterator[str]:
        yield f"<h2>{self._text(say('The sentence you may print'))}</h2>"
        yield f"<blockquote><p>{escape(sentence(self._release, self._translate))}</p></blockquote>"

    def _meaning(self) -> Iterator[str]:
        figure = self._release.figure
        yield f"<h2>{self._text(say('What it counts, and what it does not'))}</h2>"
        yield f"<p>{self._defined(figure.definition)}</p>"
        yield f"<p><strong>{self._text(say('It does not count:'))}</strong> {self._defined(figure.does_not_count)}</p>"
        without = figure.without_outcome
        nobodys = (
            say("Of every boat case of the period somebody has said what became of the people.")
            if not without.cases
            else say(
                "In nobody's figure: {cases} cases without an outcome, at least {low} people, at most not known.",
                cases=without.cases,
                low=without.low,
            )
            if without.high is None
            else say(
                "In nobody's figure: {cases} cases without an outcome, {low} to {high} people.",
                cases=without.cases,
                low=without.low,
                high=without.high,
            )
        )
        yield f"<p>{self._text(nobodys)}</p>"
        if figure.cautions:
            yield f"<h2>{self._text(say('Before you print it'))}</h2><ul>"
            for caution in figure.cautions:
                yield f"<li>{self._text(caution)}</li>"
            yield "</ul>"

    def _otherwise(self) -> Iterator[str]:
        figure = self._release.figure
        if printable(self._release):
            yield f"<figure>{range_drawn(self._release, self._translate)}</figure>"
        if not figure.says_otherwise:
            return
        yield f"<h2>{self._text(say('Who says otherwise'))}</h2>"
        yield "<table>"
        yield self._heads(say("who says it"), say("how many"), say("in the words"))
        withheld = in_english(QUOTE_WITHHELD)
        for other in figure.says_otherwise:
            words = self._text(QUOTE_WITHHELD) if other.quote == withheld else f"<q>{escape(other.quote)}</q>"
            value = self._text(say("not stated")) if other.value is None else str(other.value)
            yield f"<tr><td>{escape(other.source)}</td><td>{value}</td><td>{words}</td></tr>"
        yield "</table>"

    def _beside(self) -> Iterator[str]:
        """What it may be added to: most sums of such figures count somebody twice."""
        overlaps = self._release.figure.overlaps
        if not overlaps:
            return
        yield f"<h2>{self._text(say('What it may be added to'))}</h2><ul>"
        for relation, said in _RELATIONS.items():
            names = [each.figure for each in overlaps if each.relation == relation]
            if names:
                named = ", ".join(escape(name) for name in names)
                yield f"<li>{self._text(said)} <code>{named}</code></li>"
        yield "</ul>"

    def _step(self, step: Chain) -> Iterator[str]:
        words = "" if step.quote is None else f" <q>{escape(step.quote)}</q>"
        where = "" if step.entry is None else f" <code>{escape(step.entry)}</code>"
        yield f"<li><p>{self._text(step.phrase)}{words}{where}</p>"
        if step.under:
            yield '<ul class="under">'
            for each in step.under:
                yield from self._step(each)
            yield "</ul>"
        yield "</li>"

    def _entries(self) -> Iterator[str]:
        yield f"<h2>{self._text(say('The entries under it'))}</h2>"
        yield '<table class="entries">'
        caption = say(
            "Positions are given by zones of half a degree; no name, number or word of a private report is given."
        )
        yield f"<caption>{self._text(caption)}</caption>"
        yield self._heads(
            say("entry and report"),
            say("type"),
            say("recorded, UTC"),
            say("who speaks, and the zone"),
        )
        for source in self._release.sources:
            yield self._entry(source)
        yield "</table>"

    def _entry(self, source: Source) -> str:
        speaker = () if source.speaker is None else (self._coded(source.speaker),)
        report = "" if source.report is None else f"<br><code>{escape(source.report)}</code>"
        cells = (
            f'<code class="whole">{escape(source.entry)}</code>{report}',
            f'<code class="whole">{escape(source.type)}</code>',
            f'<span class="whole">{escape(source.recorded.removesuffix("+00:00"))}</span>',
            "<br>".join(escape(each) for each in (*speaker, *source.zones)),
        )
        return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"

    def _cited(self) -> Iterator[str]:
        release = self._release
        yield f"<h2>{self._text(say('Cite it as'))}</h2>"
        yield f"<p>{self._text(citation(release))}</p>"
        yield "<table>"
        for name, value in (
            (say("the question, for ever"), release.stable_id),
            (say("this version of the answer"), release.figure.id),
            (say("SHA-256 of the figure, RFC 8785"), release.sha256),
            (say("the query that gives it"), query(release)),
        ):
            yield f'<tr><th scope="row">{self._text(name)}</th><td><code>{escape(value)}</code></td></tr>'
        licence = release.licence
        yield (
            f'<tr><th scope="row">{self._text(say("licence of the numbers; quotes remain their authors’"))}</th>'
            f'<td><a href="{escape(licence.path)}" rel="license">{escape(licence.title)}</a></td></tr>'
        )
        for log, head in sorted(release.figure.heads.items()):
            yield (
                f'<tr><th scope="row">{self._text(say("head of the log when it was counted"))}</th>'
                f"<td><code>{escape(log)} {escape(head)}</code></td></tr>"
            )
        yield "</table>"
        checked = say("Whoever holds the ledger can recompute it from this page: {command}", command="")
        yield f'<p class="small">{self._text(checked)}<code>ashore verify-figure</code></p>'

    def _embedded(self) -> str:
        """Return the figure and what the page was made with; nothing in it can end the element it stands in."""
        release = self._release
        plain = {
            "figure": release.figure.as_json(),
            "language": self._language,
            "licence": release.licence.name,
            "publisher": release.publisher,
            "sha256": release.sha256,
            "software": release.software,
        }
        text = json.dumps(plain, ensure_ascii=False, sort_keys=True)
        return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")

    def _heads(self, *names: Phrase) -> str:
        return "<tr>" + "".join(f'<th scope="col">{self._text(name)}</th>' for name in names) + "</tr>"

    def _defined(self, text: str) -> str:
        """Return a definition in the reader's language where the words are ours, a source's own as they stand."""
        definition = DEFINITIONS[self._release.figure.figure]
        ours: Iterable[str] = (definition.says, definition.does_not_count)
        return escape(self._translate(text) if text in ours else text)

    def _coded(self, word: str) -> str:
        """Return a code of ours in the reader's language, a name as it stands."""
        return self._say(say("{word}", word=coded(word)))

    def _text(self, phrase: Phrase) -> str:
        return escape(self._say(phrase))

    def _say(self, phrase: Phrase) -> str:
        return phrase.render(self._translate, utc_minute)


_STATUS = {"provisional": say("provisional"), "revised": say("revised"), "final": say("final")}

_RELATIONS = {
    "disjoint": say("May be added to, nobody is in both:"),
    "contains": say("Never to be added, it holds:"),
    "overlaps": say("Never to be added, some people are in both:"),
    "unknown": say("Not to be added, whether anybody is in both is not known:"),
}
