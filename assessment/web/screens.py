"""What screens show beside the data: where one is, how long it still takes, where a button leads."""

from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Any
from uuid import UUID

from flask import url_for

from assessment.services.runs import OpenRun
from questionnaires.definition import Section
from questionnaires.definition.questions import Question
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
    aside = aside_address(run.id, "runs.section", then, section_id=section_id)
    if aside:
        return aside
    before, after = _around(run, section_id)
    if then == "back" and before:
        return url_for("runs.section", run_id=run.id, section_id=before[-1].id)
    if _ends_exposure(run, section_id, after):
        return url_for("results.exposure", run_id=run.id)
    return section_address(run, after)


def aside_address(run_id: UUID, endpoint: str, then: str, **values: Any) -> str | None:
    """Where the buttons lead that every form has: to the pause, or to the same page in another language."""
    if then == "pause":
        return url_for("runs.pause", run_id=run_id)
    if then.startswith("lang:") and then[5:] in LANGUAGES:
        return url_for(endpoint, run_id=run_id, lang=then[5:], **values)
    return None


def section_address(run: OpenRun, sections: list[Section]) -> str:
    """The first of these sections, or the review when none is left."""
    if sections:
        return url_for("runs.section", run_id=run.id, section_id=sections[0].id)
    return url_for("runs.review", run_id=run.id)


def after_exposure(run: OpenRun) -> str:
    """The first section after the last one about exposure."""
    last = [section for section in run.questionnaire.sections if _is_exposure(run, section)][-1]
    return section_address(run, _around(run, last.id)[1])


def _ends_exposure(run: OpenRun, section_id: str, after: list[Section]) -> bool:
    """Whether this was the last section about exposure, and something in it was answered."""
    section = run.questionnaire.section[section_id]
    answered = any(question.id in run.path.answers for question in section.questions)
    return answered and _is_exposure(run, section) and not any(_is_exposure(run, later) for later in after)


def _is_exposure(run: OpenRun, section: Section) -> bool:
    counted = run.questionnaire.node["exposure"].children
    return all(question.id in counted for question in section.questions)


def _around(run: OpenRun, section_id: str) -> tuple[list[Section], list[Section]]:
    """The sections that are asked before and after one, which need not be asked itself."""
    order = list(run.questionnaire.section)
    here, sections = order.index(section_id), run.sections
    before = [section for section in sections if order.index(section.id) < here]
    return before, [section for section in sections if order.index(section.id) > here]


def question_address(run: OpenRun, question: str) -> str:
    """Where a question is answered: its card on the page of its section."""
    section = run.questionnaire.section_of[question]
    return url_for("runs.section", run_id=run.id, section_id=section.id, _anchor=f"{question}-a")


def answer_address(run: OpenRun, question: str) -> str:
    """Where a question can be answered, or nothing where this check does not ask it."""
    return "" if question in run.path.hidden else question_address(run, question)


def offer_address(run: OpenRun, offer: str) -> str:
    """The page of an offer, as it stands for this company."""
    return url_for("offers.one", run_id=run.id, offer_id=offer)


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A question and its answer in words; a gap has none. `url` leads to where it is answered.

    `given_on` is the day of an answer that is taken over from an earlier check and not yet confirmed.
    """

    question: Question
    url: str
    answer: Text | None
    note: str | None
    given_on: date | None = None


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
    label, given_on = run.questionnaire.label(question, answer), run.given_on.get(question.id)
    return ReviewItem(question, address, label, answer.note, given_on)
