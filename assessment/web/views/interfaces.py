"""Interfaces of an organisation: tokens for its systems, addresses that are told what happens, the manual."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from assessment import clock
from assessment.services.interfaces import delivering, tokens, webhooks
from assessment.services.interfaces.calling import Unreached
from assessment.services.policy import Scope
from assessment.web import access, i18n, interface_words, paging
from assessment.web.coming_in import signing_key
from assessment.web.context import database, settings
from assessment.web.forms import Button
from assessment.web.forms.interfaces import TokenForm, WebhookForm

interfaces = Blueprint("interfaces", __name__, url_prefix="/<language:lang>/work")
UNPROCESSABLE = 422
Page = Response | str | tuple[str, int]


@interfaces.get("/interfaces")
def houses() -> Page:
    """Which organisation it is about; whoever looks after one only is there at once."""
    found = tokens.houses(database(), actor=access.signed_in(), name=paging.name())
    if len(found.houses) == 1 and not found.name:
        return redirect(url_for("interfaces.board", organisation_id=found.houses[0].id))
    return render_template("interfaces/houses.html", found=found)


@interfaces.get("/interfaces/<uuid:organisation_id>")
def board(organisation_id: UUID) -> str:
    return _board(organisation_id)


@interfaces.post("/interfaces/<uuid:organisation_id>/tokens")
def make(organisation_id: UUID) -> Page:
    """The token is shown now and never again."""
    form = TokenForm()
    if not form.validate():
        return _board(organisation_id, token_form=form), UNPROCESSABLE
    token = tokens.make(
        database(),
        actor=access.signed_in(),
        organisation_id=organisation_id,
        name=form.name.data or "",
        scopes=[Scope(name) for name in form.scopes.data or ()],
        days=int(form.days.data),
    )
    return render_template("interfaces/made.html", token=token, organisation_id=organisation_id)


@interfaces.post("/interfaces/<uuid:organisation_id>/tokens/<uuid:token_id>/revoke")
def revoke(organisation_id: UUID, token_id: UUID) -> Page:
    if not Button().validate():
        return _board(organisation_id), UNPROCESSABLE
    actor = access.signed_in()
    done = tokens.revoke(database(), actor=actor, organisation_id=organisation_id, token_id=token_id)
    return _back(organisation_id, "revoked" if done else "gone")


@interfaces.post("/interfaces/<uuid:organisation_id>/webhooks")
def add_webhook(organisation_id: UUID) -> Page:
    """The secret is shown now and never again."""
    form = WebhookForm(inside=settings().webhooks_inside)
    if not form.validate():
        return _board(organisation_id, webhook_form=form), UNPROCESSABLE
    try:
        secret = webhooks.add(
            database(),
            actor=access.signed_in(),
            organisation_id=organisation_id,
            url=form.url.data or "",
            key=signing_key(),
            inside=settings().webhooks_inside,
        )
    except Unreached as error:
        form.refuse(interface_words.PROBLEMS[error.problem])
        return _board(organisation_id, webhook_form=form), UNPROCESSABLE
    return render_template("interfaces/made.html", secret=secret, organisation_id=organisation_id)


@interfaces.post("/interfaces/<uuid:organisation_id>/webhooks/<uuid:webhook_id>/try")
def try_webhook(organisation_id: UUID, webhook_id: UUID) -> Page:
    """Sent at once, so that what came of it can be seen on the next page. All else waits for the postman."""
    if not Button().validate():
        return _board(organisation_id), UNPROCESSABLE
    actor = access.signed_in()
    theirs = {"organisation_id": organisation_id, "webhook_id": webhook_id}
    trial = webhooks.try_out(database(), actor=actor, **theirs)
    if trial is None:
        return _back(organisation_id, "gone")
    call = delivering.caller(settings())
    delivering.deliver(database(), call, key=signing_key(), now=clock.now(), only=trial)
    return _back(organisation_id, "tried")


@interfaces.post("/interfaces/<uuid:organisation_id>/webhooks/<uuid:webhook_id>/remove")
def remove_webhook(organisation_id: UUID, webhook_id: UUID) -> Page:
    if not Button().validate():
        return _board(organisation_id), UNPROCESSABLE
    actor = access.signed_in()
    theirs = {"organisation_id": organisation_id, "webhook_id": webhook_id}
    done = webhooks.remove(database(), actor=actor, **theirs)
    return _back(organisation_id, "removed" if done else "gone")


@interfaces.get("/interfaces/manual")
def manual() -> str:
    """How another system talks to this one, for whoever writes it."""
    return render_template("interfaces/manual.html", **interface_words.manual(settings()))


def _board(
    organisation_id: UUID, token_form: TokenForm | None = None, webhook_form: WebhookForm | None = None
) -> str:
    actor = access.signed_in()
    found = tokens.board(database(), actor=actor, organisation_id=organisation_id)
    return render_template(
        "interfaces/board.html",
        found=found,
        holds=[one for one in found.tokens if tokens.holds(one, actor)],
        over=[one for one in found.tokens if not tokens.holds(one, actor)],
        token_form=token_form or TokenForm(found.scopes),
        webhook_form=webhook_form or WebhookForm(),
        button=Button(),
        wrong=[*_refused(token_form), *_refused(webhook_form)],
        words=interface_words,
        day=clock.day,
        hour=clock.hour,
        urls={one.id: one.url for one in found.webhooks},
        did=request.args.get("did") if not (token_form or webhook_form) else None,
    )


def _refused(form: FlaskForm | None) -> list[tuple[str, str]]:
    if form is None:
        return []
    fields = {name: field for name, field in form._fields.items() if name != "csrf_token"}
    return [(field.id, i18n.gettext(field.errors[0])) for field in fields.values() if field.errors]


def _back(organisation_id: UUID, did: str) -> Response:
    return redirect(url_for("interfaces.board", organisation_id=organisation_id, did=did), 303)
