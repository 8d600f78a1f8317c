"""Errors become pages in this file alone; their words stand in `error_pages`."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from flask import Flask, current_app, redirect, render_template, request, url_for
from sqlalchemy.exc import DBAPIError, InternalError, OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from assessment.errors import (
    AssessmentError,
    KeyNeeded,
    NoAccount,
    NoSuchLink,
    NoSuchRun,
    OfferNotShown,
    OtherAccountRefused,
    OtherAccountUnavailable,
    Refused,
    SignInUnavailable,
    TooManyAttempts,
    TooManyChecks,
    WrongProof,
)
from assessment.logs import Event
from assessment.operating import state
from assessment.services.policy import Reason
from assessment.web.api import problems
from assessment.web.context import database
from assessment.web.error_pages import NOT_SHOWN, PAGES, REFUSALS, UPDATING, ErrorPage
from questionnaires.library import UnknownQuestionnaire
from questionnaires.routing import UnknownAnswer
from questionnaires.text import Text

LEADS_TO: dict[str, str] = {
    Reason.SECOND_FACTOR_NEEDED: "account.own",
    Reason.CONFIRMATION_NEEDED: "confirmation.page",
    Reason.SEAT_NEEDED: "kept_checks.listed",
}
"""What somebody has to do first, where it is done; or where their own is, instead of the work of staff."""


def init_app(app: Flask) -> None:
    for error, page in _PAGES.items():
        app.register_error_handler(error, partial(_told, page))


SHUT = frozenset({401, 403, 429, 503})
"""Statuses by which a system does not come in: somebody may be trying doors."""


def _told(page: Callable[[Any], Any], error: Exception) -> Any:
    """People read a page, systems a problem in JSON."""
    if not problems.told():
        return page(error)
    problem = problems.of(error)
    if problem.status in SHUT:
        note(problem.code)
    return problems.answer(error)


def _known(error: Exception) -> tuple[str, int]:
    if isinstance(error, NOTED):
        note(" ".join([type(error).__name__, getattr(error, "reason", "")]).strip())
    return _page(PAGES[type(error)])


NOTED = (
    *(KeyNeeded, NoSuchLink, NoSuchRun, SignInUnavailable, TooManyAttempts, TooManyChecks),
    *(NoAccount, OtherAccountRefused, OtherAccountUnavailable, WrongProof),
)
"""What the log tells of, beside what the policy refuses: somebody may be trying doors."""


def note(reason: str) -> None:
    """Tells the log what was refused, by the rule of the address: that itself may hold a key or a token."""
    refused = Event("refused", route=request.url_rule, method=request.method, reason=reason)
    current_app.logger.warning(refused)


def _refused(error: Refused) -> tuple[str, int] | Response:
    """Who has something to show first is led there at once; what was sent is told on a page."""
    if error.reason in LEADS_TO and request.method == "GET":
        return redirect(url_for(LEADS_TO[error.reason], then=request.endpoint))
    note(error.reason)
    return _page(REFUSALS[error.reason])


def _too_many_checks(error: TooManyChecks) -> tuple[str, int, dict[str, str]]:
    return (*_known(error), {"Retry-After": str(error.seconds)})


def _not_shown(error: OfferNotShown) -> tuple[str, int]:
    return _page(NOT_SHOWN[error.reason], about=error.name)


def _http(error: HTTPException) -> tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Any HTTP error; an unexpected exception arrives as 500 and has been logged by then."""
    code = error.code or 500
    if code == 500 and state.outdated(database()):
        return _updating()
    return _page(PAGES.get(code) or PAGES[500 if code >= 500 else 400], code)


def _updating() -> tuple[str, int, dict[str, str]]:
    """A newer version of the code runs beside this one, and has written what this one does not know."""
    return (*_page(UPDATING), {"Retry-After": "30"})


def _unknown_questionnaire(error: UnknownQuestionnaire) -> tuple[str, int] | tuple[str, int, dict[str, str]]:
    return _updating() if error.newer else _known(error)


def _no_database(error: DBAPIError) -> tuple[str, int, dict[str, str]]:
    """The database is gone, full, or takes nothing: nothing is wrong with the page."""
    refuses = Event("database_refuses", route=request.url_rule, method=request.method, error=error)
    current_app.logger.error(refuses)
    return (*_page(PAGES[503]), {"Retry-After": "60"})


_PAGES: Mapping[type[Exception], Callable[[Any], Any]] = {
    AssessmentError: _known,
    Refused: _refused,
    TooManyChecks: _too_many_checks,
    OfferNotShown: _not_shown,
    UnknownAnswer: _known,
    UnknownQuestionnaire: _unknown_questionnaire,
    HTTPException: _http,
    InternalError: _no_database,
    OperationalError: _no_database,
}


def _page(page: ErrorPage, status: int | None = None, about: Text | None = None) -> tuple[str, int]:
    return render_template("error.html", page=page, about=about), status or page.status
