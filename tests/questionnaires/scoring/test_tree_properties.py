"""What must hold in every tree that an author can write: all ways of joining, policies, roundings, kinds.

`ALL_TREES` mix any of them, and caps. Where something holds only without some, the test says why.
"""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from questionnaires.answers import Answer
from questionnaires.routing import route
from questionnaires.scoring import score
from questionnaires.scoring.scorecard import Score, State
from questionnaires.text import Text
from tests.questionnaires.builders import (
    KINDS,
    LEVELS,
    UNKNOWN,
    WORDS,
    Item,
    Part,
    a_node,
    a_questionnaire,
    answers_of,
    built,
    scored,
)
from tests.questionnaires.trees import (
    ALL_TREES,
    POLICIES,
    ROUNDINGS,
    SMALL_TREES,
    STATES,
    SUMS,
    WAYS,
    Filled,
    every,
    mirrored,
    renamed,
    scaled,
    trees,
)

SLACK = 1e-9
CERTAIN = tuple(policy for policy in POLICIES if policy != "fail")
GATES = st.lists(
    st.tuples(st.just("q1"), st.integers(1, 4), st.sampled_from([1.0, 2.0, 3.0])), max_size=2
).map(tuple)


def near(value: float | None) -> object:
    return None if value is None else pytest.approx(value, abs=SLACK)


def nodes(found: Score) -> list[Score]:
    return [part for part in found.walk() if part.children]


def numbers(found: Score) -> list[tuple[object, ...]]:
    """All that a result consists of, but for names."""
    return [
        (p.state, near(p.value), near(p.coverage), near(p.lower), near(p.upper), p.published)
        + ((p.level.low, p.level.high) if p.level else ())
        for p in nodes(found)
    ]


def same(one: Score, other: Score) -> None:
    assert numbers(one) == [
        (p.state, p.value, p.coverage, p.lower, p.upper, p.published)
        + ((p.level.low, p.level.high) if p.level else ())
        for p in nodes(other)
    ]


# --- bounds ------------------------------------------------------------------------------------


@given(ALL_TREES)
def test_values_and_points_lie_between_their_bounds_at_every_level(tree: Part) -> None:
    for part in nodes(scored(tree)):
        assert 0.0 <= part.lower <= part.upper <= 1.0
        assert 0.0 <= part.coverage <= 1.0 + SLACK
        if part.value is not None:
            assert part.lower <= part.value <= part.upper
            assert part.low - SLACK <= (part.points or 0.0) <= part.high + SLACK
        if part.level:
            assert part.level.low <= part.level.high


@given(SMALL_TREES)
def test_bounds_contain_every_completion_of_any_small_tree(tree: Part) -> None:
    """All answers to at most two open items. What does not apply or is not asked stays as it is."""
    filled = Filled(tree)
    assume(0 < sum(word in UNKNOWN for word in filled.words) <= 2)
    vague = {part.id: part for part in filled.score.walk()}
    for complete in filled.completions():
        for part in nodes(complete):
            if part.value is not None:
                bounds = vague[part.id]
                assert bounds.lower - SLACK <= part.value <= bounds.upper + SLACK


ALWAYS_COUNTING = tuple(kind for kind in KINDS if kind != "within")


@given(
    trees(
        aggregates=WAYS[:-1],
        kinds=ALWAYS_COUNTING,
        roundings=ROUNDINGS,
        missing=("exclude_by_coverage",),
        absent=CERTAIN,
    )
)
def test_bounds_are_the_worst_and_the_best_completion(tree: Part) -> None:
    """Not where a node may have no value (none, fail), nor where what stands in may lie beyond any answer,
    nor where what is left out leads out of what is possible, and not for answers that span no range."""
    filled = Filled(tree)
    vague = filled.score
    assume(vague.state is not State.NOT_APPLICABLE)
    for bound, level in ((vague.lower, "0"), (vague.upper, "4")):
        (extreme,) = filled.completions([level])
        assert extreme.value == near(bound)


@given(trees(aggregates=WAYS[:-1], kinds=tuple(KINDS), roundings=ROUNDINGS, missing=POLICIES, absent=CERTAIN))
def test_without_unknowns_there_is_one_value_with_full_coverage(tree: Part) -> None:
    """Whatever the policy for what is missing: nothing is. A cap may hold a node down, but surely."""
    known = scored(tree.filled("2" if item.answer in UNKNOWN else item.answer for item in tree.items))
    for part in nodes(known):
        if part.value is not None:
            assert part.coverage == near(1)
            assert part.lower == near(part.value) == part.upper


# --- answers -----------------------------------------------------------------------------------


@given(ALL_TREES, GATES, st.data())
def test_a_better_answer_never_lowers_anything(tree: Part, gates: Any, data: st.DataObject) -> None:
    filled = Filled(replace(tree, gates=gates))
    position = data.draw(st.sampled_from(filled.positions(LEVELS[:-1]) or [-1]))
    assume(position >= 0)
    before = filled.score
    after = filled.changed(position, str(int(filled.words[position]) + 1))
    for low, high in zip(nodes(before), nodes(after), strict=True):
        assert (low.value is None) is (high.value is None)
        assert (low.value or 0.0) <= (high.value or 0.0) + SLACK
        assert (low.lower, low.upper) <= (high.lower + SLACK, high.upper + SLACK)
        assert low.upper <= high.upper + SLACK
        assert low.coverage == high.coverage
        if low.level and high.level:
            assert low.level.low <= high.level.low
            assert low.level.high <= high.level.high


@given(ALL_TREES, st.data())
def test_a_dont_know_never_adds_coverage_and_never_raises_what_is_certain(
    tree: Part, data: st.DataObject
) -> None:
    filled = Filled(tree)
    position = data.draw(st.sampled_from(filled.positions(LEVELS) or [-1]))
    assume(position >= 0)
    for before, after in zip(nodes(filled.score), nodes(filled.changed(position, "dk")), strict=True):
        assert after.coverage <= before.coverage
        if not gave_way(filled, before):
            assert after.lower <= before.lower + SLACK
            assert after.upper >= before.upper - SLACK


def gave_way(filled: Filled, found: Score) -> bool:
    """Whether bounds in it may be those of a value that a rule made by leaving out what is open: where such a
    value leads out of what the answers allow, the bounds go with it, and come back when it is gone."""
    parts = [part for part in nodes(found) if part.children and part.coverage < 1]
    leaving_out = [part for part in parts if filled.questionnaire.node[part.id].missing == "exclude"]
    return any(part.value in {part.lower, part.upper} for part in leaving_out if part.value is not None)


@given(ALL_TREES)
def test_open_and_dont_know_count_the_same(tree: Part) -> None:
    filled = Filled(tree)
    same(filled.with_([{"dk": "-", "-": "dk"}.get(word, word) for word in filled.words]), filled.score)


# --- what does not matter ----------------------------------------------------------------------


@given(
    trees(
        aggregates=[way for way in WAYS if way not in SUMS],
        missing=POLICIES,
        absent=POLICIES,
        kinds=tuple(KINDS),
        roundings=ROUNDINGS,
    ),
    st.sampled_from([0.01, 3.0, 100.0]),
)
def test_scaling_all_weights_changes_nothing_but_sums(tree: Part, factor: float) -> None:
    """The points of a sum grow with the weights, and with them what is rounded, capped and compared."""
    same(scored(scaled(tree, factor)), scored(tree))


@given(
    st.lists(st.builds(Item, st.sampled_from([*LEVELS, "dk", "na"]), st.just(2.0)), min_size=1, max_size=4),
    st.sampled_from(SUMS),
)
def test_scaling_the_weights_of_a_sum_scales_its_points_and_keeps_its_share(
    items: list[Item], way: str
) -> None:
    tree = Part(tuple(items), aggregate=way)
    one, other = scored(tree), scored(scaled(tree, 3.0))
    same(one, other)
    if one.points is not None:
        assert other.points == near(3 * one.points)


@given(ALL_TREES, GATES)
def test_ids_and_languages_change_nothing(tree: Part, gates: Any) -> None:
    tree = replace(tree, gates=gates)
    old = built(tree)
    new = renamed(old, lambda id_: f"{len(id_)}{id_[::-1]}", Text(de=WORDS.en, en=WORDS.de))
    answers = answers_of(tree)
    given_ = {n: answers[o] for n, o in zip(new.question, old.question, strict=True) if o in answers}
    assert [question.range for question in new.question.values()] == [
        question.range for question in old.question.values()
    ]
    same(score(new, route(new, given_, "short")).roots[0], scored(tree))


@given(ALL_TREES)
def test_the_order_of_the_children_changes_no_number(tree: Part) -> None:
    """Every way is symmetric: stages have numbers. Nodes change places, so the roots are compared."""
    one, other = scored(tree), scored(mirrored(tree))
    assert numbers(replace_children(one)) == numbers(replace_children(other))


def replace_children(found: Score) -> Score:
    """The root alone."""
    return replace(found, children=found.children[:1] and (Score("", 1, State.OPEN, None, 0, 0, 1, False),))


@given(ALL_TREES, st.sampled_from(STATES), st.sampled_from([False, True]))
def test_what_has_no_weight_changes_nothing(tree: Part, word: str, hidden: bool) -> None:
    """An item or a branch with another range, but none that caps: a cap holds whatever it weighs."""
    assume(tree.aggregate != "staged")
    item = Item(word, 0.0, hidden, "wide")
    branch = Part((Item(word), Item("dk"), Item("na", kind="wide")), weight=0.0)
    same(scored(replace(tree, children=(*tree.children, item))), scored(tree))
    beside = scored(replace(tree, children=(*tree.children, branch)))
    same(replace(beside, children=beside.children[:-1]), scored(tree))


# --- units -------------------------------------------------------------------------------------


def of_units(tree: Part, units: tuple[str, ...]) -> Score:
    """The score of the tree as a node that is the mean over units, all of which answer the same."""
    whole = built(tree)
    (root,) = whole.tree
    node = a_node("whole", root.model_copy(update={"weight": 1.0}), aggregate="units", missing="exclude")
    questionnaire = a_questionnaire(whole.sections[0].entries, tree=[node])
    given_: dict[str, Answer] = {
        f"{id_}@{unit}" if unit else id_: answer for id_, answer in answers_of(tree).items() for unit in units
    }
    return score(questionnaire, route(questionnaire, given_, "short")).roots[0]


@given(ALL_TREES)
def test_units_that_answer_alike_are_scored_like_the_whole(tree: Part) -> None:
    """But for whether it is shown: three teams have given three times as many answers."""
    assume(answers_of(tree))
    assume(all(part.aggregate != "none" for part in every(tree)))
    alike, one = of_units(tree, ("a", "b", "c")), of_units(tree, ("",))
    assert [near(x) for x in (alike.value, alike.coverage, alike.lower, alike.upper)] == [
        one.value,
        one.coverage,
        one.lower,
        one.upper,
    ]
    assert alike.state == one.state
