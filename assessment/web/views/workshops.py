"""A session of a company with its advisor: prepare, agree, start, see who is done, open, close."""

import io
from typing import Any
from uuid import UUID

import segno
from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from assessment import clock, config
from assessment.services import runs
from assessment.services.advising import protocols
from assessment.services.runs import WayIn
from assessment.services.workshops import agreements, meetings
from assessment.services.workshops import stages as service
from assessment.services.workshops.meetings import Meeting, Progress, Workshop
from assessment.web import access, browser_keys, i18n
from assessment.web.context import database, operator, settings
from assessment.web.forms import Button
from assessment.web.forms.workshops import (
    SHOWING,
    WORKSHOP,
    WORKSHOP_TEXT,
    AgreeForm,
    OpenForm,
    PrepareForm,
    prepare_form,
)
from assessment.web.public_links import reachable
from reports.voiced import ROLE_TITLES

workshops = Blueprint("workshops", __name__, url_prefix="/<language:lang>/check/<uuid:run_id>/workshop")
UNPROCESSABLE = 422
Page = AnyResponse | str | tuple[str, int]


@workshops.get("")
def newest(run_id: UUID) -> Page:
    """To the session that there is; without one, advisors prepare it."""
    found = meetings.of_run(database(), run_id=run_id, key=way_in(run_id))
    if found:
        return redirect(url_for("workshops.one", run_id=run_id, workshop_id=found[0].id))
    if access.is_guest():
        return redirect(url_for("workshops.new", run_id=run_id))
    return render_template("workshops/none.html", run_id=run_id)


@workshops.get("/<uuid:workshop_id>")
def one(run_id: UUID, workshop_id: UUID) -> str:
    return _page(run_id, workshop_id)


@workshops.get("/<uuid:workshop_id>/progress")
def progress(run_id: UUID, workshop_id: UUID) -> Response:
    """The part of the page that changes by itself. Asked for again and again, it is sent when it differs."""
    way = way_in(run_id)
    workshop, far = meetings.live(database(), run_id=run_id, key=way, workshop_id=workshop_id)
    return fragment(
        render_template("workshops/_progress.html", workshop=workshop, far=far, titles=ROLE_TITLES)
    )


def fragment(html: str) -> Response:
    """Part of a page, with a tag by which a browser need not be sent the same again."""
    response = make_response(html)
    response.add_etag()
    response.make_conditional(request)
    return response


@workshops.get("/<uuid:workshop_id>/<role>.svg")
def code(run_id: UUID, workshop_id: UUID, role: str) -> Response:
    """The link of a role, for a camera."""
    way = way_in(run_id)
    links = _links(*meetings.live(database(), run_id=run_id, key=way, workshop_id=workshop_id))
    if role not in links:
        return make_response("", 404)
    picture = io.BytesIO()
    segno.make(links[role], error="m").save(picture, kind="svg", border=2, scale=4, xmldecl=False)
    return make_response(picture.getvalue(), {"Content-Type": "image/svg+xml"})


# --- prepare -------------------------------------------------------------------------------------


@workshops.get("/new")
def new(run_id: UUID) -> str:
    return _prepare_page(run_id, PrepareForm())


@workshops.post("/new")
def prepare(run_id: UUID) -> Page:
    form = PrepareForm()
    if not form.validate():
        return _prepare_page(run_id, form), UNPROCESSABLE
    workshop_id = service.prepare(
        database(),
        actor=access.signed_in(),
        run_id=run_id,
        aim=form.aim.data or "",
        day=form.told_day,
        expected=form.expected,
    )
    return _to(run_id, workshop_id, "prepared")


@workshops.get("/<uuid:workshop_id>/prepare")
def edit(run_id: UUID, workshop_id: UUID) -> str:
    return _prepare_page(run_id, prepare_form(_led(run_id, workshop_id)), workshop_id)


@workshops.post("/<uuid:workshop_id>/prepare")
def change(run_id: UUID, workshop_id: UUID) -> Page:
    form = PrepareForm()
    if not form.validate():
        return _prepare_page(run_id, form, _led(run_id, workshop_id).id), UNPROCESSABLE
    service.change(
        database(),
        **_lead(run_id, workshop_id),
        aim=form.aim.data or "",
        day=form.told_day,
        expected=form.expected,
    )
    return _to(run_id, workshop_id, "changed")


@workshops.post("/<uuid:workshop_id>/call-off")
def call_off(run_id: UUID, workshop_id: UUID) -> Page:
    if not Button().validate():
        return _page(run_id, workshop_id), UNPROCESSABLE
    service.call_off(database(), **_lead(run_id, workshop_id))
    return redirect(url_for("staff.work"))


# --- the company ---------------------------------------------------------------------------------


@workshops.post("/<uuid:workshop_id>/agree")
def agree(run_id: UUID, workshop_id: UUID) -> Page:
    form = AgreeForm()
    if not form.validate():
        return _page(run_id, workshop_id, form), UNPROCESSABLE
    agreed = service.agree(
        database(),
        **_own(run_id, workshop_id),
        seen=form.seen_revision,
        text_version=WORKSHOP_TEXT,
        now=clock.now(),
    )
    return _to(run_id, workshop_id, "agreed" if agreed.row.agreed_at else "reworded")


@workshops.post("/<uuid:workshop_id>/withdraw")
def withdraw(run_id: UUID, workshop_id: UUID) -> Page:
    if not Button().validate():
        return _page(run_id, workshop_id), UNPROCESSABLE
    service.withdraw(database(), **_own(run_id, workshop_id), now=clock.now())
    return _to(run_id, workshop_id, "withdrawn")


# --- lead ----------------------------------------------------------------------------------------


@workshops.post("/<uuid:workshop_id>/start")
def start(run_id: UUID, workshop_id: UUID) -> Page:
    if not Button().validate():
        return _page(run_id, workshop_id), UNPROCESSABLE
    service.start(database(), **_lead(run_id, workshop_id), secret=_secret())
    return _to(run_id, workshop_id)


@workshops.post("/<uuid:workshop_id>/people")
def admit(run_id: UUID, workshop_id: UUID) -> Page:
    """More people than were expected, while they come."""
    form = PrepareForm()
    if not form.csrf_token.validate(form) or not all(field.validate(form) for field in form.counts.values()):
        return _page(run_id, workshop_id), UNPROCESSABLE
    service.admit(database(), **_lead(run_id, workshop_id), expected=form.expected)
    return _to(run_id, workshop_id)


@workshops.get("/<uuid:workshop_id>/open")
def ask_open(run_id: UUID, workshop_id: UUID) -> Page:
    workshop = _led(run_id, workshop_id)
    running = workshop.state == meetings.State.RUNNING
    return _open_page(workshop, OpenForm()) if running else _to(run_id, workshop_id)


@workshops.post("/<uuid:workshop_id>/open")
def open_board(run_id: UUID, workshop_id: UUID) -> Page:
    form = OpenForm()
    if not form.validate():
        return _open_page(_led(run_id, workshop_id), form), UNPROCESSABLE
    became = service.open_board(
        database(),
        **_lead(run_id, workshop_id),
        shown_roles=form.showing.data == "roles",
        present_agree=form.present_agree.data,
    )
    if became == "few":
        form.present_agree.errors = [i18n.gettext("Bitte bestätigen Sie, dass die Anwesenden zustimmen.")]
    if became != "opened":
        return _open_page(_led(run_id, workshop_id), form), UNPROCESSABLE
    return redirect(url_for("topics.board", run_id=run_id, workshop_id=workshop_id))


@workshops.get("/<uuid:workshop_id>/close")
def ask_close(run_id: UUID, workshop_id: UUID) -> Page:
    workshop = _led(run_id, workshop_id)
    return _close_page(workshop, Button()) if workshop.under_way else _to(run_id, workshop_id)


@workshops.post("/<uuid:workshop_id>/close")
def close(run_id: UUID, workshop_id: UUID) -> Page:
    form = Button()
    if not form.validate():
        return _close_page(_led(run_id, workshop_id), form), UNPROCESSABLE
    service.close(database(), **_lead(run_id, workshop_id))
    protocols.keep_closed(
        database(),
        run_id=run_id,
        key=access.signed_in(),
        workshop_id=workshop_id,
        operator=operator(),
        now=clock.now(),
    )
    return _to(run_id, workshop_id, "closed")


# --- what lies behind ----------------------------------------------------------------------------


def way_in(run_id: UUID) -> WayIn:
    """As its leader, once the company has agreed: whoever tries out both sides in one browser goes on so."""
    actor = access.staff()
    if actor and browser_keys.key_for(run_id) and meetings.led_by(database(), run_id=run_id, actor=actor):
        return access.way_in_as(actor)
    return access.way_in(run_id)


def _own(run_id: UUID, workshop_id: UUID) -> dict[str, Any]:
    return {"run_id": run_id, "workshop_id": workshop_id, "key": browser_keys.key_for(run_id)}


def _lead(run_id: UUID, workshop_id: UUID) -> dict[str, Any]:
    return {"run_id": run_id, "workshop_id": workshop_id, "actor": access.signed_in()}


def _workshop(run_id: UUID, workshop_id: UUID) -> Workshop:
    return meetings.one(database(), run_id=run_id, key=way_in(run_id), workshop_id=workshop_id)


def _led(run_id: UUID, workshop_id: UUID) -> Workshop:
    """For pages of the leader alone. Raises Refused for all others."""
    return meetings.one_led(database(), **_lead(run_id, workshop_id))


def _links(workshop: Meeting, far: Progress) -> dict[str, str]:
    """The address of each role, while they may join."""
    if workshop.state != meetings.State.RUNNING:
        return {}
    return {
        role.role: reachable("voices.invited", token=service.token_of(workshop.id, role.role, _secret()))
        for role in far.roles
    }


def _secret() -> str:
    return config.signing_key(settings())


def _to(run_id: UUID, workshop_id: UUID, did: str | None = None) -> AnyResponse:
    return redirect(url_for("workshops.one", run_id=run_id, workshop_id=workshop_id, did=did))


def _page(run_id: UUID, workshop_id: UUID, form: AgreeForm | None = None) -> str:
    workshop, key = _workshop(run_id, workshop_id), way_in(run_id)
    return render_template(
        "workshops/workshop.html",
        workshop=workshop,
        far=workshop.progress,
        board=_board(workshop, key) if workshop.state == meetings.State.OPENED else None,
        form=form or AgreeForm(data={"seen": str(workshop.row.revision)}),
        counts=PrepareForm(formdata=None).counts,
        links=_links(workshop, workshop.progress),
        titles=ROLE_TITLES,
        points=WORKSHOP,
        here=reachable("workshops.newest", run_id=run_id),
        day=clock.day,
        did=request.args.get("did") if form is None else None,
    )


def _prepare_page(run_id: UUID, form: PrepareForm, workshop_id: UUID | None = None) -> str:
    actor = access.signed_in()
    service.may_prepare(database(), actor=actor, run_id=run_id)
    return render_template(
        "workshops/prepare.html",
        run=runs.opened(database(), run_id=run_id, key=actor),
        workshop_id=workshop_id,
        form=form,
        refused=[(anchor, i18n.gettext(text)) for anchor, text in form.refused],
        titles=ROLE_TITLES,
    )


def _open_page(workshop: Workshop, form: OpenForm) -> str:
    return render_template(
        "workshops/open.html", workshop=workshop, form=form, titles=ROLE_TITLES, showing=SHOWING
    )


def _close_page(workshop: Workshop, form: Button) -> str:
    board = _board(workshop, access.signed_in())
    return render_template("workshops/close.html", workshop=workshop, board=board, form=form)


def _board(workshop: Workshop, key: WayIn) -> agreements.Board:
    return agreements.board(database(), run_id=workshop.run_id, key=key, workshop_id=workshop.id)
