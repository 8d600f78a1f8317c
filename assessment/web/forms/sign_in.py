"""Proofs of who somebody is, as they are typed or as a browser hands them over."""

from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField, validators
from wtforms.validators import DataRequired, InputRequired, Length

from assessment.services.sign_in.guessable import LONGEST
from assessment.services.sign_in.passkeys import NAME_LENGTH
from assessment.web import i18n
from assessment.web.forms.account import email_field
from assessment.web.forms.lines import line

_ = i18n.marked

LONGEST_CODE = 40
LONGEST_CREDENTIAL = 20_000
LONGEST_TOKEN = 4_000
"""Characters: as much as any browser and any other house sends."""

GUESSABLE = {
    "too_short": _("Das Passwort ist zu kurz. Es braucht mindestens 12 Zeichen."),
    "too_long": _("Das Passwort ist zu lang. Es darf höchstens 256 Zeichen haben."),
    "guessable": _(
        "Dieses Passwort ist leicht zu erraten: Es besteht fast nur aus bekannten Wörtern, Namen oder Reihen."
    ),
}
"""Why a new password is refused: the codes of services.sign_in.guessable, and what somebody reads."""


def _password(missing: str) -> PasswordField:
    too_long = Length(max=LONGEST, message=GUESSABLE["too_long"])
    return PasswordField(validators=[InputRequired(message=missing), too_long])


class PasswordForm(FlaskForm):
    """The own password, once more."""

    password = _password(_("Bitte geben Sie Ihr Passwort ein."))


class PasswordSignInForm(PasswordForm):
    email = email_field()


class NewPasswordForm(FlaskForm):
    password = _password(_("Bitte geben Sie ein Passwort ein."))

    def refuse(self, reason: str) -> None:
        self.password.errors = [GUESSABLE[reason]]


class CodeForm(FlaskForm):
    code = line(_("Bitte geben Sie einen Code ein."), LONGEST_CODE)


class CredentialForm(FlaskForm):
    """What a passkey has signed; the script puts it in."""

    credential = HiddenField(validators=[DataRequired(), Length(max=LONGEST_CREDENTIAL)])


class NewPasskeyForm(CredentialForm):
    name = line(None, NAME_LENGTH)


class RemoveOneForm(FlaskForm):
    """Which of several is to go."""

    one = StringField(validators=[InputRequired(), validators.UUID()])

    @property
    def id_of_one(self) -> UUID:
        return UUID(self.one.data)


class LeaveForm(FlaskForm):
    """On the way to another house; `invitation` is the token of one that is accepted this way."""

    invitation = StringField(validators=[Length(max=LONGEST_CODE * 2)])


class ReturnForm(FlaskForm):
    """Back from another house, with what it has put into the address."""

    code = HiddenField(validators=[DataRequired(), Length(max=LONGEST_TOKEN)])
    state = HiddenField(validators=[DataRequired(), Length(max=LONGEST_TOKEN)])
