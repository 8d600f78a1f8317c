"""Forms built from the questionnaire, and the few that stand alone."""

from flask_wtf import FlaskForm


class Button(FlaskForm):
    """A form that only confirms: its token shows that the visitor meant it."""


def revision(seen: str | None) -> int:
    """The revision that a page has shown, as it sends it back; 0 where that is no number."""
    seen = seen or ""
    return int(seen) if seen.isdecimal() and len(seen) < 10 else 0
