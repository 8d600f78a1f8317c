"""What a provider sees and does: by the link of a mail, without an account, or signed in for its house.

Reading the link marks nothing, since mail scanners read links, too: a button opens it. Its address is a
secret, so no link on the page tells where one came from.
"""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from assessment import clock
from assessment.services.referrals import answering
from assessment.services.referrals.answering import Received
from assessment.services.referrals.office import limits_of, office_of
from assessment.services.referrals.timelines import Viewer
from assessment.web import access, i18n, referral_words
from assessment.web.context import database, settings
from assessment.web.delivering import delivered
from assessment.web.forms.referrals import AnswerForm
from assessment.web.views.referrals import words_for

handovers = Blueprint("handovers", __name__, url_prefix="/<language:lang>/referral")
received = Blueprint("received", __name__, url_prefix="/<language:lang>/work")
UNPROCESSABLE = 422
SECRET_ADDRESS = {"Referrer-Policy": "no-referrer"}
Page = AnyResponse | str | tuple[str, int]


@handovers.get("/<token>")
def by_link(token: str) -> Response:
    return _by_link(token, AnswerForm(formdata=None), did=request.args.get("did"))


@handovers.post("/<token>")
def act_by_link(token: str) -> Page:
    form = AnswerForm()
    if not form.validate():
        return _by_link(token, form, UNPROCESSABLE)
    answering.act_by_link(database(), token=token, **form.told, office=office_of(settings()), now=clock.now())
    return delivered(redirect(url_for("handovers.by_link", token=token, did=form.step.data), 303))


@received.get("/handovers")
def listed() -> str:
    """All that was sent to the houses of whoever is signed in."""
    found = answering.list_of(database(), actor=access.signed_in(), limits=limits_of(settings()))
    return render_template("referrals/handovers.html", handovers=found, **_words())


@received.get("/handovers/<uuid:referral_id>")
def one(referral_id: UUID) -> str:
    return _one(referral_id, AnswerForm(formdata=None), did=request.args.get("did"))


@received.post("/handovers/<uuid:referral_id>")
def act(referral_id: UUID) -> Page:
    actor, form = access.signed_in(), AnswerForm()
    if not form.validate():
        return _one(referral_id, form), UNPROCESSABLE
    answering.act(database(), actor=actor, referral_id=referral_id, **form.told, office=office_of(settings()))
    return delivered(redirect(url_for("received.one", referral_id=referral_id, did=form.step.data), 303))


def _by_link(token: str, form: AnswerForm, status: int = 200, *, did: str | None = None) -> Response:
    found = answering.by_link(database(), token=token, limits=limits_of(settings()), now=clock.now())
    return make_response(_page(found, form, did=did), status, SECRET_ADDRESS)


def _one(referral_id: UUID, form: AnswerForm, *, did: str | None = None) -> str:
    actor, limits = access.signed_in(), limits_of(settings())
    found = answering.one(database(), actor=actor, referral_id=referral_id, limits=limits)
    return _page(found, form, did=did, at_desk=True)


def _page(found: Received, form: AnswerForm, *, did: str | None, at_desk: bool = False) -> str:
    refused = [i18n.gettext(str(error)) for field in (form.reason, form.words) for error in field.errors]
    return render_template(
        "referrals/handover.html",
        handover=found,
        form=form,
        did=did,
        refused=refused,
        at_desk=at_desk,
        **_words(),
    )


def _words() -> dict[str, object]:
    return words_for(Viewer.PROVIDER) | {"declining": referral_words.REASONS}
