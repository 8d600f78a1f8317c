"""What is written in a referral: what a company releases, what a provider answers, what is proposed."""

import re
from typing import Any, cast, get_args

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are those of WTForms 3.2
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from assessment.services.referrals.addresses import Of
from assessment.services.referrals.handover import ITEMS, Handover, Item
from assessment.services.referrals.states import CLOSING, Reason, Step, Who, steps
from assessment.services.referrals.states import State as States
from assessment.store.people import EMAIL_LENGTH, NAME_LENGTH
from assessment.store.referrals import NOTE_LENGTH, OFFER_LENGTH, WORDS_LENGTH
from assessment.store.sharing import PHONE_LENGTH
from assessment.web import i18n
from assessment.web.forms.lines import TOO_LONG, line, text

_ = i18n.marked

MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
PHONE = re.compile(r"\+?[\d\s/()-]{5,}")
REFERRAL_TEXT = "2"
_WHAT_FOR = _(
    "Wofür: Der Anbieter dieses Angebots bekommt Ihre Anfrage, damit er sich bei Ihnen melden kann. Für "
    "nichts anderes."
)
_WHO_ELSE = _(
    "Wer noch davon erfährt: Wer Ihnen das Angebot vorgeschlagen hat, und wer Sie hier berät, sieht den "
    "Stand und die Tage, aber nicht Ihren Text und nicht Ihren Kontakt."
)
REFERRAL = (
    _WHAT_FOR,
    _(
        "Was er liest: was Sie oben schreiben und ankreuzen. Außer dem, was Sie dort ankreuzen, geht nichts "
        "aus Ihrem Check mit."
    ),
    _WHO_ELSE,
    _(
        "Wie lange: bis die Anfrage endet, spätestens bis zu dem Tag, der unter „Ihre Einwilligungen“ steht. "
        "Sie können sie jederzeit mit einer Schaltfläche zurückziehen. Dann zeigt der Link des Anbieters "
        "nichts mehr. Was er vorher gelesen hat, können wir nicht zurückholen."
    ),
)
"""What a company agrees to. Another wording is another version: a test holds both together."""
EARLIER = {
    "1": (
        _WHAT_FOR,
        _(
            "Was er liest: nur was Sie oben schreiben und ankreuzen. Nie Ihre Antworten, nie Ihr Ergebnis, "
            "nie einen Wert daraus."
        ),
        _WHO_ELSE,
        _(
            "Wie lange: bis die Anfrage beendet ist, oder bis Sie sie zurückziehen. Das geht jederzeit mit "
            "einer Schaltfläche. Dann zeigt der Link des Anbieters nichts mehr. Was er vorher gelesen hat, "
            "können wir nicht zurückholen."
        ),
    ),
}
"""By version, what was agreed to before."""


def _lines(missing: str, longest: int) -> TextAreaField:
    """Several lines that must not be empty."""
    limits = [DataRequired(message=missing), Length(max=longest, message=TOO_LONG)]
    return TextAreaField(filters=[text], validators=limits)


class HandoverForm(FlaskForm):
    """Nothing is ticked in advance: each tick tells one thing more."""

    note = _lines(
        _("Bitte schreiben Sie in zwei, drei Sätzen, worum es geht und was Sie erreichen möchten."),
        NOTE_LENGTH,
    )
    contact_name = line(None, NAME_LENGTH)
    contact_mail = line(None, EMAIL_LENGTH)
    contact_phone = line(None, PHONE_LENGTH)
    items = SelectMultipleField(choices=[SelectChoice(item) for item in ITEMS])
    company_name = line(None, NAME_LENGTH)
    news = BooleanField()
    consent = BooleanField(
        validators=[InputRequired(message=_("Ohne Ihre Einwilligung geben wir nichts weiter."))]
    )

    def validate_contact_mail(self, field: StringField) -> None:
        if not field.data and not self.contact_phone.data:
            raise ValidationError(_("Bitte geben Sie eine E-Mail-Adresse oder eine Telefonnummer an."))
        if field.data and not MAIL.fullmatch(field.data):
            raise ValidationError(_("Diese Adresse ist nicht vollständig. Bitte prüfen Sie sie."))

    def validate_contact_phone(self, field: StringField) -> None:
        if field.data and not PHONE.fullmatch(field.data):
            typed = any(map(str.isdigit, field.data))
            incomplete = _("Diese Nummer ist nicht vollständig. Bitte prüfen Sie sie.")
            raise ValidationError(
                incomplete if typed else _("Das ist keine Telefonnummer. Bitte prüfen Sie sie.")
            )

    def validate_company_name(self, field: StringField) -> None:
        if "name" in (self.items.data or ()) and not field.data:
            raise ValidationError(_("Bitte geben Sie den Namen Ihres Betriebs an."))

    def validate_news(self, field: BooleanField) -> None:
        if field.data and not self.contact_mail.data:
            raise ValidationError(_("Dafür brauchen wir oben eine E-Mail-Adresse."))

    @property
    def handover(self) -> Handover:
        told = {name: self[name].data or "" for name in ("note", "contact_name", "contact_mail")}
        told |= {name: self[name].data or "" for name in ("contact_phone", "company_name")}
        items = frozenset(item for item in get_args(Item) if item in (self.items.data or ()))
        return Handover(**told, items=items, news=self.news.data)

    @property
    def refused(self) -> list[tuple[str, str]]:
        """Anchor and message of what was refused, in the order of the page."""
        names = ("note", "contact_name", "contact_mail", "contact_phone", "company_name", "news", "consent")
        return [(self[name].id, str(self[name].errors[0])) for name in names if self[name].errors]


class ProposeForm(FlaskForm):
    offer = RadioField(
        choices=[],
        validate_choice=False,
        validators=[InputRequired(message=_("Bitte wählen Sie ein Angebot.")), Length(max=OFFER_LENGTH)],
    )
    note = _lines(_("Bitte schreiben Sie in ein, zwei Sätzen, worum es geht."), NOTE_LENGTH)

    @property
    def refused(self) -> list[tuple[str, str]]:
        return [(field.id, str(field.errors[0])) for field in (self.offer, self.note) if field.errors]


OF_PROVIDER = tuple(dict.fromkeys(step for state in States for step in steps(state, Who.PROVIDER)))


class AnswerForm(FlaskForm):
    """One step of the provider. Only who declines says why."""

    step = RadioField(choices=[SelectChoice(step) for step in OF_PROVIDER], validators=[InputRequired()])
    reason = RadioField(choices=[SelectChoice(reason) for reason in Reason], validate_choice=False)
    words = line(None, WORDS_LENGTH)

    def validate_reason(self, field: RadioField) -> None:
        declines = self.step.data == Step.DECLINE
        if declines and field.data not in set(Reason):
            raise ValidationError(_("Bitte wählen Sie, warum Sie ablehnen. Der Betrieb liest das."))

    @property
    def told(self) -> dict[str, Any]:
        """Step, reason and words for the service."""
        step = Step(self.step.data)
        reason = Reason(self.reason.data) if step == Step.DECLINE else None
        return {"step": step, "reason": reason, "words": self.words.data or ""}


class OutcomeForm(FlaskForm):
    """What the company says: the provider was in touch, or whether it helped."""

    step = RadioField(
        choices=[SelectChoice(step) for step in (Step.CONTACT, *CLOSING)],
        validators=[InputRequired(message=_("Bitte wählen Sie, ob es geholfen hat."))],
    )

    @property
    def said(self) -> Step:
        return Step(self.step.data)


class MailboxForm(FlaskForm):
    """Where referrals go; empty: nowhere (any more)."""

    of = RadioField(choices=[SelectChoice(of) for of in get_args(Of)], validators=[InputRequired()])
    name = StringField(validators=[InputRequired(), Length(max=OFFER_LENGTH)])
    mail = line(None, EMAIL_LENGTH)

    def validate_mail(self, field: StringField) -> None:
        if field.data and not MAIL.fullmatch(field.data):
            raise ValidationError(_("Diese Adresse ist nicht vollständig. Bitte prüfen Sie sie."))

    @property
    def told(self) -> dict[str, Any]:
        return {"of": cast("Of", self.of.data), "name": self.name.data or "", "mail": self.mail.data or ""}
