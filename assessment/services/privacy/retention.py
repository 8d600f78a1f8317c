"""Erases what is older than its limit. The limits stand in the settings, and the page on privacy tells them.

A second run at the same moment finds nothing to do, so it may run as often as anybody likes; a worker does so
once a day. What ends by itself (links, sessions, consents) goes when it has ended. However much that is, it
goes in batches: nobody else waits.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from sqlalchemy import Delete, Update
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
    batches,
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


Forgets = Callable[[Settings, datetime], tuple[Delete | Update, ...]]
STEPS: Mapping[str, Forgets] = {
    "links, sessions and attempts that are over": lambda _, now: tidying.forget(now),
    "opt-ins that have ended": lambda _, now: (partners.forget_expired(now),),
    "introductions that came to nothing": lambda _, now: (
        partners.forget_pairs(now - timedelta(days=exchange.released().kept_days)),
    ),
    "names told for consents that have ended": lambda _, now: (consents.forget_names(now),),
    "contacts shown by consents that have ended": lambda _, now: (sharing.forget_contacts(now),),
    "proofs of consents that ended long ago": lambda settings, now: (
        consents.forget_before(months_before(now, settings.keep_consents_months)),
    ),
    "mails that came too late": lambda _, now: (outbox.forget_useless(now),),
    "notes on mails that were sent": lambda settings, now: (
        outbox.forget_sent(now - timedelta(days=settings.keep_mails_days)),
    ),
    "answers, links and tokens of other systems": lambda _, now: coming_in.forget(now),
    "notes on what other systems were told": lambda settings, now: (
        webhooks.forget_before(now - timedelta(days=settings.keep_mails_days)),
    ),
    "rendered reports": lambda settings, now: (
        report_files.forget_before(now - timedelta(days=settings.keep_reports_days)),
    ),
    "notes and contacts of referrals that are over": lambda settings, now: (
        moving.forget_told(settings.keep_referrals_days, now),
    ),
    "entries of the audit log": lambda settings, now: (
        audit.forget_before(months_before(now, settings.keep_audit_months)),
    ),
    "receipts": lambda settings, now: (
        receipts.forget_before(months_before(now, settings.keep_receipts_months)),
    ),
}
"""What is erased by its age alone."""
BESIDE: Sequence[Forgets] = (
    lambda _, now: tidying.forget_beginnings(now),
    lambda settings, now: moving.forget_beside_told(settings.keep_referrals_days, now),
    lambda settings, now: (audit.move_horizon(months_before(now, settings.keep_audit_months)),),
)
"""What goes before that, and is not told of."""
SESSIONS, MAIL_FILES = "sessions that nobody has closed", "mails as files"
CHECKS, ACCOUNTS = "checks that nobody has touched", "accounts not in use"


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
    for beside in () if dry else BESIDE:
        _forget(database, beside(settings, now))
    found = {kind: _forget(database, step(settings, now), dry=dry) for kind, step in STEPS.items()}
    found[SESSIONS] = _end_sessions(database, now, dry=dry)
    mails_before = now - timedelta(days=settings.keep_mails_days)
    found[MAIL_FILES] = outside.forget_mails(mails_before, only_count=dry)
    checks_before = months_before(now, settings.keep_checks_months)
    checks = _untouched(database, checks_before, now)
    accounts = _unused(database, months_before(now, settings.keep_accounts_months))
    if dry:
        return found | {CHECKS: _number(checks), ACCOUNTS: _number(accounts)}
    watched = watch(checks, _at_most(database, checks_before))
    found[CHECKS] = sum(_erase_check(database, one, outside, now) for one in watched)
    found[ACCOUNTS] = sum(_erase_account(database, *one, outside, now) for one in accounts)
    return found


def _forget(database: Database, statements: Iterable[Delete | Update], *, dry: bool = False) -> int:
    return sum(batches.write(database, statement, dry=dry) for statement in statements)


def _number(found: Iterable[object]) -> int:
    return sum(1 for _ in found)


def _end_sessions(database: Database, now: datetime, *, dry: bool) -> int:
    """In one transaction, since there are few; taken back where only their number is wanted."""
    with database.writing() as connection:
        ended = stages.end_left_standing(connection, now)
        if dry:
            connection.rollback()
        return ended


def _at_most(database: Database, limit: datetime) -> int:
    """How many checks may be too old: answers tell most of it, though not all."""
    with database.reading() as connection:
        return store.number_untouched_since(connection, limit)


def _untouched(database: Database, limit: datetime, now: datetime) -> Iterator[UUID]:
    """Checks in which nothing is newer than the limit, and with which no later check began that is in use."""
    for rows in batches.read(database, store.untouched_since(limit), *store.BY_CHANGE):
        ids = [row.id for row in rows]
        with database.reading() as connection:
            needed = _needed(connection, ids, limit, now)
        yield from (one for one in ids if one not in needed)


def _needed(connection: Connection, ids: Sequence[UUID], limit: datetime, now: datetime) -> set[UUID]:
    """Those of these that are in use, or with whose answers a check began that is. Two statements."""
    later = follow_ups.later(connection, ids)
    used = {one.id for one in later if one.changed_at >= limit}
    used |= belongings.touched(connection, erasure.RUN, {*ids, *(one.id for one in later)}, limit, now)
    return used | {one.first for one in later if one.id in used}


def _erase_check(database: Database, run_id: UUID, outside: Outside, now: datetime) -> bool:
    """Whether it was still there."""
    with database.writing() as connection:
        if store.by_id(connection, run_id, to_change=True) is None:
            return False
        _, mail_ids = erasure.run(connection, run_id, now)
    outside.forget_run(run_id, mail_ids)
    return True


def _unused(database: Database, limit: datetime) -> Iterator[tuple[UUID, str]]:
    """Accounts with which nobody has signed in since, but never the last ones that operate the whole."""
    with database.reading() as connection:
        operators = people.ids_with_role(connection, Role.OPERATOR)
        needed = frozenset() if people.any_seen_since(connection, operators, limit) else operators
    for rows in batches.read(database, people.unused_since(limit), people.Person.id):
        yield from ((row.id, row.email) for row in rows if row.id not in needed)


def _erase_account(database: Database, person_id: UUID, email: str, outside: Outside, now: datetime) -> bool:
    with database.writing() as connection:
        erasure.person(connection, person_id, email, now)
    outside.forget_address(email)
    return True
