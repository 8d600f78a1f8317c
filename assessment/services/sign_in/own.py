"""What somebody sees of the ways into their own account."""

from dataclasses import dataclass
from uuid import UUID

from assessment.services import policy
from assessment.services.policy import Action, Staff
from assessment.store import factors, other_accounts, passkeys
from assessment.store.database import Database
from assessment.store.factors import FactorsRow
from assessment.store.other_accounts import OtherAccountRow
from assessment.store.passkeys import PasskeyRow


@dataclass(frozen=True, slots=True)
class WaysIn:
    """Beside the link by mail, which is always there."""

    proofs: FactorsRow
    passkeys: tuple[PasskeyRow, ...]
    other_accounts: tuple[OtherAccountRow, ...]

    @property
    def has_second(self) -> bool:
        return bool(self.passkeys or self.proofs.codes_since)


def ways_in(database: Database, *, actor: Staff) -> WaysIn:
    policy.require(actor, Action.SEE_ACCOUNT)
    with database.reading() as connection:
        return WaysIn(
            factors.of_person(connection, actor.person_id),
            tuple(passkeys.of_person(connection, actor.person_id)),
            tuple(other_accounts.of_person(connection, actor.person_id)),
        )


def second_proofs(database: Database, *, person_id: UUID) -> tuple[bool, bool]:
    """What may be asked for as a second step: codes, from an app or for recovery; and passkeys."""
    with database.reading() as connection:
        found = factors.of_person(connection, person_id)
        return (
            bool(found.codes_since or found.recovery_codes),
            bool(passkeys.of_person(connection, person_id)),
        )
