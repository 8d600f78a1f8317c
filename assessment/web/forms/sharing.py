"""A company chooses what a chamber sees: which items, under which name, how long, and what it agrees to."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are those of WTForms 3.2
from wtforms.validators import InputRequired, Length, ValidationError

from assessment.services.campaigns.items import PERIODS, USUAL, Item
from assessment.services.campaigns.sharing import EMAIL_LENGTH, NAME_LENGTH, PHONE_LENGTH, ItemRow
from assessment.web import i18n
from assessment.web.forms.account import ADDRESS
from assessment.web.forms.lines import TOO_LONG, line, stripped
from assessment.web.forms.partners import KINDS

_ = i18n.marked

CHAMBER_TEXT = "1"
CHAMBER = (
    _(
        "Was die Kammer sieht: nur die Angaben, die Sie ankreuzen, immer auf dem neuesten Stand. Jede Angabe "
        "können Sie einzeln wieder verbergen."
    ),
    _(
        "Was sie nie sieht: Ihre einzelnen Antworten, Ihre Notizen, Ihren Link, Ihren Code und was hier "
        "nicht angekreuzt ist. Sie ändert nichts und löscht nichts."
    ),
    _(
        "Wofür: damit die Kammer Sie ansprechen und Ihnen etwas Passendes anbieten kann. Über Fördermittel "
        "und Beiträge wird damit nicht entschieden."
    ),
    _(
        "Wie lange: so lange, wie Sie wählen, oder bis Sie es beenden. Das geht jederzeit mit einer "
        "Schaltfläche. Von da an sieht die Kammer nichts mehr. Was sie vorher gelesen hat, können wir nicht "
        "zurückholen."
    ),
)
"""What a company agrees to. Another wording is another version: a test holds both together."""
ITEMS: Mapping[Item, tuple[str, str]] = {
    Item.PARTICIPATION: (
        _("Dass Ihr Betrieb teilgenommen hat"),
        _("mit dem Namen, den Sie hier eintippen"),
    ),
    Item.CONTACT: (
        _("Wen man bei Ihnen fragen kann"),
        _("Name und E-Mail-Adresse oder Telefonnummer, wie Sie sie hier eintippen"),
    ),
    Item.NEEDS: (
        _("Wobei Sie am meisten Hilfe brauchen"),
        _("die fünf dringendsten Themen, ohne Ihre Antworten dazu"),
    ),
    Item.RESULT: (
        _("Wo Ihr Betrieb steht"),
        _("wie stark der Wandel Sie trifft, wie gut Sie vorbereitet sind und die Stufe jedes Bereichs"),
    ),
    Item.PROGRESS: (
        _("Wie weit Ihr Plan ist"),
        _("wie viele Schritte er hat und wie viele davon erledigt sind, ohne ihren Inhalt"),
    ),
}
"""What each item is called, and what exactly it shows."""
CHOOSE = _("Bitte wählen")
SHOWN: Mapping[Item, str] = {
    Item.CONTACT: _("Ansprechperson"),
    Item.NEEDS: _("Bedarf"),
    Item.RESULT: _("Ergebnis"),
    Item.PROGRESS: _("Plan"),
}
"""The same for its chamber, in short."""


class ShareForm(FlaskForm):
    organisation = SelectField(validate_choice=False)
    company_name = line(_("Bitte geben Sie an, wie Ihr Betrieb dort heißen soll."), NAME_LENGTH)
    items = SelectMultipleField(choices=[SelectChoice(item.value) for item in Item])
    contact_name = line(None, NAME_LENGTH)
    email = line(None, EMAIL_LENGTH)
    phone = StringField(filters=[stripped], validators=[Length(max=PHONE_LENGTH, message=TOO_LONG)])
    months = RadioField(
        choices=[SelectChoice(str(months)) for months in PERIODS],
        validators=[InputRequired(message=_("Bitte wählen Sie, wie lange."))],
    )
    consent = BooleanField(
        validators=[InputRequired(message=_("Ohne Ihre Einwilligung sieht die Kammer nichts."))]
    )

    def __init__(self, receivers: Sequence[Any], before: Mapping[str, Any]) -> None:
        """`receivers`: organisations with id and name. `before`: what is shown in advance."""
        super().__init__(data={"months": str(USUAL), **before})
        self.known = frozenset(str(one.id) for one in receivers)
        blank = [] if self.organisation.data else [SelectChoice("", i18n.gettext(CHOOSE))]
        self.organisation.choices = [*blank, *(SelectChoice(str(one.id), one.name) for one in receivers)]

    @property
    def chosen(self) -> frozenset[Item]:
        return frozenset(Item(item) for item in self.items.data or ()) | {Item.PARTICIPATION}

    def validate_organisation(self, field: SelectField) -> None:
        if field.data not in self.known:
            raise ValidationError(_("Bitte wählen Sie, wer es sehen soll."))

    def validate_contact_name(self, field: StringField) -> None:
        if Item.CONTACT in self.chosen and not field.data:
            raise ValidationError(_("Bitte geben Sie an, wen man fragen kann."))

    def validate_email(self, field: StringField) -> None:
        if Item.CONTACT not in self.chosen:
            return
        if not field.data and not self.phone.data:
            raise ValidationError(_("Bitte geben Sie eine E-Mail-Adresse oder eine Telefonnummer an."))
        if field.data and not ADDRESS.match(field.data):
            raise ValidationError(_("Das ist keine vollständige E-Mail-Adresse. Bitte prüfen Sie sie."))

    def validate_phone(self, field: StringField) -> None:
        if Item.CONTACT in self.chosen and field.data and not KINDS["phone"].fullmatch(field.data):
            raise ValidationError(_("Das ist keine Telefonnummer. Bitte prüfen Sie sie."))

    @property
    def contact(self) -> ItemRow | None:
        """What was typed, if it is to be seen."""
        told = (self.contact_name.data, self.email.data, self.phone.data)
        return ItemRow(Item.CONTACT, *(one or "" for one in told)) if Item.CONTACT in self.chosen else None

    @property
    def organisation_id(self) -> UUID:
        return UUID(self.organisation.data)

    @property
    def refused(self) -> list[tuple[str, str]]:
        """Anchor and message of what was refused, in the order of the page."""
        asked: tuple[Field, ...] = (
            *(self.organisation, self.company_name, self.contact_name, self.email, self.phone),
            *(self.months, self.consent),
        )
        return [(field.id, str(field.errors[0])) for field in asked if field.errors]
