"""What each consent is called, and the wording that was agreed to. An older wording stays here for good."""

from collections.abc import Mapping

from assessment.services.privacy.consents import Given, Purpose
from assessment.web import i18n
from assessment.web.forms.comparison import COMPARISON, COMPARISON_TEXT
from assessment.web.forms.mandates import MANDATE, MANDATE_TEXT
from assessment.web.forms.partners import CONSENT, CONSENT_TEXT
from assessment.web.forms.referrals import EARLIER as EARLIER_REFERRAL
from assessment.web.forms.referrals import REFERRAL, REFERRAL_TEXT
from assessment.web.forms.responses import CONSENT as PLACES
from assessment.web.forms.responses import CONSENT_TEXT as PLACES_TEXT
from assessment.web.forms.sharing import CHAMBER, CHAMBER_TEXT
from assessment.web.forms.workshops import WORKSHOP, WORKSHOP_TEXT

_ = i18n.marked

PURPOSES: Mapping[Purpose, str] = {
    Purpose.ADVICE: _("Beratung liest Ihren Check mit"),
    Purpose.PARTNERS: _("Austausch mit anderen Betrieben"),
    Purpose.REFERRAL: _("Vermittlung an ein Angebot"),
    Purpose.WORKSHOP: _("Gespräch mit Ihrer Beratung"),
    Purpose.PLACES: _("Bewerbung um einen Platz"),
    Purpose.CHAMBER: _("Einzelne Angaben für Ihre Kammer"),
    Purpose.COMPARISON: _("Vergleich mit anderen Betrieben"),
}
WITHDRAWN: Mapping[Purpose, str] = {
    Purpose.ADVICE: _("Widerrufen. Die Beratung sieht nichts mehr."),
    Purpose.PARTNERS: _(
        "Widerrufen. Name, Kontakt und Themen sind gelöscht, auch bei den anderen Betrieben."
    ),
    Purpose.REFERRAL: _("Widerrufen. Der Anbieter sieht nichts mehr, Text und Kontakt sind gelöscht."),
    Purpose.WORKSHOP: _("Widerrufen. Das Gespräch ist beendet, und die einzelnen Antworten sind gelöscht."),
    Purpose.PLACES: _("Widerrufen. Ihre Bewerbung ist zurückgenommen, Name und Kontakt sind gelöscht."),
    Purpose.CHAMBER: _("Widerrufen. Die Kammer sieht nichts mehr von Ihnen."),
    Purpose.COMPARISON: _("Widerrufen. Ihre Werte zählen ab dem nächsten Quartal nicht mehr."),
}
TEXTS: Mapping[tuple[Purpose, str], tuple[str, ...]] = {
    (Purpose.ADVICE, MANDATE_TEXT): MANDATE,
    (Purpose.REFERRAL, REFERRAL_TEXT): REFERRAL,
    **{(Purpose.REFERRAL, version): words for version, words in EARLIER_REFERRAL.items()},
    (Purpose.PARTNERS, CONSENT_TEXT): CONSENT,
    (Purpose.WORKSHOP, WORKSHOP_TEXT): WORKSHOP,
    (Purpose.PLACES, PLACES_TEXT): PLACES,
    (Purpose.CHAMBER, CHAMBER_TEXT): CHAMBER,
    (Purpose.COMPARISON, COMPARISON_TEXT): COMPARISON,
}
"""By purpose and version of the text."""
NEWEST: Mapping[Purpose, str] = {
    Purpose.ADVICE: MANDATE_TEXT,
    Purpose.REFERRAL: REFERRAL_TEXT,
    Purpose.PARTNERS: CONSENT_TEXT,
    Purpose.WORKSHOP: WORKSHOP_TEXT,
    Purpose.PLACES: PLACES_TEXT,
    Purpose.CHAMBER: CHAMBER_TEXT,
    Purpose.COMPARISON: COMPARISON_TEXT,
}


def version(given: Given) -> str:
    """Of the text that was agreed to; fictional companies agree to the newest one."""
    known = (given.purpose, given.text_version) in TEXTS
    return given.text_version if known else NEWEST.get(given.purpose, "")


def points(given: Given) -> tuple[str, ...]:
    """What was agreed to, point by point."""
    return TEXTS.get((given.purpose, version(given)), ())
