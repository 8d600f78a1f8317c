"""What an author of measures can get wrong: gaps that lead nowhere, measures that nobody reaches.

What is wrong within one measure (a missing language, weeks that end before they begin) its model refuses,
an id that stands twice the library.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from questionnaires.definition import Questionnaire
from questionnaires.definition.questions import Question
from questionnaires.library.source import Place, Problem, Step
from questionnaires.lint.finding import Finding
from questionnaires.measures.levels import top
from questionnaires.measures.library import Library
from questionnaires.measures.measure import Measure, Measures
from questionnaires.planning.precedence import earlier
from questionnaires.planning.profiles import targets
from questionnaires.text import LANGUAGES

VARIETY = 2
"""So many measures at least for a question with two levels or more to climb."""


@dataclass(frozen=True, slots=True)
class Flaw(Finding):
    """A finding about the measure, or about the question, of this id; `part` leads to what is meant."""

    part: tuple[Step, ...] = ()


def problems(questionnaire: Questionnaire, library: Library) -> list[Problem]:
    """All that is wrong, each with its file and line."""
    found = findings(questionnaire, library.measures)
    return [Problem(_place(library, flaw), flaw.message) for flaw in found]


def _place(library: Library, flaw: Flaw) -> Place:
    """That of the measure; for a question, that of the last measure about it."""
    if flaw.subject in library.measures.measure:
        return library.place(flaw.subject, *flaw.part)
    about = [one.id for one in library.measures.measures if flaw.subject in one.closes]
    return library.place(about[-1], "closes", flaw.subject) if about else Place(library.folder, 1)


def findings(questionnaire: Questionnaire, measures: Measures) -> list[Flaw]:
    """All that is wrong, measure by measure, then question by question."""
    aimed_at = _aimed_at(questionnaire)
    after = {one.id: one.after for one in measures.measures}
    found = [
        flaw
        for one in measures.measures
        for flaws in (
            _reached(one, questionnaire, aimed_at),
            _needs(one, questionnaire),
            _prerequisites(one, after),
        )
        for flaw in flaws
    ]
    found += _titles(measures)
    return found + [flaw for question in aimed_at.values() for flaw in _leading_on(question, measures)]


def _aimed_at(questionnaire: Questionnaire) -> dict[str, Question]:
    """The questions in which there can be a gap (`planning.gaps`): not exposure, context and ratings."""
    ratings = {question.relevance for question in questionnaire.question.values()}
    asked = (questionnaire.question.get(id_) for id_ in targets(questionnaire))
    return {q.id: q for q in asked if q and q.weight > 0 and q.scored and q.id not in ratings}


def _reached(one: Measure, questionnaire: Questionnaire, aimed_at: dict[str, Question]) -> Iterator[Flaw]:
    for id_, levels in one.closes.items():
        part = ("closes", id_)
        if id_ not in questionnaire.question:
            yield Flaw(one.id, f"{one.id}: unknown question {id_!r}", part)
        elif id_ not in aimed_at:
            yield Flaw(one.id, f"{one.id}: expected a question of which more is better, found {id_}", part)
        elif beyond := [level for level in levels if level >= top(aimed_at[id_])]:
            expected = f"levels from 0 to {top(aimed_at[id_]) - 1} of {id_}"
            yield Flaw(one.id, f"{one.id}: expected {expected}, found {beyond[0]}", part)


def _needs(one: Measure, questionnaire: Questionnaire) -> Iterator[Flaw]:
    for number, need in enumerate(one.needs):
        if need not in questionnaire.need:
            yield Flaw(one.id, f"{one.id}: unknown need {need!r}", ("needs", number))


def _prerequisites(one: Measure, after: dict[str, tuple[str, ...]]) -> Iterator[Flaw]:
    for number, other in enumerate(one.after):
        if other not in after:
            yield Flaw(one.id, f"{one.id}: unknown measure {other!r}", ("after", number))
        elif other == one.id or one.id in earlier(other, after):
            said = f"{one.id}: expected a beginning, but {other} comes after it as well"
            yield Flaw(one.id, said, ("after", number))


def _titles(measures: Measures) -> Iterator[Flaw]:
    """People tell measures apart by their titles, in lists and in their plan."""
    for language in LANGUAGES:
        first: dict[str, str] = {}
        for one in measures.measures:
            other = first.setdefault(one.title.in_(language), one.id)
            if other != one.id:
                yield Flaw(
                    one.id, f"{one.id}: expected a title of its own, found that of {other}", ("title",)
                )


def _leading_on(question: Question, measures: Measures) -> Iterator[Flaw]:
    below = range(top(question))
    about = [one for one in measures.measures if question.id in one.closes]
    missing = [str(level) for level in below if not measures.closing(question.id, level)]
    if missing:
        levels = f"level{'s' * (len(missing) > 1)} {', '.join(missing)}"
        yield Flaw(question.id, f"{question.id}: expected a measure that leads on from {levels}")
    elif len(below) >= VARIETY > len(about):
        yield Flaw(question.id, f"{question.id}: expected at least {VARIETY} measures, found {len(about)}")
