"""What chambers and an advisor have proposed to fictional companies: some wait, some are late."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from assessment.demo import referrals
from assessment.demo.chambers import CHAMBERS, DAY, Company, companies
from assessment.demo.companies import COMPANIES
from assessment.demo.people import ADVISED, NAME
from assessment.demo.workshop import ADVISOR, EXAMPLES
from assessment.errors import NoSuchRun
from assessment.services import runs, sign_in
from assessment.services.policy import Staff
from assessment.services.referrals import boards
from assessment.services.referrals.handover import ITEMS, Handover
from assessment.services.referrals.office import Office
from assessment.services.referrals.states import State
from assessment.services.runs import Begun
from assessment.store import people
from assessment.store.database import Database

AT_CHAMBERS = (
    (State.PROPOSED, 3),
    (State.SENT, 14),
    (State.CLOSED_HELPED, 40),
    (State.CONTACTED, 20),
    (State.DECLINED, 30),
    (State.CLOSED_HELPED, 60),
    (State.PROPOSED, 6),
    (State.CLOSED_NOT_HELPED, 50),
)
"""How what a chamber has proposed to one company after the other stands, and before how many days it did. The
provider of the second is late with its answer."""
LONG_AGO = max(days for _, days in AT_CHAMBERS)
BY_CHAMBERS, BY_ADVISOR = "lab-neue-geschaeftsmodelle", "lab-infrastrukturelle-transformation"
"""Offers that no company of the examples asks for by itself."""
NOTE = "Das passt zu dem, was Sie uns gezeigt haben. Ein erstes Gespräch kostet nichts."


@dataclass(frozen=True)
class Advised:
    """A company of the worked cases that an advisor proposes something to, and how that stands."""

    case: str
    name: str
    state: State


AT_ADVISOR = (Advised(ADVISED, NAME, State.PROPOSED), Advised("craft_peine", EXAMPLES[1].name, State.SENT))


def bring_in(database: Database, *, office: Office, now: datetime) -> None:
    """Adds them once, if those who propose and their companies are there."""
    for chamber in CHAMBERS:
        officer = _staff(database, chamber.email, now)
        if officer and not _has_proposed(database, officer, office):
            _at_chamber(database, officer, chamber.email, office)
    advisor = _staff(database, ADVISOR, now)
    if advisor and not _has_proposed(database, advisor, office):
        _at_advisor(database, advisor, office)


def _staff(database: Database, email: str, now: datetime) -> Staff | None:
    with database.reading() as connection:
        person = people.by_email(connection, email)
        return sign_in.staff_of(connection, person.id, now) if person else None


def _has_proposed(database: Database, actor: Staff, office: Office) -> bool:
    found = boards.board(database, actor=actor, limits=office.limits)
    return bool(found.open or found.ended)


def _at_chamber(database: Database, officer: Staff, email: str, office: Office) -> None:
    showing = (one for one in companies() if one.shares and one.chamber == email)
    theirs = (one for one in showing if (one.again or one.begun) > LONG_AGO)
    for one, (state, days) in zip(theirs, AT_CHAMBERS, strict=False):
        run = _run(database, one.later_key if one.again else one.key)
        if run:
            _propose(database, officer, run, BY_CHAMBERS, _told(one), state, officer.now - days * DAY, office)


def _told(one: Company) -> Handover:
    return replace(one.tells, note=NOTE)


def _at_advisor(database: Database, advisor: Staff, office: Office) -> None:
    """At this moment: the companies of the worked cases have only just answered."""
    for one in AT_ADVISOR:
        run = _run(database, next(key for key, (case, _) in COMPANIES.items() if case == one.case))
        told = Handover(
            note=NOTE,
            contact_name="Kim Muster",
            contact_mail="kontakt@musterbetrieb.example",
            company_name=one.name,
            items=frozenset(ITEMS),
        )
        if run:
            _propose(
                database, advisor, run, BY_ADVISOR, told, one.state, advisor.now, office, pause=timedelta()
            )


def _propose(
    database: Database,
    actor: Staff,
    run: Begun,
    offer: str,
    told: Handover,
    state: State,
    begun_at: datetime,
    office: Office,
    pause: timedelta = 2 * DAY,
) -> None:
    referrals.brought_to(
        database,
        state,
        company=run,
        offer=offer,
        told=told,
        office=office,
        begun_at=begun_at,
        proposed_by=replace(actor, now=begun_at),
        pause=pause,
    )


def _run(database: Database, key: str) -> Begun | None:
    try:
        return runs.with_key(database, typed=key)
    except NoSuchRun:
        return None
