"""Comparison values for companies: frozen at the end of each quarter, read by whoever has a result.

A company lets its values count, or not, for each of its checks; it reads the comparison either way.
"""

from datetime import date, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment.services import runs
from assessment.services.figures import freezing
from assessment.services.figures.records import records
from assessment.services.runs import OpenRun
from assessment.store import audit, consents, figures
from assessment.store import benchmarks as store
from assessment.store.consents import Purpose
from assessment.store.database import Database
from matching import catalogue
from questionnaires import library
from questionnaires.definition import Questionnaire
from questionnaires.scoring import ENGINE
from reports import benchmarking
from reports.benchmarked import Benchmark
from reports.cohorts.benchmarks import Benchmarks, Ladder, freeze
from reports.funder import library as funder_library
from reports.report import Report

CONSENT_LIFE = timedelta(days=730)


# --- freezing ------------------------------------------------------------------------------------


def at_quarters_end(database: Database, *, now: datetime, examples: bool = False) -> list[date]:
    """Freezes what each quarter that is over and has none leads to; the days of those it froze.

    The very first are those of the newest quarter. Safe to run as often as anybody likes.
    """
    due = freezing.due(database, store.KIND, now)
    return [day for day in due if _freeze(database, day, now, examples=examples)]


def _freeze(database: Database, as_of: date, now: datetime, *, examples: bool) -> bool:
    with database.one_moment() as connection:
        before, companies = _newest(connection), records(connection, as_of, examples=examples)
    found = freeze(companies, ladder(library.released(runs.QUESTIONNAIRE)), as_of, before)
    content = found.model_dump_json()
    with database.writing() as connection:
        return figures.keep(
            connection, kind=store.KIND, as_of=as_of, made_at=now, engine=ENGINE, content=content
        )


def _newest(connection: Connection) -> Benchmarks | None:
    content = store.newest(connection)
    return _read(content) if content else None


@lru_cache(maxsize=2)
def _read(content: str) -> Benchmarks:
    """The same for four times a year, and read for every result."""
    return Benchmarks.model_validate_json(content)


def ladder(questionnaire: Questionnaire) -> Ladder:
    """What companies are compared by, as the content has it."""
    districts = catalogue.released().districts
    return benchmarking.ladder(questionnaire, funder_library.size_classes(), districts)


# --- reading -------------------------------------------------------------------------------------


def of_report(
    connection: Connection, run: OpenRun, report: Report, now: datetime
) -> tuple[Benchmark | None, datetime | None]:
    """The comparison of a report, and since when the company lets its own values count."""
    content, agreed_at = store.at_present(connection, run.id, now)
    if content is None:
        return None, agreed_at
    found = benchmarking.benchmark(
        report,
        _read(content),
        by=ladder(run.questionnaire),
        questionnaire=run.questionnaire,
        answers=run.path.answers,
        classes=funder_library.size_classes(),
    )
    return found, agreed_at


# --- the company's word --------------------------------------------------------------------------


def agree(database: Database, *, run_id: UUID, key: str | None, text_version: str, now: datetime) -> None:
    """From the next quarter's end on, the values of this company count. Raises KeyNeeded."""
    consent = consents.new(
        run_id=run_id,
        purpose=Purpose.COMPARISON,
        text_version=text_version,
        given_at=now,
        ends_at=now + CONSENT_LIFE,
    )
    with database.writing() as connection:
        runs.unlocked(connection, run_id, key, to_change=True)
        consents.give(connection, consent)
        audit.note(connection, "consent_given", "consent", consent.id, person_id=None, at=now)


def take_back(database: Database, *, run_id: UUID, key: str | None, now: datetime) -> None:
    """From the next quarter's end on, they count no more. Raises KeyNeeded."""
    with database.writing() as connection:
        runs.unlocked(connection, run_id, key, to_change=True)
        for consent, _, _ in consents.of_run(connection, run_id):
            if consent.purpose == Purpose.COMPARISON and consent.stands(now):
                consents.withdraw(connection, run_id=run_id, now=now, id=consent.id)
                audit.note(connection, "consent_withdrawn", "consent", consent.id, person_id=None, at=now)
