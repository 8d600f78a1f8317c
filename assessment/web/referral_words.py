"""The words of referrals: one table for each viewer, since each sees the same steps from its own side.

The company and the provider speak of what the company asks ("Anfrage"), a chamber of what it places
("Vermittlung"). A test holds the tables to every step and every state there is.
"""

from collections.abc import Mapping

from assessment.services.referrals.states import Reason, State, Step, Who
from assessment.services.referrals.timelines import Viewer
from assessment.web import i18n

_ = i18n.marked

Act = tuple[Who, Step]

_FOR_COMPANY: Mapping[Act, str] = {
    (Who.CHAMBER, Step.PROPOSE): _("%(house)s hat Ihnen dieses Angebot vorgeschlagen."),
    (Who.CHAMBER, Step.WITHDRAW): _("Der Vorschlag wurde zurückgenommen."),
    (Who.COMPANY, Step.RELEASE): _("Sie haben die Anfrage abgeschickt."),
    (Who.PROVIDER, Step.OPEN): _("Der Anbieter hat Ihre Anfrage geöffnet."),
    (Who.PROVIDER, Step.ACCEPT): _("Der Anbieter hat zugesagt."),
    (Who.PROVIDER, Step.DECLINE): _("Der Anbieter kann dieses Mal nicht helfen."),
    (Who.PROVIDER, Step.CONTACT): _("Der Anbieter sagt: Er hat sich bei Ihnen gemeldet."),
    (Who.COMPANY, Step.CONTACT): _("Sie sagen: Der Anbieter hat sich gemeldet."),
    (Who.PROVIDER, Step.CLOSE_HELPED): _("Der Anbieter hat abgeschlossen: Es hat geholfen."),
    (Who.PROVIDER, Step.CLOSE_NOT_HELPED): _("Der Anbieter hat abgeschlossen: Es hat nicht geholfen."),
    (Who.PROVIDER, Step.CLOSE_UNREACHABLE): _("Der Anbieter hat abgeschlossen: Er hat Sie nicht erreicht."),
    (Who.COMPANY, Step.CLOSE_HELPED): _("Sie sagen: Es hat geholfen."),
    (Who.COMPANY, Step.CLOSE_NOT_HELPED): _("Sie sagen: Es hat nicht geholfen."),
    (Who.COMPANY, Step.CLOSE_UNREACHABLE): _("Sie sagen: Dort war niemand zu erreichen."),
    (Who.COMPANY, Step.WITHDRAW): _("Sie haben das zurückgezogen."),
    (Who.TIME, Step.EXPIRE): _("Die Frist ist abgelaufen."),
}
_FOR_CHAMBER: Mapping[Act, str] = {
    (Who.CHAMBER, Step.PROPOSE): _("%(house)s hat dem Betrieb dieses Angebot vorgeschlagen."),
    (Who.CHAMBER, Step.WITHDRAW): _("Der Vorschlag wurde zurückgenommen."),
    (Who.COMPANY, Step.RELEASE): _("Der Betrieb hat die Vermittlung freigegeben."),
    (Who.PROVIDER, Step.OPEN): _("Der Anbieter hat die Vermittlung geöffnet."),
    (Who.PROVIDER, Step.ACCEPT): _("Der Anbieter hat angenommen."),
    (Who.PROVIDER, Step.DECLINE): _("Der Anbieter hat abgelehnt."),
    (Who.PROVIDER, Step.CONTACT): _("Der Anbieter hat sich beim Betrieb gemeldet."),
    (Who.COMPANY, Step.CONTACT): _("Der Betrieb bestätigt den Kontakt."),
    (Who.PROVIDER, Step.CLOSE_HELPED): _("Der Anbieter meldet: Es hat geholfen."),
    (Who.PROVIDER, Step.CLOSE_NOT_HELPED): _("Der Anbieter meldet: Es hat nicht geholfen."),
    (Who.PROVIDER, Step.CLOSE_UNREACHABLE): _("Der Anbieter meldet: Der Betrieb war nicht zu erreichen."),
    (Who.COMPANY, Step.CLOSE_HELPED): _("Der Betrieb sagt: Es hat geholfen."),
    (Who.COMPANY, Step.CLOSE_NOT_HELPED): _("Der Betrieb sagt: Es hat nicht geholfen."),
    (Who.COMPANY, Step.CLOSE_UNREACHABLE): _("Der Betrieb sagt: Der Anbieter war nicht zu erreichen."),
    (Who.COMPANY, Step.WITHDRAW): _("Der Betrieb hat die Vermittlung zurückgezogen."),
    (Who.TIME, Step.EXPIRE): _("Die Frist ist abgelaufen."),
}
_FOR_ADVISOR: Mapping[Act, str] = {
    **_FOR_CHAMBER,
    (Who.COMPANY, Step.RELEASE): _("Der Betrieb hat angefragt."),
    (Who.COMPANY, Step.WITHDRAW): _("Der Betrieb hat die Anfrage zurückgezogen."),
    (Who.PROVIDER, Step.OPEN): _("Der Anbieter hat die Anfrage geöffnet."),
    (Who.PROVIDER, Step.DECLINE): _("Der Anbieter hat abgelehnt. Sprechen Sie über ein anderes Angebot."),
    (Who.TIME, Step.EXPIRE): _("Die Frist ist abgelaufen. Sprechen Sie über ein anderes Angebot."),
}
_FOR_PROVIDER: Mapping[Act, str] = {
    (Who.CHAMBER, Step.PROPOSE): _("Dem Betrieb wurde Ihr Angebot vorgeschlagen."),
    (Who.CHAMBER, Step.WITHDRAW): _("Die Anfrage wurde zurückgezogen."),
    (Who.COMPANY, Step.RELEASE): _("Der Betrieb hat Ihnen die Anfrage geschickt."),
    (Who.PROVIDER, Step.OPEN): _("Sie haben die Anfrage geöffnet."),
    (Who.PROVIDER, Step.ACCEPT): _("Sie haben angenommen."),
    (Who.PROVIDER, Step.DECLINE): _("Sie haben abgelehnt."),
    (Who.PROVIDER, Step.CONTACT): _("Sie haben sich beim Betrieb gemeldet."),
    (Who.COMPANY, Step.CONTACT): _("Der Betrieb bestätigt, dass Sie sich gemeldet haben."),
    (Who.PROVIDER, Step.CLOSE_HELPED): _("Sie haben abgeschlossen: Es hat geholfen."),
    (Who.PROVIDER, Step.CLOSE_NOT_HELPED): _("Sie haben abgeschlossen: Es hat nicht geholfen."),
    (Who.PROVIDER, Step.CLOSE_UNREACHABLE): _("Sie haben abgeschlossen: Der Betrieb war nicht zu erreichen."),
    (Who.COMPANY, Step.CLOSE_HELPED): _("Der Betrieb sagt: Es hat geholfen."),
    (Who.COMPANY, Step.CLOSE_NOT_HELPED): _("Der Betrieb sagt: Es hat nicht geholfen."),
    (Who.COMPANY, Step.CLOSE_UNREACHABLE): _("Der Betrieb sagt: Bei Ihnen war niemand zu erreichen."),
    (Who.COMPANY, Step.WITHDRAW): _("Der Betrieb hat die Anfrage zurückgezogen."),
    (Who.TIME, Step.EXPIRE): _("Die Frist ist abgelaufen."),
}
HAPPENED: Mapping[Viewer, Mapping[Act, str]] = {
    Viewer.COMPANY: _FOR_COMPANY,
    Viewer.CHAMBER: _FOR_CHAMBER,
    Viewer.ADVISOR: _FOR_ADVISOR,
    Viewer.PROVIDER: _FOR_PROVIDER,
}
"""What happened, by viewer."""

_ENDED: Mapping[State, str] = {
    State.CLOSED_HELPED: _("Hat geholfen"),
    State.CLOSED_NOT_HELPED: _("Hat nicht geholfen"),
    State.CLOSED_UNREACHABLE: _("Kein Kontakt"),
    State.EXPIRED: _("Frist abgelaufen"),
    State.WITHDRAWN: _("Zurückgezogen"),
}
_AT_HOUSE: Mapping[State, str] = {
    State.PROPOSED: _("Beim Betrieb"),
    State.SENT: _("Beim Anbieter"),
    State.SEEN: _("Vom Anbieter geöffnet"),
    State.ACCEPTED: _("Angenommen"),
    State.DECLINED: _("Abgelehnt"),
    State.CONTACTED: _("In Kontakt"),
    **_ENDED,
}
STATES: Mapping[Viewer, Mapping[State, str]] = {
    Viewer.COMPANY: {
        State.PROPOSED: _("Vorschlag für Sie"),
        State.SENT: _("Abgeschickt"),
        State.SEEN: _("Geöffnet"),
        State.ACCEPTED: _("Zugesagt"),
        State.DECLINED: _("Abgesagt"),
        State.CONTACTED: _("In Kontakt"),
        **_ENDED,
    },
    Viewer.CHAMBER: _AT_HOUSE,
    Viewer.ADVISOR: _AT_HOUSE,
    Viewer.PROVIDER: {
        State.PROPOSED: _("Beim Betrieb"),
        State.SENT: _("Neu"),
        State.SEEN: _("Ihre Antwort fehlt"),
        State.ACCEPTED: _("Bitte melden Sie sich"),
        State.DECLINED: _("Abgelehnt"),
        State.CONTACTED: _("Ergebnis offen"),
        **_ENDED,
    },
}
"""Where it stands, in one or two words, by viewer."""

_NEXT_AT_HOUSE: Mapping[State, str] = {
    State.PROPOSED: _("Der Betrieb entscheidet bis zum %(end)s. Danach verfällt der Vorschlag."),
    State.SENT: _("Der Anbieter soll bis zum %(due)s antworten."),
    State.SEEN: _("Der Anbieter soll bis zum %(due)s antworten."),
    State.ACCEPTED: _("Der Anbieter soll sich bis zum %(due)s beim Betrieb melden."),
    State.CONTACTED: _("Bis zum %(due)s soll der Anbieter oder der Betrieb sagen, ob es geholfen hat."),
}
NEXT: Mapping[Viewer, Mapping[State, str]] = {
    Viewer.COMPANY: {
        State.PROPOSED: _("Sie entscheiden bis zum %(end)s. Danach verfällt der Vorschlag von selbst."),
        State.SENT: _(
            "Der Anbieter soll bis zum %(due)s antworten. Ohne Antwort endet die Anfrage am %(end)s."
        ),
        State.SEEN: _(
            "Der Anbieter soll bis zum %(due)s antworten. Ohne Antwort endet die Anfrage am %(end)s."
        ),
        State.ACCEPTED: _("Der Anbieter soll sich bis zum %(due)s bei Ihnen melden."),
        State.CONTACTED: _("Sagen Sie uns, ob es geholfen hat. Dann ist es abgeschlossen."),
    },
    Viewer.CHAMBER: _NEXT_AT_HOUSE,
    Viewer.ADVISOR: _NEXT_AT_HOUSE,
    Viewer.PROVIDER: {
        State.PROPOSED: _("Der Betrieb entscheidet bis zum %(end)s. Danach verfällt der Vorschlag."),
        State.SENT: _("Bitte antworten Sie bis zum %(due)s. Am %(end)s endet die Anfrage von selbst."),
        State.SEEN: _("Bitte antworten Sie bis zum %(due)s. Am %(end)s endet die Anfrage von selbst."),
        State.ACCEPTED: _("Bitte melden Sie sich bis zum %(due)s beim Betrieb."),
        State.CONTACTED: _("Bitte sagen Sie bis zum %(due)s, wie es ausgegangen ist."),
    },
}
"""What comes next, while it is under way. `due`: the day that is expected, `end`: when it ends by itself."""

REASONS: Mapping[Reason, str] = {
    Reason.NO_CAPACITY: _("zurzeit keine Zeit oder keine freien Plätze"),
    Reason.NOT_OUR_TOPIC: _("nicht das richtige Thema für uns"),
    Reason.NOT_OUR_AREA: _("nicht unser Gebiet"),
    Reason.NOT_ELIGIBLE: _("die Bedingungen passen derzeit nicht"),
    Reason.OFFER_OVER: _("das Angebot gibt es nicht mehr"),
    Reason.ALREADY_IN_TOUCH: _("wir sind mit dem Betrieb schon in Kontakt"),
    Reason.OTHER: _("etwas anderes"),
}
"""Why a provider declines."""

OUTCOMES: Mapping[Viewer, Mapping[Step, str]] = {
    Viewer.COMPANY: {
        Step.CLOSE_HELPED: _("Ja, es hat geholfen"),
        Step.CLOSE_NOT_HELPED: _("Nein, es hat nicht geholfen"),
        Step.CLOSE_UNREACHABLE: _("Wir haben dort niemanden erreicht"),
    },
    Viewer.PROVIDER: {
        Step.CLOSE_HELPED: _("Wir konnten helfen"),
        Step.CLOSE_NOT_HELPED: _("Wir konnten nicht helfen"),
        Step.CLOSE_UNREACHABLE: _("Wir haben den Betrieb nicht erreicht"),
    },
}
"""How it ended, as something to choose."""


def happened(viewer: Viewer, who: Who, step: Step, house: str | None = None) -> str:
    """One line of a timeline in the language of the page. `house`: who proposed it."""
    words = i18n.gettext(HAPPENED[viewer][who, step])
    name = house or i18n.gettext("Eine Stelle, die Sie begleitet,")
    return words % {"house": name} if "%(" in words else words


def coming(viewer: Viewer, state: State, *, due: str, end: str) -> str:
    """What comes next; empty where it has ended. `due` and `end` are days as they are read."""
    words = NEXT[viewer].get(state)
    return i18n.gettext(words) % {"due": due, "end": end} if words else ""
