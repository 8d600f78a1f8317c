"""Somebody who is signed in shows once more who they are, before anything about signing in is changed."""

from functools import partial

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from assessment import clock
from assessment.background import postman
from assessment.errors import WrongProof
from assessment.services import sign_in as service
from assessment.services.sign_in import own, passkeys, second_step
from assessment.web import access, i18n
from assessment.web.coming_in import letterhead, network, signing_key, site, welcome_back
from assessment.web.context import database, operator, settings
from assessment.web.errors import note
from assessment.web.forms import Button
from assessment.web.forms.sign_in import CodeForm, CredentialForm, PasswordForm
from assessment.web.public_links import public

confirmation = Blueprint("confirmation", __name__, url_prefix="/<language:lang>/account/confirm")
UNPROCESSABLE = 422
AFTERWARDS = {"factors.password", "factors.new_passkey", "privacy.confirm_erasing"}
"""Where somebody may be led on to who has just shown who they are; from anywhere else to the account."""
Page = AnyResponse | str | tuple[str, int]


@confirmation.get("")
def page() -> str:
    return _confirm()


@confirmation.post("")
def with_proof() -> Page:
    """By a code from the app or for recovery; by the password where there is nothing stronger."""
    actor = access.signed_in()
    if "password" in request.form:
        password = PasswordForm()
        if not password.validate():
            return _confirm(password=password), UNPROCESSABLE
        proven = partial(second_step.confirm_by_password, password=password.password.data or "")
    else:
        code = CodeForm()
        if not code.validate():
            return _confirm(code=code), UNPROCESSABLE
        proven = partial(
            second_step.confirm_by_code,
            code=code.code.data or "",
            key=signing_key(),
            letterhead=letterhead(),
        )
    try:
        begun = proven(database(), actor=actor, network=network())
    except WrongProof:
        note("wrong proof")
        return _confirm(wrong=True), UNPROCESSABLE
    return welcome_back(begun, _afterwards())


@confirmation.post("/options")
def options() -> Page:
    if not Button().validate():
        return "{}", UNPROCESSABLE
    asked = passkeys.options_to_confirm(database(), actor=access.signed_in(), site=site())
    return Response(asked, mimetype="application/json")


@confirmation.post("/passkey")
def with_passkey() -> Page:
    form = CredentialForm()
    if not form.validate():
        return _confirm(wrong=True, code=CodeForm(formdata=None)), UNPROCESSABLE
    try:
        begun = passkeys.confirm(
            database(),
            actor=access.signed_in(),
            credential=form.credential.data or "",
            site=site(),
            network=network(),
        )
    except WrongProof:
        note("wrong proof")
        return _confirm(wrong=True), UNPROCESSABLE
    return welcome_back(begun, _afterwards())


@confirmation.post("/link")
def by_link() -> Page:
    """A link to the own mailbox: who uses it in this browser has shown who they are."""
    if not Button().validate():
        return _confirm(), UNPROCESSABLE
    service.request_link(
        database(),
        email=access.signed_in().email,
        network=network(),
        language=i18n.language(),
        operator=operator().name,
        link=lambda token: public("account.open_link", token=token),
        now=clock.now(),
    )
    minutes, folder = int(service.LINK_LIFE.total_seconds() // 60), settings().mail_server is None
    response = make_response(render_template("sign_in/sent.html", minutes=minutes, folder=folder))
    response.call_on_close(partial(postman.deliver, settings(), database()))
    return response


def _confirm(
    *, code: CodeForm | None = None, password: PasswordForm | None = None, wrong: bool = False
) -> str:
    actor = access.signed_in()
    ways = own.ways_in(database(), actor=actor)
    return render_template(
        "account/confirm.html",
        actor=actor,
        ways=ways,
        code=code or CodeForm(formdata=None),
        password=password or PasswordForm(formdata=None),
        wrong=wrong,
        then=_afterwards(),
        site=site(),
    )


def _afterwards() -> str:
    then = request.values.get("then", "")
    return then if then in AFTERWARDS else "account.own"
