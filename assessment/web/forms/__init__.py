"""Forms built from the questionnaire, and the few that stand alone."""

from flask_wtf import FlaskForm


class Button(FlaskForm):
    """A form that only confirms: its token shows that the visitor meant it."""
