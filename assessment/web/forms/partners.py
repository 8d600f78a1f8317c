"""The opt-in to meet other companies: what for, with which topics, how to be reached."""

import re
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectMultipleField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are those of WTForms 3.2
from wtforms.validators import InputRequired, Length, ValidationError

from assessment.services.partners.taking_part import (
    CONTACT_LENGTH,
    DESCRIPTION_LENGTH,
    NAME_LENGTH,
    Contact,
    Draft,
)
from assessment.web import i18n
from assessment.web.forms.lines import line
from matching import exchange

_ = i18n.marked

CONSENT_TEXT = "1"
CONSENT = (
    _(
        "Wofür: Wir nutzen Ihre Themen, Ihre Antworten dazu, Ihren Ort und Ihre Branche, um Betriebe zu "
        "finden, die einander helfen können. Für nichts anderes."
    ),
    _(
        "Was andere zuerst sehen: die gemeinsamen Themen und ob Sie in der Nähe, in der Region oder weiter "
        "entfernt sind. Die Nähe und eine grobe Branche nennen wir nur, wenn mindestens fünf Betriebe sie "
        "teilen. Nie Ihre Antworten, nie Ihre Größe."
    ),
    _(
        "Was andere erst sehen, wenn beide zugestimmt haben: Namen, Beschreibung und Kontakt. Was jemand "
        "dann gelesen hat, können wir nicht zurückholen."
    ),
    _(
        "Wie lange: zwölf Monate, oder bis Sie widerrufen. Das geht jederzeit mit einer Schaltfläche. Dann "
        "sind Sie sofort auch bei den anderen verschwunden, und wir löschen diese Angaben."
    ),
)
"""What a company agrees to. Another wording is another version: a test holds both together."""

KINDS = {"email": re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"), "phone": re.compile(r"\+?[\d\s/()-]{5,}")}


def _ticks(missing: str) -> SelectMultipleField:
    return SelectMultipleField(validators=[InputRequired(message=missing)])


class PartnerForm(FlaskForm):
    offers = _ticks(_("Bitte wählen Sie mindestens ein Thema, zu dem Sie Erfahrung weitergeben."))
    seeks = _ticks(_("Bitte wählen Sie mindestens ein Thema, zu dem Sie Austausch suchen."))
    name = line(_("Bitte geben Sie den Namen Ihres Betriebs an."), NAME_LENGTH)
    kind = RadioField(
        choices=[SelectChoice(kind) for kind in KINDS],
        validators=[InputRequired(message=_("Bitte wählen Sie, wie man Sie erreicht."))],
    )
    address = line(_("Bitte geben Sie an, wie man Sie erreicht."), CONTACT_LENGTH)
    description = line(None, DESCRIPTION_LENGTH)
    competitors = BooleanField()
    consent = BooleanField(
        validators=[InputRequired(message=_("Ohne Ihre Einwilligung zeigen wir Sie niemandem."))]
    )

    def __init__(self, draft: Draft | None = None) -> None:
        super().__init__(data=_told(draft) if draft else None)
        self.offers.choices = self.seeks.choices = [SelectChoice(n) for n in exchange.released().topics]

    def validate_address(self, field: StringField) -> None:
        form = KINDS.get(self.kind.data or "")
        if form and not form.fullmatch(field.data or ""):
            raise ValidationError(_("Diese Angabe passt nicht zur gewählten Art. Bitte prüfen Sie sie."))

    @property
    def contact(self) -> Contact:
        told = (self.name.data, self.kind.data, self.address.data, self.description.data)
        return Contact(*(value or "" for value in told))

    @property
    def refused(self) -> list[tuple[str, str]]:
        """Anchor and message of what was refused, in the order of the page."""
        fields = (self.seeks, self.offers, self.name, self.kind, self.address, self.description, self.consent)
        return [(field.id, field.errors[0]) for field in fields if field.errors]


def _told(draft: Draft) -> dict[str, Any]:
    """What was told before. The consent is never ticked in advance, and neither is any topic."""
    if draft.before is None or draft.contact is None:
        return {"kind": "email"}
    return {
        "offers": [topic.need for topic in draft.before.offers],
        "seeks": [topic.need for topic in draft.before.seeks],
        "competitors": draft.before.competitors,
        "name": draft.contact.name,
        "kind": draft.contact.kind,
        "address": draft.contact.address,
        "description": draft.contact.description,
    }


class AnswerForm(FlaskForm):
    """Yes or no to a proposal. The reference stands in the form, so no address and no log names a pair."""

    reference = StringField(validators=[InputRequired(), Length(max=40)])
    word = RadioField(choices=[SelectChoice("yes"), SelectChoice("no")], validators=[InputRequired()])
