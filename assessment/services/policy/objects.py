"""What something is done to, as far as it matters for rights."""

from dataclasses import dataclass
from uuid import UUID

from assessment.services.policy.actors import Kind, Role
from assessment.store.mandates import MandateRow


@dataclass(frozen=True, slots=True)
class Run:
    """A run, by the hash of its key and the mandates that stand at the actor's moment.

    `led_by`: who leads the session that it is about. `helped_by`: who leads a session of this run that the
    company has agreed to and that is under way. `shared_with`: the chambers to which the company shows
    something of itself.
    """

    key_hash: bytes
    mandates: tuple[MandateRow, ...] = ()
    led_by: UUID | None = None
    helped_by: frozenset[UUID] = frozenset()
    shared_with: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Place:
    """A place in an organisation: `role` is to be given or taken there, if it is about that. `last`: nobody
    else has this role anywhere."""

    organisation_id: UUID
    kind: Kind | None = None
    role: Role | None = None
    last: bool = False


@dataclass(frozen=True, slots=True)
class Round:
    """A round in which people of a company answer, each alone: `led_by` asks and never answers. `full`: more
    have joined in a role than can be true."""

    running: bool
    led_by: UUID | None
    full: bool = False


On = Run | Place | Round | None
