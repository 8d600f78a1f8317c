"""What is frozen for ever is counted from one state of the data, and what is read is one day of it."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.engine import Connection

from assessment.services.figures import benchmarks, desk, freezing
from assessment.services.interfaces import reading
from assessment.services.policy import Kind
from assessment.store import figures as store
from assessment.store.database import Database
from assessment.store.figures import FrozenFigures
from assessment.store.people import Organisation
from reports.cohorts.records import Record
from tests.assessment.house import NOW, House, on_sqlite
from tests.assessment.services.desk import an_operator
from tests.assessment.systems import a_token, comes_in
from tests.reports.cohorts.populations import companies

MARCH, JUNE = date(2026, 3, 31), date(2026, 6, 30)
Freezes = Callable[..., list[date]]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("module", [freezing, benchmarks])
def test_who_comes_while_figures_are_counted_is_counted_nowhere(
    database: Database, monkeypatch: pytest.MonkeyPatch, module: Any
) -> None:
    counted = []

    def meanwhile(connection: Connection, _as_of: date, *, examples: bool) -> list[Record]:
        for name in ("Kammer", "Netz"):
            counted.append(connection.execute(select(func.count()).select_from(Organisation)).scalar())
            House.of(database, name, Kind.CHAMBER)
        return []

    monkeypatch.setattr(module, "records", meanwhile)
    module.at_quarters_end(database, now=NOW)
    assert counted == [0, 0]


@on_sqlite
def test_who_reads_one_day_reads_none_of_the_others(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = companies(12, 1, day=MARCH)
    monkeypatch.setattr(
        freezing, "records", lambda _, day, **__: [one for one in there if one.finished_on <= day]
    )
    freezing.at_quarters_end(database, now=datetime(2026, 4, 5, 3, tzinfo=NOW.tzinfo))
    there += companies(8, 2, day=JUNE)
    freezing.at_quarters_end(database, now=datetime(2026, 7, 5, 3, tzinfo=NOW.tzinfo))
    with database.writing() as connection:
        connection.execute(update(FrozenFigures).where(FrozenFigures.as_of == MARCH).values(content="{}"))
        assert store.days(connection, freezing.KIND) == [JUNE, MARCH]

    operator, chamber = an_operator(database), House.of(database, "Kammer", Kind.CHAMBER)
    assert desk.desk(database, actor=operator).day == JUNE
    system = comes_in(database, a_token(database, chamber))
    days, told = reading.figures(database, system=system, day=JUNE)
    assert (days, told and told.as_of) == ((JUNE, MARCH), JUNE)
