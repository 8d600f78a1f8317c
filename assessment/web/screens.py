"""What screens show beside the data: where one is, how long it still takes, where a button leads."""

from dataclasses import dataclass
from math import ceil

from flask import url_for

from assessment.services.runs import OpenRun
from questionnaires.definition import Question, Section
from questionnaires.text import LANGUAGES, Text


@dataclass(frozen=True, slots=True)
class Position:
    """ "Section 2 of 5, about 7 minutes left": the minutes are the check's, by questions still to come."""

    number: int
    of: int
    minutes: int
    before: Section | None


def position(run: OpenRun, section: Section) -> Position:
    sections = run.sections
    index = [s.id for s in sections].index(section.id)
    to_come = sum(len(run.path.questions_of(s)) for s in sections[index:])
    minutes = run.questionnaire.check[run.check].minutes * to_come / len(run.path.asked)
    return Position(index + 1, len(sections), ceil(minutes), sections[index - 1] if index else None)


def next_address(run: OpenRun, section_id: str, then: str) -> str:
    """Where a section's button leads once the answers are saved; without a known wish, onwards."""
    order = list(run.questionnaire.section)
    here = order.index(section_id)
    asked = [section.id for section in run.sections]
    before = [other for other in asked if order.index(other) < here]
    after = [other for other in asked if order.index(other) > here]
    if then == "back" and before:
        return url_for("runs.section", run_id=run.id, section_id=before[-1])
    if then == "pause":
        return url_for("runs.pause", run_id=run.id)
    if then.startswith("lang:") and then[5:] in LANGUAGES:
        return url_for("runs.section", run_id=run.id, section_id=section_id, lang=then[5:])
    if after:
        return url_for("runs.section", run_id=run.id, section_id=after[0])
    return url_for("runs.review", run_id=run.id)


def question_address(run: OpenRun, question: str) -> str:
    """Where a question is answered: its card on the page of its section."""
    section = run.questionnaire.section_of[question]
    return url_for("runs.section", run_id=run.id, section_id=section.id, _anchor=f"{question}-a")


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A question and its answer in words; a gap has none. `url` leads to where it is answered."""

    question: Question
    url: str
    answer: Text | None
    note: str | None


@dataclass(frozen=True, slots=True)
class ReviewGroup:
    section: Section
    items: tuple[ReviewItem, ...]

    @property
    def open(self) -> int:
        return sum(item.answer is None for item in self.items)


def review_groups(run: OpenRun) -> list[ReviewGroup]:
    """All answers to check, by section."""
    return [
        ReviewGroup(section, tuple(_review_item(run, q) for q in run.path.questions_of(section)))
        for section in run.sections
    ]


def _review_item(run: OpenRun, question: Question) -> ReviewItem:
    address, answer = question_address(run, question.id), run.path.answers.get(question.id)
    if answer is None:
        return ReviewItem(question, address, None, None)
    return ReviewItem(question, address, run.questionnaire.label(question, answer), answer.note)
