"""Which checks are one company's, and what it counts with."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import event, insert

from assessment.services import runs
from assessment.services.checks import follow_ups, results
from assessment.services.figures.records import records
from assessment.services.policy import Kind
from assessment.services.runs import Begun
from assessment.store import consents
from assessment.store import people as people_store
from assessment.store.campaigns import Arrival, Campaign
from assessment.store.consents import Purpose
from assessment.store.database import Database
from assessment.store.kept_checks import KeptCheck
from assessment.store.referrals import ReferralRow
from assessment.store.referrals import put as put_referral
from questionnaires.library import cases
from reports.cohorts.records import Record, ReferralFact
from tests.assessment.house import NOW, House, begun
from tests.assessment.services.desk import NETWORK

MACHINING = cases.worked("readiness", "1.0")["machining_salzgitter"].answers
BEFORE = NOW - timedelta(days=300)
TODAY = date(2026, 11, 22)


def finished(database: Database, check: Begun, *, now: object = NOW) -> Begun:
    own = {"run_id": check.run_id, "key": check.key, "goal": "", "operator": NETWORK, "now": now}
    results.finish(database, **own)  # type: ignore[arg-type]
    return check


def counted(database: Database, as_of: date = TODAY, *, examples: bool = False) -> list[Record]:
    with database.one_moment() as connection:
        return list(records(connection, as_of, examples=examples))


def named(database: Database, check: Begun, house: House, name: str) -> None:
    with database.writing() as connection:
        consent = consents.new(
            run_id=check.run_id,
            purpose=Purpose.ADVICE,
            text_version="1",
            given_at=NOW,
            ends_at=NOW + timedelta(days=90),
            organisation_id=house.id,
            company_name=name,
        )
        consents.give(connection, consent)


def kept(database: Database, person: UUID, *checks: Begun) -> None:
    with database.writing() as connection:
        rows = [
            {"person_id": person, "run_id": one.run_id, "sealed_key": b"", "kept_at": NOW} for one in checks
        ]
        connection.execute(insert(KeptCheck), rows)


def test_a_check_and_the_one_that_follows_it_are_one_company_with_the_newest_values(
    database: Database,
) -> None:
    first = finished(database, begun(database, MACHINING, now=BEFORE), now=BEFORE)
    own = {"run_id": first.run_id, "key": first.key}
    second = follow_ups.begin(database, **own, check="short", language="de", now=NOW)  # type: ignore[arg-type]
    runs.save(
        database,
        run_id=second.run_id,
        key=second.key,
        given=MACHINING,
        seen={},
        now=NOW,
        confirmed=[*MACHINING],
    )
    (company,) = counted(database)
    assert (company.checks_started, company.checks_finished) == (2, 1)
    finished(database, second)

    (company,) = counted(database)
    assert (company.checks_finished, company.finished_on, company.known) == (2, TODAY, False)
    assert (company.size, company.sector, company.district) == ("50-99", "machining", "03102")
    assert company.exposure is not None
    assert company.change == pytest.approx(dict.fromkeys(company.areas, 0.0))
    assert company.needs
    (earlier,) = counted(database, date(2026, 3, 31))
    assert (earlier.checks_started, earlier.finished_on) == (1, date(2026, 1, 26))
    assert company.earlier == (earlier,)


def test_an_account_or_a_name_that_somebody_knows_keeps_checks_together(database: Database) -> None:
    house = House.of(database, "Beratung", Kind.ADVICE)
    with database.writing() as connection:
        mail = {"email": "firma@example.org", "name": "", "language": "de"}
        person = people_store.added(connection, **mail, moment=NOW)
    a, b, c, d, alone = (begun(database, MACHINING) for _ in range(5))
    kept(database, person.id, a, b)
    named(database, b, house, "Muster  GmbH")
    named(database, c, house, "muster gmbh")
    named(database, d, house, "Andere GmbH")

    found = counted(database)
    assert sorted((one.checks_started, one.known) for one in found) == [(1, False), (1, True), (3, True)]
    anonymous = [one for one in found if not one.known]
    assert [one.company for one in anonymous] == [str(alone.run_id)]


def test_referrals_and_campaigns_go_with_the_company(database: Database) -> None:
    check = begun(database, MACHINING)
    house = House.of(database, "Kammer", Kind.CHAMBER)
    row = {"run_id": check.run_id, "offer": "lab", "state": "sent", "created_at": NOW, "state_since": NOW}
    campaign = {"id": house.id, "organisation_id": house.id, "code": "abc", "name": "Herbst", "started": 1}
    campaign |= {"begins_on": TODAY, "ends_on": TODAY, "created_at": NOW, "closed_at": None, "finished": 0}
    with database.writing() as connection:
        put_referral(connection, ReferralRow(id=house.id, ends_at=NOW, sent_at=NOW, helped=True, **row))  # type: ignore[arg-type]
        connection.execute(insert(Campaign), campaign)
        arrival = {"run_id": check.run_id, "campaign_id": house.id, "arrived_at": NOW, "counted": True}
        connection.execute(insert(Arrival), arrival | {"finished_at": None})
    (company,) = counted(database)
    assert company.referrals == (ReferralFact("lab", "sent", helped=True, sent_on=TODAY),)
    assert company.campaigns == (str(house.id),)


def test_examples_count_only_where_that_is_wanted(database: Database) -> None:
    runs.begin(database, check="short", language="de", now=NOW, key="DEM0-0000-0000-0001")
    assert counted(database) == []
    assert len(counted(database, examples=True)) == 1


def test_many_companies_take_as_many_statements_as_one_and_keep_equal_codes_once(database: Database) -> None:
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))

    def statements() -> int:
        asked.clear()
        counted(database)
        return len(asked)

    begun(database, MACHINING)
    one = statements()
    for _ in range(3):
        begun(database, MACHINING)
    assert statements() == one
    assert len({id(company.sector) for company in counted(database)}) == 1
