"""Secrets that we have to read again: sealed with a key that is worked out from the signing key.

Whoever gets hold of the database alone has nothing. A new signing key opens none of them any more.
"""

import secrets
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12
"""Bytes, as NIST SP 800-38D has it for GCM."""
PURPOSE = b"wandelkompass one-time codes"


def sealed(secret: str, *, key: str, owner: UUID) -> bytes:
    """Can be opened with the same key, and for the same owner only."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + _cipher(key).encrypt(nonce, secret.encode(), owner.bytes)


def opened(content: bytes, *, key: str, owner: UUID) -> str | None:
    """None where the key is another one, or the content somebody else's."""
    try:
        return _cipher(key).decrypt(content[:NONCE], content[NONCE:], owner.bytes).decode()
    except InvalidTag:
        return None


def _cipher(key: str) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(key.encode()))
