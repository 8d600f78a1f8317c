"""What would change if answers did: the difference, the cheapest next steps, the cheapest way to a level.

    gain = value after - value before             (of one node, in [0, 1])
    effort = the question's effort (1 to 3) times the levels that its answer climbs

The steps are sorted by gain for each unit of effort, ties as those of priorities. A don't-know can only be
found out: its gain lies between that of the worst and that of the best answer, and it counts by half of
the best, as it does among priorities. Everything is ids and numbers.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from questionnaires.answers import Answer, Answers, split
from questionnaires.definition import Questionnaire
from questionnaires.definition.questions import Question
from questionnaires.definition.tree import TOLERANCE
from questionnaires.planning.betterment import Better, at_target, better, extremes
from questionnaires.planning.differences import Change, Difference, Move, NoLevels, Standing, Step, Way
from questionnaires.planning.ladders import Ladders
from questionnaires.planning.precedence import earlier, first_things_first
from questionnaires.planning.trial import Trial, asked
from questionnaires.routing import Path, UnknownAnswer, check_answers, route
from questionnaires.scoring import score
from questionnaires.scoring.scorecard import DIGITS, Level, Scorecard


def change(
    questionnaire: Questionnaire, answers: Answers, changes: Mapping[str, Answer | None], check: str
) -> Difference:
    """What these changes would do; None takes an answer away. Raises UnknownAnswer for what isn't offered."""
    for key in changes:
        if split(key)[0] not in questionnaire.question:
            raise UnknownAnswer(key)
    other = {key: answer for key, answer in {**answers, **changes}.items() if answer is not None}
    check_answers(questionnaire, other)
    before = route(questionnaire, answers, check)
    after = before if other == answers else route(questionnaire, other, check)
    card = score(questionnaire, before)
    changed = card if after == before else score(questionnaire, after)
    return Difference(
        nodes=_changes(card, changed),
        opened=_added(asked(questionnaire, after), asked(questionnaire, before)),
        closed=_added(_by_unit(questionnaire, after, "hidden"), _by_unit(questionnaire, before, "hidden")),
        settled=_added(_by_unit(questionnaire, after, "settled"), _by_unit(questionnaire, before, "settled")),
    )


def _added(after: Sequence[str], before: Sequence[str]) -> tuple[str, ...]:
    known = set(before)
    return tuple(key for key in after if key not in known)


def _by_unit(questionnaire: Questionnaire, path: Path, what: Literal["hidden", "settled"]) -> list[str]:
    apart = questionnaire.asked_by_unit
    of_units = [
        f"{id_}@{unit}" for unit, way in path.units.items() for id_ in getattr(way, what) if id_ in apart
    ]
    return [*getattr(path, what), *of_units]


def _changes(before: Scorecard, after: Scorecard) -> tuple[Change, ...]:
    cards = [
        {part.id: Standing.of(part) for root in card.roots for part in root.walk() if part.children}
        for card in (before, after)
    ]
    return tuple(Change(id_, cards[0].get(id_), cards[1].get(id_)) for id_ in {**cards[0], **cards[1]})


# --- the next steps ----------------------------------------------------------------------------


def cheapest_steps(
    questionnaire: Questionnaire, answers: Answers, check: str, node: str, *, count: int = 3, reach: int = 1
) -> tuple[Step, ...]:
    """The steps that lift a node most for what they take: at most one for each question, and only gains.

    Of a question, the answer `reach` levels up, though not beyond the target, and the one at its target are
    tried: the next level may be one that nobody would advise, "some try it without rules". What is short of
    its target comes before what is not; of equals, the question that stands lowest. Open questions are no
    step.
    Raises KeyError for a node that the scorecard does not have.
    """
    trial = Trial(questionnaire, answers, check, node)
    keys = {key for part in questionnaire.node.values() for gate in part.gates for key in gate.keys}
    found = [
        step
        for key, question in trial.movable(trial.path).items()
        if (step := _best_step(trial, key, question, reach)) is not None
    ]
    today = {step.question: _today(trial, step.question) for step in found}
    found.sort(
        key=lambda s: (
            today[s.question].at_target,
            -round(s.rate, DIGITS),
            split(s.question)[0] not in keys,
            s.effort,
            round(today[s.question].share, DIGITS),
        )
    )
    return tuple(found[:count])


class _Today(NamedTuple):
    share: float
    at_target: bool


def _today(trial: Trial, key: str) -> _Today:
    """Where a question stands in its range; one that nobody knows counts from its lowest answer."""
    question, answer = trial.questionnaire.question[split(key)[0]], trial.answer(key)
    low, high = question.range
    scored = answer is not None and question.scored and question.meaning(answer) == "level"
    share = (question.points(answer) - low) / (high - low) if answer and scored else 0.0
    return _Today(share, share >= trial.questionnaire.target(question, low, high) - TOLERANCE)


def _best_step(trial: Trial, key: str, question: Question, reach: int) -> Step | None:
    answer = trial.answer(key)
    if answer is None:
        return None
    steps = (
        _found_out(trial, key, question)
        if question.meaning(answer) == "dont_know"
        else _improved(trial, key, question, answer, reach)
    )
    gaining = [step for step in steps if step.most > TOLERANCE]
    return min(gaining, key=lambda step: (-round(step.rate, DIGITS), step.effort), default=None)


def _improved(trial: Trial, key: str, question: Question, answer: Answer, reach: int) -> list[Step]:
    found = better(question, answer)
    if not found:
        return []
    low, high = question.range
    target = low + trial.questionnaire.target(question, low, high) * (high - low)
    goal = at_target(found, target)
    near = next((one for one in found if one.levels >= reach), goal)
    wanted = dict.fromkeys((near if near.levels < goal.levels else goal, goal))
    return [_step(trial, key, question, one) for one in wanted]


def _step(trial: Trial, key: str, question: Question, one: Better) -> Step:
    after = trial.with_({key: one.answer})
    gain = trial.gain(after)
    return Step(key, "improve", one.answer.choice, question.effort * one.levels, gain, gain, after.level)


def _found_out(trial: Trial, key: str, question: Question) -> list[Step]:
    """A question that moves nothing has nothing to be found out."""
    possible = [trial.with_({key: answer}) for answer in extremes(question) or ()]
    if not possible:
        return []
    gains = sorted(trial.gain(after) for after in possible)
    levels = [after.level for after in possible if after.level]
    level = Level(min(x.low for x in levels), max(x.high for x in levels)) if levels else None
    return [Step(key, "find_out", None, question.effort, gains[0], gains[-1], level)]


# --- the way to a level ------------------------------------------------------------------------


def to_level(questionnaire: Questionnaire, answers: Answers, check: str, node: str, level: int) -> Way | None:
    """The better answers with the least effort that reach a level for certain; None if none do.

    Open questions and don't-knows may be answered too, with an effort counted from the worst answer.
    Exact where the value is a plain sum of the answers, and where there are few enough to try all; else the
    best of a greedy choice improved by exchanges. The result says which.
    Raises NoLevels, and KeyError for a node that the scorecard does not have.
    """
    part = questionnaire.node[split(node)[0]]
    if part.scale is None and part.aggregate != "staged":
        raise NoLevels(node)
    trial = Trial(questionnaire, answers, check, node)
    ladders = Ladders(trial)
    found = ladders.cheapest(level)
    if found is None:
        return None
    after = trial.with_(ladders.answers(found.rungs))
    moves = _in_order(questionnaire, ladders.moves(found.rungs))
    return Way(node, level, moves, found.cost, found.exact, Standing.of(trial.now), Standing.of(after))


def _in_order(questionnaire: Questionnaire, moves: Mapping[str, Move]) -> tuple[Move, ...]:
    """In the order of the questionnaire, each behind what has to come first."""
    after = {question.id: question.after for question in questionnaire.question.values()}
    first = {
        key: [other for other in moves if split(other)[0] in earlier(split(key)[0], after)] for key in moves
    }
    place = {id_: number for number, id_ in enumerate(questionnaire.question)}
    by_place = sorted(moves, key=lambda key: place[split(key)[0]])
    return tuple(moves[key] for key in first_things_first(by_place, first))
