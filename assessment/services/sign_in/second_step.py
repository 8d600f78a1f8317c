"""The second step after a link, a password or another account; and the same proof again before a change.

A code from the app and a recovery code are typed into one field. A passkey needs no second step, so it is not
in here: `passkeys.sign_in` takes both at once.
"""

from datetime import datetime

from sqlalchemy.engine import Connection

from assessment.errors import Refused, WrongProof
from assessment.services import policy
from assessment.services.policy import Action, Reason, Staff
from assessment.services.sign_in import attempts, changes, one_time_codes, passwords, recovery_codes
from assessment.services.sign_in.changes import Change, Letterhead
from assessment.services.sign_in.sessions import SignedIn, finish_session, half_of, make_sure
from assessment.store import factors as store
from assessment.store import people
from assessment.store.database import Database
from assessment.store.people import PersonRow


def by_code(
    database: Database,
    *,
    token: str,
    code: str,
    network: str,
    key: str,
    letterhead: Letterhead,
    now: datetime,
) -> SignedIn:
    """Makes a half session whole. Raises Refused, WrongProof, TooManyAttempts, SignInUnavailable."""
    person = half_of(database, token=token, now=now)
    if person is None:
        raise Refused(Reason.SIGN_IN_NEEDED)
    attempts.count_all(database, {"code": str(person.id), "claim": network}, now)
    with database.writing() as connection:
        _use(connection, person, code, key, letterhead, now)
        return finish_session(connection, token, now)


def confirm_by_code(
    database: Database, *, actor: Staff, code: str, network: str, key: str, letterhead: Letterhead
) -> SignedIn:
    """Makes sure of somebody again. Raises the same."""
    policy.require(actor, Action.SEE_ACCOUNT)
    attempts.count_all(database, {"code": str(actor.person_id), "claim": network}, actor.now)
    with database.writing() as connection:
        person = people.named(connection, actor.person_id)
        if person is None:
            raise Refused(Reason.SIGN_IN_NEEDED)
        _use(connection, person, code, key, letterhead, actor.now)
        return make_sure(connection, actor)


def confirm_by_password(database: Database, *, actor: Staff, password: str, network: str) -> SignedIn:
    """The same by the password, where there is nothing stronger. Raises the same."""
    policy.require(actor, Action.SEE_ACCOUNT)
    attempts.count_all(database, {"password": actor.email, "claim": network}, actor.now)
    if not passwords.fits(database, actor=actor, password=password):
        raise WrongProof
    with database.writing() as connection:
        if store.has_second(connection, actor.person_id):
            raise WrongProof
        return make_sure(connection, actor)


def _use(
    connection: Connection,
    person: PersonRow,
    typed: str,
    key: str,
    letterhead: Letterhead,
    now: datetime,
) -> None:
    if one_time_codes.use(connection, person.id, code=typed, key=key, now=now):
        return
    if not recovery_codes.use(connection, person.id, typed=typed):
        raise WrongProof
    changes.tell(connection, person, Change.RECOVERY_CODE_USED, letterhead, now)
