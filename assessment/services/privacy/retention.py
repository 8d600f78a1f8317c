"""Erases what is older than its limit. The limits stand in the settings, and the page on privacy tells them.

A second run at the same moment finds nothing to do, so it may run as often as anybody likes; a worker does so
once a day. What ends by itself (links, sessions, consents) goes when it has ended.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment.config import Settings
from assessment.services import erasure
from assessment.services.interfaces import coming_in
from assessment.services.policy import Role
from assessment.services.referrals import moving
from assessment.services.sign_in import tidying
from assessment.services.workshops import stages
from assessment.store import (
    audit,
    belongings,
    consents,
    follow_ups,
    outbox,
    partners,
    people,
    receipts,
    report_files,
    sharing,
    webhooks,
)
from assessment.store import runs as store
from assessment.store.database import Database
from assessment.watching import Watch, unwatched
from matching import exchange


class Outside(erasure.Outside, Protocol):
    def forget_mails(self, before: datetime, *, only_count: bool = False) -> int:
        """Removes mails that lie as files and are older; how many there were."""


def months_before(moment: datetime, months: int) -> datetime:
    """The same day and time so many months ago; the last day of a shorter month."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    last_day = monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last_day))


Step = Callable[[Connection, Settings, datetime], int]


def _signing_in(connection: Connection, _settings: Settings, now: datetime) -> int:
    return tidying.forget(connection, now)


def _opt_ins(connection: Connection, _settings: Settings, now: datetime) -> int:
    return partners.forget_expired(connection, now)


def _introductions(connection: Connection, _settings: Settings, now: datetime) -> int:
    return partners.forget_pairs(connection, now - timedelta(days=exchange.released().kept_days))


def _names(connection: Connection, _settings: Settings, now: datetime) -> int:
    return consents.forget_names(connection, now)


def _contacts(connection: Connection, _settings: Settings, now: datetime) -> int:
    return sharing.forget_contacts(connection, now)


def _consents(connection: Connection, settings: Settings, now: datetime) -> int:
    return consents.forget_before(connection, months_before(now, settings.keep_consents_months))


def _sessions(connection: Connection, _settings: Settings, now: datetime) -> int:
    return stages.end_left_standing(connection, now)


def _useless_mails(connection: Connection, _settings: Settings, now: datetime) -> int:
    return outbox.forget_useless(connection, now)


def _sent_mails(connection: Connection, settings: Settings, now: datetime) -> int:
    return outbox.forget_sent(connection, now - timedelta(days=settings.keep_mails_days))


def _interfaces(connection: Connection, _settings: Settings, now: datetime) -> int:
    return coming_in.forget(connection, now=now)


def _told_systems(connection: Connection, settings: Settings, now: datetime) -> int:
    return webhooks.forget_before(connection, now - timedelta(days=settings.keep_mails_days))


def _reports(connection: Connection, settings: Settings, now: datetime) -> int:
    return report_files.forget_before(connection, now - timedelta(days=settings.keep_reports_days))


def _referrals(connection: Connection, settings: Settings, now: datetime) -> int:
    return moving.forget_told(connection, settings.keep_referrals_days, now)


def _audit(connection: Connection, settings: Settings, now: datetime) -> int:
    return audit.forget_before(connection, months_before(now, settings.keep_audit_months))


def _receipts(connection: Connection, settings: Settings, now: datetime) -> int:
    return receipts.forget_before(connection, months_before(now, settings.keep_receipts_months))


STEPS: Mapping[str, Step] = {
    "links, sessions and attempts that are over": _signing_in,
    "opt-ins that have ended": _opt_ins,
    "introductions that came to nothing": _introductions,
    "names told for consents that have ended": _names,
    "contacts shown by consents that have ended": _contacts,
    "proofs of consents that ended long ago": _consents,
    "sessions that nobody has closed": _sessions,
    "mails that came too late": _useless_mails,
    "notes on mails that were sent": _sent_mails,
    "answers, links and tokens of other systems": _interfaces,
    "notes on what other systems were told": _told_systems,
    "rendered reports": _reports,
    "notes and contacts of referrals that are over": _referrals,
    "entries of the audit log": _audit,
    "receipts": _receipts,
}
"""What is erased by its age alone, each in a transaction of its own."""
MAIL_FILES, CHECKS, ACCOUNTS = "mails as files", "checks that nobody has touched", "accounts not in use"


def run(
    database: Database,
    *,
    settings: Settings,
    outside: Outside,
    now: datetime,
    dry: bool = False,
    watch: Watch = unwatched,
) -> dict[str, int]:
    """Erases, or with `dry` only tells what it would; by kind, how much."""
    found = {kind: _step(database, step, settings, now, dry=dry) for kind, step in STEPS.items()}
    before = now - timedelta(days=settings.keep_mails_days)
    found[MAIL_FILES] = outside.forget_mails(before, only_count=dry)
    checks = _untouched(database, months_before(now, settings.keep_checks_months), now)
    accounts = _unused(database, months_before(now, settings.keep_accounts_months))
    if not dry:
        _erase_checks(database, watch(checks, len(checks)), outside, now)
        _erase_accounts(database, accounts, outside, now)
    return found | {CHECKS: len(checks), ACCOUNTS: len(accounts)}


def _step(database: Database, step: Step, settings: Settings, now: datetime, *, dry: bool) -> int:
    with _writing(database, dry=dry) as connection:
        return step(connection, settings, now)


@contextmanager
def _writing(database: Database, *, dry: bool) -> Iterator[Connection]:
    """A transaction; taken back at its end where only numbers are wanted, so that they are true."""
    with database.writing() as connection:
        yield connection
        if dry:
            connection.rollback()


def _untouched(database: Database, limit: datetime, now: datetime) -> list[UUID]:
    """Checks in which nothing is newer than the limit, and with which no later check began that is in use."""
    with database.reading() as connection:
        old = store.untouched_since(connection, limit)
        stale = {one for one in old if not _used_since(connection, one, limit, now)}
        return [one for one in old if one in _without_followers(connection, stale)]


def _used_since(connection: Connection, run_id: UUID, limit: datetime, now: datetime) -> bool:
    touched = belongings.touched(connection, erasure.RUN, run_id, now)
    return touched is not None and touched >= limit


def _without_followers(connection: Connection, stale: Iterable[UUID]) -> set[UUID]:
    """The checks among these with whose answers no other check began but one of these."""
    left = set(stale)
    while True:
        needed = {one for one in left if {run for run, _ in follow_ups.followers(connection, one)} - left}
        if not needed:
            return left
        left -= needed


def _erase_checks(database: Database, run_ids: Iterable[UUID], outside: Outside, now: datetime) -> None:
    for run_id in run_ids:
        with database.writing() as connection:
            if store.by_id(connection, run_id, to_change=True) is None:
                continue
            _, mail_ids = erasure.run(connection, run_id, now)
        outside.forget_run(run_id, mail_ids)


def _unused(database: Database, limit: datetime) -> list[tuple[UUID, str]]:
    """Accounts with which nobody has signed in since, but never the last ones that operate the whole."""
    with database.reading() as connection:
        unused = people.unused_since(connection, limit)
        operators = people.ids_with_role(connection, Role.OPERATOR)
    needed = operators if operators <= {one.id for one in unused} else frozenset()
    return [(one.id, one.email) for one in unused if one.id not in needed]


def _erase_accounts(
    database: Database, accounts: Iterable[tuple[UUID, str]], outside: Outside, now: datetime
) -> None:
    for person_id, email in accounts:
        with database.writing() as connection:
            erasure.person(connection, person_id, email, now)
        outside.forget_address(email)
