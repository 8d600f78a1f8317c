"""A company and its advisors: name one, see who reads what until when, take it back; or accept by link."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from assessment import clock
from assessment.errors import NoSuchOrganisation
from assessment.services.advising import mandates as service
from assessment.web import browser_keys, i18n, paging
from assessment.web.context import database
from assessment.web.forms import Button
from assessment.web.forms.mandates import MANDATE, MANDATE_TEXT, AcceptAdviceForm, GiveForm

mandates = Blueprint("mandates", __name__, url_prefix="/<language:lang>")
UNPROCESSABLE = 422
SECRET_ADDRESS = {"Referrer-Policy": "no-referrer"}
Page = AnyResponse | str | tuple[str, int]


@mandates.get("/check/<uuid:run_id>/advice")
def advice(run_id: UUID) -> str:
    return _page(run_id, GiveForm())


@mandates.post("/check/<uuid:run_id>/advice")
def give(run_id: UUID) -> Page:
    form = GiveForm()
    if not form.validate():
        return _page(run_id, form), UNPROCESSABLE
    try:
        service.give(
            database(),
            run_id=run_id,
            key=browser_keys.key_for(run_id),
            organisation_id=form.organisation_id,
            company_name=form.company_name.data or "",
            text_version=MANDATE_TEXT,
            now=clock.now(),
        )
    except NoSuchOrganisation:
        form.organisation.errors = [i18n.gettext("Dort berät zurzeit niemand. Bitte wählen Sie neu.")]
        return _page(run_id, form), UNPROCESSABLE
    return redirect(url_for("mandates.advice", run_id=run_id, did="given"))


@mandates.post("/check/<uuid:run_id>/advice/<uuid:mandate_id>/withdraw")
def withdraw(run_id: UUID, mandate_id: UUID) -> Page:
    if not Button().validate():
        return _page(run_id, GiveForm()), UNPROCESSABLE
    service.withdraw(
        database(),
        run_id=run_id,
        key=browser_keys.key_for(run_id),
        mandate_id=mandate_id,
        now=clock.now(),
    )
    return redirect(url_for("mandates.advice", run_id=run_id, did="withdrawn"))


@mandates.get("/mandate/<token>")
def offered(token: str) -> Response:
    return _offer(token, AcceptAdviceForm())


@mandates.post("/mandate/<token>")
def accept(token: str) -> Page:
    form = AcceptAdviceForm()
    if not form.validate():
        return _offer(token, form, UNPROCESSABLE)
    service.accept(
        database(),
        token=token,
        run_id=form.run_id,
        key=browser_keys.key_for(form.run_id),
        company_name=form.company_name.data or "",
        text_version=MANDATE_TEXT,
        now=clock.now(),
    )
    return redirect(url_for("mandates.advice", run_id=form.run_id, did="given"), 303)


def _page(run_id: UUID, form: GiveForm) -> str:
    now, key = clock.now(), browser_keys.key_for(run_id)
    found = service.advice(database(), run_id=run_id, key=key, now=now, name=paging.name())
    return render_template(
        "advice/mandates.html",
        advice=found,
        form=form,
        refused=_told(form),
        button=Button(),
        points=MANDATE,
        until=clock.day(now + service.MANDATE_LIFE),
        day=clock.day,
        did=request.args.get("did") if not form.errors else None,
    )


def _told(form: GiveForm | AcceptAdviceForm) -> list[tuple[str, str]]:
    return [(anchor, i18n.gettext(text)) for anchor, text in form.refused]


def _offer(token: str, form: AcceptAdviceForm, status: int = 200) -> Response:
    """Its address is a secret, so no link on it tells where one came from."""
    now = clock.now()
    offer = service.offered(database(), token=token, now=now)
    choices = service.choices(database(), held=browser_keys.held())
    if form.run.data is None and len(choices) == 1:
        form.run.data = str(choices[0].run_id)
    page = render_template(
        "advice/mandate_offered.html",
        offer=offer,
        choices=choices,
        form=form,
        refused=_told(form),
        points=MANDATE,
        until=clock.day(now + service.MANDATE_LIFE),
        day=clock.day,
    )
    return make_response(page, status, SECRET_ADDRESS)
