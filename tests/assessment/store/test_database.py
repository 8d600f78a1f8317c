"""What the database says when it refuses something."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from assessment.store.database import Database


def test_an_error_names_the_statement_and_none_of_its_parameters(database_url: str) -> None:
    database = Database(database_url)
    with pytest.raises(DBAPIError) as refused, database.writing() as connection:
        connection.execute(
            text("SELECT nowhere FROM person WHERE email = :email"), {"email": "toni@example.org"}
        )
    assert "FROM person" in str(refused.value)
    assert "toni@example.org" not in str(refused.value)
    database.close()


def test_what_could_only_be_read_is_written_to_as_soon_as_that_is_mended(sqlite_url: str) -> None:
    """A connection that was opened meanwhile would stay as it was, and refuse until somebody starts anew."""
    database = Database(sqlite_url)
    with database.reading() as connection:
        connection.exec_driver_sql("PRAGMA query_only=ON")
    write = text("UPDATE alembic_version SET version_num = version_num")
    with pytest.raises(DBAPIError, match="readonly"), database.writing() as connection:
        connection.execute(write)

    with database.writing() as connection:
        connection.execute(write)
    database.close()
