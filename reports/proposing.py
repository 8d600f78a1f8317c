"""How a step or an offer of the result becomes something to choose, with the words that it has now."""

from collections.abc import Callable

from questionnaires.measures import Measure
from questionnaires.text import Text
from reports import acting, wording
from reports.assessed import Step
from reports.language import LOCALES, N_, Language, language
from reports.offered import Offer
from reports.planned import FIND_OUT, MEASURE, OFFER, Proposal, Wording


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


ASK_FOR, ASK_FIRST = N_("Anfragen: %(offer)s"), N_("Fragen Sie zuerst: %(door)s")
OUTSIDE = Text(de="Hilfe von außen", en="Help from outside")


def of_offer(offer: Offer) -> Proposal:
    """To ask for an offer, with the door to knock on."""
    door = offer.door or Text(de=offer.operator, en=offer.operator)
    return Proposal(
        origin=f"{OFFER}{offer.id}",
        words=Wording(
            title=_in_each(
                lambda speaker: speaker.gettext(ASK_FOR) % {"offer": offer.name.in_(speaker.code)}
            ),
            area=OUTSIDE,
            first_step=_in_each(
                lambda speaker: speaker.gettext(ASK_FIRST) % {"door": door.in_(speaker.code)}
            ),
        ),
    )


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
