"""A voice: one person of a company answers alone, on the own device, before everybody talks.

It is a role and a key that only its browser knows. The company's facts decide what is asked. Nothing of the
check is told to a voice, neither answers nor results; and nothing of a voice to anybody, until whoever leads
the session opens the board. From then on nobody answers any more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment.errors import NoSuchRound, NoSuchVoice
from assessment.services import keys, policy
from assessment.services.policy import Action, Round, Visitor
from assessment.services.workshops.meetings import State
from assessment.store import runs
from assessment.store import voices as store
from assessment.store.database import Database
from assessment.store.runs import RunRow
from assessment.store.voices import VoiceRow
from assessment.store.workshops import WorkshopRow
from questionnaires import library, rounds
from questionnaires.answers import Answer
from questionnaires.definition import Questionnaire
from questionnaires.rounds import Area
from questionnaires.routing import Path, UnknownAnswer, check_answers
from questionnaires.text import Text


@dataclass(frozen=True)
class OpenVoice:
    """What one person answers. `areas` is what the page asks, `path` what of it counts so far."""

    id: UUID
    role: str
    running: bool
    done: bool
    questionnaire: Questionnaire
    areas: tuple[Area, ...]
    answers: Mapping[str, Answer]
    path: Path

    @cached_property
    def asked(self) -> frozenset[str]:
        """The questions on the page that their own answers do not lead past."""
        shown = {question.id for area in self.areas for question in area.questions}
        return frozenset(shown & set(self.path.asked))

    @property
    def open(self) -> frozenset[str]:
        return self.asked - self.answers.keys()

    def late(self, given: Mapping[str, Answer]) -> tuple["Late", ...]:
        """Which of these answers are not stored, in the order of the page."""
        asked, label = self.questionnaire.question, self.questionnaire.label
        missing = [id_ for id_ in asked if id_ in given and given[id_] != self.answers.get(id_)]
        return tuple(Late(asked[id_].text, label(asked[id_], given[id_])) for id_ in missing)


@dataclass(frozen=True, slots=True)
class Late:
    """An answer that came when the answers lay open already, in words."""

    question: Text
    answer: Text


def opened(database: Database, *, voice_id: UUID, key: str) -> OpenVoice:
    """Raises NoSuchVoice once its session has ended."""
    with database.reading() as connection:
        voice, workshop = _unlocked(connection, voice_id, key)
        run, own = run_of(connection, workshop), store.answers_of(connection, voice.id)
        questionnaire, company = library.released(run.questionnaire, run.version), given_by(connection, run)
        return OpenVoice(
            id=voice.id,
            role=voice.role,
            running=policy.decide(Visitor(), Action.SPEAK, round_of(workshop)).allowed,
            done=voice.done_at is not None,
            questionnaire=questionnaire,
            areas=rounds.asked(questionnaire, company, run.check),
            answers=own,
            path=rounds.path(questionnaire, company, own, run.check),
        )


def save(
    database: Database,
    *,
    voice_id: UUID,
    key: str,
    given: Mapping[str, Answer],
    now: datetime,
    done: bool | None = None,
) -> None:
    """Stores answers, and that somebody is through or goes on after all. Sending them again changes nothing.

    Raises NoSuchVoice, and Refused once the board is open: nothing is stored then.
    """
    with database.writing() as connection:
        voice, workshop = _unlocked(connection, voice_id, key, to_change=True)
        policy.require(Visitor(), Action.SPEAK, round_of(workshop))
        run = run_of(connection, workshop)
        _check(library.released(run.questionnaire, run.version), given)
        store.put_answers(connection, voice.id, given, now)
        if done is not None:
            store.mark_done(connection, voice.id, now if done else None)


# --- what lies behind ----------------------------------------------------------------------------


def _unlocked(
    connection: Connection, voice_id: UUID, key: str, *, to_change: bool = False
) -> tuple[VoiceRow, WorkshopRow]:
    found = store.by_key_hash(connection, keys.hashed(key), to_change=to_change)
    if found is None or found[0].id != voice_id:
        raise NoSuchVoice
    return found


def round_of(workshop: WorkshopRow, *, full: bool = False) -> Round:
    return Round(workshop.state == State.RUNNING, workshop.person_id, full)


def run_of(connection: Connection, workshop: WorkshopRow) -> RunRow:
    run = runs.by_id(connection, workshop.run_id)
    if run is None:
        raise NoSuchRound
    return run


def given_by(connection: Connection, run: RunRow) -> dict[str, Answer]:
    return {question: row.answer for question, row in runs.answers_of(connection, run.id).items()}


def _check(questionnaire: Questionnaire, given: Mapping[str, Answer]) -> None:
    """Raises UnknownAnswer for the first answer to what no round asks, or that is not offered."""
    check_answers(questionnaire, given)
    known = rounds.questions(questionnaire)
    for question in given:
        if question not in known:
            raise UnknownAnswer(question)
