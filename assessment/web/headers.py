"""What comes in and what goes out: forms only; no inline code, no framing, nothing kept by caches."""

from flask import Flask, Response, request
from werkzeug.exceptions import UnsupportedMediaType

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}


def init_app(app: Flask) -> None:
    app.before_request(_take_forms_only)
    app.after_request(_put)


def _take_forms_only() -> None:
    if request.method == "POST" and request.mimetype not in FORMS:
        raise UnsupportedMediaType


def _put(response: Response) -> Response:
    for name, value in (HEADERS | {"Cache-Control": "no-store"}).items():
        response.headers.setdefault(name, value)  # a page with a secret address tells no referrer at all
    return response
