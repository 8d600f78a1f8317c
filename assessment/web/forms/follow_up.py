"""Again after a year: how the earlier state looks today."""

from dataclasses import dataclass

from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are those of WTForms 3.2

from assessment.services.checks.follow_ups import Compared
from questionnaires.text import Language
from reports.compared import ChangedAnswer

PREFIX = "then-"
"""Before the id of a question, so that no field is called like something that a form has."""


@dataclass(frozen=True)
class Judged:
    """A question whose answer changed, with the field that asks about its earlier state."""

    field: RadioField
    title: str
    text: str
    before: str
    after: str


class HindsightForm(FlaskForm):
    """One set of options for each changed answer; every one of them may stay open."""

    judged: tuple[Judged, ...] = ()

    @property
    def ratings(self) -> dict[str, str]:
        fields = (one.field for one in self.judged)
        return {field.name.removeprefix(PREFIX): field.data for field in fields if field.data}


def hindsight_form(found: Compared, language: Language) -> HindsightForm:
    """The form for what has changed in a check, in the order in which it is told."""
    changed = [one for one in found.since.changed if one.question in found.rated] if found.since else []
    fields = {PREFIX + one.question: _field(found, one.question, language) for one in changed}
    form: HindsightForm = type("HindsightForm", (HindsightForm,), fields)()
    form.judged = tuple(_judged(found, one, form[PREFIX + one.question], language) for one in changed)
    return form


def _field(found: Compared, id_: str, language: Language) -> RadioField:
    """Nothing is chosen until somebody says so; `""` takes it back."""
    options = found.run.questionnaire.question[id_].options
    choices = [SelectChoice(option.id, option.text.in_(language)) for option in options]
    return RadioField(choices=choices, default=found.rated[id_] or "", validate_choice=False)


def _judged(found: Compared, one: ChangedAnswer, field: RadioField, language: Language) -> Judged:
    words = (one.title, found.run.questionnaire.question[one.question].text, one.before, one.after)
    return Judged(field, *(text.in_(language) for text in words))
