"""Levels beyond plain thresholds: gates over nodes and counts, scales in points, strict bands, stages."""

from typing import Any

import pytest
from pydantic import ValidationError

from questionnaires.definition.tree import Gate, Scale
from questionnaires.routing import route
from questionnaires.scoring import score
from questionnaires.scoring.scorecard import Level
from tests.questionnaires.builders import (
    WORDS,
    a_node,
    a_question,
    a_questionnaire,
    answers,
    lowest,
    mean,
    scored,
)


def gate(level: int, *nodes: str, **more: Any) -> Gate:
    return Gate.model_validate({"level": level, "nodes": nodes} | more)


def gated(*children: Any, gates: list[Gate], **more: Any) -> Level | None:
    return scored(mean(*children, name="root", **({"gates": gates} | more))).level


def with_scale(words: str, high: float = 4, **scale: Any) -> Level | None:
    """The level on a scale of its own, of questions with levels 0 to 4."""
    ids = [f"q{n}" for n, _ in enumerate(words.split(), 1)]
    levels = (WORDS,) * (len(scale["thresholds"]) + 1)
    tiny = a_questionnaire(
        [a_question(id_) for id_ in ids],
        tree=[a_node("root", *ids, scale="own", range=(0, high))],
        scales={"own": Scale(levels=levels, **scale)},
    )
    return score(tiny, route(tiny, answers(words), "short")).roots[0].level


# --- gates over nodes --------------------------------------------------------------------------

AREAS = (mean("4 4", name="work"), mean("4 2", name="sites"))


@pytest.mark.parametrize(("at_least", "level"), [(3, 4), (3.5, 2), (4, 2)])
def test_each_node_of_a_gate_must_have_the_points(at_least: float, level: int) -> None:
    """CyFun: the total does not help where one category stays behind (work 4, sites 3 points)."""
    children = (*AREAS, mean("4 4 4 4 4 4", weight=9))
    found = gated(*children, gates=[gate(3, "work", "sites", at_least=at_least)])
    assert found == Level(level, level)


def test_a_gate_may_name_questions_and_nodes_together() -> None:
    assert gated(*AREAS, gates=[gate(1, "work", question="q4", at_least=2)]) == Level(3, 3)
    assert gated(*AREAS, gates=[gate(1, "work", question="q4", at_least=2.5)]) == Level(0, 0)


def test_an_unknown_node_leaves_the_level_open_and_is_named() -> None:
    children = (mean("4 4", name="work"), mean("dk dk", name="sites"))
    assert gated(*children, gates=[gate(2, "work", "sites", at_least=3)]) == Level(1, 4, ("sites",))


def test_a_gate_may_ask_for_no_more_than_not_to_be_below_zero() -> None:
    gates = [gate(1, "q1", at_least=0)]
    levels = [gated(words, gates=gates) for words in ("2*below 4 4", "3*below 4 4", "1*below 4 4")]
    assert levels == [Level(3, 3), Level(3, 3), Level(0, 0)]


def test_a_node_that_does_not_apply_passes_its_gate() -> None:
    children = (mean("4 4", name="work"), mean("na na", name="sites"))
    assert gated(*children, gates=[gate(2, "sites", at_least=3)]) == Level(4, 4)


def test_all_open_keys_are_named_in_the_order_of_the_gates() -> None:
    gates = [gate(3, "q2", at_least=1), gate(2, "q3", "q2", at_least=1)]
    assert gated("4 dk dk 4", gates=gates) == Level(1, 4, ("q2", "q3"))


def test_a_gate_below_the_level_that_is_lost_anyway_stays_open() -> None:
    gates = [gate(3, "q1", at_least=1), gate(2, "q2", at_least=1)]
    assert gated("0 dk 4 4 4 4 4", gates=gates) == Level(1, 2, ("q2",))


# --- gates over what does not apply ------------------------------------------------------------


@pytest.mark.parametrize(("words", "level"), [("4 4 4 na", 4), ("4 4 na na", 1), ("4 4 na (0)", 4)])
def test_too_many_items_that_do_not_apply_hold_a_level_back(words: str, level: int) -> None:
    """CyFun: above it nobody can tell what was looked at. Items that are not asked are no declaration."""
    assert gated(words, gates=[gate(2, not_applicable_at_most=1)]) == Level(level, level)


def test_what_does_not_apply_is_counted_below_all_branches_but_not_where_nothing_weighs() -> None:
    children = (mean("4 na"), mean("4 na@0"))
    assert gated(*children, gates=[gate(2, not_applicable_at_most=1)]) == Level(4, 4)
    assert gated(*children, gates=[gate(2, not_applicable_at_most=0)]) == Level(1, 1)


@pytest.mark.parametrize(
    "written",
    [
        {"level": 1},
        {"level": 1, "at_least": 2},
        {"level": 1, "question": "q1"},
        {"level": 1, "nodes": ["q1"], "not_applicable_at_most": 1},
        {"level": 1, "at_least": 2, "not_applicable_at_most": 1},
        {"level": 0, "question": "q1", "at_least": 1},
    ],
)
def test_a_gate_demands_exactly_one_thing(written: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match=r"expected|greater"):
        Gate.model_validate(written)


# --- scales ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("words", "level"), [("0 1", 0), ("1 1", 1), ("3 2", 2), ("3 4", 3)])
def test_thresholds_may_be_points(words: str, level: int) -> None:
    """IMPULS: levels 0 to 5 are points themselves."""
    found = with_scale(words, range=(0, 4), thresholds=(1, 2.5, 3.5))
    assert found == Level(level, level)


@pytest.mark.parametrize(("words", "level"), [("1 1", 0), ("1 2", 1), ("2 2", 1), ("3 2", 2), ("4 4", 2)])
def test_in_a_strict_scale_only_what_lies_above_a_threshold_reaches_it(words: str, level: int) -> None:
    """Automotive SPICE: N up to 15 %, P above it up to 50 %, and so on."""
    assert with_scale(words, thresholds=(0.25, 0.5), strict=True) == Level(level, level)


@pytest.mark.parametrize(("strict", "level"), [(False, 1), (True, 0)])
def test_a_value_exactly_at_a_threshold_is_told_by_the_scale_and_not_by_binary_thirds(
    strict: bool, level: int
) -> None:
    for words in ("4 4 0", "4 0 4", "0 4 4", "2 3 3"):
        assert with_scale(words, thresholds=(2 / 3,), strict=strict) == Level(level, level)


@pytest.mark.parametrize(
    "written",
    [
        {"thresholds": [0.5, 0.5]},
        {"thresholds": [0.5, 0.25]},
        {"thresholds": [0.5]},
        {"thresholds": [0.5, 1.5]},
        {"thresholds": [0.5, 1], "range": [1, 0]},
        {"thresholds": [0.5, 1], "range": [0, 0]},
    ],
)
def test_a_scale_whose_levels_cannot_be_told_apart_is_refused(written: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="expected"):
        Scale.model_validate(written | {"levels": [WORDS] * 3})


def test_a_node_without_a_scale_has_no_level() -> None:
    assert scored(mean("4 4", scale=None)).level is None


# --- stages ------------------------------------------------------------------------------------


def stages(*words: str, **more: Any) -> Level | None:
    nodes = [mean(answer, stage=number, scale=None) for number, answer in enumerate(words, 1)]
    own = {"aggregate": "staged", "scale": None, "reach": 3, "missing": "exclude"} | more
    return scored(mean(*nodes, **own)).level


def test_a_staged_node_counts_its_stages_up_to_those_that_may_yet_be_reached() -> None:
    assert stages("4", "4", "0") == Level(2, 2)
    assert stages("4", "dk", "4") == Level(1, 3)
    assert stages("4", "4 dk dk", "4") == Level(3, 3)
    assert stages("4", "0 dk", "4") == Level(1, 1)


def test_gates_hold_back_stages_too() -> None:
    assert stages("4", "4", "4", gates=[gate(3, "q1", at_least=5)]) == Level(2, 2)
    assert stages("4", "4", "4", gates=[gate(2, not_applicable_at_most=0)]) == Level(3, 3)


def test_a_staged_node_may_have_a_scale_that_names_its_stages() -> None:
    levels = (WORDS,) * 3
    tiny = a_questionnaire(
        [a_question("q1"), a_question("q2")],
        tree=[
            a_node(
                "root",
                a_node("s1", "q1", stage=1, scale=None),
                a_node("s2", "q2", stage=2, scale=None),
                aggregate="staged",
                reach=3,
                scale="stages",
            )
        ],
        scales={"stages": Scale(range=(0, 2), thresholds=(1, 2), levels=levels)},
    )
    found = [
        score(tiny, route(tiny, answers(words), "short")).roots[0].level for words in ("4 4", "4 0", "0 4")
    ]
    assert found == [Level(2, 2), Level(1, 1), Level(0, 0)]


def test_a_cap_lowers_the_level_with_the_points() -> None:
    """At most 1.5 of 4 points are three eighths: the first of four levels."""
    assert scored(lowest("4 4 2*caps")).level == Level(1, 1)
