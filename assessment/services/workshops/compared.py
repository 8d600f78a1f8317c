"""What the voices of a session said, side by side with the company's own check."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy.engine import Connection

from assessment.services.runs import OpenRun, as_it_stands
from assessment.store import voices
from assessment.store.runs import RunRow
from assessment.store.workshops import WorkshopRow
from questionnaires import rounds
from questionnaires.answers import Answer
from questionnaires.differences import Differences, differences, urgency
from questionnaires.voices import Voice
from reports.voiced import ROLE_TITLES


@dataclass(frozen=True, slots=True)
class Compared:
    """The run as it stands, and what was said."""

    run: OpenRun
    found: Differences


def compared(connection: Connection, run: RunRow, workshop: WorkshopRow) -> Compared:
    """The same for a run that has not been opened yet."""
    open_run = as_it_stands(connection, run)
    return Compared(open_run, heard(connection, open_run, workshop))


def heard(connection: Connection, run: OpenRun, workshop: WorkshopRow) -> Differences:
    """Nothing before the board is opened, nor after the voices are erased; roles only if they are shown."""
    spoke = _voices(connection, run, workshop)
    if not spoke:
        return Differences(())
    ordered = urgency(run.questionnaire, run.answers, run.check, spoke)
    roles = tuple(ROLE_TITLES) if workshop.shown_roles else None
    return differences(run.questionnaire, run.path, spoke, ordered, roles=roles)


def undiscussed(
    connection: Connection, run: OpenRun, workshop: WorkshopRow, settled: Collection[str]
) -> list[str]:
    """What lies apart and nobody has settled, the most urgent first."""
    found = heard(connection, run, workshop).of("contested")
    return [item.question for item in found if item.question not in settled]


def _voices(connection: Connection, run: OpenRun, workshop: WorkshopRow) -> list[Voice]:
    """What counts on each voice's own way: what an answer led past was not asked."""
    if workshop.opened_at is None:
        return []
    return [_voice(run, role, said) for role, said in voices.of_workshop(connection, workshop.id)]


def _voice(run: OpenRun, role: str, said: Mapping[str, Answer]) -> Voice:
    way = rounds.path(run.questionnaire, run.answers, said, run.check)
    return Voice(role, {id_: answer for id_, answer in said.items() if id_ in way.answers})
