"""All that a company has agreed to in one list, wherever it is kept; and each is taken back by itself."""

from typing import Any

import pytest

from assessment.errors import KeyNeeded
from assessment.services.privacy import consents, own_data
from assessment.services.privacy.consents import WITHDRAWALS, Overview
from assessment.services.runs import Begun
from assessment.store import belongings
from assessment.store import consents as store
from assessment.store.consents import Purpose
from assessment.store.database import Database
from tests.assessment.house import DAY, NOW, a_company
from tests.assessment.rows import Filled


@pytest.fixture
def company(database: Database) -> Begun:
    """It takes part in the exchange, agreed to a session, and applied for a place."""
    begun = a_company(database)
    with database.writing() as connection:
        connection.execute(belongings.tables()["answer"].delete())
        unfolded = frozenset(own_data.UNFOLDED)
        Filled(connection, "run", {"run": begun.run_id}, unfolded=unfolded).fill()
    return begun


def sees(database: Database, company: Begun, **more: Any) -> Overview:
    return consents.overview(database, **own(company) | more)


def own(company: Begun) -> dict[str, Any]:
    return {"run_id": company.run_id, "key": company.key, "now": NOW}


def purposes(overview: Overview) -> set[Purpose]:
    return {given.purpose for given in overview.standing}


def test_one_list_holds_what_is_kept_in_three_places(database: Database, company: Begun) -> None:
    found = sees(database, company)

    assert purposes(found) == {Purpose.PARTNERS, Purpose.WORKSHOP, Purpose.PLACES}
    assert {given.until for given in found.standing if given.purpose == Purpose.PARTNERS} == {NOW + DAY}
    assert {given.person for given in found.standing if given.purpose == Purpose.WORKSHOP} == {
        "Wort person.name"
    }


def test_each_is_taken_back_by_itself_once_and_what_hangs_on_it_goes_along(
    database: Database, company: Begun
) -> None:
    for given in sees(database, company).standing:
        taken = own(company) | {"consent_id": given.id}
        assert consents.withdraw(database, **taken) == given.purpose
        assert consents.withdraw(database, **taken) is None
        assert given.purpose not in purposes(sees(database, company))

    ended = {given.purpose for given in sees(database, company).ended if given.withdrawn}
    assert ended == {Purpose.PARTNERS, Purpose.WORKSHOP}
    with database.reading() as connection:
        left = belongings.counted(connection, "run", company.run_id)
    assert {"partner_entry", "partner_contact", "voice", "voice_answer", "place_application"} & set(
        left
    ) == set()


def test_a_consent_ends_at_its_end(database: Database, company: Begun) -> None:
    assert Purpose.PARTNERS not in purposes(sees(database, company, now=NOW + DAY))


def test_a_purpose_that_stands_for_itself_is_taken_back_and_noted(database: Database) -> None:
    begun = a_company(database)
    referral = store.new(
        run_id=begun.run_id,
        purpose=Purpose.REFERRAL,
        text_version="1",
        given_at=NOW,
        ends_at=NOW + DAY,
        company_name="Muster",
    )
    with database.writing() as connection:
        store.give(connection, referral)

    assert purposes(sees(database, begun)) == {Purpose.REFERRAL}
    consents.withdraw(database, **own(begun), consent_id=referral.id)
    (ended,) = sees(database, begun).ended
    assert (ended.withdrawn, ended.company_name) == (True, "")


def test_only_who_has_the_key_sees_or_takes_back(database: Database, company: Begun) -> None:
    given = sees(database, company).standing[0]
    with pytest.raises(KeyNeeded):
        sees(database, company, key="0000-0000-0000-0000")
    with pytest.raises(KeyNeeded):
        consents.withdraw(database, **own(company) | {"key": None, "consent_id": given.id})
    stranger = a_company(database)
    assert consents.withdraw(database, **own(stranger), consent_id=given.id) is None


def test_every_purpose_can_be_taken_back() -> None:
    assert set(WITHDRAWALS) == set(Purpose)
