"""The voices that answer on this device, in its signed cookie: number and key, and nothing about who it is.

The server keeps only hashes. A phone may take part in more than one session, and a tablet may go from hand to
hand: then the key is forgotten here, and nobody reads or changes what was answered before.
"""

from hashlib import sha256
from uuid import UUID

from flask import session

KEPT = 3
"""Voices remembered per browser."""
_Kept = tuple[str, str]
"""A key, and by which link it came to be."""


def remember(voice_id: UUID, key: str, *, token: str) -> None:
    kept = {**_kept(), voice_id.hex: (key, _link(token))}
    session["voices"] = dict(list(kept.items())[-KEPT:])
    session.permanent = True


def key_for(voice_id: UUID) -> str | None:
    found = _kept().get(voice_id.hex)
    return found[0] if found else None


def of_link(token: str) -> UUID | None:
    """The voice that answers here since this link was opened, so that it goes on with the same answers."""
    return next((UUID(voice) for voice, (_key, link) in _kept().items() if link == _link(token)), None)


def forget(voice_id: UUID) -> None:
    session["voices"] = {voice: kept for voice, kept in _kept().items() if voice != voice_id.hex}


def _link(token: str) -> str:
    """Enough to find a link again, and too little to be one."""
    return sha256(token.encode()).hexdigest()[:12]


def _kept() -> dict[str, _Kept]:
    kept: dict[str, _Kept] = session.get("voices", {})
    return kept
