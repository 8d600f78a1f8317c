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
