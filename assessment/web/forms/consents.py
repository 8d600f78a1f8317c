"""What each consent is called, and the wording that was agreed to. An older wording stays here for good."""

from collections.abc import Mapping

from assessment.services.privacy.consents import Given, Purpose
from assessment.web import i18n
from assessment.web.forms.mandates import MANDATE, MANDATE_TEXT
from assessment.web.forms.partners import CONSENT, CONSENT_TEXT
from assessment.web.forms.responses import CONSENT as PLACES
from assessment.web.forms.responses import CONSENT_TEXT as PLACES_TEXT
from assessment.web.forms.workshops import WORKSHOP, WORKSHOP_TEXT

_ = i18n.marked

PURPOSES: Mapping[Purpose, str] = {
    Purpose.ADVICE: _("Beratung liest Ihren Check mit"),
    Purpose.PARTNERS: _("Austausch mit anderen Betrieben"),
    Purpose.REFERRAL: _("Vermittlung an ein Angebot"),
    Purpose.WORKSHOP: _("Gespräch mit Ihrer Beratung"),
    Purpose.PLACES: _("Bewerbung um einen Platz"),
}
WITHDRAWN: Mapping[Purpose, str] = {
    Purpose.ADVICE: _("Widerrufen. Die Beratung sieht nichts mehr."),
    Purpose.PARTNERS: _(
        "Widerrufen. Name, Kontakt und Themen sind gelöscht, auch bei den anderen Betrieben."
    ),
    Purpose.REFERRAL: _("Widerrufen. Es wird nichts mehr weitergegeben."),
    Purpose.WORKSHOP: _("Widerrufen. Das Gespräch ist beendet, und die einzelnen Antworten sind gelöscht."),
    Purpose.PLACES: _("Widerrufen. Ihre Bewerbung ist zurückgenommen, Name und Kontakt sind gelöscht."),
}
TEXTS: Mapping[tuple[Purpose, str], tuple[str, ...]] = {
    (Purpose.ADVICE, MANDATE_TEXT): MANDATE,
    (Purpose.PARTNERS, CONSENT_TEXT): CONSENT,
    (Purpose.WORKSHOP, WORKSHOP_TEXT): WORKSHOP,
    (Purpose.PLACES, PLACES_TEXT): PLACES,
}
"""By purpose and version of the text."""
NEWEST: Mapping[Purpose, str] = {
    Purpose.ADVICE: MANDATE_TEXT,
    Purpose.PARTNERS: CONSENT_TEXT,
    Purpose.WORKSHOP: WORKSHOP_TEXT,
    Purpose.PLACES: PLACES_TEXT,
}


def version(given: Given) -> str:
    """Of the text that was agreed to; fictional companies agree to the newest one."""
    known = (given.purpose, given.text_version) in TEXTS
    return given.text_version if known else NEWEST.get(given.purpose, "")


def points(given: Given) -> tuple[str, ...]:
    """What was agreed to, point by point."""
    return TEXTS.get((given.purpose, version(given)), ())
