"""Tokens have 256 random bits, and only their hash is kept."""

import secrets
from hashlib import sha256


def new_token() -> str:
    return secrets.token_urlsafe(32)


def hashed(token: str) -> bytes:
    return sha256(token.encode()).digest()


def cleaned(email: str) -> str:
    """An address as it is kept and compared."""
    return email.strip().lower()
