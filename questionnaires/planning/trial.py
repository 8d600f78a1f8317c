"""Answers tried on one node: what it would be, without scoring the rest of the tree time and again."""

from collections.abc import Mapping
from dataclasses import replace

from questionnaires.answers import Answer, Answers, split
from questionnaires.conditions import comparisons
from questionnaires.definition import Questionnaire
from questionnaires.definition.questions import Question
from questionnaires.definition.tree import with_descendants
from questionnaires.routing import Path, route
from questionnaires.scoring import score
from questionnaires.scoring.scorecard import Score


class Trial:
    """One node of one set of answers. Raises KeyError for a node that the scorecard does not have."""

    def __init__(self, questionnaire: Questionnaire, answers: Answers, check: str, node: str) -> None:
        self.questionnaire, self.answers, self.check, self.node = questionnaire, answers, check, node
        self.part = _part(questionnaire, node)
        self.routing = _routing(questionnaire)
        self.path = route(questionnaire, answers, check)
        self.now = self._score(self.path)

    def with_(self, changes: Mapping[str, Answer]) -> Score:
        """The node if these answers were given."""
        return self._score(self.way(changes)) if changes else self.now

    def gain(self, after: Score) -> float:
        """By how much the node's value rises; of one that has none yet, above its lower bound."""
        before = self.now.lower if self.now.value is None else self.now.value
        return (after.lower if after.value is None else after.value) - before

    def answer(self, key: str) -> Answer | None:
        """What was answered; of a unit that said nothing, what was said for all."""
        return self.answers.get(key) or self.answers.get(split(key)[0])

    def way(self, changes: Mapping[str, Answer]) -> Path:
        """The path with these answers; found anew only where it may be another one."""
        if self.path.units or not changes.keys().isdisjoint(self.routing) or not self._asked(changes):
            return route(self.questionnaire, {**self.answers, **changes}, self.check)
        return replace(self.path, answers={**self.path.answers, **changes})

    def _asked(self, changes: Mapping[str, Answer]) -> bool:
        return all(key not in self.path.hidden and key not in self.path.settled for key in changes)

    def _score(self, path: Path) -> Score:
        return score(self.part, path).node(self.node)

    def movable(self, path: Path) -> dict[str, Question]:
        """The questions that are asked on a path and can move the node; by `question@unit` for units.

        They are those below it, and those that can hold it or a part of it down.
        """
        parts = with_descendants(self.questionnaire.node[split(self.node)[0]])
        below = {item for part in parts for item in part.children if isinstance(item, str)}
        nodes = {part.id for part in parts}
        capping = {q.id for q in self.part.capping if any(nodes & set(o.caps) for o in q.options)}
        moving = below | capping
        return {
            key: self.questionnaire.question[split(key)[0]]
            for key in asked(self.questionnaire, path)
            if split(key)[0] in moving
        }


def asked(questionnaire: Questionnaire, path: Path) -> list[str]:
    """The keys of all answers that are asked for; of what units answer apart, one for each of them."""
    apart = questionnaire.asked_by_unit if path.units else frozenset()
    common = [(id_, id_) for id_ in path.asked if id_ not in apart]
    of_units = [
        (id_, f"{id_}@{unit}") for unit, way in path.units.items() for id_ in way.asked if id_ in apart
    ]
    place = {id_: number for number, id_ in enumerate(questionnaire.question)}
    return [key for _, key in sorted(common + of_units, key=lambda one: (place[one[0]], one[1]))]


def _part(questionnaire: Questionnaire, node: str) -> Questionnaire:
    """The questionnaire with this node as its whole tree; all of it where units are scored apart."""
    below = with_descendants(questionnaire.node[split(node)[0]])
    questions = {item for part in below for item in part.children if isinstance(item, str)}
    if questions & questionnaire.asked_by_unit:
        return questionnaire
    fields = {name: getattr(questionnaire, name) for name in Questionnaire.model_fields}
    return Questionnaire.model_construct(**fields | {"tree": below[:1]})


def _routing(questionnaire: Questionnaire) -> frozenset[str]:
    """The questions whose answers lead to others, past them, or settle them."""
    rules = [q.ask_if for q in questionnaire.question.values() if q.ask_if]
    facts = {comparison.fact for rule in rules for comparison in comparisons(rule)}
    return frozenset(
        question.id
        for question in questionnaire.question.values()
        if {question.id, question.fact_name} & facts or any(option.sets for option in question.options)
    )
