"""A check as one row of a table. Pure."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from assessment import clock
from assessment.services.datasets import columns as c
from assessment.services.datasets.columns import Columns
from assessment.store.datasets import CheckRow
from assessment.store.receipts import hash_of
from assessment.store.runs import AnswerRow
from questionnaires.answers import DONT_KNOW, NOT_APPLICABLE
from questionnaires.definition.questions import Question
from questionnaires.routing import Path, route
from questionnaires.scoring import score

MARK_LENGTH = 32
"""Hexadecimal digits of the mark of a check: 128 of the bits that its receipt would have."""
DIGITS = 4


def row(columns: Columns, check: CheckRow, stored: Mapping[str, AnswerRow]) -> list[str]:
    """What stands in each column, in their order."""
    answers = {question: one.answer for question, one in stored.items()}
    path = route(columns.questionnaire, answers, check.check)
    found = _about(columns, check) | dict(_values(columns, path))
    for question in columns.questions:
        found |= _answer(question, path, stored)
    return [found.get(name, "") for name in columns.names]


def _about(columns: Columns, check: CheckRow) -> dict[str, str]:
    days = columns.facts
    return {
        c.RUN: mark(hash_of(check.id)),
        c.FOLLOWS: mark(hash_of(check.earlier_id)) if check.earlier_id else "",
        c.NAME: columns.questionnaire.id,
        c.VERSION: columns.questionnaire.version,
        c.CHECK: check.check,
        c.LANGUAGE: check.language,
        c.BEGUN: _when(check.begun_at, days=days),
        c.CHANGED: _when(check.changed_at, days=days),
        c.FINISHED: _when(check.finished_at, days=days) if check.finished_at else "",
    }


def mark(hashed: bytes) -> str:
    """The mark under which a check stands in every table: what a receipt keeps of its random id. It leads
    back to the check only for whoever has that id."""
    return hashed.hex()[:MARK_LENGTH]


def _when(moment: datetime, *, days: bool) -> str:
    day = clock.day(moment)
    return day.isoformat() if days else f"{day.year}-Q{(day.month + 2) // 3}"


def _answer(question: Question, path: Path, stored: Mapping[str, AnswerRow]) -> dict[str, str]:
    state = _state(question.id, path, stored)
    choice = path.answers[question.id].choice if state in c.WITH_ANSWER else ""
    return {question.id: choice, c.beside(question.id, c.STATE): state}


def _state(id_: str, path: Path, stored: Mapping[str, AnswerRow]) -> str:
    if id_ in path.hidden:
        return path.hidden[id_].reason
    answer = path.answers.get(id_)
    if answer is None:
        return c.OPEN
    if answer.choice == NOT_APPLICABLE:
        return f"{NOT_APPLICABLE}.{answer.reason}"
    if id_ in path.settled:
        return c.SETTLED
    if answer.choice == DONT_KNOW:
        return DONT_KNOW
    return c.TAKEN_OVER if stored[id_].given_on else c.ANSWERED


def _values(columns: Columns, path: Path) -> Iterator[tuple[str, str]]:
    """What the answers came to: an empty value where too little was answered to show one."""
    for root in score(columns.questionnaire, path).roots:
        for node in root.walk():
            if node.children:
                shown = node.published and node.value is not None
                yield c.beside(node.id, c.VALUE), f"{node.value:.{DIGITS}f}" if shown else ""
                yield c.beside(node.id, c.COVERAGE), f"{node.coverage:.{DIGITS}f}"
