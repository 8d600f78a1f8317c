"""What a rule of the lint says."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from questionnaires.definition import Questionnaire


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with the part of this id."""

    subject: str
    message: str


Linting = Callable[[Questionnaire], Iterator[Finding]]
