"""A session with an advisor: what is prepared, what the company agrees to, how the board is opened, and what
those present decide about a question."""

from collections.abc import Mapping
from datetime import date
from typing import cast

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are those of WTForms 3.2
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from assessment.services.workshops.agreements import REASON_LENGTH, Settled
from assessment.services.workshops.meetings import Workshop
from assessment.services.workshops.stages import AIM_LENGTH, MOST_EXPECTED
from assessment.web import i18n
from assessment.web.forms import revision
from assessment.web.forms.lines import text
from assessment.web.forms.plan import YEARS, DayField
from questionnaires.answers import NOT_APPLICABLE, Answer
from reports.voiced import EVIDENCE, ROLE_TITLES

_ = i18n.marked

WORKSHOP_TEXT = "1"
WORKSHOP = (
    _(
        "Wer gefragt wird: die Personen, die oben stehen. Jede antwortet allein, ohne Namen, auf dem "
        "eigenen Gerät. Gespeichert wird nur die Rolle."
    ),
    _(
        "Was die Beratung im Gespräch darf: Personen über einen Link oder QR-Code einladen, vereinbarte "
        "Werte in Ihren Check schreiben und Ihren Plan bearbeiten. Sonst ändert sie nichts, und sie stimmt "
        "nicht mit ab."
    ),
    _(
        "Was zu sehen ist: bis zum Aufdecken nur, wie viele fertig sind. Danach die Antworten nach Rollen "
        "oder ohne Rollen, für Sie und die Beratung gleich."
    ),
    _(
        "Wie lange: bis das Gespräch abgeschlossen ist, oder bis Sie es beenden. Das geht jederzeit mit "
        "einer Schaltfläche. Dann werden die einzelnen Antworten gelöscht. Was vereinbart ist, steht weiter "
        "in Ihrem Check, und Sie können es ändern."
    ),
)
"""What a company agrees to. Another wording is another version: a test holds both together."""

SHOWING: Mapping[str, str] = {"plain": _("Ohne Rollen zeigen"), "roles": _("Nach Rollen zeigen")}
DISSENT = "dissent"


def _reason() -> TextAreaField:
    return TextAreaField(
        filters=[text],
        validators=[
            DataRequired(message=_("Bitte schreiben Sie in einem Satz, warum.")),
            Length(max=REASON_LENGTH, message=_("Bitte kürzen Sie auf höchstens 500 Zeichen.")),
        ],
    )


class PrepareForm(FlaskForm):
    """Aim, day, and how many are expected in each role."""

    aim = TextAreaField(
        filters=[text],
        validators=[
            DataRequired(message=_("Bitte schreiben Sie, worum es im Gespräch gehen soll.")),
            Length(max=AIM_LENGTH, message=_("Bitte kürzen Sie auf höchstens 500 Zeichen.")),
        ],
    )
    day = DayField(validators=[DataRequired(message=_("Bitte wählen Sie den Tag."))])

    def validate_day(self, field: DayField) -> None:
        if field.data and field.data.year not in YEARS:
            raise ValidationError(_("Bitte prüfen Sie das Jahr."))

    def validate(self, extra_validators: Mapping[str, object] | None = None) -> bool:
        """Also whether anybody is expected at all."""
        fine = bool(super().validate(extra_validators))
        first = self[_counts(next(iter(ROLE_TITLES)))]
        if not any(field.errors for field in self.counts.values()) and not self.expected:
            first.errors = (*first.errors, _("Bitte tragen Sie ein, wer mitmacht: mindestens eine Person."))
            return False
        return fine

    @property
    def counts(self) -> dict[str, IntegerField]:
        """The field of each role, in the order in which roles are always named."""
        return {role: self[_counts(role)] for role in ROLE_TITLES}

    @property
    def expected(self) -> dict[str, int]:
        return {role: field.data for role, field in self.counts.items() if field.data}

    @property
    def told_day(self) -> date:
        """Once it is valid."""
        return cast("date", self.day.data)

    @property
    def refused(self) -> list[tuple[str, str]]:
        """Anchor and message of what was refused, in the order of the page."""
        fields = (self.aim, self.day, *self.counts.values())
        return [(field.id, str(field.errors[0])) for field in fields if field.errors]


def _counts(role: str) -> str:
    return f"expected_{role}"


for _role in ROLE_TITLES:
    setattr(
        PrepareForm,
        _counts(_role),
        IntegerField(
            validators=[
                Optional(),
                NumberRange(0, MOST_EXPECTED, message=_("Bitte tragen Sie eine Zahl von 0 bis 50 ein.")),
            ]
        ),
    )


def prepare_form(workshop: Workshop) -> PrepareForm:
    """The form with what was prepared, or with what was just sent."""
    roles = {_counts(role.role): role.expected for role in workshop.progress.roles}
    return PrepareForm(data={"aim": workshop.row.aim, "day": workshop.row.day} | roles)


class AgreeForm(FlaskForm):
    """The company's consent to what the page shows, which is revision `seen`."""

    seen = HiddenField(default="0")
    consent = BooleanField(
        validators=[InputRequired(message=_("Ohne Ihre Einwilligung beginnt das Gespräch nicht."))]
    )

    @property
    def seen_revision(self) -> int:
        return revision(self.seen.data)


class OpenForm(FlaskForm):
    """How the answers are shown; `present_agree` where a role is so small that it tells the person."""

    showing = RadioField(
        choices=[SelectChoice(way) for way in SHOWING],
        validators=[InputRequired(message=_("Bitte wählen Sie, wie die Antworten gezeigt werden."))],
    )
    present_agree = BooleanField()


class SettleForm(FlaskForm):
    """What those present decide: an answer of the question, with the id of a reason where it does not apply,
    or that views stay apart. `seen` is the revision that the page showed."""

    decided = RadioField(
        choices=[],
        validate_choice=False,
        validators=[InputRequired(message=_("Bitte wählen Sie, was gelten soll."))],
    )
    reason = _reason()
    evidence = RadioField(
        choices=[SelectChoice(kind) for kind in EVIDENCE],
        default="opinion",
        validators=[InputRequired(message=_("Bitte wählen Sie, worauf Sie sich stützen."))],
    )
    seen = HiddenField(default="0")

    @property
    def seen_revision(self) -> int:
        return revision(self.seen.data)

    @property
    def settled(self) -> Settled:
        decided = str(self.decided.data)
        reason, evidence = self.reason.data or "", self.evidence.data
        if decided == DISSENT:
            return Settled(None, reason)
        choice, _colon, why_not = decided.partition(":")
        return Settled(Answer(choice, why_not or None), reason, evidence)

    @property
    def refused(self) -> list[tuple[str, str]]:
        """Anchor and message of what was refused, in the order of the page."""
        fields = (self.decided, self.reason, self.evidence)
        return [(field.id, str(field.errors[0])) for field in fields if field.errors]


def settle_form(settled: Settled | None, revision_shown: int) -> SettleForm:
    """The form with what was decided so far, or with what was just sent."""
    stored = {"seen": str(revision_shown)}
    if settled:
        stored |= {"decided": word(settled.answer), "reason": settled.reason}
        stored |= {"evidence": settled.evidence or "opinion"}
    return SettleForm(data=stored)


def word(answer: Answer | None) -> str:
    """How a decision is sent."""
    if answer is None:
        return DISSENT
    return f"{NOT_APPLICABLE}:{answer.reason}" if answer.choice == NOT_APPLICABLE else answer.choice
