"""The forms that do not come from a questionnaire."""

from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are those of WTForms 3.2
from wtforms.validators import InputRequired, Length

from assessment.web import i18n
from assessment.web.forms.lines import text
from questionnaires.definition import Check

GOAL_LENGTH = 2000
_ = i18n.marked


class BeginForm(FlaskForm):
    """Which length to take; one button for each."""

    check = SelectField()

    def __init__(self, checks: tuple[Check, ...]) -> None:
        super().__init__()
        self.checks = checks
        self.check.choices = [SelectChoice(check.id) for check in checks]


class FinishForm(FlaskForm):
    goal = TextAreaField(
        filters=[text],
        validators=[Length(max=GOAL_LENGTH, message=_("Bitte kürzen Sie auf höchstens 2.000 Zeichen."))],
    )


class CodeForm(FlaskForm):
    code = StringField(validators=[InputRequired(message=_("Bitte geben Sie Ihren Code ein."))])
