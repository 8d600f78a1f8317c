"""The words of the interfaces' screens: what a token may do, what became of a message, and the manual."""

from collections.abc import Mapping
from typing import Any

from assessment.config import Settings
from assessment.services.interfaces import coming_in, events
from assessment.services.policy import Scope
from assessment.web import i18n
from assessment.web.api.operations import OPERATIONS
from assessment.web.api.problems import PROBLEMS as API_PROBLEMS
from assessment.web.public_links import base

_ = i18n.marked

SCOPES: Mapping[Scope, str] = {
    Scope.START_RUNS: _("Links anlegen, mit denen Mitglieder einen Check beginnen"),
    Scope.READ_RESULTS: _("Lesen, was Betriebe mit Ihnen teilen"),
    Scope.WRITE_REFERRALS: _("Vermittlungen an Sie sehen und ihren Stand melden"),
    Scope.READ_FIGURES: _("Zahlen lesen, die niemanden nennen"),
}
PROBLEMS: Mapping[str, str] = {
    "address": _("Das ist keine Adresse, die wir aufrufen können."),
    "unknown_host": _("Der Rechnername ist nicht auffindbar (DNS)."),
    "not_public": _("Diese Adresse liegt in einem internen Netz. Wir rufen nur öffentliche Adressen auf."),
    "not_secure": _("Die Adresse muss mit https:// beginnen und ein gültiges Zertifikat haben."),
    "no_answer": _("Von dort kam keine Antwort."),
    "sealed": _("Das Geheimnis passt nicht mehr. Bitte fügen Sie die Adresse neu hinzu."),
}
"""Why a message did not arrive, or why an address cannot be one."""
KINDS: Mapping[str, str] = {
    events.REFERRAL: _("Der Stand einer Vermittlung hat sich geändert"),
    events.TEST: _("Probe"),
}


def manual(chosen: Settings) -> dict[str, Any]:
    """What the manual is made of: the same tables as the document for programs."""
    return {
        "operations": OPERATIONS,
        "server": base(chosen) + "/api/v1",
        "limits": coming_in.MOST,
        "problems": sorted(API_PROBLEMS.values(), key=lambda problem: problem.status),
    }
