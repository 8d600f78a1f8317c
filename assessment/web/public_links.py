"""Addresses for mails: they begin with what the settings say, never with what a request says of itself."""

from typing import Any

from flask import request, url_for

from assessment.config import Settings, public_address
from assessment.web.context import settings


def public(endpoint: str, *, token: str) -> str:
    """The address under which people outside reach a page."""
    return base(settings()) + url_for(endpoint, token=token)


def reachable(endpoint: str, **values: Any) -> str:
    """The address of a page for another device in the same room: as the settings say, or else as this one was
    reached. It is shown to whoever asked, and to nobody else."""
    start = settings().public_url or request.host_url
    return start.rstrip("/") + url_for(endpoint, **values)


def base(chosen: Settings) -> str:
    return public_address(chosen)
