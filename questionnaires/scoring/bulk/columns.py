"""The answers of many runs, per question one small number for each run that stands for what was written."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from questionnaires.answers import DONT_KNOW, NOT_APPLICABLE, Answer, Answers, split
from questionnaires.definition import Questionnaire
from questionnaires.definition.questions import Question
from questionnaires.routing import UnknownAnswer

Codes = NDArray[np.integer]
Value = TypeVar("Value")

OPEN, HIDDEN, ELSEWHERE = 0, 1, 2
"""No answer; not asked; answered by each unit for itself, so that the whole has no score of it."""
BATCH = 1000
"""Runs read at a time: few enough to stay near the processor."""


@dataclass(frozen=True, slots=True)
class Given:
    """What all runs answered to one question: `answers` as they occur, and for each run the code of its own.

    `codes` has the shape (runs,). The answers are coded from 3 on, in the order of `answers`.
    """

    codes: Codes
    answers: tuple[Answer, ...]

    def by_code(self, of: Callable[[Answer | None], Value], hidden: Value, elsewhere: Value) -> list[Value]:
        """What holds for each code: for no answer, for the two other gaps, and for every answer."""
        return [of(None), hidden, elsewhere, *map(of, self.answers)]

    def code(self, choice: str) -> int:
        """The code of an answer that occurs."""
        return ELSEWHERE + 1 + [answer.choice for answer in self.answers].index(choice)


@dataclass(frozen=True, slots=True)
class Answered:
    """The answers of `runs` runs by question. `apart` are the runs, by number, that have answers of units."""

    runs: int
    given: Mapping[str, Given]
    apart: Mapping[int, Answers]

    @classmethod
    def of(cls, questionnaire: Questionnaire, runs: Iterable[Answers]) -> Self:
        """The columns of these runs, which may come one after the other and are read once.

        Raises UnknownAnswer for the first choice that a question does not offer. Reasons and notes make no
        difference to a score and are not looked at; nor are answers to questions that do not exist.
        """
        reader = _Reader(questionnaire)
        waiting = iter(runs)
        while batch := list(islice(waiting, BATCH)):
            reader.read(batch)
        given = dict(zip(questionnaire.question, reader.columns(), strict=True))
        return cls(reader.runs, given, reader.apart)


class _Reader:
    """Reads batch after batch; a choice gets its code when it is first met."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.runs = 0
        self.apart: dict[int, Answers] = {}
        self._codes = [_CodeOf(question) for question in questionnaire.question.values()]
        self._batches: list[NDArray[np.uint32]] = []
        for codes, choice in _settled(questionnaire, self._codes):
            codes[choice]  # somebody may be routed to it without having written it

    def read(self, batch: Sequence[Answers]) -> None:
        asked = list(self.questionnaire.question)
        rows = [[answer and answer.choice for answer in map(run.get, asked)] for run in batch]
        found = [
            list(map(codes.__getitem__, column))
            for codes, column in zip(self._codes, zip(*rows, strict=True), strict=True)
        ]
        self._batches.append(np.array(found, np.uint32))
        if self.questionnaire.asked_by_unit:
            self.apart |= {self.runs + n: run for n, run in enumerate(batch) if _has_units(run)}
        self.runs += len(batch)

    def columns(self) -> Iterator[Given]:
        for number, codes in enumerate(self._codes):
            kind = np.min_scalar_type(len(codes) + ELSEWHERE)
            parts = [batch[number].astype(kind) for batch in self._batches]
            column = np.concatenate(parts) if parts else np.empty(0, kind)
            yield Given(column, tuple(Answer(choice) for choice in codes if choice is not None))


class _CodeOf(dict[str | None, int]):
    """The code of every choice that was met so far."""

    def __init__(self, question: Question) -> None:
        super().__init__({None: OPEN})
        self.question = question

    def __missing__(self, choice: str) -> int:
        always = choice in {DONT_KNOW, NOT_APPLICABLE}
        if not always and not self.question.accepts(Answer(choice)):
            raise UnknownAnswer(self.question.id, choice)
        self[choice] = code = ELSEWHERE + len(self)
        return code


def _settled(questionnaire: Questionnaire, codes: Sequence[_CodeOf]) -> Iterator[tuple[_CodeOf, str]]:
    """The answers that follow from others."""
    by_id = dict(zip(questionnaire.question, codes, strict=True))
    for question in questionnaire.question.values():
        for option in question.options:
            yield from ((by_id[other], choice) for other, choice in option.sets.items())


def _has_units(run: Answers) -> bool:
    return any(split(key)[1] for key in run)
