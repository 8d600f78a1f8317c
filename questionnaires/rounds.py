"""A round in which people of one company answer alone, before they talk: what it asks each of them.

It asks for what is scored in the areas: facts of the company and its exposure are the company's own. These
facts decide what is asked, the company's answers to the round's own questions do not: nobody is led by what
somebody else has said. All that a page of the round shows is known before the first answer, so the page goes
on working without a line; what a person's own answers lead past is shown, and not counted.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from questionnaires.answers import Answer, Answers
from questionnaires.definition import Questionnaire, Section
from questionnaires.definition.questions import Question
from questionnaires.definition.tree import Node, with_descendants
from questionnaires.routing import Path, route


@dataclass(frozen=True, slots=True)
class Part:
    """Questions of one section, in its order."""

    section: Section
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """What a round asks about one area, by section."""

    node: Node
    parts: tuple[Part, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for part in self.parts for question in part.questions)


def questions(questionnaire: Questionnaire) -> dict[str, Node]:
    """Every question that a round may ask, in the order of the questionnaire, with its area."""
    area = {id_: node for node in _areas(questionnaire) for id_ in _below(questionnaire, node)}
    return {
        id_: area[id_] for id_, question in questionnaire.question.items() if id_ in area and question.scored
    }


def path(questionnaire: Questionnaire, company: Answers, own: Mapping[str, Answer], check: str) -> Path:
    """The way of one person: by the company's facts and their own answers."""
    return route(questionnaire, _facts(questionnaire, company) | dict(own), check)


def asked(questionnaire: Questionnaire, company: Answers, check: str) -> tuple[Area, ...]:
    """What a round of this length asks everybody, area by area; areas without a question are left out."""
    shown = {*path(questionnaire, company, {}, check).asked}
    area_of = {id_: node.id for id_, node in questions(questionnaire).items() if id_ in shown}
    found = [Area(node, tuple(_parts(questionnaire, node, area_of))) for node in _areas(questionnaire)]
    return tuple(area for area in found if area.parts)


def _facts(questionnaire: Questionnaire, company: Answers) -> dict[str, Answer]:
    own = questions(questionnaire)
    return {key: answer for key, answer in company.items() if key not in own and "@" not in key}


def _parts(questionnaire: Questionnaire, node: Node, area_of: Mapping[str, str]) -> Iterator[Part]:
    for section in questionnaire.sections:
        of_area = tuple(question for question in section.questions if area_of.get(question.id) == node.id)
        if of_area:
            yield Part(section, of_area)


def _areas(questionnaire: Questionnaire) -> Iterator[Node]:
    """The nodes below the top of the tree; of a questionnaire about exposure and readiness, of the latter."""
    roots = (questionnaire.node["readiness"],) if questionnaire.has_fields else questionnaire.roots
    for root in roots:
        nodes = [child for child in root.children if isinstance(child, Node)]
        yield from nodes or (root,)


def _below(questionnaire: Questionnaire, node: Node) -> Iterator[str]:
    for part in with_descendants(node):
        for child in part.children:
            if isinstance(child, str) and child in questionnaire.question:
                yield child
