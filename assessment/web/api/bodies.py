"""What comes in and what goes out. Whatever is not named here is refused, so that a typing error is told."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from assessment.services import runs
from assessment.services.campaigns.items import Item
from assessment.services.referrals.states import Reason, State
from assessment.web.i18n import marked as _
from reports.cohorts.statistics import Statistics

REFERENCE_LENGTH = 100
REASON_LENGTH = 500
LARGEST_PAGE, USUAL_PAGE = 100, 50
ReportedState = Literal[
    State.SEEN,
    State.ACCEPTED,
    State.DECLINED,
    State.CONTACTED,
    State.CLOSED_HELPED,
    State.CLOSED_NOT_HELPED,
    State.CLOSED_UNREACHABLE,
]
"""What a provider may report: the keys of services.referrals.pushing.STEP_TO."""


class Taken(BaseModel):
    """What a system sends. `strict`: a number is no text."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Given(BaseModel):
    """What a system is answered."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=False)


def _lengths() -> list[str]:
    return [check.id for check in runs.checks()]


def _known_length(check: str) -> str:
    if check not in _lengths():
        raise ValueError
    return check


def _lengths_in_schema(schema: dict[str, Any]) -> None:
    schema["enum"] = _lengths()


class Nothing(Taken):
    """No parameters."""


class PageAsked(Taken):
    limit: int = Field(
        USUAL_PAGE, ge=1, le=LARGEST_PAGE, description=_("Wie viele Einträge eine Seite höchstens hat.")
    )
    after: UUID | None = Field(
        None, description=_("Der Wert „next“ der vorigen Seite; ohne ihn beginnt die Liste von vorn.")
    )


class RunAsked(Taken):
    check: Annotated[str, AfterValidator(_known_length)] = Field(
        description=_("Die Länge des Checks."), json_schema_extra=_lengths_in_schema
    )
    language: Literal["de", "en"] = Field(
        "de", description=_("Die Sprache der Seite, die das Mitglied öffnet.")
    )
    campaign: Annotated[str, Field(pattern=r"^[A-Za-z0-9]{1,12}$")] | None = Field(
        None,
        description=_("Der Code einer laufenden Kampagne Ihrer Organisation, zu der das Mitglied zählt."),
    )
    reference: Annotated[str, Field(max_length=REFERENCE_LENGTH)] | None = Field(
        None,
        description=_(
            "Ihr eigenes Zeichen für das Mitglied. Wir geben es nur zurück und speichern es nicht."
        ),
    )


class RunLink(Given):
    link: str = Field(
        description=_(
            "Der Link für das Mitglied. Er gilt einmal: Der Check beginnt erst dort, und nur das Mitglied "
            "bekommt den Schlüssel dazu. Der Link wird nur in dieser Antwort genannt."
        )
    )
    expires_at: datetime = Field(description=_("Bis wann der Link gilt."))
    reference: str | None = Field(None, description=_("Ihr eigenes Zeichen für das Mitglied, wie gesendet."))


class FaultGiven(Given):
    where: str = Field(description=_("Wo die Angabe steht: als JSON Pointer oder als Name des Parameters."))
    why: str = Field(description=_("Was daran nicht passt, in Worten."))


class ProblemGiven(Given):
    """Problem details, RFC 9457."""

    type: str
    title: str = Field(description=_("Was geschehen ist, in Worten."))
    status: int
    code: str = Field(description=_("Dasselbe als Code, der sich nicht ändert."))
    detail: str = Field(description=_("Was Sie tun können, in Worten."))
    errors: list[FaultGiven] | None = Field(None, description=_("Welche Angaben nicht passen."))


class Words(Given):
    """A text in both languages."""

    de: str
    en: str


class SharedCompany(Given):
    id: UUID = Field(description=_("Eine Nummer nur für diese Freigabe; sie endet mit ihr."))
    company: str = Field(description=_("Der Name, wie der Betrieb ihn Ihnen genannt hat."))
    items: list[Item] = Field(description=_("Was er Ihnen zeigt."))
    shared_at: datetime = Field(description=_("Seit wann."))
    until: datetime = Field(description=_("Bis wann, wenn er es nicht vorher zurücknimmt."))


class SharedPage(Given):
    items: list[SharedCompany] = Field(description=_("Die Betriebe, in fester Reihenfolge."))
    next: UUID | None = Field(description=_("Damit beginnt die nächste Seite; null am Ende."))


class Contact(Given):
    name: str
    email: str
    phone: str


class Level(Given):
    low: int = Field(ge=0, le=4)
    high: int = Field(ge=0, le=4)


class Standing(Given):
    """Levels from 0 to 4; null where too little is known."""

    id: str
    title: Words
    level: Level | None


class SharedResult(Given):
    made_on: date
    exposure: Standing
    readiness: Standing
    areas: list[Standing]


class SharedProgress(Given):
    done: int
    of: int


class SharedDetail(SharedCompany):
    contact: Contact | None = Field(None, description=_("Wen Sie ansprechen können, wenn er es zeigt."))
    needs: list[Words] | None = Field(
        None, description=_("Wobei er am meisten Hilfe braucht; null ohne Freigabe oder ohne fertigen Check.")
    )
    result: SharedResult | None = Field(
        None,
        description=_("Wo er steht, in Stufen von 0 bis 4; null ohne Freigabe oder ohne fertigen Check."),
    )
    progress: SharedProgress | None = Field(
        None, description=_("Wie viele Schritte seines Plans erledigt sind, wenn er es zeigt.")
    )


ONLY_WHERE_DECLINED: dict[str, Any] = {
    "if": {"properties": {"status": {"not": {"const": State.DECLINED}}}},
    "then": {"properties": {"reason": {"type": "null"}, "words": {"maxLength": 0}}},
}


class StatusAsked(Taken):
    model_config = ConfigDict(json_schema_extra=ONLY_WHERE_DECLINED)

    status: ReportedState = Field(description=_("Wie die Vermittlung jetzt steht."))
    reason: Reason | None = Field(None, description=_("Warum Sie ablehnen; nur bei „declined“."))
    words: Annotated[str, Field(max_length=REASON_LENGTH)] = Field(
        "", description=_("Dazu ein Satz an den Betrieb; nur bei „declined“.")
    )

    @model_validator(mode="after")
    def _reason_only_where_declined(self) -> Self:
        if (self.reason or self.words) and self.status != State.DECLINED:
            raise ValueError
        return self


class ReferralGiven(Given):
    id: UUID
    offer: str = Field(description=_("Das Angebot, wie es im Katalog heißt."))
    status: State = Field(description=_("Wie die Vermittlung steht."))
    since: datetime = Field(description=_("Seit wann."))
    ends_at: datetime = Field(description=_("Wann sie von selbst endet, wenn nichts geschieht."))
    expected: list[State] = Field(description=_("Was Sie als Nächstes melden können."))


class ReferralPage(Given):
    items: list[ReferralGiven] = Field(description=_("Die Vermittlungen an Sie, in fester Reihenfolge."))
    next: UUID | None = Field(description=_("Damit beginnt die nächste Seite; null am Ende."))


class FiguresAsked(Taken):
    day: date | None = Field(None, description=_("Von welchem Tag; ohne ihn die neuesten."))


class FiguresGiven(Given):
    days: list[date] = Field(description=_("Von welchen Tagen es Zahlen gibt, die neuesten zuerst."))
    figures: Statistics | None = Field(
        description=_(
            "„known“ sind Betriebe, die wir unterscheiden können, „anonymous“ Folgen von Checks ohne Namen. "
            "Jede Tabelle nennt ihre Merkmale („attributes“) und zu jeder Kombination („codes“), wie viele "
            "es sind; null, wo es zu wenige sind, um sie zu nennen. Null, solange es noch keine Zahlen gibt."
        )
    )
