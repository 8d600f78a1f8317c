"""The freshness board: every offer by what it calls for, and what the operator says of one."""

from typing import cast

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assessment import clock
from assessment.services.offering import freshness as service
from assessment.services.offering.freshness import Word
from assessment.web import access, i18n
from assessment.web.context import database
from assessment.web.forms.operator import StatementForm
from assessment.web.views.staff import staff

upkeep = Blueprint("upkeep", __name__, url_prefix=f"{staff.url_prefix}/offers")
UNPROCESSABLE = 422
Page = Response | str | tuple[str, int]
_ = i18n.marked

CALLS = {
    "past": _("Das Ende ist vorbei. Geht es weiter?"),
    "unclear": _("Unklar und deshalb für Betriebe nicht zu sehen"),
    "ends_soon": _("Endet in den nächsten drei Monaten"),
    "lapsed": _("Vor mehr als zwölf Monaten bestätigt"),
    "old": _("Nie bestätigt, Quelle älter als zwei Jahre oder ohne Datum"),
    "lapses_soon": _("Die Bestätigung läuft in drei Monaten ab"),
    "sourced": _("Nie bestätigt, Quelle aus den letzten zwei Jahren"),
    "confirmed": _("Bestätigt, zurzeit nichts zu tun"),
    "over": _("Beendet"),
}
"""What a group of entries calls for, in words."""
HIDDEN = {
    "ended": _("beendet"),
    "unclear": _("unklar, ob es das noch gibt"),
    "low_confidence": _("die Quelle ist unsicher"),
    "not_for_companies": _("fördert Träger, nicht einzelne Betriebe"),
    "end_passed": _("das Ende ist vorbei"),
}
"""Why companies do not see an offer."""
SAID = {
    "holds": _("gilt noch"),
    "over": _("ist beendet"),
    "taken_back": _("es gilt wieder die Datei des Katalogs"),
}


@upkeep.get("")
def board() -> str:
    found = service.board(database(), actor=access.signed_in())
    said = request.args.get("said")
    about = next((e.offer for e in found.entries if e.offer.id == request.args.get("about")), None)
    return render_template(
        "operator/offers.html",
        board=found,
        calls=CALLS,
        hidden=HIDDEN,
        words=SAID,
        day=clock.day,
        stated=i18n.speaker(i18n.language()).day,
        about=about if said in SAID else None,
        did=said,
    )


@upkeep.get("/<offer_id>")
def one(offer_id: str) -> str:
    sheet = service.sheet(database(), actor=access.signed_in(), offer_id=offer_id)
    return _sheet(sheet, StatementForm(formdata=None, data={"until": sheet.until}))


@upkeep.post("/<offer_id>")
def say(offer_id: str) -> Page:
    form, actor = StatementForm(), access.signed_in()
    form.today = clock.day(actor.now)
    if not form.validate():
        return _sheet(service.sheet(database(), actor=actor, offer_id=offer_id), form), UNPROCESSABLE
    word = cast("Word", form.word.data)
    service.say(
        database(),
        actor=actor,
        offer_id=offer_id,
        word=word,
        until=form.until.data,
        source=form.source.data or "",
    )
    return redirect(url_for("upkeep.board", said=word, about=offer_id))


def _sheet(sheet: service.Sheet, form: StatementForm) -> str:
    return render_template(
        "operator/offer.html",
        sheet=sheet,
        form=form,
        refused=[(anchor, i18n.gettext(message)) for anchor, message in form.refused],
        calls=CALLS,
        hidden=HIDDEN,
        words=SAID,
        day=clock.day,
        stated=i18n.speaker(i18n.language()).day,
    )
