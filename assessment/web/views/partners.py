"""Companies find one another: opt in, anonymous proposals, contact once both have agreed."""

from typing import cast
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assessment import clock
from assessment.services.partners import taking_part as service
from assessment.services.partners.introductions import Word
from assessment.services.partners.taking_part import Board, Draft
from assessment.web import browser_keys, i18n
from assessment.web.context import database
from assessment.web.forms import Button
from assessment.web.forms.partners import CONSENT, CONSENT_TEXT, AnswerForm, PartnerForm
from assessment.web.screens import answer_address
from matching import exchange
from questionnaires.definition import Questionnaire
from questionnaires.text import Text

partners = Blueprint("partners", __name__, url_prefix="/<language:lang>/check/<uuid:run_id>/partners")
UNPROCESSABLE = 422
Page = Response | str | tuple[str, int]
_ = i18n.marked

PLACES = {
    "near": _("Betrieb in Ihrer Nähe"),
    "region": _("Betrieb in der Region"),
    "beyond": _("Betrieb weiter entfernt"),
}
HAPPENED = {
    "you_yes": _("Sie haben Interesse gezeigt."),
    "they_yes": _("Die andere Seite hat Interesse gezeigt."),
    "agreed": _("Beide haben zugestimmt. Name und Kontakt sind ausgetauscht."),
    "you_no": _("Sie haben das beendet."),
}
STATES = {
    "waiting": _("Wartet auf Antwort"),
    "asked": _("Möchte Sie kennenlernen"),
    "agreed": _("Beide haben zugestimmt"),
    "ended": _("Der Kontakt ist beendet"),
    "not_met": _("Es ist kein Kontakt zustande gekommen"),
}


@partners.get("")
def board(run_id: UUID) -> Page:
    found = _board(run_id)
    if found is None:
        return redirect(url_for("partners.consent", run_id=run_id))
    return _shown(found, gone="gone" in request.args)


@partners.get("/consent")
def consent(run_id: UUID) -> Page:
    draft = _draft(run_id)
    return _asked(run_id, draft, PartnerForm(draft))


@partners.post("/consent")
def join(run_id: UUID) -> Page:
    form = PartnerForm()
    if not form.validate():
        return _asked(run_id, _draft(run_id), form), UNPROCESSABLE
    service.join(
        database(),
        run_id=run_id,
        key=browser_keys.key_for(run_id),
        offers=form.offers.data or (),
        seeks=form.seeks.data or (),
        contact=form.contact,
        competitors=form.competitors.data,
        consent_text=CONSENT_TEXT,
        now=clock.now(),
    )
    return redirect(url_for("partners.board", run_id=run_id))


@partners.post("/answer")
def answer(run_id: UUID) -> Page:
    """Yes or no to a proposal; when it is gone by now, the page says so and shows what there is."""
    form = AnswerForm()
    valid = form.validate()
    if form.csrf_token.errors:
        return _again(run_id, form)
    said = valid and service.answer(
        database(),
        run_id=run_id,
        key=browser_keys.key_for(run_id),
        reference=form.reference.data or "",
        word=cast("Word", form.word.data),
        now=clock.now(),
    )
    return redirect(url_for("partners.board", run_id=run_id, gone=None if said else 1))


@partners.post("/withdraw")
def withdraw(run_id: UUID) -> Page:
    form = Button()
    if not form.validate():
        return _again(run_id, form)
    service.withdraw(database(), run_id=run_id, key=browser_keys.key_for(run_id), now=clock.now())
    return render_template("partners/withdrawn.html", run_id=run_id)


def _again(run_id: UUID, form: Button | AnswerForm) -> Page:
    """The page once more, with a fresh token: the button can be pressed again."""
    found = _board(run_id)
    if found is None:
        return redirect(url_for("partners.consent", run_id=run_id))
    return _shown(found, form), UNPROCESSABLE


def _board(run_id: UUID) -> Board | None:
    return service.board(database(), run_id=run_id, key=browser_keys.key_for(run_id), now=clock.now())


def _draft(run_id: UUID) -> Draft:
    return service.draft(database(), run_id=run_id, key=browser_keys.key_for(run_id), now=clock.now())


def _shown(found: Board, form: Button | AnswerForm | None = None, *, gone: bool = False) -> str:
    return render_template(
        "partners/partners.html",
        board=found,
        form=form or Button(),
        gone=gone,
        topic=_topics(found.run.questionnaire),
        places=PLACES,
        states=STATES,
        happened=HAPPENED,
        divisions=exchange.released().divisions,
        day=clock.day,
        answer_url=lambda question: answer_address(found.run, question),
        days=exchange.released().interest_days,
    )


def _asked(run_id: UUID, draft: Draft, form: PartnerForm) -> str:
    return render_template(
        "partners/consent.html",
        run_id=run_id,
        draft=draft,
        form=form,
        refused=[(anchor, i18n.gettext(message)) for anchor, message in form.refused],
        points=CONSENT,
        topic=_topics(draft.questionnaire),
        topics=exchange.released().topics,
    )


def _topics(questionnaire: Questionnaire) -> dict[str, Text]:
    return {need.id: need.title for need in questionnaire.needs}
