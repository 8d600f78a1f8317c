"""Where the company stands, who can help, and the report to take home."""

from functools import partial
from io import BytesIO
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from assessment import clock
from assessment.services import results as service
from assessment.services import runs
from assessment.services.results import Shown
from assessment.web import browser_keys, i18n
from assessment.web.context import database, operator
from assessment.web.forms import Button
from assessment.web.forms.others import FinishForm
from assessment.web.screens import after_exposure, answer_address, aside_address, offer_address, review_groups
from reports import html, pdf
from reports.html import Fragments, Slots

results = Blueprint("results", __name__, url_prefix="/<language:lang>/check/<uuid:run_id>")
UNPROCESSABLE = 422


@results.post("/answers")
def finish(run_id: UUID) -> AnyResponse | tuple[str, int]:
    """Closes the check with what the company wants to reach, and keeps the result."""
    key, form = browser_keys.key_for(run_id), FinishForm()
    if not form.validate():
        run = runs.opened(database(), run_id=run_id, key=key)
        return render_template("review.html", run=run, form=form, groups=review_groups(run)), UNPROCESSABLE
    goal = form.goal.data or ""
    aside = aside_address(run_id, "runs.review", request.form.get("then", ""))
    if aside:
        runs.keep_goal(database(), run_id=run_id, key=key, goal=goal, now=clock.now())
        return redirect(aside)
    service.finish(database(), run_id=run_id, key=key, goal=goal, operator=operator(), now=clock.now())
    return redirect(url_for("results.result", run_id=run_id))


@results.get("/exposure")
def exposure(run_id: UUID) -> str:
    """How hard the change hits, told as soon as it is known: who feels safe would stop here otherwise."""
    run = runs.opened(database(), run_id=run_id, key=browser_keys.key_for(run_id))
    told = html.exposure(service.exposure(run), operator(), i18n.language())
    return render_template("exposure.html", run=run, told=told, onwards=after_exposure(run))


@results.get("/result")
def result(run_id: UUID) -> str:
    found = _shown(run_id)
    slots = Slots(answer_url=partial(answer_address, found.run), offer_url=partial(offer_address, found.run))
    parts = Fragments(found.report, i18n.language(), slots)
    return render_template("result.html", run=found.run, report=found.report, result=parts, form=Button())


@results.get("/report.pdf")
def report_pdf(run_id: UUID) -> Response:
    document = pdf.render(_shown(run_id).report, i18n.language())
    return send_file(BytesIO(document), mimetype="application/pdf", download_name="wandelkompass.pdf")


@results.get("/result.json")
def result_json(run_id: UUID) -> Response:
    document = _shown(run_id).report.model_dump_json(indent=2)
    name = "wandelkompass.json"
    return send_file(BytesIO(document.encode()), "application/json", as_attachment=True, download_name=name)


def _shown(run_id: UUID) -> Shown:
    key = browser_keys.key_for(run_id)
    return service.shown(database(), run_id=run_id, key=key, operator=operator(), now=clock.now())
