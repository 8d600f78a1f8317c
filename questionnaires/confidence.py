"""How sure a value is: high, medium or low, by the weakest of three, never as a decimal (scoring.md 2.4).

    coverage   the share of what applies that is answered
    evidence   sum w e / sum w over the answered items; e is 0 for an opinion, 0.5 where an example is named,
               1 for a document, data, or what an adviser has seen
    voices     how many people answered, by role, and whether they agree; or an adviser went through it

The limits are design choices and stand in the policy of the questionnaire. Those for voices follow from what
roles are: two may agree by chance, three that agree are the company's view.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from questionnaires.adding import added
from questionnaires.answers import split
from questionnaires.definition import Policy
from questionnaires.definition.tree import TOLERANCE
from questionnaires.routing import Path
from questionnaires.scoring.scorecard import Score, State

Sure = Literal["low", "medium", "high"]
GRADES: tuple[Sure, ...] = ("low", "medium", "high")
NAMED_EXAMPLE = 0.5


@dataclass(frozen=True, slots=True)
class Voices:
    """Who answered: how many roles, whether they agree within the limit, whether an adviser saw it."""

    roles: int = 1
    agree: bool = True
    reviewed: bool = False


ALONE = Voices()


@dataclass(frozen=True, slots=True)
class Confidence:
    """The grades of the three grounds; the word is the lowest of them."""

    coverage: Sure
    evidence: Sure
    voices: Sure

    @property
    def word(self) -> Sure:
        return min((self.coverage, self.evidence, self.voices), key=GRADES.index)


def confidence(
    policy: Policy,
    path: Path,
    score: Score,
    voices: Voices = ALONE,
    evidence: Mapping[str, float] | None = None,
) -> Confidence:
    """How sure the value of one node is. `evidence`: e in [0, 1] by question; without it, by the notes."""
    answered = [item for item in score.weighed if item.state is State.ANSWERED]
    shown = {item.id: _evidence(path, item.id, evidence or {}) for item in answered}
    total = added(item.weight for item in answered)
    share = added(item.weight * shown[item.id] for item in answered) / total if total else 0.0
    return Confidence(
        _grade(score.coverage, policy.min_coverage, policy.sure_coverage),
        _grade(share, policy.some_evidence, policy.sure_evidence),
        _by_voices(voices),
    )


def of_session(
    policy: Policy, score: Score, *, roles: int, agreed: Collection[str], apart: Collection[str]
) -> Voices:
    """Who speaks for the value of one node after a session in which people of `roles` answered and talked.

    `agreed`: questions to which the answer was agreed, and still is the company's; `apart`: those on which
    dissent stands or nobody has talked yet. A session that settled less than `min_coverage` of the answers
    below the node says nothing about it: the rest is still the word of one.
    """
    answered = [item for item in score.weighed if item.state is State.ANSWERED]
    total = added(item.weight for item in answered)
    settled = added(item.weight for item in answered if item.id in agreed)
    if not total or settled / total < policy.min_coverage - TOLERANCE:
        return ALONE
    return Voices(roles=roles, agree=not any(item.id in apart for item in score.weighed))


def _evidence(path: Path, key: str, known: Mapping[str, float]) -> float:
    """Who adds a note names an example."""
    question, unit = split(key)
    answer = path.units.get(unit or "", path).answers.get(question)
    return max(known.get(key, 0.0), NAMED_EXAMPLE if answer and answer.note else 0.0)


def _grade(share: float, medium: float, high: float) -> Sure:
    return "high" if share >= high - TOLERANCE else "medium" if share >= medium - TOLERANCE else "low"


def _by_voices(voices: Voices) -> Sure:
    if voices.reviewed or (voices.roles > 2 and voices.agree):
        return "high"
    return "medium" if voices.roles > 1 and voices.agree else "low"
