"""The interface keeps what its document promises: schemathesis makes requests of it, good ones and bad ones.

Every answer is as described, whatever is sent: never an error of ours, never a status that is not described,
nothing good refused and nothing bad taken. The same seed makes the same requests.
"""

import itertools
import re
import threading
from collections import Counter
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
import schemathesis
from flask import Flask
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events, from_schema
from werkzeug.serving import make_server

from assessment import clock
from assessment.services import policy
from assessment.services.campaigns import sharing
from assessment.services.campaigns.items import Item
from assessment.services.interfaces import coming_in
from assessment.services.policy import Kind, Scope
from assessment.store import people
from assessment.store.database import Database
from assessment.store.sharing import ItemRow
from assessment.web.api.asked import KEY_HEADER, KEY_PATTERN
from assessment.web.api.operations import OPERATIONS
from assessment.web.context import SETTINGS
from tests.assessment.house import House
from tests.assessment.services.referring import HOUSE, Case
from tests.assessment.systems import a_token

SEED, EXAMPLES = 7, 5
NUMBERS = itertools.count()
UNLIMITED = {"api_token": 10**9, "api_network": 10**9}


@schemathesis.hook
def before_call(_context: Any, case: Any, _kwargs: Any) -> None:
    """A key that was used for another request is refused by design: each good one is made anew."""
    if re.fullmatch(KEY_PATTERN, str((case.headers or {}).get(KEY_HEADER, ""))):
        case.headers[KEY_HEADER] = f"request-{next(NUMBERS):06}"


@pytest.fixture
def token(database: Database) -> str:
    """Of a house with all scopes: a company shows it something, and a referral is at its offer."""
    house = House.of(database, "Kammer", Kind.CHAMBER)
    with database.writing() as connection:
        people.be_house(connection, house.id, HOUSE)
    with mock.patch.dict(policy.SCOPES_IN, {Kind.CHAMBER: tuple(Scope)}):
        made = a_token(database, house, *Scope, now=clock.now())
    case = Case.of(database)
    case.now = clock.now()
    case.sent()
    contact = ItemRow(Item.CONTACT, "Kim", "kim@example.org", "")
    told: dict[str, Any] = {"company_name": "Alphametall", "months": 12, "text_version": "1"}
    sharing.share(
        database, **case.own, organisation_id=house.id, items=[*Item], contact=contact, now=case.now, **told
    )
    return made


@pytest.fixture
def address(application: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(coming_in, "MOST", UNLIMITED)
    server = make_server("127.0.0.1", 0, application)
    public = f"http://127.0.0.1:{server.server_port}"
    application.extensions[SETTINGS] = application.extensions[SETTINGS].model_copy(
        update={"public_url": public}
    )
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield public
    server.shutdown()
    thread.join()
    server.server_close()


def test_schemathesis_finds_nothing(address: str, token: str) -> None:
    config = SchemathesisConfig.from_dict(
        {
            "seed": SEED,
            "generation": {"max-examples": EXAMPLES, "database": "none"},
            "auth": {"openapi": {"token": {"bearer": token}}},
        }
    )
    schema = schemathesis.openapi.from_url(f"{address}/api/v1/openapi.json", config=config)
    found, answered = [], Counter[tuple[str, int]]()
    for event in from_schema(schema).execute():
        assert not isinstance(event, events.NonFatalError | events.FatalError), event
        if isinstance(event, events.ScenarioFinished):
            found += list(failures(event))
            for one in event.recorder.interactions.values():
                assert one.response is not None
                answered[str(event.label), one.response.status_code] += 1
    assert found == []
    done = {label for label, status in answered if status < 300}
    assert len(done & labels()) == len(OPERATIONS), answered


def failures(event: events.ScenarioFinished) -> Iterator[str]:
    for checks in event.recorder.checks.values():
        for check in checks:
            if check.status is not Status.SUCCESS:
                yield f"{check.name} in {event.label}: {check.failure_info}"


def labels() -> set[str]:
    return {f"{one.method} {one.shown_path}" for one in OPERATIONS.values()}
