"""What stands on the desks of fictional organisations besides their companies: notes of the advisor, days on
which the labs are shut, figures for the funder, systems that come in."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from assessment import clock
from assessment.demo.people import MEMBERS
from assessment.services import sign_in
from assessment.services.advising import notes, portfolio
from assessment.services.funder import entering
from assessment.services.funder.entering import Value
from assessment.services.interfaces import tokens, webhooks
from assessment.services.policy import Role, Scope, Staff
from assessment.services.referrals import absence
from assessment.services.referrals.office import Office
from assessment.store import people
from assessment.store.database import Database
from reports.funder import library
from reports.funder.sets import Entered

NOTES = (
    "Erstgespräch am Telefon: Der Betriebsrat kommt zum Gespräch dazu.",
    "Nach den Osterferien wieder anrufen, vorher ist die Fertigung voll.",
)
AWAY_IN, AWAY_FOR, AT_ONCE = timedelta(days=30), timedelta(days=13), 20
"""When the labs will be shut and for how long, and how many companies they help at the same time."""
BY_HAND: Mapping[str, float] = {
    "events": 4.0,
    "participants": 86.0,
    "applications": 3.0,
    "employed": 64.0,
    "hours": 210.0,
    "percent": 84.0,
    "mean": 4.2,
    "count": 12.0,
}
"""What is typed in for the first quarter, by indicator, or else by what is typed in. It grows."""
IN_WORDS = "Zwei Veranstaltungen fanden gemeinsam mit den Kammern statt."
QUARTERS = 8
"""For so many quarters, the one under way included."""
SYSTEMS: Mapping[Role, tuple[str, Scope]] = {
    Role.CHAMBER_OFFICER: ("Mitgliederverwaltung", Scope.READ_RESULTS),
    Role.PROVIDER_CONTACT: ("Terminplanung der Labore", Scope.WRITE_REFERRALS),
    Role.OPERATOR: ("Jahresbericht", Scope.READ_FIGURES),
}
"""Which system of an organisation comes in, and for what. Nobody knows the tokens."""
ADDRESS, LIFE = "https://fachanwendung.example/wandelkompass", 365
"""Where a chamber is told of news: an address that nobody can have."""


def bring_in(database: Database, *, secret: str, office: Office, now: datetime) -> None:
    """Adds all of it once, if all of these organisations are there. `secret` is the signing key."""
    known = {member.role: _staff(database, member.email, now) for member in MEMBERS}
    staff = {role: actor for role, actor in known.items() if actor}
    if len(staff) < len(known) or tokens.board(database, **_its(staff, Role.OPERATOR)).tokens:
        return
    _note(database, staff[Role.ADVISOR])
    _close(database, staff[Role.PROVIDER_CONTACT], office)
    _type_in(database, staff[Role.CHAMBER_OFFICER], _home(staff[Role.CHAMBER_OFFICER]))
    _type_in(database, staff[Role.OPERATOR], None)
    for role, (name, scope) in SYSTEMS.items():
        tokens.make(database, **_its(staff, role), name=name, scopes=[scope], days=LIFE)
    webhooks.add(database, **_its(staff, Role.CHAMBER_OFFICER), url=ADDRESS, key=secret)


def _staff(database: Database, email: str, now: datetime) -> Staff | None:
    with database.reading() as connection:
        person = people.by_email(connection, email)
        return sign_in.staff_of(connection, person.id, now) if person else None


def _home(actor: Staff) -> UUID:
    return actor.seats[0].organisation_id


def _its(staff: Mapping[Role, Staff], role: Role) -> dict[str, Any]:
    """An organisation whose interfaces the operator keeps."""
    return {"actor": staff[Role.OPERATOR], "organisation_id": _home(staff[role])}


def _note(database: Database, advisor: Staff) -> None:
    """Something about each of the companies that this advisor helps."""
    advised = portfolio.of_advisor(database, actor=advisor).cases
    for one, text in zip(advised, NOTES, strict=False):
        notes.add(database, actor=advisor, run_id=one.company.run_id, text=text)


def _close(database: Database, provider: Staff, office: Office) -> None:
    begins = clock.day(provider.now) + AWAY_IN
    theirs: dict[str, Any] = {"actor": provider, "organisation_id": _home(provider)}
    absence.say(database, **theirs, begins_on=begins, ends_on=begins + AWAY_FOR, office=office)
    absence.limit(database, **theirs, most=AT_ONCE)


def _type_in(database: Database, actor: Staff, house: UUID | None) -> None:
    for set_id, found in library.released().items():
        for number, quarter in enumerate(reversed(entering.quarters(clock.day(actor.now))[:QUARTERS])):
            entering.enter(
                database,
                actor=actor,
                set_id=set_id,
                house=house,
                quarter=quarter,
                wanted={one.id: _said(one, number) for one in found.entered},
                seen={},
            )


def _said(indicator: Entered, number: int) -> Value:
    """What is typed in for one quarter after the other."""
    if indicator.entry == "text":
        return IN_WORDS
    first = BY_HAND[indicator.id if indicator.id in BY_HAND else indicator.entry]
    return first + number if indicator.entry == "count" else first
