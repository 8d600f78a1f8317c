"""Erasing for good, with a receipt: a check with all that hangs on it, or the account of staff.

What lies outside of the database (mails as files, orders in the queue) is erased once that is done, by
`Outside`. Files that show parts of the check beside a later one go, too. Statistics name nobody and stay.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment.services import keys, policy
from assessment.services.policy import Action, Place, Role, Staff
from assessment.store import audit, belongings, follow_ups, outbox, people, receipts, sign_ins
from assessment.store import runs as store
from assessment.store.database import Database
from assessment.store.receipts import ReceiptRow

RUN, PERSON = "run", "person"
"""What is erased, by its table."""


class Outside(Protocol):
    """What of a check or a person lies outside of the database."""

    def forget_run(self, run_id: UUID, mail_ids: Collection[UUID]) -> None:
        """Removes mails that lie as files, and orders for reports. Never raises."""

    def forget_address(self, email: str) -> None:
        """Removes mails to an address that lie as files. Never raises."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What whoever erased something can keep: `counted` is how many rows of each table there were."""

    number: str
    kind: str
    erased_at: datetime
    counted: Mapping[str, int]


def run(connection: Connection, run_id: UUID, now: datetime) -> tuple[ReceiptRow, list[UUID]]:
    """Erases a check within the transaction of whoever has made sure that it may go.

    Returns the receipt, and the mails of which files may lie outside.
    """
    counted = belongings.counted(connection, RUN, run_id)
    mail_ids = outbox.of_run(connection, run_id)
    follow_ups.forget_comparisons(connection, run_id)
    store.erase(connection, run_id)
    return _receipt(connection, run_id, RUN, counted, now), mail_ids


def _receipt(
    connection: Connection, subject_id: UUID, kind: str, counted: Mapping[str, int], now: datetime
) -> ReceiptRow:
    """Its number has 80 random bits, as keys have: who knows it was given it."""
    return receipts.write(
        connection, number=keys.new(), subject_id=subject_id, kind=kind, counted=counted, now=now
    )


def account(database: Database, *, actor: Staff, outside: Outside) -> Receipt:
    """Erases the own account with its memberships, sessions and links. Raises Refused."""
    with database.writing() as connection:
        policy.require(actor, Action.ERASE_ACCOUNT, _seat_of_operator(connection, actor))
        row = person(connection, actor.person_id, actor.email, actor.now)
    outside.forget_address(actor.email)
    return told(row)


def _seat_of_operator(connection: Connection, actor: Staff) -> Place | None:
    """Where somebody operates all of it, and whether nobody else does."""
    role = Role.OPERATOR
    homes, number = actor.organisations(role), people.number_of(connection, role)
    return Place(homes[0], role=role, last=number < 2) if homes else None


def person(connection: Connection, person_id: UUID, email: str, now: datetime) -> ReceiptRow:
    """Erases an account; what companies have entrusted to this person alone ends with it."""
    counted = belongings.counted(connection, PERSON, person_id, apart=of_companies())
    outbox.forget_to(connection, email)
    sign_ins.forget_address(connection, email)
    people.erase(connection, person_id)
    audit.note(connection, "account_erased", PERSON, person_id, person_id=person_id, at=now)
    return _receipt(connection, person_id, PERSON, counted, now)


def of_companies() -> frozenset[str]:
    """The tables that name a person and belong to the check of a company."""
    tables = belongings.tables().values()
    return frozenset(table.name for table in tables if "run_id" in table.c and table.name not in OF_PEOPLE)


OF_PEOPLE = frozenset({"workshop_note", "kept_check"})
"""What is about a check and belongs to a person: what an advisor writes down for the own use, and that it
is kept in an account."""


def told(row: ReceiptRow) -> Receipt:
    return Receipt(row.number, row.kind, row.erased_at, row.counted)
