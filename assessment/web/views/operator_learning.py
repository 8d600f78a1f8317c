"""Learning from outcomes: what was learned, whether it may count, and the switch."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assessment import clock
from assessment.services.offering import learning as service
from assessment.web import access, i18n
from assessment.web.context import database
from assessment.web.forms import Button
from assessment.web.forms.operator import TurnForm
from assessment.web.views.staff import staff
from matching.feedback import Outcome
from matching.model_card import Gate

learning = Blueprint("learning", __name__, url_prefix=f"{staff.url_prefix}/learning")
UNPROCESSABLE, CONFLICT = 422, 409
Page = Response | str | tuple[str, int]
_ = i18n.marked

OUTCOMES: dict[Outcome, str] = {
    "done": _("umgesetzt, das Angebot hat geholfen"),
    "taken_up": _("angenommen, läuft noch"),
    "done_without_help": _("ohne das Angebot gelöst"),
    "rejected": _("passt nicht"),
    "not_reachable": _("niemanden erreicht"),
    "planned": _("in den Plan genommen"),
}
GATES: dict[Gate, str] = {
    "not_worse": _(
        "Bestanden: Es ordnet nicht schlechter als bisher und nicht schlechter als die Fachleute."
    ),
    "worse": _(
        "Nicht bestanden: Es ordnet frühere Entscheidungen schlechter, als es ohne dieses Modell war."
    ),
    "too_few": _(
        "Noch nicht zu prüfen: Dafür müssen mindestens zwei Betriebe ein Angebot angenommen und ein anderes "
        "abgelehnt haben."
    ),
}
"""What the replay of past decisions says of a model."""
SECOND = {
    "too_few_companies": _("Noch nicht versucht: Es braucht Rückmeldungen von mindestens 50 Betrieben."),
    "too_few_decisions": _("Noch nicht versucht: Es braucht mindestens 500 Entscheidungen."),
    "not_better": _("Versucht und nicht deutlich besser: Es bleibt bei der einfachen Summe."),
    "better": _("Deutlich besser als die einfache Summe und deshalb mit dabei."),
}
HAPPENED = {
    "learned": _("Gelernt. Unten steht, was sich ändern würde. Noch ist alles wie zuvor."),
    "on": _("Eingeschaltet. Neue Ergebnisse werden ab jetzt so geordnet."),
    "off": _("Ausgeschaltet. Ab jetzt gelten wieder die Gewichte der Fachleute."),
    "many": _(
        "Es sind so viele Rückmeldungen, dass es hier zu lange dauert. Bitte starten Sie auf dem Rechner "
        "„python -m assessment learn“."
    ),
}


@learning.get("")
def desk() -> str:
    return _desk(TurnForm(formdata=None), did=request.args.get("did"))


@learning.post("/train")
def train() -> Page:
    if not Button().validate():
        return _desk(TurnForm(formdata=None), send_again=True), UNPROCESSABLE
    made = service.train_now(database(), actor=access.signed_in())
    return redirect(url_for("learning.desk", did="learned" if made else "many", _anchor="model"))


@learning.post("/on")
def turn_on() -> Page:
    form, actor = TurnForm(), access.signed_in()
    if not form.validate() or form.model_id is None:
        return _desk(form), UNPROCESSABLE
    refused = service.turn_on(database(), actor=actor, model_id=form.model_id, reason=form.reason.data or "")
    if refused:
        return _desk(form, gate=refused), CONFLICT
    return redirect(url_for("learning.desk", did="on"))


@learning.post("/off")
def turn_off() -> Page:
    form, actor = TurnForm(), access.signed_in()
    if not form.validate():
        return _desk(form), UNPROCESSABLE
    service.turn_off(database(), actor=actor, reason=form.reason.data or "")
    return redirect(url_for("learning.desk", did="off"))


def _desk(
    form: TurnForm, *, did: str | None = None, gate: Gate | None = None, send_again: bool = False
) -> str:
    speaker = i18n.speaker(i18n.language())
    return render_template(
        "operator/learning.html",
        desk=service.desk(database(), actor=access.signed_in()),
        form=form,
        button=Button(),
        outcomes=OUTCOMES,
        gates=GATES,
        second=SECOND,
        happened=HAPPENED.get(did or ""),
        refused_gate=gate,
        send_again=send_again,
        day=clock.day,
        number=speaker.number,
    )
