"""What was shown is kept with the result, what became of it is the company's word; both go with the check."""

import json
from collections.abc import Callable
from typing import Any, cast

import pytest

from assessment.errors import KeyNeeded, NoSuchOffer
from assessment.services import runs
from assessment.services.checks import plans, results
from assessment.services.checks.plans import Details, Entry
from assessment.services.offering import feedback
from assessment.store import offer_feedback as store
from assessment.store.database import Database
from questionnaires.answers import Answer
from reports.planned import State
from tests.assessment.house import NOW, on_sqlite
from tests.assessment.services.desk import LAB, NETWORK, Guest
from tests.assessment.services.planners import Company

TABLES = ("shown_list", "offer_outcome")


@pytest.fixture
def company(database: Database) -> Guest:
    return Guest.of(database)


def said(company: Guest, offer: str = LAB) -> feedback.Given:
    with company.database.reading() as connection:
        return feedback.given(connection, company.begun.run_id, offer)


def test_a_finished_check_keeps_the_places_it_shows_with_what_they_were_rated_by(
    database: Database, company: Guest
) -> None:
    with database.reading() as connection:
        row = store.list_of(connection, company.begun.run_id)
        assert row is not None
        shown = feedback.shown_places([row])

    assert [one.offer for one in shown] == [offer.id for offer in company.report.offers.open]
    assert [one.position for one in shown] == list(range(1, len(shown) + 1))
    assert {one.district for one in shown} == {"03102"}
    assert set(json.loads(row.places)[0]["features"]) >= {"needs", "nearness", "settledness"}


def test_an_outcome_is_learned_from_with_the_place_it_was_said_at(database: Database, company: Guest) -> None:
    company.says("rejected", reason="too_far")

    with database.reading() as connection:
        (event,) = feedback.events(connection)
    place = [offer.id for offer in company.report.offers.open].index(LAB) + 1
    assert (event.offer, event.outcome, event.reason, event.position) == (LAB, "rejected", "too_far", place)
    assert event.company == str(company.begun.run_id)
    assert "needs" in event.features


def test_the_newest_word_counts_and_a_reason_only_of_a_rejection(database: Database, company: Guest) -> None:
    company.says("rejected", reason="too_far")
    company.says("done", reason="too_far")

    given = said(company)
    assert (given.shown, given.outcome, given.reason, given.said_on) == (True, "done", None, NOW.date())
    feedback.take_back(database, **company.own, offer=LAB)
    assert said(company) == feedback.Given(shown=True)


def test_of_an_offer_that_was_not_shown_nothing_can_be_said(database: Database, company: Guest) -> None:
    with pytest.raises(NoSuchOffer):
        company.says("done", offer="nothing")
    assert said(company, "nothing") == feedback.Given(shown=False)
    with pytest.raises(KeyNeeded):
        feedback.take_back(database, run_id=company.begun.run_id, key=None, offer=LAB)


def test_a_new_result_shows_a_new_list_and_leaves_what_was_said(database: Database, company: Guest) -> None:
    company.says("done")
    told = {"district": Answer("03103")}
    saved = runs.save(database, **company.own, given=told, seen={"district": 1}, now=NOW)
    results.finish_again(database, saved.run, operator=NETWORK, now=NOW)

    with database.reading() as connection:
        (row,) = store.lists(connection, 9)
        (said,) = store.newest_outcomes(connection, 2)
    assert (row.district, said.district) == ("03103", "03102")


def test_with_a_check_all_of_it_is_erased(
    database: Database, company: Guest, tables: Callable[..., str]
) -> None:
    company.says("done")
    assert company.begun.run_id.hex in tables(*TABLES).replace("-", "")

    runs.erase(database, **company.own, now=NOW)
    assert tables(*TABLES) == "[[], []]"


def test_nothing_of_a_goal_is_kept_beside_the_result(database: Database, tables: Callable[..., str]) -> None:
    begun = runs.begin(database, check="short", language="de", now=NOW)
    own: dict[str, Any] = {"run_id": begun.run_id, "key": begun.key}
    runs.save(database, **own, given={"E02": Answer("3")}, seen={}, now=NOW)
    results.finish(database, **own, goal="Wir heißen Geheimbau.", operator=NETWORK, now=NOW)

    assert "Geheimbau" not in tables(*TABLES)


# --- what stands in the plan


def takes_into_plan(company: Guest, offer: str = LAB) -> Entry:
    chosen = plans.choose(
        company.database, **company.own, origins=[f"offer:{offer}"], operator=NETWORK, now=NOW
    )
    (entry,) = chosen
    return entry


def outcomes(company: Guest) -> list[tuple[str, str]]:
    with company.database.reading() as connection:
        return [(event.offer, event.outcome) for event in feedback.events(connection)]


def test_an_offer_taken_into_the_plan_is_learned_from_until_the_entry_goes(company: Guest) -> None:
    entry = takes_into_plan(company)
    assert outcomes(company) == [(LAB, "planned")]
    assert said(company) == feedback.Given(shown=True)

    plans.remove(company.database, **company.own, entry_id=entry.id, seen=entry.revision, now=NOW)
    assert outcomes(company) == []


@on_sqlite
def test_an_offer_that_is_dropped_from_the_plan_counts_no_more_until_it_is_picked_up(company: Guest) -> None:
    entry = takes_into_plan(company)
    for state, kept in (
        ("dropped", []),
        ("done", [(LAB, "planned")]),
        ("dropped", []),
        ("planned", [(LAB, "planned")]),
    ):
        plans.mark(company.database, **company.own, entry_id=entry.id, state=cast("State", state), now=NOW)
        assert outcomes(company) == kept


@on_sqlite
def test_the_word_of_a_company_counts_for_more_than_its_plan(company: Guest) -> None:
    company.says("rejected")
    entry = takes_into_plan(company)
    assert outcomes(company) == [(LAB, "rejected")]

    feedback.take_back(company.database, **company.own, offer=LAB)
    assert outcomes(company) == [(LAB, "planned")]

    company.says("taken_up")
    plans.remove(company.database, **company.own, entry_id=entry.id, seen=entry.revision, now=NOW)
    assert outcomes(company) == [(LAB, "taken_up")]


@on_sqlite
def test_a_step_of_ones_own_in_the_plan_says_nothing_of_offers(company: Guest) -> None:
    entry = plans.add(company.database, **company.own, details=Details(f"offer:{LAB}"), now=NOW)
    assert entry is not None
    plans.remove(company.database, **company.own, entry_id=entry.id, seen=entry.revision, now=NOW)
    assert outcomes(company) == []


@on_sqlite
def test_without_a_list_that_was_shown_a_plan_says_nothing(database: Database) -> None:
    planner = Company.that_answered(database)
    offer = planner.sees().proposals.offers[0]
    assert planner.chooses(offer.origin)
    with database.reading() as connection:
        assert feedback.events(connection) == []
