"""Worked cases: answers of fictional companies, and what they must amount to, computed by hand."""

from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from pydantic import Field

from questionnaires import answers as answer_sets
from questionnaires.answers import Answer
from questionnaires.library import CONTENT
from questionnaires.library.source import read
from questionnaires.text import Frozen

FOLDER = "cases"


class ExpectedScore(Frozen):
    """To four decimals; `score` is None where nothing was answered. What is not named is not compared."""

    score: float | None = None
    points: float | None = None
    coverage: float | None = None
    lower: float | None = None
    upper: float | None = None
    level: int | None = None
    state: str | None = None


class Expected(Frozen):
    """`hidden`: the questions that are routed past, beside those that the check does not contain."""

    hidden: tuple[str, ...] = ()
    scores: dict[str, ExpectedScore]
    field: str | None = None


class Case(Frozen):
    """`source`: where the published rule stands by which it was computed."""

    title: str
    check: str
    source: str | None = None
    given: dict[str, Any] = Field(alias="answers")
    expect: Expected

    @cached_property
    def answers(self) -> dict[str, Answer]:
        return answer_sets.read(self.given)


def cases_in(folder: Path) -> dict[Path, Case]:
    """The worked cases that stand beside a questionnaire, by file. Raises ContentError."""
    return {file: read(file).as_(Case) for file in sorted((folder / FOLDER).glob("*.yaml"))}


@cache
def worked(id_: str, version: str) -> Mapping[str, Case]:
    """The worked cases of a version of this package by name, read once. Raises ContentError."""
    return {file.stem: case for file, case in cases_in(CONTENT / id_ / version).items()}
