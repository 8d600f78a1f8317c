"""Keeping a check in an account: where to, and which of several."""

from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import StringField, validators
from wtforms.validators import InputRequired

from assessment.services.kept_checks import State
from assessment.web import i18n
from assessment.web.forms.account import email_field

_ = i18n.marked

STATES = {
    State.OPEN: _("noch nicht abgeschlossen"),
    State.CHANGED: _("seitdem geändert"),
    State.FINISHED: _("abgeschlossen"),
}


class KeepForm(FlaskForm):
    """Whose account the check is kept in."""

    email = email_field()


class OneOfThemForm(FlaskForm):
    """Which of the kept checks."""

    check = StringField(validators=[InputRequired(), validators.UUID()])

    @property
    def run_id(self) -> UUID:
        return UUID(self.check.data)
