"""Erasing leaves nothing but a receipt that names nobody; and what a backup brings back is erased again."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import insert, select

from assessment.errors import NoSuchReceipt, Refused
from assessment.services import erasure, runs
from assessment.services.advising import mandates
from assessment.services.policy import Kind, Reason, Role, Staff
from assessment.services.privacy import own_data, receipts
from assessment.services.runs import Begun
from assessment.store import belongings
from assessment.store.database import Database
from assessment.store.runs import Run
from tests.assessment.house import NOW, Elsewhere, House, a_company, asks, mailed, staff
from tests.assessment.rows import Filled


@pytest.fixture
def elsewhere() -> Elsewhere:
    return Elsewhere()


@pytest.fixture
def company(database: Database) -> Begun:
    return a_company(database)


def fill(database: Database, root: str, **ids: UUID) -> Filled:
    with database.writing() as connection:
        connection.execute(belongings.tables()["answer"].delete())
        return Filled(connection, root, ids, unfolded=frozenset(own_data.UNFOLDED)).fill()


def everything(database: Database) -> dict[str, str]:
    """By table, all that lies in it, as whoever gets hold of the database would read it."""
    with database.reading() as connection:
        return {name: repr(connection.execute(select(t)).all()) for name, t in belongings.tables().items()}


def traces(database: Database, filled: Filled, tables: Collection[str]) -> set[str]:
    """The tables in which an id or a word of these tables is left."""
    ids = {form(value) for name, value in filled.ids.items() if name in tables for form in (str, repr)}
    words = {word for name, word in filled.words.items() if name.partition(".")[0] in tables}
    return {
        name for name, text in everything(database).items() for left in ids | words if left and left in text
    }


def test_after_erasing_no_table_holds_an_id_or_a_word_of_the_check(
    database: Database, company: Begun, elsewhere: Elsewhere
) -> None:
    filled = fill(database, "run", run=company.run_id)
    tables = {table.name for table in belongings.of("run")}
    assert traces(database, filled, tables) == tables
    mail = filled.ids["mail"]

    receipt = runs.erase(database, run_id=company.run_id, key=company.key, now=NOW, outside=elsewhere)

    assert traces(database, filled, tables) == set()
    assert receipt.counted == dict.fromkeys(tables, 1)
    assert elsewhere.runs == {company.run_id: [mail]}


def test_a_receipt_is_found_by_its_number_and_says_how_much_there_was_but_not_of_whom(
    database: Database, company: Begun
) -> None:
    receipt = runs.erase(database, run_id=company.run_id, key=company.key, now=NOW)

    assert receipts.by_number(database, number=f" {receipt.number.lower()} ") == receipt
    assert (receipt.erased_at, receipt.counted) == (NOW, {"run": 1, "answer": 3})
    kept = everything(database)["erasure_receipt"]
    assert [word for word in (str(company.run_id), repr(company.run_id), company.key) if word in kept] == []
    with pytest.raises(NoSuchReceipt):
        receipts.by_number(database, number="0000-0000-0000-0000")


def test_what_a_restored_backup_brings_back_is_erased_again(
    database: Database, company: Begun, elsewhere: Elsewhere
) -> None:
    toni = House.of(database, "Beratung", Kind.ADVICE).takes_in("toni@example.org", "Toni", Role.ADVISOR)
    with database.reading() as connection:
        backup = dict(connection.execute(select(Run.__table__)).mappings().one())
    runs.erase(database, run_id=company.run_id, key=company.key, now=NOW)
    beside_the_backup = list(receipts.lines(database))
    with database.writing() as connection:
        connection.execute(belongings.tables()["erasure_receipt"].delete())
        connection.execute(insert(Run), backup)
    other = a_company(database)

    assert receipts.erase_again(database, beside_the_backup, outside=elsewhere) == 1
    assert receipts.erase_again(database, beside_the_backup, outside=elsewhere) == 0
    assert list(elsewhere.runs) == [company.run_id]
    assert runs.opened(database, run_id=other.run_id, key=other.key).id == other.run_id
    assert staff(database, toni.email).name == "Toni"


# --- accounts ------------------------------------------------------------------------------------


@pytest.fixture
def advice(database: Database) -> House:
    return House.of(database, "Beratung", Kind.ADVICE)


@pytest.fixture
def toni(advice: House) -> Staff:
    """Somebody who has just shown who they are."""
    return replace(advice.takes_in("toni@example.org", "Toni", Role.ADVISOR), sure_at=NOW)


def test_after_erasing_an_account_nothing_of_it_is_left_anywhere(
    database: Database, advice: House, toni: Staff, elsewhere: Elsewhere
) -> None:
    filled = fill(database, "person", person=toni.person_id, organisation=advice.id)
    mine = {table.name for table in belongings.of("person", erasure.of_companies())}
    asks(database, toni.email)

    receipt = erasure.account(database, actor=toni, outside=elsewhere)

    left = traces(database, filled, mine - {"offer_statement", "learning_turn"})
    assert left == {"audit_entry"}, "who did what stays known by an id that names nobody"
    assert set(receipt.counted) == mine
    assert [name for name, text in everything(database).items() if toni.email in text] == []
    assert mailed(database) == []
    assert elsewhere.addresses == [toni.email]
    assert "Toni" not in str(everything(database))


def test_what_companies_entrusted_to_one_person_ends_with_the_account(
    database: Database, advice: House, toni: Staff, company: Begun, elsewhere: Elsewhere
) -> None:
    own: dict[str, Any] = {"run_id": company.run_id, "key": company.key}
    token = mandates.offer(database, actor=toni, organisation_id=advice.id)
    mandates.accept(database, token=token, **own, company_name="Muster", text_version="1", now=NOW)
    advice.takes_in("kim@example.org", "Kim", Role.ADVISOR)

    erasure.account(database, actor=toni, outside=elsewhere)

    assert mandates.advice(database, **own, now=NOW).given == ()
    assert "Muster" not in everything(database)["consent"]
    assert mandates.portfolio(database, actor=staff(database, "kim@example.org")) == ()


def test_who_has_not_shown_lately_who_they_are_cannot_erase_the_account(
    database: Database, toni: Staff, elsewhere: Elsewhere
) -> None:
    with pytest.raises(Refused) as refused:
        erasure.account(database, actor=replace(toni, sure_at=None), outside=elsewhere)
    assert refused.value.reason == Reason.CONFIRMATION_NEEDED


def test_the_last_operator_cannot_go(database: Database, elsewhere: Elsewhere) -> None:
    network = House.of(database, "Netzwerk", Kind.NETWORK)
    operator = replace(network.takes_in("op@example.org", "Op", Role.OPERATOR), sure_at=NOW)
    with pytest.raises(Refused) as refused:
        erasure.account(database, actor=operator, outside=elsewhere)
    assert refused.value.reason == Reason.LAST_OPERATOR
    assert elsewhere.addresses == []

    network.takes_in("second@example.org", "Zweite", Role.OPERATOR)
    assert erasure.account(database, actor=operator, outside=elsewhere).kind == "person"
