"""What an advisor may read, from when to when, and what is left when it ends."""

from collections.abc import Callable
from typing import Any

import pytest

from assessment.errors import KeyNeeded, NoSuchLink, NoSuchOrganisation, Refused
from assessment.services import people, runs
from assessment.services.advising import mandates
from assessment.services.checks import results
from assessment.services.policy import Kind, Role, Staff
from assessment.services.runs import Begun
from assessment.store.database import Database
from questionnaires.answers import Answer
from reports.report import Operator
from tests.assessment.house import DAY, NOW, House, a_company, staff

NETWORK = Operator(name="Netzwerk", url=None, accent_colour="#005c8a")


@pytest.fixture
def advice(database: Database) -> House:
    return House.of(database, "Beratung", Kind.ADVICE)


@pytest.fixture
def advisor(advice: House) -> Staff:
    return advice.takes_in("toni@example.org", "Toni", Role.ADVISOR)


@pytest.fixture
def company(database: Database) -> Begun:
    return a_company(database)


def own(company: Begun) -> dict[str, Any]:
    return {"run_id": company.run_id, "key": company.key}


def gives(database: Database, company: Begun, house: House, **more: Any) -> None:
    told: dict[str, Any] = {"company_name": "", "text_version": "1", "now": NOW} | more
    mandates.give(database, **own(company), organisation_id=house.id, **told)


def reads(database: Database, company: Begun, advisor: Staff) -> bool:
    try:
        runs.opened(database, run_id=company.run_id, key=advisor)
    except KeyNeeded:
        return False
    return True


def test_without_a_mandate_an_advisor_reads_nothing(
    database: Database, company: Begun, advisor: Staff
) -> None:
    assert not reads(database, company, advisor)
    assert mandates.portfolio(database, actor=advisor) == ()


def test_with_a_mandate_an_advisor_reads_the_result_as_it_stands(
    database: Database, company: Begun, advice: House, advisor: Staff
) -> None:
    gives(database, company, advice, company_name="Muster GmbH")

    shown = results.shown(database, run_id=company.run_id, key=advisor, operator=NETWORK, now=NOW)

    assert shown.run.answers["E02"] == Answer("3")
    (found,) = mandates.portfolio(database, actor=advisor)
    assert (found.name, found.finished_at) == ("Muster GmbH", None)
    assert found.place is not None
    assert found.place.de == "Stadt Salzgitter"


def test_a_mandate_ends_after_twelve_months(
    database: Database, company: Begun, advice: House, advisor: Staff
) -> None:
    gives(database, company, advice)
    last_day = staff(database, advisor.email, now=NOW + 365 * DAY - DAY)
    day_after = staff(database, advisor.email, now=NOW + 365 * DAY)

    assert reads(database, company, last_day)
    assert not reads(database, company, day_after)
    assert mandates.portfolio(database, actor=day_after) == ()


def test_withdrawing_ends_it_at_once_and_takes_the_name_away(
    database: Database, company: Begun, advice: House, advisor: Staff, tables: Callable[..., str]
) -> None:
    gives(database, company, advice, company_name="Muster GmbH")
    (given,) = mandates.advice(database, **own(company), now=NOW).given

    assert mandates.withdraw(database, **own(company), mandate_id=given.id, now=NOW)
    assert not mandates.withdraw(database, **own(company), mandate_id=given.id, now=NOW)

    assert not reads(database, company, advisor)
    assert mandates.portfolio(database, actor=advisor) == ()
    assert "Muster GmbH" not in tables("consent")


def test_nobody_withdraws_the_mandate_of_another_company(
    database: Database, company: Begun, advice: House, advisor: Staff
) -> None:
    gives(database, company, advice)
    (given,) = mandates.advice(database, **own(company), now=NOW).given
    other = a_company(database)

    assert not mandates.withdraw(database, **own(other), mandate_id=given.id, now=NOW)
    assert reads(database, company, advisor)


def test_naming_the_same_receiver_again_leaves_one_mandate(
    database: Database, company: Begun, advice: House, advisor: Staff
) -> None:
    gives(database, company, advice, company_name="Alt")
    gives(database, company, advice, company_name="Neu")
    assert [one.company_name for one in mandates.advice(database, **own(company), now=NOW).given] == ["Neu"]
    assert len(mandates.portfolio(database, actor=advisor)) == 1


def test_only_the_key_gives_a_mandate(database: Database, advice: House, advisor: Staff) -> None:
    company = a_company(database)
    for key in (None, a_company(database).key):
        with pytest.raises(KeyNeeded):
            gives(database, Begun(company.run_id, key or ""), advice)
    assert not reads(database, company, advisor)


def test_an_organisation_without_advisors_cannot_be_named(database: Database, company: Begun) -> None:
    with pytest.raises(NoSuchOrganisation):
        gives(database, company, House.of(database, "Leer", Kind.ADVICE))


def test_an_advisor_cannot_write_even_where_a_view_would_let_them(
    database: Database, company: Begun, advice: House, advisor: Staff
) -> None:
    gives(database, company, advice)
    as_key: Any = advisor
    place: dict[str, Any] = {"run_id": company.run_id, "key": as_key}
    for attempt in (
        lambda: runs.save(database, **place, given={"E02": Answer("0")}, seen={}, now=NOW),
        lambda: runs.keep_goal(database, **place, goal="x", now=NOW),
        lambda: runs.extend(database, **place, check="full", now=NOW),
        lambda: runs.erase(database, **place, now=NOW),
        lambda: mandates.give(
            database, **place, organisation_id=advice.id, company_name="", text_version="1", now=NOW
        ),
    ):
        with pytest.raises(KeyNeeded):
            attempt()
    assert runs.opened(database, **own(company)).answers["E02"] == Answer("3")


def test_who_leaves_the_organisation_reads_nothing_any_more(
    database: Database, company: Begun, advice: House, advisor: Staff
) -> None:
    gives(database, company, advice)
    operator = House.of(database, "Netz", Kind.NETWORK).takes_in("op@example.org", "Op", Role.OPERATOR)
    House.of(database, "Kammer", Kind.CHAMBER).takes_in(advisor.email, "Toni", Role.CHAMBER_OFFICER)
    seat: dict[str, Any] = {
        "organisation_id": advice.id,
        "person_id": advisor.person_id,
        "role": Role.ADVISOR,
    }
    assert people.remove(database, actor=operator, **seat)

    assert not reads(database, company, staff(database, advisor.email))


# --- by link -------------------------------------------------------------------------------------


def accepts(database: Database, company: Begun, token: str, **more: Any) -> None:
    told: dict[str, Any] = {"company_name": "", "text_version": "1", "now": NOW} | more
    mandates.accept(database, token=token, **own(company), **told)


def test_a_link_lets_the_advisor_who_made_it_read_and_nobody_else(
    database: Database, company: Begun, advice: House, advisor: Staff
) -> None:
    colleague = advice.takes_in("kim@example.org", "Kim", Role.ADVISOR)

    accepts(database, company, mandates.offer(database, actor=advisor, organisation_id=advice.id))

    assert reads(database, company, advisor)
    assert not reads(database, company, colleague)


def test_a_link_of_an_advisor_is_used_once_and_within_thirty_days(
    database: Database, company: Begun, advice: House, advisor: Staff
) -> None:
    used = mandates.offer(database, actor=advisor, organisation_id=advice.id)
    old = mandates.offer(database, actor=advisor, organisation_id=advice.id)
    accepts(database, company, used)
    for token, now in ((used, NOW), (old, NOW + 30 * DAY), ("x" * 43, NOW)):
        with pytest.raises(NoSuchLink):
            accepts(database, a_company(database), token, now=now)


def test_a_link_whose_maker_has_left_is_worth_nothing(
    database: Database, company: Begun, advice: House, advisor: Staff
) -> None:
    token = mandates.offer(database, actor=advisor, organisation_id=advice.id)
    operator = House.of(database, "Netz", Kind.NETWORK).takes_in("op@example.org", "Op", Role.OPERATOR)
    seat: dict[str, Any] = {
        "organisation_id": advice.id,
        "person_id": advisor.person_id,
        "role": Role.ADVISOR,
    }
    people.remove(database, actor=operator, **seat)

    with pytest.raises(NoSuchLink):
        accepts(database, company, token)


def test_nobody_offers_advice_for_an_organisation_of_others(database: Database, advisor: Staff) -> None:
    other = House.of(database, "Andere", Kind.ADVICE)
    with pytest.raises(Refused):
        mandates.offer(database, actor=advisor, organisation_id=other.id)


def test_a_failed_acceptance_leaves_the_link_usable(
    database: Database, company: Begun, advice: House, advisor: Staff
) -> None:
    token = mandates.offer(database, actor=advisor, organisation_id=advice.id)
    with pytest.raises(KeyNeeded):
        accepts(database, Begun(company.run_id, "0000-0000-0000-0000"), token)
    accepts(database, company, token)
    assert reads(database, company, advisor)


def test_erasing_the_run_leaves_nothing_of_the_mandate(
    database: Database, company: Begun, advice: House, advisor: Staff, tables: Callable[..., str]
) -> None:
    gives(database, company, advice, company_name="Muster GmbH")
    runs.erase(database, **own(company), now=NOW)
    assert tables("consent") == "[[]]"
