"""Better answers to one question, and how many levels each of them climbs.

A level is whatever an answer can climb by: an option with more points, a tick, a step of a number, a quarter
of the range of a number that counts by itself. Where a question has no points and only caps nodes, its
options climb by how little they hold down. Of answers with the same points the one with the least change
stands for all. Of several ticks, the weightiest come first: no other ticks, as few, have more points.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

from questionnaires.answers import Answer
from questionnaires.definition.kinds import Number, Several
from questionnaires.definition.questions import Option, Question
from questionnaires.definition.tree import TOLERANCE

QUARTERS = 4


@dataclass(frozen=True, slots=True)
class Better:
    """An answer, the points it is worth, and the levels from the present answer up to it."""

    answer: Answer
    points: float
    levels: int


def better(question: Question, answer: Answer | None) -> tuple[Better, ...]:
    """The answers above the present one, the nearest first.

    What is not known may be the worst there is: above none and a don't-know are all answers, with their
    levels counted from the worst, and at least one to find out. Nothing is better than what does not apply
    or is never counted.
    """
    meaning = "dont_know" if answer is None else question.meaning(answer)
    if meaning not in {"level", "dont_know"}:
        return ()
    known = answer if meaning == "level" else None
    found = _more_ticks(question, known) if isinstance(question, Several) else _climbed(question, known)
    return tuple(_rising(sorted(found, key=lambda one: (one.levels, -one.points)), _now(question, known)))


def at_target(found: tuple[Better, ...], points: float) -> Better:
    """The nearest that reaches so many points; the best, where none does. `found` has one at least."""
    return next((one for one in found if one.points >= points - TOLERANCE), found[-1])


def extremes(question: Question) -> tuple[Answer, Answer] | None:
    """The worst and the best answer; None for a question that moves no score."""
    if isinstance(question, Several):
        signs = (-1, 1) if question.scored else ()
        ticks = ([o.id for o in _tickable(question) if sign * (o.value or 0) > 0] for sign in signs)
        found = [Answer(o.id) for o in _alone(question)] + [Answer(" ".join(ids)) for ids in ticks]
    else:
        found = [answer for _, answer in _rungs(question, None)]
    ordered = sorted(found, key=lambda answer: _points(question, answer))
    return (ordered[0], ordered[-1]) if ordered else None


def steady(question: Question) -> bool:
    """Whether more points never make anything worse: no option settles others or has a stricter cap."""
    levels = sorted((o for o in question.options if o.kind == "level"), key=lambda o: o.value or 0.0)
    if any(option.sets for option in question.options) or (
        isinstance(question, Several) and any(option.caps for option in question.options)
    ):
        return False
    nodes = {node for option in levels for node in option.caps}
    caps = [[option.caps.get(node, inf) for option in levels] for node in nodes]
    return not question.scored or all(row == sorted(row) for row in caps)


def _rising(found: list[Better], least: float) -> Iterator[Better]:
    for one in found:
        if one.points > least + TOLERANCE:
            least = one.points
            yield one


def _now(question: Question, known: Answer | None) -> float:
    return -inf if known is None else _points(question, known)


def _points(question: Question, answer: Answer) -> float:
    return question.points(answer) if question.scored else _freedom(question, question.chosen(answer)[0])


def _freedom(question: Question, option: Option) -> float:
    """How little an option holds down: the sum of its caps, the laxest of them and one more for none."""
    laxest = {
        node: max(other.caps.get(node, 0.0) for other in question.options)
        for other in question.options
        for node in other.caps
    }
    return sum(option.caps.get(node, most + 1) for node, most in laxest.items())


# --- one answer out of some --------------------------------------------------------------------


def _climbed(question: Question, known: Answer | None) -> Iterator[Better]:
    rungs, now = _rungs(question, known), _now(question, known)
    below = sum(points <= now + TOLERANCE for points, _ in rungs)
    for number, (points, answer) in enumerate(rungs, 1):
        yield Better(answer, points, max(1, number - max(1, below)))


def _rungs(question: Question, known: Answer | None) -> list[tuple[float, Answer]]:
    """The points that an answer can have, rising, each with the answer that gives them."""
    if isinstance(question, Number):
        answers = [Answer(f"{number:.12g}") for number in _numbers(question, known)]
        found = {question.points(answer): answer for answer in reversed(answers)}
    else:
        moving = question.scored or any(option.caps for option in question.options)
        options = [o for o in question.options if o.kind == "level"] if moving else []
        found = {_points(question, Answer(o.id)): Answer(o.id) for o in reversed(options)}
    return sorted(found.items(), key=lambda rung: rung[0])


def _numbers(question: Number, known: Answer | None) -> list[float]:
    """A number for each step, or for each quarter of the range; those with the least change first."""
    low, high = question.range
    if not question.scored:
        return []
    numbers = [_within(question, n) for n in range(len(question.steps))]
    numbers = numbers or [low + n / QUARTERS * (high - low) for n in range(QUARTERS + 1)]
    least, most = question.limits
    offered = [min(max(number, least), most) for number in numbers]
    now = least if known is None else float(known.choice)
    return sorted(offered, key=lambda number: abs(number - now))


def _within(question: Number, position: int) -> float:
    """A number on this step: where it begins or, above a limit, half way to the next."""
    step, later = question.steps[position], question.steps[position + 1 :]
    end = later[0].start if later else question.limits[1]
    return step.start if step.above is None else (step.start + end) / 2


# --- several ticks -----------------------------------------------------------------------------


def _more_ticks(question: Several, known: Answer | None) -> Iterator[Better]:
    """Good ticks added and bad ones taken away, the weightiest first; and what may only stand alone."""
    ticked = {option.id for option in question.chosen(known) if not option.alone}
    if known is None:
        yield _ticks(question, ticked, 1)
    useful = [o for o in _tickable(question) if o.value and (o.value > 0) != (o.id in ticked)]
    for number, option in enumerate(sorted(useful, key=lambda o: -abs(o.value or 0.0)), 1):
        ticked ^= {option.id}
        yield _ticks(question, ticked, number)
    for option in _alone(question):
        yield _ticks(question, {option.id}, 1)


def _ticks(question: Several, ticked: set[str], levels: int) -> Better:
    answer = Answer(" ".join(option.id for option in question.options if option.id in ticked))
    return Better(answer, question.points(answer), levels)


def _tickable(question: Several) -> list[Option]:
    return [option for option in question.options if option.kind == "level" and not option.alone]


def _alone(question: Several) -> list[Option]:
    return [option for option in question.options if option.value is not None and option.alone]
