"""Erasing for those who ask the operator for it: a check by its key or id, an account by its address."""

from datetime import datetime
from uuid import UUID

from assessment.services import erasure, keys
from assessment.services.by_hand.accounts import NotDone, keep_last_operator
from assessment.services.erasure import Outside, Receipt
from assessment.services.policy import Role
from assessment.services.sign_in import cleaned
from assessment.store import accounts as account_store
from assessment.store import people, runs
from assessment.store.database import Database


def check_id(database: Database, *, named: str) -> UUID:
    """The check that is named by its key, in whatever way it was typed, or by its id. Raises NotDone."""
    key, id_ = keys.normalised(named), _as_id(named)
    with database.reading() as connection:
        run = runs.by_key_hash(connection, keys.hashed(key)) if key else None
        run = run or (runs.by_id(connection, id_) if id_ else None)
    if run is None:
        raise NotDone("There is no check with this key or id; it may have been erased already.")
    return run.id


def _as_id(named: str) -> UUID | None:
    try:
        return UUID(named)
    except ValueError:
        return None


def check(database: Database, *, run_id: UUID, outside: Outside, now: datetime) -> Receipt:
    """Erases a check with all that hangs on it. Raises NotDone where it has gone meanwhile.

    The receipt is all that stays: an entry in the log would keep the id of which it only has a hash.
    """
    with database.writing() as connection:
        if runs.by_id(connection, run_id, to_change=True) is None:
            raise NotDone("This check has been erased meanwhile.")
        receipt, mail_ids = erasure.run(connection, run_id, now)
    outside.forget_run(run_id, mail_ids)
    return erasure.told(receipt)


def kept_in(database: Database, *, email: str) -> list[UUID]:
    """The checks that are kept in an account. Raises NotDone where there is no such account."""
    with database.reading() as connection:
        person = people.by_email(connection, cleaned(email))
        if person is None:
            raise NotDone(f"Nobody has an account with the address {email}.")
        return account_store.kept_in(connection, person.id)


def account(database: Database, *, email: str, outside: Outside, now: datetime) -> Receipt:
    """Erases an account; checks that are kept in it stay, and open by their links. Raises NotDone."""
    with database.writing() as connection:
        person = people.by_email(connection, cleaned(email))
        if person is None:
            raise NotDone(f"Nobody has an account with the address {email}.")
        keep_last_operator(connection, person, Role.OPERATOR)
        row = erasure.person(connection, person.id, person.email, now)
    outside.forget_address(person.email)
    return erasure.told(row)
