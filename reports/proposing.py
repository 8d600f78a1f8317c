"""How a step of the result becomes something to choose, with the words that it has now."""

from collections.abc import Callable

from questionnaires.measures import Measure
from questionnaires.text import Text
from reports import acting, wording
from reports.assessed import Step
from reports.language import LOCALES, Language, language
from reports.planned import FIND_OUT, MEASURE, Proposal, Wording


def proposal(step: Step, works_council: bool | None = None) -> Proposal:
    """A measure under its own title; where there is none, the topic with the level to work towards, or the
    question to find out about. `works_council` is None where nobody said whether there is one."""
    if step.measure:
        return Proposal(
            origin=f"{MEASURE}{step.measure.id}", words=_measure(step, step.measure, works_council)
        )
    if step.action == "find_out":
        return _proposed(f"find_out:{step.question}", step, _to_find_out(step.title), step.asks)
    return _proposed(f"improve:{step.question}", step, step.title, step.next)


def _measure(step: Step, measure: Measure, works_council: bool | None) -> Wording:
    return Wording(
        title=measure.title,
        area=step.area_title,
        first_step=measure.first_step,
        decides=_in_each(lambda speaker: wording.decider(measure, works_council, speaker)),
        lasts=_in_each(lambda speaker: acting.duration(measure, speaker)),
    )


def _proposed(origin: str, step: Step, title: Text, first_step: Text | None) -> Proposal:
    return Proposal(origin=origin, words=Wording(title=title, area=step.area_title, first_step=first_step))


def _to_find_out(topic: Text) -> Text:
    return _in_each(lambda speaker: speaker.gettext(FIND_OUT) % {"topic": topic.in_(speaker.code)})


def _in_each(said: Callable[[Language], str]) -> Text:
    return Text.model_validate({code: said(language(code)) for code in LOCALES})
