"""Rounds of places: open one, see who applied, run it, adjust by hand, confirm."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assessment import clock
from assessment.services.places import rounds as service
from assessment.services.places.rounds import Sheet
from assessment.web import access, i18n, paging
from assessment.web.context import database
from assessment.web.forms import Button
from assessment.web.forms.operator import HandForm, RoundForm
from assessment.web.place_words import CONFLICTS, GROUPS, why
from assessment.web.views.staff import staff
from matching.offers import Offer
from matching.places.conflicts import Conflict

rounds = Blueprint("rounds", __name__, url_prefix=f"{staff.url_prefix}/places")
UNPROCESSABLE, CONFLICT = 422, 409
Page = Response | str | tuple[str, int]
_ = i18n.marked

BY_HAND = "excluded"
"""A reason that its page tells in other words: the operator knows who decided."""
HAPPENED = {
    "begun": _("Die Platzvergabe ist offen. Betriebe finden sie auf der Seite des Angebots."),
    "run": _("Der Vorschlag ist neu berechnet. Betriebe sehen ihn erst, wenn Sie ihn bestätigen."),
    "confirmed": _("Bestätigt. Die Betriebe sehen ihr Ergebnis auf der Seite des Angebots."),
    "moved": _(
        "Nachgerückt. Die Betriebe sehen es auf der Seite des Angebots. Bitte melden Sie sich bei ihnen."
    ),
    "changed": _("Inzwischen hat sich etwas geändert. Bitte sehen Sie sich den neuen Stand an."),
}


@rounds.get("")
def listed() -> str:
    page = paging.asked()
    found, more = service.rounds(database(), actor=access.signed_in(), page=page)
    return render_template("operator/rounds.html", rounds=found, page=page, more=more)


@rounds.get("/new")
def new() -> str:
    return _new(RoundForm())


@rounds.post("/new")
def begin() -> Page:
    actor = access.signed_in()
    form = RoundForm(offer.id for offer in service.choices(database(), actor=actor))
    form.today = clock.day(actor.now)
    if not form.validate():
        return _new(form), UNPROCESSABLE
    row = service.begin(
        database(),
        actor=actor,
        title=form.title.data or "",
        apply_until=form.last_day,
        most=form.most.data or 1,
        wanted=form.wanted,
    )
    return redirect(url_for("rounds.one", round_id=row.id, did="begun"))


@rounds.get("/<uuid:round_id>")
def one(round_id: UUID) -> str:
    return _sheet(service.sheet(database(), actor=access.signed_in(), round_id=round_id))


@rounds.post("/<uuid:round_id>/run")
def run(round_id: UUID) -> Page:
    if not Button().validate():
        return _again(round_id), UNPROCESSABLE
    return _ran(round_id, service.run(database(), actor=access.signed_in(), round_id=round_id))


@rounds.post("/<uuid:round_id>/hand")
def hand(round_id: UUID) -> Page:
    form = HandForm()
    if not form.validate():
        return _again(round_id), UNPROCESSABLE
    conflicts = service.take_in_hand(
        database(),
        actor=access.signed_in(),
        round_id=round_id,
        application_id=form.application_id,
        hand=form.chosen,
    )
    return _ran(round_id, conflicts)


@rounds.post("/<uuid:round_id>/confirm")
def confirm(round_id: UUID) -> Page:
    if not Button().validate():
        return _again(round_id), UNPROCESSABLE
    confirmed = service.confirm(database(), actor=access.signed_in(), round_id=round_id)
    return redirect(url_for("rounds.one", round_id=round_id, did="confirmed" if confirmed else "changed"))


@rounds.post("/<uuid:round_id>/move-up")
def move_up(round_id: UUID) -> Page:
    if not Button().validate():
        return _again(round_id), UNPROCESSABLE
    moved = service.move_up(database(), actor=access.signed_in(), round_id=round_id)
    return redirect(url_for("rounds.one", round_id=round_id, did="moved" if moved else "changed"))


def _ran(round_id: UUID, conflicts: Iterable[Conflict]) -> Page:
    found = list(conflicts)
    if found:
        return _again(round_id, found), CONFLICT
    return redirect(url_for("rounds.one", round_id=round_id, did="run"))


def _again(round_id: UUID, conflicts: Iterable[Conflict] = ()) -> str:
    sheet = service.sheet(database(), actor=access.signed_in(), round_id=round_id)
    return _sheet(sheet, [_told(sheet, conflict) for conflict in conflicts])


def _told(sheet: Sheet, conflict: Conflict) -> str:
    """A conflict in words, with the names of what it is about."""
    known: dict[str, Any] = {**conflict.arguments}
    offer = sheet.names.get(str(known.get("offer")))
    words = i18n.gettext(CONFLICTS.get(conflict.code, CONFLICTS["other"]))
    return words % {"offer": _name(offer), "places": known.get("places"), "limit": known.get("limit")}


def _name(offer: Offer | None) -> str:
    return i18n.speaker(i18n.language()).text(offer.name) if offer else ""


def _new(form: RoundForm) -> str:
    return render_template(
        "operator/round_new.html",
        form=form,
        offers=service.choices(database(), actor=access.signed_in()),
        groups=GROUPS,
        refused=[(anchor, i18n.gettext(message)) for anchor, message in form.refused],
    )


def _sheet(sheet: Sheet, conflicts: Iterable[str] = ()) -> str:
    return render_template(
        "operator/round.html",
        sheet=sheet,
        button=Button(),
        conflicts=list(conflicts),
        happened=HAPPENED.get(request.args.get("did", "")) if request.method == "GET" else None,
        groups=GROUPS,
        why=lambda reasons: [why(r, sheet.names) for r in reasons if r.code != BY_HAND],
        day=clock.day,
        percent=i18n.speaker(i18n.language()).percent,
        number=i18n.speaker(i18n.language()).number,
    )
