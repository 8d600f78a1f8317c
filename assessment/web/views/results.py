"""Where the company stands, who can help, and the report to take home."""

from functools import partial
from io import BytesIO
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from assessment import clock
from assessment.services import runs
from assessment.services.checks import report_files
from assessment.services.checks import results as service
from assessment.services.checks.results import Shown
from assessment.services.referrals import waiting
from assessment.services.workshops import meetings
from assessment.web import access, browser_keys, i18n
from assessment.web.context import database, operator, queue
from assessment.web.forms import Button
from assessment.web.forms.comparison import COMPARISON
from assessment.web.forms.others import FinishForm
from assessment.web.public_links import reachable
from assessment.web.screens import after_exposure, answer_address, aside_address, offer_address, review_groups
from assessment.web.sending import attached
from reports import html, pdf, schema
from reports.html import Fragments, Slots

results = Blueprint("results", __name__, url_prefix="/<language:lang>/check/<uuid:run_id>")
ACCEPTED, NOT_MODIFIED, UNPROCESSABLE, UNAVAILABLE = 202, 304, 422, 503
PAUSES = (2, 2, 3, 3, 4)
"""Seconds after which a page that waits for a report asks again, the first times and then always."""


@results.post("/answers")
def finish(run_id: UUID) -> AnyResponse | tuple[str, int]:
    """Closes the check with what the company wants to reach, and keeps the result."""
    key, form = browser_keys.key_for(run_id), FinishForm()
    if not form.validate():
        run = runs.opened(database(), run_id=run_id, key=key)
        return render_template(
            "check/review.html", run=run, form=form, groups=review_groups(run)
        ), UNPROCESSABLE
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
    return render_template("check/exposure.html", run=run, told=told, onwards=after_exposure(run))


@results.get("/result")
def result(run_id: UUID) -> Response:
    """The result. Its report is ordered when the page has been sent, and is mostly there at the click."""
    found = _shown(run_id)
    slots = _guest_slots() if access.is_guest() else _owner_slots(found.run)
    parts = Fragments(found.report, i18n.language(), slots)
    meeting = meetings.newest_of(database(), found.sessions, access.way_in(run_id))
    guest, now = access.is_guest(), clock.now()
    page = render_template(
        "results/result.html",
        run=found.run,
        report=found.report,
        result=parts,
        form=Button(),
        meeting=meeting,
        proposals=() if guest else waiting.of_run(database(), run=found.run, now=now),
        compares_since=found.compares_since,
        comparison=COMPARISON,
        day=clock.day,
    )
    response = make_response(page)
    response.call_on_close(partial(report_files.order, database(), queue(), found, i18n.language()))
    return response


def _owner_slots(run: runs.OpenRun) -> Slots:
    return Slots(answer_url=partial(answer_address, run), offer_url=partial(offer_address, run))


def _guest_slots() -> Slots:
    """An advisor changes no answer, and sees the offers as everybody does."""
    return Slots(offer_url=lambda offer: url_for("offers.shared", offer_id=offer))


@results.get("/report.pdf")
def report_pdf(run_id: UUID) -> Response:
    """The report as a file, `?variant=archive` for records; or a page that asks again by itself."""
    found, asked = _shown(run_id), request.args.get("asked", 0, type=int)
    file = report_files.wanted_of(found, i18n.language(), _variant())
    if file.key in request.if_none_match:
        return _marked(Response(status=NOT_MODIFIED), file)
    try:
        content = report_files.handed_out(database(), queue(), file, found.report, asked=asked)
    except report_files.BeingMade:
        return _coming(run_id, asked, ACCEPTED)
    except report_files.TooMany:
        return _coming(run_id, asked, UNAVAILABLE)
    return _marked(send_file(BytesIO(content), "application/pdf", download_name="wandelkompass.pdf"), file)


def _variant() -> pdf.Variant:
    return "archive" if request.args.get("variant") == "archive" else "screen"


def _marked(response: Response, file: report_files.Wanted) -> Response:
    """Browsers may keep the file, and ask each time whether it is still the same."""
    response.set_etag(file.key)
    response.cache_control.private = response.cache_control.no_cache = True
    return response


def _coming(run_id: UUID, asked: int, status: int) -> Response:
    """The page asks again by itself, by a header: no script, and a reader may stop it like any page."""
    variant = request.args.get("variant")
    address = url_for("results.report_pdf", run_id=run_id, asked=asked + 1, variant=variant)
    pause = PAUSES[min(max(asked, 0), len(PAUSES) - 1)]
    page = render_template(
        "results/report_waiting.html", run_id=run_id, address=address, busy=status == UNAVAILABLE
    )
    headers = {"Refresh": f"{pause}; url={address}", "Retry-After": str(pause)}
    return make_response(page, status, headers)


@results.get("/result.json")
def result_json(run_id: UUID) -> Response:
    """All data, with the address of their description."""
    address = reachable("downloads.result_schema")
    document = schema.document(_shown(run_id).report, address)
    return attached(document.encode(), "application/json", "wandelkompass.json")


def _shown(run_id: UUID) -> Shown:
    key = access.way_in(run_id)
    return service.shown(database(), run_id=run_id, key=key, operator=operator(), now=clock.now())
