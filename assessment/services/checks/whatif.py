"""What if: answers that are supposed for the length of one request. Nothing of it is ever stored."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Literal
from uuid import UUID

from assessment.services import runs
from assessment.services.checks import results
from assessment.services.offering import in_force
from assessment.services.offering.in_force import InForce
from assessment.services.runs import OpenRun
from assessment.store.database import Database
from matching.catalogue import Catalogue
from questionnaires.answers import NOT_APPLICABLE, Answer
from questionnaires.definition import Questionnaire
from questionnaires.definition.questions import Question
from questionnaires.measures import Measure
from questionnaires.planning import whatif
from questionnaires.planning.differences import Step, Way
from questionnaires.routing import route
from questionnaires.text import Text
from reports import fitting, supposed
from reports.assessed import Standing
from reports.assessing import REACH
from reports.fitting import Fitting
from reports.offered import Offer
from reports.report import Operator, Report
from reports.supposed import Asked, Effect

AS_TODAY = ""
"""Supposes what is answered today: the question lies on the table, and nothing differs yet."""

GAPS = 5
"""How many of the largest gaps stand above all other questions."""

Fault = Literal["question", "answer", "check", "offer", "area"]


@dataclass(frozen=True, slots=True)
class Refused:
    """Something in the address that was left out: unknown, not offered, or asked in another length only."""

    fault: Fault
    title: Text | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A question on the table. `counts` is False where the supposed answers lead past it."""

    question: Question
    today: Answer | None
    chosen: Answer | None
    counts: bool

    @property
    def moved(self) -> bool:
        return (self.chosen and self.chosen.choice) != (self.today and self.today.choice)


@dataclass(frozen=True)
class Outlook:
    """What the suppositions come to. `effect` is None while nothing differs from today."""

    run: OpenRun
    after: OpenRun
    cards: tuple[Card, ...]
    refused: tuple[Refused, ...]
    before: Report
    effect: Effect | None
    catalogue: Catalogue

    @property
    def report(self) -> Report:
        """What would be told with the supposed answers."""
        return self.effect.after if self.effect else self.before

    @cached_property
    def on_table(self) -> Mapping[str, str]:
        """What is supposed, by question, as it stands in an address."""
        return {card.question.id: card.chosen.choice if card.chosen else AS_TODAY for card in self.cards}


def look(
    database: Database,
    *,
    run_id: UUID,
    key: str | None,
    supposing: Mapping[str, str],
    operator: Operator,
    now: datetime,
) -> Outlook:
    """Today's result beside that with other answers. Raises NothingAnswered before the first answer.

    Both are made now, so that nothing but the answers tells them apart.
    """
    run = runs.opened(database, run_id=run_id, key=key)
    accepted, refused = _sorted_out(run, supposing)
    changes = {id_: answer for id_, answer in accepted.items() if answer != run.answers.get(id_)}
    after = _with(run, {id_: answer for id_, answer in changes.items() if answer})
    by = in_force.read(database)
    before = results.compose(run, operator=operator, now=now, finished=True, by=by)
    effect = _effect(run, after, before, operator, now, by) if after is not run else None
    cards = tuple(_card(run, after, id_, answer) for id_, answer in accepted.items())
    return Outlook(run, after, cards, refused, before, effect, by.catalogue)


def _with(run: OpenRun, changes: Mapping[str, Answer]) -> OpenRun:
    if not changes:
        return run
    answers = {**run.answers, **changes}
    return replace(run, answers=answers, path=route(run.questionnaire, answers, run.check))


def _effect(
    run: OpenRun, after: OpenRun, before: Report, operator: Operator, now: datetime, by: InForce
) -> Effect:
    told = results.compose(after, operator=operator, now=now, finished=True, by=by)
    opened = _added(run.questionnaire, after.path.asked, run.path.asked)
    closed = _added(run.questionnaire, after.path.hidden, run.path.hidden)
    return supposed.compare(before, told, opened=opened, closed=closed)


def _added(questionnaire: Questionnaire, after: Iterable[str], before: Container[str]) -> list[Asked]:
    return [Asked(id_, questionnaire.question[id_].title) for id_ in after if id_ not in before]


def _card(run: OpenRun, after: OpenRun, id_: str, answer: Answer | None) -> Card:
    return Card(run.questionnaire.question[id_], run.answers.get(id_), answer, id_ not in after.path.hidden)


# --- what the address says ---------------------------------------------------------------------


def _sorted_out(
    run: OpenRun, supposing: Mapping[str, str]
) -> tuple[dict[str, Answer | None], tuple[Refused, ...]]:
    """The suppositions as answers, today's where nothing else is supposed; and what cannot be supposed."""
    accepted: dict[str, Answer | None] = {}
    refused: list[Refused] = []
    for id_, choice in supposing.items():
        question, today = run.questionnaire.question.get(id_), run.answers.get(id_)
        answer = _answer(question, choice, today) if question else None
        fault = _fault(run, question, choice, answer)
        if fault:
            refused.append(Refused(fault, question.title if question else None))
        else:
            accepted[id_] = answer
    return accepted, tuple(dict.fromkeys(refused))


def _fault(run: OpenRun, question: Question | None, choice: str, answer: Answer | None) -> Fault | None:
    if question is None:
        return "question"
    if not run.questionnaire.asks(question, run.check):
        return "check"
    is_offered = question.accepts(answer) if answer else choice == AS_TODAY
    return None if is_offered else "answer"


def _answer(question: Question, choice: str, today: Answer | None) -> Answer | None:
    """Why something does not apply makes no difference here: any reason will do."""
    if choice == AS_TODAY or (today and choice == today.choice):
        return today
    reasons = question.not_applicable if choice == NOT_APPLICABLE else ()
    return Answer(choice, reasons[0].id if reasons else None)


# --- the next steps ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NextSteps:
    """What lifts one area most for what it takes; `measures` names for some of the questions what to do."""

    area: Standing
    steps: tuple[Step, ...]
    measures: Mapping[str, Measure]


def next_steps(outlook: Outlook) -> NextSteps:
    """For the weakest area; where none is known, for the one of which least is certain.

    From today's answers, so that they stay while suppositions come and go.
    """
    run, report = outlook.run, outlook.before
    areas = [area for area in report.areas if area.id in report.weakest] or [*report.areas]
    area = min(areas, key=lambda area: (_is_closed(area), area.lower))
    steps = whatif.cheapest_steps(run.questionnaire, run.answers, run.check, area.id, reach=REACH)
    planned = (*report.steps, *report.next_steps, *report.later_steps)
    return NextSteps(area, steps, {step.question: step.measure for step in planned if step.measure})


@dataclass(frozen=True, slots=True)
class Goal:
    """An area with the level above its present one."""

    area: Standing
    level: int
    name: Text


def goals(outlook: Outlook) -> tuple[Goal, ...]:
    """The areas that have a level to reach yet."""
    run = outlook.run
    found = []
    for area in outlook.before.areas:
        names = run.questionnaire.scale(run.questionnaire.node[area.id]).levels
        level = area.level.low + 1 if area.level else 1
        if level < len(names) and not _is_closed(area):
            found.append(Goal(area, level, names[level]))
    return tuple(found)


def _is_closed(area: Standing) -> bool:
    """Whether none of its questions applies, so that no answer moves it."""
    return area.counts.applicable == 0


def way_to(outlook: Outlook, goal: Goal) -> Way | None:
    """The answers with the least effort that reach the goal for certain; None if none do. May take 0.4 s."""
    run = outlook.run
    return whatif.to_level(run.questionnaire, run.answers, run.check, goal.area.id, goal.level)


# --- what to suppose something about -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Group:
    """Questions to choose from, those of one part of the result; facts about the company have no `part`."""

    part: Standing | None
    questions: tuple[Question, ...]


def largest_gaps(outlook: Outlook, besides: NextSteps) -> tuple[Question, ...]:
    """The questions with which the plan begins, without those that the next steps name already."""
    report, named = outlook.before, {step.question for step in besides.steps}
    ids = dict.fromkeys(step.question for step in (*report.steps, *report.next_steps))
    return tuple(outlook.run.questionnaire.question[id_] for id_ in ids if id_ not in named)[:GAPS]


def groups(outlook: Outlook) -> tuple[Group, ...]:
    """All questions that are asked with the supposed answers, by the part of the result that they move."""
    questionnaire = outlook.run.questionnaire
    asked = [questionnaire.question[id_] for id_ in outlook.after.path.asked]
    parts = [(part, set(questionnaire.node[part.id].children)) for part in outlook.before.parts]
    counted = {id_ for _, children in parts for id_ in children}
    facts = Group(None, tuple(question for question in asked if question.id not in counted))
    scored = [Group(part, tuple(q for q in asked if q.id in children)) for part, children in parts]
    return tuple(group for group in (*scored, facts) if group.questions)


# --- one offer ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OfferOutlook:
    """One offer with the supposed answers, and which further ones would make it fit."""

    offer: Offer
    fitting: Fitting


def offer_outlook(outlook: Outlook, offer_id: str, today: date) -> OfferOutlook | None:
    """None for an offer that is unknown, or shown to no company."""
    told = next((offer for offer in outlook.report.offers.every if offer.id == offer_id), None)
    if told is None:
        return None
    entry, run = outlook.catalogue.offer[offer_id], outlook.after
    return OfferOutlook(told, fitting.search(run.questionnaire, run.answers, run.check, entry, today))
