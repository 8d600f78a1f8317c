"""Again after a year: a new check that begins with the answers of an earlier one, and what changed since.

Whoever holds the key of the earlier check begins; from then on the new one knows the earlier one by its id,
and whoever holds the new key sees both. Answers that are taken over count from the start, but stay marked
until somebody confirms or changes them: a score without them would say less, and a comparison that took them
for new would say too much. "Don't know" is never taken over: a year later somebody may know.

The comparison is computed whenever it is shown and never kept, so erasing the earlier check removes it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment import clock
from assessment.errors import KeyNeeded, NothingAnswered
from assessment.services import kept_checks, keys, runs
from assessment.services.checks import earlier_checks, origins
from assessment.services.checks.earlier_checks import Earlier, Last
from assessment.services.checks.origins import Origin
from assessment.services.kept_checks import Keeper
from assessment.services.runs import Begun, OpenRun
from assessment.store import follow_ups as store
from assessment.store import runs as runs_store
from assessment.store.database import Database
from questionnaires import library
from questionnaires.text import Text
from questionnaires.versions.compare import Taken
from reports import comparing
from reports.compared import Since
from reports.comparing import Hindsight

FIRST = 0
"""The revision in which a run begins."""


@dataclass(frozen=True)
class TakenOver:
    """What a new check begins with: the questions it asks, in its order."""

    run: OpenRun
    taken: tuple[str, ...]
    again: Mapping[str, Last]
    new: tuple[str, ...]
    gone: tuple[Text, ...]


@dataclass(frozen=True)
class Compared:
    """A check with what changed in it. `since` is None where there is no earlier check (any more).

    `rated` are the scored questions that changed, with the option that fits their earlier state in
    hindsight, if somebody has said so.
    """

    run: OpenRun
    since: Since | None
    rated: Mapping[str, str | None]


@dataclass(frozen=True)
class Beginning:
    """An earlier check from which a new one can be begun; `begun` are those that were, and when."""

    run: OpenRun
    day: date
    begun: Sequence[tuple[UUID, datetime]]


def beginning(database: Database, *, run_id: UUID, key: str | None) -> Beginning:
    """What is known before a follow-up begins. Raises KeyNeeded, NothingAnswered."""
    run = _answered(database, run_id=run_id, key=key)
    with database.reading() as connection:
        row = store.earlier(connection, run.id)
        day = clock.day(row.changed_at) if row else date.min
        return Beginning(run, day, store.followers(connection, run.id))


def begin(
    database: Database,
    *,
    run_id: UUID,
    key: str | None,
    check: str,
    language: str,
    now: datetime,
    new_key: str | None = None,
    keeper: Keeper | None = None,
    origin: Origin | None = None,
) -> Begun:
    """A new run on the newest version, with the answers of this one.

    Raises KeyNeeded, NothingAnswered, TooManyChecks.

    A `keeper` who keeps this one in an account keeps the new one, too.
    """
    run = _answered(database, run_id=run_id, key=key)
    newest = library.released(run.questionnaire.id)
    new_key = new_key or keys.new()
    with database.writing() as connection:
        if origin:
            origins.count(connection, origin, now)
        earlier = earlier_checks.load(connection, run.id, newest)
        if earlier is None:
            raise KeyNeeded(run_id)  # erased a moment ago
        new_id = runs_store.begin(
            connection,
            key_hash=keys.hashed(new_key),
            questionnaire=newest.id,
            version=newest.version,
            check=check,
            language=language,
            moment=now,
        )
        store.follow(connection, run_id=new_id, earlier_id=run.id, earlier_day=earlier.day)
        _take_over(connection, new_id, earlier, run, now)
        begun = Begun(new_id, new_key)
        if keeper:
            kept_checks.keep_follow_up(connection, earlier_id=run.id, begun=begun, keeper=keeper)
    return begun


def taken_over(database: Database, *, run_id: UUID, key: str | None) -> TakenOver:
    """What the check began with, as one list. Empty for a check that follows none, or none any more."""
    run = runs.opened(database, run_id=run_id, key=key)
    earlier = _of(database, run)
    last = earlier.last_time if earlier else {}
    carried = earlier.carry.answers if earlier else {}
    asked = run.path.asked
    return TakenOver(
        run,
        taken=tuple(id_ for id_ in asked if id_ in carried),
        again={id_: last[id_] for id_ in asked if id_ in last and last[id_].reason},
        new=tuple(id_ for id_ in asked if id_ not in last) if earlier else (),
        gone=earlier.gone if earlier else (),
    )


def last_time(database: Database, run: OpenRun) -> Mapping[str, Last]:
    """By question of this check, what was answered in the earlier one."""
    earlier = _of(database, run)
    return earlier.last_time if earlier else {}


def since(database: Database, run: OpenRun) -> Since | None:
    """What changed since the earlier check, for the report; None where there is none (any more)."""
    return compared_with(database, run).since


def compared(database: Database, *, run_id: UUID, key: str | None) -> Compared:
    return compared_with(database, runs.opened(database, run_id=run_id, key=key))


def compared_with(database: Database, run: OpenRun) -> Compared:
    """What `compared` says, of a run that has been opened."""
    if not run.follows or not run.follows.run_id:
        return Compared(run, None, {})
    with database.reading() as connection:
        earlier = earlier_checks.load(connection, run.follows.run_id, run.questionnaire, run.follows.day)
        ratings = store.ratings(connection, run.id)
    if earlier is None:
        return Compared(run, None, {})
    before, after = earlier.before, Taken(run.questionnaire, run.answers, run.check)
    told = comparing.since(before, after, Hindsight(run.unconfirmed, ratings))
    asked = comparing.to_judge(run.questionnaire, told)
    return Compared(run, told, {question: ratings.get(question) for question in asked})


def look_back(database: Database, run: OpenRun, *, ratings: Mapping[str, str], now: datetime) -> None:
    """Keeps how the earlier state looks today, instead of what was said about that before.

    The earlier answers stay as they are. Options that the questions do not offer are left out.
    """
    question = run.questionnaire.question
    known = {
        id_: choice for id_, choice in ratings.items() if id_ in question and choice in question[id_].option
    }
    earlier_id = run.follows.run_id if run.follows else None
    if earlier_id:
        with database.writing() as connection:
            store.put_ratings(connection, run_id=run.id, earlier_id=earlier_id, ratings=known, moment=now)


def _answered(database: Database, *, run_id: UUID, key: str | None) -> OpenRun:
    run = runs.opened(database, run_id=run_id, key=key)
    if not run.path.answers:
        raise NothingAnswered
    return run


def _take_over(connection: Connection, new_id: UUID, earlier: Earlier, run: OpenRun, now: datetime) -> None:
    """Each answer with the day on which it was given: an unconfirmed one has been waiting for longer."""
    days = {one.key: run.given_on.get(one.was, earlier.day) for one in earlier.carry.carried}
    if days:
        runs_store.put_answers(connection, new_id, FIRST, earlier.carry.answers, now, days)


def _of(database: Database, run: OpenRun) -> Earlier | None:
    """The check that this one follows, if it is still there."""
    if not run.follows or not run.follows.run_id:
        return None
    with database.reading() as connection:
        return earlier_checks.load(connection, run.follows.run_id, run.questionnaire, run.follows.day)
