"""Addresses for mails: they begin with what the settings say, never with what a request says of itself."""

from flask import url_for

from assessment.config import Settings
from assessment.web.context import settings


def public(endpoint: str, *, token: str) -> str:
    """The address under which people outside reach a page."""
    return base(settings()) + url_for(endpoint, token=token)


def base(chosen: Settings) -> str:
    return (chosen.public_url or f"http://{chosen.host}:{chosen.port}").rstrip("/")
