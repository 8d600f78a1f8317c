"""What people hold in their hands, an app with codes and a device with passkeys; who is just signed in."""

import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

import pyotp
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, encode_cbor

from assessment.services import sign_in
from assessment.services.policy import Staff
from assessment.services.sign_in import one_time_codes, passkeys, recovery_codes
from assessment.services.sign_in.changes import Letterhead
from assessment.services.sign_in.sites import Site
from assessment.store.database import Database
from tests.assessment.house import NOW, signs_in

KEY = "signing key of the installation, 32+"
HEAD = Letterhead("Netzwerk", "https://check.example/de/account")
SITE = Site("check.example", "https://check.example")
NETWORK = "192.0.2.1"
UP, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def comes_in(database: Database, email: str, *, now: datetime = NOW) -> Staff:
    """Somebody who has just signed in by a link, as the policy sees them."""
    return seen(database, signs_in(database, email, now=now).token, now=now)


def seen(database: Database, token: str, *, now: datetime = NOW, demanded: tuple[str, ...] = ()) -> Staff:
    found = sign_in.of_token(database, token=token, now=now, demanded=demanded)
    assert found is not None
    return found


def sets_up_app(database: Database, actor: Staff) -> pyotp.TOTP:
    """An app that is in use; its current code has been used up by that."""
    one_time_codes.propose(database, actor=actor, key=KEY)
    proposal = one_time_codes.proposal(database, actor=actor, key=KEY, issuer="Wandelkompass")
    assert proposal is not None
    app = pyotp.TOTP(proposal.secret)
    one_time_codes.confirm(database, actor=actor, code=app.at(actor.now), key=KEY, letterhead=HEAD)
    return app


def makes_recovery_codes(database: Database, actor: Staff) -> list[str]:
    return recovery_codes.make(database, actor=actor, letterhead=HEAD)


def adds_passkey(database: Database, actor: Staff, name: str = "Telefon") -> "Device":
    device = Device()
    options = json.loads(passkeys.options_to_register(database, actor=actor, site=SITE))
    passkeys.register(
        database, actor=actor, site=SITE, name=name, credential=device.makes(options), letterhead=HEAD
    )
    return device


@dataclass
class Device:
    """A device with one passkey, as WebAuthn describes it: signs what it is asked, and counts."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    user: bytes = b""
    count: int = 0

    def makes(self, options: dict[str, Any], **told: Any) -> str:
        """The answer to a challenge for a new passkey; `told`: what it does otherwise than it should."""
        self.user = base64url_to_bytes(options["user"]["id"])
        numbers = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        attested = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id
        data = self._data(ATTESTED, **told) + attested + encode_cbor(public)
        attestation = encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", options, **told)
        return self._answer(clientDataJSON=client, attestationObject=attestation)

    def signs(self, options: dict[str, Any], **told: Any) -> str:
        """The answer to a challenge of somebody who signs in or confirms."""
        self.count += 1
        data, client = self._data(0, **told), self._client("webauthn.get", options, **told)
        signature = self.key.sign(data + sha256(client).digest(), ec.ECDSA(SHA256()))
        signature = told.get("signature", signature)
        user = told.get("user", self.user)
        return self._answer(
            clientDataJSON=client, authenticatorData=data, signature=signature, userHandle=user
        )

    def _data(self, more: int, **told: Any) -> bytes:
        flags: int = told.get("flags", UP | VERIFIED) | more
        site = sha256(told.get("site", SITE.id).encode()).digest()
        count: int = told.get("count", self.count)
        return site + bytes([flags]) + count.to_bytes(4, "big")

    def _client(self, kind: str, options: dict[str, Any], **told: Any) -> bytes:
        origin = told.get("origin", SITE.origin)
        return json.dumps({"type": kind, "challenge": options["challenge"], "origin": origin}).encode()

    def _answer(self, **response: bytes) -> str:
        name, parts = bytes_to_base64url(self.credential_id), response.items()
        answer = {"id": name, "rawId": name, "type": "public-key", "clientExtensionResults": {}}
        return json.dumps(answer | {"response": {part: bytes_to_base64url(value) for part, value in parts}})
