"""Ways in beside the link by mail: a password, a passkey, an account elsewhere; and the second step.

Somebody who comes back from another house meets a page with a button, as behind the link of a mail: opening
an address never signs anybody in.
"""

from hmac import compare_digest

from flask import (
    Blueprint,
    Response,
    abort,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse

from assessment import clock
from assessment.errors import OtherAccountRefused, TooManyAttempts, WrongProof
from assessment.services import sign_in as service
from assessment.services.sign_in import other_accounts, own, passkeys, passwords, second_step
from assessment.web import i18n, staff_cookie
from assessment.web.coming_in import letterhead, network, provider, signing_key, site, welcome
from assessment.web.context import database, settings
from assessment.web.errors import note
from assessment.web.forms import Button
from assessment.web.forms.account import SignInForm
from assessment.web.forms.sign_in import CodeForm, CredentialForm, LeaveForm, PasswordSignInForm, ReturnForm

entrance = Blueprint("entrance", __name__)
UNPROCESSABLE, TOO_MANY = 422, 429
SECRET_ADDRESS = {"Referrer-Policy": "no-referrer"}
Page = AnyResponse | str | tuple[str, int]


@entrance.get("/<language:lang>/sign-in/password")
def password() -> str:
    return render_template("sign_in/password.html", form=PasswordSignInForm())


@entrance.post("/<language:lang>/sign-in/password")
def with_password() -> Page:
    """The same answer for a wrong password and for an address without one."""
    form = PasswordSignInForm()
    if not form.validate():
        return render_template("sign_in/password.html", form=form), UNPROCESSABLE
    try:
        begun = passwords.sign_in(
            database(),
            email=form.email.data or "",
            password=form.password.data or "",
            network=network(),
            replaces=staff_cookie.token(),
            now=clock.now(),
        )
    except WrongProof:
        note("wrong password")
        return render_template("sign_in/password.html", form=form, wrong=True), UNPROCESSABLE
    except TooManyAttempts as limit:
        note("too many passwords")
        return render_template("sign_in/password.html", form=form, wait=limit.minutes), TOO_MANY
    return welcome(begun)


@entrance.post("/<language:lang>/sign-in/passkey/options")
def passkey_options() -> Page:
    if not Button().validate():
        return "{}", UNPROCESSABLE
    options = passkeys.options_to_sign_in(database(), site=site(), network=network(), now=clock.now())
    return Response(options, mimetype="application/json")


@entrance.post("/<language:lang>/sign-in/passkey")
def with_passkey() -> Page:
    form = CredentialForm()
    if not form.validate():
        return _sign_in(form, unknown_passkey=True)
    try:
        begun = passkeys.sign_in(
            database(),
            credential=form.credential.data or "",
            site=site(),
            network=network(),
            replaces=staff_cookie.token(),
            now=clock.now(),
        )
    except WrongProof:
        note("wrong passkey")
        return _sign_in(form, unknown_passkey=True)
    return welcome(begun)


@entrance.get("/<language:lang>/sign-in/second")
def second() -> Page:
    return _second(CodeForm()) or redirect(url_for("account.sign_in"))


@entrance.post("/<language:lang>/sign-in/second")
def with_code() -> Page:
    form = CodeForm()
    if not form.validate():
        return _second(form, UNPROCESSABLE) or redirect(url_for("account.sign_in"))
    try:
        begun = second_step.by_code(
            database(),
            token=staff_cookie.token() or "",
            code=form.code.data or "",
            network=network(),
            key=signing_key(),
            letterhead=letterhead(),
            now=clock.now(),
        )
    except WrongProof:
        note("wrong code")
        return _second(form, UNPROCESSABLE, wrong=True) or redirect(url_for("account.sign_in"))
    return welcome(begun)


@entrance.post("/<language:lang>/sign-in/elsewhere/leave")
def leave() -> Page:
    """Shows the way out and goes it at once; a redirect from a form would need a wider content policy."""
    form, house = LeaveForm(), provider()
    if not form.validate():
        return _sign_in(form)
    if house is None:
        abort(404)
    address, state = other_accounts.leave(
        database(), house, invitation=form.invitation.data or None, network=network(), now=clock.now()
    )
    session["elsewhere"] = {"state": state, "language": i18n.language()}
    page = render_template("sign_in/leave.html", address=address, name=settings().oidc_name)
    return make_response(page, 200, SECRET_ADDRESS | {"Refresh": f"0; url={address}"})


@entrance.get("/sign-in/elsewhere")
def back() -> Response:
    """Where the other house sends people; its own address has no language."""
    g.language = session.get("elsewhere", {}).get("language") or i18n.language()
    form = ReturnForm(request.args)
    refused = not (form.code.data and form.state.data)
    page = render_template("sign_in/back.html", form=form, name=settings().oidc_name, refused=refused)
    return make_response(page, 200, SECRET_ADDRESS)


@entrance.post("/<language:lang>/sign-in/elsewhere")
def arrive() -> Page:
    form, house = ReturnForm(), provider()
    if not form.validate():
        return render_template(
            "sign_in/back.html", form=form, name=settings().oidc_name, refused=True
        ), UNPROCESSABLE
    if house is None:
        abort(404)
    expected = session.pop("elsewhere", {}).get("state", "")
    if not compare_digest(expected.encode(), (form.state.data or "").encode()):
        raise OtherAccountRefused("state")
    begun = other_accounts.arrive(
        database(),
        house,
        state=expected,
        code=form.code.data or "",
        language=i18n.language(),
        network=network(),
        replaces=staff_cookie.token(),
        letterhead=letterhead(),
        now=clock.now(),
    )
    return welcome(begun)


def _second(form: CodeForm, status: int = 200, *, wrong: bool = False) -> tuple[str, int] | None:
    token = staff_cookie.token()
    person = service.half_of(database(), token=token, now=clock.now()) if token else None
    if person is None:
        return None
    codes, keys = own.second_proofs(database(), person_id=person.id)
    words = {"codes": codes, "passkeys": keys, "wrong": wrong, "site": site()}
    return render_template("sign_in/second.html", form=form, email=person.email, **words), status


def _sign_in(refused: FlaskForm, *, unknown_passkey: bool = False) -> tuple[str, int]:
    form = SignInForm(formdata=None)
    form.csrf_token.errors = refused.csrf_token.errors
    words = {"site": site(), "elsewhere": provider() is not None, "unknown_passkey": unknown_passkey}
    return render_template("sign_in/sign_in.html", form=form, **words), UNPROCESSABLE
