"""Many rows, a batch at a time: each is met once, whoever else is at work, and nothing is done by a look."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import delete, event, select, update

from assessment.store import batches
from assessment.store import figures as store
from assessment.store.database import Database
from assessment.store.figures import FrozenFigures
from tests.assessment.house import DAY, NOW

SCOPES = [f"chamber-{number}" for number in range(7)]


@pytest.fixture
def filled(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """Seven rows, of which three are a batch."""
    monkeypatch.setattr(batches, "AT_ONCE", 3)
    database = Database(database_url)
    add(database, *SCOPES)
    yield database
    database.close()


def add(database: Database, *scopes: str) -> None:
    told = {"kind": "k", "made_at": NOW, "engine": "1", "content": ""}
    with database.writing() as connection:
        for number, scope in enumerate(scopes):
            store.keep(connection, as_of=(NOW + number * DAY).date(), scope=scope, **told)  # type: ignore[arg-type]


def scopes(database: Database) -> list[str]:
    with database.reading() as connection:
        return list(connection.execute(select(FrozenFigures.scope).order_by(FrozenFigures.scope)).scalars())


def test_every_row_is_met_once_in_the_order_of_the_key_while_others_come_and_go(filled: Database) -> None:
    key = (FrozenFigures.kind, FrozenFigures.scope)
    chosen = select(FrozenFigures.scope, FrozenFigures.kind)
    met = []
    for rows in batches.read(filled, chosen, *key):
        met.append([row.scope for row in rows])
        with filled.writing() as connection:
            connection.execute(delete(FrozenFigures).where(FrozenFigures.scope.in_(met[-1])))
        add(filled, "bank")

    assert met == [SCOPES[:3], SCOPES[3:6], SCOPES[6:]]
    assert scopes(filled) == ["bank"]


def test_a_statement_is_done_to_all_its_rows_in_short_transactions_and_to_none_by_a_look(
    filled: Database,
) -> None:
    begun: list[object] = []
    event.listen(filled.engine, "commit", begun.append)
    statement = delete(FrozenFigures).where(FrozenFigures.scope < SCOPES[5])

    assert (batches.write(filled, statement, dry=True), scopes(filled), begun) == (5, SCOPES, [])
    assert (batches.write(filled, statement), scopes(filled), len(begun)) == (5, SCOPES[5:], 2)
    assert (batches.write(filled, statement), len(begun)) == (0, 2)


def test_what_somebody_else_has_done_meanwhile_is_not_done_again(
    filled: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = batches.read
    blank = update(FrozenFigures).where(FrozenFigures.content == "").values(content="-")

    def too_late(*asked: Any) -> Iterator[Any]:
        for rows in found(*asked):
            with filled.writing() as connection:
                connection.execute(blank.where(FrozenFigures.scope == SCOPES[0]))
            yield rows

    monkeypatch.setattr(batches, "read", too_late)
    assert batches.write(filled, blank) == len(SCOPES) - 1
