"""Who does something: somebody without an account, staff with seats in organisations, or a system."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    ADVISOR = "advisor"
    CHAMBER_OFFICER = "chamber_officer"
    PROVIDER_CONTACT = "provider_contact"
    OPERATOR = "operator"


class Kind(StrEnum):
    """What an organisation is."""

    ADVICE = "advice"
    CHAMBER = "chamber"
    PROVIDER = "provider"
    NETWORK = "network"


ROLES_IN: Mapping[Kind, tuple[Role, ...]] = {
    Kind.ADVICE: (Role.ADVISOR,),
    Kind.CHAMBER: (Role.CHAMBER_OFFICER, Role.ADVISOR),
    Kind.PROVIDER: (Role.PROVIDER_CONTACT,),
    Kind.NETWORK: (Role.OPERATOR, Role.ADVISOR),
}
"""The roles that people may have in each kind of organisation, the usual one first."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody without an account; `key_hash` is that of the key which their browser holds for this run."""

    key_hash: bytes | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """What somebody is, and in which organisation."""

    organisation_id: UUID
    name: str
    kind: Kind
    role: Role


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who is signed in, as of `now`: mandates are judged by that moment.

    `sure_at`: when they last proved who they are. `lacks_second`: their role demands a second step of signing
    in, and they have not set one up yet.
    """

    person_id: UUID
    name: str
    email: str
    seats: tuple[Seat, ...]
    now: datetime
    session_id: UUID | None = None
    sure_at: datetime | None = None
    lacks_second: bool = False

    def organisations(self, role: Role) -> tuple[UUID, ...]:
        return tuple(seat.organisation_id for seat in self.seats if seat.role == role)

    def has(self, role: Role) -> bool:
        return bool(self.organisations(role))


class Scope(StrEnum):
    """What a token allows."""

    START_RUNS = "runs:start"
    READ_RESULTS = "results:read"
    WRITE_REFERRALS = "referrals:write"
    READ_FIGURES = "figures:read"


SCOPES_IN: Mapping[Kind, tuple[Scope, ...]] = {
    Kind.ADVICE: (Scope.START_RUNS, Scope.READ_RESULTS),
    Kind.CHAMBER: (Scope.START_RUNS, Scope.READ_RESULTS, Scope.READ_FIGURES),
    Kind.PROVIDER: (Scope.WRITE_REFERRALS,),
    Kind.NETWORK: (Scope.START_RUNS, Scope.READ_FIGURES),
}
"""What the systems of each kind of organisation may be allowed."""


@dataclass(frozen=True, slots=True)
class System:
    """The system of an organisation that came in by a token, as of `now`."""

    token_id: UUID
    organisation_id: UUID
    kind: Kind
    scopes: frozenset[Scope]
    now: datetime


Actor = Visitor | Staff | System
