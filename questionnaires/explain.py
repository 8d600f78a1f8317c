"""Every number explained: what made it, what lifted and lowered it, what does not count, what is next.

What is said is a `Remark`: a code of `CODES` with the parts and points it is about. Sentences are made of
it elsewhere, in either language.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from questionnaires.adding import added
from questionnaires.answers import split
from questionnaires.definition import Questionnaire
from questionnaires.definition.tree import TOLERANCE, Gate, Node
from questionnaires.routing import Path
from questionnaires.scoring.capping import Cap, caps
from questionnaires.scoring.joining import LEAVES, weights
from questionnaires.scoring.levels import outcomes
from questionnaires.scoring.scorecard import Part, Score, Scorecard, State

CODES = {
    "counts": "`part` counts with `points`; `share` of the node rests on it",
    "lifts": "`part` lies above the others and lifts the node by `points`",
    "lowers": "`part` lies below the others and lowers the node by `points`",
    "decides": "the node has the points of `part`, its lowest",
    "holds_back": "the stages end where `part` has only `points`",
    "dont_know": "nobody knows yet",
    "open": "not answered yet",
    "unknown": "a node without any answer",
    "not_applicable": "declared not applicable",
    "not_in_check": "belongs to a longer check",
    "routed_past": "the answers to `by` led past it",
    "unscored": "answered in a way that is never counted",
    "weightless": "has a weight of 0",
    "stands_in": "has no value and counts with `points` all the same",
    "prevents": "has no value, and without it the node has none",
    "follows": "the answer follows from that to `by`",
    "capped": "`by` holds the node down to `points`",
    "needs_points": "the next level needs `points` more",
    "needs_part": "the next level needs `points` in `part`",
    "too_many_absent": "the next level allows at most `points` items that do not apply",
    "highest": "there is no higher level",
}
"""Every code, and what it says."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to say about a node. `points` are those of `part`, or of the node itself."""

    code: str
    part: str
    points: float | None = None
    share: float | None = None
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a node has its value. `next` is what the next level needs, empty for a node without levels."""

    node: str
    counted: tuple[Remark, ...]
    lifted: tuple[Remark, ...]
    lowered: tuple[Remark, ...]
    not_counted: tuple[Remark, ...]
    next: tuple[Remark, ...]


def explain(questionnaire: Questionnaire, path: Path, card: Scorecard) -> dict[str, Explanation]:
    """The explanation of every node by id, the roots first."""
    held = caps(questionnaire, path)
    explainer = _Explainer(questionnaire, path, held)
    return {
        score.id: explainer.explanation(questionnaire.node[split(score.id)[0]], score)
        for root in card.roots
        for score in root.walk()
        if score.children
    }


@dataclass(frozen=True, slots=True)
class _Explainer:
    questionnaire: Questionnaire
    path: Path
    held: Mapping[str, Cap]

    def explanation(self, node: Node, score: Score) -> Explanation:
        counted = [part for part in score.parts if part.value is not None]
        effects = _EFFECTS.get(node.aggregate, _no_effects)(node, score, counted)
        ordered = sorted(effects, key=lambda remark: -abs(round(remark.points or 0.0, 9)))
        return Explanation(
            score.id,
            tuple(self._counted(node, score, counted)),
            tuple(remark for remark in ordered if remark.code == "lifts"),
            tuple(remark for remark in ordered if remark.code != "lifts"),
            tuple(self._not_counted(node, score)),
            tuple(self._next(node, score)),
        )

    def _counted(self, node: Node, score: Score, counted: Sequence[Part]) -> Iterator[Remark]:
        weighed = weights(node, counted)
        total = added(weighed) or 1.0
        for part, weight in zip(counted, weighed, strict=True):
            points = part.score.in_points(part.value or 0.0)
            by = self._follows_from(part.score.id)
            yield Remark("follows" if by else "counts", part.score.id, points, weight / total, by)
        cap = self.held.get(split(score.id)[0])
        if cap and cap.now < inf and score.points is not None and score.points >= cap.now - TOLERANCE:
            yield Remark("capped", score.id, cap.now, by=self._cappers(split(score.id)[0], cap.now))

    def _follows_from(self, key: str) -> tuple[str, ...]:
        question, unit = split(key)
        settled = self.path.units.get(unit or "", self.path).settled
        return (settled[question],) if question in settled else ()

    def _cappers(self, node: str, points: float) -> tuple[str, ...]:
        """The questions whose answers cap a node at so many points."""
        return tuple(
            question.id
            for question in self.questionnaire.capping
            for option in question.chosen(self.path.answers.get(question.id))
            if option.caps.get(node) == points
        )

    # --- what does not count -----------------------------------------------------------------------

    def _not_counted(self, node: Node, score: Score) -> Iterator[Remark]:
        below = score.weighed if node.aggregate in LEAVES else score.children
        parts = {part.score.id: part for part in score.parts}
        for child in below:
            if child.weight == 0:
                yield Remark("weightless", child.id)
            elif child.value is None:
                yield self._gap(child, parts.get(child.id))

    def _gap(self, child: Score, part: Part | None) -> Remark:
        if part and part.fails:
            return Remark("prevents", child.id, by=(child.state,))
        if part and part.value is not None:
            return Remark("stands_in", child.id, part.score.in_points(part.value), by=(child.state,))
        if child.state is State.HIDDEN:
            return self._hidden(child.id)
        return Remark(child.state.value, child.id)

    def _hidden(self, key: str) -> Remark:
        question, unit = split(key)
        path = self.path.units.get(unit or "", self.path)
        hidden = path.hidden[question]
        traces = hidden.verdict.traces if hidden.verdict else ()
        return Remark(hidden.reason, key, by=tuple(dict.fromkeys(t.comparison.fact for t in traces)))

    # --- what the next level needs ------------------------------------------------------------------

    def _next(self, node: Node, score: Score) -> Iterator[Remark]:
        if score.level is None or score.value is None:
            return
        level = score.level.low + 1
        if level > self._levels(node):
            yield Remark("highest", score.id)
            return
        if node.scale:
            threshold = self.questionnaire.scales[node.scale].shares[level - 1]
            if score.value < threshold - TOLERANCE:
                yield Remark("needs_points", score.id, (threshold - score.value) * (score.high - score.low))
        elif node.aggregate == "staged":
            yield from _stage(node, score, level)
        for gate in node.gates:
            if gate.level == level:
                yield from self._gate(gate, score)

    def _levels(self, node: Node) -> int:
        return len(self.questionnaire.scales[node.scale].shares) if node.scale else len(node.stages)

    def _gate(self, gate: Gate, score: Score) -> Iterator[Remark]:
        suffix = score.id.removeprefix(split(score.id)[0])
        for _, key, passed in outcomes(self.questionnaire, gate, score, suffix):
            if not passed and gate.not_applicable_at_most is not None:
                yield Remark("too_many_absent", key.id, gate.not_applicable_at_most)
            elif not passed:
                yield Remark("needs_part", key.id, gate.at_least)


def _stage(node: Node, score: Score, level: int) -> Iterator[Remark]:
    """The parts that are still short of what this stage, and those below it, ask for."""
    wanted = {id_: node.hold for stage, ids in node.stages.items() if stage < level for id_ in ids}
    wanted |= dict.fromkeys(node.stages[level], node.reach)
    for part in score.parts:
        points = wanted.get(split(part.score.id)[0])
        found = None if part.value is None else part.score.in_points(part.value)
        if points is not None and (found is None or found < points - TOLERANCE):
            yield Remark("needs_part", part.score.id, points)


# --- what lifts and lowers -------------------------------------------------------------------------


def _of_means(node: Node, score: Score, parts: Sequence[Part]) -> Iterator[Remark]:
    """Each part's distance from the node's value, by its weight; these distances add up to 0."""
    weighed = weights(node, parts)
    values = [part.value or 0.0 for part in parts]
    total = added(weighed) or 1.0
    middle = added(w * value for w, value in zip(weighed, values, strict=True)) / total
    for part, weight, value in zip(parts, weighed, values, strict=True):
        effect = weight / total * (value - middle) * (score.high - score.low)
        if abs(effect) > TOLERANCE:
            yield Remark("lifts" if effect > 0 else "lowers", part.score.id, abs(effect))


def _of_lowest(_node: Node, _score: Score, parts: Sequence[Part]) -> Iterator[Remark]:
    lowest = min((part.value or 0.0 for part in parts), default=0.0)
    for part in parts:
        if (part.value or 0.0) <= lowest + TOLERANCE:
            yield Remark("decides", part.score.id, part.score.in_points(part.value or 0.0))


def _of_stages(node: Node, score: Score, parts: Sequence[Part]) -> Iterator[Remark]:
    reached = round((score.value or 0.0) * len(node.stages))
    if reached < len(node.stages):
        short = {remark.part for remark in _stage(node, score, reached + 1)}
        for part in parts:
            if part.score.id in short:
                yield Remark("holds_back", part.score.id, part.score.in_points(part.value or 0.0))


def _no_effects(_node: Node, _score: Score, _parts: Sequence[Part]) -> Iterator[Remark]:
    yield from ()


_EFFECTS: dict[str, Callable[[Node, Score, Sequence[Part]], Iterator[Remark]]] = {
    "mean": _of_means,
    "sum": _of_means,
    "points_ratio": _of_means,
    "leaf_mean": _of_means,
    "leaf_sum": _of_means,
    "units": _of_means,
    "min": _of_lowest,
    "staged": _of_stages,
}
