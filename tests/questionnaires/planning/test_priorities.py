"""What to begin with: which gaps, in which order, and because of which answers."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.definition import Profile, Questionnaire
from questionnaires.definition.tree import Gate
from questionnaires.planning.priorities import Plan, plan, priorities
from questionnaires.planning.profiles import UnknownProfile
from questionnaires.planning.urgency import REASONS, Priority
from questionnaires.scoring.scorecard import DIGITS
from tests.questionnaires.builders import (
    WORDS,
    Part,
    a_node,
    built,
    card,
    mean,
    model,
    taken,
)

TOKENS = st.sampled_from(["0", "1", "2", "3", "4", "dk", "na", "-", "(1)"])
LISTS = st.lists(TOKENS, min_size=1, max_size=5).map(" ".join)


def company(exposure: str, needs: dict[str, str] | None = None, **areas: str) -> list[Priority]:
    """Priorities of a company: exposure answers first, then areas; needs by item."""
    trees = (mean(exposure, name="exposure"), _readiness(areas))
    questions: dict[str, dict[str, Any]] = {
        id_: {"needs": tuple(n.split())} for id_, n in (needs or {}).items()
    }
    return priorities(built(*trees, questions=questions), card(*trees, questions=questions))


def _readiness(areas: dict[str, str]) -> Part:
    return mean(*(mean(words, name=name) for name, words in areas.items()), name="readiness")


def ids(found: list[Priority]) -> list[str]:
    return [priority.question for priority in found]


def urgency(found: list[Priority]) -> tuple[float, tuple[str, ...]]:
    (only,) = found
    return round(only.exposure, DIGITS), only.because


def test_the_gap_reaches_up_to_the_target_and_no_further() -> None:
    found = company("4", work="0 1 2 3 4")
    assert [(p.question, p.gap) for p in found] == [("q2", 0.75), ("q3", 0.5), ("q4", 0.25)]
    assert {p.action for p in found} == {"improve"}


def test_open_hidden_and_inapplicable_questions_have_no_priority() -> None:
    assert company("4", work="- na () (0)") == []


def test_a_dont_know_asks_to_find_out_with_its_full_gap_at_half_weight() -> None:
    (found,) = company("4", work="dk")
    assert (found.action, found.gap, found.size) == ("find_out", 0.75, 0.375)


def test_a_known_gap_comes_before_an_unknown_one_of_the_same_kind() -> None:
    assert ids(company("4", work="dk 1")) == ["q3", "q2"]


def test_exposure_counts_where_it_reveals_the_same_need() -> None:
    needs = {"q1": "networking", "q2": "qualification", "q3": "qualification"}
    assert urgency(company("4 0", needs=needs, work="0")) == (0.2, ())
    assert urgency(company("0 3", needs=needs, work="0")) == (0.8, ("q2",))


def test_the_strongest_of_several_related_exposures_counts_and_all_that_share_it_are_named() -> None:
    needs = {"q1": "financing", "q2": "financing equity", "q3": "equity", "q4": "financing equity"}
    assert urgency(company("3 2 3", needs=needs, work="0")) == (0.8, ("q1", "q3"))


def test_without_a_related_exposure_the_exposure_of_the_company_counts() -> None:
    assert urgency(company("4 2", work="0")) == (0.8, ())


def test_a_related_exposure_that_is_not_known_says_nothing() -> None:
    assert urgency(company("dk 2", needs={"q1": "equity", "q3": "equity"}, work="0")) == (0.6, ())


def test_where_nothing_is_known_of_the_exposure_it_counts_in_full() -> None:
    assert urgency(company("dk -", work="0")) == (1.0, ())


def test_ties_keep_the_order_of_the_questionnaire() -> None:
    assert ids(company("2", work="1 1 1", technology="1")) == ["q2", "q3", "q4", "q5"]


def test_ties_that_differ_only_by_binary_rounding_are_ties() -> None:
    """.5 * (.2 + .8 * 3/4) and .75 * (.2 + .8 * 5/12) are both .4, but the second is a bit more in binary."""
    found = company("1 1 3", needs={"q3": "equity", "q4": "equity"}, work="1 0")
    assert found[0].size < found[1].size
    assert ids(found) == ["q4", "q5"]


def test_an_area_belongs_to_the_priority_even_from_a_deeper_branch() -> None:
    trees = (mean("4", name="exposure"), mean(mean(mean("0"), "1", name="work"), name="readiness"))
    assert {p.area for p in priorities(built(*trees), card(*trees))} == {"work"}


@given(LISTS, LISTS, LISTS)
def test_priorities_are_positive_and_fall_and_none_is_lost(exposure: str, work: str, technology: str) -> None:
    found = company(exposure, work=work, technology=technology)
    sizes = [round(priority.size, DIGITS) for priority in found]
    assert all(size > 0 for size in sizes)
    assert sizes == sorted(sizes, reverse=True)
    gaps = [word for word in f"{work} {technology}".split() if word in {"0", "1", "2", "dk"}]
    assert len(found) == len(gaps)


# --- importance, effort, prerequisites ---------------------------------------------------------


def order(questionnaire: Questionnaire, written: str, **by_name: str) -> list[str]:
    return ids(priorities(questionnaire, taken(questionnaire, written, **by_name)))


def planned(questionnaire: Questionnaire, written: str, **by_name: str) -> Plan:
    return plan(questionnaire, taken(questionnaire, written, **by_name))


def test_without_exposure_all_parts_of_the_tree_count_and_none_is_exposed() -> None:
    found = priorities(q := model(q1={}, q2={}), taken(q, "2 0"))
    assert [(p.question, p.area, p.gap, p.exposure) for p in found] == [
        ("q2", "part", 0.75, 1.0),
        ("q1", "part", 0.5 - 0.25, 1.0),
    ]


def test_what_the_company_finds_relevant_comes_first() -> None:
    q = model(ratings=["r1", "r2"], q1={"relevance": "r1"}, q2={"relevance": "r2"})
    found = priorities(q, taken(q, "1 1", r1="2", r2="4"))
    assert [(p.question, p.importance, p.size) for p in found] == [("q2", 1.0, 0.5), ("q1", 0.5, 0.25)]


def test_a_rating_has_no_gap_itself() -> None:
    q = model(tree=a_node("whole", "r1", "q1"), q1={"relevance": "r1"}, r1={})
    assert order(q, "0", r1="1") == ["q1"]


@pytest.mark.parametrize("word", ["dk", "-"])
def test_relevance_that_is_not_known_counts_in_full(word: str) -> None:
    q = model(ratings=["r1"], q1={"relevance": "r1"})
    (found,) = priorities(q, taken(q, "1", r1=word))
    assert (found.importance, found.rated_by) == (1.0, None)


def test_what_does_not_matter_at_all_is_dropped_and_the_plan_says_so() -> None:
    q = model(ratings=["r1"], q1={"relevance": "r1"}, q2={})
    found = planned(q, "0 2", r1="0")
    assert (ids(list(found.now)), found.dropped) == (["q2"], ("q1",))


def test_if_nothing_matters_there_is_nothing_to_do() -> None:
    q = model(ratings=["r1"], q1={"relevance": "r1"}, q2={"relevance": "r1"})
    assert planned(q, "0 dk", r1="0") == Plan((), (), (), ("q1", "q2"))


def test_what_does_not_matter_itself_stays_if_what_matters_needs_it_first() -> None:
    q = model(ratings=["r1"], q1={"relevance": "r1"}, q2={"after": ("q1",)})
    found = planned(q, "0 1", r1="0")
    assert (ids(list(found.now)), found.dropped) == (["q1", "q2"], ())


def test_effort_divides() -> None:
    q = model(q1={"effort": 3}, q2={"effort": 1}, q3={"effort": 2})
    found = priorities(q, taken(q, "0 2 0"))
    assert [(p.question, p.size) for p in found] == [("q3", 0.375), ("q2", 0.25), ("q1", 0.25)]


def test_the_pressure_of_a_gap_does_not_depend_on_its_effort_nor_on_what_waits_for_it() -> None:
    q = model(q1={"effort": 3}, q2={"after": ("q1",)})
    first = priorities(q, taken(q, "1 0"))[0]
    assert (first.question, first.size, first.pressure) == ("q1", 0.75, 0.5)


def test_a_prerequisite_is_as_urgent_as_what_needs_it_and_stands_before_it() -> None:
    q = model(q1={"after": ("q3",)}, q2={}, q3={})
    found = priorities(q, taken(q, "0 1 2"))
    assert [(p.question, p.size) for p in found] == [("q3", 0.75), ("q1", 0.75), ("q2", 0.5)]


def test_prerequisites_hold_across_questions_without_a_gap() -> None:
    q = model(q1={"after": ("q2",)}, q2={"after": ("q3",)}, q3={})
    assert order(q, "0 0 2") == ["q3", "q2", "q1"]
    assert order(q, "0 4 2") == ["q3", "q1"]
    assert order(q, "0 - 2") == ["q3", "q1"]


def test_prerequisites_in_a_circle_end_all_the_same() -> None:
    """They are refused in files, yet a model built in code may have them."""
    q = model(q1={"after": ("q2",)}, q2={"after": ("q1",)}, q3={"after": ("q3",)})
    assert sorted(order(q, "0 1 2")) == ["q1", "q2", "q3"]
    assert len(planned(q, "0 1 2").now) >= 1


def test_ties_key_item_first_then_lower_effort_then_order() -> None:
    gate = Gate(question="q4", level=1, at_least=1)
    part = a_node("part", "q1", "q2", "q3", "q4", gates=(gate,))
    q = model(tree=a_node("whole", part), q1={"effort": 2}, q2={}, q3={}, q4={"effort": 2})
    assert order(q, "0 2 2 0") == ["q4", "q1", "q2", "q3"]
    equal = model(tree=a_node("whole", part), q1={}, q2={}, q3={}, q4={})
    assert order(equal, "1 1 1 1") == ["q4", "q1", "q2", "q3"]
    other = model(tree=a_node("whole", part), q1={"effort": 2}, q2={}, q3={}, q4={"effort": 3})
    assert order(other, "1 2 2 -") == ["q2", "q3", "q1"]


def test_the_gap_reaches_up_to_the_target_of_the_question_or_of_the_profile() -> None:
    ambitious = Profile(id="ambitious", title=WORDS, targets={"q1": 4.0})
    q = model(q1={}, q2={"target": 3.5}).model_copy(update={"profiles": (ambitious,)})
    found = taken(q, "2 2")
    assert [(p.question, p.gap) for p in priorities(q, found)] == [("q2", 0.375), ("q1", 0.25)]
    assert [(p.question, p.gap) for p in priorities(q, found, profile="ambitious")] == [
        ("q1", 0.5),
        ("q2", 0.375),
    ]
    with pytest.raises(UnknownProfile):
        plan(q, found, profile="modest")


def test_what_has_no_weight_has_no_priority() -> None:
    assert order(model(q1={"weight": 0.0}, q2={}), "0 1") == ["q2"]


def test_of_teams_that_answer_apart_the_mean_counts() -> None:
    q = model(tree=a_node("whole", a_node("part", "q1", aggregate="units")), q1={})
    given_ = {"q1@a": "0", "q1@b": "3", "q1@c": "dk"}
    (found,) = priorities(q, taken(q, "", **given_))
    assert (found.question, found.area, found.action) == ("q1", "part", "improve")
    assert found.gap == pytest.approx(0.375)


# --- reasons -----------------------------------------------------------------------------------


def test_every_priority_says_why_in_codes() -> None:
    gate = Gate(question="q1", level=1, at_least=1)
    q = model(
        tree=a_node("whole", a_node("part", "q1", "q2", "q3", gates=(gate,))),
        ratings=["r1"],
        q1={"relevance": "r1"},
        q2={"after": ("q1",), "effort": 2},
        q3={},
    )
    first, *others = priorities(q, taken(q, "1 2 dk", r1="3"))
    assert [(reason.code, dict(reason.arguments)) for reason in first.reasons] == [
        ("large_gap", {"gap": 0.5}),
        ("rated_relevant", {"question": "r1", "importance": 0.75}),
        ("low_effort", {"effort": 1}),
        ("key_item", {"nodes": ("part",)}),
        ("prerequisite_of", {"questions": ("q2",)}),
    ]
    assert [p.reasons[0].code for p in others] == ["not_known", "gap"]
    for priority in (first, *others):
        for reason in priority.reasons:
            assert tuple(reason.arguments) == REASONS[reason.code]


def test_exposure_is_a_reason_where_an_answer_says_so() -> None:
    (found,) = company("0 3", needs={"q2": "qualification", "q3": "qualification"}, work="0")
    assert [reason.code for reason in found.reasons] == ["large_gap", "exposed"]
    assert found.reasons[1].arguments == {"questions": ("q2",), "exposure": pytest.approx(0.8)}


def test_low_effort_is_no_reason_where_everything_takes_the_same() -> None:
    q = model(q1={}, q2={})
    assert {r.code for p in priorities(q, taken(q, "0 0")) for r in p.reasons} == {"large_gap"}
