"""Random small trees of scores, for the properties that must hold in all of them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import product

from hypothesis import strategies as st

from questionnaires.definition import Node, Questionnaire
from questionnaires.routing import route
from questionnaires.scoring import Score, score
from questionnaires.text import Text
from tests.questionnaires.builders import LEVELS, UNKNOWN, Item, Part, a_questionnaire, answers_of, built

STATES = (*LEVELS, "dk", "-", "na")
WEIGHTS = st.sampled_from([1.0, 1.0, 2.0, 0.5, 0.0])


def trees(
    *,
    aggregates: Sequence[str] = ("mean", "min"),
    missing: Sequence[str] = ("exclude", "exclude_by_coverage"),
    states: Sequence[str] = STATES,
    leaves: int = 7,
) -> st.SearchStrategy[Part]:
    """Trees up to three deep, each node with some weight to score."""
    items = st.builds(Item, st.sampled_from(states), WEIGHTS, st.sampled_from([False, False, False, True]))

    def nodes(children: st.SearchStrategy[Item | Part]) -> st.SearchStrategy[Part]:
        groups = st.lists(children, min_size=1, max_size=4).filter(lambda c: any(x.weight > 0 for x in c))
        return st.builds(
            Part,
            groups.map(tuple),
            aggregate=st.sampled_from(aggregates),
            missing=st.sampled_from(missing),
            weight=WEIGHTS,
        )

    return nodes(st.recursive(items, nodes, max_leaves=leaves))


TREES_OF_MEANS = trees(aggregates=("mean",), missing=("exclude_by_coverage",))
ANY_TREES = trees()


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
    questions = [
        q.model_copy(update={"id": new(q.id), "text": words}) for q in questionnaire.question.values()
    ]
    tree = [_renamed_node(node, new, words) for node in questionnaire.tree]
    return a_questionnaire(questions, tree=tree)


def _renamed_node(node: Node, new: Callable[[str], str], words: Text) -> Node:
    children = (_renamed_node(c, new, words) if isinstance(c, Node) else new(c) for c in node.children)
    return node.model_copy(update={"id": new(node.id), "title": words, "children": tuple(children)})
