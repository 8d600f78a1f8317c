"""The key to a run: sixteen characters that a person can type, kept only as a hash.

Crockford's base 32 leaves out I, L, O and U, so that nothing can be misread; 80 random bits cannot be
guessed, which is why a plain SHA-256 is enough (a slow hash protects short passwords).
"""

import secrets
from functools import cache
from hashlib import sha256

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 16, 4
_MISREAD = str.maketrans("ILO", "110")
EXAMPLES, MOST_EXAMPLES = "DEM0-0000-0000-", 10_000
"""How the keys of fictional companies begin, and how many there can be; they are public, so no company has
one."""


def new() -> str:
    """A fresh key, in groups of four: 7KQM-2XPA-9RTE-4HZC."""
    return grouped("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def grouped(key: str) -> str:
    return "-".join(key[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def normalised(typed: str) -> str | None:
    """The key as it was meant: any case, spaces or hyphens; None when it cannot be one."""
    key = "".join(typed.split()).replace("-", "").upper().translate(_MISREAD)
    return grouped(key) if len(key) == LENGTH and set(key) <= set(ALPHABET) else None


def hashed(key: str) -> bytes:
    return sha256(key.encode()).digest()


def example(number: int) -> str:
    """The key of a fictional company, numbered from 0 to 9999."""
    return f"{EXAMPLES}{number:04}"


def is_example(key: str | None) -> bool:
    return key is not None and key.startswith(EXAMPLES)


@cache
def example_hashes() -> frozenset[bytes]:
    """Of all keys that fictional companies can have."""
    return frozenset(hashed(example(number)) for number in range(MOST_EXAMPLES))
