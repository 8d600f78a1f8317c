"""How many checks begin at one network address: an event does not notice, a program does."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from assessment import clock
from assessment.errors import TooManyChecks
from assessment.services import runs
from assessment.services.checks import follow_ups
from assessment.services.checks.origins import Origin
from assessment.services.sign_in import tidying
from assessment.store.database import Database
from assessment.store.runs import Run
from assessment.store.sign_ins import Attempt
from tests.assessment.house import NOW, a_company, on_sqlite

pytestmark = on_sqlite
KEY = "k" * 32
HALL = Origin("198.51.100.7", 2, KEY)


def begin(database: Database, origin: Origin | None, now: datetime = NOW) -> runs.Begun:
    return runs.begin(database, check="short", language="de", now=now, origin=origin)


def begun(database: Database) -> int:
    with database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(Run)) or 0


def counted(database: Database) -> list[bytes]:
    with database.reading() as connection:
        return list(connection.scalars(select(Attempt.subject_hash).where(Attempt.kind == "check")))


def test_the_limit_holds_for_one_address_and_one_day_however_checks_are_begun(database: Database) -> None:
    company = a_company(database)
    begin(database, HALL)
    begin(database, HALL)
    before = begun(database)

    with pytest.raises(TooManyChecks) as caught:
        begin(database, HALL)
    with pytest.raises(TooManyChecks):
        follow_ups.begin(
            database,
            run_id=company.run_id,
            key=company.key,
            check="short",
            language="de",
            now=NOW,
            origin=HALL,
        )

    assert begun(database) == before
    begin(database, Origin("198.51.100.8", 2, KEY))
    tomorrow = NOW + timedelta(seconds=caught.value.seconds)
    assert clock.day(tomorrow - timedelta(seconds=1)) == clock.day(NOW)
    begin(database, HALL, tomorrow)


def test_without_a_limit_or_an_address_nothing_is_counted(database: Database) -> None:
    for origin in (None, Origin("198.51.100.7", 0, KEY)):
        begin(database, origin)
    assert counted(database) == []


def test_nobody_can_tell_an_address_from_what_is_counted_or_know_it_again_tomorrow(
    database: Database,
) -> None:
    begin(database, HALL)
    begin(database, Origin(HALL.network, 2, "another key" * 4))
    begin(database, HALL, NOW + timedelta(days=1))
    assert len(set(counted(database))) == 3


def test_what_was_counted_is_forgotten_after_a_day_and_not_with_the_attempts_to_sign_in(
    database: Database,
) -> None:
    begin(database, HALL)
    tidying.tidy(database, now=NOW + timedelta(hours=23))
    assert len(counted(database)) == 1
    tidying.tidy(database, now=NOW + timedelta(hours=24))
    assert counted(database) == []
