"""Taking a check: begin, answer, come back, go deeper, erase."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment.errors import KeyNeeded, NoSuchRun
from assessment.services import erasure, keys, policy
from assessment.services.checks import origins
from assessment.services.checks.origins import Origin
from assessment.services.erasure import Outside, Receipt
from assessment.services.policy import Action, Staff, Visitor
from assessment.store import mandates, workshops
from assessment.store import runs as store
from assessment.store.database import Database
from questionnaires import library
from questionnaires.answers import Answer
from questionnaires.definition import Check, Questionnaire, Section
from questionnaires.routing import Path, check_answers, route

QUESTIONNAIRE = "readiness"

WayIn = str | Staff | None
"""What somebody opens a run with: its key, or who they are, for advisors with a mandate. Whatever changes a
run takes a key and nothing else, so that a checker of types finds who lets an advisor do more than read; what
an advisor may do in a session names its action."""


@dataclass(frozen=True, slots=True)
class Follows:
    """The earlier check that a run began with, as it stood on `day`; `run_id` is None once it is erased."""

    run_id: UUID | None
    day: date


@dataclass(frozen=True)
class OpenRun:
    """A run as its owner sees it: the answers with the revision that wrote each, and the path they make.

    `given_on` names the answers that are taken over from an earlier check and not yet confirmed, with the
    day on which they were given. They count like all others, and every result says how many they are.
    """

    id: UUID
    questionnaire: Questionnaire
    check: str
    goal: str
    revision: int
    answers: Mapping[str, Answer]
    written_at: Mapping[str, int]
    path: Path
    given_on: Mapping[str, date] = field(default_factory=dict)
    follows: Follows | None = None

    @property
    def unconfirmed(self) -> frozenset[str]:
        """The questions that are asked and still answered as in an earlier check."""
        return frozenset(question for question in self.given_on if question in self.path.answers)

    def unconfirmed_in(self, section: Section) -> list[str]:
        return [question.id for question in self.path.questions_of(section) if question.id in self.given_on]

    def to_do_in(self, section: Section) -> list[str]:
        """What waits for somebody: questions without an answer, and answers that nobody has confirmed."""
        return [*self.path.open_in(section), *self.unconfirmed_in(section)]

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


def begin(
    database: Database,
    *,
    check: str,
    language: str,
    now: datetime,
    key: str | None = None,
    origin: Origin | None = None,
) -> Begun:
    """A new run on the newest version of the questionnaire. The key is told once and never stored.

    Raises TooManyChecks.
    """
    with database.writing() as connection:
        return begin_in(connection, check=check, language=language, now=now, key=key, origin=origin)


def begin_in(
    connection: Connection,
    *,
    check: str,
    language: str,
    now: datetime,
    key: str | None = None,
    origin: Origin | None = None,
) -> Begun:
    """The same, with what else is written when it begins."""
    if origin:
        origins.count(connection, origin, now)
    questionnaire = library.released(QUESTIONNAIRE)
    key = key or keys.new()
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


def opened(database: Database, *, run_id: UUID, key: WayIn) -> OpenRun:
    """The run as it stands. Raises KeyNeeded without the right key, whether or not the run exists."""
    with database.reading() as connection:
        return as_it_stands(connection, unlocked(connection, run_id, key))


def without_key(database: Database, *, run_id: UUID) -> OpenRun | None:
    """The run for work that somebody with its key has asked for; None when it has been erased since."""
    with database.reading() as connection:
        run = store.by_id(connection, run_id)
        return as_it_stands(connection, run) if run else None


def save(
    database: Database,
    *,
    run_id: UUID,
    key: str | None,
    given: Mapping[str, Answer],
    seen: Mapping[str, int],
    now: datetime,
    confirmed: Collection[str] = (),
) -> Saved:
    """Stores answers. `seen` holds the revision of each answer that the visitor's page showed.

    What somebody else answered differently after that revision is left alone and told as a conflict.
    Saving the same answers again changes nothing, so a form may be sent twice. `confirmed` names answers
    of an earlier check that hold today: given as they are, they become this check's own.
    """
    with database.writing() as connection:
        run = unlocked(connection, run_id, key, to_change=True)
        stored = store.answers_of(connection, run.id)
        check_answers(library.released(run.questionnaire, run.version), given)
        changed = {q: a for q, a in given.items() if q not in stored or stored[q].answer != a}
        later = {q for q, row in stored.items() if row.revision > seen.get(q, 0)}
        conflicts = {q: stored[q].answer for q in changed if q in later}
        held = {q for q in given.keys() - changed.keys() if q in confirmed and stored[q].given_on}
        fresh = {q: a for q, a in given.items() if q in held or (q in changed and q not in conflicts)}
        if fresh:
            run = store.change(connection, run, now)
            store.put_answers(connection, run.id, run.revision, fresh, now)
    written = {q: store.AnswerRow(a, run.revision) for q, a in fresh.items()}
    return Saved(_state(run, stored | written), conflicts)


def keep_goal(database: Database, *, run_id: UUID, key: str | None, goal: str, now: datetime) -> OpenRun:
    with database.writing() as connection:
        run = unlocked(connection, run_id, key, to_change=True)
        if run.goal != goal:
            run = store.change(connection, run, now, goal=goal)
        return as_it_stands(connection, run)


def extend(database: Database, *, run_id: UUID, key: str | None, check: str, now: datetime) -> OpenRun:
    """Goes from one length to another; every answer stays."""
    with database.writing() as connection:
        run = unlocked(connection, run_id, key, to_change=True)
        if run.check != check:
            run = store.change(connection, run, now, check=check)
        return as_it_stands(connection, run)


def erase(
    database: Database, *, run_id: UUID, key: str | None, now: datetime, outside: Outside | None = None
) -> Receipt:
    """Removes the run with all that hangs on it for good, also what lies `outside` of the database.

    Later checks that began with it keep what they took over; what they showed of it beside that goes, too.
    """
    with database.writing() as connection:
        run = unlocked(connection, run_id, key, to_change=True)
        receipt, mail_ids = erasure.run(connection, run.id, now)
    if outside:
        outside.forget_run(run_id, mail_ids)
    return erasure.told(receipt)


def unlocked(
    connection: Connection,
    run_id: UUID,
    key: WayIn,
    *,
    to_change: bool = False,
    action: Action | None = None,
) -> store.RunRow:
    """The run, for whom the policy lets in; with `to_change` nobody else changes it meanwhile.

    `action` is what it is opened for, where that is more than to read it or to change all of it.
    Raises KeyNeeded, whether or not the run exists.
    """
    wanted = action or (Action.CHANGE_RUN if to_change else Action.READ_RUN)
    run = store.by_id(connection, run_id, to_change=to_change)
    if run is None or not policy.decide(actor_of(key), wanted, seen_by(connection, key, run, wanted)).allowed:
        raise KeyNeeded(run_id)
    return run


def actor_of(key: WayIn) -> policy.Actor:
    return key if isinstance(key, Staff) else Visitor(keys.hashed(key) if key else None)


def seen_by(
    connection: Connection, key: WayIn, run: store.RunRow, action: Action = Action.READ_RUN
) -> policy.Run:
    """The run as the policy looks at it: mandates are of use to staff only, and sessions for what is done in
    one."""
    if not isinstance(key, Staff):
        return policy.Run(run.key_hash)
    in_session = action in policy.IN_SESSION
    return policy.Run(
        run.key_hash,
        mandates.standing(connection, run.id, key.now),
        helped_by=workshops.leaders(connection, run.id, workshops.UNDER_WAY) if in_session else frozenset(),
    )


def as_it_stands(connection: Connection, run: store.RunRow) -> OpenRun:
    """A run that has been unlocked, with its answers."""
    return _state(run, store.answers_of(connection, run.id))


def _state(run: store.RunRow, stored: Mapping[str, store.AnswerRow]) -> OpenRun:
    questionnaire = library.released(run.questionnaire, run.version)
    answers = {question: row.answer for question, row in stored.items()}
    return OpenRun(
        id=run.id,
        questionnaire=questionnaire,
        check=run.check,
        goal=run.goal,
        revision=run.revision,
        answers=answers,
        written_at={question: row.revision for question, row in stored.items()},
        path=route(questionnaire, answers, run.check),
        given_on={question: row.given_on for question, row in stored.items() if row.given_on},
        follows=Follows(run.earlier_id, run.earlier_day) if run.earlier_day else None,
    )
