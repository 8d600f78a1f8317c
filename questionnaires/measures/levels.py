"""The level at which a question stands: what measures say they lead on from.

A question with points to choose from has as many levels as there are different points, counted from 0.
One that is measured or ticked has five: the quarters of its range.
"""

from questionnaires.definition.questions import Question
from questionnaires.definition.tree import TOLERANCE

QUARTERS = 4


def level(question: Question, share: float) -> int:
    """The highest level that is reached by this share of the range, in [0, 1]; between two, the lower one.

    Of several answers, such as those of units, the share is their mean: what is not yet so everywhere
    still has to be done.
    """
    low, high = question.range
    points = low + share * (high - low) + TOLERANCE
    return max(0, sum(rung <= points for rung in _rungs(question)) - 1)


def top(question: Question) -> int:
    """The highest level, from which no measure leads on."""
    return len(_rungs(question)) - 1


def _rungs(question: Question) -> tuple[float, ...]:
    low, high = question.range
    return question.ladder or tuple(low + n / QUARTERS * (high - low) for n in range(QUARTERS + 1))
