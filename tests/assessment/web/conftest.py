from collections.abc import Iterator

import pytest
from flask import Flask, g, has_request_context, request
from sqlalchemy import event

from assessment.store.database import Database
from tests import neighbours
from tests.assessment import house
from tests.assessment.web import statements
from tests.assessment.web.shelf import MACHINING, NOW, OPEN, ARun
from tests.assessment.web.visitor import Visitor


@pytest.fixture
def app(application: Flask, database: Database) -> Iterator[Flask]:
    """The application; whatever a test does with it, no request may ask the database too often."""
    asked: dict[str, int] = {}
    application.extensions[neighbours.COUNTED] = asked

    @event.listens_for(database.engine, "before_cursor_execute")
    def count(*call: object) -> None:
        if has_request_context() and not str(call[2]).startswith("BEGIN"):
            g.statements = g.get("statements", 0) + 1
            asked[f"{request.method} {request.endpoint}"] = g.statements

    yield application
    assert {
        name: times for name, times in asked.items() if times > statements.MORE.get(name, statements.MOST)
    } == {}


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app.test_client())


@pytest.fixture
def english_visitor(app: Flask) -> Visitor:
    return Visitor(app.test_client(), "en")


@pytest.fixture
def another_visitor(app: Flask) -> Visitor:
    return Visitor(app.test_client())


@pytest.fixture
def a_run(database: Database) -> ARun:
    """A run with these answers: the code that opens it, and the address of its offers without language."""

    def made(answers: dict[str, str]) -> tuple[str, str]:
        begun = house.begun(database, house.told(answers), now=NOW)
        return begun.key, f"/check/{begun.run_id}/offers"

    return made


@pytest.fixture
def at_offers(visitor: Visitor, a_run: ARun) -> Visitor:
    """A visitor at the offers of a company that told neither its sector nor whether it belongs to a group."""
    key, address = a_run(OPEN)
    visitor.open(f"/de/resume/{key}")
    return visitor.open(f"/de{address}")


@pytest.fixture
def plan(visitor: Visitor, a_run: ARun) -> str:
    """The address of a plan without language; the visitor holds its key."""
    key, offers = a_run(MACHINING)
    visitor.open(f"/de/resume/{key}")
    return offers.replace("/offers", "/plan")


@pytest.fixture
def at_plan(visitor: Visitor, plan: str) -> Visitor:
    return visitor.open(f"/de{plan}")
