"""Measures, plan and changes in words, as the report tells them."""

from collections.abc import Callable, Iterable
from typing import Any

from questionnaires.measures import Measure
from questionnaires.text import Text
from reports.assessed import LEVELS, Standing, Step
from reports.compared import EXPOSURE, ChangedAnswer
from reports.language import N_, NO_BREAK, Language, typeset
from reports.planned import STATES, Planned

CHANGES = 12
"""Changed answers that a report names; its data have them all."""


def duration(measure: Measure, language: Language) -> str:
    """How long it typically takes."""
    least, most = measure.weeks.least, measure.weeks.most
    if least < most:
        return _together(language.say(N_("%(least)s bis %(most)s Wochen"), least=least, most=most))
    return language.say(N_("eine Woche") if most == 1 else N_("%(weeks)s Wochen"), weeks=most)


def _together(words: str) -> str:
    return words.replace(" ", NO_BREAK)


def first(measure: Measure, steps: Iterable[Step]) -> tuple[Text, ...]:
    """The titles of those measures of the report that come before one."""
    titles = {step.measure.id: step.measure.title for step in steps if step.measure}
    return tuple(titles[id_] for id_ in measure.after if id_ in titles)


def area_of(step: Step, areas: Iterable[Standing]) -> Text:
    """The short name of the area a step belongs to."""
    return next((area.short for area in areas if area.id == step.area), step.area_title)


def telling(changed: Iterable[ChangedAnswer]) -> list[ChangedAnswer]:
    """The answers that changed most, in the order of the questionnaire."""
    told = list(changed)
    most = sorted(told, key=lambda one: -abs(one.change or 0.0))[:CHANGES]
    return [one for one in told if one in most]


def sixteenths(value: float) -> int:
    """A value in [0, 1] in sixteenths, for which the style sheet has a class each."""
    return round(16 * value)


EXPOSED = {True: N_("trifft stärker"), False: N_("trifft weniger")}
ONE_LEVEL = {True: N_("um eine Stufe höher"), False: N_("um eine Stufe tiefer")}
LEVELS_APART = {True: N_("um %(levels)s Stufen höher"), False: N_("um %(levels)s Stufen tiefer")}
"""By whether the value rose."""


def changed_by(changed: ChangedAnswer, language: Language) -> str:
    """How an answer moved, in words: for the exposure lower is better, so a sign would mislead."""
    if not changed.change:
        return ""
    rose, size = changed.change > 0, abs(LEVELS * changed.change)
    if changed.area == EXPOSURE:
        return language.say(EXPOSED[rose])
    if language.amount(size) == "1":
        return language.say(ONE_LEVEL[rose])
    return language.say(LEVELS_APART[rose], levels=language.amount(size))


def words(language: Language) -> dict[str, Callable[..., Any]]:
    """What the templates of the report call, in one language."""
    return {
        "duration": lambda measure: duration(measure, language),
        "measures_before": first,
        "area_of": area_of,
        "telling": telling,
        "sixteenths": sixteenths,
        "changed_by": lambda changed: changed_by(changed, language),
        "planned_title": lambda entry: _title(entry, language),
        "planned_state": lambda entry: language.say(STATES[entry.state]),
    }


def _title(entry: Planned, language: Language) -> str:
    return typeset(entry.named(language.code))
