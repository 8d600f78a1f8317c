from collections.abc import Iterator

import pytest

from assessment.store.database import Database
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
