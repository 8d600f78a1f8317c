"""What to reach, and how far one has come: targets of a profile, distance to them, way since a baseline.

A target is that of the chosen profile, else the one that stands with the question or node, else the share
of the policy. The ratios are those of published models with a target: what is reached of the target
counted from the fewest points (relative score, OWASP SAMM), and what is done of the way from an earlier
state to the target (current and target profile, NIST CSF).

    gap = max(0, target - now)
    of_target = (now - low) / (target - low)
    way = (now - then) / (target - then)
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isclose
from typing import Literal

from questionnaires.adding import added
from questionnaires.answers import split
from questionnaires.definition import Profile, Questionnaire
from questionnaires.definition.questions import Question
from questionnaires.definition.tree import TOLERANCE, Node, with_descendants
from questionnaires.scoring.joining import LEAVES
from questionnaires.scoring.scorecard import Score, Scorecard

EXPOSURE = "exposure"
"""What happens to a company is nothing that it could aim at."""

Source = Literal["profile", "author", "policy"]


class UnknownProfile(LookupError):
    """The questionnaire has no profile of this id."""

    def __init__(self, profile: str) -> None:
        self.profile = profile
        super().__init__(f"unknown profile {profile!r}")


@dataclass(frozen=True, slots=True)
class Target:
    """What a question or node should reach: in points, if all of it applies, and as a share of its range.

    `source`: who set it. Only what the policy sets for all alike is a share in the first place.
    """

    points: float
    share: float
    source: Source

    def of(self, score: Score) -> float:
        """In the points of a score, whose range may be smaller since parts of it do not apply."""
        return score.in_points(self.share) if self.source == "policy" else self.points


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a question or node stands, in points; None for what cannot be told.

    `of_target` is 1 at the target, `way` is 0 at the baseline and 1 at the target; both may lie beyond, and
    `way` falls below 0 where things got worse. There is no way where the baseline was at the target
    already, has no value, or was counted in other points. `published`: enough is known to show it.
    """

    id: str
    target: float
    points: float | None
    gap: float | None
    reached: bool | None
    of_target: float | None
    baseline: float | None
    way: float | None
    published: bool


def profile(questionnaire: Questionnaire, id_: str | None) -> Profile | None:
    """The profile of this id; None for none. Raises UnknownProfile."""
    if id_ is not None and id_ not in questionnaire.profile:
        raise UnknownProfile(id_)
    return None if id_ is None else questionnaire.profile[id_]


def target(
    questionnaire: Questionnaire, part: Question | Node, low: float, high: float, chosen: Profile | None
) -> Target:
    """The target of one part whose points lie from `low` to `high`."""
    stated = chosen.targets.get(part.id) if chosen else None
    if stated is not None:
        return Target(stated, (stated - low) / (high - low), "profile")
    share = questionnaire.target(part, low, high)
    source: Source = "policy" if part.target is None else "author"
    return Target(low + share * (high - low), share, source)


def targets(questionnaire: Questionnaire, profile_id: str | None = None) -> dict[str, Target]:
    """The targets of all scored questions and nodes by id, exposure left out. Raises UnknownProfile."""
    chosen = profile(questionnaire, profile_id)
    nodes = [node for root in questionnaire.roots for node in _aimed_at(questionnaire, root)]
    parts: list[Question | Node] = [*nodes]
    parts += [questionnaire.question[id_] for node in nodes for id_ in node.children if isinstance(id_, str)]
    return {part.id: target(questionnaire, part, *_range(questionnaire, part), chosen) for part in parts}


def _aimed_at(questionnaire: Questionnaire, root: Node) -> list[Node]:
    return [] if questionnaire.has_fields and root.id == EXPOSURE else with_descendants(root)


def progress(
    card: Scorecard, aims: Mapping[str, Target], baseline: Scorecard | None = None
) -> dict[str, Progress]:
    """Every scored part that has a target, by its id in the scorecard (`node@unit` for that of one unit)."""
    return {score.id: _progress(score, aim, _then(score, baseline)) for score, aim in _aimed(card, aims)}


def _aimed(card: Scorecard, aims: Mapping[str, Target]) -> Iterator[tuple[Score, Target]]:
    for root in card.roots:
        for score in root.walk():
            aim = aims.get(split(score.id)[0])
            if aim:
                yield score, aim


def _then(score: Score, baseline: Scorecard | None) -> Score | None:
    """The same part earlier, if it had a value in the same points."""
    if baseline is None or score.id not in baseline:
        return None
    then = baseline.node(score.id)
    same = isclose(then.low, score.low) and isclose(then.high, score.high)
    return then if same and then.value is not None else None


def _progress(score: Score, aim: Target, then: Score | None) -> Progress:
    points, wanted, before = score.points, aim.of(score), then.points if then else None
    return Progress(
        id=score.id,
        target=wanted,
        points=points,
        gap=None if points is None else max(0.0, wanted - points),
        reached=None if points is None else points >= wanted - TOLERANCE,
        of_target=_share(points, score.low, wanted),
        baseline=before,
        way=_share(points, before, wanted),
        published=score.published and (then is None or then.published),
    )


def _share(points: float | None, start: float | None, end: float) -> float | None:
    """How much of the way from start to end is done; None where there is none to go."""
    if points is None or start is None or end - start <= TOLERANCE:
        return None
    return (points - start) / (end - start)


# --- the range of a part if all of it applies --------------------------------------------------


def _range(questionnaire: Questionnaire, part: Question | Node) -> tuple[float, float]:
    if isinstance(part, Question):
        return part.range
    if part.range:
        return part.range
    if part.aggregate == "staged":
        return (0.0, float(len(part.stages)))
    counted = _counted(questionnaire, part)
    ranges = [_range(questionnaire, child) for child in counted]
    if part.aggregate in {"sum", "leaf_sum"}:
        weights = [child.weight for child in counted]
        low, high = (
            added(w * limits[end] for w, limits in zip(weights, ranges, strict=True)) for end in (0, 1)
        )
        return (low, high)
    return ranges[0] if len(set(ranges)) == 1 and part.aggregate != "points_ratio" else (0.0, 1.0)


def _counted(questionnaire: Questionnaire, node: Node) -> Sequence[Question | Node]:
    """What a node joins: its children or, of leaves, the questions below; nothing with a weight of 0."""
    children = [questionnaire.question[c] if isinstance(c, str) else c for c in node.children]
    heavy = [child for child in children if child.weight > 0]
    if node.aggregate not in LEAVES:
        return heavy
    nested = [_leaves(questionnaire, child) if isinstance(child, Node) else [child] for child in heavy]
    return [question for below in nested for question in below]


def _leaves(questionnaire: Questionnaire, node: Node) -> list[Question]:
    """The questions below that count: not those with, or below, a weight of 0."""
    found: list[Question] = []
    for child in node.children:
        if isinstance(child, str):
            found += [questionnaire.question[child]] if questionnaire.question[child].weight > 0 else []
        elif child.weight > 0:
            found += _leaves(questionnaire, child)
    return found
