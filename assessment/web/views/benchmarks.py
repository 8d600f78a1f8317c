"""A company lets its values count in comparison values, and takes that back; both stand on its result."""

from uuid import UUID

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from assessment import clock
from assessment.services.figures import benchmarks as service
from assessment.web import browser_keys
from assessment.web.context import database
from assessment.web.forms import Button
from assessment.web.forms.comparison import COMPARISON_TEXT

benchmarks = Blueprint("benchmarks", __name__, url_prefix="/<language:lang>/check/<uuid:run_id>/benchmark")


@benchmarks.post("/agree")
def agree(run_id: UUID) -> Response:
    if Button().validate():
        key = browser_keys.key_for(run_id)
        service.agree(database(), run_id=run_id, key=key, text_version=COMPARISON_TEXT, now=clock.now())
    return _back(run_id)


@benchmarks.post("/withdraw")
def withdraw(run_id: UUID) -> Response:
    if Button().validate():
        service.take_back(database(), run_id=run_id, key=browser_keys.key_for(run_id), now=clock.now())
    return _back(run_id)


def _back(run_id: UUID) -> Response:
    return redirect(url_for("results.result", run_id=run_id, _anchor="benchmark"))
