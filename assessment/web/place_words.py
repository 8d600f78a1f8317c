"""Who waits for a place and why, in words: for the operator and for the company. Nobody is blamed."""

from collections.abc import Mapping

from assessment.services.places.figures import SMALL, Reason
from assessment.web import i18n
from matching.offers import Offer
from matching.places.rounds import NEVER_SERVED

_ = i18n.marked

GROUPS = {
    SMALL: _("Betriebe mit weniger als 50 Beschäftigten"),
    NEVER_SERVED: _("Betriebe, die hier noch nie einen Platz hatten"),
}
WHY = {
    "place_full": _("Alle Plätze sind vergeben."),
    "quota_reserved": _("Ein Teil der Plätze ist vorbehalten: %(groups)s."),
    "served_elsewhere": _("Dafür gibt es einen Platz bei: %(offers)s."),
    "not_wished": _("Andere Angebote wurden vorgezogen."),
    "beyond_top": _("Für diese Runde zählen andere Bewerbungen desselben Betriebs."),
    "excluded": _("Das Netzwerk hat von Hand entschieden. Fragen Sie gern nach."),
}
"""By the codes of matching.places.assignment.REASONS: tests hold both equal."""

CONFLICTS = {
    "quotas_over_places": _("Bei „%(offer)s“ sind mehr Plätze vorbehalten, als es gibt (%(places)s)."),
    "fixed_over_limit": _("Ein Betrieb hätte damit mehr Plätze, als ein Betrieb bekommt (%(limit)s)."),
    "fixed_over_places": _(
        "Bei „%(offer)s“ wären damit mehr Betriebe gesetzt, als es Plätze gibt (%(places)s)."
    ),
    "fixed_into_reserved": _("Bei „%(offer)s“ bliebe damit ein vorbehaltener Platz nicht mehr frei."),
    "other": _("Was Sie von Hand entschieden haben, widerspricht sich."),
}
"""What contradicts itself, by the codes of matching.places.conflicts; no screen makes the others."""


def why(reason: Reason, offers: Mapping[str, Offer]) -> str:
    """A reason to wait in the language of the page; `offers` by id."""
    speaker = i18n.speaker(i18n.language())
    groups = [i18n.gettext(GROUPS[group]) for group in reason.arguments.get("groups", ()) if group in GROUPS]
    named = [speaker.text(offers[id_].name) for id_ in reason.arguments.get("offers", ()) if id_ in offers]
    words = i18n.gettext(WHY[reason.code])
    return words % {"groups": ", ".join(groups), "offers": ", ".join(named)} if "%(" in words else words
