"""The only place that asks the time. Everything else is told."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")


def now() -> datetime:
    return datetime.now(UTC)


def day(moment: datetime) -> date:
    """The calendar day of a moment where the companies are: offers end and begin by that calendar."""
    return moment.astimezone(BERLIN).date()


def until_midnight(moment: datetime) -> int:
    """Seconds until the next calendar day begins there, at least one."""
    midnight = datetime.combine(day(moment) + timedelta(days=1), time(), BERLIN)
    return max(1, round((midnight - moment.astimezone(BERLIN).astimezone(UTC)).total_seconds()))


def hour(moment: datetime) -> str:
    """Hours, minutes and seconds there, to tell apart what happened on the same day."""
    return f"{moment.astimezone(BERLIN):%H:%M:%S}"
