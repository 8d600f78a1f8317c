"""Where a member begins a check by the link that its chamber's system had made: once."""

from flask import Blueprint, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assessment import clock
from assessment.errors import NoSuchLink
from assessment.services import runs
from assessment.services.interfaces import starting as service
from assessment.web import browser_keys, i18n
from assessment.web.context import database
from assessment.web.forms import Button

starting = Blueprint("starting", __name__, url_prefix="/<language:lang>/start")
NOT_FOUND, UNPROCESSABLE = 404, 422
SECRET_ADDRESS = {"Referrer-Policy": "no-referrer"}


@starting.get("/<token>")
def offered(token: str) -> Response:
    return _page(token, Button())


@starting.post("/<token>")
def begin(token: str) -> Response:
    form = Button()
    if not form.validate():
        return _page(token, form, UNPROCESSABLE)
    try:
        begun = service.begin(database(), token=token, language=i18n.language(), now=clock.now())
    except NoSuchLink:
        return _gone()
    browser_keys.remember(begun.run_id, begun.key)
    return redirect(url_for("runs.go_on", run_id=begun.run_id))


def _page(token: str, form: Button, status: int = 200) -> Response:
    """Its address is a secret, so no link on it tells where one came from."""
    try:
        link = service.look(database(), token=token, now=clock.now())
    except NoSuchLink:
        return _gone()
    check = next((one for one in runs.checks() if one.id == link.length), runs.checks()[0])
    page = render_template("interfaces/start.html", link=link, check=check, form=form, day=clock.day)
    return make_response(page, status, SECRET_ADDRESS)


def _gone() -> Response:
    return make_response(render_template("interfaces/start_gone.html"), NOT_FOUND, SECRET_ADDRESS)
