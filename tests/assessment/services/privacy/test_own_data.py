"""Whatever is stored about a check or an account is in its archive, or belongs to others and says so."""

import io
import json
import zipfile
from typing import Any

import pytest

from assessment.services.policy import Kind, Role, Staff
from assessment.services.privacy import own_data
from assessment.services.privacy.own_data import OF_OTHERS, PAIRS, OwnData
from assessment.services.runs import Begun
from assessment.store import belongings, partners
from assessment.store.database import Database
from assessment.web import kept
from tests.assessment.house import NOW, House, a_company
from tests.assessment.rows import Filled
from tests.assessment.services.firms import Firm


@pytest.fixture
def company(database: Database) -> Begun:
    return a_company(database)


@pytest.fixture
def filled(database: Database, company: Begun) -> Filled:
    """A check with a row in every table that can hang on one."""
    with database.writing() as connection:
        connection.execute(belongings.tables()["answer"].delete())
        return Filled(
            connection, "run", {"run": company.run_id}, unfolded=frozenset(own_data.UNFOLDED)
        ).fill()


def taken(database: Database, company: Begun) -> OwnData:
    own: dict[str, Any] = {"run_id": company.run_id, "key": company.key}
    return own_data.of_run(database, **own, orders=(), language="de", now=NOW)


def test_every_table_that_hangs_on_a_check_is_in_its_archive_or_belongs_to_others(
    database: Database, company: Begun, filled: Filled
) -> None:
    data = taken(database, company)
    text = own_data.written(data).decode()

    tables = {table.name for table in belongings.of("run")}
    assert tables - set(data.document) == set(OF_OTHERS)
    told = {name: word for name, word in filled.words.items() if name.partition(".")[0] in tables}
    missing = {name for name, word in told.items() if word not in text}
    assert {name for name in missing if name.partition(".")[0] not in {*OF_OTHERS, PAIRS}} == {
        ".".join(left_out) for left_out in own_data.LEFT_OUT
    }
    assert {name for name in told if name not in missing and name.partition(".")[0] in OF_OTHERS} == set()
    assert data.withheld == {"voices": 2, "notes": 1}
    assert company.key not in text


def test_it_names_receivers_and_tells_answers_in_words(
    database: Database, company: Begun, filled: Filled
) -> None:
    document = taken(database, company).document

    (answer,) = document["answer"]
    assert (answer["answer_in_words"], answer["note"]) == ("Stadt Salzgitter", "Wort answer.note")
    (consent,) = document["consent"]
    assert (consent["organisation"], consent["person"]) == ("Wort organisation.name", "Wort person.name")
    assert "organisation_id" not in consent


def test_of_another_company_it_tells_no_more_than_the_screens_do(alpha: Firm, omega: Firm) -> None:
    alpha.says("yes")
    omega.says("no")
    data = own_data.of_run(alpha.database, **alpha.own, orders=(), language="de", now=NOW)

    assert [line["happened"] for line in data.document[PAIRS][0]["timeline"]] == ["you_yes"]
    with omega.database.reading() as connection:
        found = partners.of_run(connection, omega.begun.run_id, NOW)
    assert found is not None
    text = own_data.written(data).decode()
    assert [word for word in (str(found[0].id), "Omegaplast", str(omega.begun.run_id)) if word in text] == []


def test_somebody_with_an_account_gets_all_that_is_stored_about_it_but_nothing_of_companies(
    database: Database,
) -> None:
    home = House.of(database, "Beratung", Kind.ADVICE)
    toni = home.takes_in("toni@example.org", "Toni", Role.ADVISOR)
    with database.writing() as connection:
        filled = Filled(connection, "person", {"person": toni.person_id, "organisation": home.id})
        filled.unfolded = frozenset(own_data.UNFOLDED)
        filled.fill()

    document = own_data.of_person(database, actor=toni).document

    assert {"person", "membership", "staff_session", "link", "workshop_note"} <= set(document)
    for table in belongings.of("person"):
        assert (table.name in document) == (owned_by(toni, table.name)), table.name
    assert document["workshop_note"][0]["text"] == "Wort workshop_note.text"
    assert all(
        "hash" not in column for rows in document.values() if isinstance(rows, list) for column in rows[0]
    )


def owned_by(_actor: Staff, table: str) -> bool:
    columns = belongings.tables()[table].c
    return (
        "person_id" in columns and ("run_id" not in columns or table in {"workshop_note", "kept_check"})
    ) or table == "person"


def test_every_kind_of_thing_has_words_and_a_reason_where_it_is_left_out() -> None:
    tables = {table.name for root in ("run", "person") for table in belongings.of(root)}
    assert tables - set(kept.KINDS) == set()
    assert set(OF_OTHERS.values()) == set(kept.WITHHELD)


def test_the_archive_can_be_unpacked_and_the_same_data_give_the_same_bytes() -> None:
    files = {"README.txt": b"Hallo", "meine-daten.json": b"{}"}
    packed = own_data.packed(files, NOW)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == files
        assert json.loads(archive.read("meine-daten.json")) == {}
    assert packed == own_data.packed(files, NOW)
