"""What a member of a chamber opens: the start page by a link, and the card that other websites may frame."""

from flask import Blueprint, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assessment import clock
from assessment.services import runs
from assessment.services.campaigns import invitations as service
from assessment.services.campaigns.invitations import Invitation
from assessment.web import browser_keys, i18n
from assessment.web.coming_in import origin
from assessment.web.context import database
from assessment.web.forms.campaigns import InvitedForm
from assessment.web.headers import POLICY

invited = Blueprint("invited", __name__)
NOT_FOUND, UNPROCESSABLE = 404, 422
Page = Response | str | tuple[str, int]

ANYWHERE = {
    "Content-Security-Policy": POLICY.replace("frame-ancestors 'none'", "frame-ancestors *"),
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""The card is the only page that may stand in a frame: it sets no cookie, and its only link leaves it."""


@invited.get("/k/<code>")
def short(code: str) -> Response:
    """The link as it is printed, in the language that the browser asks for."""
    response = redirect(url_for("invited.opened", code=code))
    response.vary.add("Accept-Language")
    return response


@invited.get("/<language:lang>/k/<code>")
def opened(code: str) -> Page:
    found = _found(code)
    return _page(code, found, InvitedForm(runs.checks())), 200 if found else NOT_FOUND


@invited.post("/<language:lang>/k/<code>")
def begin(code: str) -> Page:
    form = InvitedForm(runs.checks())
    if not form.validate():
        return _page(code, _found(code), form), UNPROCESSABLE
    begun = service.begin(
        database(),
        code=code,
        check=form.check.data,
        language=i18n.language(),
        now=clock.now(),
        held=tuple(browser_keys.held()),
        another_company=bool(form.another_company.data),
        origin=origin(),
    )
    browser_keys.remember(begun.run_id, begun.key)
    return redirect(url_for("runs.go_on", run_id=begun.run_id))


@invited.get("/<language:lang>/k/<code>/card")
def card(code: str) -> Response:
    """A few lines and one link for somebody else's website. It asks for no cookie and knows nobody."""
    found = service.opened(database(), code=code, now=clock.now())
    page = render_template("campaigns/card.html", invitation=found, code=code, check=runs.checks()[0])
    return make_response(page, 200 if found else NOT_FOUND, ANYWHERE)


def _found(code: str) -> Invitation | None:
    return service.opened(database(), code=code, now=clock.now(), held=tuple(browser_keys.held()))


def _page(code: str, found: Invitation | None, form: InvitedForm) -> str:
    return render_template("campaigns/invited.html", invitation=found, code=code, form=form)
