"""The checks in somebody's account, as they tell one from another."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from assessment.services import policy
from assessment.services.policy import Action, Staff
from assessment.store import kept_checks as store
from assessment.store.database import Database
from assessment.store.kept_checks import KeptRow
from questionnaires import library
from questionnaires.text import Text

PLACE = "district"
"""The question by whose answer somebody tells one check from another."""


class State(StrEnum):
    OPEN = "open"
    CHANGED = "changed"
    """Finished, and answered otherwise since."""
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Kept:
    """A check in somebody's list. `follows`: the day of the check that it began with."""

    run_id: UUID
    check: Text
    place: Text | None
    begun_at: datetime
    changed_at: datetime
    finished_at: datetime | None
    follows: date | None
    state: State


def listed(database: Database, *, actor: Staff) -> list[Kept]:
    """The checks that somebody keeps, the one that was changed last first. Raises Refused."""
    policy.require(actor, Action.KEEP_CHECKS)
    with database.reading() as connection:
        return [_kept(row) for row in store.of_person(connection, actor.person_id, PLACE)]


def _kept(row: KeptRow) -> Kept:
    asked = library.released(row.questionnaire, row.version)
    question = asked.question.get(PLACE)
    options = question.options if question else ()
    place = next((option.text for option in options if option.id == row.place), None)
    ended = State.FINISHED if row.up_to_date else State.CHANGED
    return Kept(
        row.run_id,
        asked.check[row.check].title,
        place,
        row.begun_at,
        row.changed_at,
        row.finished_at,
        row.follows,
        ended if row.finished_at else State.OPEN,
    )
