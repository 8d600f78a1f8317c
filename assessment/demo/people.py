"""Fictional organisations with one person for each role, so that all of it can be tried at once; and one for
a company that keeps its checks in an account."""

from dataclasses import dataclass
from datetime import datetime

from assessment.demo.companies import COMPANIES, EARLIER
from assessment.errors import NoSuchRun
from assessment.services import kept_checks, runs, sign_in
from assessment.services.advising import mandates
from assessment.services.kept_checks import Keeper
from assessment.services.policy import Kind, Role
from assessment.services.runs import Begun
from assessment.store import consents
from assessment.store import people as store
from assessment.store.database import Database


@dataclass(frozen=True)
class Member:
    email: str
    name: str
    role: Role
    organisation: str
    kind: Kind
    house: str | None = None
    """Which house of the catalogue the organisation is."""


LABS = "retrason"
"""The house behind the labs: what companies ask them for comes to the provider's desk."""
MEMBERS = (
    Member("beratung@example.org", "Toni Beispiel", Role.ADVISOR, "Beispiel-Beratung Okerland", Kind.ADVICE),
    Member(
        "kammer@example.org", "Kim Muster", Role.CHAMBER_OFFICER, "Beispielkammer Harzvorland", Kind.CHAMBER
    ),
    Member(
        "labor@example.org",
        "Sascha Probe",
        Role.PROVIDER_CONTACT,
        "Beispiel-Labor Fertigung",
        Kind.PROVIDER,
        LABS,
    ),
    Member("netzwerk@example.org", "Robin Entwurf", Role.OPERATOR, "Beispiel-Netzwerk Wandel", Kind.NETWORK),
)
"""Nobody receives mail at these addresses: their links can be read in the folder of this installation."""

ADVISED, NAME = "machining_salzgitter", "Musterdreherei Salzgitter"
COMPANY, KEPT = "betrieb@example.org", "plastics_wolfsburg"
"""Who keeps the check of which company in an account, and that of the year before."""


def bring_in(database: Database, *, now: datetime) -> list[tuple[str, Role]]:
    """Adds those that are not there yet; returns address and role of each."""
    for member in MEMBERS:
        _bring_in(database, member, now)
    return [(member.email, member.role) for member in MEMBERS]


def keep_checks(database: Database, *, secret: str, now: datetime) -> str:
    """One of the fictional companies keeps its checks, if they are there; returns the address of its account.

    `secret` is the signing key.
    """
    with database.writing() as connection:
        person = store.added(connection, email=COMPANY, name="", language="de", moment=now)
        actor = sign_in.staff_of(connection, person.id, now)
    for key in (EARLIER[KEPT].key, *(key for key, (case, _) in COMPANIES.items() if case == KEPT)):
        run = _there(database, key)
        if actor and run and not kept_checks.keeps(database, actor=actor, run_id=run.run_id):
            keeper = Keeper(actor, secret)
            kept_checks.keep(database, run_id=run.run_id, key=run.key, keeper=keeper)
    return COMPANY


def _there(database: Database, key: str) -> Begun | None:
    try:
        return runs.with_key(database, typed=key)
    except NoSuchRun:
        return None


def _bring_in(database: Database, member: Member, now: datetime) -> None:
    with database.writing() as connection:
        if store.by_email(connection, member.email):
            return
        home = store.found(connection, name=member.organisation, kind=member.kind, moment=now)
        person = store.added(connection, email=member.email, name=member.name, language="de", moment=now)
        store.take_in(connection, person_id=person.id, organisation_id=home.id, role=member.role, moment=now)
        if member.house:
            store.be_house(connection, home.id, member.house)
    if member.kind == Kind.ADVICE:
        _advise(database, home, now)


def _advise(database: Database, home: store.OrganisationRow, now: datetime) -> None:
    """One of the fictional companies lets them read, if it is there."""
    key = next(key for key, (case, _) in COMPANIES.items() if case == ADVISED)
    run = _there(database, key)
    if run is None:
        return
    mandates.give(
        database,
        run_id=run.run_id,
        key=run.key,
        organisation_id=home.id,
        company_name=NAME,
        text_version=consents.EXAMPLE,
        now=now,
    )
