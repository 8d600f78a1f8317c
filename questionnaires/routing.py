"""Which questions are asked, and why the others are not. The path is recomputed from the answers.

An unknown condition asks: not knowing whether a question matters is no reason to hide it. Answers to
hidden questions stay where they are; they are no facts and do not score until the path leads there
again. A question that an earlier answer settles is not asked either; the settled answer counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from questionnaires.answers import NOT_APPLICABLE, Answer, Answers, split
from questionnaires.conditions import Fact, Range, Verdict, evaluate
from questionnaires.definition import Questionnaire, Section
from questionnaires.definition.questions import Question

HiddenReason = Literal["not_in_check", "routed_past"]


@dataclass(frozen=True, slots=True)
class Hidden:
    """Why a question is not asked; the verdict names the answers that led past it."""

    reason: HiddenReason
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """The way through one questionnaire for one set of answers."""

    asked: tuple[str, ...]
    hidden: Mapping[str, Hidden]
    facts: Mapping[str, Fact | None]
    answers: Mapping[str, Answer]
    """Answers to the questions that are asked or settled; what was answered elsewhere is left out."""
    settled: Mapping[str, str] = field(default_factory=dict)
    """Questions that are not asked since the answer to another one, named here, has answered them."""
    units: Mapping[str, "Path"] = field(default_factory=dict)
    """The way of each team or site for which questions were answered apart."""

    def open_in(self, section: Section) -> list[str]:
        return [q.id for q in section.questions if q.id in self.facts and q.id not in self.answers]

    def questions_of(self, section: Section) -> list[Question]:
        away = {*self.hidden, *self.settled}
        return [question for question in section.questions if question.id not in away]

    def sections(self, questionnaire: Questionnaire) -> list[Section]:
        """The sections with at least one question that is asked, in order."""
        return [section for section in questionnaire.sections if self.questions_of(section)]


class UnknownAnswer(ValueError):
    """An answer to a question that does not exist, or an option that the question does not offer."""

    def __init__(self, question: str, choice: str | None = None, expected: str = "") -> None:
        self.question, self.choice = question, choice
        what = "unknown question" if choice is None else expected or f"no option {choice!r}"
        super().__init__(f"{question}: {what}")


def check_answers(questionnaire: Questionnaire, answers: Answers) -> None:
    """Raises UnknownAnswer for the first answer that this version does not offer."""
    for key, answer in answers.items():
        id_, unit = split(key)
        question = questionnaire.question.get(id_)
        if question is None or (unit and id_ not in questionnaire.asked_by_unit):
            raise UnknownAnswer(key)
        if not question.accepts(answer):
            raise UnknownAnswer(key, answer.choice, _expected(question, answer))


def _expected(question: Question, answer: Answer) -> str:
    """What the question asks for, where that is more than the id of an option."""
    reasons = [reason.id for reason in question.not_applicable]
    if answer.choice == NOT_APPLICABLE and reasons:
        return f"expected one of the reasons: {', '.join(reasons)}"
    ticks = [question.option[tick] for tick in answer.choice.split() if tick in question.option]
    alone = [option.id for option in ticks if option.alone or option.kind != "level"]
    if alone and len(ticks) > 1:
        return f"{alone[0]!r} only stands by itself"
    match question.facts:
        case (Range(low, high),) if not question.options and answer.reason is None:
            return f"expected a number from {low:.12g} to {high:.12g}, found {answer.choice!r}"
    return ""


def route(questionnaire: Questionnaire, answers: Answers, check: str) -> Path:
    """The path for these answers. Conditions read earlier questions only, so one pass suffices."""
    common = {key: answer for key, answer in answers.items() if "@" not in key}
    units = {
        unit: _route(questionnaire, common | of_unit, check) for unit, of_unit in _by_unit(answers).items()
    }
    return _route(questionnaire, common, check, units)


def _by_unit(answers: Answers) -> dict[str, dict[str, Answer]]:
    """The answers of each unit, the units in the order of their names."""
    found: dict[str, dict[str, Answer]] = {}
    for key, answer in answers.items():
        question, unit = split(key)
        if unit:
            found.setdefault(unit, {})[question] = answer
    return dict(sorted(found.items()))


def _route(
    questionnaire: Questionnaire, answers: Answers, check: str, units: Mapping[str, Path] | None = None
) -> Path:
    hidden: dict[str, Hidden] = {}
    facts: dict[str, Fact | None] = {}
    settled: dict[str, str] = {}
    counting: dict[str, Answer] = {}
    implied: dict[str, tuple[str, Answer]] = {}
    for question in questionnaire.question.values():
        id_, answer = question.id, answers.get(question.id)
        if id_ in implied:
            settled[id_], answer = implied[id_]
        elif reason := _hidden(questionnaire, question, check, facts):
            hidden[id_] = reason
            continue
        facts[id_] = question.fact(answer)
        if question.fact_name:
            facts[question.fact_name] = facts[id_]
        if answer:
            counting[id_] = answer
            implied |= {
                other: (id_, Answer(choice))
                for option in question.chosen(answer)
                for other, choice in option.sets.items()
            }
    asked = tuple(id_ for id_ in questionnaire.question if id_ not in hidden and id_ not in settled)
    return Path(asked, hidden, facts, counting, settled, units or {})


def _hidden(
    questionnaire: Questionnaire, question: Question, check: str, facts: Mapping[str, Fact | None]
) -> Hidden | None:
    if not questionnaire.asks(question, check):
        return Hidden("not_in_check")
    verdict = evaluate(question.ask_if, facts) if question.ask_if else None
    return Hidden("routed_past", verdict) if verdict and verdict.value is False else None
