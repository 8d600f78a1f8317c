"""What a company writes into an entry of its plan, and the buttons around it."""

from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from pydantic import TypeAdapter
from wtforms import DateField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are those of WTForms 3.2
from wtforms.validators import InputRequired, Length, ValidationError

from assessment import clock
from assessment.services.checks.plans import NOTE_LENGTH, OWNER_LENGTH, TITLE_LENGTH, WAYS, Details, Entry
from assessment.web import i18n
from assessment.web.forms import revision
from assessment.web.forms.lines import line, text
from reports.planned import STATES, UNFINISHED

_ = i18n.marked

YEARS = range(2020, 2100)
WRONG_DAY = _("Diesen Tag gibt es nicht. Bitte schreiben Sie zum Beispiel 15.3.2027.")


PASSED = _("Dieser Tag ist schon vorbei. Bitte wählen Sie einen ab heute oder lassen Sie das Feld leer.")


class DayField(DateField):
    """A day from the browser's calendar, or typed as people write it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("", format=["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"], **kwargs)
        self.invalid_value_message = WRONG_DAY

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = "".join(valuelist).strip()
        self.data = None
        super().process_formdata([typed] if typed else [])

    def _value(self) -> str:
        """What the browser's calendar understands, or what was typed where it is no day."""
        return self.data.isoformat() if self.data else "".join(self.raw_data or ())


class PlanEntryForm(FlaskForm):
    """An entry; `seen` is the revision that the page showed. A chosen step brings its title along unseen."""

    title = line(
        _("Bitte schreiben Sie, was Sie vorhaben."),
        TITLE_LENGTH,
        _("Bitte kürzen Sie auf höchstens 200 Zeichen."),
    )
    owner = line(None, OWNER_LENGTH, _("Bitte kürzen Sie auf höchstens 100 Zeichen."))
    due = DayField()
    state = RadioField(
        choices=[SelectChoice(state) for state in STATES],
        default="planned",
        validators=[InputRequired(message=_("Bitte wählen Sie, wie weit Sie sind."))],
    )
    note = TextAreaField(
        filters=[text],
        validators=[
            Length(max=NOTE_LENGTH, message=_("Bitte kürzen Sie die Notiz auf höchstens 1.000 Zeichen."))
        ],
    )
    seen = HiddenField(default="0")
    before = HiddenField()

    def validate_due(self, field: DateField) -> None:
        if field.data and field.data.year not in YEARS:
            raise ValidationError(_("Bitte prüfen Sie das Jahr."))
        if field.data and self.state.data in UNFINISHED and field.data < clock.day(clock.now()):
            self._keep(field.data)

    def _keep(self, day: date) -> None:
        """A day that has passed may stay where it stood already; nobody plans for it anew."""
        if self.shown_before is None or self.shown_before.due != day:
            raise ValidationError(PASSED)

    @property
    def details(self) -> Details:
        return Details(
            title=self.title.data or "",
            owner=self.owner.data or "",
            due=self.due.data,
            state=self.state.data,
            note=self.note.data or "",
        )

    @property
    def shown_before(self) -> Details | None:
        """What the page showed before anything was typed; None where that cannot be read."""
        try:
            return _SHOWN.validate_json(self.before.data or "")
        except ValueError:
            return None

    @property
    def seen_revision(self) -> int:
        return revision(self.seen.data)

    @property
    def refused(self) -> list[tuple[str, str]]:
        """Anchor and message of what was refused, in the order of the page."""
        fields = (self.title, self.owner, self.due, self.state, self.note)
        return [(field.id, str(field.errors[0])) for field in fields if field.errors]


def plan_entry_form(entry: Entry, title: str, typed: Details | None = None) -> PlanEntryForm:
    """The form with an entry as it stands, or with what was typed; `title` is its title on the page.

    It knows how the entry reads now, so that saving it notices what happens in between.
    """
    told = typed or entry.details
    stored: dict[str, str | date | None] = {
        "title": told.title if entry.own else title[:TITLE_LENGTH],
        "owner": told.owner,
        "due": told.due,
        "state": told.state,
        "note": told.note,
        "seen": str(entry.revision),
        "before": _SHOWN.dump_json(entry.details).decode(),
    }
    return PlanEntryForm(formdata=None, data=stored)


_SHOWN = TypeAdapter(Details)


class RemoveForm(FlaskForm):
    seen = HiddenField(default="0")
    seen_revision = PlanEntryForm.seen_revision


class MoveForm(FlaskForm):
    """One place up or down."""

    to = RadioField(choices=[SelectChoice(way) for way in WAYS], validators=[InputRequired()])


class ChooseForm(FlaskForm):
    """One of the proposals, by its origin, or all first steps."""

    origin = StringField(validators=[InputRequired(), Length(max=80)])
