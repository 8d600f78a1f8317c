"""The days of a follow-up and the shared notes of a session."""

from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import FieldList, Form, FormField, HiddenField, TextAreaField
from wtforms.validators import Length, ValidationError

from assessment.services.advising.follow_up_days import MOST, FollowUp
from assessment.services.advising.protocols import NOTES_LENGTH, TITLE_LENGTH, Ahead, Written
from assessment.web import i18n
from assessment.web.forms import revision
from assessment.web.forms.lines import line, text
from assessment.web.forms.plan import YEARS, DayField

_ = i18n.marked

SPARE = 2
"""Empty rows for further days."""


class DayForm(Form):
    """One day; both fields empty strike it out."""

    id = HiddenField()
    day = DayField()
    title = line(None, TITLE_LENGTH, _("Bitte kürzen Sie auf höchstens 200 Zeichen."))

    def validate_day(self, field: DayField) -> None:
        if field.data and field.data.year not in YEARS:
            raise ValidationError(_("Bitte prüfen Sie das Jahr."))
        if self.title.data and not field.data and not field.errors:
            raise ValidationError(_("Bitte schreiben Sie den Tag dazu."))

    def validate_title(self, field: HiddenField) -> None:
        if self.day.data and not field.data:
            raise ValidationError(_("Bitte schreiben Sie, was dann ansteht."))

    @property
    def written(self) -> Written | None:
        if not self.day.data or not self.title.data:
            return None
        return Written(_id(self.id.data), self.day.data, self.title.data)


def _id(sent: str | None) -> UUID | None:
    try:
        return UUID(sent or "")
    except ValueError:
        return None


class AheadForm(FlaskForm):
    """`seen` is the revision of the session that the page showed."""

    days = FieldList(FormField(DayForm), max_entries=MOST + SPARE)
    notes = TextAreaField(
        filters=[text],
        validators=[
            Length(max=NOTES_LENGTH, message=_("Bitte kürzen Sie die Notizen auf höchstens 5.000 Zeichen."))
        ],
    )
    seen = HiddenField(default="0")

    def validate_days(self, field: "FieldList[FormField[DayForm]]") -> None:
        if not self.written and not any(entry.errors for entry in field):
            raise ValidationError(_("Bitte lassen Sie mindestens einen Termin stehen."))

    @property
    def written(self) -> list[Written]:
        return [found for entry in self.days if (found := entry.form.written)]

    @property
    def seen_revision(self) -> int:
        return revision(self.seen.data)

    @property
    def refused(self) -> list[tuple[str, str]]:
        """Anchor and message of every field with something wrong."""
        fields = [field for entry in self.days for field in (entry.form.day, entry.form.title)]
        found = [(field.id, str(field.errors[0])) for field in (*fields, self.notes) if field.errors]
        return found or [("days-0-day", str(error)) for error in self.days.errors if isinstance(error, str)]


def ahead_form(found: Ahead, code: str) -> AheadForm:
    """The form as the session stands, with empty rows below."""
    rows = [_row(one, code) for one in found.days] + [{"id": "", "day": None, "title": ""}] * SPARE
    told = {"days": rows, "notes": found.workshop.row.shared_notes, "seen": str(found.workshop.row.revision)}
    return AheadForm(formdata=None, data=told)


def _row(one: FollowUp, code: str) -> dict[str, object]:
    return {"id": str(one.id), "day": one.day, "title": one.named(code)}
