"""What a company says of an offer, and how it applies for a place."""

from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, StringField, validators
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are those of WTForms 3.2
from wtforms.validators import InputRequired, Optional

from assessment.services.offering.feedback import REASONS as CODES
from assessment.services.places.applying import CONTACT_LENGTH, NAME_LENGTH
from assessment.web import i18n
from assessment.web.forms.lines import line
from matching.feedback import SAID, Said

_ = i18n.marked

OUTCOMES: dict[Said, str] = {
    "taken_up": _("Wir nehmen es an oder haben schon einen Termin"),
    "done": _("Es hat uns geholfen"),
    "rejected": _("Es passt nicht zu uns"),
    "done_without_help": _("Wir haben es ohne dieses Angebot gelöst"),
    "not_reachable": _("Wir haben dort niemanden erreicht"),
}
REASONS = {
    "not_our_topic": _("nicht unser Thema"),
    "too_far": _("zu weit weg"),
    "too_costly": _("zu teuer"),
    "no_time": _("zurzeit keine Zeit"),
    "already_known": _("kennen wir schon"),
    "other": _("etwas anderes"),
}
CONSENT_TEXT = "1"
CONSENT = (
    _(
        "Wofür: Das Netzwerk verteilt die Plätze und meldet sich bei Ihnen. Es sieht dazu den Namen und den "
        "Kontakt, die Sie hier angeben, und wie gut das Angebot zu Ihren Antworten passt. Die Antworten "
        "selbst sieht es nicht."
    ),
    _(
        "Wie lange: bis Sie Ihre Bewerbung zurücknehmen oder Ihren Check löschen. Beides geht jederzeit mit "
        "einer Schaltfläche. Dann sind Name und Kontakt sofort gelöscht, und der Platz ist wieder frei."
    ),
)
"""What a company agrees to. Another wording is another version: a test holds both together."""


class OutcomeForm(FlaskForm):
    outcome = RadioField(
        choices=[SelectChoice(code) for code in SAID],
        validators=[InputRequired(message=_("Bitte wählen Sie, was daraus geworden ist."))],
    )
    reason = RadioField(choices=[SelectChoice(code) for code in CODES], validators=[Optional()])


class ApplicationForm(FlaskForm):
    name = line(_("Bitte geben Sie den Namen Ihres Betriebs an."), NAME_LENGTH)
    contact = line(_("Bitte geben Sie an, wie man Sie erreicht."), CONTACT_LENGTH)
    consent = BooleanField(
        validators=[InputRequired(message=_("Ohne Ihre Einwilligung können wir Sie nicht eintragen."))]
    )

    @property
    def refused(self) -> list[tuple[str, str]]:
        """Anchor and message of what was refused, in the order of the page."""
        fields = (self.name, self.contact, self.consent)
        return [(field.id, str(field.errors[0])) for field in fields if field.errors]


class WithdrawForm(FlaskForm):
    """Which application is taken back."""

    application = StringField(validators=[InputRequired(), validators.UUID()])

    @property
    def application_id(self) -> UUID:
        return UUID(self.application.data)
