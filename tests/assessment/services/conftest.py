from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import text

from assessment.services.checks import follow_ups
from assessment.services.runs import Begun
from assessment.store.database import Database
from tests.assessment.services import repeating
from tests.assessment.services.firms import Firm


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    made = Database(database_url)
    yield made
    made.close()


@pytest.fixture
def alpha(database: Database) -> Firm:
    firm = Firm.of(database, "Alphametall", district="03102", sector="machining", T08="0")
    return firm.joins("automation_robotics", "cybersecurity")


@pytest.fixture
def omega(database: Database) -> Firm:
    firm = Firm.of(database, "Omegaplast", district="03103", sector="plastics", T08="4")
    return firm.joins("cybersecurity", "automation_robotics")


@pytest.fixture
def acquainted(alpha: Firm, omega: Firm) -> tuple[Firm, Firm]:
    assert alpha.says("yes")
    assert omega.says("yes")
    return alpha, omega


@pytest.fixture
def earlier(database: Database) -> Begun:
    """A check of a year ago in which one question could not be answered."""
    return repeating.taken(database, W01="dont_know")


@pytest.fixture
def looked_back(database: Database, earlier: Begun) -> Begun:
    """A check that follows it, with one changed answer, whose earlier state looks otherwise today."""
    begun = repeating.again(database, earlier)
    run = repeating.says(database, begun, T01="3")
    follow_ups.look_back(database, run, ratings={"T01": "0"}, now=repeating.NOW)
    return begun


@pytest.fixture
def tables(database: Database) -> Callable[..., str]:
    """What lies in tables, as it would be read by whoever gets hold of the database."""

    def read(*names: str) -> str:
        with database.reading() as connection:
            return repr([list(connection.execute(text(f"SELECT * FROM {name}"))) for name in names])

    return read
