"""Staff come and go: ask for a link, use it, accept an invitation, see the own account, leave.

A link that stands in a mail only shows a button. Mail scanners follow links, so only pressing it counts.
"""

from functools import partial

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse

from assessment import clock
from assessment.background import postman
from assessment.errors import TooManyAttempts
from assessment.services import people
from assessment.services import sign_in as service
from assessment.services.sign_in import own as ways
from assessment.web import access, i18n, staff_cookie
from assessment.web.coming_in import forget, network, provider, site, welcome
from assessment.web.context import database, operator, settings
from assessment.web.forms import Button
from assessment.web.forms.account import AcceptForm, SignInForm
from assessment.web.forms.staff import KINDS, ROLES
from assessment.web.public_links import public

account = Blueprint("account", __name__, url_prefix="/<language:lang>")
UNPROCESSABLE, TOO_MANY = 422, 429
SECRET_ADDRESS = {"Referrer-Policy": "no-referrer"}
Page = AnyResponse | str | tuple[str, int]


@account.get("/sign-in")
def sign_in() -> Page:
    """Who has taken the first step goes on with the second."""
    token = staff_cookie.token()
    if token and service.half_of(database(), token=token, now=clock.now()):
        return redirect(url_for("entrance.second"))
    return _sign_in(SignInForm())


@account.post("/sign-in")
def request_link() -> Page:
    """The same answer for every address."""
    form = SignInForm()
    if not form.validate():
        return _sign_in(form), UNPROCESSABLE
    try:
        service.request_link(
            database(),
            email=form.email.data or "",
            network=network(),
            language=i18n.language(),
            operator=operator().name,
            link=lambda token: public("account.open_link", token=token),
            now=clock.now(),
        )
    except TooManyAttempts as limit:
        return _sign_in(form, limit.minutes), TOO_MANY
    response = make_response(render_template("sign_in/sent.html", minutes=_minutes(), folder=_folder()))
    response.call_on_close(partial(postman.deliver, settings(), database()))
    return response


@account.get("/sign-in/<token>")
def open_link(token: str) -> Response:
    return _secret(render_template("sign_in/link.html", form=Button(), token=token))


@account.post("/sign-in/<token>")
def claim(token: str) -> Page:
    if not Button().validate():
        return _secret(render_template("sign_in/link.html", form=Button(), token=token), UNPROCESSABLE)
    begun = service.claim(
        database(), token=token, network=network(), replaces=staff_cookie.token(), now=clock.now()
    )
    return welcome(begun)


@account.get("/invitation/<token>")
def invitation(token: str) -> Response:
    return _invitation(token, AcceptForm())


@account.post("/invitation/<token>")
def accept(token: str) -> Page:
    found, form = people.invitation(database(), token=token, now=clock.now()), AcceptForm()
    if not (Button().validate() if found.known else form.validate()):
        return _invitation(token, form, UNPROCESSABLE)
    begun = people.accept_invitation(
        database(),
        token=token,
        name=form.name.data or "",
        language=i18n.language(),
        network=network(),
        replaces=staff_cookie.token(),
        now=clock.now(),
    )
    return welcome(begun)


@account.post("/sign-out")
def sign_out() -> Page:
    form, token = Button(), staff_cookie.token()
    if access.staff() and not form.validate():
        return shown(form), UNPROCESSABLE  # never a page that looks as if one had left
    if token:
        service.sign_out(database(), token=token, now=clock.now())
        forget()
    return redirect(url_for("account.sign_in"))


@account.get("/account")
def own() -> str:
    return shown(Button())


@account.post("/account/sign-out-everywhere")
def sign_out_everywhere() -> Page:
    form = Button()
    if not form.validate():
        return shown(form), UNPROCESSABLE
    service.sign_out_everywhere(database(), actor=access.signed_in())
    forget()
    return redirect(url_for("account.sign_in"))


def _sign_in(form: SignInForm, wait: int | None = None) -> str:
    return render_template(
        "sign_in/sign_in.html", form=form, wait=wait, site=site(), elsewhere=provider() is not None
    )


def shown(form: FlaskForm) -> str:
    """The own account; `form` is the one that was not taken, if any."""
    actor = access.signed_in()
    return render_template(
        "account/account.html",
        actor=actor,
        account=service.account(database(), actor=actor),
        ways=ways.ways_in(database(), actor=actor),
        did=request.args.get("did"),
        elsewhere=settings().oidc_name,
        form=form,
        roles=ROLES,
        day=clock.day,
    )


def _invitation(token: str, form: AcceptForm, status: int = 200) -> Response:
    found = people.invitation(database(), token=token, now=clock.now())
    words = {"roles": ROLES, "kinds": KINDS, "day": clock.day}
    words |= {"token": token, "elsewhere": provider() is not None}
    return _secret(render_template("account/invitation.html", invited=found, form=form, **words), status)


def _secret(page: str, status: int = 200) -> Response:
    """A page whose address is a secret: no link on it tells where one came from."""
    return make_response(page, status, SECRET_ADDRESS)


def _minutes() -> int:
    return int(service.LINK_LIFE.total_seconds() // 60)


def _folder() -> bool:
    """Whether mails stay in a folder, which is worth a word to whoever tries things out."""
    return settings().mail_server is None
