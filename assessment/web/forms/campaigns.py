"""What chambers and their members send: a campaign, and the start of a check by its link."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import cast
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are those of WTForms 3.2
from wtforms.validators import InputRequired, ValidationError

from assessment.services.campaigns.desk import NAME_LENGTH
from assessment.services.policy import Seat
from assessment.web import i18n
from assessment.web.forms.lines import line
from assessment.web.forms.others import BeginForm
from assessment.web.forms.plan import WRONG_DAY, DayField

_ = i18n.marked

LONGEST = timedelta(days=3653)
USUAL = timedelta(days=182)
MISSING_DAY = _("Bitte geben Sie einen Tag an.")


class CampaignForm(FlaskForm):
    """`houses`: where whoever fills it in may run campaigns; the first is chosen in advance."""

    house = SelectField(validators=[InputRequired(message=_("Bitte wählen Sie, wer einlädt."))])
    name = line(
        _("Bitte geben Sie der Kampagne einen Namen."),
        NAME_LENGTH,
        _("Bitte kürzen Sie auf höchstens 120 Zeichen."),
    )
    begins_on = DayField()
    ends_on = DayField()

    def __init__(self, houses: Sequence[Seat], today: date) -> None:
        super().__init__(data={"begins_on": today, "ends_on": today + USUAL})
        self.today = today
        self.house.choices = [SelectChoice(str(one.organisation_id), one.name) for one in houses]

    def validate_begins_on(self, field: DayField) -> None:
        _is_day(field)
        if not abs(_day(field) - self.today) <= LONGEST:
            raise ValidationError(_("Bitte geben Sie einen Tag der nächsten zehn Jahre an."))

    def validate_ends_on(self, field: DayField) -> None:
        _is_day(field)
        if _day(field) < max(self.today, self.begins_on.data or self.today):
            raise ValidationError(_("Der letzte Tag darf nicht vor dem ersten liegen, und nicht vor heute."))
        if _day(field) - self.today > LONGEST:
            raise ValidationError(_("Bitte geben Sie einen Tag der nächsten zehn Jahre an."))

    @property
    def first(self) -> date:
        """Of a form that was found valid, as `last` and `organisation_id`."""
        return _day(self.begins_on)

    @property
    def last(self) -> date:
        return _day(self.ends_on)

    @property
    def organisation_id(self) -> UUID:
        return UUID(self.house.data)

    @property
    def refused(self) -> list[tuple[str, str]]:
        """Anchor and message of what was refused, in the order of the page."""
        fields = (self.house, self.name, self.begins_on, self.ends_on)
        return [(field.id, str(field.errors[0])) for field in fields if field.errors]


def _is_day(field: DayField) -> None:
    if field.data is None:
        raise ValidationError(WRONG_DAY if field.raw_data and field.raw_data[0] else MISSING_DAY)


def _day(field: DayField) -> date:
    return cast("date", field.data)


class InvitedForm(BeginForm):
    """The start of a check by a link; asked for where the browser has begun one by the same link before."""

    another_company = BooleanField()
