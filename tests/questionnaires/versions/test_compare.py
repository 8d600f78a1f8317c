"""Two times one company: changed answers first, and scores on common ground only."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import library
from questionnaires.definition import Questionnaire
from questionnaires.library.cases import worked
from questionnaires.routing import route
from questionnaires.scoring import score
from questionnaires.versions.compare import Comparison, Taken, compare
from tests.questionnaires.builders import WORDS, a_node, a_question, a_questionnaire, an_option, answers
from tests.questionnaires.editions import OTHER, asked, options, version

FOUR = [
    a_question(f"q{number}", not_applicable=[{"id": "no_such_thing", "text": WORDS}])
    for number in (1, 2, 3, 4)
]
SMALL = a_questionnaire(
    FOUR, tree=[a_node("readiness", a_node("work", "q1", "q2"), a_node("technology", "q3", "q4"))]
)


def taken(questionnaire: Questionnaire, written: str, check: str = "short", **by_name: str) -> Taken:
    return Taken(questionnaire, answers(written, **by_name), check)


def compared(before: str, after: str, questionnaire: Questionnaire = SMALL) -> Comparison:
    """Two takings of the same version, by the answers to q1, q2 ..."""
    return compare(taken(questionnaire, before), taken(questionnaire, after))


def told(found: Comparison) -> dict[str | None, str]:
    return {one.key or one.was: one.reason for one in found.not_comparable}


# --- one version -------------------------------------------------------------------------------


def test_nothing_changed_is_no_difference_anywhere() -> None:
    found = compared("1 2 3 4", "1 2 3 4")
    assert (found.changed, found.unchanged, found.not_comparable) == ((), 4, ())
    assert {node.id: node.difference for node in found.nodes} == {"readiness": 0, "work": 0, "technology": 0}


def test_a_better_answer_is_told_first_and_lifts_what_lies_above_it() -> None:
    found = compared("1 2 3 4", "3 2 3 4")
    (changed,) = found.changed
    assert (changed.key, changed.was, changed.direction) == ("q1", "q1", "up")
    assert found.unchanged == 3
    work = found.node["work"]
    assert (work.before.value, work.after.value, work.difference) == (0.375, 0.625, 0.25)
    assert (work.shared, work.items, work.points) == (2, 2, 1.0)
    assert found.node["technology"].difference == 0
    assert found.node["readiness"].difference == 0.125


def test_answers_are_told_in_the_words_in_which_they_were_given() -> None:
    words = {"never": {"de": "Nie", "en": "Never"}, "daily": {"de": "Täglich", "en": "Daily"}}
    learn = a_question("q1", options=[an_option(id_, text=text) for id_, text in words.items()])
    (changed,) = compared("never", "daily", a_questionnaire([learn, a_question("q2")])).changed
    assert (changed.before.en, changed.after.de, changed.direction) == ("Never", "Täglich", "other")


def test_what_was_answered_only_once_moves_no_score() -> None:
    found = compared("2 2 - 4", "2 2 0 4")
    assert found.node["readiness"].difference == 0
    assert (found.node["technology"].shared, found.node["technology"].items) == (1, 2)
    assert told(found) == {"q3": "not_answered_before"}
    assert told(compared("2 2 0 4", "2 2 - 4")) == {"q3": "not_answered_now"}


def test_a_node_without_anything_in_common_has_no_difference() -> None:
    found = compared("1 2 dk 4", "1 2 3 dk")
    technology = found.node["technology"]
    assert (technology.difference, technology.points, technology.shared) == (None, None, 0)
    assert found.node["readiness"].difference == 0


@pytest.mark.parametrize(
    ("before", "after", "direction"),
    [
        ("1", "3", "up"),
        ("3", "1", "down"),
        ("dk", "1", "found_out"),
        ("1", "dk", "lost_sight"),
        ("na", "1", "other"),
        ("1", "na", "other"),
        ("na", "dk", "other"),
    ],
)
def test_a_change_has_a_direction(before: str, after: str, direction: str) -> None:
    assert [changed.direction for changed in compared(before, after).changed] == [direction]


def test_another_answer_with_the_same_points_is_neither_up_nor_down() -> None:
    equal = [an_option("a", value=1), an_option("b", value=1), an_option("c", value=0)]
    found = compared("a", "b", a_questionnaire([a_question("q1", options=equal)]))
    assert [(changed.direction, changed.share) for changed in found.changed] == [("level", 0)]
    assert found.node["readiness"].difference == 0


@pytest.mark.parametrize(
    ("before", "after", "share"),
    [("1", "3", 0.5), ("3", "0", -0.75), ("dk", "1", None), ("1", "na", None)],
)
def test_a_change_is_as_large_as_its_share_of_the_range(before: str, after: str, share: float | None) -> None:
    assert [changed.share for changed in compared(before, after).changed] == [share]


def test_a_range_wider_than_the_answers_makes_a_change_smaller() -> None:
    wide = a_question("q1", options=[an_option("a", value=1), an_option("b", value=3)], range=[0, 10])
    (changed,) = compared("a", "b", a_questionnaire([wide])).changed
    assert (changed.direction, changed.share) == ("up", 0.2)


def test_how_an_answer_is_written_is_no_change() -> None:
    ticks = asked("ticks", "several", options=options(a=WORDS, b=WORDS))
    several = a_questionnaire([ticks, asked("people", "number", limits=[0, 100]), asked("words", "text")])
    before = taken(several, "", ticks="a b", people="12", words="so far")
    after = taken(several, "", ticks="b a", people="12.0", words="so far")
    assert compare(before, after).unchanged == 3
    others = taken(several, "", ticks="a", people="13", words="far so")
    assert [one.key for one in compare(before, others).changed] == ["ticks", "people", "words"]


def test_questions_that_only_one_check_asks_are_left_out() -> None:
    both = a_questionnaire([a_question("q1"), a_question("q2", check="full")])
    short, full = taken(both, "2 4"), taken(both, "3 0", "full")
    found = compare(short, full)
    assert found.comparable == ("q1",)
    assert told(found) == {"q2": "not_asked_before"}
    assert found.node["readiness"].difference == 0.25
    assert told(compare(full, short)) == {"q2": "not_asked_now"}


def test_questions_that_are_routed_past_once_are_left_out() -> None:
    council = a_question("council", codes="present absent")
    plan = a_question("q1", ask_if={"fact": "council", "is": "present"})
    routed = a_questionnaire([council], [plan, a_question("q2")])
    found = compare(taken(routed, "0 2", council="present"), taken(routed, "4 2", council="absent"))
    assert told(found) == {"q1": "not_asked_now"}
    assert [one.key for one in found.changed] == ["council"]
    assert found.node["readiness"].difference == 0


def test_an_answer_that_another_one_settled_counts_as_given() -> None:
    tools = a_question("tools", options=[an_option("none", sets={"q1": "0"}), an_option("some")])
    settled = a_questionnaire([tools, a_question("q1")])
    found = compare(taken(settled, "", tools="none"), taken(settled, "3", tools="some"))
    assert [(one.key, one.direction) for one in found.changed] == [("tools", "other"), ("q1", "up")]
    assert found.node["readiness"].difference == 0.75


def test_a_node_is_held_down_both_times_or_not_at_all() -> None:
    cap = a_question("cap", options=[an_option("low", caps={"readiness": 1}), an_option("high", caps={})])
    capped = a_questionnaire([cap], [a_question("q1")])
    found = compare(taken(capped, "4", cap="low"), taken(capped, "4", cap="high"))
    assert found.node["readiness"].difference == 0.75
    unknown = compare(taken(capped, "4", cap="low"), taken(capped, "4", cap="dk"))
    assert unknown.node["readiness"].difference == 0


# --- teams and sites ---------------------------------------------------------------------------


def by_unit() -> Questionnaire:
    tree = [a_node("readiness", a_node("teams", "q1", "q2", aggregate="units"), "q3")]
    return a_questionnaire([a_question("q1"), a_question("q2"), a_question("q3")], tree=tree)


def test_units_are_compared_with_themselves() -> None:
    before = taken(by_unit(), "", **{"q1@north": "1", "q2@north": "2", "q1@south": "3", "q3": "2"})
    after = taken(
        by_unit(), "", **{"q1@north": "3", "q2@north": "2", "q1@south": "3", "q1@west": "0", "q3": "2"}
    )
    found = compare(before, after)
    assert [(one.key, one.direction, one.share) for one in found.changed] == [("q1@north", "up", 0.5)]
    assert found.comparable == ("q3", "q1@north", "q2@north", "q1@south")
    assert told(found) == {"q1@west": "not_answered_before"}
    teams = found.node["teams"]
    assert teams.before.value == pytest.approx((0.375 + 0.75) / 2)
    assert teams.after.value == pytest.approx((0.625 + 0.75) / 2)
    assert found.node["teams@north"].difference == 0.25


def test_a_unit_without_anything_of_its_own_in_common_is_left_out() -> None:
    tree = [a_node("readiness", a_node("teams", "q1", "q2", aggregate="units", hidden="zero"), "q3")]
    teams = a_questionnaire([a_question("q1"), a_question("q2"), a_question("q3")], tree=tree)
    before = taken(teams, "", **{"q1@north": "4", "q2@north": "4", "q1@south": "2", "q3": "2"})
    after = taken(teams, "", **{"q1@north": "4", "q2@north": "4", "q2@south": "2", "q3": "2"})
    found = compare(before, after).node["teams"]
    assert (found.before.value, found.difference) == (1.0, 0.0)


# --- two versions ------------------------------------------------------------------------------


def test_across_versions_only_what_goes_along_is_compared() -> None:
    old = version("1.0", a_question("q1"), a_question("q2"), a_question("q3"))
    mapped = [{"question": "q4", "was": "q2"}]
    new = version(
        "1.1", a_question("q1", text=OTHER), a_question("q4"), a_question("q5"), follows="1.0", mapped=mapped
    )
    found = compare(taken(old, "1 2 3"), taken(new, "1 - - 3 0"))
    assert found.comparable == ("q4",)
    assert [(one.key, one.was, one.direction) for one in found.changed] == [("q4", "q2", "up")]
    assert told(found) == {"q1": "wording_changed", "q5": "new_question", "q3": "question_gone"}
    assert (found.node["readiness"].shared, found.node["readiness"].items) == (1, 3)
    assert found.node["readiness"].difference == 0.25


def test_both_times_are_scored_by_the_later_version() -> None:
    def learning(value: float) -> Any:
        values = {"never": 0, "weekly": value, "daily": 4}
        return a_question("q1", options=[an_option(id_, value=points) for id_, points in values.items()])

    old, new = version("1.0", learning(1)), version("1.1", learning(3))
    found = compare(taken(old, "weekly"), taken(new, "weekly"))
    assert (found.changed, found.node["readiness"].difference) == ((), 0)
    assert found.node["readiness"].before.value == 0.75


def test_an_answer_whose_option_is_gone_is_left_out() -> None:
    old = version("1.0", a_question("q1", codes="a b c"), a_question("q2"))
    new = version("1.1", a_question("q1", codes="a b"), a_question("q2"))
    assert told(compare(taken(old, "c"), taken(new, "a"))) == {"q1": "option_gone"}
    assert compare(taken(old, "a"), taken(new, "a")).unchanged == 1


def test_versions_that_lie_between_lead_the_answers_along() -> None:
    first = version("1.0", a_question("q1"))
    second = version("1.1", a_question("q2"), follows="1.0", mapped=[{"question": "q2", "was": "q1"}])
    third = version("1.2", a_question("q3"), follows="1.1", mapped=[{"question": "q3", "was": "q2"}])
    before, after = taken(first, "1"), taken(third, "- - 2")
    assert compare(before, after, between=[second]).node["readiness"].difference == 0.25
    assert told(compare(before, after)) == {"q3": "new_question", "q1": "question_gone"}


# --- properties --------------------------------------------------------------------------------

ANSWERS = st.lists(st.sampled_from(["0", "1", "2", "3", "4", "dk", "na", "-"]), min_size=4, max_size=4).map(
    " ".join
)


@given(ANSWERS, ANSWERS)
def test_the_way_back_is_the_opposite(one: str, other: str) -> None:
    there, back = compared(one, other), compared(other, one)
    for node in there.nodes:
        opposite = back.node[node.id].difference
        assert (node.difference is None) == (opposite is None)
        assert (node.difference or 0) == -(opposite or 0)
    assert len(there.changed) == len(back.changed)


@given(ANSWERS)
def test_a_company_that_stays_as_it_is_has_not_changed(one: str) -> None:
    found = compared(one, one)
    assert (found.changed, found.not_comparable) == ((), ())
    assert {node.difference or 0 for node in found.nodes} == {0}


@given(ANSWERS, ANSWERS)
def test_both_scores_are_those_of_the_shared_answers_alone(one: str, other: str) -> None:
    words = list(zip(one.split(), other.split(), strict=True))
    shared = [[word if all(w.isdigit() for w in pair) else "na" for word in pair] for pair in words]
    for node in compared(one, other).nodes:
        for score_, column in ((node.before, 0), (node.after, 1)):
            given_ = answers(" ".join(pair[column] for pair in shared))
            assert score_.value == score(SMALL, route(SMALL, given_, "short")).node(node.id).value


@given(ANSWERS, ANSWERS)
def test_no_answer_is_forgotten(one: str, other: str) -> None:
    found = compared(one, other)
    answered = {*answers(one), *answers(other)}
    assert {*found.comparable, *(gap.key for gap in found.not_comparable)} == answered
    assert found.unchanged + len(found.changed) == len(found.comparable)


def test_released_cases_can_be_laid_side_by_side() -> None:
    readiness = library.released("readiness")
    cases = list(worked("readiness", readiness.version).values())
    for case in cases:
        for other in cases:
            found = compare(
                Taken(readiness, case.answers, case.check), Taken(readiness, other.answers, other.check)
            )
            assert set(found.node) == set(readiness.node)
            assert all(-1 <= (node.difference or 0) <= 1 for node in found.nodes)
