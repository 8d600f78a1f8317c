"""Figures for the network: no number stands for fewer than five companies, and none can be reckoned back."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.errors import Refused
from assessment.services.offering import insight
from assessment.services.policy import Staff
from assessment.store.database import Database
from reports.cohorts.counts import LEAST, told, told_apart
from tests.assessment.services.desk import LAB, Guest, an_operator


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    """One database is enough: nothing here is SQL that differs."""
    made = Database(sqlite_url)
    yield made
    made.close()


@pytest.fixture
def operator(database: Database) -> Staff:
    return an_operator(database)


@given(st.dictionaries(st.text(max_size=3), st.integers(1, 30)))
def test_no_figure_is_small_and_a_hidden_one_is_never_alone(counts: dict[str, int]) -> None:
    found = told_apart(counts)
    hidden = [name for name, number in found.items() if number is None]

    assert all(number is None or number >= LEAST for number in found.values())
    assert all(found[name] in (None, number) for name, number in counts.items())
    assert len(hidden) != 1 or len(counts) == 1


def test_nobody_at_all_may_be_told_and_one_to_four_may_not() -> None:
    assert [told(number) for number in range(6)] == [0, None, None, None, None, 5]


def test_with_too_few_results_nothing_is_told(database: Database, operator: Staff) -> None:
    for _ in range(LEAST - 1):
        Guest.of(database)

    assert insight.insight(database, actor=operator).companies is None
    assert insight.trial(database, actor=operator, offer_id=LAB).companies is None


def test_five_companies_of_one_place_are_told_and_the_outcomes_of_two_are_not(
    database: Database, operator: Staff
) -> None:
    companies = [Guest.of(database) for _ in range(LEAST)]
    for company in companies[:2]:
        company.says("done", offer=company.report.offers.first[0].id)
    found = insight.insight(database, actor=operator)

    assert found.companies == LEAST
    assert [figure.companies for figure in found.districts] == [LEAST]
    assert {one.companies for one in found.providers} == {LEAST}
    assert {one.accepted for one in found.providers} == {None}
    first = {offer.id for offer in companies[0].report.offers.first}
    assert not first & {offer.id for offer in found.never_first}


def test_a_word_about_an_offer_is_tried_on_results_before_it_is_said(
    database: Database, operator: Staff
) -> None:
    for _ in range(LEAST):
        first = Guest.of(database).report.offers.first[0].id
    holds, over = insight.trial(database, actor=operator, offer_id=first).outlooks

    assert (holds.gain, holds.lose) == (0, 0)
    assert (over.gain, over.lose, over.first_lists) == (0, LEAST, LEAST)
    assert Guest.of(database).report.offers.first[0].id == first  # nothing has changed


def test_only_an_operator_sees_it(database: Database, operator: Staff) -> None:
    with pytest.raises(Refused):
        insight.insight(database, actor=replace(operator, seats=()))
