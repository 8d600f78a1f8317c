"""Which measures are taken for the gaps of a company, and in which order."""

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.answers import Answer
from questionnaires.definition import Profile, Questionnaire
from questionnaires.measures import Measure
from questionnaires.measures.choosing import Advice, Advised, advise
from questionnaires.measures.levels import level, top
from questionnaires.planning.priorities import NOW, NOW_PER_AREA, plan, priorities
from questionnaires.planning.profiles import UnknownProfile
from questionnaires.routing import route
from questionnaires.scoring import score
from questionnaires.scoring.scorecard import DIGITS
from tests.questionnaires.assorted import answers_to, assorted
from tests.questionnaires.builders import WORDS, a_node, a_question, a_questionnaire, answers, model, taken
from tests.questionnaires.measures.measured import KINDS, a_measure, some

THREE = model(q1={}, q2={}, q3={})


def advised(written: str, *measures: Measure, of: Questionnaire = THREE) -> Advice:
    return advise(of, taken(of, written), some(*measures))


def all_of(advice: Advice) -> list[Advised]:
    return [*advice.now, *advice.next, *advice.later]


def told(advice: Advice) -> list[tuple[str | None, str]]:
    """Measure and questions of all that is advised, in its order."""
    return [(one.measure.id if one.measure else None, " ".join(one.questions)) for one in all_of(advice)]


# --- one measure for each gap ------------------------------------------------------------------


def test_a_gap_takes_the_measure_that_leads_on_from_the_level_of_today() -> None:
    measures = a_measure("begin_it", q1="01"), a_measure("extend_it", q1="23")
    assert told(advised("1 4 4", *measures)) == [("begin_it", "q1")]
    assert told(advised("2 4 4", *measures)) == [("extend_it", "q1")]


def test_of_several_measures_the_first_is_taken_and_the_others_are_named() -> None:
    first, other = a_measure("first_one", q1="0"), a_measure("other_one", q1="01")
    (found,) = all_of(advised("0 4 4", first, other, a_measure("third_one", q1="1", q2="0")))
    assert (found.measure, found.others) == (first, (other,))


def test_a_measure_that_closes_another_gap_as_well_is_taken_before_the_first() -> None:
    measures = a_measure("first_one", q1="0"), a_measure("for_both", q1="0", q2="2", q3="0")
    assert told(advised("0 2 4", *measures)) == [("for_both", "q1 q2")]


def test_what_a_measure_would_close_elsewhere_does_not_count_where_there_is_no_gap() -> None:
    measures = a_measure("first_one", q1="0"), a_measure("for_both", q1="0", q2="3")
    assert told(advised("0 3 4", *measures)) == [("first_one", "q1")]


def test_a_measure_for_several_gaps_stands_once_at_the_most_urgent_of_them() -> None:
    both = a_measure("for_all", q1="012", q2="012", q3="012")
    (found,) = all_of(advised("2 0 1", both))
    assert (found.priority.question, found.also) == ("q2", ("q1", "q3"))
    assert found.priority.gap == 0.75


def test_what_nobody_knows_has_to_be_found_out_and_takes_no_measure() -> None:
    (found,) = all_of(advised("dk 4 4", a_measure("begin_it", q1="01234")))
    assert (found.priority.action, found.measure) == ("find_out", None)


def test_a_gap_for_which_there_is_no_measure_stays_a_gap() -> None:
    assert told(advised("2 0 4", a_measure("begin_it", q1="01"))) == [(None, "q2"), (None, "q1")]


def test_without_gaps_there_is_nothing_to_do() -> None:
    assert advised("4 4 3", a_measure("begin_it", q1="0123")) == Advice((), (), ())


def test_a_higher_target_calls_for_measures_where_the_usual_one_is_reached() -> None:
    high = Profile.model_validate({"id": "high", "title": WORDS, "targets": {"q1": 4}})
    q = THREE.model_copy(update={"profiles": (high,)})
    measures = some(a_measure("extend_it", q1="3"))
    card = taken(q, "3 4 4")
    assert told(advise(q, card, measures)) == []
    assert told(advise(q, card, measures, "high")) == [("extend_it", "q1")]
    with pytest.raises(UnknownProfile):
        advise(q, card, measures, "low")


# --- order -------------------------------------------------------------------------------------


def test_the_effort_of_a_measure_decides_with_the_gap_what_comes_first() -> None:
    measures = a_measure("hard_one", q1="0", effort=3), a_measure("easy_one", q2="1")
    found = all_of(advised("0 1 4", *measures))
    assert [(one.questions[0], round(one.priority.size, 3)) for one in found] == [("q2", 0.5), ("q1", 0.433)]
    assert [[r.code for r in one.priority.reasons] for one in found] == [
        ["large_gap", "low_effort"],
        ["large_gap"],
    ]


def test_a_low_effort_is_no_reason_where_all_measures_take_as_little() -> None:
    (found,) = all_of(advised("0 4 4", a_measure("easy_one", q1="0"), a_measure("next_one", q1="2")))
    assert [reason.code for reason in found.priority.reasons] == ["large_gap"]


def test_what_a_measure_needs_first_stands_before_it_and_is_as_urgent() -> None:
    measures = a_measure("last_one", "first_one", q1="0"), a_measure("first_one", q2="2", effort=3)
    first, last = all_of(advised("0 2 4", *measures))
    assert (first.measure, last.measure) == (measures[1], measures[0])
    assert (first.priority.size, first.priority.needed_by, last.priority.first) == (0.75, ("q1",), ("q2",))
    assert "prerequisite_of" in [reason.code for reason in first.priority.reasons]


def test_a_prerequisite_holds_across_measures_that_nothing_calls_for() -> None:
    chain = (
        a_measure("last_one", "middle_one", q1="0"),
        a_measure("middle_one", "first_one", q3="0"),
        a_measure("first_one", q2="2"),
    )
    assert told(advised("0 2 4", *chain)) == [("first_one", "q2"), ("last_one", "q1")]


def test_a_prerequisite_that_nothing_calls_for_holds_nothing_up() -> None:
    measures = a_measure("last_one", "first_one", q1="0"), a_measure("first_one", q2="0")
    (found,) = all_of(advised("0 3 4", *measures))
    assert found.priority.first == ()


def test_what_comes_first_by_the_questions_does_so_for_their_measures() -> None:
    q = model(q1={"after": ("q3",)}, q2={}, q3={})
    both = a_measure("for_both", q1="0", q2="0")
    found = advised("0 0 2", both, a_measure("before_it", q3="2"), of=q)
    assert told(found) == [("before_it", "q3"), ("for_both", "q1 q2")]
    assert all_of(found)[0].priority.size == 0.75


def test_measures_that_wait_for_each_other_are_all_advised() -> None:
    circle = a_measure("one_thing", "other_thing", q1="0"), a_measure("other_thing", "one_thing", q2="0")
    assert {id_ for id_, _ in told(advised("0 0 4", *circle))} == {"one_thing", "other_thing"}


def test_now_are_at_most_three_and_two_of_one_area_then_five_then_the_rest() -> None:
    names = [f"q{n}" for n in range(1, 13)]
    tree = a_node("whole", a_node("one", *names[:9]), a_node("two", *names[9:]))
    q = model(tree=tree, **{name: {} for name in names})
    found = advised("0 " * 9 + "2 2 2", *(a_measure(f"do_{name}", **{name: "012"}) for name in names), of=q)
    assert [one.questions[0] for one in found.now] == ["q1", "q2", "q10"]
    assert [one.questions[0] for one in found.next] == ["q3", "q4", "q5", "q6", "q7"]
    assert [one.questions[0] for one in found.later] == ["q8", "q9", "q11", "q12"]


def test_what_does_not_matter_to_the_company_is_dropped_and_calls_for_nothing() -> None:
    q = model(ratings=("r1",), q1={"relevance": "r1"}, q2={})
    card = score(q, route(q, answers("0 0", r1="0"), "full"))
    both = a_measure("for_both", q1="0", q2="0")
    found = advise(q, card, some(a_measure("first_one", q2="0"), both))
    assert (told(found), found.dropped) == ([("first_one", "q2")], ("q1",))


# --- every kind of question --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "choice", "expected"),
    [
        ("levels", "3", 3),
        ("options", "o1", 0),
        ("options", "o2", 1),
        ("ticks", "", 0),
        ("ticks", "a b", 2),
        ("ticks", "c", 2),
        ("number", "24", 0),
        ("number", "25", 1),
        ("number", "100", 4),
        ("below", "-1", 0),
        ("below", "1.5", 2),
    ],
)
def test_every_kind_of_question_has_levels(kind: str, choice: str, expected: int) -> None:
    question = KINDS[kind]
    low, high = question.range
    assert level(question, (question.points(Answer(choice)) - low) / (high - low)) == expected


def test_the_top_level_is_that_of_the_best_answer() -> None:
    assert {kind: top(question) for kind, question in KINDS.items()} == {
        "levels": 4,
        "options": 2,
        "ticks": 4,
        "number": 4,
        "below": 4,
    }
    assert all(level(question, 1.0) == top(question) for question in KINDS.values())


def test_of_several_units_counts_what_they_have_reached_on_average() -> None:
    q = a_questionnaire(
        [a_question("q1")], tree=[a_node("whole", a_node("each", "q1", aggregate="units"))], fields=None
    )
    given_ = {"q1@north": Answer("0"), "q1@south": Answer("3")}
    card = score(q, route(q, given_, "full"))
    measures = some(a_measure("begin_it", q1="0"), a_measure("go_on", q1="1"), a_measure("extend_it", q1="2"))
    assert told(advise(q, card, measures)) == [("go_on", "q1")]


# --- whatever the company answers --------------------------------------------------------------

NAMES = [f"q{n}" for n in range(1, 7)]
LEVELS = st.lists(st.sampled_from(["0", "1", "2", "3", "4", "dk", "na", "-"]), min_size=6, max_size=6)
DRAWN = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from(NAMES), st.sets(st.integers(0, 3), min_size=1), min_size=1),
        st.integers(1, 3),
        st.sets(st.integers(0, 7), max_size=2),
    ),
    max_size=8,
)


def measures_of(drawn: Sequence[tuple[dict[str, set[int]], int, set[int]]]) -> list[Measure]:
    """Each may need some of those written before it."""
    return [
        a_measure(
            f"measure_{n}",
            *(f"measure_{other}" for other in sorted(before) if other < n),
            effort=effort,
            **{question: "".join(map(str, sorted(levels))) for question, levels in closes.items()},
        )
        for n, (closes, effort, before) in enumerate(drawn)
    ]


SIX = model(
    tree=a_node("whole", a_node("one", *NAMES[:3]), a_node("two", *NAMES[3:])), **{n: {} for n in NAMES}
)


@given(LEVELS, DRAWN)
def test_every_gap_is_advised_on_once_and_every_measure_at_most_once(
    levels: list[str], drawn: list[tuple[dict[str, set[int]], int, set[int]]]
) -> None:
    card = taken(SIX, " ".join(levels))
    found = all_of(advise(SIX, card, some(*measures_of(drawn))))
    questions = [id_ for one in found for id_ in one.questions]
    assert sorted(questions) == sorted(gap.question for gap in priorities(SIX, card))
    chosen = [one.measure.id for one in found if one.measure]
    assert len(set(chosen)) == len(chosen)


@given(LEVELS, DRAWN)
def test_a_measure_always_leads_on_from_where_each_of_its_questions_stands(
    levels: list[str], drawn: list[tuple[dict[str, set[int]], int, set[int]]]
) -> None:
    measures = measures_of(drawn)
    today = dict(zip(NAMES, levels, strict=True))
    for one in all_of(advise(SIX, taken(SIX, " ".join(levels)), some(*measures))):
        for id_ in one.questions if one.measure else ():
            assert one.measure
            assert int(today[id_]) in one.measure.closes[id_]
        if one.measure is None and one.priority.action == "improve":
            here = int(today[one.priority.question])
            assert not any(here in other.closes.get(one.priority.question, ()) for other in measures)


@given(LEVELS, DRAWN)
def test_nothing_stands_before_what_it_needs_and_all_keep_to_the_limits(
    levels: list[str], drawn: list[tuple[dict[str, set[int]], int, set[int]]]
) -> None:
    measures = measures_of(drawn)
    advice = advise(SIX, taken(SIX, " ".join(levels)), some(*measures))
    found = all_of(advice)
    chosen = [one.measure.id for one in found if one.measure]
    for place, one in enumerate(found):
        before = [other for other in (one.measure.after if one.measure else ()) if other in chosen]
        assert set(before) <= {other.measure.id for other in found[:place] if other.measure}
        waiting = [other for other in found if other.priority.question in one.priority.needed_by]
        assert all(one.priority.size >= other.priority.product() - 1e-9 for other in waiting)
    assert len(advice.now) <= NOW
    assert all(
        sum(one.priority.area == area for one in advice.now) <= NOW_PER_AREA for area in ("one", "two")
    )
    for stage in (advice.now, [*advice.next, *advice.later]):
        sizes = [round(one.priority.size, DIGITS) for one in stage]
        assert sizes == sorted(sizes, reverse=True)


@given(LEVELS)
def test_without_measures_it_is_the_plan_of_the_gaps(levels: list[str]) -> None:
    card = taken(SIX, " ".join(levels))
    advice, known = advise(SIX, card, some()), plan(SIX, card)
    assert advice.now == tuple(map(Advised, known.now))
    assert advice.next == tuple(map(Advised, known.next))
    assert advice.later == tuple(map(Advised, known.later))


@given(st.integers(0, 10**6))
def test_any_questionnaire_with_any_answers_can_be_advised_on(seed: int) -> None:
    random = Random(seed)
    q = assorted(random)
    card = score(q, route(q, answers_to(q, random), "full"))
    known = plan(q, card)
    closes = {id_: "0123" for id_ in q.question if random.random() < 0.5}
    measures = some(
        *(a_measure(f"do_{n}", **{id_: levels}) for n, (id_, levels) in enumerate(closes.items()))
    )
    found = all_of(advise(q, card, measures))
    gaps = [gap.question for gap in (*known.now, *known.next, *known.later)]
    assert sorted(id_ for one in found for id_ in one.questions) == sorted(gaps)
    assert [one for one in all_of(advise(q, card, some())) if one.measure] == []
