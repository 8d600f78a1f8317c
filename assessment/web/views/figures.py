"""Figures about many companies, as they were frozen: nothing is counted while somebody looks."""

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assessment.services.figures import desk as service
from assessment.services.figures import freezing
from assessment.services.referrals.timelines import Viewer
from assessment.web import access, i18n
from assessment.web.context import database, operator, settings
from assessment.web.forms import Button
from assessment.web.referral_words import STATES
from assessment.web.views.staff import staff
from reports.charts import Paint
from reports.charts.spreads import Spreads, level
from reports.cohorts import crossing
from reports.cohorts.counts import LEAST
from reports.cohorts.quartiles import FEWEST
from reports.cohorts.shown import Spread
from reports.language import language as report_language

figures = Blueprint("figures", __name__, url_prefix=f"{staff.url_prefix}/figures")
_ = i18n.marked

HAPPENED = {
    "frozen": _("Der neue Stand ist festgehalten."),
    "later": _(
        "Es sind zu viele Betriebe, um sie auszuzählen, während Sie warten. Der nächste Stand entsteht am "
        "Ende des Quartals von selbst."
    ),
    "few": _("Seit dem letzten Stand sind zu wenige Betriebe dazugekommen. Es bleibt bei ihm."),
}
DID = {True: "frozen", False: "few", None: "later"}
DOINGS = {
    crossing.REPEATED: _("mit einem zweiten Check"),
    crossing.SESSION: _("mit einer Beratung zum Check"),
    crossing.PLANNED: _("mit Maßnahmen im Plan"),
    crossing.DONE: _("mit erledigten Maßnahmen"),
    crossing.REFERRED: _("mit einer Anfrage bei einem Angebot"),
    crossing.HELPED: _("denen ein Angebot geholfen hat"),
}
"""What companies did, by flag."""


@figures.get("")
def page() -> str:
    found = service.desk(
        database(),
        actor=access.signed_in(),
        day=_day(request.args.get("day")),
        area=request.args.get("area"),
        kind=request.args.get("kind"),
    )
    return render_template(
        "figures/figures.html",
        desk=found,
        form=Button(),
        happened=HAPPENED.get(request.args.get("did", "")),
        doings=DOINGS,
        states={crossing.REFERRAL + state: words for state, words in STATES[Viewer.CHAMBER].items()},
        standing=_spreads(found.shown.spreads(), "standing") if found.shown else None,
        changed=_spreads(found.shown.changes(), "changed", -100) if found.shown else None,
        level=lambda hundredths: level(hundredths, report_language(i18n.language())),
        least=LEAST,
        fewest=FEWEST,
    )


@figures.post("/freeze")
def freeze() -> Response | tuple[str, int]:
    if not Button().validate():
        return page(), 422
    did = freezing.by_hand(database(), actor=access.signed_in(), examples=settings().count_examples)
    return redirect(url_for("figures.page", did=DID[did]))


def _spreads(spreads: tuple[Spread, ...], id_: str, lowest: int = 0) -> Spreads | None:
    paint = Paint(accent=operator().accent_colour)
    return Spreads(spreads, report_language(i18n.language()), paint, id_, lowest) if spreads else None


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written or "")
    except ValueError:
        return None
