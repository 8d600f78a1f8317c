"""Which questions are asked, and why the others are not. The path is recomputed from the answers.

An unknown condition asks: not knowing whether a question matters is no reason to hide it. Answers to
hidden questions stay where they are; they are no facts and do not score until the path leads there
again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from questionnaires.answers import Answer, Answers
from questionnaires.conditions import Fact, Verdict, evaluate
from questionnaires.definition import Question, Questionnaire, Section

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
    """Answers to the questions that are asked; what was answered elsewhere is left out."""

    def open_in(self, section: Section) -> list[str]:
        return [q.id for q in section.questions if q.id in self.facts and q.id not in self.answers]

    def questions_of(self, section: Section) -> list[Question]:
        return [question for question in section.questions if question.id not in self.hidden]

    def sections(self, questionnaire: Questionnaire) -> list[Section]:
        """The sections with at least one question that is asked, in order."""
        return [section for section in questionnaire.sections if self.questions_of(section)]


class UnknownAnswer(ValueError):
    """An answer to a question that does not exist, or an option that the question does not offer."""

    def __init__(self, question: str, choice: str | None = None) -> None:
        self.question, self.choice = question, choice
        what = "unknown question" if choice is None else f"no option {choice!r}"
        super().__init__(f"{question}: {what}")


def check_answers(questionnaire: Questionnaire, answers: Answers) -> None:
    """Raises UnknownAnswer for the first answer that this version does not offer."""
    for question_id, answer in answers.items():
        question = questionnaire.question.get(question_id)
        if question is None:
            raise UnknownAnswer(question_id)
        if not question.accepts(answer):
            raise UnknownAnswer(question_id, answer.choice)


def route(questionnaire: Questionnaire, answers: Answers, check: str) -> Path:
    """The path for these answers. Conditions read earlier questions only, so one pass suffices."""
    hidden: dict[str, Hidden] = {}
    facts: dict[str, Fact | None] = {}
    for question in questionnaire.question.values():
        reason = _hidden(questionnaire, question, check, facts)
        if reason:
            hidden[question.id] = reason
            continue
        facts[question.id] = question.fact(answers.get(question.id))
        if question.fact_name:
            facts[question.fact_name] = facts[question.id]
    asked = tuple(id_ for id_ in questionnaire.question if id_ not in hidden)
    return Path(asked, hidden, facts, {id_: answers[id_] for id_ in asked if id_ in answers})


def _hidden(
    questionnaire: Questionnaire, question: Question, check: str, facts: Mapping[str, Fact | None]
) -> Hidden | None:
    if not questionnaire.asks(question, check):
        return Hidden("not_in_check")
    verdict = evaluate(question.ask_if, facts) if question.ask_if else None
    return Hidden("routed_past", verdict) if verdict and verdict.value is False else None
