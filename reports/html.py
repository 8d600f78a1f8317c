"""A report as HTML: the fragments of the result page, and the document that becomes the PDF.

Both are made of the same macros in `templates/`. A page takes single fragments and may put its own
things into them through `Slots`: a button below each offer, a link beside each answer.

    >>> result = html.Fragments(report, "de")
    >>> result.reading, result.areas, result.offers
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.environment import TemplateModule
from markupsafe import Markup

from questionnaires.text import Language as Code
from reports import (
    acting,
    benchmark_words,
    charts,
    comparison_words,
    computed,
    confident,
    excerpts,
    explaining,
    glossary,
    misfits,
    rules,
    wording,
)
from reports.assessed import LEVELS, Standing
from reports.benchmarked import Benchmark
from reports.compared import Since
from reports.language import keep_last_words, language, typeset
from reports.offered import Offer
from reports.report import Operator, Report

TEMPLATES = Path(__file__).parent / "templates"
PRINTED = "report.html"
_BLANK_LINES = re.compile(r"\s*\n\s*")


@dataclass(frozen=True)
class Slots:
    """What a page adds. Each function gets the thing beside which its markup will stand."""

    after_offer: Callable[[Offer], str] = lambda offer: ""  # noqa: ARG005
    answer_url: Callable[[str], str] = lambda question: ""  # noqa: ARG005
    offer_url: Callable[[str], str] = lambda offer: ""  # noqa: ARG005


@dataclass(frozen=True)
class Fragments:
    """The parts of one report in one language, each rendered when it is asked for."""

    report: Report
    code: Code
    slots: Slots = field(default_factory=Slots)

    def part(self, name: str, *arguments: object) -> Markup:
        return part(self.code, "_result.html", name, self.report, *arguments)

    @cached_property
    def reading(self) -> Markup:
        """The field of four, its reading and what else is possible."""
        return self.part("reading")

    @cached_property
    def exposure(self) -> Markup:
        """How hard the change hits, with the strongest reasons."""
        return exposure(self.report.exposure, self.report.operator, self.code)

    @cached_property
    def areas(self) -> Markup:
        """Bars of the four areas with a data table, the weakest named, answers behind each."""
        return self.part("areas")

    @cached_property
    def benchmark(self) -> Markup:
        """The own values among those of companies like this one, or that there are not enough of them."""
        return part(self.code, "_benchmark.html", "benchmark", self.report)

    @cached_property
    def computed(self) -> Markup:
        """How the values were computed, with the reader's own numbers."""
        return self.part("computed")

    @cached_property
    def steps(self) -> Markup:
        """The first three steps, those for afterwards, and the rest."""
        return part(self.code, "_steps.html", "steps", self.report)

    @cached_property
    def since(self) -> Markup:
        """What the comparison with an earlier check comes to, in a few lines; nothing where there is none."""
        since = self.report.since
        return part(self.code, "_comparison.html", "verdict", since, False) if since else Markup()

    @cached_property
    def views(self) -> Markup:
        """Where roles answered apart in a session, with what was agreed; nothing where there was none."""
        return part(self.code, "_views.html", "views", self.report)

    @cached_property
    def offers(self) -> Markup:
        """The first offers with reasons, the further ones in a line each, and those that do not fit now."""
        return self.part("offers", self.slots)

    @cached_property
    def open_questions(self) -> Markup:
        """What nobody knew or answered yet, and which facts decide about offers."""
        return self.part("open_questions", self.slots)

    @cached_property
    def needs_without_offer(self) -> Markup:
        return self.part("needs_without_offer")


def part(code: Code, template: str, name: str, *arguments: object) -> Markup:
    """What one macro of a template writes in one language."""
    macro: Callable[..., Markup] = getattr(_macros(code, template), name)
    return Markup(_BLANK_LINES.sub("\n", macro(*arguments)))  # noqa: S704 - markup before


@cache
def _macros(code: Code, template: str) -> TemplateModule:
    return environment(code).get_template(template).module


def exposure(standing: Standing, operator: Operator, code: Code) -> Markup:
    """How hard the change hits, from the standing alone: it can be told before there is a report."""
    return part(code, "_result.html", "exposure", standing, operator)


def render(report: Report, code: Code, slots: Slots | None = None) -> str:
    """All parts of the result as one fragment of HTML, in the order of the page."""
    result = Fragments(report, code, slots or Slots())
    return str(environment(code).get_template("result.html").render(result=result, report=report))


def document(report: Report, code: Code, template: str = PRINTED, **more: object) -> str:
    """The whole report as one document: for print, or in the frame of another template that extends it.

    Only what is printed has the report itself attached, and says so.
    """
    made = environment(code)
    pages = made.get_template("_pages.html")
    printed = template == PRINTED
    on_paper = excerpts.printed(since=bool(report.since), benchmark=bool(report.benchmark))
    limits = on_paper if printed else excerpts.ON_SCREEN
    body = pages.render(report=report, result=Fragments(report, code), attached=printed, limits=limits)
    shown = {"report": report, "body": Markup(body), "terms": glossary.used_terms(body, language(code))}  # noqa: S704
    return keep_last_words(made.get_template(template).render(shown | more))


@cache
def environment(code: Code) -> Environment:
    """Templates that write one language. Every output is escaped and typeset."""
    words = language(code)
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.filters.update(
        n=charts.coordinate,
        text=words.text,
        number=words.number,
        amount=words.amount,
        percent=words.percent,
        date=words.date,
        day=words.day,
        host=lambda url: urlsplit(url).netloc.removeprefix("www."),
        points=lambda value: words.number(LEVELS * value),
        level=lambda value: words.amount(LEVELS * value),
    )
    made.globals.update(
        language=words,
        arithmetic=computed.arithmetic,
        said=lambda criterion: wording.criterion(criterion, words),
        labelled=lambda criterion: wording.labelled(criterion, words),
        notice=lambda said: wording.notice(said, words),
        rules=lambda offer: rules.rules(offer, words),
        sources=lambda offer: rules.sources(offer, words),
        trust=lambda offer: rules.trust(offer, words),
        deadline=lambda offer: rules.deadline(offer, words),
        change=lambda criterion: rules.change(criterion, words),
        misfits=lambda offers: misfits.misfits(offers, words),
        sure=lambda standing: confident.word(standing.confidence, words),
        surer=lambda standing: confident.lift(standing, words),
        alone=lambda standing: confident.alone(standing, words),
        listed=lambda texts, quoted=False: wording.listed(texts, words, quoted=quoted),
        distance=lambda value, at: words.number(computed.apart(value, at)),
        remark=lambda said: explaining.sentence(said, words),
        efforts=wording.EFFORTS,
        decider=lambda measure, report: wording.decider(measure, report.works_council, words),
        instead=lambda standing: wording.instead(standing, words),
        states=wording.STATES,
        kinds=wording.KINDS,
        values=wording.VALUES,
        field_chart=lambda report: field_chart(report, code),
        bars_chart=lambda operator, standings, id_: bars_chart(operator, standings, code, id_),
        change_chart=lambda operator, since, id_: change_chart(operator, since, code, id_),
        beside_chart=lambda operator, found, id_: beside_chart(operator, found, code, id_),
        excerpt=excerpts.excerpt,
        pressing=excerpts.pressing,
        **acting.words(words),
        **benchmark_words.words(words),
        **comparison_words.words(words),
    )
    return made


def _finalize(value: Any) -> Any:
    """Words with their non-breaking spaces. Addresses stay as they are; markup was made of typeset words."""
    is_words = isinstance(value, str) and "<" not in value and not value.startswith("http")
    return typeset(value) if is_words else value


def field_chart(report: Report, code: Code, *, theirs: bool = False) -> Markup:
    """The field of four as SVG; `theirs`: for somebody else than the company."""
    paint = _paint(report.operator)
    return _drawn("charts/field.svg", charts.Field(report, language(code), paint, theirs=theirs), code)


def bars_chart(operator: Operator, standings: Iterable[Standing], code: Code, id_: str = "bars") -> Markup:
    """Bars of axes or areas as SVG; `id_` must be unique in a document."""
    return _drawn(
        "charts/bars.svg", charts.Bars(tuple(standings), language(code), _paint(operator), id_), code
    )


def change_chart(operator: Operator, since: Since, code: Code, id_: str = "since") -> Markup:
    """The values then and now as SVG."""
    return _drawn("charts/change.svg", charts.Change(since, language(code), _paint(operator), id_), code)


def beside_chart(operator: Operator, benchmark: Benchmark, code: Code, id_: str = "beside") -> Markup:
    """The own values among those of other companies as SVG."""
    return _drawn("charts/beside.svg", charts.Beside(benchmark, language(code), _paint(operator), id_), code)


def _paint(operator: Operator) -> charts.Paint:
    return charts.Paint(operator.accent_colour)


def _drawn(name: str, chart: charts.Chart, code: Code) -> Markup:
    drawn = environment(code).get_template(name).render(chart=chart)
    return Markup(_BLANK_LINES.sub("\n", drawn))  # noqa: S704 - a template of this package
