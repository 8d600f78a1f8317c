"""The days on which company and advisor look again: after 3, 6 and 12 months, unless they say otherwise."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from assessment.store.workshop_notes import DateRow
from assessment.store.workshops import WorkshopRow
from questionnaires.text import Text
from reports.calendar import Appointment
from reports.planned import Planned

USUAL: dict[int, Text] = {
    3: Text(de="Wie weit ist der Plan?", en="How far is the plan?"),
    6: Text(de="Zwischenstand nach sechs Monaten", en="Where things stand after six months"),
    12: Text(de="Den Check wiederholen", en="Take the check again"),
}
"""By months after the session."""
MOST = 10
"""Days of one session."""
SATURDAY, WEEK = 5, 7


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A day to look again. `title` is in somebody's own words, or one of ours."""

    id: UUID
    day: date
    title: Text | str

    def named(self, code: str) -> str:
        return self.title if isinstance(self.title, str) else self.title.in_("en" if code == "en" else "de")


def of_session(row: WorkshopRow, stored: Sequence[DateRow]) -> tuple[FollowUp, ...]:
    """Those that somebody wrote down, else the usual ones; the earliest first."""
    own = [FollowUp(one.id, one.day, _ours(one.title)) for one in stored if one.workshop_id == row.id]
    return tuple(sorted(own or usual(row), key=lambda one: one.day))


def usual(row: WorkshopRow) -> list[FollowUp]:
    """Their ids follow from the session, so that a calendar knows them again once they are moved."""
    return [
        FollowUp(uuid5(row.id, str(months)), _after(row.day, months), title)
        for months, title in USUAL.items()
    ]


def _ours(title: str) -> Text | str:
    """One of our titles, so that it is read in every language, or the words as they are."""
    return next((text for text in USUAL.values() if title in (text.de, text.en)), title)


def _after(day: date, months: int) -> date:
    """So many months later, on a working day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    same = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    return same + timedelta(days=WEEK - same.weekday() if same.weekday() >= SATURDAY else 0)


def appointments(
    row: WorkshopRow, days: Sequence[FollowUp], company: Text, changed: datetime
) -> tuple[Appointment, ...]:
    """For a calendar, each with the name of the company: an advisor has many."""
    return tuple(
        Appointment(str(one.id), _entry(one, company), one.day, row.revision, changed) for one in days
    )


def _entry(one: FollowUp, company: Text) -> Planned:
    title = Text(de=f"{one.named('de')} – {company.de}", en=f"{one.named('en')} – {company.en}")
    return Planned(
        id=str(one.id),
        measure=None,
        title=title,
        area=None,
        first_step=None,
        owner="",
        due=one.day,
        state="planned",
        note="",
    )
