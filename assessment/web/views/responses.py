"""What a company does with an offer: says what became of it, applies for a place, takes that back."""

from typing import cast
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assessment import clock
from assessment.services import runs
from assessment.services.checks import offer_page
from assessment.services.offering import feedback, offers
from assessment.services.places import applying
from assessment.web import browser_keys, i18n
from assessment.web.context import database
from assessment.web.forms import Button
from assessment.web.forms.responses import CONSENT, CONSENT_TEXT, ApplicationForm, OutcomeForm, WithdrawForm
from matching.feedback import Said

responses = Blueprint(
    "responses", __name__, url_prefix="/<language:lang>/check/<uuid:run_id>/offers/<offer_id>"
)
UNPROCESSABLE = 422
Page = Response | str | tuple[str, int]


@responses.post("/outcome")
def say(run_id: UUID, offer_id: str) -> Page:
    form = OutcomeForm()
    if not form.validate():
        return _back(run_id, offer_id, "unsaid")
    feedback.say(
        database(),
        run_id=run_id,
        key=browser_keys.key_for(run_id),
        offer=offer_id,
        outcome=cast("Said", form.outcome.data),
        reason=form.reason.data or None,
        now=clock.now(),
    )
    return _back(run_id, offer_id, "said")


@responses.post("/outcome/withdraw")
def take_back(run_id: UUID, offer_id: str) -> Page:
    if Button().validate():
        key = browser_keys.key_for(run_id)
        feedback.take_back(database(), run_id=run_id, key=key, offer=offer_id)
    return _back(run_id, offer_id, "taken_back")


@responses.get("/place")
def application(run_id: UUID, offer_id: str) -> Page:
    return _application(run_id, offer_id, ApplicationForm(formdata=None))


@responses.post("/place")
def apply(run_id: UUID, offer_id: str) -> Page:
    form = ApplicationForm()
    if not form.validate():
        return _application(run_id, offer_id, form, UNPROCESSABLE)
    applied = applying.apply(
        database(),
        run_id=run_id,
        key=browser_keys.key_for(run_id),
        offer=offer_id,
        name=form.name.data or "",
        contact=form.contact.data or "",
        consent_text=CONSENT_TEXT,
        now=clock.now(),
    )
    return _back(run_id, offer_id, "applied" if applied else "closed")


@responses.post("/place/withdraw")
def withdraw(run_id: UUID, offer_id: str) -> Page:
    form = WithdrawForm()
    if form.validate():
        key = browser_keys.key_for(run_id)
        applying.withdraw(database(), run_id=run_id, key=key, application_id=form.application_id)
    return _back(run_id, offer_id, "withdrawn")


def _application(run_id: UUID, offer_id: str, form: ApplicationForm, status: int = 200) -> Page:
    """The form; where there is nothing to apply for, the offer itself."""
    today = clock.day(clock.now())
    run = runs.opened(database(), run_id=run_id, key=browser_keys.key_for(run_id))
    offer = offers.shared(database(), offer_id=offer_id, today=today).offer
    found = offer_page.beside(database(), run, offer, today=today)
    standing = next((one for one in found.standings if one.stands == "open"), None)
    if standing is None:
        return _back(run_id, offer_id, "closed")
    page = render_template(
        "offers/place.html",
        run=run,
        offer=offer,
        standing=standing,
        form=form,
        points=CONSENT,
        refused=[(anchor, i18n.gettext(message)) for anchor, message in form.refused],
    )
    return page, status


def _back(run_id: UUID, offer_id: str, did: str) -> Response:
    anchor = "response" if did in {"said", "unsaid", "taken_back"} else "places"
    return redirect(url_for("offers.one", run_id=run_id, offer_id=offer_id, did=did, _anchor=anchor))
