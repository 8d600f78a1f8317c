"""What stands in which column of a table of checks. Pure: no database, no files.

Every question has two columns: its answer, and beside it how it stands with that answer. So the first is
empty wherever there is nothing to count with, as statistics programs want it, and the second says why.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from questionnaires.answers import DONT_KNOW, NOT_APPLICABLE
from questionnaires.definition import Questionnaire
from questionnaires.definition.kinds import FreeText, Number
from questionnaires.definition.questions import Question
from questionnaires.text import LANGUAGES, Text

RUN, FOLLOWS, NAME = "run", "follows", "questionnaire"
VERSION, CHECK, LANGUAGE = "version", "check", "language"
BEGUN, CHANGED, FINISHED = "begun", "changed", "finished"
STATE, VALUE, COVERAGE = "state", "value", "coverage"
"""How the names of columns end that stand beside an answer, or say what answers came to."""

ANSWERED, TAKEN_OVER, SETTLED = "answered", "taken_over", "settled"
OPEN, ROUTED_PAST, NOT_IN_CHECK = "open", "routed_past", "not_in_check"
STATES: dict[str, Text] = {
    ANSWERED: Text(de="beantwortet", en="answered"),
    TAKEN_OVER: Text(
        de="aus einem früheren Check übernommen und noch nicht bestätigt",
        en="taken over from an earlier check and not confirmed yet",
    ),
    SETTLED: Text(
        de="nicht gefragt: folgt aus einer anderen Antwort", en="not asked: follows from another answer"
    ),
    DONT_KNOW: Text(de="„Weiß ich nicht“", en="“I don’t know”"),
    OPEN: Text(de="gefragt und nicht beantwortet", en="asked and not answered"),
    ROUTED_PAST: Text(
        de="nicht gefragt: andere Antworten führen daran vorbei", en="not asked: other answers lead past it"
    ),
    NOT_IN_CHECK: Text(
        de="nicht gefragt: gehört nicht zu dieser Länge des Checks",
        en="not asked: no part of this length of the check",
    ),
}
"""How it may stand with an answer; what does not apply also says why (`not_applicable.REASON`)."""
WITH_ANSWER = frozenset({ANSWERED, TAKEN_OVER, SETTLED})

Kind = Literal["id", "code", "codes", "number", "time"]


@dataclass(frozen=True, slots=True)
class Variable:
    """A column. `values` are the codes that may stand in it, in their order; none where anything may."""

    name: str
    kind: Kind
    title: Text
    values: tuple[tuple[str, Text], ...] = ()


@dataclass(frozen=True)
class Columns:
    """The columns for one version. With `facts` it has what tells companies apart: the questions that do not
    score, such as district, size and sector."""

    questionnaire: Questionnaire
    facts: bool = True

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Without what is written freely, and what is answered apart for units, whose names are free, too."""
        q = self.questionnaire
        left_out = {id_ for id_, one in q.question.items() if isinstance(one, FreeText)} | q.asked_by_unit
        return tuple(
            one
            for id_, one in q.question.items()
            if id_ not in left_out and (self.facts or one.scored or id_ in self._counted)
        )

    @cached_property
    def _counted(self) -> frozenset[str]:
        nodes = self.questionnaire.node.values()
        return frozenset(child for node in nodes for child in node.children if isinstance(child, str))

    @cached_property
    def variables(self) -> tuple[Variable, ...]:
        return (*_about_checks(self.questionnaire, days=self.facts), *self._answers(), *self._values())

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(variable.name for variable in self.variables)

    def _answers(self) -> Iterator[Variable]:
        for question in self.questions:
            yield Variable(question.id, _kind(question), question.text, _options(question))
            title = Text(de=f"Stand: {question.title.de}", en=f"State: {question.title.en}")
            yield Variable(beside(question.id, STATE), "code", title, tuple(_states(question)))

    def _values(self) -> Iterator[Variable]:
        for node in self.questionnaire.node.values():
            value = Text(de=f"Wert von 0 bis 1: {node.title.de}", en=f"Value from 0 to 1: {node.title.en}")
            share = Text(de=f"Anteil beantwortet: {node.title.de}", en=f"Share answered: {node.title.en}")
            yield Variable(beside(node.id, VALUE), "number", value)
            yield Variable(beside(node.id, COVERAGE), "number", share)


def beside(id_: str, what: str) -> str:
    return f"{id_}_{what}"


def _kind(question: Question) -> Kind:
    if isinstance(question, Number):
        return "number"
    return "codes" if getattr(question, "kind", "") == "several" else "code"


def _options(question: Question) -> tuple[tuple[str, Text], ...]:
    return tuple((option.id, option.text) for option in question.options)


def _states(question: Question) -> Iterator[tuple[str, Text]]:
    yield from STATES.items()
    for reason in question.not_applicable:
        yield f"{NOT_APPLICABLE}.{reason.id}", reason.text


def _about_checks(q: Questionnaire, *, days: bool) -> Iterator[Variable]:
    when = ("Tag", "day") if days else ("Quartal", "quarter")
    yield Variable(RUN, "id", Text(de="Kennzeichen des Checks", en="mark of the check"))
    yield Variable(
        FOLLOWS,
        "id",
        Text(de="Check, mit dessen Antworten er begann", en="check with whose answers it began"),
    )
    yield Variable(NAME, "code", Text(de="Fragebogen", en="questionnaire"), ((q.id, q.title),))
    yield Variable(VERSION, "code", Text(de="Fassung des Fragebogens", en="version of the questionnaire"))
    lengths = tuple((check.id, check.title) for check in q.checks)
    yield Variable(CHECK, "code", Text(de="Länge des Checks", en="length of the check"), lengths)
    languages = Text(de="Sprache", en="language")
    yield Variable(LANGUAGE, "code", languages, tuple((code, Text(de=code, en=code)) for code in LANGUAGES))
    for name, de, en in (
        (BEGUN, "begonnen", "begun"),
        (CHANGED, "zuletzt geändert", "last changed"),
        (FINISHED, "Ergebnis zuletzt festgehalten; leer, wenn nie", "result last kept; empty if never"),
    ):
        yield Variable(name, "time", Text(de=f"{when[0]}: {de}", en=f"{when[1]}: {en}"))
