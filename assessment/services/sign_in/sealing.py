"""Secrets that we have to read again: sealed with a key that is worked out from the signing key.

Whoever gets hold of the database alone has nothing. A new signing key opens none of them any more.
"""

import secrets
from enum import StrEnum
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12
"""Bytes, as NIST SP 800-38D has it for GCM."""


class Purpose(StrEnum):
    """What is sealed: each with a key of its own, so that no seal is good for anything else."""

    CODES = "wandelkompass one-time codes"
    CHECKS = "wandelkompass kept checks"
    WEBHOOKS = "wandelkompass webhooks"
    ANSWERS = "wandelkompass answers"


def sealed(secret: str, *, key: str, owner: UUID, purpose: Purpose = Purpose.CODES) -> bytes:
    """Can be opened with the same key, and for the same owner and purpose only."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + _cipher(key, purpose).encrypt(nonce, secret.encode(), owner.bytes)


def opened(content: bytes, *, key: str, owner: UUID, purpose: Purpose = Purpose.CODES) -> str | None:
    """None where the key is another one, or the content somebody else's."""
    try:
        return _cipher(key, purpose).decrypt(content[:NONCE], content[NONCE:], owner.bytes).decode()
    except InvalidTag:
        return None


def _cipher(key: str, purpose: Purpose) -> AESGCM:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode())
    return AESGCM(derived.derive(key.encode()))
