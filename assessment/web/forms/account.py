"""Signing in, and accepting an invitation."""

import re

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length, Regexp

from assessment.services.people import EMAIL_LENGTH, NAME_LENGTH
from assessment.web import i18n
from assessment.web.forms.lines import TOO_LONG, line, stripped

_ = i18n.marked

ADDRESS = re.compile(r"[!-?A-~]+@[!-?A-~]+\.[!-?A-~]+\Z")
"""Printable ASCII around one @: what every mail server takes."""


def email_field() -> StringField:
    asked = DataRequired(message=_("Bitte geben Sie eine E-Mail-Adresse an."))
    right = Regexp(ADDRESS, message=_("Das ist keine vollständige E-Mail-Adresse. Bitte prüfen Sie sie."))
    return StringField(
        filters=[stripped], validators=[asked, Length(max=EMAIL_LENGTH, message=TOO_LONG), right]
    )


class SignInForm(FlaskForm):
    email = email_field()


class AcceptForm(FlaskForm):
    """Under which name somebody works here."""

    name = line(_("Bitte geben Sie Ihren Namen an."), NAME_LENGTH)
