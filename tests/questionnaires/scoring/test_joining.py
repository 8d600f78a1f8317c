"""How nodes join their children: every way by hand, and the traps of published models (scoring.md 1)."""

from typing import Any, get_args

import pytest

from questionnaires.definition.questions import Meaning
from questionnaires.definition.tree import Aggregate, Rounding
from questionnaires.routing import route
from questionnaires.scoring import STATES, score
from questionnaires.scoring.joining import AGGREGATES, ROUNDINGS
from questionnaires.scoring.scorecard import Level, Score, State
from tests.questionnaires.builders import (
    Part,
    a_node,
    a_question,
    a_questionnaire,
    an_option,
    answers,
    level_question,
    lowest,
    mean,
    scored,
)


def near(value: float) -> object:
    return pytest.approx(value, abs=1e-12)


def joined(words: str, aggregate: str, **more: Any) -> Score:
    return scored(mean(words, aggregate=aggregate, **more))


def bounds(found: Score) -> tuple[float | None, float, float]:
    """In points, so that they read as in the published rules."""
    return (found.points, found.in_points(found.lower), found.in_points(found.upper))


# --- the words there are -----------------------------------------------------------------------


def test_every_way_to_join_that_may_be_written_is_known_and_no_other() -> None:
    assert set(AGGREGATES) == set(get_args(Aggregate))


def test_every_way_to_round_that_may_be_written_is_known_and_no_other() -> None:
    assert set(ROUNDINGS) == set(get_args(Rounding.model_fields["mode"].annotation))


def test_everything_that_an_answer_may_mean_has_a_state() -> None:
    assert set(STATES) == set(get_args(Meaning))


# --- sums --------------------------------------------------------------------------------------


def test_a_sum_adds_points_and_takes_a_missing_one_for_none() -> None:
    found = joined("4 1 dk", "sum", missing="exclude")
    assert bounds(found) == (5, 5, 9)
    assert (found.low, found.high, found.coverage) == (0, 12, near(2 / 3))


def test_weights_multiply_the_points_of_a_sum() -> None:
    found = joined("4@2 1@0.5 3@0", "sum")
    assert (found.points, found.high) == (8.5, 10)


def test_what_does_not_apply_neither_adds_to_a_sum_nor_to_what_is_possible() -> None:
    found = joined("4 1 na", "sum")
    assert (found.points, found.high, found.value) == (5, 8, 5 / 8)


def test_a_sum_may_begin_below_zero() -> None:
    """-2 of -2 to 2 and 3 of 0 to 4 points: together 1 of -2 to 6."""
    found = joined("0*below 3", "sum")
    assert (found.points, found.low, found.high) == (near(1), -2, 6)
    assert bounds(joined("dk*below 3", "sum")) == (near(1), near(1), near(5))


def test_sums_of_sums_are_sums() -> None:
    found = scored(mean(mean("4 3", aggregate="sum"), mean("1 1*wide", aggregate="sum"), aggregate="sum"))
    assert (found.points, found.high) == (near(8.5), 22)


YES_NO = [an_option("no", value=0), an_option("few", value=0.25), an_option("most", value=1)]


def samm(*streams: str) -> Score:
    """Practices of OWASP SAMM v2: a stream sums up its three maturity levels, above it all is a mean."""
    ids = [f"q{n}" for n in range(1, 3 * len(streams) + 1)]
    nodes = [
        a_node(f"s{n}", *ids[3 * n : 3 * n + 3], aggregate="sum", scale=None) for n in range(len(streams))
    ]
    practice = a_node("practice", *nodes, scale=None)
    tiny = a_questionnaire([a_question(id_, options=YES_NO) for id_ in ids], tree=[practice])
    given = answers(**dict(zip(ids, " ".join(streams).split(), strict=True)))
    return score(tiny, route(tiny, given, "short")).roots[0]


def test_in_a_sum_over_levels_the_third_counts_although_the_first_is_no() -> None:
    """Trap 1, OWASP SAMM v2: no maximum and no gate. (1 + (0.25 + 0.25 + 1)) / 2 = 1.25 of 3."""
    found = samm("no no most", "few few most")
    assert [stream.points for stream in found.children] == [1, 1.5]
    assert (found.points, found.low, found.high) == (1.25, 0, 3)


# --- the lowest --------------------------------------------------------------------------------


def test_the_lowest_compares_shares_of_different_ranges() -> None:
    """2 of 10 points are less than 1 of 4."""
    assert joined("1 2*wide", "min").value == near(0.2)


def test_a_dimension_is_the_lowest_of_its_fields_and_an_option_can_hold_it_down() -> None:
    """Trap 4, IMPULS: fields at 3 and 4 give 3, but without an innovation process at most 1.5 points."""
    assert scored(lowest("3 4")).points == 3
    assert bounds(scored(lowest("3 4 4*caps"))) == (3, 3, 3)
    assert bounds(scored(lowest("3 4 2*caps"))) == (1.5, 1.5, 1.5)


# --- points ratio ------------------------------------------------------------------------------


def test_a_ratio_is_what_was_achieved_of_what_was_possible() -> None:
    """CIS in CSET: 4 and 2 of 4 and 10 points."""
    found = joined("4 2*wide", "points_ratio")
    assert (found.value, found.low, found.high) == (near(6 / 14), 0, 1)


def test_what_is_missing_is_neither_achieved_nor_possible_but_widens_the_bounds() -> None:
    found = joined("4 2*wide dk", "points_ratio", missing="exclude")
    assert (found.value, found.lower, found.upper) == (near(6 / 14), near(6 / 18), near(10 / 18))
    as_zero = joined("4 2*wide dk", "points_ratio", missing="zero")
    assert as_zero.value == near(6 / 18)


@pytest.mark.parametrize("way", ["mean", "median", "sum", "points_ratio"])
def test_what_is_left_out_never_lifts_a_value(way: str) -> None:
    """The open question is worth 2 or 3 of 3 points; a rule that leaves it out gives 0 all the same."""
    options = [an_option("fair", value=2), an_option("good", value=3)]
    questions = [a_question("q1"), a_question("q2", options=options, range=(0, 3))]
    node = a_node("root", "q1", "q2", aggregate=way, missing="exclude")
    tiny = a_questionnaire(questions, tree=[node])
    found = score(tiny, route(tiny, answers(q1="0"), "short")).roots[0]
    assert (found.value, found.lower) == (0, 0)
    assert found.upper > 0


def test_an_open_question_that_may_not_apply_is_bounded_by_all_of_its_range() -> None:
    found = joined("0 dk*within", "points_ratio", missing="exclude")
    assert (found.value, found.lower, found.upper) == (0, 0, near(5 / 9))


def test_where_no_points_above_zero_are_possible_a_ratio_is_zero() -> None:
    costs = [an_option("bad", value=-2), an_option("good", value=0)]
    root = a_node("root", "q1", aggregate="points_ratio")
    tiny = a_questionnaire([a_question("q1", options=costs)], tree=[root])
    found = score(tiny, route(tiny, answers(q1="good"), "short")).roots[0]
    assert (found.value, found.lower, found.upper) == (0, 0, 0)


# --- the middle one ----------------------------------------------------------------------------


def test_the_median_is_the_middle_one_or_lies_between_the_two() -> None:
    assert joined("0 1 4", "median").points == 1
    assert joined("0 1 3 4", "median").points == 2
    assert bounds(joined("0 1 dk", "median", missing="exclude")) == (0.5, 0, 1)


# --- all items below ---------------------------------------------------------------------------


def test_a_mean_of_all_items_ignores_the_levels_between() -> None:
    """CISO Assistant, AVG: (4 + 0 + 0 + 1) / 4, not the mean of 4 and 1/3."""
    tree = mean(mean("4", weight=9), lowest(mean("0 0"), "1"), aggregate="leaf_mean")
    assert bounds(scored(tree)) == (1.25, 1.25, 1.25)


def test_a_sum_of_all_items_ignores_the_levels_between() -> None:
    """CISO Assistant, SUM."""
    found = scored(mean(mean("4@2"), lowest(mean("0 dk"), "1"), aggregate="leaf_sum", missing="exclude"))
    assert bounds(found) == (9, 9, 13)
    assert found.high == 20


def test_items_below_a_branch_without_weight_are_left_out() -> None:
    assert scored(mean(mean("4"), mean("0 0", weight=0), aggregate="leaf_mean")).points == 4
    assert scored(mean(mean("4 0@0"), aggregate="leaf_sum")).high == 4


def test_a_mean_of_all_items_is_in_the_points_of_its_items() -> None:
    """The nodes between are sums of 0 to 8."""
    sums = [mean("4 0", aggregate="sum"), mean("2 2", aggregate="sum")]
    found = scored(mean(*sums, aggregate="leaf_mean"))
    assert (found.points, found.low, found.high) == (2, 0, 4)


def test_policies_hold_for_every_item_below() -> None:
    tree = mean(
        mean("4 na"), mean("dk"), aggregate="leaf_mean", missing="zero", not_applicable={"constant": 2}
    )
    assert bounds(scored(tree)) == (2, 2, near(10 / 3))


# --- stages ------------------------------------------------------------------------------------


def staged(*stages: str, reach: float, hold: float | None = None, **more: Any) -> Score:
    """Stages 1, 2 ... by the answers of their items; stages without words have no items at all."""
    nodes = [mean(words, stage=number) for number, words in enumerate(stages, 1) if words]
    own = {"reach": reach} | ({} if hold is None else {"hold": hold})
    return scored(mean(*nodes, aggregate="staged", scale=None, **own, **more))


@pytest.mark.parametrize(
    ("stages", "level"),
    [
        (("4", "4", "4"), 3),
        (("4", "4", "1"), 2),
        (("4", "1", "4"), 1),
        (("1", "4", "4"), 0),
        (("3", "3", "3"), 3),
        (("4 2", "4 2", "4 1"), 2),
    ],
)
def test_with_one_threshold_all_stages_below_must_be_reached_too(stages: tuple[str, ...], level: int) -> None:
    """C2M2, CMMI: a stage is complete with 3 of 4 points."""
    found = staged(*stages, reach=3)
    assert (found.points, found.low, found.high, found.level) == (level, 0, 3, Level(level, level))


@pytest.mark.parametrize(
    ("stages", "level"),
    [
        (("4", "4", "4"), 3),
        (("3", "4", "4"), 1),
        (("4", "3", "4"), 2),
        (("4", "4", "3"), 3),
        (("2", "4", "4"), 0),
        (("3", "1", "4"), 1),
    ],
)
def test_with_two_thresholds_the_highest_may_be_largely_and_the_lower_must_be_fully_there(
    stages: tuple[str, ...], level: int
) -> None:
    """Trap 5, Automotive SPICE: own level L (3 of 4) or F (4 of 4), all lower levels F."""
    assert staged(*stages, reach=3, hold=4).points == level


def test_a_stage_is_reached_by_its_lowest_part() -> None:
    """Two process attributes of one level."""
    stages = (mean("4", stage=1), mean("4", stage=2), mean("2", stage=2))
    assert scored(mean(*stages, aggregate="staged", reach=3, scale=None)).points == 1


def test_without_a_first_stage_no_stage_is_ever_reached() -> None:
    """Trap 5, C2M2: a domain without practices of level 1."""
    assert staged("", "4", "4", reach=3).points == 0
    assert staged("na", "4", "4", reach=3).points == 0


def test_a_stage_that_does_not_apply_is_passed_with_the_one_below() -> None:
    assert staged("4", "na", "4", reach=3).points == 3
    assert staged("4", "", "4", reach=3).points == 3
    assert staged("4", "4", "na", reach=3).points == 3
    assert staged("1", "na", "4", reach=3).points == 0


def test_a_stage_that_was_not_asked_was_not_assessed() -> None:
    assert staged("4", "(4)", "4", reach=3).points == 1


def test_a_stage_without_weight_is_as_if_there_were_none() -> None:
    nodes = [mean("4", stage=1), mean("dk", stage=2, weight=0), mean("4", stage=3)]
    assert bounds(scored(mean(*nodes, aggregate="staged", reach=3, scale=None))) == (3, 3, 3)


def test_stages_that_are_not_known_leave_the_level_between_two() -> None:
    found = staged("4", "dk", "4", reach=3, missing="exclude")
    assert (found.in_points(found.lower), found.in_points(found.upper)) == (1, 3)
    unknown_first = staged("dk", "4", "4", reach=3, missing="exclude")
    assert (unknown_first.lower, unknown_first.upper) == (0, 1)


def test_a_stage_is_reached_exactly_at_its_threshold() -> None:
    """Three tenths in binary are not three tenths."""
    found = staged("4@0.1 4@0.2 0@0.1", reach=3)
    assert found.points == 1


# --- none --------------------------------------------------------------------------------------


def test_a_profile_has_no_points_of_its_own_but_all_the_coverage() -> None:
    """SIRI, NIST CSF, the total of MonAideCyber."""
    found = joined("4 dk", "none")
    assert (found.value, found.points, found.coverage, found.state) == (None, None, 0.5, State.ANSWERED)


# --- points ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tree", "low", "high"),
    [
        (mean("1 2"), 0, 4),
        (mean("1*wide 2*wide"), 0, 10),
        (mean("1*wide 2"), 0, 1),
        (mean("1 2 3*wide@0"), 0, 4),
        (mean("1*below"), -2, 2),
        (mean("1 2", range=(0, 100)), 0, 100),
        (mean("1 2", aggregate="points_ratio"), 0, 1),
        (mean("1@2 2", aggregate="sum"), 0, 12),
        (mean("1@2 2", aggregate="sum", range=(0, 3)), 0, 3),
    ],
)
def test_a_node_has_the_points_of_its_children_where_they_agree(tree: Part, low: float, high: float) -> None:
    found = scored(tree)
    assert (found.low, found.high) == (low, high)


def test_a_tick_of_a_bad_thing_costs_points_within_the_range() -> None:
    """Trap 7: values decide, not wording. 1 of 0 to 6 points, 3 of 0 to 6."""
    assert [scored(mean(f"{n}*ticks")).points for n in range(5)] == [0, 1, 2, 3, 6]
    assert scored(mean("0*below")).value == 0


# --- settled by an earlier answer --------------------------------------------------------------

STARTS = [
    an_option("none_at_all", value=0, sets={"q2": "0", "q3": "a b"}),
    an_option("some", value=4),
    an_option("unsure", kind="dont_know", sets={"q2": "1"}),
]


def test_an_option_answers_later_questions() -> None:
    """MonAideCyber: who has no data backed up is not asked how."""
    ticks = [an_option("a", value=1), an_option("b", value=3)]
    page = [
        a_question("q1", options=STARTS),
        a_question("q2"),
        a_question("q3", kind="several", options=ticks),
    ]
    tiny = a_questionnaire(page, tree=[a_node("root", "q1", "q2", "q3")])
    found = {}
    for choice in ("none_at_all", "some", "unsure"):
        path = route(tiny, answers(q1=choice, q2="4", q3="dk"), "short")
        found[choice] = (path.asked, [item.points for item in score(tiny, path).roots[0].children])
    assert found == {
        "none_at_all": (("q1",), [0, 0, 4]),
        "some": (("q1", "q2", "q3"), [4, 4, None]),
        "unsure": (("q1", "q3"), [None, 1, None]),
    }


def test_a_stage_without_any_answer_is_not_passed_even_where_gaps_are_left_out() -> None:
    stages = [
        a_node(f"s{n}", f"q{n}", aggregate="min", missing="exclude", stage=n, scale=None) for n in (1, 2, 3)
    ]
    ladder = a_node("ladder", *stages, aggregate="staged", reach=2, missing="exclude", scale=None)
    questionnaire = a_questionnaire([level_question(f"q{n}") for n in (1, 2, 3)], tree=[ladder])

    def reached(written: str) -> float | None:
        path = route(questionnaire, answers(written), "short")
        return score(questionnaire, path).node("ladder").points

    assert reached("4 dk 4") == 1
    assert reached("4 - 4") == 1
    assert reached("4 na 4") == 3
