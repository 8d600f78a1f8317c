"""What to do now, next and later, and how far that depends on how much each factor counts."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.planning.priorities import (
    NOW,
    NOW_PER_AREA,
    Plan,
    plan,
    priorities,
    ranked,
    stability,
    staged,
)
from questionnaires.planning.urgency import Exponents, Priority
from tests.questionnaires.builders import (
    Part,
    a_node,
    built,
    card,
    mean,
    model,
    taken,
)


def ids(found: list[Priority]) -> list[str]:
    return [priority.question for priority in found]


def _readiness(areas: dict[str, str]) -> Part:
    return mean(*(mean(words, name=name) for name, words in areas.items()), name="readiness")


# --- now, next, later --------------------------------------------------------------------------


def areas(found: tuple[Priority, ...]) -> list[str]:
    return [p.question for p in found]


def test_now_are_three_and_at_most_two_of_one_area_then_five_then_the_rest() -> None:
    trees = (mean("4", name="exposure"), _readiness({"work": "0 0 0 0 0 0 0", "technology": "2 2 2"}))
    found = plan(built(*trees), card(*trees))
    assert areas(found.now) == ["q2", "q3", "q9"]
    assert areas(found.next) == ["q4", "q5", "q6", "q7", "q8"]
    assert areas(found.later) == ["q10", "q11"]


def test_one_area_alone_gives_two_things_to_do_now() -> None:
    trees = (mean("4", name="exposure"), _readiness({"work": "0 0 0 0"}))
    found = plan(built(*trees), card(*trees))
    assert (areas(found.now), areas(found.next)) == (["q2", "q3"], ["q4", "q5"])


def test_nothing_is_planned_where_nothing_was_answered() -> None:
    trees = (mean("4", name="exposure"), _readiness({"work": "- -"}))
    assert plan(built(*trees), card(*trees)) == Plan((), (), ())


def test_what_needs_something_that_comes_next_is_not_done_now() -> None:
    first, second, third = (Priority(f"p{n}", "one", "improve", 0.75) for n in range(3))
    third = Priority("p2", "one", "improve", 0.75, needed_by=("p3",))
    last = Priority("p3", "two", "improve", 0.5, first=("p2",))
    found = staged(ranked([first, second, third, last]))
    assert (areas(found.now), areas(found.next)) == (["p0", "p1"], ["p2", "p3"])


EFFORTS = st.lists(st.sampled_from([1, 2, 3]), min_size=6, max_size=6)
EARLIER = st.lists(st.sets(st.integers(1, 5), max_size=2), min_size=6, max_size=6)
ANSWERS = st.lists(st.sampled_from(["0", "1", "2", "3", "dk", "-"]), min_size=6, max_size=6)


@given(EFFORTS, EARLIER, ANSWERS)
def test_a_plan_keeps_all_in_order_and_nothing_before_what_it_needs(
    efforts: list[int], earlier: list[set[int]], given_: list[str]
) -> None:
    questions = {
        f"q{n}": {"effort": effort, "after": tuple(f"q{e}" for e in sorted(before) if e < n)}
        for n, (effort, before) in enumerate(zip(efforts, earlier, strict=True), 1)
    }
    tree = a_node("whole", a_node("one", "q1", "q2", "q3"), a_node("two", "q4", "q5", "q6"))
    q = model(tree=tree, **questions)
    scorecard = taken(q, " ".join(given_))
    found, all_ = plan(q, scorecard), priorities(q, scorecard)
    stages = [found.now, found.next, found.later]
    assert sorted(ids(all_)) == sorted(ids([p for stage in stages for p in stage]))
    for stage in stages:
        assert [p for p in all_ if p in stage] == list(stage)
    assert len(found.now) <= NOW
    assert all(sum(p.area == area for p in found.now) <= NOW_PER_AREA for area in ("one", "two"))
    for listed in (ids(all_), ids([p for stage in stages for p in stage])):
        for p in all_:
            assert all(listed.index(before) < listed.index(p.question) for before in p.first)
    for p in all_:
        assert p.size == max(own.product() for own in all_ if own.question in {p.question, *p.needed_by})


# --- how stable the order is -------------------------------------------------------------------


TABLE = {
    "backup": Priority("backup", "it", "improve", 0.5, 0.8, importance=1.0, effort=1),
    "skills plan": Priority("skills plan", "work", "improve", 0.5, 0.6, importance=0.8, effort=1),
    "new customers": Priority("new customers", "market", "improve", 0.75, 0.9, importance=0.8, effort=3),
    "machine data": Priority("machine data", "it", "improve", 0.75, 0.6, importance=0.6, effort=3),
    "energy data": Priority("energy data", "energy", "improve", 0.25, 0.9, importance=0.6, effort=2),
}
"""The worked example of the scoring design, section 2.7."""


def test_the_worked_example_has_its_priorities() -> None:
    found = ranked(list(TABLE.values())[::-1])
    assert [(p.question, round(p.size, 4)) for p in found] == [
        ("backup", 0.4),
        ("skills plan", 0.24),
        ("new customers", 0.18),
        ("machine data", 0.09),
        ("energy data", 0.0675),
    ]


def test_the_worked_example_is_as_stable_as_it_says() -> None:
    found = stability(ranked(TABLE.values()), k=2, draws=20_000, seed=7)
    expected = {
        "backup": 1.0,
        "skills plan": 0.74,
        "new customers": 0.26,
        "machine data": 0,
        "energy data": 0,
    }
    assert found.shares == pytest.approx(expected, abs=0.01)
    assert (found.k, found.draws, found.seed) == (2, 20_000, 7)


def test_the_same_seed_gives_the_same_shares_in_any_order_of_the_gaps() -> None:
    found = [stability(given_, k=2, draws=200) for given_ in permutations(TABLE.values(), 5)]
    assert all(one.shares == found[0].shares for one in found)
    other = stability(list(TABLE.values()), k=2, draws=200, seed=2)
    assert other.shares != found[0].shares


def test_shares_add_up_to_the_places_and_nothing_is_drawn_of_nothing() -> None:
    assert sum(stability(list(TABLE.values()), k=3, draws=100).shares.values()) == pytest.approx(3)
    assert set(stability(list(TABLE.values()), k=9, draws=10).shares.values()) == {1.0}
    assert stability([], k=3).shares == {}


def test_a_prerequisite_is_among_the_first_whenever_what_needs_it_is() -> None:
    first = Priority("first", "a", "improve", 0.25, effort=3, needed_by=("then",))
    then = Priority("then", "a", "improve", 0.75, first=("first",))
    shares = stability([then, *TABLE.values(), first], k=2, draws=500).shares
    assert shares["first"] >= shares["then"]
    assert shares["first"] > 0.9


@given(st.lists(st.tuples(st.sampled_from([0.25, 0.5, 0.75]), st.integers(1, 3)), min_size=1, max_size=5))
def test_what_is_first_by_all_exponents_is_first_by_equal_ones(gaps: list[tuple[float, int]]) -> None:
    found = ranked(
        Priority(f"p{n}", "a", "improve", gap, effort=effort) for n, (gap, effort) in enumerate(gaps)
    )
    shares = stability(found, k=1, draws=50).shares
    certain = [id_ for id_, share in shares.items() if share == 1]
    assert certain in ([], [found[0].question]) or len(found) > 1
    assert sum(shares.values()) == pytest.approx(1)


def test_exponents_change_the_order() -> None:
    by_effort = ranked(TABLE.values(), Exponents(effort=0))
    assert ids(by_effort)[:2] == ["new customers", "backup"]
