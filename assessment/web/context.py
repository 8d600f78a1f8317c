"""What a request may reach: the settings and the database of its application."""

from typing import cast

from flask import current_app

from assessment.config import Settings
from assessment.services.results import operator_of
from assessment.store.database import Database
from reports.report import Operator

DATABASE, SETTINGS = "wandelkompass.database", "wandelkompass.settings"


def database() -> Database:
    return cast("Database", current_app.extensions[DATABASE])


def settings() -> Settings:
    return cast("Settings", current_app.extensions[SETTINGS])


def operator() -> Operator:
    """Who runs this installation, as reports name them."""
    return operator_of(settings())
