"""What somebody answered: an option of a question, with the reason and the note that go with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

DONT_KNOW = "dont_know"
NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Answer:
    """One option of one question, by its id; `reason` only with "does not apply"."""

    choice: str
    reason: str | None = None
    note: str | None = None


Answers = Mapping[str, Answer]


class UnreadableAnswers(ValueError):
    """Answers that do not have the form {question: option} or {question: {choice, reason, note}}."""


def read(data: Any) -> dict[str, Answer]:
    """Answers out of plain JSON. Raises UnreadableAnswers that names the question."""
    if not isinstance(data, Mapping):
        raise UnreadableAnswers('expected an object such as {"E01": "3", "E02": "dont_know"}')
    return {str(question): _read_one(str(question), given) for question, given in data.items()}


def _read_one(question: str, given: Any) -> Answer:
    if isinstance(given, str):
        return Answer(given)
    if isinstance(given, Mapping) and {"choice"} <= set(given) <= {"choice", "reason", "note"}:
        written = {name: value for name, value in given.items() if value is not None}
        if "choice" in written and all(isinstance(value, str) for value in written.values()):
            return Answer(**written)
    raise UnreadableAnswers(f"{question}: expected the id of an option, or choice, reason and note")


def write(answers: Answers) -> dict[str, Any]:
    """The inverse of `read`: short where only a choice was made."""
    return {question: _write_one(answer) for question, answer in answers.items()}


def _write_one(answer: Answer) -> str | dict[str, str]:
    extra = {name: value for name in ("reason", "note") if (value := getattr(answer, name)) is not None}
    return {"choice": answer.choice, **extra} if extra else answer.choice
