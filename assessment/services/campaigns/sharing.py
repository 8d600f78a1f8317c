"""What a company lets a chamber see, and takes back: item by item, until a day of its choice.

The consent belongs to one check. A check that follows it begins without, and only knows who sent the link.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment.errors import NoSuchOrganisation
from assessment.services import houses_by_name, runs
from assessment.services.campaigns.items import PERIODS, Item
from assessment.services.houses_by_name import Found
from assessment.services.policy import Role
from assessment.services.runs import OpenRun
from assessment.store import audit, campaigns, consents, people
from assessment.store import runs as run_store
from assessment.store import sharing as store
from assessment.store.consents import Purpose
from assessment.store.database import Database
from assessment.store.people import EMAIL_LENGTH, NAME_LENGTH
from assessment.store.sharing import PHONE_LENGTH, ItemRow, SharingRow

__all__ = ["EMAIL_LENGTH", "NAME_LENGTH", "PHONE_LENGTH", "ItemRow"]


@dataclass(frozen=True, slots=True)
class Receiver:
    """An organisation that can be shown something."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Page:
    """`sender`: whose link the check began by, if any. `receivers`: who may be shown something."""

    run: OpenRun
    sender: Receiver | None
    receivers: tuple[Receiver, ...]
    found: Found
    shared: tuple[SharingRow, ...]


def page(
    database: Database,
    *,
    run_id: UUID,
    key: str | None,
    now: datetime,
    name: str = "",
    chosen: UUID | None = None,
) -> Page:
    """What the company shows to whom, and whom it could show something: those in whose name this stands, and
    whoever is `chosen`. Raises KeyNeeded."""
    run = runs.opened(database, run_id=run_id, key=key)
    with database.reading() as connection:
        sender = _sender(connection, run_id, run.follows.run_id if run.follows else None)
        found = houses_by_name.find(connection, name, Role.CHAMBER_OFFICER)
        shared = tuple(store.of_run(connection, run_id, now))
        known = [one for one in (sender, _receiver(connection, chosen)) if one]
        receivers = dict.fromkeys([*known, *(Receiver(one.id, one.name) for one in found.houses)])
        return Page(run, sender, tuple(receivers), found, shared)


def share(
    database: Database,
    *,
    run_id: UUID,
    key: str | None,
    organisation_id: UUID,
    company_name: str,
    items: Collection[Item],
    contact: ItemRow | None,
    months: int,
    text_version: str,
    now: datetime,
) -> None:
    """Lets a chamber see these items, and nothing that it saw before. `months`: one of `PERIODS`.

    Raises KeyNeeded, NoSuchOrganisation.
    """
    with database.writing() as connection:
        row = runs.unlocked(connection, run_id, key, to_change=True)
        sender = _sender(connection, run_id, row.earlier_id)
        by_link = sender is not None and sender.id == organisation_id
        if not by_link and _receiver(connection, organisation_id) is None:
            raise NoSuchOrganisation
        consent = consents.new(
            run_id=run_id,
            purpose=Purpose.CHAMBER,
            text_version=text_version,
            given_at=now,
            organisation_id=organisation_id,
            company_name=company_name,
            ends_at=now + PERIODS[months],
        )
        told = [contact if item is Item.CONTACT and contact else ItemRow(item) for item in _in_order(items)]
        store.give(connection, consent, told)
        audit.note(connection, "consent_given", "consent", consent.id, person_id=None, at=now)


def _in_order(items: Collection[Item]) -> list[Item]:
    return [item for item in Item if item in items or item is Item.PARTICIPATION]


def stop(
    database: Database,
    *,
    run_id: UUID,
    key: str | None,
    consent_id: UUID,
    now: datetime,
    item: Item | None = None,
) -> bool:
    """Takes an item back, or all: whoever takes back the name takes back all. False where nothing was shared.

    Raises KeyNeeded.
    """
    with database.writing() as connection:
        runs.unlocked(connection, run_id, key, to_change=True)
        found = next((one for one in store.of_run(connection, run_id, now) if one.id == consent_id), None)
        if found is None:
            return False
        if item in (None, Item.PARTICIPATION):
            store.end(connection, run_id=run_id, now=now, id=consent_id)
        elif not store.end_item(connection, consent_id, item, now):
            return False
        audit.note(connection, "consent_withdrawn", "consent", consent_id, person_id=None, at=now)
        return True


def _sender(connection: Connection, run_id: UUID, earlier_id: UUID | None) -> Receiver | None:
    """Whose link a check began by, or the one that it follows, or the one before."""
    found = campaigns.by_run(connection, run_id)
    if found:
        return Receiver(found.organisation_id, found.organisation)
    row = run_store.by_id(connection, earlier_id) if earlier_id else None
    return _sender(connection, row.id, row.earlier_id) if row else None


def _receiver(connection: Connection, organisation_id: UUID | None) -> Receiver | None:
    """A chamber in which somebody would see it; None where nobody would."""
    if not organisation_id or not people.somebody_is(connection, organisation_id, Role.CHAMBER_OFFICER):
        return None
    row = people.organisation(connection, organisation_id)
    return Receiver(row.id, row.name) if row else None
