"""From scores and answers to what a report says about the company."""

from collections.abc import Iterable

from questionnaires import reading
from questionnaires.answers import Answer
from questionnaires.confidence import confidence
from questionnaires.definition import Questionnaire
from questionnaires.definition.questions import Question
from questionnaires.definition.tree import TOLERANCE, Node
from questionnaires.explain import Explanation
from questionnaires.measures.choosing import Advised
from questionnaires.reading import FIELD_NAMES
from questionnaires.routing import Path
from questionnaires.scoring.scorecard import Level as Reached
from questionnaires.scoring.scorecard import Score, Scorecard, State
from questionnaires.text import Text
from reports.assessed import SHOWN, Confidence, Counts, Item, Level, Reading, Rung, Said, Standing, Step
from reports.explaining import said

OF_THE_VALUE = {"needs_points", "highest"}
"""Codes of the explanation that say about the next level what `Level.next` says."""


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
    explanation: Explanation | None = None,
) -> Standing:
    """How a node of the tree stands; `whole` leaves out the answers, which its areas show.

    What the next level needs is told where there is an explanation.
    """
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
        confidence=_confidence(questionnaire, path, score),
        next_level=_next_level(questionnaire, explanation) if explanation else (),
    )


def _confidence(questionnaire: Questionnaire, path: Path, score: Score) -> Confidence:
    found = confidence(questionnaire.policy, path, score)
    return Confidence(word=found.word, coverage=found.coverage, evidence=found.evidence, voices=found.voices)


def _next_level(questionnaire: Questionnaire, explanation: Explanation) -> tuple[Said, ...]:
    """What the next level needs of single parts; what it needs of the value follows from the level."""
    return tuple(said(questionnaire, one) for one in explanation.next if one.code not in OF_THE_VALUE)


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
    scale = questionnaire.scale(node)
    above = [*zip(scale.levels[1:], scale.shares, strict=True)][reached.low :]
    return Level(
        low=reached.low,
        high=reached.high,
        name=scale.levels[reached.low],
        highest_name=scale.levels[reached.high],
        blocked_by=tuple(questionnaire.question[id_].title for id_ in reached.blocked_by),
        next=Rung(name=above[0][0], at=above[0][1]) if above else None,
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


def step(questionnaire: Questionnaire, path: Path, advised: Advised) -> Step:
    """One thing to do, with the sentence chosen today and the one to work towards."""
    priority = advised.priority
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
        measure=advised.measure,
        also=tuple(questionnaire.question[id_].title for id_ in advised.also),
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
