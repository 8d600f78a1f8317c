"""What somebody answered, as it was written: an option of a question, with the reason and the note.

One word says it all, whatever the kind of the question: the id of an option, the ids of several with spaces
between, a number, a text. A question that is answered for several units (teams, sites) has one answer for
each, under `question@unit`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

DONT_KNOW = "dont_know"
NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question; `reason` only with "does not apply"."""

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
    if not isinstance(given, Mapping):
        given = {"choice": given}
    if {"choice"} <= set(given) <= {"choice", "reason", "note"}:
        written = {name: value for name, value in given.items() if value is not None}
        written["choice"] = _written(given["choice"])
        if all(isinstance(value, str) for value in written.values()):
            return Answer(**written)
    raise UnreadableAnswers(
        f"{question}: expected the id of an option, a list of ids or a number; or choice, reason and note"
    )


def _written(choice: Any) -> Any:
    """Several ticks and numbers may also stand in JSON as what they are."""
    if isinstance(choice, list) and all(isinstance(tick, str) for tick in choice):
        return " ".join(choice)
    if isinstance(choice, int | float) and not isinstance(choice, bool):
        return f"{choice:.12g}"
    return choice


def split(key: str) -> tuple[str, str | None]:
    """The question and the unit that an answer is about: `Q1@team` or plain `Q1`."""
    question, _, unit = key.partition("@")
    return (question, unit) if unit else (key, None)


def write(answers: Answers) -> dict[str, Any]:
    """The inverse of `read`: short where only a choice was made."""
    return {question: _write_one(answer) for question, answer in answers.items()}


def _write_one(answer: Answer) -> str | dict[str, str]:
    extra = {name: value for name in ("reason", "note") if (value := getattr(answer, name)) is not None}
    return {"choice": answer.choice, **extra} if extra else answer.choice
