"""Which questions are asked, for many runs together: conditions are looked up by answer, joined after Kleene.

False, unknown and true are 0, 1 and 2, so that `all` is the least of its parts and `any` the greatest. Ids
and names of facts are unique and a condition reads earlier questions, as the lint demands.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from questionnaires.answers import Answer
from questionnaires.conditions import All, AnyOf, Comparison, Not, Rule, compare
from questionnaires.definition import Questionnaire
from questionnaires.definition.questions import Question
from questionnaires.scoring.bulk.columns import HIDDEN, OPEN, Answered, Codes
from questionnaires.scoring.bulk.table import Flags, Small

FALSE, UNKNOWN, TRUE = 0, 1, 2
TRUTHS = {False: FALSE, None: UNKNOWN, True: TRUE}

Routed = dict[str, Codes]
"""For every question, the codes of the answers that count in these runs, HIDDEN where it is not asked."""
Judged = Callable[[Routed], Small]


class Router:
    """The routing of one version for all runs: its tables are made once, the runs come in blocks."""

    def __init__(self, questionnaire: Questionnaire, answered: Answered, check: str) -> None:
        self.answered = answered
        self.steps = [_step(questionnaire, answered, q, check) for q in questionnaire.question.values()]

    def route(self, runs: slice) -> Routed:
        """The codes that count, each array of the length of the slice."""
        routed: Routed = {}
        implied: dict[str, Codes] = {}
        for step in self.steps:
            codes = self.answered.given[step.question].codes[runs]
            codes = np.where(step.hidden(routed, len(codes)), HIDDEN, codes)
            if step.question in implied:
                settled = implied[step.question]
                codes = np.where(settled == OPEN, codes, settled)
            routed[step.question] = codes
            for other, codes_set in step.sets.items():
                new = codes_set[codes]
                implied[other] = np.where(new == OPEN, implied.get(other, new), new)
        return routed


@dataclass(frozen=True, slots=True)
class _Step:
    """One question: whether the check contains it, when it is asked, and which codes it gives to others."""

    question: str
    contained: bool
    judged: Judged | None
    sets: Mapping[str, Codes]

    def hidden(self, routed: Routed, runs: int) -> Flags:
        if not self.contained or self.judged is None:
            return np.full(runs, not self.contained)
        return np.broadcast_to(self.judged(routed) == FALSE, runs)


def _step(questionnaire: Questionnaire, answered: Answered, question: Question, check: str) -> _Step:
    judged = _judged(questionnaire, answered, question.ask_if) if question.ask_if else None
    sets = dict(_sets(answered, question))
    return _Step(question.id, questionnaire.asks(question, check), judged, sets)


def _sets(answered: Answered, question: Question) -> Iterator[tuple[str, Codes]]:
    """For every later question that an answer may settle: its code for each answer, OPEN for none."""
    given = answered.given[question.id]
    for other in {other: None for option in question.options for other in option.sets}:
        choices = given.by_code(partial(_set, question, other), None, None)
        target = answered.given[other]
        yield other, np.array([OPEN if c is None else target.code(c) for c in choices], np.uint32)


def _set(question: Question, other: str, answer: Answer | None) -> str | None:
    """The choice that an answer settles another question with; of several ticks, by the last."""
    choices = [option.sets[other] for option in question.chosen(answer) if other in option.sets]
    return choices[-1] if choices else None


# --- conditions --------------------------------------------------------------------------------


def _judged(questionnaire: Questionnaire, answered: Answered, rule: Rule) -> Judged:
    """The rule as a function of the codes."""
    match rule:
        case Comparison():
            return _compared(questionnaire, answered, rule)
        case Not(part):
            inner = _judged(questionnaire, answered, part)
            return lambda routed: TRUE - inner(routed)
        case All(parts) | AnyOf(parts):
            join = np.minimum if isinstance(rule, All) else np.maximum
            judges = [_judged(questionnaire, answered, part) for part in parts]
            return lambda routed: _joined(join, [judge(routed) for judge in judges])


def _joined(join: np.ufunc, truths: list[Small]) -> Small:
    found = truths[0]
    for truth in truths[1:]:
        found = join(found, truth)
    return found


def _compared(questionnaire: Questionnaire, answered: Answered, comparison: Comparison) -> Judged:
    source = _source(questionnaire, comparison.fact)
    if source is None:
        return lambda _: np.array(TRUTHS[compare(comparison, None)], np.int8)

    def truth(answer: Answer | None) -> int:
        return TRUTHS[compare(comparison, source.fact(answer))]

    unknown = TRUTHS[compare(comparison, None)]
    table = np.array(answered.given[source.id].by_code(truth, unknown, unknown), np.int8)
    return lambda routed: table[routed[source.id]]


def _source(questionnaire: Questionnaire, fact: str) -> Question | None:
    named = [q for q in questionnaire.question.values() if fact in {q.id, q.fact_name}]
    return named[-1] if named else None
