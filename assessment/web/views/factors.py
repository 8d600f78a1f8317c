"""The ways into the own account: a password, an app with codes, passkeys, recovery codes, another account.

Each change asks that somebody has shown lately who they are; `views.confirming` is where they do so again.
"""

from functools import partial
from io import BytesIO

import segno
from flask import Blueprint, Response, abort, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from assessment.background import postman
from assessment.errors import GuessablePassword, WrongProof
from assessment.services.sign_in import (
    one_time_codes,
    other_accounts,
    passkeys,
    passwords,
    recovery_codes,
)
from assessment.web import access, i18n
from assessment.web.coming_in import letterhead, signing_key, site
from assessment.web.context import database, settings
from assessment.web.forms import Button
from assessment.web.forms.sign_in import (
    CodeForm,
    NewPasskeyForm,
    NewPasswordForm,
    RemoveOneForm,
)
from assessment.web.views.account import shown

factors = Blueprint("factors", __name__, url_prefix="/<language:lang>/account")
UNPROCESSABLE = 422
PRODUCT = "Wandelkompass"
Page = AnyResponse | str | tuple[str, int]


# --- password ------------------------------------------------------------------------------------


@factors.get("/password")
def password() -> str:
    return render_template("account/password.html", form=NewPasswordForm(), actor=access.signed_in())


@factors.post("/password")
def set_password() -> Page:
    form, actor = NewPasswordForm(), access.signed_in()
    valid = form.validate()
    if valid:
        try:
            passwords.put(database(), actor=actor, password=form.password.data or "", letterhead=letterhead())
            return _done("password_set")
        except GuessablePassword as refused:
            form.refuse(refused.reason)
    return render_template("account/password.html", form=form, actor=actor), UNPROCESSABLE


@factors.post("/password/remove")
def remove_password() -> Page:
    if not Button().validate():
        return shown(Button()), UNPROCESSABLE
    passwords.remove(database(), actor=access.signed_in(), letterhead=letterhead())
    return _done("password_removed")


# --- codes from an app ---------------------------------------------------------------------------


@factors.post("/app")
def propose_app() -> Page:
    if not Button().validate():
        return shown(Button()), UNPROCESSABLE
    proposed = one_time_codes.propose(database(), actor=access.signed_in(), key=signing_key())
    return redirect(url_for("factors.app" if proposed else "account.own"), 303)


@factors.get("/app")
def app() -> Page:
    return _app(CodeForm())


@factors.get("/app/picture.svg")
def app_picture() -> Response:
    """What a phone scans; it holds the secret, so nothing keeps it."""
    found = _proposal()
    if found is None:
        abort(404)
    picture = BytesIO()
    segno.make(found.address, error="m").save(picture, kind="svg", border=2, scale=4, xmldecl=False)
    return Response(picture.getvalue(), mimetype="image/svg+xml")


@factors.post("/app/confirm")
def confirm_app() -> Page:
    form, actor = CodeForm(), access.signed_in()
    if not form.validate():
        return _app(form, UNPROCESSABLE)
    try:
        one_time_codes.confirm(
            database(), actor=actor, code=form.code.data or "", key=signing_key(), letterhead=letterhead()
        )
    except WrongProof:
        return _app(form, UNPROCESSABLE, wrong=True)
    return _done("codes_on")


@factors.post("/app/remove")
def remove_app() -> Page:
    if not Button().validate():
        return shown(Button()), UNPROCESSABLE
    one_time_codes.remove(database(), actor=access.signed_in(), letterhead=letterhead())
    return _done("codes_off")


# --- passkeys ------------------------------------------------------------------------------------


@factors.get("/passkeys/new")
def new_passkey() -> str:
    return render_template("account/passkey.html", form=NewPasskeyForm(), site=site())


@factors.post("/passkeys/options")
def passkey_options() -> Page:
    if not Button().validate():
        return "{}", UNPROCESSABLE
    options = passkeys.options_to_register(database(), actor=access.signed_in(), site=site())
    return Response(options, mimetype="application/json")


@factors.post("/passkeys")
def add_passkey() -> Page:
    form = NewPasskeyForm()
    if not form.validate():
        return render_template("account/passkey.html", form=form, site=site(), failed=True), UNPROCESSABLE
    try:
        passkeys.register(
            database(),
            actor=access.signed_in(),
            site=site(),
            name=form.name.data or i18n.gettext("Passkey"),
            credential=form.credential.data or "",
            letterhead=letterhead(),
        )
    except WrongProof:
        return render_template("account/passkey.html", form=form, site=site(), failed=True), UNPROCESSABLE
    return _done("passkey_added")


@factors.post("/passkeys/remove")
def remove_passkey() -> Page:
    form = RemoveOneForm()
    if not form.validate():
        return shown(form), UNPROCESSABLE
    passkeys.remove(database(), actor=access.signed_in(), passkey_id=form.id_of_one, letterhead=letterhead())
    return _done("passkey_removed")


# --- the rest ------------------------------------------------------------------------------------


@factors.post("/recovery-codes")
def make_recovery_codes() -> Page:
    """Shown in this answer, and never again."""
    if not Button().validate():
        return shown(Button()), UNPROCESSABLE
    codes = recovery_codes.make(database(), actor=access.signed_in(), letterhead=letterhead())
    if not codes:
        return redirect(url_for("account.own"), 303)
    return _delivering(make_response(render_template("account/recovery.html", codes=codes)))


@factors.post("/other-account/remove")
def remove_other_account() -> Page:
    form = RemoveOneForm()
    if not form.validate():
        return shown(form), UNPROCESSABLE
    other_accounts.remove(
        database(), actor=access.signed_in(), account_id=form.id_of_one, letterhead=letterhead()
    )
    return _done("other_account_removed")


def _app(form: CodeForm, status: int = 200, *, wrong: bool = False) -> Page:
    found = _proposal()
    if found is None:
        return redirect(url_for("account.own"))
    return render_template("account/app.html", form=form, proposal=found, wrong=wrong), status


def _proposal() -> one_time_codes.Proposal | None:
    return one_time_codes.proposal(database(), actor=access.signed_in(), key=signing_key(), issuer=PRODUCT)


def _done(what: str) -> AnyResponse:
    """Back to the account, which says what has been done; the mail about it leaves after the answer."""
    return _delivering(redirect(url_for("account.own", did=what), 303))


def _delivering(response: AnyResponse) -> AnyResponse:
    response.call_on_close(partial(postman.deliver, settings(), database()))
    return response
