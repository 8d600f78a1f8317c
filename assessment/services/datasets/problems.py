"""What is wrong in a table that is brought in: all of it, each by line and column, with what was expected."""

from collections.abc import Iterable
from dataclasses import dataclass

MOST = 200
"""Problems that are told; whoever has more has another kind of file, or one mistake all over it."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """`line` counts from 1, headings included; without `column` it is about the whole line."""

    line: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"line {self.line}{f', column {self.column}' if self.column else ''}: {self.message}"


class Unfit(ValueError):
    """A table that cannot be brought in. Nothing of it has been."""

    def __init__(self, problems: Iterable[Problem], more: bool = False) -> None:
        self.problems, self.more = tuple(problems), more
        super().__init__("\n".join([*map(str, self.problems), *(["… and more"] if more else [])]))
