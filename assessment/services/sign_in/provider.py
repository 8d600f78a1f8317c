"""The house whose accounts staff may use: OpenID Connect, authorization code with PKCE and nonce.

It is asked over HTTP for where to go, for its keys, and for the token of somebody who comes back. The token
is believed only if the house has signed it, for us, just now, for the very departure that it answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import extract_compact
from joserfc.jwt import JWTClaimsRegistry

from assessment.errors import OtherAccountRefused, OtherAccountUnavailable

SCOPE = "openid email profile"
ALGORITHMS = ["RS256", "PS256", "ES256", "ES384"]
"""Only such with a pair of keys: never "none", never one secret for both sides."""
PATIENCE = 5
"""Seconds that the house has to answer."""
FRESH = timedelta(hours=1)
"""How long its addresses and keys are kept."""
LEEWAY = 60
"""Seconds that its clock may be ahead or behind."""
LONGEST_ANSWER = 500_000
"""Bytes."""
OK = 200


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is elsewhere."""

    subject: str
    email: str
    verified: bool
    name: str


@dataclass(frozen=True, slots=True)
class Provider:
    """`cache`: what the house has told, by address, with the moment; one for each process."""

    issuer: str
    client_id: str
    client_secret: str
    redirect_uri: str
    cache: dict[str, tuple[datetime, dict[str, Any]]] = field(default_factory=dict, compare=False)

    def way_there(self, *, state: str, nonce: str, verifier: str, now: datetime) -> str:
        """Where to send somebody. Raises OtherAccountUnavailable."""
        address = self._address("authorization_endpoint", now)
        with self._session() as session:
            url, _ = session.create_authorization_url(
                address, state=state, nonce=nonce, code_verifier=verifier
            )
        return str(url)

    def identity(self, *, code: str, nonce: str, verifier: str, now: datetime) -> Identity:
        """Who has come back with this code. Raises OtherAccountRefused, OtherAccountUnavailable."""
        token = self._token(code, verifier, now)
        try:
            claims = self._claims(token, nonce, now)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise OtherAccountRefused(getattr(error, "error", "") or type(error).__name__) from None
        email, verified = claims.get("email"), claims.get("email_verified") is True
        name = claims.get("name")
        return Identity(
            claims["sub"],
            email if isinstance(email, str) else "",
            verified,
            name if isinstance(name, str) else "",
        )

    def _token(self, code: str, verifier: str, now: datetime) -> str:
        address = self._address("token_endpoint", now)
        try:
            with self._session(self._told(now)) as session:
                answer = session.fetch_token(
                    address,
                    code=code,
                    code_verifier=verifier,
                    grant_type="authorization_code",
                    allow_redirects=False,
                )
        except AuthlibBaseError as error:
            raise OtherAccountRefused(error.error or "code") from None
        except (OSError, ValueError):
            raise OtherAccountUnavailable from None
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise OtherAccountRefused("id_token")
        return token

    def _claims(self, token: str, nonce: str, now: datetime) -> Mapping[str, Any]:
        claims = jwt.decode(token, self._keys(token, now), algorithms=ALGORITHMS).claims
        registry = JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=LEEWAY,
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self.client_id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True},
        )
        registry.validate(claims)
        if not compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
            raise OtherAccountRefused("nonce")
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if claims.get("azp", None if several else self.client_id) != self.client_id:
            raise OtherAccountRefused("azp")
        return claims

    def _keys(self, token: str, now: datetime) -> KeySet:
        """The keys of the house; asked for anew where the one that has signed is not among them."""
        address = self._address("jwks_uri", now)
        wanted = extract_compact(token.encode()).headers().get("kid")
        keys = self._ask(address, now).get("keys", [])
        if all(key.get("kid") != wanted for key in keys):
            keys = self._ask(address, now, fresh=timedelta(minutes=1)).get("keys", [])
        usable = [key for key in keys if key.get("kty") in {"RSA", "EC"} and key.get("use", "sig") == "sig"]
        return KeySet.import_key_set({"keys": usable})

    def _told(self, now: datetime) -> dict[str, Any]:
        told = self._ask(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration", now)
        if told.get("issuer") != self.issuer:
            raise OtherAccountUnavailable
        return told

    def _address(self, name: str, now: datetime) -> str:
        """An address that the house names; as safe as its own."""
        address = self._told(now).get(name)
        scheme = self.issuer.partition("://")[0]
        if not isinstance(address, str) or not address.startswith(("https://", f"{scheme}://")):
            raise OtherAccountUnavailable
        return address

    def _ask(self, address: str, now: datetime, fresh: timedelta = FRESH) -> dict[str, Any]:
        asked_at, told = self.cache.get(address, (None, {}))
        if asked_at and now - asked_at < fresh:
            return told
        try:
            with self._session() as session:
                answer = session.get(address, withhold_token=True, allow_redirects=False)
                answer.raise_for_status()
                read = answer.json() if len(answer.content) < LONGEST_ANSWER else None
        except (OSError, ValueError):
            raise OtherAccountUnavailable from None
        if answer.status_code != OK or not isinstance(read, dict):
            raise OtherAccountUnavailable
        self.cache[address] = now, read
        return read

    def _session(self, told: Mapping[str, Any] | None = None) -> OAuth2Session:
        ways = (told or {}).get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        way = "client_secret_basic" if "client_secret_basic" in ways else "client_secret_post"
        return OAuth2Session(
            self.client_id,
            self.client_secret,
            token_endpoint_auth_method=way,
            scope=SCOPE,
            redirect_uri=self.redirect_uri,
            code_challenge_method="S256",
            default_timeout=PATIENCE,
        )
