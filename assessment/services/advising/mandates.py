"""Advice mandates: a company names who advises it, sees it, and takes it back.

It is the company's: given with the key of its run, or by accepting the link of an advisor. While it stands,
the advisor reads the run as it is and changes nothing. Whether it holds is decided by `policy`, each time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

from sqlalchemy.engine import Connection

from assessment.errors import NoSuchLink, NoSuchOrganisation
from assessment.services import houses_by_name, keys, policy, runs, sign_in
from assessment.services.houses_by_name import Found
from assessment.services.policy import Action, Place, Role, Staff
from assessment.services.runs import OpenRun
from assessment.services.sign_in import hashed, new_token
from assessment.services.workshops import stages
from assessment.store import audit, people
from assessment.store import mandates as store
from assessment.store import sign_ins as links
from assessment.store.database import Database
from assessment.store.mandates import CompanyRow, MandateRow, Version
from assessment.store.people import OrganisationRow
from assessment.store.sign_ins import LinkRow
from questionnaires import library
from questionnaires.text import Text

MANDATE_LIFE = timedelta(days=365)
OFFER_LIFE = timedelta(days=30)
PLACE = "district"
"""The question whose answer tells companies apart that have no name."""


@dataclass(frozen=True, slots=True)
class Given:
    """A mandate as the company sees it; `person` is None where all advisors of the organisation may read."""

    id: UUID
    organisation: str
    person: str | None
    company_name: str
    given_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Advice:
    """All that a company sees about its advisors. `code` is what those call it to whom it tells no name."""

    run: OpenRun
    code: str
    given: tuple[Given, ...]
    organisations: Found


@dataclass(frozen=True, slots=True)
class Offer:
    """An advisor who offers advice by a link."""

    person: str
    organisation: OrganisationRow
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Company:
    """A company in an advisor's portfolio."""

    run_id: UUID
    name: str
    code: str
    place: Text | None
    check: Text
    organisation: str
    finished_at: datetime | None
    given_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Choice:
    """A check that a browser holds the key of, as somebody can tell it from others."""

    run_id: UUID
    check: Text
    place: Text | None
    begun_at: datetime


def code_of(run_id: UUID) -> str:
    """Four characters by which company and advisor can tell that they speak of the same run."""
    return sha256(run_id.bytes).hexdigest()[:4].upper()


def advice(database: Database, *, run_id: UUID, key: str | None, now: datetime, name: str = "") -> Advice:
    """What it has given, and who could be given one: those in whose name this stands. Raises KeyNeeded."""
    run = runs.opened(database, run_id=run_id, key=key)
    with database.reading() as connection:
        told = store.told(connection, run_id, now)
        open_to = houses_by_name.find(connection, name, Role.ADVISOR)
    given = tuple(
        Given(row.id, organisation, person, row.company_name, row.given_at, row.ends_at)
        for row, organisation, person in told
    )
    return Advice(run, code_of(run_id), given, open_to)


def give(
    database: Database,
    *,
    run_id: UUID,
    key: str | None,
    organisation_id: UUID,
    company_name: str,
    text_version: str,
    now: datetime,
) -> None:
    """Lets all advisors of an organisation read. Raises KeyNeeded, NoSuchOrganisation."""
    with database.writing() as connection:
        runs.unlocked(connection, run_id, key, to_change=True)
        if not people.somebody_is(connection, organisation_id, Role.ADVISOR):
            raise NoSuchOrganisation
        _give(connection, run_id, (organisation_id, None), company_name, text_version, now)


def _give(
    connection: Connection,
    run_id: UUID,
    to: tuple[UUID, UUID | None],
    company_name: str,
    text_version: str,
    now: datetime,
) -> None:
    row = MandateRow(uuid4(), run_id, *to, company_name, text_version, now, now + MANDATE_LIFE)
    store.give(connection, row)
    audit.note(connection, "mandate_given", "mandate", row.id, person_id=None, at=now)


def withdraw(database: Database, *, run_id: UUID, key: str | None, mandate_id: UUID, now: datetime) -> bool:
    """Takes a mandate back; its receiver reads nothing now. False where it had ended. Raises KeyNeeded."""
    with database.writing() as connection:
        runs.unlocked(connection, run_id, key, to_change=True)
        ended = store.withdraw(connection, run_id=run_id, now=now, mandate_id=mandate_id)
        if ended:
            audit.note(connection, "mandate_withdrawn", "mandate", mandate_id, person_id=None, at=now)
            stages.end_without_leader(connection, run_id, now)
        return ended


# --- by link -------------------------------------------------------------------------------------


def offer(database: Database, *, actor: Staff, organisation_id: UUID) -> str:
    """A link by which one company can accept this advisor; its token is told once. Raises Refused."""
    policy.require(actor, Action.OFFER_ADVICE, Place(organisation_id))
    token = new_token()
    with database.writing() as connection:
        row = LinkRow(
            uuid4(), None, None, organisation_id, Role.ADVISOR, actor.person_id, actor.now + OFFER_LIFE
        )
        links.put_link(connection, token_hash=hashed(token), purpose="advice", link=row, now=actor.now)
        audit.by(connection, actor, "advice_offered", "link", row.id)
    return token


def offered(database: Database, *, token: str, now: datetime) -> Offer:
    """Who offers advice by a link; reading it uses nothing up. Raises NoSuchLink."""
    with database.reading() as connection:
        return _offer(connection, links.link(connection, hashed(token), "advice", now), now)


def _offer(connection: Connection, row: LinkRow | None, now: datetime) -> Offer:
    """Raises NoSuchLink, also where the person may not offer advice there any more."""
    if row is None or row.invited_by is None or row.organisation_id is None:
        raise NoSuchLink
    advisor = sign_in.staff_of(connection, row.invited_by, now)
    home = people.organisation(connection, row.organisation_id)
    if advisor is None or home is None:
        raise NoSuchLink
    if not policy.decide(advisor, Action.OFFER_ADVICE, Place(home.id)).allowed:
        raise NoSuchLink
    return Offer(advisor.name, home, row.expires_at)


def accept(
    database: Database,
    *,
    token: str,
    run_id: UUID,
    key: str | None,
    company_name: str,
    text_version: str,
    now: datetime,
) -> None:
    """Lets the advisor who made the link read. Raises KeyNeeded, NoSuchLink."""
    with database.writing() as connection:
        runs.unlocked(connection, run_id, key, to_change=True)
        row = links.claim(connection, hashed(token), "advice", now)
        home = _offer(connection, row, now).organisation
        _give(connection, run_id, (home.id, row.invited_by if row else None), company_name, text_version, now)


# --- the advisor's side --------------------------------------------------------------------------


def portfolio(database: Database, *, actor: Staff) -> tuple[Company, ...]:
    """The companies that this advisor may read now. Raises Refused."""
    policy.require(actor, Action.SEE_PORTFOLIO)
    with database.reading() as connection:
        rows = store.companies(
            connection,
            person_id=actor.person_id,
            organisation_ids=actor.organisations(Role.ADVISOR),
            place_question=PLACE,
            now=actor.now,
        )
    return tuple(_company(row) for row in rows)


def _company(row: CompanyRow) -> Company:
    mandate = row.mandate
    return Company(
        run_id=mandate.run_id,
        name=mandate.company_name,
        code=code_of(mandate.run_id),
        place=_place(row.version, row.place),
        check=_check(row.version, row.check),
        organisation=row.organisation,
        finished_at=row.finished_at,
        given_at=mandate.given_at,
        ends_at=mandate.ends_at,
    )


def choices(database: Database, *, held: Mapping[UUID, str]) -> tuple[Choice, ...]:
    """The checks that a browser holds the keys of, the newest last; what has been erased is passed over."""
    with database.reading() as connection:
        rows = store.held(connection, list(held), PLACE)
    mine = [row for row in rows if _opens(held[row.run_id], row.key_hash)]
    return tuple(
        Choice(row.run_id, _check(row.version, row.check), _place(row.version, row.place), row.begun_at)
        for row in mine
    )


def _opens(key: str, key_hash: bytes) -> bool:
    visitor, run = policy.Visitor(keys.hashed(key)), policy.Run(key_hash)
    return policy.decide(visitor, Action.CHANGE_RUN, run).allowed


def _check(version: Version, check: str) -> Text:
    return library.released(*version).check[check].title


def _place(version: Version, answer: str | None) -> Text | None:
    question = library.released(*version).question.get(PLACE)
    options = question.options if question and answer else ()
    return next((option.text for option in options if option.id == answer), None)
