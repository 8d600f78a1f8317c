from collections.abc import Iterator

import pytest

from assessment.store.database import Database


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    made = Database(database_url)
    yield made
    made.close()
