"""Options that hold a node down: however well the rest is answered, it has at most so many points."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf

from questionnaires.answers import Answer
from questionnaires.definition import Questionnaire
from questionnaires.definition.questions import Question
from questionnaires.routing import Path


@dataclass(frozen=True, slots=True)
class Cap:
    """The most points of a node: by what was answered, and at worst and at best once all is answered."""

    now: float = inf
    worst: float = inf
    best: float = inf

    def joined(self, other: "Cap") -> "Cap":
        return Cap(min(self.now, other.now), min(self.worst, other.worst), min(self.best, other.best))


def caps(questionnaire: Questionnaire, path: Path) -> Mapping[str, Cap]:
    """The caps on each node that has any. What each unit answers for itself caps only parts of that unit."""
    found: dict[str, Cap] = {}
    apart = questionnaire.asked_by_unit if path.units else frozenset[str]()
    for question in (q for q in questionnaire.capping if q.id not in apart and q.id not in path.hidden):
        for node, cap in caps_of(question, path.answers.get(question.id)).items():
            found[node] = found.get(node, Cap()).joined(cap)
    return found


def caps_of(question: Question, answer: Answer | None) -> dict[str, Cap]:
    """The caps that the answer to one question puts on nodes, by node; None where it is still open."""
    meaning = question.meaning(answer) if answer else "dont_know"
    if meaning == "dont_know":
        return {node: _open(question, node) for option in question.options for node in option.caps}
    chosen = question.chosen(answer)
    nodes = {node for option in chosen for node in option.caps}
    return {node: _settled(option.caps.get(node, inf) for option in chosen) for node in nodes}


def _settled(points: Iterable[float]) -> Cap:
    lowest = min(points)
    return Cap(lowest, lowest, lowest)


def _open(question: Question, node: str) -> Cap:
    """Not answered yet: the worst option may still be chosen, and so may the best."""
    answers = [option for option in question.options if option.kind in {"level", "none"}]
    points = [option.caps.get(node, inf) for option in answers]
    nothing_ticked = question.accepts(Answer(""))
    return Cap(inf, min(points), inf if nothing_ticked else max(points))
