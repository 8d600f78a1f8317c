"""The only place that asks the time. Everything else is told."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")


def now() -> datetime:
    return datetime.now(UTC)


def day(moment: datetime) -> date:
    """The calendar day of a moment where the companies are: offers end and begin by that calendar."""
    return moment.astimezone(BERLIN).date()


def hour(moment: datetime) -> str:
    """Hours, minutes and seconds there, to tell apart what happened on the same day."""
    return f"{moment.astimezone(BERLIN):%H:%M:%S}"
