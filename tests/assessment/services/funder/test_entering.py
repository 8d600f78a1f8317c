"""What staff type in for a funder: kept with who and when, never overwritten, and nobody's figure is lost."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from threading import Barrier, BrokenBarrierError
from typing import Any
from uuid import UUID

import pytest

from assessment.errors import Refused
from assessment.services.funder import entering
from assessment.services.funder.entering import Clash, Field, Value
from assessment.services.policy import Kind, Role, Staff
from assessment.store import funder as store
from assessment.store.database import Database
from assessment.store.funder import EntryRow
from tests.assessment.house import House, on_sqlite

SET, QUARTER = "esf_erdf", date(2026, 9, 30)


@pytest.fixture
def network(database: Database) -> House:
    return House.of(database, "Netz", Kind.NETWORK)


@pytest.fixture
def robin(network: House) -> Staff:
    return network.takes_in("robin@example.org", "Robin", Role.OPERATOR)


def fields(database: Database, actor: Staff, quarter: date = QUARTER) -> dict[str, Field]:
    found = entering.fields(database, actor=actor, set_id=SET, house=None, quarter=quarter)
    return {field.indicator.id: field for field in found}


def enter(
    database: Database, actor: Staff, seen: dict[str, UUID | None] | None = None, **wanted: Value
) -> tuple[Clash, ...]:
    return entering.enter(
        database, actor=actor, set_id=SET, house=None, quarter=QUARTER, wanted=wanted, seen=seen or {}
    )


@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
def test_a_figure_is_kept_with_who_typed_it_and_its_earlier_values(database: Database, robin: Staff) -> None:
    assert enter(database, robin, employed=40.0, remark="Messe verschoben") == ()
    first = fields(database, robin)["employed"].newest
    assert first is not None
    assert enter(database, robin, {"employed": first.id}, employed=44.0) == ()

    found = fields(database, robin)
    assert (found["employed"].value, found["remark"].value) == (44.0, "Messe verschoben")
    assert [row.value for row in found["employed"].earlier] == [40.0]
    assert found["employed"].newest is not None
    assert found["employed"].newest.by == "Robin"
    assert fields(database, robin, date(2026, 6, 30))["employed"].value is None


@on_sqlite
def test_the_later_writer_is_shown_the_others_value_and_the_rest_is_kept(
    database: Database, network: House, robin: Staff
) -> None:
    kim = network.takes_in("kim@example.org", "Kim", Role.OPERATOR)
    enter(database, robin, employed=40.0)
    (clash,) = enter(database, kim, employed=50.0, hours=12.0)

    assert (clash.indicator.id, clash.wanted) == ("employed", 50.0)
    assert clash.now is not None
    assert (clash.now.value, clash.now.by) == (40.0, "Robin")
    assert (fields(database, kim)["employed"].value, fields(database, kim)["hours"].value) == (40.0, 12.0)
    assert enter(database, kim, {"employed": clash.now.id}, employed=50.0) == ()
    assert fields(database, kim)["employed"].value == 50.0


@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
@pytest.mark.parametrize("of_a_chamber", [False, True])
def test_of_two_at_the_same_moment_one_is_kept_and_the_other_is_shown_it(
    database: Database, robin: Staff, monkeypatch: pytest.MonkeyPatch, of_a_chamber: bool
) -> None:
    house = House.of(database, "Kammer", Kind.CHAMBER) if of_a_chamber else None
    kim = house.takes_in("kim@example.org", "Kim", Role.CHAMBER_OFFICER) if house else robin
    own: dict[str, Any] = {"set_id": SET, "house": house.id if house else None, "quarter": QUARTER}
    read, both_have_read = store.entries, Barrier(2)

    def reads(*of: Any) -> list[EntryRow]:
        """Waits until the other has read, too: which never is, where one lets the other wait."""
        found = read(*of)
        with suppress(BrokenBarrierError):
            both_have_read.wait(0.1)
        return found

    def types(value: float) -> tuple[Clash, ...]:
        return entering.enter(database, actor=kim, **own, wanted={"employed": value}, seen={})

    with monkeypatch.context() as meanwhile, ThreadPoolExecutor(2) as both:
        meanwhile.setattr(store, "entries", reads)
        clashes = [clash for found in both.map(types, (40.0, 50.0)) for clash in found]
    (field, *_) = (
        one for one in entering.fields(database, actor=kim, **own) if one.indicator.id == "employed"
    )
    assert field.earlier == ()
    assert [(clash.now and clash.now.value, clash.wanted) for clash in clashes] in (
        [(40.0, 50.0)],
        [(50.0, 40.0)],
    )
    assert field.value == (clashes[0].now and clashes[0].now.value)


@on_sqlite
def test_who_types_the_same_as_somebody_else_disturbs_nobody(database: Database, robin: Staff) -> None:
    enter(database, robin, employed=40.0)
    assert enter(database, robin, employed=40.0) == ()
    assert fields(database, robin)["employed"].earlier == ()


@on_sqlite
def test_a_figure_that_is_taken_back_counts_no_more(database: Database, robin: Staff) -> None:
    enter(database, robin, employed=40.0)
    newest = fields(database, robin)["employed"].newest
    assert newest is not None
    enter(database, robin, {"employed": newest.id}, employed=None)
    with database.reading() as connection:
        assert entering.typed(store.entries(connection, SET, None)) == []


@on_sqlite
def test_a_chamber_types_in_its_own_and_nobody_for_another(database: Database, robin: Staff) -> None:
    house = House.of(database, "Kammer", Kind.CHAMBER)
    officer = house.takes_in("kim@example.org", "Kim", Role.CHAMBER_OFFICER)
    own = {"set_id": SET, "quarter": QUARTER, "seen": {}, "wanted": {"employed": 7.0}}
    assert entering.enter(database, actor=officer, house=house.id, **own) == ()  # type: ignore[arg-type]
    with pytest.raises(Refused, match="role_needed"):
        entering.enter(database, actor=officer, house=None, **own)  # type: ignore[arg-type]
    elsewhere = House.of(database, "Anderswo", Kind.CHAMBER)
    with pytest.raises(Refused, match="other_organisation"):
        entering.enter(database, actor=officer, house=elsewhere.id, **own)  # type: ignore[arg-type]
    assert fields(database, robin)["employed"].value is None


def test_figures_are_typed_in_for_the_present_quarter_and_seven_before() -> None:
    found = entering.quarters(date(2026, 11, 22))
    assert (found[0], found[1], len(found)) == (date(2026, 12, 31), QUARTER, 8)
