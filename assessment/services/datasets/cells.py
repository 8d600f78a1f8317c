"""What one cell of a table says. Pure."""

import re
from datetime import date

from assessment.services.datasets import columns as c
from questionnaires.answers import DONT_KNOW, NOT_APPLICABLE, Answer
from questionnaires.definition.questions import Question

QUARTER = re.compile(r"(\d{4})-Q([1-4])")
WITHOUT = frozenset({c.OPEN, c.ROUTED_PAST, c.NOT_IN_CHECK, c.SETTLED})
"""States in which nobody has given an answer; what is settled follows from another one."""


class Unreadable(ValueError):
    """`column` is where the mistake stands: in the answer, or beside it."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column


def day(written: str) -> date:
    """A day, or the first day of a quarter. Raises ValueError."""
    quarter = QUARTER.fullmatch(written)
    return date(int(quarter[1]), 3 * int(quarter[2]) - 2, 1) if quarter else date.fromisoformat(written)


def answer(question: Question, cell: str, state: str) -> Answer | None:
    """The answer that a cell and its state give; None where nobody has given one. Raises Unreadable."""
    found = _written(question, cell, state)
    if found is not None and not question.accepts(found):
        column = c.beside(question.id, c.STATE) if not cell and state else question.id
        raise Unreadable(column, f"expected {_expected(question)}, found {cell or state!r}")
    return found


def _written(question: Question, cell: str, state: str) -> Answer | None:
    if state in WITHOUT:
        if cell and state != c.SETTLED:
            raise Unreadable(question.id, f"expected an empty cell, since it is {state}, found {cell!r}")
        return None
    if state in c.WITH_ANSWER:
        return Answer(cell)
    if not state:
        return _gap(cell) if cell else None
    if state != DONT_KNOW and not state.startswith(NOT_APPLICABLE):
        raise Unreadable(c.beside(question.id, c.STATE), f"expected {_states(question)}, found {state!r}")
    if cell:
        raise Unreadable(question.id, f"expected an empty cell, since it is {state}, found {cell!r}")
    return _gap(state)


def _gap(written: str) -> Answer:
    """What stands in place of an answer, where that is none."""
    what, _, reason = written.partition(".")
    return Answer(NOT_APPLICABLE, reason or None) if what == NOT_APPLICABLE else Answer(written)


def _expected(question: Question) -> str:
    options = [option.id for option in question.options]
    limits = getattr(question, "limits", None)
    numbers = [f"a number from {limits[0]:g} to {limits[1]:g}"] if limits else []
    return f"one of {', '.join([*options, *numbers, DONT_KNOW, *_reasons(question)])}"


def _states(question: Question) -> str:
    return f"one of {', '.join([*c.STATES, *_reasons(question)])}"


def _reasons(question: Question) -> list[str]:
    return [f"{NOT_APPLICABLE}.{reason.id}" for reason in question.not_applicable]
