"""A private note of an advisor."""

from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from assessment.services.advising.notes import NOTE_LENGTH
from assessment.web import i18n
from assessment.web.forms.lines import text

_ = i18n.marked

TOO_LONG = _("Bitte kürzen Sie die Notiz auf höchstens 5.000 Zeichen.")


class NoteForm(FlaskForm):
    """A new note."""

    text = TextAreaField(
        filters=[text],
        validators=[
            DataRequired(message=_("Bitte schreiben Sie etwas in die Notiz.")),
            Length(max=NOTE_LENGTH, message=TOO_LONG),
        ],
    )


class ChangeForm(FlaskForm):
    """A note that is there already; an empty one is removed."""

    text = TextAreaField(filters=[text], validators=[Length(max=NOTE_LENGTH, message=TOO_LONG)])
