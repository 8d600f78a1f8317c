"""What is asked: sections, their questions, and the options to choose from."""

from collections.abc import Iterator
from typing import Any

from questionnaires.commands.show.page import Page
from questionnaires.definition import Section
from questionnaires.definition.facts import AllFact, RangeFact, StatedFact
from questionnaires.definition.kinds import Number, Step
from questionnaires.definition.questions import Asked, Option
from questionnaires.definition.rows import Row, Rows

INDENT = "    "
DEEPER = "      "


def section(page: Page, section: Section) -> Iterator[str]:
    heading = page("section", section.id, page.text(section.title))
    yield ""
    yield from page.lines(heading)
    yield "-" * min(len(heading), page.WIDTH)
    if section.intro:
        yield from page.lines(page.text(section.intro))
    for entry in section.entries:
        yield from _entry(page, entry)


def _entry(page: Page, entry: Any) -> Iterator[str]:
    yield ""
    yield from page.lines(f"{entry.id} · {page.text(entry.title)}", "", INDENT)
    if entry.stated_text:
        yield from page.lines(page.text(entry.text), INDENT)
    yield from page.lines(" · ".join(_facts(page, entry)), INDENT)
    for key, text in (("hint", entry.hint), ("why", entry.why)):
        if text:
            yield from page.lines(page(key, page.text(text)), INDENT)
    if entry.ask_if:
        yield from page.lines(page("only_if", page.rule(entry.ask_if)), INDENT)
    yield from _rows(page, entry)
    yield from _options(page, entry)
    yield from _gaps(page, entry)


# --- one line about the question ---------------------------------------------------------------


def _facts(page: Page, entry: Any) -> Iterator[str]:
    yield _kind(page, entry)
    yield page("range", *map(page.number, entry.range)) if entry.scored else page("unscored")
    if isinstance(entry, Rows) and entry.scored:
        yield page(entry.aggregate)
    if entry.check:
        yield page("length", page.text(page.questionnaire.check[entry.check].title))
    if entry.fact_name:
        yield page("fact", entry.fact_name)
    yield from _numbers(page, entry)
    for key, names in (("after", entry.after), ("needs", entry.needs)):
        if names:
            yield page(key, ", ".join(names))
    if entry.relevance:
        yield page("relevance", entry.relevance)
    if entry.views != Asked.model_fields["views"].default:
        yield page("views", ", ".join(entry.views))


def _kind(page: Page, entry: Any) -> str:
    if not isinstance(entry, Number):
        return page(entry.kind)
    unit = f" {page.text(entry.unit)}" if entry.unit else ""
    return page("number", *map(page.number, entry.limits), unit)


def _numbers(page: Page, entry: Any) -> Iterator[str]:
    if entry.weight != 1:
        yield page("weight", page.number(entry.weight))
    if entry.target is not None:
        yield page("part_target", page.points(entry.target))
    if entry.effort != 1:
        yield page("effort", entry.effort)


# --- rows and options --------------------------------------------------------------------------


def _rows(page: Page, entry: Any) -> Iterator[str]:
    for row in entry.rows if isinstance(entry, Rows) else ():
        yield from page.lines(f"- {_row(page, row)}", INDENT, DEEPER)


def _row(page: Page, row: Row) -> str:
    weight = f" ({page('weight', page.number(row.weight))})" if row.weight != 1 else ""
    return f"{row.id} · {page.text(row.stated_text or row.title)}{weight}"


def _options(page: Page, entry: Any) -> Iterator[str]:
    if isinstance(entry, Number) and entry.steps:
        yield from page.lines("; ".join(_step(page, step) for step in entry.steps), INDENT)
    longest = min(max((len(option.id) for option in entry.options), default=0), 20)
    for option in entry.options:
        first = f"{INDENT}{option.id:<{longest}}  "
        yield from page.lines(_option(page, option), first, " " * (len(INDENT) + longest + 2))


def _step(page: Page, step: Step) -> str:
    return page("above" if step.reaches is None else "from", page.number(step.start), page.points(step.value))


def _option(page: Page, option: Option) -> str:
    does = list(_does(page, option))
    return page.text(option.text) + (f" [{'; '.join(does)}]" if does else "")


def _does(page: Page, option: Option) -> Iterator[str]:
    if option.value is not None:
        yield page.points(option.value)
    if option.kind != "level":
        yield page(option.kind)
    if option.alone:
        yield page("alone")
    if option.stated is not None and option.stated != (option.id,):
        yield _learnt(page, option.stated)
    for question, choice in option.sets.items():
        yield page("sets", question, choice)
    for node, most in option.caps.items():
        yield page("caps", node, page.points(most))
    if option.actions:
        titles = [page.text(page.questionnaire.action[action].title) for action in option.actions]
        yield page("actions", ", ".join(titles))


def _learnt(page: Page, fact: StatedFact) -> str:
    """What rules learn from an option, where it is not simply its id or its points."""
    if isinstance(fact, RangeFact):
        if fact.max is None:
            return page("as_open_range", page.number(fact.min))
        return page("as_range", page.number(fact.min), page.number(fact.max))
    if isinstance(fact, AllFact):
        return page("as_codes", f" {page('all')} ".join(fact.all))
    return page("as_codes", f" {page('any')} ".join(fact)) if fact else page("as_nothing")


def _gaps(page: Page, entry: Any) -> Iterator[str]:
    if entry.not_applicable:
        reasons = "; ".join(f"{page.text(reason.text)} ({reason.id})" for reason in entry.not_applicable)
        yield from page.lines(page("reasons", reasons), INDENT)
    if entry.dont_know:
        yield from page.lines(page("instead", page.quoted(entry.dont_know)), INDENT)
