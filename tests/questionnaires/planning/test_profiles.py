"""What to reach and how far one has come: targets, gaps to them, and the way since a baseline."""

from typing import Any

import pytest
from hypothesis import given

from questionnaires.definition import Profile, Questionnaire
from questionnaires.planning.profiles import Target, UnknownProfile, progress, targets
from questionnaires.routing import route
from questionnaires.scoring import score
from questionnaires.scoring.scorecard import Scorecard
from tests.questionnaires.builders import (
    WORDS,
    Part,
    a_node,
    a_question,
    a_questionnaire,
    answers,
    answers_of,
    built,
    mean,
)
from tests.questionnaires.trees import ANY_TREES


def model(*children: Any, **more: Any) -> Questionnaire:
    """Two questions in one part, with a profile for small firms that names one of each."""
    small = Profile(id="small", title=WORDS, targets={"q1": 2.0, "part": 1.0})
    tree = a_node("all", a_node("part", *(children or ("q1", "q2")), **more))
    pages = [a_question("q1"), a_question("q2", target=4.0)]
    return a_questionnaire(pages, tree=[tree], profiles=(small,), fields=None)


def card(q: Questionnaire, written: str, **by_name: str) -> Scorecard:
    return score(q, route(q, answers(written, **by_name), "full"))


# --- targets -----------------------------------------------------------------------------------


def test_a_target_is_that_of_the_part_or_else_of_the_policy() -> None:
    assert targets(model()) == {
        "all": Target(3.0, 0.75, "policy"),
        "part": Target(3.0, 0.75, "policy"),
        "q1": Target(3.0, 0.75, "policy"),
        "q2": Target(4.0, 1.0, "author"),
    }


def test_a_profile_comes_before_both() -> None:
    found = targets(model(), "small")
    assert (found["q1"], found["part"]) == (Target(2.0, 0.5, "profile"), Target(1.0, 0.25, "profile"))
    assert found["q2"] == Target(4.0, 1.0, "author")


def test_an_unknown_profile_is_refused() -> None:
    with pytest.raises(UnknownProfile) as refusal:
        targets(model(), "huge")
    assert refusal.value.profile == "huge"


def test_nothing_is_to_be_reached_in_exposure() -> None:
    trees = (mean("1", name="exposure"), mean("1", name="readiness"))
    assert list(targets(built(*trees))) == ["readiness", "q2"]


@pytest.mark.parametrize(
    ("aggregate", "more", "points"),
    [
        ("mean", {}, 3.0),
        ("sum", {}, 6.0),
        ("leaf_sum", {}, 6.0),
        ("points_ratio", {}, 0.75),
        ("mean", {"range": (0.0, 100.0)}, 75.0),
    ],
)
def test_targets_are_in_the_points_of_their_part(aggregate: str, more: Any, points: float) -> None:
    assert targets(model(aggregate=aggregate, **more))["part"].points == points


def test_the_points_of_stages_are_their_number() -> None:
    stages = [a_node(f"s{n}", f"q{n}", stage=n) for n in (1, 2)]
    q = model(*stages, aggregate="staged", scale=None, reach=2)
    assert targets(q)["part"].points == 1.5


@given(ANY_TREES)
def test_where_all_applies_targets_are_in_the_points_of_the_scores(tree: Part) -> None:
    whole = tree.filled("2" for _ in tree.items)
    q = built(whole)
    found = score(q, route(q, answers_of(whole), "full"))
    aims = targets(q)
    for part in found.roots[0].walk():
        assert aims[part.id].of(part) == pytest.approx(aims[part.id].points)


# --- progress ----------------------------------------------------------------------------------


def test_the_gap_reaches_up_to_the_target() -> None:
    q = model()
    found = progress(card(q, "2 4"), targets(q))
    assert [(p.id, p.points, p.gap, p.reached) for p in found.values()] == [
        ("all", 3.0, 0.0, True),
        ("part", 3.0, 0.0, True),
        ("q1", 2.0, 1.0, False),
        ("q2", 4.0, 0.0, True),
    ]
    assert found["q1"].of_target == pytest.approx(2 / 3)


def test_the_way_is_counted_from_the_baseline() -> None:
    q = model()
    aims = targets(q)
    found = progress(card(q, "2 1"), aims, card(q, "1 2"))
    assert (found["q1"].baseline, found["q1"].way) == (1.0, 0.5)
    assert found["q2"].way == -0.5
    assert found["part"].way == 0.0


def test_beyond_the_target_is_more_than_the_whole_way() -> None:
    q = model()
    found = progress(card(q, "4 4"), targets(q), card(q, "2 4"))["q1"]
    assert (found.gap, found.way) == (0.0, 2.0)
    assert found.of_target == pytest.approx(4 / 3)


@pytest.mark.parametrize(("now", "then"), [("dk", "1"), ("1", "dk"), ("1", "-"), ("2", "3"), ("2", "4")])
def test_there_is_no_way_without_both_ends_or_from_the_target_on(now: str, then: str) -> None:
    q = model()
    assert progress(card(q, f"{now} 1"), targets(q), card(q, f"{then} 1"))["q1"].way is None


def test_what_has_no_value_has_no_gap() -> None:
    q = model()
    found = progress(card(q, "dk -"), targets(q))["part"]
    assert (found.points, found.gap, found.reached, found.of_target, found.published) == (
        None,
        None,
        None,
        None,
        False,
    )


def test_other_points_cannot_be_compared() -> None:
    old, new = model(aggregate="sum"), model(aggregate="sum", range=(0.0, 100.0))
    found = progress(card(new, "1 1"), targets(new), card(old, "1 1"))
    assert (found["part"].baseline, found["part"].way) == (None, None)
    assert found["q1"].baseline == 1.0


def test_a_part_that_was_not_there_has_no_baseline() -> None:
    old = a_questionnaire([a_question("q1")], tree=[a_node("old", "q1")])
    found = progress(card(q := model(), "1 1"), targets(q), card(old, "1"))
    assert (found["all"].baseline, found["q1"].baseline) == (None, 1.0)


def test_it_is_shown_only_if_both_may_be() -> None:
    q = model()
    aims = targets(q)
    assert progress(card(q, "1 1"), aims)["part"].published
    assert not progress(card(q, "1 1"), aims, card(q, "1 dk"))["part"].published
    assert not progress(card(q, "1 dk"), aims, card(q, "1 1"))["part"].published


def test_where_less_applies_the_policy_asks_for_less_but_the_author_does_not() -> None:
    reason = ({"id": "no_such_thing", "text": WORDS},)
    pages = [a_question("q1"), a_question("q2", not_applicable=reason)]

    def gap(**more: Any) -> float | None:
        q = a_questionnaire(pages, tree=[a_node("all", "q1", "q2", aggregate="sum", **more)], fields=None)
        return progress(card(q, "2 na"), targets(q))["all"].gap

    assert gap() == 1.0
    assert gap(target=6.0) == 4.0


def test_teams_have_the_target_of_their_part() -> None:
    tree = a_node("all", a_node("part", "q1", aggregate="units"))
    q = a_questionnaire([a_question("q1")], tree=[tree], fields=None)
    found = progress(card(q, "", **{"q1@a": "4", "q1@b": "1"}), targets(q))
    assert [(p.id, p.gap) for p in found.values()] == [
        ("all", 0.5),
        ("part", 0.5),
        ("part@a", 0.0),
        ("q1@a", 0.0),
        ("part@b", 2.0),
        ("q1@b", 2.0),
    ]
