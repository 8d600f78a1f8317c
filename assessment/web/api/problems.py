"""Errors as systems are told them: problem details (RFC 9457), in the language that was asked for.

`code` stays as it is; title and detail are words for people. Nothing of the code or of what was sent is told.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Response, request
from werkzeug.exceptions import HTTPException

from assessment.errors import (
    InterfaceError,
    InterfaceUnavailable,
    NoSuchCampaign,
    NoSuchFigures,
    NoSuchMember,
    NoSuchReferral,
    Refused,
    RepeatedOtherwise,
    StillAtWork,
    TokenRefused,
    TooManyRequests,
)
from assessment.services.policy import Reason
from assessment.web import i18n
from assessment.web.i18n import marked as _

PREFIX = "/api/"
MEDIA_TYPE = "application/problem+json"
LATER = 60
"""Seconds after which to come again, where nobody knows better."""


@dataclass(frozen=True, slots=True)
class Problem:
    status: int
    code: str
    title: str
    detail: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """One value that cannot be taken: where it stands (JSON Pointer, or the name of a parameter), and why."""

    where: str
    why: str


class Invalid(InterfaceError):
    """What was sent does not have the form that the interface asks for."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(", ".join(fault.where for fault in faults))


class NotJson(InterfaceError):
    """The body is no JSON."""


class KeyMissing(InterfaceError):
    """A write came without an Idempotency-Key, or with one that cannot be one."""


class StepNotPossible(InterfaceError):
    """A referral cannot become what was asked, as it stands now."""


PROBLEMS: Mapping[type[Exception] | int | str, Problem] = {
    TokenRefused: Problem(
        401,
        "token_needed",
        _("Das Token fehlt oder gilt nicht"),
        _(
            "Senden Sie ein gültiges Token: Authorization: Bearer wk_… Es kann abgelaufen oder "
            "widerrufen sein."
        ),
        {"WWW-Authenticate": 'Bearer realm="Wandelkompass"'},
    ),
    Reason.SCOPE_NEEDED: Problem(
        403,
        "scope_needed",
        _("Dieses Token darf das nicht"),
        _("Ihm fehlt der Bereich, den dieser Aufruf braucht. Ein anderes Token kann ihn haben."),
    ),
    403: Problem(
        403,
        "forbidden",
        _("Das ist nicht erlaubt"),
        _("Ein Token gilt nur für die Organisation, für die es erstellt wurde."),
    ),
    400: Problem(
        400, "bad_request", _("Diese Anfrage verstehen wir nicht"), _("Bitte prüfen Sie den Aufruf.")
    ),
    NotJson: Problem(
        400, "not_json", _("Das ist kein JSON"), _("Der Inhalt muss gültiges JSON in UTF-8 sein.")
    ),
    KeyMissing: Problem(
        400,
        "idempotency_key_needed",
        _("Es fehlt ein Schlüssel für Wiederholungen"),
        _(
            "Senden Sie mit jedem Schreiben einen Idempotency-Key: 8 bis 100 Zeichen, für jeden Vorgang "
            "einen neuen."
        ),
    ),
    Invalid: Problem(
        422,
        "invalid",
        _("Einige Angaben passen nicht"),
        _("Welche es sind, steht unter „errors“. Geändert wurde nichts."),
    ),
    RepeatedOtherwise: Problem(
        422,
        "idempotency_key_reused",
        _("Dieser Schlüssel gehört zu einem anderen Vorgang"),
        _("Für eine andere Anfrage brauchen Sie einen neuen Idempotency-Key. Geändert wurde nichts."),
    ),
    StillAtWork: Problem(
        409,
        "still_at_work",
        _("Die erste Anfrage läuft noch"),
        _("Bitte wiederholen Sie sie gleich noch einmal, mit demselben Idempotency-Key."),
        {"Retry-After": "5"},
    ),
    NoSuchCampaign: Problem(
        409,
        "no_such_campaign",
        _("Diese Kampagne läuft nicht"),
        _("Sie gehört nicht Ihrer Organisation, ist schon zu Ende, oder der Code stimmt nicht."),
    ),
    StepNotPossible: Problem(
        409,
        "step_not_possible",
        _("Dieser Schritt geht jetzt nicht"),
        _("Die Vermittlung steht inzwischen anders. Fragen Sie den Stand ab; geändert wurde nichts."),
    ),
    404: Problem(
        404,
        "not_found",
        _("Das gibt es hier nicht"),
        _("Die Adresse stimmt nicht, oder es gehört nicht (mehr) zu Ihrer Organisation."),
    ),
    405: Problem(
        405, "method", _("Diese Methode gibt es hier nicht"), _("Welche es gibt, sagt die Kopfzeile „Allow“.")
    ),
    413: Problem(413, "too_large", _("Das ist zu viel"), _("Eine Anfrage darf höchstens 1 MB groß sein.")),
    415: Problem(
        415,
        "media_type",
        _("Dieses Format lesen wir nicht"),
        _("Senden Sie den Inhalt als application/json."),
    ),
    TooManyRequests: Problem(
        429,
        "too_many_requests",
        _("Das waren zu viele Anfragen"),
        _("Wann es weitergeht, sagt die Kopfzeile „Retry-After“ in Sekunden."),
    ),
    500: Problem(
        500,
        "ours",
        _("Bei uns ist etwas schiefgegangen"),
        _("Bitte versuchen Sie es gleich noch einmal, mit demselben Idempotency-Key."),
    ),
    InterfaceUnavailable: Problem(
        503,
        "unavailable",
        _("Die Schnittstelle ist gerade nicht erreichbar"),
        _("Zur Sicherheit lassen wir zurzeit niemanden herein. Bitte versuchen Sie es gleich noch einmal."),
        {"Retry-After": str(LATER)},
    ),
}
"""By error, by reason of a refusal, or by status."""
AS_404 = (NoSuchFigures, NoSuchMember, NoSuchReferral)
"""Whatever is somebody else's does not exist."""


def told() -> bool:
    """Whether this request is told its errors as problems."""
    return request.path.startswith(PREFIX)


def of(error: Exception) -> Problem:
    """The problem that an error is; a status that nobody has described becomes 400 or 500."""
    if isinstance(error, AS_404):
        return PROBLEMS[404]
    if isinstance(error, Refused):
        return PROBLEMS.get(error.reason, PROBLEMS[403])
    status = (error.code or 500) if isinstance(error, HTTPException) else 500
    known = PROBLEMS.get(type(error)) or PROBLEMS.get(status)
    return known or PROBLEMS[500 if status >= 500 else 400]


def answer(error: Exception) -> Response:
    """The problem as it is sent."""
    problem = of(error)
    body: dict[str, Any] = {
        "type": f"urn:wandelkompass:problem:{problem.code}",
        "title": i18n.gettext(problem.title),
        "status": problem.status,
        "code": problem.code,
        "detail": i18n.gettext(problem.detail),
    }
    if isinstance(error, Invalid):
        body["errors"] = [{"where": one.where, "why": i18n.gettext(one.why)} for one in error.faults]
    made = Response(json.dumps(body, ensure_ascii=False), problem.status, content_type=MEDIA_TYPE)
    made.headers.update(problem.headers)
    made.headers.update({"Content-Language": i18n.language(), "Vary": "Accept-Language"})
    made.headers.update(_more(error))
    return made


def _more(error: Exception) -> dict[str, str]:
    if isinstance(error, TooManyRequests):
        return {"Retry-After": str(error.seconds)}
    methods = getattr(error, "valid_methods", None)
    return {"Allow": ", ".join(sorted(methods))} if methods else {}
