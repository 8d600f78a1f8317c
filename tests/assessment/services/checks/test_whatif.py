"""Supposing answers: nothing is kept, and what is told is what would be."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text

from assessment.errors import KeyNeeded, NothingAnswered
from assessment.services import runs
from assessment.services.checks import results, whatif
from assessment.services.checks.whatif import AS_TODAY, Outlook
from assessment.services.runs import Begun
from assessment.store.database import Database
from questionnaires.answers import Answer
from questionnaires.library import cases
from reports.report import Operator
from tests.assessment import house

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
OPERATOR = Operator(name="ReTraSON")
MACHINING = cases.worked("readiness", "1.0")["machining_salzgitter"]
UNKNOWNS = cases.worked("readiness", "1.0")["many_unknowns_gifhorn"]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind of database is enough: what is supposed is read as everywhere, and never written."""
    return sqlite_url


@pytest.fixture
def begun(database: Database) -> Begun:
    return house.begun(database, MACHINING.answers, check=MACHINING.check)


Suppose = Callable[..., Outlook]


@pytest.fixture
def suppose(database: Database, begun: Begun) -> Suppose:
    def supposed(run: Begun = begun, **supposing: str) -> Outlook:
        own: dict[str, Any] = {"run_id": run.run_id, "key": run.key}
        return whatif.look(database, **own, supposing=supposing, operator=OPERATOR, now=NOW)

    return supposed


def everything(database: Database) -> str:
    with database.reading() as connection:
        rows = [
            connection.execute(text(f"SELECT * FROM {name}")).all() for name in ("run", "answer", "result")
        ]
    return repr(rows)


# --- nothing is stored -------------------------------------------------------------------------------


def test_nothing_of_a_supposition_is_stored(database: Database, suppose: Suppose) -> None:
    before = everything(database)

    outlook = suppose(T08="4", district="03103", E06="none")
    whatif.next_steps(outlook)

    assert everything(database) == before


def test_another_key_sees_nothing(database: Database, begun: Begun, suppose: Suppose) -> None:
    with pytest.raises(KeyNeeded):
        suppose(Begun(begun.run_id, "0000-0000-0000-0000"), T08="4")


def test_before_the_first_answer_there_is_nothing_to_suppose(database: Database, suppose: Suppose) -> None:
    empty = runs.begin(database, check="short", language="de", now=NOW)

    with pytest.raises(NothingAnswered):
        suppose(empty, T08="4")


# --- what would be -----------------------------------------------------------------------------------


def test_what_is_told_is_what_the_check_would_say_with_these_answers(
    database: Database, begun: Begun, suppose: Suppose
) -> None:
    effect = suppose(T08="4", district="03103").effect
    given = {"T08": Answer("4"), "district": Answer("03103")}
    seen = runs.opened(database, run_id=begun.run_id, key=begun.key).written_at
    runs.save(database, run_id=begun.run_id, key=begun.key, given=given, seen=seen, now=NOW)
    run = runs.opened(database, run_id=begun.run_id, key=begun.key)

    assert effect
    assert effect.after == results.compose(run, operator=OPERATOR, now=NOW, finished=True)


def test_todays_answer_lies_on_the_table_and_changes_nothing(suppose: Suppose) -> None:
    for choice in (AS_TODAY, MACHINING.answers["T08"].choice):
        outlook = suppose(T08=choice)
        assert outlook.effect is None
        assert not outlook.cards[0].moved
        assert outlook.on_table == {"T08": "1"}


def test_an_unanswered_question_may_lie_on_the_table_too(database: Database, suppose: Suppose) -> None:
    run = runs.begin(database, check="short", language="de", now=NOW)
    runs.save(database, run_id=run.run_id, key=run.key, given={"T07": Answer("1")}, seen={}, now=NOW)

    assert suppose(run, T08=AS_TODAY).on_table == {"T08": AS_TODAY}
    assert suppose(run, T08="2").cards[0].moved


def test_does_not_apply_needs_no_reason_here(suppose: Suppose) -> None:
    outlook = suppose(T01="not_applicable")

    assert not outlook.refused
    assert outlook.effect
    assert outlook.effect.after.areas[0].counts.not_applicable == 1


def test_answers_that_lead_past_a_question_close_it(suppose: Suppose) -> None:
    outlook = suppose(E06="none", T01="4")
    assert outlook.effect

    assert {asked.id for asked in outlook.effect.closed} == {"E07", "E01", "T01"}
    assert [card.counts for card in outlook.cards] == [True, False]


def test_answers_that_lead_to_a_question_open_it(database: Database, suppose: Suppose) -> None:
    alone = {**MACHINING.answers, "works_council": Answer("absent")}
    outlook = suppose(house.begun(database, alone, check="full"), works_council="present")
    assert outlook.effect

    assert [asked.id for asked in outlook.effect.opened] == ["training_agreement"]
    assert "training_agreement" in {q.id for group in whatif.groups(outlook) for q in group.questions}


# --- what the address may not say --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("supposing", "fault"),
    [
        ({"Q1": "3"}, "question"),
        ({"T08": "9"}, "answer"),
        ({"T08": "not_applicable"}, "answer"),
        ({"T04": "3"}, "check"),
        ({"T08@team": "3"}, "question"),
    ],
)
def test_what_cannot_be_supposed_is_left_out_and_named(
    suppose: Suppose, supposing: dict[str, str], fault: str
) -> None:
    outlook = suppose(**supposing, T07="3")

    assert [refused.fault for refused in outlook.refused] == [fault]
    assert [card.question.id for card in outlook.cards] == ["T07"]


def test_a_question_of_the_longer_check_can_be_supposed_there(database: Database, suppose: Suppose) -> None:
    full = house.begun(database, MACHINING.answers, check="full")

    assert not suppose(full, T04="3").refused


# --- next steps and ways -----------------------------------------------------------------------------


def test_the_cheapest_steps_are_those_of_the_weakest_area(suppose: Suppose) -> None:
    steps = whatif.next_steps(suppose())

    assert steps.area.id in suppose().before.weakest
    assert 1 <= len(steps.steps) <= 3
    assert all(step.question.startswith("T") for step in steps.steps)
    assert set(steps.measures) & {step.question for step in steps.steps}


def test_supposing_a_step_gains_what_was_promised(suppose: Suppose) -> None:
    outlook = suppose()
    steps = whatif.next_steps(outlook)
    for step in steps.steps:
        assert step.choice
        effect = suppose(**{step.question: step.choice}).effect
        assert effect
        (after,) = [area for area in effect.after.areas if area.id == steps.area.id]
        assert (after.value or 0) - (steps.area.value or 0) == pytest.approx(step.most)


def test_where_no_area_is_the_weakest_the_least_certain_one_is_taken(
    database: Database, suppose: Suppose
) -> None:
    outlook = suppose(house.begun(database, UNKNOWNS.answers, check=UNKNOWNS.check))
    steps = whatif.next_steps(outlook)

    assert not outlook.before.weakest
    assert steps.area.lower == min(area.lower for area in outlook.before.areas)
    assert steps.steps


def test_the_way_to_the_next_level_leads_there(suppose: Suppose) -> None:
    outlook = suppose()
    goals = whatif.goals(outlook)

    assert len(goals) == 4
    for goal in goals:
        way = whatif.way_to(outlook, goal)
        assert way
        effect = suppose(**{move.question: move.choice for move in way.moves}).effect
        assert effect
        (area,) = [area for area in effect.after.areas if area.id == goal.area.id]
        assert area.level
        assert area.level.low >= goal.level


def test_an_area_at_the_top_has_no_further_level(database: Database, suppose: Suppose) -> None:
    best = {id_: Answer("4") for id_ in MACHINING.answers if id_.startswith("T")}
    top = house.begun(database, {**MACHINING.answers, **best})

    assert "technology" not in {goal.area.id for goal in whatif.goals(suppose(top))}


def test_all_questions_that_are_asked_can_be_chosen_once(suppose: Suppose) -> None:
    outlook = suppose(E06="none")
    ids = [question.id for group in whatif.groups(outlook) for question in group.questions]

    assert sorted(ids) == sorted(outlook.after.path.asked)
    gaps = whatif.largest_gaps(outlook, whatif.next_steps(outlook))
    assert not {gap.id for gap in gaps} & {step.question for step in whatif.next_steps(outlook).steps}


# --- one offer ---------------------------------------------------------------------------------------


def test_an_offer_is_told_as_it_stands_with_the_supposed_answers(suppose: Suppose) -> None:
    today, then = suppose(), suppose(sector="textile_interior")
    day = today.before.created

    before = whatif.offer_outlook(today, "hub-insum", day)
    after = whatif.offer_outlook(then, "hub-insum", day)

    assert before
    assert before.fitting.remedies
    assert after
    assert after.fitting.fits
    assert after.offer.fit


def test_an_unknown_offer_is_none(suppose: Suppose) -> None:
    assert whatif.offer_outlook(suppose(), "nowhere", NOW.date()) is None
