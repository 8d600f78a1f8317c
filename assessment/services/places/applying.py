"""Few places: a company applies, the operator runs a round, adjusts it, confirms it. Nothing goes by itself.

A company applies with the key of its check, by name, and only where its list shows the offer. Who gets one
is proposed by `matching.places`; the operator fixes or excludes pairs and runs it again. What is confirmed,
the company reads on the page of the offer, with the reason in words. An application goes with its check.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment import clock
from assessment.errors import NoSuchOffer
from assessment.services.offering import feedback
from assessment.services.places import figures
from assessment.services.places.figures import Reason
from assessment.services.runs import unlocked
from assessment.store import place_rounds as store
from assessment.store.database import Database
from assessment.store.place_rounds import (
    CONTACT_LENGTH,
    NAME_LENGTH,
    TITLE_LENGTH,
    ApplicationRow,
    Beside,
    RoundRow,
)

__all__ = ["CONTACT_LENGTH", "NAME_LENGTH", "TITLE_LENGTH"]

Stands = Literal["open", "applied", "place", "waiting", "over"]
"""How a company stands with a round: it may apply, has applied, has a place, waits; or all is given out."""


@dataclass(frozen=True)
class Standing:
    """A round in which an offer has places, as one company sees it."""

    round: RoundRow
    places: int
    stands: Stands
    application: ApplicationRow | None = None
    reasons: tuple[Reason, ...] = ()


def standings(
    connection: Connection, run_id: UUID, offer: str, *, listed: bool, today: date
) -> tuple[Standing, ...]:
    """Every round with places at an offer that concerns this company, the newest first.

    Those it has applied for, and one that is open, if the offer is `listed` for it. The run has been opened.
    """
    found = [(one, _stands(one.round, one.own, today)) for one in store.with_offer(connection, offer, run_id)]
    return tuple(_standing(one, stands) for one, stands in found if stands and (listed or stands != "open"))


def _standing(found: Beside, stands: Stands) -> Standing:
    reasons = figures.reasons(found.own) if found.own and stands == "waiting" else ()
    return Standing(found.round, found.places, stands, found.own, reasons)


def _stands(round_: RoundRow, own: ApplicationRow | None, today: date) -> Stands | None:
    """What was proposed is nobody's business until it is confirmed."""
    if own is None:
        return "open" if is_open(round_, today) else None
    if round_.state != "confirmed":
        return "applied"
    return "place" if own.outcome == "place" else "waiting"


def is_open(round_: RoundRow, today: date) -> bool:
    return round_.state != "confirmed" and today <= round_.apply_until


def apply(
    database: Database,
    *,
    run_id: UUID,
    key: str | None,
    offer: str,
    name: str,
    contact: str,
    consent_text: str,
    now: datetime,
) -> bool:
    """Applies for a place, once. False where no round is open (any more). Raises KeyNeeded, NoSuchOffer.

    A proposal that was made before is put aside: it did not know this company.
    """
    with database.writing() as connection:
        run = unlocked(connection, run_id, key, to_change=True)
        utility = feedback.utility_of(connection, run.id, offer)
        if utility is None:
            raise NoSuchOffer(offer)
        found = _open_round(connection, run.id, offer, clock.day(now))
        if found and not found.own:
            said = (name, contact, consent_text)
            store.apply(connection, _application(connection, found, run.id, offer, utility, said, now))
            _put_aside(connection, found.round)
    return found is not None


def _application(
    connection: Connection,
    found: Beside,
    run_id: UUID,
    offer: str,
    utility: float,
    said: tuple[str, str, str],
    now: datetime,
) -> ApplicationRow:
    """`said`: name, contact and the version of the text that was agreed to."""
    name, contact, consent_text = said
    groups = " ".join(sorted(_groups(connection, run_id)))
    return ApplicationRow(
        id=store.new_id(),
        round_id=found.round.id,
        offer=offer,
        run_id=run_id,
        utility=utility,
        groups=groups,
        name=name,
        contact=contact,
        consent_text=consent_text,
        applied_at=now,
    )


def withdraw(database: Database, *, run_id: UUID, key: str | None, application_id: UUID) -> bool:
    """Takes an application back, with name and contact; a place is free again. Raises KeyNeeded.

    False where there is no such application (any more).
    """
    with database.writing() as connection:
        run = unlocked(connection, run_id, key, to_change=True)
        row = {row.id: row for row in store.applications_of(connection, run.id)}.get(application_id)
        if row is None:
            return False
        round_ = store.by_id(connection, row.round_id, to_change=True)
        store.withdraw(connection, row.id)
        if round_:
            _put_aside(connection, round_)
    return True


def _open_round(connection: Connection, run_id: UUID, offer: str, today: date) -> Beside | None:
    """The newest round that is open, and stays so until the transaction ends."""
    for found in store.with_offer(connection, offer, run_id):
        locked = store.by_id(connection, found.round.id, to_change=True)
        if locked and is_open(locked, today):
            return found._replace(round=locked)
    return None


def _put_aside(connection: Connection, round_: RoundRow) -> None:
    if round_.state == "proposed":
        store.change(connection, round_.id, state="open", figures=None)


def _groups(connection: Connection, run_id: UUID) -> set[str]:
    """The groups that places may be reserved for, as far as they are certain."""
    served = any(row.outcome == "place" for row in store.applications_of(connection, run_id))
    return figures.groups(feedback.profile_of(connection, run_id), served=served)
