"""A company names its advisor: to whom, under which name, and what it agrees to."""

from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, validators
from wtforms.validators import InputRequired

from assessment.services.people import NAME_LENGTH
from assessment.web import i18n
from assessment.web.forms.lines import line

_ = i18n.marked

MANDATE_TEXT = "1"
MANDATE = (
    _(
        "Was die Beratung sieht: Ihr Ergebnis, Ihre Antworten mit Ihren Notizen, Ihren Plan und den Bericht. "
        "Immer den Stand, den Sie gerade haben."
    ),
    _(
        "Was sie nicht sieht und nicht kann: Sie ändert nichts und löscht nichts. Ihren Link und Ihren Code "
        "bekommt sie nicht, und von Ihrem Austausch mit anderen Betrieben erfährt sie nichts."
    ),
    _(
        "Wie lange: zwölf Monate, oder bis Sie es beenden. Das geht jederzeit mit einer Schaltfläche. Von da "
        "an sieht die Beratung nichts mehr. Was sie vorher gespeichert hat, können wir nicht zurückholen."
    ),
)
"""What a company agrees to. Another wording is another version: a test holds both together."""


def _choice(missing: str) -> RadioField:
    return RadioField(
        choices=[],
        validate_choice=False,
        validators=[InputRequired(message=missing), validators.UUID(message=missing)],
    )


class _MandateForm(FlaskForm):
    company_name = line(None, NAME_LENGTH)
    consent = BooleanField(
        validators=[InputRequired(message=_("Ohne Ihre Einwilligung sieht die Beratung nichts."))]
    )

    @property
    def refused(self) -> list[tuple[str, str]]:
        """Anchor and message of what was refused, in the order of the page."""
        asked = [self[name] for name in ("run", "organisation", "company_name", "consent") if name in self]
        return [(field.id, field.errors[0]) for field in asked if field.errors]


class GiveForm(_MandateForm):
    """To an organisation from the list, which the service compares with."""

    organisation = _choice(_("Bitte wählen Sie, wer Sie berät."))

    @property
    def organisation_id(self) -> UUID:
        return UUID(self.organisation.data)


class AcceptAdviceForm(_MandateForm):
    """To whoever made the link, for one of the checks that this browser knows."""

    run = _choice(_("Bitte wählen Sie, um welchen Check es geht."))

    @property
    def run_id(self) -> UUID:
        return UUID(self.run.data)
