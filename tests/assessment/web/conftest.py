from collections.abc import Iterator

import pytest
from flask import Flask, g, has_request_context, request
from sqlalchemy import event

from assessment.store.database import Database
from tests.assessment import house
from tests.assessment.web.shelf import MACHINING, NOW, OPEN, ARun
from tests.assessment.web.visitor import Visitor

MOST_STATEMENTS = 6
"""What one request may ask of the database, whatever it does."""
MORE = {"POST mandates.accept": 9, "GET results.report_pdf": 8}
"""What happens once and leaves much behind: a link is used up, checked against the policy, and noted; and an
advisor, for whom a session and mandates are read before, makes a report be rendered."""
MORE |= {"POST account.claim": 7, "POST account.accept": 13, "POST entrance.with_password": 9}
MORE |= {"POST entrance.with_code": 12, "POST entrance.with_passkey": 9, "POST entrance.arrive": 18}
MORE |= {f"POST confirmation.{name}": 10 for name in ("with_proof", "with_passkey", "by_link")}
MORE |= {f"POST factors.{name}": 12 for name in ("set_password", "confirm_app", "add_passkey")}
MORE |= {f"POST factors.remove_{name}": 12 for name in ("password", "app", "passkey", "other_account")}
MORE |= {"POST factors.make_recovery_codes": 12}
"""Whatever proves who somebody is, is counted, used up, and noted; a change is told by mail beside that."""
MORE |= {"GET workshops.one": 13, "GET workshops.ask_open": 7, "GET workshops.ask_close": 13}
MORE |= {f"POST workshops.{step}": 12 for step in ("prepare", "agree", "withdraw", "start", "open_board")}
MORE |= {"GET topics.board": 7, "GET topics.topic": 7, "POST topics.settle": 11, "POST topics.take_over": 11}
MORE |= {"GET plan.board": 10, "GET offers.listed": 10, "GET results.result": 9, "POST workshops.close": 37}
"""A session, above all for its leader, whose own and whose mandate are read before; closing it keeps a result
and a protocol."""
MORE |= {"GET protocols.protocol_pdf": 20, "GET protocols.calendar": 9, "GET protocols.dates": 8}
MORE |= {"POST protocols.write_dates": 16, "GET results.result": 14, "GET results.result_json": 14}
MORE |= {"GET results.report_pdf": 16, "GET offers.one": 13, "POST plan.choose": 12, "POST offers.answer": 9}
MORE |= {"GET staff.work": 12}
MORE |= {f"POST plan.{what}": 9 for what in ("add", "change", "finish", "move", "remove")}
"""What was talked about in a session stands in report and protocol, for whoever led it, too; a result that is
made anew asks what lists are made with."""
MORE |= {"POST learning.train": 10, "POST learning.turn_on": 8, "POST learning.turn_off": 8}
MORE |= {"POST rounds.run": 9, "POST rounds.hand": 13, "GET rounds.listed": 12, "POST responses.apply": 9}
"""What an operator does now and then; places are locked while they are given out."""
MORE |= {"GET voices.invited": 7}  # by whoever leads the session, for whom theirs is read before

MORE |= {"GET privacy.my_data": 60, "GET privacy.my_account": 30, "POST privacy.erase_account": 12}
"""One statement for each table that names somebody: nothing is left out, and nobody does it every day."""
MORE |= {"POST privacy.withdraw": 12, "POST partners.join": 7}  # a consent, and what hangs on it
MORE |= {"POST results.finish": 7}  # with a goal, kept beside the result and the list that was shown


@pytest.fixture
def app(application: Flask, database: Database) -> Iterator[Flask]:
    """The application; whatever a test does with it, no request may ask the database too often."""
    asked: dict[str, int] = {}

    @event.listens_for(database.engine, "before_cursor_execute")
    def count(*call: object) -> None:
        if has_request_context() and not str(call[2]).startswith("BEGIN"):
            g.statements = g.get("statements", 0) + 1
            asked[f"{request.method} {request.endpoint}"] = g.statements

    yield application
    assert {name: times for name, times in asked.items() if times > MORE.get(name, MOST_STATEMENTS)} == {}


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
