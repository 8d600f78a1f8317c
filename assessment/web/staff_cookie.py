"""The cookie of staff who are signed in: a token, signed with the moment at which it was last used.

It is apart from the cookie that holds the keys of runs, and dies by resting: a page that is opened hands it
out anew, one that was not used for `sign_in.RESTING` is worth nothing. So reading a page writes nothing.
"""

from datetime import timedelta
from hashlib import sha256

from flask import Flask, Response, current_app, g, request
from itsdangerous import BadSignature, TimestampSigner

from assessment import clock
from assessment.services.sign_in import RESTING, SESSION_LIFE
from assessment.web.context import settings

FRESH = timedelta(minutes=10)
"""Only an older cookie is handed out anew."""


class _Signer(TimestampSigner):
    def get_timestamp(self) -> int:
        return int(clock.now().timestamp())


def init_app(app: Flask) -> None:
    app.after_request(_hand_out)


def token() -> str | None:
    """The token of this browser, if its cookie is ours and was used lately."""
    if "staff_token" not in g:
        g.staff_token, g.staff_token_old = _read(request.cookies.get(name(), ""))
    value: str | None = g.staff_token
    return value


def put(value: str) -> None:
    """Gives this browser a token with the answer."""
    g.staff_token, g.staff_token_old = value, True


def drop() -> None:
    """Takes the cookie away with the answer."""
    g.staff_token, g.staff_token_old = None, True


def name() -> str:
    """The prefix makes browsers refuse it from another host, another path or an open line."""
    return "__Host-staff" if settings().cookies_secure else "staff"


def _read(cookie: str) -> tuple[str | None, bool]:
    try:
        longest = int(RESTING.total_seconds())
        value, signed_at = _signer().unsign(cookie, longest, return_timestamp=True)
    except BadSignature:
        return None, False
    return value.decode(), clock.now() - signed_at > FRESH


def _signer() -> TimestampSigner:
    key = current_app.config["SECRET_KEY"]
    return _Signer(key, salt="staff", key_derivation="hmac", digest_method=sha256)


def _hand_out(response: Response) -> Response:
    if not g.get("staff_token_old"):
        return response
    signed = _signer().sign(g.staff_token).decode() if g.staff_token else ""
    life = int(SESSION_LIFE.total_seconds()) if signed else 0
    secure = settings().cookies_secure
    response.set_cookie(name(), signed, max_age=life, secure=secure, httponly=True, samesite="Lax")
    return response
