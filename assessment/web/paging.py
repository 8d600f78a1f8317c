"""Lists that are too long for one page: which page is asked for, and what is looked for in them."""

from flask import request

NAME_LENGTH = 120
FARTHEST = 10_000


def asked() -> int:
    """Counted from 0; what is no number is the first page."""
    written = request.args.get("page", "")
    return min(int(written), FARTHEST) if written.isascii() and written.isdigit() else 0


def name() -> str:
    """What somebody looks for by name; nothing for all."""
    return request.args.get("name", "").strip()[:NAME_LENGTH]
