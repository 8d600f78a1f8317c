"""The words of each error: what happened, what became of the answers, what to do now."""

from dataclasses import dataclass

from assessment.errors import (
    GuessablePassword,
    KeyNeeded,
    NoAccount,
    NoSuchCampaign,
    NoSuchLink,
    NoSuchMember,
    NoSuchOffer,
    NoSuchOrganisation,
    NoSuchPlaceRound,
    NoSuchReceipt,
    NoSuchReferral,
    NoSuchRound,
    NoSuchRun,
    NoSuchSection,
    NoSuchVoice,
    NoSuchWorkshop,
    NothingAnswered,
    NothingPublished,
    OfferTakesNoReferrals,
    OtherAccountRefused,
    OtherAccountUnavailable,
    SignInUnavailable,
    TooMany,
    TooManyAttempts,
    TooManyChecks,
    VoiceKeyNeeded,
    WrongProof,
)
from assessment.services.policy import Reason
from assessment.web.i18n import marked as _
from questionnaires.library import UnknownQuestionnaire
from questionnaires.routing import UnknownAnswer


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """`way_out` names the endpoint that helps from here."""

    status: int
    title: str
    text: str
    way_out: str = "pages.start"


UPDATING = ErrorPage(
    503,
    _("Wir bringen diese Seiten gerade auf den neuesten Stand"),
    _(
        "Das dauert nur wenige Minuten. Was Sie vorher gespeichert haben, ist noch da. Bitte gehen Sie "
        "zurück und versuchen Sie es gleich noch einmal."
    ),
)
"""While a newer version of the code runs beside this one."""

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
    NoSuchReferral: ErrorPage(
        404,
        _("Diese Anfrage finden wir nicht"),
        _("Vielleicht wurde sie schon abgeschickt oder zurückgezogen. Öffnen Sie die Liste der Anfragen."),
    ),
    OfferTakesNoReferrals: ErrorPage(
        409,
        _("Hier können Sie von uns aus nicht mehr anfragen"),
        _("Für dieses Angebot ist keine Stelle mehr eingetragen. Bitte wenden Sie sich selbst dorthin."),
    ),
    NoSuchPlaceRound: ErrorPage(
        404,
        _("Diese Platzvergabe gibt es nicht"),
        _("Bitte prüfen Sie die Adresse. Alle Platzvergaben stehen auf Ihrer Arbeitsseite."),
        "staff.work",
    ),
    NothingPublished: ErrorPage(
        404,
        _("Diesen Bericht gibt es noch nicht"),
        _("Die Zahlen werden zum ersten Mal festgehalten, wenn das Quartal vorüber ist."),
        "staff.work",
    ),
    NoSuchCampaign: ErrorPage(
        404,
        _("Diese Kampagne gibt es nicht"),
        _("Bitte prüfen Sie die Adresse. Alle Kampagnen Ihrer Organisation stehen auf einer Seite."),
        "campaigns.listed",
    ),
    NoSuchMember: ErrorPage(
        404,
        _("Hier ist nichts zu sehen"),
        _("Der Betrieb hat seine Einwilligung beendet, oder sie ist abgelaufen."),
        "members.listed",
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
    NoSuchWorkshop: ErrorPage(
        404,
        _("Dieses Gespräch gibt es nicht"),
        _("Vielleicht wurde es abgesagt. Was im Check und im Plan steht, ist noch da."),
    ),
    NoSuchReceipt: ErrorPage(
        404,
        _("Diese Quittung gibt es nicht"),
        _("Bitte prüfen Sie die Nummer. Auch Quittungen werden nach einiger Zeit gelöscht."),
    ),
    TooManyAttempts: ErrorPage(
        429,
        _("Das waren zu viele Versuche"),
        _("Bitte warten Sie eine Viertelstunde und versuchen Sie es dann noch einmal."),
    ),
    TooManyChecks: ErrorPage(
        429,
        _("Von hier aus wurden heute sehr viele Checks begonnen"),
        _(
            "Bitte versuchen Sie es morgen wieder, oder gleich über einen anderen Internetanschluss, zum "
            "Beispiel mit dem Handy ohne WLAN. Begonnene Checks öffnen Sie jederzeit mit Ihrem Code. Diese "
            "Grenze hält Programme ab, die uns mit leeren Checks füllen. Planen Sie eine große "
            "Veranstaltung? Sagen Sie uns bitte vorher Bescheid."
        ),
        "runs.enter_code",
    ),
    TooMany: ErrorPage(
        409,
        _("Mehr davon gehen nicht"),
        _("Bitte entfernen Sie zuerst etwas, das Sie nicht mehr brauchen."),
        "staff.work",
    ),
    WrongProof: ErrorPage(
        403,
        _("Das hat nicht gepasst"),
        _("Bitte versuchen Sie es noch einmal, oder melden Sie sich auf einem anderen Weg an."),
        "account.sign_in",
    ),
    GuessablePassword: ErrorPage(
        422,
        _("Dieses Passwort nehmen wir nicht"),
        _("Bitte gehen Sie zurück und wählen Sie ein anderes."),
        "account.own",
    ),
    NoAccount: ErrorPage(
        403,
        _("Für Sie gibt es hier noch kein Konto"),
        _("Konten entstehen durch eine Einladung, oder wenn Sie einen Check aufbewahren."),
        "account.sign_in",
    ),
    OtherAccountRefused: ErrorPage(
        403,
        _("Diese Anmeldung hat nicht geklappt"),
        _("Bitte beginnen Sie noch einmal, oder lassen Sie sich einen Link per E-Mail schicken."),
        "account.sign_in",
    ),
    OtherAccountUnavailable: ErrorPage(
        503,
        _("Der andere Anmeldedienst antwortet nicht"),
        _("Bitte versuchen Sie es später, oder lassen Sie sich einen Link per E-Mail schicken."),
        "account.sign_in",
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
    NoSuchRound: ErrorPage(
        404,
        _("Diese Einladung gilt nicht"),
        _(
            "Die Adresse stimmt nicht, oder das Gespräch ist schon zu Ende. Bitte scannen Sie den QR-Code "
            "noch einmal, oder fragen Sie die Person, die das Gespräch leitet."
        ),
    ),
    VoiceKeyNeeded: ErrorPage(
        403,
        _("Dieses Gerät kennt diese Antworten nicht"),
        _("Bitte öffnen Sie die Einladung zu Ihrem Gespräch noch einmal: mit dem QR-Code oder dem Link."),
    ),
    NoSuchVoice: ErrorPage(
        410,
        _("Ihre Antworten sind gelöscht"),
        _(
            "Das Gespräch ist zu Ende, oder der Betrieb hat es beendet. Niemand kann Ihre einzelnen "
            "Antworten mehr sehen. Was Sie danach noch gewählt haben, wurde nicht gespeichert."
        ),
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
    503: ErrorPage(
        503,
        _("Wir können gerade nichts speichern"),
        _(
            "Was Sie vorher gespeichert haben, ist noch da. Haben Sie gerade etwas eingegeben? Dann gehen "
            "Sie in Ihrem Browser zurück: Dort steht es noch. Senden Sie es bitte in einigen "
            "Minuten noch einmal."
        ),
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
_FOR_SYSTEMS = ErrorPage(
    403,
    _("Diese Adresse ist für andere Systeme"),
    _("Programme rufen sie mit einem Token auf. Für Menschen gibt es dasselbe auf den Seiten."),
)
REFUSALS: dict[str, ErrorPage] = {
    Reason.KEY_NEEDED: _OF_A_RUN,
    Reason.MANDATE_NEEDED: _OF_A_RUN,
    Reason.READING_ONLY: _OF_A_RUN,
    Reason.ANOTHER_LEADS: ErrorPage(
        403,
        _("Dieses Gespräch leitet jemand anderes"),
        _("Sie können es mitlesen. Leiten kann es nur, wer es vorbereitet hat."),
        "staff.work",
    ),
    Reason.SIGN_IN_NEEDED: ErrorPage(
        403,
        _("Bitte melden Sie sich an"),
        _("Diese Seite gibt es nur mit Anmeldung. Vielleicht ist Ihre abgelaufen."),
        "account.sign_in",
    ),
    Reason.SEAT_NEEDED: ErrorPage(
        403,
        _("Diese Seite ist für Beratung, Kammern und Betreiber"),
        _("Was Sie selbst aufbewahren, finden Sie unter „Ihre Checks“."),
        "staff.work",
    ),
    Reason.SECOND_FACTOR_NEEDED: ErrorPage(
        403,
        _("Richten Sie zuerst den zweiten Schritt ein"),
        _("Für Ihre Aufgabe verlangt der Betreiber mehr als einen Nachweis beim Anmelden."),
        "account.own",
    ),
    Reason.CONFIRMATION_NEEDED: ErrorPage(
        403,
        _("Bitte bestätigen Sie, dass Sie es sind"),
        _("Ihre Anmeldung liegt länger als zehn Minuten zurück. Geändert wurde noch nichts."),
        "confirmation.page",
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
    Reason.ROUND_NOT_OPEN: ErrorPage(
        403,
        _("Hier wird gerade nicht geantwortet"),
        _(
            "Die Fragen sind noch nicht freigegeben, oder die Antworten liegen schon offen. Bitte fragen Sie "
            "die Person, die das Gespräch leitet."
        ),
    ),
    Reason.ROUND_FULL: ErrorPage(
        403,
        _("In dieser Rolle sind alle Plätze belegt"),
        _(
            "So viele Personen sind in Ihrer Rolle nicht erwartet. Bitte sprechen Sie mit der Person, die "
            "das Gespräch leitet: Sie kann die Zahl erhöhen."
        ),
    ),
    Reason.SYSTEM_NEEDED: _FOR_SYSTEMS,
    Reason.SCOPE_NEEDED: _FOR_SYSTEMS,
    Reason.LEADER_HAS_NO_VOICE: ErrorPage(
        403,
        _("Sie leiten dieses Gespräch"),
        _(
            "Wer ein Gespräch leitet, antwortet nicht mit. Dieser Link ist für die Menschen aus dem Betrieb: "
            "Zeigen Sie ihnen den QR-Code."
        ),
        "staff.work",
    ),
}
"""Why the policy refuses: its codes, and what somebody reads."""
