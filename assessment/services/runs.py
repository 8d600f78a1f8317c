"""Taking a check: begin, answer, come back, go deeper, erase."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment.errors import KeyNeeded, NoSuchRun
from assessment.services import keys
from assessment.store import runs as store
from assessment.store.database import Database
from questionnaires import library
from questionnaires.answers import Answer
from questionnaires.definition import Check, Questionnaire, Section
from questionnaires.routing import Path, check_answers, route

QUESTIONNAIRE = "readiness"


@dataclass(frozen=True)
class OpenRun:
    """A run as its owner sees it: the answers with the revision that wrote each, and the path they make."""

    id: UUID
    questionnaire: Questionnaire
    check: str
    goal: str
    revision: int
    answers: Mapping[str, Answer]
    written_at: Mapping[str, int]
    path: Path

    @property
    def sections(self) -> list[Section]:
        return self.path.sections(self.questionnaire)

    @property
    def open_questions(self) -> list[str]:
        return [question for question in self.path.asked if question not in self.path.answers]


@dataclass(frozen=True)
class Begun:
    run_id: UUID
    key: str


@dataclass(frozen=True)
class Saved:
    """The run after saving. `conflicts` are answers that somebody else changed meanwhile: not overwritten."""

    run: OpenRun
    conflicts: Mapping[str, Answer]


def checks() -> tuple[Check, ...]:
    """The lengths in which the newest version can be taken."""
    return library.released(QUESTIONNAIRE).checks


def begin(database: Database, *, check: str, language: str, now: datetime, key: str | None = None) -> Begun:
    """A new run on the newest version of the questionnaire. The key is told once and never stored."""
    questionnaire = library.released(QUESTIONNAIRE)
    key = key or keys.new()
    with database.writing() as connection:
        run_id = store.begin(
            connection,
            key_hash=keys.hashed(key),
            questionnaire=questionnaire.id,
            version=questionnaire.version,
            check=check,
            language=language,
            moment=now,
        )
    return Begun(run_id, key)


def with_key(database: Database, *, typed: str) -> Begun:
    """The run that a typed or linked key opens. Raises NoSuchRun."""
    key = keys.normalised(typed)
    with database.reading() as connection:
        run = store.by_key_hash(connection, keys.hashed(key)) if key else None
        if run is None or key is None:
            raise NoSuchRun
        return Begun(run.id, key)


def opened(database: Database, *, run_id: UUID, key: str | None) -> OpenRun:
    """The run as it stands. Raises KeyNeeded without the right key, whether or not the run exists."""
    with database.reading() as connection:
        return _open(connection, _unlocked(connection, run_id, key))


def save(
    database: Database,
    *,
    run_id: UUID,
    key: str | None,
    given: Mapping[str, Answer],
    seen: Mapping[str, int],
    now: datetime,
) -> Saved:
    """Stores answers. `seen` holds the revision of each answer that the visitor's page showed.

    What somebody else answered differently after that revision is left alone and told as a conflict.
    Saving the same answers again changes nothing, so a form may be sent twice.
    """
    with database.writing() as connection:
        run = _unlocked(connection, run_id, key, to_change=True)
        stored = store.answers_of(connection, run.id)
        check_answers(library.released(run.questionnaire, run.version), given)
        changed = {q: a for q, a in given.items() if q not in stored or stored[q][0] != a}
        conflicts = {q: stored[q][0] for q in changed if q in stored and stored[q][1] > seen.get(q, 0)}
        fresh = {q: answer for q, answer in changed.items() if q not in conflicts}
        if fresh:
            run = store.change(connection, run, now)
            store.put_answers(connection, run, fresh, now)
    return Saved(_state(run, stored | {q: (a, run.revision) for q, a in fresh.items()}), conflicts)


def keep_goal(database: Database, *, run_id: UUID, key: str | None, goal: str, now: datetime) -> OpenRun:
    with database.writing() as connection:
        run = _unlocked(connection, run_id, key, to_change=True)
        if run.goal != goal:
            run = store.change(connection, run, now, goal=goal)
        return _open(connection, run)


def extend(database: Database, *, run_id: UUID, key: str | None, check: str, now: datetime) -> OpenRun:
    """Goes from one length to another; every answer stays."""
    with database.writing() as connection:
        run = _unlocked(connection, run_id, key, to_change=True)
        if run.check != check:
            run = store.change(connection, run, now, check=check)
        return _open(connection, run)


def erase(database: Database, *, run_id: UUID, key: str | None) -> int:
    """Removes the run with all answers and results for good; returns how many answers there were."""
    with database.writing() as connection:
        run = _unlocked(connection, run_id, key, to_change=True)
        answers = len(store.answers_of(connection, run.id))
        store.erase(connection, run.id)
        return answers


def _unlocked(
    connection: Connection, run_id: UUID, key: str | None, *, to_change: bool = False
) -> store.RunRow:
    run = store.by_id(connection, run_id, to_change=to_change)
    if run is None or key is None or run.key_hash != keys.hashed(key):
        raise KeyNeeded(run_id)
    return run


def _open(connection: Connection, run: store.RunRow) -> OpenRun:
    return _state(run, store.answers_of(connection, run.id))


def _state(run: store.RunRow, stored: Mapping[str, tuple[Answer, int]]) -> OpenRun:
    questionnaire = library.released(run.questionnaire, run.version)
    answers = {question: answer for question, (answer, _) in stored.items()}
    return OpenRun(
        id=run.id,
        questionnaire=questionnaire,
        check=run.check,
        goal=run.goal,
        revision=run.revision,
        answers=answers,
        written_at={question: revision for question, (_, revision) in stored.items()},
        path=route(questionnaire, answers, run.check),
    )
