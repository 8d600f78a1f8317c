"""What would make one offer fit: which answers to which questions, found by trying them.

Tried are the questions that its unmet and open conditions rest on, and those on which it depends whether
these are asked: first each answer alone, then two together. Nothing is advice here. Whether an answer could
ever be given is for the reader to say; only the place of a company that has told it is never tried, since
no company moves for an offer.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations, product
from typing import Literal

from matching.eligibility import Verdict, judge
from matching.offers import Offer
from questionnaires.answers import Answer, Answers
from questionnaires.conditions import comparisons
from questionnaires.definition import Questionnaire
from questionnaires.definition.questions import Question
from questionnaires.routing import Path, route

SETTLED = frozenset({"district"})
"""Facts that nobody can change by another answer, once they are told."""

TRIES = 400
"""At most so many pairs of answers are tried: well below a tenth of a second."""

Outcome = Literal["fits", "may_fit"]
"""Every condition about the company is met; or none speaks against it any more, but some are open."""

Obstacle = Literal["over", "elsewhere", "nothing"]
"""Why no answer helps: the offer has ended, it is for another area, or nothing that was tried suffices."""


@dataclass(frozen=True, slots=True)
class Given:
    """A question with the answers that would each do; of two questions, one answer of each together."""

    question: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remedy:
    outcome: Outcome
    given: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class Fitting:
    """What the search came to. `fits` needs no remedy; `obstacle` says why there is none.

    `not_asked`: questions that decide, but that this length of the check does not ask.
    """

    fits: bool
    remedies: tuple[Remedy, ...]
    obstacle: Obstacle | None
    not_asked: tuple[str, ...] = ()


def search(questionnaire: Questionnaire, answers: Answers, check: str, offer: Offer, today: date) -> Fitting:
    """The answers by which an offer would fit, on top of these."""
    trial = _Trial(questionnaire, answers, check, offer, today)
    if trial.outcome({}) == "fits":
        return Fitting(True, (), None)
    barred = _barred(trial)
    if barred:
        return Fitting(False, (), barred)
    questions, not_asked = trial.questions()
    remedies = tuple(_remedies(trial, questions))
    return Fitting(False, remedies, None if remedies else "nothing", not_asked)


def _barred(trial: "_Trial") -> Obstacle | None:
    failing = trial.verdict(trial.path).failing
    if any(not criterion.facts for criterion in failing):
        return "over"
    fixed = any(set(criterion.facts) <= SETTLED for criterion in failing)
    return "elsewhere" if fixed and trial.path.facts.get("district") is not None else None


@dataclass(frozen=True)
class _Trial:
    questionnaire: Questionnaire
    answers: Answers
    check: str
    offer: Offer
    today: date

    @cached_property
    def path(self) -> Path:
        return route(self.questionnaire, self.answers, self.check)

    def verdict(self, path: Path) -> Verdict:
        return judge(self.offer, path.facts, self.today)

    def outcome(self, changes: Mapping[str, Answer]) -> Outcome | None:
        verdict = self.verdict(route(self.questionnaire, {**self.answers, **changes}, self.check))
        if verdict.value is False:
            return None
        return "may_fit" if any(criterion.facts for criterion in verdict.open) else "fits"

    def questions(self) -> tuple[list[Question], tuple[str, ...]]:
        """The questions to try, and those that decide but are not part of this check."""
        path = self.path
        verdict, asks = self.verdict(path), self.questionnaire.asking
        facts = dict.fromkeys(f for c in (*verdict.failing, *verdict.open) for f in c.facts)
        known = {fact for fact in SETTLED if path.facts.get(fact) is not None}
        named = [asks[fact] for fact in facts if fact in asks and fact not in known]
        absent = [q.id for q in named if not self.questionnaire.asks(q, self.check)]
        named += [asks[f] for q in named if q.id in path.hidden for f in _leading_to(q) if f in asks]
        usable = {q.id: q for q in named if self.questionnaire.asks(q, self.check)}
        return list(usable.values()), tuple(dict.fromkeys(absent))

    def others(self, question: Question) -> list[Answer]:
        """The answers that say something, but for the present one."""
        present = self.answers.get(question.id)
        said = [Answer(option.id) for option in question.options if option.kind == "level"]
        return [answer for answer in said if present is None or answer.choice != present.choice]


def _leading_to(question: Question) -> Iterator[str]:
    return (comparison.fact for comparison in comparisons(question.ask_if)) if question.ask_if else iter(())


# --- trying ------------------------------------------------------------------------------------


def _remedies(trial: _Trial, questions: Sequence[Question]) -> Iterator[Remedy]:
    """What suffices alone; else what does in twos; else what would at least leave it open."""
    alone = {question.id: _tried(trial, [question]) for question in questions}
    if any("fits" in found.values() for found in alone.values()):
        yield from _single(alone, "fits")
        return
    pairs = list(_pairs(trial, questions))
    yield from pairs
    if not pairs and trial.outcome({}) is None:
        yield from _single(alone, "may_fit")


def _tried(trial: _Trial, questions: Sequence[Question]) -> dict[tuple[str, ...], Outcome | None]:
    """What each combination of other answers to these questions comes to, by its choices."""
    found = {}
    for given in product(*(trial.others(question) for question in questions)):
        changes = dict(zip((question.id for question in questions), given, strict=True))
        found[tuple(answer.choice for answer in given)] = trial.outcome(changes)
    return found


def _single(
    alone: Mapping[str, Mapping[tuple[str, ...], Outcome | None]], wanted: Outcome
) -> Iterator[Remedy]:
    for question, found in alone.items():
        choices = tuple(choice for (choice,), outcome in found.items() if outcome == wanted)
        if choices:
            yield Remedy(wanted, (Given(question, choices),))


def _pairs(trial: _Trial, questions: Iterable[Question]) -> Iterator[Remedy]:
    left = TRIES
    for one, other in combinations(questions, 2):
        left -= len(one.options) * len(other.options)
        if left < 0:
            return
        found = [choices for choices, outcome in _tried(trial, [one, other]).items() if outcome == "fits"]
        if found:
            yield Remedy("fits", (_given(one, found, 0), _given(other, found, 1)))


def _given(question: Question, found: Sequence[tuple[str, ...]], place: int) -> Given:
    """The answers to this question that suffice together with the first answer found to the other."""
    beside = found[0][1 - place]
    return Given(question.id, tuple(choices[place] for choices in found if choices[1 - place] == beside))
