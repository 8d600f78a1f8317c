"""The code of a campaign: five letters on a card, typed by hand, so that none looks like another.

It is no secret. Without vowels no word comes about; 21 to the power of 5 are four million.
"""

import secrets

ALPHABET = "bcdfghjkmnprstvwxz347"
LENGTH = 5


def new() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def normalised(typed: str) -> str:
    """The code as it was meant: any case, with spaces or hyphens."""
    return "".join(typed.split()).replace("-", "").lower()
