"""The keys this browser holds, in its signed cookie: the browser's own copy of what the link says.

The server keeps only hashes. Several runs may be open in one browser, so each page names its run in
the address and finds its key here.
"""

from uuid import UUID

from flask import session

KEPT = 10
"""Runs remembered per browser; a cookie holds 4 KB."""


def remember(run_id: UUID, key: str) -> None:
    keys = {**_keys(), run_id.hex: key}
    session["keys"] = dict(list(keys.items())[-KEPT:])
    session.permanent = True


def key_for(run_id: UUID) -> str | None:
    return _keys().get(run_id.hex)


def held() -> dict[UUID, str]:
    """All keys that this browser holds, by run; the one used last stands last."""
    return {UUID(run): key for run, key in _keys().items()}


def forget(run_id: UUID) -> None:
    session["keys"] = {run: key for run, key in _keys().items() if run != run_id.hex}


def _keys() -> dict[str, str]:
    keys: dict[str, str] = session.get("keys", {})
    return keys
