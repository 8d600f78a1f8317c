"""From answers to the report: score, match, compose; a finished check keeps what it was shown."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment import clock
from assessment.config import Settings
from assessment.errors import NothingAnswered
from assessment.services import runs
from assessment.services.checks import follow_ups, plan_entries
from assessment.services.figures import benchmarks, counted
from assessment.services.offering import feedback, in_force
from assessment.services.offering.in_force import InForce
from assessment.services.runs import OpenRun, WayIn
from assessment.services.workshops import outcomes
from assessment.store import campaigns, plans, workshops
from assessment.store import results as store
from assessment.store.database import Database
from assessment.store.workshops import WorkshopRow
from matching import profile
from matching.profile import Profile
from matching.ranking import Matches
from questionnaires import measures, scoring
from reports import assessing, report, talked
from reports.assessed import Standing
from reports.report import Operator, Report


@dataclass(frozen=True)
class Shown:
    """A report with the run it belongs to, and with the sessions of the run that it was told from.

    `compares_since`: since when the company lets its values count in comparisons; None where it does not.
    """

    run: OpenRun
    report: Report
    sessions: tuple[WorkshopRow, ...] = ()
    compares_since: datetime | None = None


@dataclass(frozen=True)
class Made:
    """A report with what it was composed from."""

    report: Report
    company: Profile
    matches: Matches


def operator_of(settings: Settings) -> Operator:
    """Who runs this installation, as reports name them."""
    return Operator(
        name=settings.operator_name, url=settings.operator_url, accent_colour=settings.accent_colour
    )


def finish(
    database: Database, *, run_id: UUID, key: str | None, goal: str, operator: Operator, now: datetime
) -> Shown:
    """Finishes the check: the report is made now and kept as it is, whatever changes later."""
    run = runs.keep_goal(database, run_id=run_id, key=key, goal=goal, now=now)
    made = make(run, operator=operator, now=now, finished=True, by=in_force.read(database))
    with database.writing() as connection:
        if store.of_revision(connection, run.id, run.revision) is None:
            keep(connection, run, made, now)
    return Shown(run, made.report)


def finish_again(database: Database, run: OpenRun, *, operator: Operator, now: datetime) -> None:
    """Keeps a new result of a check that was finished before its last answer: it stays finished.

    `run` is what saving that answer gave. The earlier result is kept beside the new one.
    """
    with database.reading() as connection:
        was_finished = store.of_revision(connection, run.id, run.revision - 1) is not None
    if was_finished:
        _keep_anew(database, run, operator, now)


def finish_after_session(
    database: Database, *, run_id: UUID, key: WayIn, operator: Operator, now: datetime
) -> bool:
    """Keeps a new result of a check that had been finished before a session changed its answers.

    Whether there was anything to keep. Raises KeyNeeded.
    """
    run = runs.opened(database, run_id=run_id, key=key)
    with database.reading() as connection:
        waits = store.any_of_run(connection, run.id) and not store.of_revision(
            connection, run.id, run.revision
        )
    if waits:
        _keep_anew(database, run, operator, now)
    return waits


def _keep_anew(database: Database, run: OpenRun, operator: Operator, now: datetime) -> None:
    made = make(run, operator=operator, now=now, finished=True, by=in_force.read(database))
    with database.writing() as connection:
        keep(connection, run, made, now)


def keep(connection: Connection, run: OpenRun, made: Made, now: datetime) -> None:
    """Keeps the result of a check finished at this moment, and what was shown: the only thing that is ever
    learned from; whoever sent the link counts one more that has finished."""
    store.keep(
        connection,
        run_id=run.id,
        run_revision=run.revision,
        moment=now,
        engine=made.report.engine,
        catalogue=made.report.catalogue_revision,
        report=made.report.model_dump_json(),
        standing=counted.written(counted.of(made.report)),
    )
    feedback.keep_list(connection, run.id, matches=made.matches, profile=made.company, day=clock.day(now))
    campaigns.finish(connection, run.id, now)


def shown(database: Database, *, run_id: UUID, key: WayIn, operator: Operator, now: datetime) -> Shown:
    """The kept report, or an interim one while answers have changed since. Raises NothingAnswered."""
    return of_run(database, runs.opened(database, run_id=run_id, key=key), operator=operator, now=now)


def of_run(
    database: Database, run: OpenRun, *, operator: Operator, now: datetime, finished: bool = False
) -> Shown:
    """What `shown` shows, of a run that has been opened; or will show once it is `finished` as it stands.

    The plan and a session with an advisor go on after the check, an earlier check may be erased, and others
    are compared with anew each quarter: none of that is kept.
    """
    made = as_made(database, run, operator=operator, now=now, finished=finished)
    with database.reading() as connection:
        plan = plan_entries.entries(plans.of_run(connection, run.id))
        sessions = tuple(workshops.of_run(connection, run.id))
        session = outcomes.of_run(connection, run, sessions)
        benchmark, compares_since = benchmarks.of_report(connection, run, made, now)
    beside = {"chosen": tuple(one.planned for one in plan), "since": follow_ups.since(database, run)}
    told = made.model_copy(update=beside | {"benchmark": benchmark})
    if session:
        card = scoring.score(run.questionnaire, run.path)
        told = talked.with_session(told, run.questionnaire, run.path, card, session)
    return Shown(run, told, sessions, compares_since)


def as_made(
    database: Database, run: OpenRun, *, operator: Operator, now: datetime, finished: bool = False
) -> Report:
    """The report as it was kept, or as it stands at present, without what changes beside it."""
    with database.reading() as connection:
        kept = store.of_revision(connection, run.id, run.revision)
    if kept:
        return Report.model_validate_json(kept)
    return compose(run, operator=operator, now=now, finished=finished, by=in_force.read(database))


def exposure(run: OpenRun) -> Standing:
    """How hard the change hits, as far as it is known by now. Needs no matching, so it is there at once."""
    if not run.path.answers:
        raise NothingAnswered
    card = scoring.score(run.questionnaire, run.path)
    return assessing.standing(run.questionnaire, run.path, card, "exposure")


def is_kept(database: Database, run: OpenRun) -> bool:
    """Whether the check is finished, and no answer has changed since."""
    with database.reading() as connection:
        return store.of_revision(connection, run.id, run.revision) is not None


def compose(
    run: OpenRun, *, operator: Operator, now: datetime, finished: bool, by: InForce | None = None
) -> Report:
    """What this company gets to see today. Without `by`, matched by the catalogue as it was released."""
    return make(run, operator=operator, now=now, finished=finished, by=by or in_force.as_released()).report


def make(run: OpenRun, *, operator: Operator, now: datetime, finished: bool, by: InForce) -> Made:
    """Score, match and put together."""
    if not run.path.answers:
        raise NothingAnswered
    card = scoring.score(run.questionnaire, run.path)
    company = profile.profile(run.questionnaire, run.path, card, goal=run.goal or None)
    today = clock.day(now)
    matches = by.matches(company, str(run.id), today)
    told = report.compose(
        questionnaire=run.questionnaire,
        path=run.path,
        card=card,
        matches=matches,
        catalogue=by.catalogue,
        check=run.check,
        goal=run.goal or None,
        created=today,
        operator=operator,
        finished=finished,
        measures=measures.released(run.questionnaire.id),
        needs=company.needs,
    )
    return Made(told, company, matches)
