"""Random small trees of scores, for the properties that must hold in all of them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

from hypothesis import strategies as st

from questionnaires.definition import Questionnaire
from questionnaires.definition.tree import Node
from questionnaires.routing import route
from questionnaires.scoring import score
from questionnaires.scoring.scorecard import Score
from questionnaires.text import Text
from tests.questionnaires.builders import (
    KINDS,
    LEVELS,
    UNKNOWN,
    Item,
    Part,
    a_questionnaire,
    answers_of,
    built,
)

STATES = (*LEVELS, "dk", "-", "na")
WEIGHTS = st.sampled_from([1.0, 1.0, 2.0, 0.5, 0.0])
WAYS = ("mean", "median", "sum", "min", "points_ratio", "staged", "leaf_mean", "leaf_sum", "none")
"""All but units, for which answers are written in another way."""
SUMS = ("sum", "leaf_sum")
POLICIES = ("exclude", "exclude_by_coverage", "zero", {"constant": 1}, {"constant": 2.5}, "target", "fail")
ROUNDINGS = (
    None,
    {"mode": "truncate", "digits": 1},
    {"mode": "half_away", "digits": 0},
    {"mode": "half_even", "digits": 2},
)


def trees(
    *,
    aggregates: Sequence[str] = ("mean", "min"),
    missing: Sequence[Any] = ("exclude", "exclude_by_coverage"),
    absent: Sequence[Any] = ("exclude",),
    states: Sequence[str] = STATES,
    kinds: Sequence[str] = ("",),
    roundings: Sequence[Any] = (None,),
    ranges: Sequence[Any] = (None,),
    leaves: int = 7,
) -> st.SearchStrategy[Part]:
    """Trees up to three deep, each node with some weight to score.

    `absent`: the policies for what does not apply and for what is not asked. Staged nodes have nodes as
    children, which never happens to leaf items by chance, so that these are wrapped.
    """
    items = st.builds(
        Item,
        st.sampled_from(states),
        WEIGHTS,
        st.sampled_from([False, False, False, True]),
        st.sampled_from(kinds),
    )
    choices = {"not_applicable": absent, "hidden": absent, "rounding": roundings, "range": ranges}
    varied = {name: st.sampled_from(given) for name, given in choices.items() if len(given) > 1}
    only = {name: given[0] for name, given in choices.items() if len(given) == 1}
    written = st.fixed_dictionaries(varied).map(lambda chosen: only | chosen) if varied else st.just(only)

    def nodes(children: st.SearchStrategy[Item | Part]) -> st.SearchStrategy[Part]:
        groups = st.lists(children, min_size=1, max_size=4).filter(lambda c: any(x.weight > 0 for x in c))
        plain = st.builds(
            Part,
            groups.map(tuple),
            aggregate=st.sampled_from([way for way in aggregates if way != "staged"]),
            missing=st.sampled_from(missing),
            weight=WEIGHTS,
            more=written,
        )
        return st.one_of(plain, plain, st.builds(_staged, plain, LIMITS)) if "staged" in aggregates else plain

    return nodes(st.recursive(items, nodes, max_leaves=leaves))


LIMITS = st.tuples(
    st.sampled_from([0.5, 1.0, 2.5]), st.sampled_from([None, 0.5, 1.0, 3.0]), st.integers(1, 3)
)


def _staged(part: Part, limits: tuple[float, float | None, int]) -> Part:
    """The same part with its children as stages, some of them side by side, some with a gap below."""
    reach, hold, step = limits
    children = [
        child if isinstance(child, Part) else Part((replace(child, weight=1.0),)) for child in part.children
    ]
    stages = [
        replace(child, more={**child.more, "stage": 1 + number * step // 2})
        for number, child in enumerate(children)
    ]
    more = {**part.more, "reach": reach, "hold": hold}
    return replace(part, aggregate="staged", children=tuple(stages), more=more)


TREES_OF_MEANS = trees(aggregates=("mean",), missing=("exclude_by_coverage",))
ANY_TREES = trees()
EVERYTHING: dict[str, Any] = {
    "aggregates": WAYS,
    "missing": POLICIES,
    "absent": POLICIES,
    "kinds": tuple(KINDS),
    "roundings": ROUNDINGS,
    "ranges": (None, None, (0, 100), (1, 5)),
}
"""All that an author can write about a tree."""
ALL_TREES = trees(**EVERYTHING)
SMALL_TREES = trees(**EVERYTHING, leaves=4, states=("0", "1", "2", "3", "4", "dk", "dk", "na"))


class Filled:
    """One tree whose answers change, built once."""

    def __init__(self, tree: Part) -> None:
        self.tree = tree
        self.words = [item.answer for item in tree.items]
        self.questionnaire = built(tree)

    def with_(self, words: Sequence[str]) -> Score:
        answers = answers_of(self.tree.filled(words))
        return score(self.questionnaire, route(self.questionnaire, answers, "short")).roots[0]

    @property
    def score(self) -> Score:
        return self.with_(self.words)

    def changed(self, position: int, word: str) -> Score:
        return self.with_([*self.words[:position], word, *self.words[position + 1 :]])

    def completions(self, choices: Sequence[str] = LEVELS) -> Iterator[Score]:
        """Every way in which what is not known could turn out."""
        for words in product(*(choices if word in UNKNOWN else (word,) for word in self.words)):
            yield self.with_(words)

    def positions(self, words: Sequence[str]) -> list[int]:
        """Where these answers count: shown, and with a weight all the way up."""
        counting = zip(self.words, _counting(self.tree), strict=True)
        return [n for n, (word, counts) in enumerate(counting) if counts and word in words]


def _counting(part: Part, *, counts: bool = True) -> Iterator[bool]:
    for child in part.children:
        heavy = counts and child.weight > 0
        if isinstance(child, Part):
            yield from _counting(child, counts=heavy)
        else:
            yield heavy and not child.hidden


def every(part: Part) -> Iterator[Part]:
    """The part and all parts below it."""
    yield part
    for child in part.children:
        if isinstance(child, Part):
            yield from every(child)


def scaled(part: Part, factor: float) -> Part:
    """The same tree with every weight multiplied."""
    children = (
        scaled(child, factor) if isinstance(child, Part) else replace(child, weight=child.weight * factor)
        for child in part.children
    )
    return replace(part, children=tuple(children), weight=part.weight * factor)


def mirrored(part: Part) -> Part:
    """The same tree with the last child first."""
    children = (mirrored(child) if isinstance(child, Part) else child for child in part.children)
    return replace(part, children=tuple(children)[::-1])


def renamed(questionnaire: Questionnaire, new: Callable[[str], str], words: Text) -> Questionnaire:
    """The same questionnaire with other ids and other texts."""
    questions = [_renamed_question(question, new, words) for question in questionnaire.question.values()]
    tree = [_renamed_node(node, new, words) for node in questionnaire.tree]
    return a_questionnaire(questions, tree=tree)


def _renamed_question(question: Any, new: Callable[[str], str], words: Text) -> Any:
    written = question.model_dump(by_alias=True) | {"id": new(question.id), "title": words, "text": words}
    for option in written.get("options") or ():
        option |= {"caps": {new(node): points for node, points in option["caps"].items()}, "text": words}
    return type(question).model_validate(
        {name: value for name, value in written.items() if value is not None}
    )


def _renamed_node(node: Node, new: Callable[[str], str], words: Text) -> Node:
    children = [_renamed_node(c, new, words) if isinstance(c, Node) else new(c) for c in node.children]
    gates = [gate.model_dump(exclude_none=True) for gate in node.gates]
    for gate in gates:
        gate |= {"nodes": [new(key) for key in gate["nodes"]]}
        gate |= {"question": new(gate["question"])} if "question" in gate else {}
    written = node.model_dump(by_alias=True, exclude={"children", "gates"})
    return Node.model_validate(
        written | {"id": new(node.id), "title": words, "gates": gates, "children": children}
    )
