"""Worked cases: answers of fictional companies, and what they must amount to, computed by hand."""

from functools import cached_property
from typing import Any

from pydantic import Field

from questionnaires import answers as answer_sets
from questionnaires.answers import Answer
from questionnaires.library import CONTENT
from questionnaires.source import read
from questionnaires.text import Frozen


class ExpectedScore(Frozen):
    """To four decimals; `score` is None where nothing was answered."""

    score: float | None
    coverage: float
    lower: float
    upper: float
    level: int | None
    state: str


class Expected(Frozen):
    """`hidden`: the questions that are routed past, beside those that the check does not contain."""

    hidden: tuple[str, ...]
    scores: dict[str, ExpectedScore]
    field: str | None


class Case(Frozen):
    title: str
    check: str
    given: dict[str, Any] = Field(alias="answers")
    expect: Expected

    @cached_property
    def answers(self) -> dict[str, Answer]:
        return answer_sets.read(self.given)


def worked(id_: str, version: str) -> dict[str, Case]:
    """The worked cases of a released version by name. Raises ContentError."""
    files = sorted((CONTENT / id_ / version / "cases").glob("*.yaml"))
    return {file.stem: read(file).as_(Case) for file in files}
