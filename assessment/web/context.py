"""What a request may reach: the settings, the database and the queue of its application."""

from typing import cast

from flask import current_app

from assessment.config import Settings
from assessment.operating.state import Served
from assessment.services.checks.report_files import Queue
from assessment.services.checks.results import operator_of
from assessment.store.database import Database
from reports.report import Operator

DATABASE, SETTINGS, QUEUE = "wandelkompass.database", "wandelkompass.settings", "wandelkompass.queue"


def database() -> Database:
    return cast("Database", current_app.extensions[DATABASE])


def settings() -> Settings:
    return cast("Settings", current_app.extensions[SETTINGS])


def queue() -> Queue:
    return cast("Queue", current_app.extensions[QUEUE])


def served() -> Served:
    """The same queue, as it tells of itself."""
    return cast("Served", current_app.extensions[QUEUE])


def operator() -> Operator:
    """Who runs this installation, as reports name them."""
    return operator_of(settings())
