"""What is overdue: one reminder to whoever has to act, once; and the end of what nobody acted on.

Done once a day, by whichever worker comes first. It may be done twice, or by two at the same time: what has
gone out stands in a table of its own, written in the transaction of the mail. A step of anybody ends what was
waited for, and with it the reminder.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment import clock
from assessment.mail import letters as paper
from assessment.services.referrals import letters, moving, states
from assessment.services.referrals.office import Office
from assessment.services.referrals.states import State
from assessment.store import outbox
from assessment.store import provider_absence as absences
from assessment.store import referral_reminders as reminders
from assessment.store import referrals as store
from assessment.store.database import Database
from assessment.store.referrals import ReferralRow

Absences = tuple[absences.AbsenceRow, ...]
ASKING_LIFE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Done:
    """How many ended, and of how many somebody was reminded."""

    expired: int
    reminded: int


def daily(database: Database, *, office: Office, now: datetime) -> Done:
    """Whatever is over ends first: nobody is reminded of that."""
    expired = moving.expire(database, office=office, now=now)
    return Done(expired, sum(_remind(database, one, office, now) for one in _late(database, office, now)))


def _late(database: Database, office: Office, now: datetime) -> list[ReferralRow]:
    """What is overdue, and has not been reminded of. Three statements."""
    with database.reading() as connection:
        rows = store.in_states(connection, states.DUE)
        away = absences.of(connection, {row.provider_id for row in rows if row.provider_id})
        late = [row for row in rows if _is_late(row, _away_from(row, away), office, now)]
        known = reminders.of(connection, [row.id for row in late])
    return [row for row in late if (row.id, states.DUE[State(row.state)]) not in known]


def _away_from(row: ReferralRow, away: Mapping[UUID, Absences]) -> Absences:
    """Behind a mailbox alone, nobody can say that they are away."""
    return away.get(row.provider_id, ()) if row.provider_id else ()


def _is_late(row: ReferralRow, away: Absences, office: Office, now: datetime) -> bool:
    """A day that has begun is left to the provider: overdue is what lies behind it."""
    state = moving.standing(row, now)
    due = states.due_at(state, row.sent_at, office.limits, away) if row.sent_at else None
    return due is not None and clock.day(due) < clock.day(now)


def _remind(database: Database, found: ReferralRow, office: Office, now: datetime) -> bool:
    """Reminds once, unless somebody has acted in between."""
    with database.writing() as connection:
        row = moving.locked(connection, found.id, found.run_id)
        if row is None or moving.standing(row, now) != found.state:
            return False
        kind = states.DUE[State(row.state)]
        if not reminders.put(connection, row.id, kind, now):
            return False
        _to_provider(connection, row, kind, office, now)
        if kind == "close":
            _to_company(connection, row, office, now)
        return True


def _to_provider(connection: Connection, row: ReferralRow, kind: str, office: Office, now: datetime) -> None:
    offer = letters.offer_of(row)
    link = office.link(letters.linked(connection, row, now))
    words = {"offer": offer.name.de if offer else row.offer, "link": link, "kind": kind}
    days = {"sent": _day(row.sent_at), "end": _day(row.ends_at)}
    letter = paper.written("referral_reminder", "de", operator=office.operator, **words, **days)
    letters.to_provider(connection, row, letter, now, expires_at=row.ends_at)


def _to_company(connection: Connection, row: ReferralRow, office: Office, now: datetime) -> None:
    """Where it has told an address and asked for news: whether it helped. Nobody else is asked."""
    if not (row.news and row.contact_mail):
        return
    offer, language = letters.offer_of(row), store.language_of(connection, row.run_id)
    language = "en" if language == "en" else "de"
    name = offer.name.in_("en" if language == "en" else "de") if offer else row.offer
    letter = paper.written("referral_outcome", language, operator=office.operator, offer=name)
    outbox.put(
        connection,
        recipient=row.contact_mail,
        letter=letter,
        now=now,
        expires_at=now + ASKING_LIFE,
        run_id=row.run_id,
    )


def _day(moment: datetime | None) -> str:
    return clock.day(moment).strftime("%d.%m.%Y") if moment else ""


def overdue_days(due_at: datetime | None, now: datetime) -> int:
    """How many days the provider is late; 0 on the day itself, before it, and where nobody is waited for."""
    return max((clock.day(now) - clock.day(due_at)).days, 0) if due_at else 0
