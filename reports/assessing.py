"""From scores and answers to what a report says about the company."""

from collections.abc import Iterable

from questionnaires import reading
from questionnaires.answers import Answer
from questionnaires.definition import Questionnaire
from questionnaires.definition.questions import Question
from questionnaires.definition.tree import TOLERANCE, Node
from questionnaires.planning.urgency import Priority
from questionnaires.reading import FIELD_NAMES
from questionnaires.routing import Path
from questionnaires.scoring.scorecard import Level as Reached
from questionnaires.scoring.scorecard import Score, Scorecard, State
from questionnaires.text import Text
from reports.assessed import SHOWN, Counts, Item, Level, Reading, Standing, Step


def item(questionnaire: Questionnaire, path: Path, id_: str, score: Score | None = None) -> Item:
    """A question with its answer in words; unscored where no score is given."""
    question = questionnaire.question[id_]
    answer = path.answers.get(id_)
    return Item(
        id=id_,
        title=question.title,
        question=question.text,
        answer=questionnaire.label(question, answer) if answer else None,
        state=score.state if score else _state(answer),
        value=score.value if score else None,
        weight=score.weight if score else 0.0,
    )


def _state(answer: Answer | None) -> State:
    if answer is None:
        return State.OPEN
    return State(answer.choice) if answer.choice in set(State) else State.ANSWERED


def standing(
    questionnaire: Questionnaire,
    path: Path,
    card: Scorecard,
    id_: str,
    target: float | None = None,
    whole: bool = False,
) -> Standing:
    """How a node of the tree stands; `whole` leaves out the answers, which its areas show."""
    node, score = questionnaire.node[id_], card.node(id_)
    shown = () if whole else [item for item in score.items if item.state is not State.HIDDEN]
    lifted, lowered = _lifted(shown, score.value), _lowered(shown, score.value)
    policy = questionnaire.policy
    return Standing(
        id=id_,
        title=node.title,
        short=node.short or node.title,
        weight=score.weight,
        state=score.state,
        value=score.value,
        coverage=score.coverage,
        lower=score.lower,
        upper=score.upper,
        published=score.published,
        level=_level(questionnaire, node, score.level),
        counts=_counts(score),
        not_applicable_share=score.not_applicable_share,
        flagged=score.not_applicable_share > policy.not_applicable_flag + TOLERANCE,
        target=target,
        items=tuple(item(questionnaire, path, found.id, found) for found in shown),
        lifted=lifted,
        lowered=lowered,
    )


def _counts(score: Score) -> Counts:
    return Counts(
        answered=score.count(State.ANSWERED),
        dont_know=score.count(State.DONT_KNOW),
        open=score.count(State.OPEN),
        not_applicable=score.count(State.NOT_APPLICABLE),
    )


def _level(questionnaire: Questionnaire, node: Node, reached: Reached | None) -> Level | None:
    if reached is None:
        return None
    names = questionnaire.scale(node).levels
    return Level(
        low=reached.low,
        high=reached.high,
        name=names[reached.low],
        highest_name=names[reached.high],
        blocked_by=tuple(questionnaire.question[id_].title for id_ in reached.blocked_by),
    )


def _lifted(items: Iterable[Score], value: float | None) -> tuple[str, ...]:
    above = [item for item in items if value is not None and (item.value or 0.0) > value + TOLERANCE]
    return tuple(item.id for item in sorted(above, key=lambda item: -(item.value or 0.0))[:SHOWN])


def _lowered(items: Iterable[Score], value: float | None) -> tuple[str, ...]:
    known = [item for item in items if item.value is not None and value is not None]
    below = [item for item in known if (item.value or 0.0) < (value or 0.0) - TOLERANCE]
    return tuple(item.id for item in sorted(below, key=lambda item: item.value or 0.0)[:SHOWN])


def read(questionnaire: Questionnaire, card: Scorecard) -> Reading:
    found = reading.read(questionnaire, card)
    fields = {name: getattr(questionnaire.fields, name) for name in FIELD_NAMES}
    return Reading(field=found.field, possible=found.possible, fields=fields, cut=questionnaire.fields.cut)


def step(questionnaire: Questionnaire, path: Path, priority: Priority) -> Step:
    question = questionnaire.question[priority.question]
    answer = path.answers.get(question.id)
    return Step(
        question=question.id,
        title=question.title,
        asks=question.text,
        area=priority.area,
        area_title=questionnaire.node[priority.area].title,
        action=priority.action,
        today=questionnaire.label(question, answer) if answer else None,
        next=_within_reach(questionnaire, question, answer) if priority.action == "improve" else None,
        because=tuple(questionnaire.question[id_].title for id_ in priority.because),
    )


REACH = 2
"""Levels up. The first level often says that some try without a plan, which is no advice."""


def _within_reach(questionnaire: Questionnaire, question: Question, answer: Answer | None) -> Text | None:
    """The option to work towards: two levels up, but not beyond the target."""
    chosen = question.option.get(answer.choice) if answer else None
    if chosen is None or chosen.value is None:
        return None
    low, high = question.range
    target = low + questionnaire.target(question, low, high) * (high - low)
    higher = sorted(
        (option for option in question.options if option.value is not None and option.value > chosen.value),
        key=lambda option: option.value or 0.0,
    )
    wanted = [option for option in higher if (option.value or 0.0) <= target] or higher
    return wanted[:REACH][-1].text if wanted else None
