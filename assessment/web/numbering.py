"""Every request has a number: in its answer, on error pages, and in each line that the log has of it.

A proxy that is trusted may give it, so that its own log has the same one.
"""

import logging
import re
import secrets
from time import perf_counter

from flask import Flask, Response, g, request

from assessment import logs
from assessment.logs import Event
from assessment.web.context import settings

HEADER = "X-Request-ID"
NUMBER = re.compile(r"[0-9a-f-]{8,64}", re.IGNORECASE)
"""As proxies make them. Nothing else is taken, since what is taken is logged."""
OFTEN = frozenset({"operation.healthz", "operation.readyz", "operation.metrics"})
"""What machines ask every few seconds is told for `debug` only."""

log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    app.jinja_env.globals["request_number"] = logs.REQUEST.get
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_forget)


def _begin() -> None:
    logs.REQUEST.set(_given() or secrets.token_hex(6))
    g.asked_at = perf_counter()


def _given() -> str | None:
    given = request.headers.get(HEADER, "") if settings().proxies else ""
    return given if NUMBER.fullmatch(given) else None


def _end(response: Response) -> Response:
    response.headers[HEADER] = logs.REQUEST.get()
    level = logging.DEBUG if request.endpoint in OFTEN else logging.INFO
    if log.isEnabledFor(level):
        log.log(level, _told(response))
    return response


def _told(response: Response) -> Event:
    milliseconds = round(1000 * (perf_counter() - g.asked_at), 1)
    return Event(
        "request",
        route=request.url_rule,
        method=request.method,
        status=response.status_code,
        milliseconds=milliseconds,
    )


def _forget(_error: BaseException | None) -> None:
    logs.REQUEST.set("")
