"""Errors become pages in this file alone: what happened, what became of the answers, what to do now."""

from dataclasses import dataclass

from flask import Flask, render_template
from werkzeug.exceptions import HTTPException

from assessment.errors import (
    AssessmentError,
    KeyNeeded,
    NoSuchLink,
    NoSuchOffer,
    NoSuchOrganisation,
    NoSuchRun,
    NoSuchSection,
    NothingAnswered,
    OfferNotShown,
    Refused,
    SignInUnavailable,
    TooManyAttempts,
)
from assessment.services.policy import Reason
from assessment.web.i18n import marked as _
from questionnaires.library import UnknownQuestionnaire
from questionnaires.routing import UnknownAnswer
from questionnaires.text import Text


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """`way_out` names the endpoint that helps from here."""

    status: int
    title: str
    text: str
    way_out: str = "pages.start"


PAGES: dict[type[Exception] | int, ErrorPage] = {
    NoSuchRun: ErrorPage(
        404,
        _("Diesen Check finden wir nicht"),
        _("Der Link oder Code stimmt nicht, oder der Check wurde gelöscht. Bitte prüfen Sie die Zeichen."),
        "runs.enter_code",
    ),
    KeyNeeded: ErrorPage(
        403,
        _("Dieser Browser kennt den Check nicht"),
        _("Bitte öffnen Sie Ihren Link oder geben Sie Ihren Code ein. Gelöschte Checks kommen nicht wieder."),
        "runs.enter_code",
    ),
    NoSuchSection: ErrorPage(
        404,
        _("Diesen Abschnitt gibt es hier nicht"),
        _("Vielleicht wird er nach Ihren Antworten nicht gefragt. Ihre Antworten sind gespeichert."),
    ),
    NothingAnswered: ErrorPage(
        404,
        _("Noch kein Ergebnis"),
        _("Sobald Sie die erste Frage beantwortet haben, sehen Sie hier ein Zwischenergebnis."),
        "runs.go_on",
    ),
    NoSuchOffer: ErrorPage(
        404,
        _("Dieses Angebot kennen wir nicht"),
        _("Bitte prüfen Sie die Adresse. Welche Angebote zu Ihrem Betrieb passen, zeigt der Check."),
    ),
    NoSuchLink: ErrorPage(
        404,
        _("Dieser Link gilt nicht mehr"),
        _("Er wurde schon benutzt oder zurückgezogen, oder er ist zu alt. Bitte fordern Sie einen neuen an."),
        "account.sign_in",
    ),
    NoSuchOrganisation: ErrorPage(
        404,
        _("Diese Organisation gibt es nicht"),
        _("Vielleicht wurde sie gelöscht. Bitte beginnen Sie auf Ihrer Arbeitsseite."),
        "account.sign_in",
    ),
    TooManyAttempts: ErrorPage(
        429,
        _("Das waren zu viele Versuche"),
        _("Bitte warten Sie eine Viertelstunde und versuchen Sie es dann noch einmal."),
    ),
    SignInUnavailable: ErrorPage(
        503,
        _("Die Anmeldung geht gerade nicht"),
        _("Zur Sicherheit lassen wir zurzeit niemanden herein. Bitte versuchen Sie es gleich noch einmal."),
    ),
    UnknownAnswer: ErrorPage(
        422,
        _("Diese Antwort gibt es nicht"),
        _("Bitte gehen Sie zurück und wählen Sie eine der angezeigten Antworten."),
    ),
    UnknownQuestionnaire: ErrorPage(
        400,
        _("Diese Seite ist veraltet"),
        _("Bitte laden Sie sie neu. Ihre gespeicherten Antworten sind noch da."),
        "runs.enter_code",
    ),
    400: ErrorPage(
        400,
        _("Diese Anfrage verstehen wir nicht"),
        _("Bitte gehen Sie zurück und versuchen Sie es noch einmal."),
    ),
    404: ErrorPage(
        404,
        _("Diese Seite gibt es nicht"),
        _("Bitte prüfen Sie die Adresse oder beginnen Sie auf der Startseite."),
    ),
    405: ErrorPage(
        405,
        _("So lässt sich diese Seite nicht aufrufen"),
        _("Bitte gehen Sie zurück und benutzen Sie die Schaltflächen."),
    ),
    413: ErrorPage(
        413,
        _("Das ist zu viel Text"),
        _("Bitte gehen Sie zurück und kürzen Sie ihn. Was Sie davor gespeichert haben, ist noch da."),
    ),
    415: ErrorPage(
        415,
        _("Dieses Format können wir nicht lesen"),
        _("Bitte senden Sie das Formular so ab, wie es auf der Seite steht."),
    ),
    500: ErrorPage(
        500,
        _("Bei uns ist etwas schiefgegangen"),
        _("Ihre gespeicherten Antworten sind noch da. Bitte versuchen Sie es gleich noch einmal."),
    ),
}


_UNSURE = ErrorPage(
    404,
    _("Dieses Angebot zeigen wir derzeit nicht"),
    _(
        "Wir wissen nicht sicher, ob es dieses Angebot noch so gibt. Sobald das geklärt ist, steht es wieder "
        "hier. Welche Angebote zu Ihrem Betrieb passen, zeigt der Check."
    ),
)
NOT_SHOWN: dict[str, ErrorPage] = {
    "ended": ErrorPage(
        410,
        _("Dieses Angebot gibt es nicht mehr"),
        _("Es ist beendet oder ausgelaufen. Welche anderen zu Ihrem Betrieb passen, zeigt der Check."),
    ),
    "unclear": _UNSURE,
    "low_confidence": _UNSURE,
    "not_for_companies": ErrorPage(
        404,
        _("Dieses Angebot richtet sich nicht an einzelne Betriebe"),
        _("Es fördert Träger oder Projekte. Welche Angebote zu Ihrem Betrieb passen, zeigt der Check."),
    ),
}
"""Why an offer is shown to no company: the codes of matching, and what became of its page."""

_OF_A_RUN = PAGES[KeyNeeded]
"""Nobody is told whether a run exists: who has neither key nor mandate reads the same for any address."""
REFUSALS: dict[str, ErrorPage] = {
    Reason.KEY_NEEDED: _OF_A_RUN,
    Reason.MANDATE_NEEDED: _OF_A_RUN,
    Reason.READING_ONLY: _OF_A_RUN,
    Reason.SIGN_IN_NEEDED: ErrorPage(
        403,
        _("Bitte melden Sie sich an"),
        _("Diese Seite ist für Beratung, Kammern und Betreiber. Vielleicht ist Ihre Anmeldung abgelaufen."),
        "account.sign_in",
    ),
    Reason.ROLE_NEEDED: ErrorPage(
        403,
        _("Das gehört nicht zu Ihren Aufgaben"),
        _("Brauchen Sie es für Ihre Arbeit, dann fragen Sie die Person, die Sie eingeladen hat."),
        "staff.work",
    ),
    Reason.OTHER_ORGANISATION: ErrorPage(
        403,
        _("Das ist eine andere Organisation"),
        _("Sie sehen und ändern nur, was zu Ihrer eigenen gehört."),
        "staff.work",
    ),
    Reason.ROLE_NOT_HERE: ErrorPage(
        403,
        _("Diese Aufgabe gibt es hier nicht"),
        _("Welche es gibt, hängt von der Art der Organisation ab. Bitte wählen Sie eine andere."),
        "staff.work",
    ),
    Reason.LAST_OPERATOR: ErrorPage(
        403,
        _("Eine Person muss bleiben"),
        _("Ohne sie könnte niemand mehr den Wandelkompass betreiben. Laden Sie zuerst eine zweite ein."),
        "staff.work",
    ),
}
"""Why the policy refuses: its codes, and what somebody reads."""


def init_app(app: Flask) -> None:
    app.register_error_handler(AssessmentError, _known)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(OfferNotShown, _not_shown)
    app.register_error_handler(UnknownAnswer, _known)
    app.register_error_handler(UnknownQuestionnaire, _known)
    app.register_error_handler(HTTPException, _http)


def _known(error: Exception) -> tuple[str, int]:
    return _page(PAGES[type(error)])


def _refused(error: Refused) -> tuple[str, int]:
    return _page(REFUSALS[error.reason])


def _not_shown(error: OfferNotShown) -> tuple[str, int]:
    return _page(NOT_SHOWN[error.reason], about=error.name)


def _http(error: HTTPException) -> tuple[str, int]:
    """Any HTTP error; an unexpected exception arrives as 500 and has been logged by then."""
    code = error.code or 500
    return _page(PAGES.get(code) or PAGES[500 if code >= 500 else 400], code)


def _page(page: ErrorPage, status: int | None = None, about: Text | None = None) -> tuple[str, int]:
    return render_template("error.html", page=page, about=about), status or page.status
