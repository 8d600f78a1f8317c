"""Where referrals go: the operator tells the function mailbox of a house, or of one offer."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assessment.services.referrals import addresses
from assessment.web import access, i18n
from assessment.web.context import database
from assessment.web.forms.referrals import MailboxForm

mailboxes = Blueprint("mailboxes", __name__, url_prefix="/<language:lang>/work")
UNPROCESSABLE = 422
Page = Response | str | tuple[str, int]


@mailboxes.get("/mailboxes")
def listed() -> str:
    return _list(MailboxForm(formdata=None), did=request.args.get("did"))


@mailboxes.post("/mailboxes")
def say() -> Page:
    form = MailboxForm()
    if not form.validate():
        return _list(form), UNPROCESSABLE
    addresses.say(database(), actor=access.signed_in(), **form.told)
    did = "said" if form.mail.data else "removed"
    return redirect(url_for("mailboxes.listed", did=did, _anchor=f"{form.of.data}-{form.name.data}"))


def _list(form: MailboxForm, *, did: str | None = None) -> str:
    houses = addresses.board(database(), actor=access.signed_in())
    return render_template(
        "referrals/mailboxes.html",
        houses=houses,
        form=form,
        did=did,
        wrong=[i18n.gettext(str(error)) for error in form.mail.errors],
    )
