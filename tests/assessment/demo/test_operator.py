"""What the operator of the examples finds on every screen of the desk, brought in once."""

import pytest

from assessment.demo import operator, people
from assessment.services.campaigns import desk, members
from assessment.services.offering import freshness, insight, learning
from assessment.services.places import rounds
from assessment.store.database import Database
from tests.assessment.house import NOW, staff
from tests.assessment.services.desk import NETWORK


def test_every_screen_of_the_desk_shows_something(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operator, "MANY", 6)
    people.bring_in(database, now=NOW)
    for _ in range(2):
        operator.bring_in(database, operator=NETWORK, now=NOW)
    robin = staff(database, operator.OPERATOR)

    assert "confirmed" in freshness.board(database, actor=robin).groups
    assert insight.insight(database, actor=robin).companies == 6
    assert [one.name for one in desk.listed(database, actor=robin)] == [operator.CAMPAIGN]
    assert members.listed(database, actor=robin)
    assert learning.desk(database, actor=robin).newest is not None
    told, _ = rounds.rounds(database, actor=robin)
    assert [(one.round.state, one.companies > 1) for one in told] == [("open", True), ("confirmed", True)]


def test_without_an_operator_nothing_is_brought_in(database: Database) -> None:
    operator.bring_in(database, operator=NETWORK, now=NOW)

    with database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM run").scalar() == 0
