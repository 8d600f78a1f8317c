"""What staff send about interfaces: a token to be made, an address to be told."""

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectMultipleField, widgets
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are those of WTForms 3.2
from wtforms.validators import DataRequired, InputRequired

from assessment.services.interfaces.tokens import LIVES
from assessment.services.people import NAME_LENGTH
from assessment.services.policy import Scope
from assessment.web import i18n
from assessment.web.forms.lines import line

_ = i18n.marked
URL_LENGTH = 500
USUAL = 180


class TokenForm(FlaskForm):
    name = line(_("Bitte geben Sie dem Token einen Namen, zum Beispiel den des Systems."), NAME_LENGTH)
    scopes = SelectMultipleField(
        option_widget=widgets.CheckboxInput(),
        validators=[DataRequired(message=_("Bitte wählen Sie, was das Token darf."))],
    )
    days = RadioField(
        choices=[SelectChoice(str(days)) for days in LIVES],
        default=str(USUAL),
        validators=[InputRequired(message=_("Bitte wählen Sie, wie lange das Token gilt."))],
    )

    def __init__(self, scopes: tuple[Scope, ...] = tuple(Scope)) -> None:
        """`scopes`: those that the organisation may give."""
        super().__init__()
        self.scopes.choices = [SelectChoice(scope.value) for scope in scopes]


class WebhookForm(FlaskForm):
    url = line(_("Bitte geben Sie eine Adresse an."), URL_LENGTH)

    def refuse(self, why: str) -> None:
        self.url.errors = [*self.url.errors, why]
