"""A small OpenID Connect provider on this machine: real HTTP, real signatures, and all that can be wrong.

It checks what it is sent as a real one does: the secret of the client, where to return to, PKCE, a code once.
"""

import json
import secrets
import threading
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from werkzeug import Request, Response
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.utils import redirect

CLIENT, SECRET = "wandelkompass", "secret of the client"


@dataclass
class OidcProvider:
    """`says` are the claims of whoever signs in next; `wrong` is what this provider does as it should not."""

    issuer: str
    back: str = ""
    now: datetime | None = None
    says: dict[str, Any] = field(default_factory=dict)
    wrong: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        request = Request(environ)
        self.asked.append(request.path)
        answer = {
            "/.well-known/openid-configuration": self._about,
            "/keys": lambda _: _json({"keys": [self.key.as_dict(private=False)]}),
            "/authorize": self._authorize,
            "/token": self._token,
        }[request.path]
        return answer(request)(environ, start_response)

    def signs_in(self, address: str) -> tuple[str, str]:
        """What the browser of somebody brings back who follows an address and signs in: code and state."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code"
        assert (asked["client_id"], asked["redirect_uri"]) == (CLIENT, self.back)
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return code, asked["state"]

    def _authorize(self, request: Request) -> Response:
        """Signs in whoever comes, at once, and sends them back."""
        return redirect(f"{self.back}?{query(*self.signs_in(request.url))}")

    def changes_key(self, kid: str = "two") -> None:
        self.key = RSAKey.generate_key(2048, {"kid": kid, "use": "sig"})

    def _about(self, _request: Request) -> Response:
        paths = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/keys"}
        told = {"issuer": self.issuer} | {name: self.issuer + path for name, path in paths.items()}
        return _json(told | self.wrong.get("about", {}))

    def _token(self, request: Request) -> Response:
        asked, form = self.codes.pop(request.form.get("code", ""), None), request.form
        name, _, secret = (
            b64decode(request.headers["Authorization"].partition(" ")[2]).decode().partition(":")
        )
        given = (name, secret.replace("+", " ").replace("%20", " "))
        proof = create_s256_code_challenge(form.get("code_verifier", ""))
        if given != (CLIENT, SECRET) or asked is None or asked["redirect_uri"] != form["redirect_uri"]:
            return _json({"error": "invalid_grant"}, 400)
        if asked["code_challenge"] != proof:
            return _json({"error": "invalid_grant"}, 400)
        told = {"access_token": "x", "token_type": "Bearer", "id_token": self._signed(asked["nonce"])}
        return _json({name: value for name, value in told.items() if name not in self.wrong})

    def _signed(self, nonce: str) -> str:
        assert self.now is not None
        moment = int(self.now.timestamp())
        claims = {"iss": self.issuer, "aud": CLIENT, "nonce": nonce, "iat": moment, "exp": moment + 300}
        claims |= self.says | self.wrong.get("claims", {})
        claims = {name: value for name, value in claims.items() if value is not None}
        key = self.wrong.get("key", self.key)
        algorithm = "HS256" if isinstance(key, OctKey) else "RS256"
        header = {"alg": algorithm, "kid": self.wrong.get("kid", self.key.kid)}
        return jwt.encode(header, claims, key, algorithms=[algorithm])


class _Silent(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - named so by Werkzeug
        """Nothing: a test says itself what went wrong."""


@contextmanager
def running() -> Iterator[OidcProvider]:
    server = make_server("127.0.0.1", 0, lambda *call: provider(*call), request_handler=_Silent)
    provider = OidcProvider(f"http://127.0.0.1:{server.port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield provider
    server.shutdown()
    server.server_close()
    thread.join()


def _json(told: dict[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(told), status, mimetype="application/json")


def query(code: str, state: str) -> str:
    """The end of the address to which somebody comes back."""
    return urlencode({"code": code, "state": state})
