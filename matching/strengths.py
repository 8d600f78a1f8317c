"""What a company could help others with: one strength per need, and the answers it comes from.

    s(n) = mean over the readiness questions that reveal n of h(x),   h(x) = max(0, (x - 1/2) / (1/2))

Experience begins above the middle of a question: the third of four steps counts half, the fourth in full.
The mean, where gaps take 1 - product(1 - p): one weak answer is reason enough to look for help, but one good
answer among weak ones makes nobody a guide. A don't-know or an open question counts as nothing known, 0, so
it never raises a strength; what does not apply or is not asked leaves the mean. A company may have a strength
and a gap in one need: it has come far with one part of it and not with another.
"""

from collections import defaultdict
from dataclasses import dataclass
from math import fsum

from questionnaires.definition import Questionnaire
from questionnaires.scoring.scorecard import NULL_STATES, Scorecard

MIDDLE = 0.5


@dataclass(frozen=True, slots=True)
class Strength:
    """How far a company has come with one need, in (0, 1]; the questions that show it, best first."""

    need: str
    amount: float
    questions: tuple[str, ...]


def strengths(questionnaire: Questionnaire, card: Scorecard) -> tuple[Strength, ...]:
    """Every need with a strength, the largest first."""
    shown: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for item in card.node("readiness").items:
        if item.state not in NULL_STATES:
            for need in questionnaire.question[item.id].needs:
                shown[need].append((item.id, experience(item.value)))
    found = [_strength(need.id, shown[need.id]) for need in questionnaire.needs if need.id in shown]
    return tuple(sorted((s for s in found if s.amount > 0), key=lambda s: -s.amount))


def experience(value: float | None) -> float:
    """What an answer shows, in [0, 1]: nothing up to the middle of its range."""
    return 0.0 if value is None else max(0.0, (value - MIDDLE) / (1 - MIDDLE))


def _strength(need: str, shown: list[tuple[str, float]]) -> Strength:
    best = sorted((pair for pair in shown if pair[1] > 0), key=lambda pair: -pair[1])
    amount = fsum(value for _, value in shown) / len(shown)
    return Strength(need, amount, tuple(question for question, _ in best))
