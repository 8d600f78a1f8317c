"""The caps that answers put on nodes, in many runs."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

import numpy as np

from questionnaires.answers import Answer
from questionnaires.definition import Questionnaire
from questionnaires.definition.questions import Question
from questionnaires.scoring import capping
from questionnaires.scoring.bulk.columns import Answered, Codes
from questionnaires.scoring.bulk.routing import Routed
from questionnaires.scoring.bulk.table import Floats


@dataclass(frozen=True, slots=True)
class Cap:
    """The most points of a node, by answer or by run; infinite where it is not capped."""

    now: Floats
    worst: Floats
    best: Floats

    def at(self, codes: Codes) -> "Cap":
        return Cap(self.now[codes], self.worst[codes], self.best[codes])

    def joined(self, other: "Cap") -> "Cap":
        pairs = ((self.now, other.now), (self.worst, other.worst), (self.best, other.best))
        return Cap(*(np.minimum(one, two) for one, two in pairs))


UNCAPPED = Cap(np.array(inf), np.array(inf), np.array(inf))


class CapsOfAnswers:
    """The caps of one version by question, node and answer."""

    def __init__(self, questionnaire: Questionnaire, answered: Answered) -> None:
        self._caps = [found for q in questionnaire.capping for found in _caps(q, answered)]

    def of(self, routed: Routed) -> dict[str, Cap]:
        """The cap on each node that has any, per run."""
        found: dict[str, Cap] = {}
        for question, node, cap in self._caps:
            found[node] = cap.at(routed[question]).joined(found.get(node, UNCAPPED))
        return found


def _caps(question: Question, answered: Answered) -> Iterator[tuple[str, str, Cap]]:
    """For every node that the question may cap: its caps by the code of the answer."""
    none: dict[str, capping.Cap] = {}

    def capped(answer: Answer | None) -> dict[str, capping.Cap]:
        return capping.caps_of(question, answer)

    by_code = answered.given[question.id].by_code(capped, none, none)
    for node in {node: None for caps in by_code for node in caps}:
        caps = [caps.get(node, capping.Cap()) for caps in by_code]
        now, worst, best = (np.array(p) for p in zip(*((c.now, c.worst, c.best) for c in caps), strict=True))
        yield question.id, node, Cap(now, worst, best)
