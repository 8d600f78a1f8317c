"""Checks kept in an account: put one in, by the mailbox or with one button; find, open and take them out.

As behind every link of a mail, opening the address shows a button, and only pressing it counts.
"""

from functools import partial
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from assessment import clock
from assessment.background import postman
from assessment.errors import TooManyAttempts
from assessment.services import kept_checks as service
from assessment.services import runs
from assessment.services.kept_checks import Keeper
from assessment.services.runs import OpenRun
from assessment.services.sign_in import LINK_LIFE
from assessment.web import access, browser_keys, i18n, pausing, staff_cookie
from assessment.web.coming_in import network, signing_key, welcome
from assessment.web.context import database, operator, settings
from assessment.web.forms import Button
from assessment.web.forms.kept_checks import STATES, KeepForm, OneOfThemForm
from assessment.web.public_links import public

kept_checks = Blueprint("kept_checks", __name__, url_prefix="/<language:lang>")
UNPROCESSABLE, TOO_MANY = 422, 429
SECRET_ADDRESS = {"Referrer-Policy": "no-referrer"}
Page = AnyResponse | str | tuple[str, int]


@kept_checks.post("/check/<uuid:run_id>/pause")
def request_link(run_id: UUID) -> Page:
    """The same answer for every address."""
    form = KeepForm()
    if not form.validate():
        return pausing.page(_opened(run_id), form), UNPROCESSABLE
    try:
        service.request_link(
            database(),
            run_id=run_id,
            key=browser_keys.key_for(run_id),
            email=form.email.data or "",
            network=network(),
            language=i18n.language(),
            operator=operator().name,
            secret=signing_key(),
            link=lambda token: public("kept_checks.open_link", token=token),
            now=clock.now(),
        )
    except TooManyAttempts as limit:
        return pausing.page(_opened(run_id), form, wait=limit.minutes), TOO_MANY
    minutes, folder = int(LINK_LIFE.total_seconds() // 60), settings().mail_server is None
    page = render_template("kept_checks/sent.html", run_id=run_id, minutes=minutes, folder=folder)
    response = make_response(page)
    response.call_on_close(partial(postman.deliver, settings(), database()))
    return response


@kept_checks.post("/check/<uuid:run_id>/keep")
def keep(run_id: UUID) -> Page:
    """For somebody who is signed in."""
    form = Button() if access.staff() else KeepForm()  # whose sign-in has ended may type an address instead
    if not form.validate():
        return pausing.page(_opened(run_id), form), UNPROCESSABLE
    keeper = Keeper(access.signed_in(), signing_key())
    service.keep(database(), run_id=run_id, key=browser_keys.key_for(run_id), keeper=keeper)
    return redirect(url_for("runs.pause", run_id=run_id, _anchor="keep"), 303)


@kept_checks.get("/keep/<token>")
def open_link(token: str) -> Response:
    return _link(token)


@kept_checks.post("/keep/<token>")
def claim(token: str) -> Page:
    if not Button().validate():
        return _link(token, UNPROCESSABLE)
    begun = service.claim(
        database(),
        token=token,
        network=network(),
        language=i18n.language(),
        secret=signing_key(),
        replaces=staff_cookie.token(),
        now=clock.now(),
    )
    return welcome(begun, "kept_checks.listed", did="kept")


@kept_checks.get("/account/checks")
def listed() -> str:
    return _listed(Button())


@kept_checks.post("/account/checks/open")
def take_up() -> Page:
    """From here on the browser holds the key, as if its link had been opened."""
    form = OneOfThemForm()
    if not form.validate():
        return _listed(form), UNPROCESSABLE
    keeper = Keeper(access.signed_in(), signing_key())
    begun = service.taken_up(database(), run_id=form.run_id, keeper=keeper)
    if begun is None:
        return redirect(url_for("kept_checks.listed", did="shut"), 303)
    browser_keys.remember(begun.run_id, begun.key)
    return redirect(url_for("runs.go_on", run_id=begun.run_id), 303)


@kept_checks.post("/account/checks/take-out")
def take_out() -> Page:
    form = OneOfThemForm()
    if not form.validate():
        return _listed(form), UNPROCESSABLE
    service.take_out(database(), actor=access.signed_in(), run_id=form.run_id)
    return redirect(url_for("kept_checks.listed", did="out"), 303)


def _opened(run_id: UUID) -> OpenRun:
    return runs.opened(database(), run_id=run_id, key=browser_keys.key_for(run_id))


def _link(token: str, status: int = 200) -> Response:
    """A page whose address is a secret: no link on it tells where one came from."""
    page = render_template("kept_checks/link.html", form=Button(), token=token)
    return make_response(page, status, SECRET_ADDRESS)


def _listed(form: Button | OneOfThemForm) -> str:
    actor = access.signed_in()
    return render_template(
        "kept_checks/listed.html",
        actor=actor,
        checks=service.listed(database(), actor=actor),
        states=STATES,
        form=form,
        day=clock.day,
        did=request.args.get("did"),
    )
