"""What staff send: organisations, invitations, removals."""

from collections.abc import Mapping
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import RadioField, StringField, validators
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are those of WTForms 3.2
from wtforms.validators import InputRequired, ValidationError

from assessment.services.catalogue_houses import known
from assessment.services.people import NAME_LENGTH
from assessment.services.policy import Kind, Role
from assessment.web import i18n
from assessment.web.forms.account import email_field
from assessment.web.forms.lines import line
from matching.houses import Part

_ = i18n.marked

ROLES = {
    Role.ADVISOR: _("Beratung"),
    Role.CHAMBER_OFFICER: _("Ansprechperson der Kammer"),
    Role.PROVIDER_CONTACT: _("Ansprechperson des Anbieters"),
    Role.OPERATOR: _("Betrieb des Wandelkompass"),
}
KINDS = {
    Kind.ADVICE: _("Beratungsstelle"),
    Kind.CHAMBER: _("Kammer oder Wirtschaftsförderung"),
    Kind.PROVIDER: _("Anbieter, zum Beispiel ein Labor"),
    Kind.NETWORK: _("Netzwerk, das den Wandelkompass betreibt"),
}


class FoundForm(FlaskForm):
    name = line(_("Bitte geben Sie einen Namen an."), NAME_LENGTH)
    kind = RadioField(
        choices=[SelectChoice(kind.value) for kind in Kind],
        validators=[InputRequired(message=_("Bitte wählen Sie, was es für eine Organisation ist."))],
    )


class InviteForm(FlaskForm):
    email = email_field()
    role = RadioField(validators=[InputRequired(message=_("Bitte wählen Sie eine Aufgabe."))])

    def __init__(self, roles: tuple[Role, ...] = tuple(Role)) -> None:
        """`roles`: those that there are in an organisation; the first is chosen in advance."""
        super().__init__(data={"role": roles[0].value})
        self.role.choices = [SelectChoice(role.value) for role in roles]


class RemoveForm(FlaskForm):
    person = StringField(validators=[InputRequired(), validators.UUID()])
    role = RadioField(choices=[SelectChoice(role.value) for role in Role], validators=[InputRequired()])

    @property
    def person_id(self) -> UUID:
        return UUID(self.person.data)


PARTS: Mapping[Part, str] = {
    "chamber": _("Industrie- und Handelskammern"),
    "craft_chamber": _("Handwerkskammern"),
    "employment_agency": _("Agenturen für Arbeit"),
    "provider": _("Anbieter"),
}


class HouseForm(FlaskForm):
    """Which house of districts and offers an organisation is; empty for none."""

    house = StringField()

    def validate_house(self, field: StringField) -> None:
        """Asks when a form has come: the catalogue is not read for the forms of a start."""
        if field.data and field.data not in known():
            raise ValidationError(_("Bitte wählen Sie aus der Liste."))


class OfferForm(FlaskForm):
    """For which organisation somebody offers advice."""

    organisation = StringField(validators=[InputRequired(), validators.UUID()])

    @property
    def organisation_id(self) -> UUID:
        return UUID(self.organisation.data)
