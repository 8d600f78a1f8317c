"""What comes in and what goes out: forms only; no inline code, no framing, nothing kept by caches."""

from collections.abc import Callable
from wsgiref.headers import Headers

from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from assessment.web.api import problems
from assessment.web.context import settings

POLICY = (
    "default-src 'none'; object-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
OVER_HTTPS = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
"""For a year, where cookies go over HTTPS only."""

FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}


def init_app(app: Flask) -> None:
    app.before_request(_take_no_nul)
    app.before_request(_take_forms_only)
    app.after_request(_put)


def _take_no_nul() -> None:
    """No address of ours holds one, and not every database can look for it."""
    if "\0" in request.path or b"%00" in request.query_string:
        raise BadRequest


def _take_forms_only() -> None:
    """Systems send JSON, and are known by what they send along, never by a cookie."""
    if request.method == "POST" and not problems.told() and request.mimetype not in FORMS:
        raise UnsupportedMediaType


def _put(response: Response) -> Response:
    """What the page has said itself stays: one with a secret address tells no referrer at all."""
    said = {name.lower() for name, _ in response.headers}
    ours = everywhere(secure=settings().cookies_secure) | {"Cache-Control": "no-store"}
    response.headers.extend({name: value for name, value in ours.items() if name.lower() not in said})
    return response


def everywhere(*, secure: bool) -> dict[str, str]:
    """What every answer says, files included."""
    return HEADERS | (OVER_HTTPS if secure else {})


def on_files(*, secure: bool) -> Callable[[Headers, str, str], None]:
    """The same for files that are served before the application is asked."""

    def put(headers: Headers, _path: str, _url: str) -> None:
        for name, value in everywhere(secure=secure).items():
            headers[name] = value

    return put
