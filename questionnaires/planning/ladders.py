"""The better answers to all questions that can move a node, as ladders: the cheapest rungs that suffice."""

from questionnaires.answers import Answer, split
from questionnaires.definition.questions import Question
from questionnaires.definition.tree import TOLERANCE, with_descendants
from questionnaires.planning.betterment import better, steady
from questionnaires.planning.differences import Move
from questionnaires.planning.reaching import Found, Rungs, cheapest, cheapest_sum
from questionnaires.planning.trial import Trial
from questionnaires.scoring.scorecard import Score, State

ITEMS_TRIED, LEAST_TRIES = 5_000, 60
"""Where it takes trying, the node is tried until about so many items were scored, and so often at least.

The greedy choice before takes up to four tries for each question: together half a second for fifty of them.
"""
SUMS = {"mean", "sum", "leaf_mean", "leaf_sum"}
UNKNOWN = {State.DONT_KNOW, State.OPEN, State.UNKNOWN}


class Ladders:
    """For each question that can move the node of a trial, its better answers; rung 0 is what was answered.

    Also for the questions that are only opened by better answers.
    """

    def __init__(self, trial: Trial) -> None:
        self.trial = trial
        self.questions = dict(trial.movable(trial.path))
        self.better = {key: better(q, trial.answer(key)) for key, q in self.questions.items()}
        while opened := self._opened():
            self.questions |= opened
            self.better |= {key: better(q, trial.answer(key)) for key, q in opened.items()}
        self.keys = [key for key, found in self.better.items() if found]
        self.costs = [[0, *(self._effort(key, rung) for rung in self._rungs(key))] for key in self.keys]

    def _opened(self) -> dict[str, Question]:
        best = {key: found[-1].answer for key, found in self.better.items() if found}
        movable = self.trial.movable(self.trial.way(best))
        return {key: question for key, question in movable.items() if key not in self.questions}

    def _rungs(self, key: str) -> range:
        return range(1, len(self.better[key]) + 1)

    def _effort(self, key: str, rung: int) -> int:
        return self.questions[key].effort * self.better[key][rung - 1].levels

    def answers(self, rungs: Rungs) -> dict[str, Answer]:
        """The answers that are better than before."""
        return {
            key: self.better[key][rung - 1].answer for key, rung in zip(self.keys, rungs, strict=True) if rung
        }

    def moves(self, rungs: Rungs) -> dict[str, Move]:
        return {
            key: Move(key, self.better[key][rung - 1].answer.choice, self._effort(key, rung))
            for key, rung in zip(self.keys, rungs, strict=True)
            if rung
        }

    def cheapest(self, level: int) -> Found | None:
        """The rungs with the least effort by which the node reaches a level for certain."""
        if self._is_a_sum(level):
            return self._summed(level)
        return cheapest(
            self.costs,
            lambda rungs: _measured(self.trial.with_(self.answers(rungs)), level),
            steady=self._steady,
            tries=max(LEAST_TRIES, ITEMS_TRIED // len(self.trial.now.items)),
        )

    @property
    def _steady(self) -> bool:
        """Whether better answers can do no harm, nor lead past anything."""
        leading = any(split(key)[0] in self.trial.routing for key in self.keys)
        return not leading and all(steady(self.questions[key]) for key in self.keys)

    # --- plain sums ----------------------------------------------------------------------------

    def _is_a_sum(self, level: int) -> bool:
        """Whether the value is a sum over the answers: nothing open, no gate, cap, rounding or unit."""
        trial, node = self.trial, self.trial.questionnaire.node[split(self.trial.node)[0]]
        parts = with_descendants(node)
        plain = all(part.aggregate in SUMS and part.rounding is None for part in parts)
        gated = any(gate.level <= level for gate in node.gates)
        known = trial.now.value is not None and not any(i.state in UNKNOWN for i in trial.now.items)
        return plain and known and self._steady and not (gated or trial.path.units or trial.part.capping)

    def _summed(self, level: int) -> Found | None:
        scale = self.trial.questionnaire.scale(self.trial.questionnaire.node[self.trial.node])
        if level > len(scale.shares):
            return None
        wanted = scale.shares[level - 1] if level > 0 else 0.0
        missing = wanted + (2 * TOLERANCE if scale.strict else 0.0) - (self.trial.now.value or 0.0)
        rungs = cheapest_sum(self.costs, [self._gains(key) for key in self.keys], missing)
        if rungs is None:
            return None
        cost = sum(prices[rung] for prices, rung in zip(self.costs, rungs, strict=True))
        return Found(rungs, cost, exact=True)

    def _gains(self, key: str) -> list[float]:
        """What each rung adds to the value: as much for every point."""
        question, found = self.questions[key], self.better[key]
        present = question.points(self.trial.path.answers[key])
        gain = self.trial.gain(self.trial.with_({key: found[-1].answer}))
        return [0.0, *(gain * (one.points - present) / (found[-1].points - present) for one in found)]


def _measured(node: Score, level: int) -> tuple[bool, float]:
    return node.level is not None and node.level.low >= level, node.value or 0.0
