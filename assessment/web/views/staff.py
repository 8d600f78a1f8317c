"""The desk of staff: what each role works with, and organisations with their people."""

from functools import partial
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assessment import clock
from assessment.background import postman
from assessment.services import catalogue_houses, people
from assessment.services.advising import mandates, portfolio
from assessment.services.policy import Action, Kind, Role
from assessment.web import access, i18n, paging
from assessment.web.context import database, operator, settings
from assessment.web.forms import Button
from assessment.web.forms.staff import (
    KINDS,
    PARTS,
    ROLES,
    FoundForm,
    HouseForm,
    InviteForm,
    OfferForm,
    RemoveForm,
)
from assessment.web.public_links import public

staff = Blueprint("staff", __name__, url_prefix="/<language:lang>/work")
UNPROCESSABLE = 422
Page = Response | str | tuple[str, int]


@staff.get("")
def work() -> str:
    return _desk(Button())


@staff.post("/advice")
def offer_advice() -> Page:
    """A link for one company. It is shown now and never again."""
    form, actor = OfferForm(), access.signed_in()
    if not form.validate():
        return _desk(form), UNPROCESSABLE
    token = mandates.offer(database(), actor=actor, organisation_id=form.organisation_id)
    link = public("mandates.offered", token=token)
    return render_template("advice/link.html", link=link, days=mandates.OFFER_LIFE.days)


@staff.get("/organisations/new")
def new_organisation() -> str:
    return render_template("staff/organisation_new.html", form=FoundForm(), kinds=KINDS)


@staff.post("/organisations/new")
def found() -> Page:
    form, actor = FoundForm(), access.signed_in()
    if not form.validate():
        return render_template("staff/organisation_new.html", form=form, kinds=KINDS), UNPROCESSABLE
    made = people.found(database(), actor=actor, name=form.name.data or "", kind=Kind(form.kind.data))
    return redirect(url_for("staff.organisation", organisation_id=made.id))


@staff.get("/organisations/<uuid:organisation_id>")
def organisation(organisation_id: UUID) -> str:
    return _house(organisation_id)


@staff.post("/organisations/<uuid:organisation_id>/invite")
def invite(organisation_id: UUID) -> Page:
    form = InviteForm()
    if not form.validate():
        return _house(organisation_id, form), UNPROCESSABLE
    people.invite(
        database(),
        actor=access.signed_in(),
        organisation_id=organisation_id,
        role=Role(form.role.data),
        email=form.email.data or "",
        role_words=i18n.gettext(ROLES[Role(form.role.data)]),
        language=i18n.language(),
        operator=operator().name,
        link=lambda token: public("account.invitation", token=token),
    )
    response = make_response(_back(organisation_id, "invited"))
    response.call_on_close(partial(postman.deliver, settings(), database()))
    return response


@staff.post("/organisations/<uuid:organisation_id>/invitations/<uuid:link_id>/withdraw")
def withdraw_invitation(organisation_id: UUID, link_id: UUID) -> Page:
    if not Button().validate():
        return _house(organisation_id), UNPROCESSABLE
    ended = people.withdraw_invitation(
        database(), actor=access.signed_in(), organisation_id=organisation_id, link_id=link_id
    )
    return _back(organisation_id, "withdrawn" if ended else "gone")


@staff.post("/organisations/<uuid:organisation_id>/remove")
def remove(organisation_id: UUID) -> Page:
    form, actor = RemoveForm(), access.signed_in()
    if not form.validate():
        return _house(organisation_id), UNPROCESSABLE
    removed = people.remove(
        database(),
        actor=actor,
        organisation_id=organisation_id,
        person_id=form.person_id,
        role=Role(form.role.data),
    )
    if form.person_id == actor.person_id:
        return redirect(url_for("staff.work"))
    return _back(organisation_id, "removed" if removed else "gone")


@staff.post("/organisations/<uuid:organisation_id>/house")
def say_house(organisation_id: UUID) -> Page:
    """Which house of districts and offers this organisation is."""
    form = HouseForm()
    if not form.validate():
        return _house(organisation_id), UNPROCESSABLE
    said = catalogue_houses.say(
        database(),
        actor=access.signed_in(),
        organisation_id=organisation_id,
        catalogue_id=form.house.data or None,
    )
    return _back(organisation_id, "house_said" if said else "house_taken")


def _desk(form: Button | OfferForm) -> str:
    """What this person works with. Each part is there for those whom the policy lets see it."""
    actor = access.signed_in()
    advises, runs_all = access.may(Action.SEE_PORTFOLIO), access.may(Action.SEE_ORGANISATIONS)
    return render_template(
        "staff/work.html",
        actor=actor,
        form=form,
        roles=ROLES,
        kinds=KINDS,
        day=clock.day,
        portfolio=portfolio.of_advisor(database(), actor=actor) if advises else None,
        chamber=access.may(Action.RUN_CAMPAIGNS),
        provider=access.may(Action.ACT_FOR_PROVIDER),
        organisations=people.organisations(database(), actor=actor, name=paging.name()) if runs_all else None,
        advising=[one for one in actor.seats if access.may(Action.OFFER_ADVICE, one.organisation_id)],
        own=[one for one in actor.seats if access.may(Action.SEE_ORGANISATION, one.organisation_id)],
    )


def _house(organisation_id: UUID, form: InviteForm | None = None) -> str:
    actor = access.signed_in()
    house = people.house(database(), actor=actor, organisation_id=organisation_id)
    says_house = access.may(Action.SAY_HOUSE)
    return render_template(
        "staff/organisation.html",
        actor=actor,
        house=house,
        known=catalogue_houses.known(),
        choices=catalogue_houses.choices(database(), actor=actor, organisation_id=organisation_id)
        if says_house
        else None,
        parts=PARTS,
        form=form or InviteForm(house.roles),
        button=Button(),
        roles=ROLES,
        kinds=KINDS,
        day=clock.day,
        did=request.args.get("did") if form is None else None,
        folder=settings().mail_server is None,
    )


def _back(organisation_id: UUID, did: str) -> Response:
    return redirect(url_for("staff.organisation", organisation_id=organisation_id, did=did))
