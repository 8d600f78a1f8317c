"""What the operator sends: what is known of an offer, turns of the switch, rounds of places."""

from collections.abc import Container, Iterable
from datetime import date, timedelta
from typing import Any, cast
from uuid import UUID

from flask import request
from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, StringField, validators
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are those of WTForms 3.2
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from assessment.services.offering.freshness import SOURCE_LENGTH
from assessment.services.offering.learning import REASON_LENGTH
from assessment.services.places.applying import TITLE_LENGTH
from assessment.services.places.figures import GROUPS
from assessment.services.places.rounds import Hand, Wanted
from assessment.web import i18n
from assessment.web.forms.lines import line
from assessment.web.forms.plan import WRONG_DAY, DayField

_ = i18n.marked

LONGEST = timedelta(days=3653)
MOST_OFFERS = 3
"""Offers of one round."""
TOO_LONG = 5
"""Digits that no number of places has."""
WORDS = ("holds", "over", "taken_back")


MISSING_DAY = _("Bitte geben Sie an, bis wann sich Betriebe bewerben können.")


class StatementForm(FlaskForm):
    """What became of an offer. `today` is set before the form is validated."""

    word = RadioField(
        choices=[SelectChoice(word) for word in WORDS],
        validators=[InputRequired(message=_("Bitte wählen Sie, wie es um das Angebot steht."))],
    )
    until = DayField()
    source = line(
        _("Bitte schreiben Sie, woher Sie das wissen."),
        SOURCE_LENGTH,
        _("Bitte kürzen Sie auf höchstens 200 Zeichen."),
    )
    today: date | None = None

    def validate_until(self, field: DayField) -> None:
        if self.word.data != "holds" or field.data is None or self.today is None:
            return
        if not self.today <= field.data <= self.today + LONGEST:
            raise ValidationError(_("Bitte geben Sie einen Tag von heute an, höchstens zehn Jahre voraus."))

    @property
    def refused(self) -> list[tuple[str, str]]:
        """Anchor and message of what was refused, in the order of the page."""
        fields = (self.word, self.until, self.source)
        return [(field.id, str(field.errors[0])) for field in fields if field.errors]


class TurnForm(FlaskForm):
    """Why the switch is turned; which model is to make the lists stands in the form."""

    reason = line(
        _("Bitte schreiben Sie, warum. Andere lesen es später nach."),
        REASON_LENGTH,
        _("Bitte kürzen Sie auf höchstens 300 Zeichen."),
    )
    model = StringField(validators=[Optional(), validators.UUID()])

    @property
    def model_id(self) -> UUID | None:
        return UUID(self.model.data) if self.model.data else None


class RoundForm(FlaskForm):
    """A round of places: up to three offers, each with its places and those reserved.

    `today` is set before the form is validated.
    """

    title = line(
        _("Bitte geben Sie der Platzvergabe einen Namen."),
        TITLE_LENGTH,
        _("Bitte kürzen Sie auf höchstens 120 Zeichen."),
    )
    apply_until = DayField()
    most = IntegerField(
        default=1,
        validators=[
            InputRequired(message=_("Bitte geben Sie an, wie viele Plätze ein Betrieb höchstens bekommt.")),
            NumberRange(1, MOST_OFFERS, message=_("Bitte geben Sie eine Zahl von 1 bis 3 an.")),
        ],
    )
    today: date | None = None

    def __init__(self, offers: Iterable[str] = ()) -> None:
        super().__init__()
        self.known = frozenset(offers)
        self.lines = [RoundLine(number) for number in range(1, MOST_OFFERS + 1)]

    def validate(self, extra_validators: Any = None) -> bool:
        """Also whether each line is sound, and any offer is named."""
        sound = super().validate(extra_validators)
        return all([sound, *(line_.check(self.known) for line_ in self.lines), self._names_offers()])

    def _names_offers(self) -> bool:
        named = [line_.offer for line_ in self.lines if line_.offer]
        if not named:
            self.lines[0].error = _("Bitte wählen Sie mindestens ein Angebot.")
        elif len(set(named)) < len(named):
            self.lines[-1].error = _("Bitte nennen Sie jedes Angebot nur einmal.")
        return bool(named) and len(set(named)) == len(named)

    def validate_apply_until(self, field: DayField) -> None:
        if field.data is None:
            raise ValidationError(WRONG_DAY if field.raw_data and field.raw_data[0] else MISSING_DAY)
        if self.today and not self.today <= field.data <= self.today + LONGEST:
            raise ValidationError(_("Bitte geben Sie einen Tag von heute an, höchstens zehn Jahre voraus."))

    @property
    def last_day(self) -> date:
        """To apply on; of a form that was found valid."""
        return cast("date", self.apply_until.data)

    @property
    def wanted(self) -> list[Wanted]:
        return [line_.wanted for line_ in self.lines if line_.offer]

    @property
    def refused(self) -> list[tuple[str, str]]:
        """Anchor and message of what was refused, in the order of the page."""
        fields = (self.title, self.apply_until, self.most)
        found = [(field.id, str(field.errors[0])) for field in fields if field.errors]
        return [*found, *((f"offer-{one.number}", one.error) for one in self.lines if one.error)]


class RoundLine:
    """One offer of a round, as it was typed: `offer-1`, `places-1`, `small-1`, `never_served-1`."""

    def __init__(self, number: int) -> None:
        self.number, self.error = number, ""
        self.offer = request.form.get(f"offer-{number}", "").strip()
        self.typed = {name: request.form.get(f"{name}-{number}", "").strip() for name in ("places", *GROUPS)}

    def check(self, known: Container[str]) -> bool:
        if not self.offer:
            return True
        numbers = {name: _number(typed) for name, typed in self.typed.items()}
        if self.offer not in known:
            self.error = _("Bitte wählen Sie ein Angebot aus der Liste.")
        elif not numbers["places"] or None in numbers.values():
            self.error = _("Bitte geben Sie die Plätze als ganze Zahlen an, mindestens einen Platz.")
        elif sum(numbers[group] or 0 for group in GROUPS) > numbers["places"]:
            self.error = _("Es sind mehr Plätze vorbehalten, als es gibt.")
        return not self.error

    @property
    def wanted(self) -> Wanted:
        reserved = {group: _number(self.typed[group]) or 0 for group in GROUPS}
        return Wanted(self.offer, _number(self.typed["places"]) or 0, reserved)


def _number(typed: str) -> int | None:
    """A whole number of at most four digits; nothing typed is 0, anything else None."""
    if not typed:
        return 0
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < TOO_LONG else None


class HandForm(FlaskForm):
    """What the operator decides about one application."""

    application = StringField(validators=[InputRequired(), validators.UUID()])
    hand = RadioField(choices=[SelectChoice(hand) for hand in ("free", "fixed", "excluded")])

    @property
    def application_id(self) -> UUID:
        return UUID(self.application.data)

    @property
    def chosen(self) -> Hand:
        return "" if self.hand.data == "free" else cast("Hand", self.hand.data)
