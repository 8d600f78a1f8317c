"""What the people of a provider say: when they are away, and how many referrals they can have in hand."""

from collections.abc import Sequence
from datetime import date
from typing import cast
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are those of WTForms 3.2
from wtforms.validators import InputRequired, ValidationError

from assessment.services.referrals.absence import AHEAD, LONGEST, MOST, Home
from assessment.web import i18n
from assessment.web.forms.lines import line
from assessment.web.forms.plan import WRONG_DAY, DayField

_ = i18n.marked

MISSING_DAY = _("Bitte geben Sie einen Tag an.")


class _HomeForm(FlaskForm):
    """`house`: for which of their providers somebody says it."""

    house = SelectField(validators=[InputRequired()])

    def __init__(self, homes: Sequence[Home], **data: object) -> None:
        super().__init__(**data)
        self.house.choices = [SelectChoice(str(home.id), home.name) for home in homes]

    @property
    def organisation_id(self) -> UUID:
        return UUID(self.house.data)


class AbsenceForm(_HomeForm):
    begins_on = DayField()
    ends_on = DayField()

    def __init__(self, homes: Sequence[Home], today: date, **data: object) -> None:
        super().__init__(homes, **data)
        self.today = today

    def validate_begins_on(self, field: DayField) -> None:
        _is_day(field)
        if not self.today <= _day(field) <= self.today + AHEAD:
            raise ValidationError(_("Bitte geben Sie einen Tag von heute an bis in einem Jahr an."))

    def validate_ends_on(self, field: DayField) -> None:
        _is_day(field)
        first = self.begins_on.data
        if first and _day(field) < first:
            raise ValidationError(_("Der letzte Tag darf nicht vor dem ersten liegen."))
        if first and _day(field) - first >= LONGEST:
            raise ValidationError(
                _("Bitte tragen Sie höchstens 60 Tage am Stück ein, damit kein Betrieb zu lange wartet.")
            )

    @property
    def days(self) -> dict[str, date]:
        """Of a form that was found valid."""
        return {"begins_on": _day(self.begins_on), "ends_on": _day(self.ends_on)}

    @property
    def refused(self) -> list[tuple[str, str]]:
        fields = (self.begins_on, self.ends_on)
        return [(field.id, str(field.errors[0])) for field in fields if field.errors]


class CapacityForm(_HomeForm):
    """An empty number: no limit."""

    most = line(None, 3)

    def validate_most(self, field: StringField) -> None:
        typed = field.data or ""
        if typed and not (typed.isascii() and typed.isdigit() and 1 <= int(typed) <= MOST):
            raise ValidationError(
                _("Bitte geben Sie eine Zahl von 1 bis 99 an, oder lassen Sie das Feld leer.")
            )

    @property
    def number(self) -> int | None:
        return int(self.most.data) if self.most.data else None

    @property
    def refused(self) -> list[tuple[str, str]]:
        return [(f"most-{self.house.data}", str(self.most.errors[0]))] if self.most.errors else []


def _is_day(field: DayField) -> None:
    if field.data is None:
        raise ValidationError(WRONG_DAY if field.raw_data and field.raw_data[0] else MISSING_DAY)


def _day(field: DayField) -> date:
    return cast("date", field.data)
