"""The protocol of a session, the days of its follow-up, and the notes that both sides share."""

from io import BytesIO
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from assessment import clock
from assessment.services.advising import protocols as service
from assessment.services.advising.protocols import Ahead
from assessment.web import access, i18n
from assessment.web.context import database, operator
from assessment.web.forms.protocols import AheadForm, ahead_form
from assessment.web.sending import attached
from reports import protocol
from reports.calendar import calendar_file

protocols = Blueprint(
    "protocols", __name__, url_prefix="/<language:lang>/check/<uuid:run_id>/workshop/<uuid:workshop_id>"
)
UNPROCESSABLE, CONFLICT = 422, 409
Page = Response | str | tuple[str, int]


@protocols.get("/protocol.pdf")
def protocol_pdf(run_id: UUID, workshop_id: UUID) -> Response:
    found = service.protocol(
        database(),
        run_id=run_id,
        key=access.way_in(run_id),
        workshop_id=workshop_id,
        operator=operator(),
        now=clock.now(),
    )
    file = BytesIO(protocol.render(found, i18n.language()))
    response = send_file(file, "application/pdf", download_name=i18n.gettext("protokoll.pdf"))
    response.headers["Cache-Control"] = "no-store"
    return response


@protocols.get("/dates.ics")
def calendar(run_id: UUID, workshop_id: UUID) -> Response:
    found = service.appointments(
        database(), run_id=run_id, key=access.way_in(run_id), workshop_id=workshop_id, now=clock.now()
    )
    named = i18n.gettext("Gespräche aus dem Wandelkompass")
    file = calendar_file(found, code=i18n.language(), stamped=clock.now(), named=named)
    return attached(file, "text/calendar", "wandelkompass-termine.ics")


@protocols.get("/dates")
def dates(run_id: UUID, workshop_id: UUID) -> Page:
    found = _ahead(run_id, workshop_id)
    return _page(found, ahead_form(found, i18n.language()))


@protocols.post("/dates")
def write_dates(run_id: UUID, workshop_id: UUID) -> Page:
    form = AheadForm()
    found = _ahead(run_id, workshop_id)
    if not form.validate():
        return _page(found, form), UNPROCESSABLE
    written = service.write(
        database(),
        run_id=run_id,
        key=access.way_in(run_id),
        workshop_id=workshop_id,
        seen=form.seen_revision,
        days=form.written,
        notes=form.notes.data if "notes" in request.form else None,
    )
    if not written:
        form.seen.data = str(found.workshop.row.revision)
        return _page(found, form, apart=True), CONFLICT
    return redirect(url_for("protocols.dates", run_id=run_id, workshop_id=workshop_id, did="saved"))


def _ahead(run_id: UUID, workshop_id: UUID) -> Ahead:
    return service.ahead(database(), run_id=run_id, key=access.way_in(run_id), workshop_id=workshop_id)


def _page(found: Ahead, form: AheadForm, *, apart: bool = False) -> str:
    """`apart`: somebody else wrote meanwhile; what was typed stands in the form, theirs above it."""
    return render_template(
        "workshops/protocol_dates.html",
        ahead=found,
        form=form,
        apart=apart,
        did=request.args.get("did") if not form.errors and not apart else None,
    )
