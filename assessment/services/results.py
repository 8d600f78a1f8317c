"""From answers to the report: score, match, compose; a finished check keeps what it was shown."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment import clock
from assessment.config import Settings
from assessment.errors import NothingAnswered
from assessment.services import follow_ups, plan_entries, runs
from assessment.services.runs import OpenRun, WayIn
from assessment.store import plans
from assessment.store import results as store
from assessment.store.database import Database
from matching import catalogue, profile, ranking
from questionnaires import measures, scoring
from reports import assessing, report
from reports.assessed import Standing
from reports.report import Operator, Report


@dataclass(frozen=True)
class Shown:
    """A report with the run it belongs to."""

    run: OpenRun
    report: Report


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
    made = compose(run, operator=operator, now=now, finished=True)
    with database.writing() as connection:
        if store.of_revision(connection, run.id, run.revision) is None:
            _keep(connection, run, made, now)
    return Shown(run, made)


def finish_again(database: Database, run: OpenRun, *, operator: Operator, now: datetime) -> None:
    """Keeps a new result of a check that was finished before its last answer: it stays finished.

    `run` is what saving that answer gave. The earlier result is kept beside the new one.
    """
    with database.reading() as connection:
        was_finished = store.of_revision(connection, run.id, run.revision - 1) is not None
    if was_finished:
        made = compose(run, operator=operator, now=now, finished=True)
        with database.writing() as connection:
            _keep(connection, run, made, now)


def _keep(connection: Connection, run: OpenRun, made: Report, now: datetime) -> None:
    store.keep(
        connection,
        run_id=run.id,
        run_revision=run.revision,
        moment=now,
        engine=made.engine,
        catalogue=made.catalogue_revision,
        report=made.model_dump_json(),
    )


def shown(database: Database, *, run_id: UUID, key: WayIn, operator: Operator, now: datetime) -> Shown:
    """The kept report, or an interim one while answers have changed since. Raises NothingAnswered."""
    return of_run(database, runs.opened(database, run_id=run_id, key=key), operator=operator, now=now)


def of_run(
    database: Database, run: OpenRun, *, operator: Operator, now: datetime, finished: bool = False
) -> Shown:
    """What `shown` shows, of a run that has been opened; or will show once it is `finished` as it stands.

    The plan goes on changing after the check, and an earlier check may be erased: neither is kept.
    """
    made = as_made(database, run, operator=operator, now=now, finished=finished)
    with database.reading() as connection:
        plan = plan_entries.entries(plans.of_run(connection, run.id))
    beside = {"chosen": tuple(one.planned for one in plan), "since": follow_ups.since(database, run)}
    return Shown(run, made.model_copy(update=beside))


def as_made(
    database: Database, run: OpenRun, *, operator: Operator, now: datetime, finished: bool = False
) -> Report:
    """The report as it was kept, or as it stands at present, without what changes beside it."""
    with database.reading() as connection:
        kept = store.of_revision(connection, run.id, run.revision)
    if kept:
        return Report.model_validate_json(kept)
    return compose(run, operator=operator, now=now, finished=finished)


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


def compose(run: OpenRun, *, operator: Operator, now: datetime, finished: bool) -> Report:
    """Score, match and put together what this company gets to see today."""
    if not run.path.answers:
        raise NothingAnswered
    card = scoring.score(run.questionnaire, run.path)
    offers = catalogue.released()
    company = profile.profile(run.questionnaire, run.path, card, goal=run.goal or None)
    today = clock.day(now)
    return report.compose(
        questionnaire=run.questionnaire,
        path=run.path,
        card=card,
        matches=ranking.match(offers, company, today),
        catalogue=offers,
        check=run.check,
        goal=run.goal or None,
        created=today,
        operator=operator,
        finished=finished,
        measures=measures.released(run.questionnaire.id),
        needs=company.needs,
    )
