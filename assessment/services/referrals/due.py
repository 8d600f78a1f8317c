"""What is overdue: one reminder to whoever has to act, once; and the end of what nobody acted on.

Done once a day, by whichever worker comes first. It may be done twice, or by two at the same time: what has
gone out stands in a table of its own, written in the transaction of the mail. A step of anybody ends what was
waited for, and with it the reminder.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.engine import Connection

from assessment import clock
from assessment.mail import letters as paper
from assessment.services.referrals import letters, moving, states, timelines
from assessment.services.referrals.office import Office
from assessment.services.referrals.states import State
from assessment.store import batches
from assessment.store import referral_reminders as reminders
from assessment.store import referrals as store
from assessment.store.database import Database
from assessment.store.referrals import ReferralRow


@dataclass(frozen=True, slots=True)
class Done:
    """How many ended, and of how many somebody was reminded."""

    expired: int
    reminded: int


def daily(database: Database, *, office: Office, now: datetime) -> Done:
    """Whatever is over ends first: nobody is reminded of that."""
    expired = moving.expire(database, office=office, now=now)
    return Done(expired, sum(_remind(database, one, office, now) for one in _late(database, office, now)))


def _late(database: Database, office: Office, now: datetime) -> Iterator[ReferralRow]:
    """What is overdue, and has not been reminded of."""
    for found in batches.read(database, store.waiting(states.DUE, now), *store.BY_END):
        rows = [store.course(row) for row in found]
        with database.reading() as connection:
            overdue = _overdue(connection, rows, office, now)
        yield from overdue


def _overdue(
    connection: Connection, rows: Sequence[ReferralRow], office: Office, now: datetime
) -> list[ReferralRow]:
    """Those of these. Two statements."""
    due = timelines.due_days(connection, rows, office.limits, now)
    late = [row for row in rows if overdue_days(due.get(row.id), now) > 0]
    known = reminders.of(connection, [row.id for row in late])
    return [row for row in late if (row.id, states.DUE[State(row.state)]) not in known]


def _remind(database: Database, found: ReferralRow, office: Office, now: datetime) -> bool:
    """Reminds once, unless somebody has acted in between."""
    with database.writing() as connection:
        row = moving.locked(connection, found.id, found.run_id)
        if row is None or moving.standing(row, now) != found.state:
            return False
        kind = states.DUE[State(row.state)]
        if not _first(connection, row, kind, office, now):
            return False
        _to_provider(connection, row, kind, office, now)
        return True


def _first(connection: Connection, row: ReferralRow, kind: str, office: Office, now: datetime) -> bool:
    """Whether nobody was reminded of it before. Who is asked how it ended is the company, too."""
    if kind == states.DUE[State.CONTACTED]:
        return moving.ask_company(connection, row, office, now)
    return reminders.put(connection, row.id, kind, now)


def _to_provider(connection: Connection, row: ReferralRow, kind: str, office: Office, now: datetime) -> None:
    link = office.link(letters.linked(connection, row, now))
    words = {"offer": letters.name_of(row), "link": link, "kind": kind}
    days = {"sent": letters.day(row.sent_at), "end": letters.day(row.ends_at)}
    letter = paper.written("referral_reminder", "de", operator=office.operator, **words, **days)
    letters.to_provider(connection, row, letter, now, expires_at=row.ends_at)


def overdue_days(due_at: datetime | None, now: datetime) -> int:
    """How many days the provider is late; 0 on the day itself, before it, and where nobody is waited for: a
    day that has begun is left to the provider."""
    return max((clock.day(now) - clock.day(due_at)).days, 0) if due_at else 0
