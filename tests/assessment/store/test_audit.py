"""The audit log only grows, whoever asks: there is no function but to add, and the database refuses."""

from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from assessment.store import audit
from assessment.store.database import Database
from tests.assessment.house import DAY, NOW


@pytest.fixture
def noted(database_url: str) -> Database:
    made = Database(database_url)
    with made.writing() as connection:
        audit.note(
            connection, at=NOW, person_id=None, action="invited", object_kind="link", object_id=uuid4()
        )
    return made


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry"])
def test_the_database_refuses_to_change_or_remove_an_entry(noted: Database, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), noted.writing() as connection:
        connection.execute(text(statement))

    with noted.reading() as connection:
        assert [action for action, *_ in audit.entries(connection)] == ["invited"]
    noted.close()


def test_what_lies_behind_the_horizon_can_go_and_nothing_after_it(noted: Database) -> None:
    with noted.writing() as connection:
        audit.note(
            connection, at=NOW - DAY, person_id=None, action="older", object_kind="link", object_id=uuid4()
        )
        connection.execute(audit.move_horizon(NOW))
        assert connection.execute(audit.forget_before(NOW)).rowcount == 1

    with pytest.raises(DBAPIError, match="append-only"), noted.writing() as connection:
        connection.execute(text("DELETE FROM audit_entry"))
    with noted.reading() as connection:
        assert [action for action, *_ in audit.entries(connection)] == ["invited"]
    noted.close()


def test_the_store_can_only_add_read_and_move_the_horizon() -> None:
    public = {name for name in vars(audit) if getattr(vars(audit)[name], "__module__", "") == audit.__name__}
    adding, reading = {"by", "note"}, {"entries", "about"}
    assert {name for name in public if name[0].islower()} == adding | reading | {
        "move_horizon",
        "forget_before",
    }
