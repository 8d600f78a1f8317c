from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from assessment import config
from assessment.store.database import Database
from assessment.web.app import create_app
from tests.assessment.web.visitor import Visitor


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    made = Database(sqlite_url)
    yield made
    made.close()


@pytest.fixture
def app(database: Database, tmp_path: Path) -> Flask:
    settings = config.load({"WANDELKOMPASS_INSTANCE_FOLDER": str(tmp_path / "instance")})
    app = create_app(settings, database)
    app.testing = False  # errors become pages, as they do for visitors
    return app


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app.test_client())


@pytest.fixture
def english_visitor(app: Flask) -> Visitor:
    return Visitor(app.test_client(), "en")


@pytest.fixture
def another_visitor(app: Flask) -> Visitor:
    return Visitor(app.test_client())
