"""When a provider is away, and how much it takes on at once: told by its own people."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assessment import clock
from assessment.services.referrals import absence as service
from assessment.services.referrals.absence import Home
from assessment.services.referrals.office import limits_of, office_of
from assessment.web import access, i18n
from assessment.web.context import database, settings
from assessment.web.forms import Button
from assessment.web.forms.absence import AbsenceForm, CapacityForm
from assessment.web.views.staff import staff

absence = Blueprint("absence", __name__, url_prefix=f"{staff.url_prefix}/absence")
UNPROCESSABLE = 422
Page = Response | str | tuple[str, int]


@absence.get("")
def page() -> str:
    return _page(_homes(), did=request.args.get("did"))


@absence.post("")
def say() -> Page:
    homes, actor = _homes(), access.signed_in()
    form = AbsenceForm(homes, clock.day(actor.now))
    if not form.validate():
        return _page(homes, form), UNPROCESSABLE
    service.say(
        database(),
        actor=actor,
        organisation_id=form.organisation_id,
        **form.days,
        office=office_of(settings()),
    )
    return _back("said")


@absence.post("/<uuid:absence_id>/back")
def back(absence_id: UUID) -> Page:
    if not Button().validate():
        return _page(_homes()), UNPROCESSABLE
    actor, office = access.signed_in(), office_of(settings())
    ended = service.back(database(), actor=actor, absence_id=absence_id, office=office)
    return _back("back" if ended else "gone")


@absence.post("/limit")
def limit() -> Page:
    homes = _homes()
    form = CapacityForm(homes)
    if not form.validate():
        return _page(homes, capacity=form), UNPROCESSABLE
    service.limit(
        database(), actor=access.signed_in(), organisation_id=form.organisation_id, most=form.number
    )
    return _back("limited")


def _homes() -> tuple[Home, ...]:
    return service.homes(database(), actor=access.signed_in())


def _page(
    homes: tuple[Home, ...],
    form: AbsenceForm | None = None,
    capacity: CapacityForm | None = None,
    *,
    did: str | None = None,
) -> str:
    today = clock.day(access.signed_in().now)
    found = [one for given in (form, capacity) if given for one in given.refused]
    return render_template(
        "referrals/absence.html",
        homes=homes,
        today=today,
        form=form or AbsenceForm(homes, today, formdata=None),
        capacity=capacity,
        button=Button(),
        limits=limits_of(settings()),
        refused=[(anchor, i18n.gettext(message)) for anchor, message in found],
        did=did,
    )


def _back(did: str) -> Response:
    return redirect(url_for("absence.page", did=did))
