"""The plan as a calendar file (iCalendar, RFC 5545): an all-day appointment for every entry with a day.

All-day events, because Outlook, Thunderbird and phones show these and most of them do not show tasks. An
entry keeps its UID; its SEQUENCE rises with every change, so that a later file moves or cancels what an
earlier one brought in. Days have no zone: the fifteenth is the fifteenth everywhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from questionnaires.text import Language as Code
from reports.language import Language, language, with_subscripts
from reports.planned import Planned

PRODUCT = "-//Wandelkompass//Plan//DE"
HOST = "wandelkompass"


@dataclass(frozen=True, slots=True)
class Appointment:
    """An entry that stands in calendars, or stood there.

    `entry` is None when it was removed, `day` is the last day it had, `sequence` grows with every change,
    `changed` is the moment of the last one.
    """

    id: str
    entry: Planned | None
    day: date
    sequence: int
    changed: datetime

    @property
    def cancelled(self) -> bool:
        return self.entry is None or self.entry.due is None or self.entry.state == "dropped"


def calendar_file(
    appointments: Iterable[Appointment], *, code: Code, stamped: datetime, named: str | None = None
) -> bytes:
    """The file. `stamped` is the moment of writing: the same arguments give the same bytes.

    `named`: what a calendar calls it, where it is not the plan.
    """
    import icalendar  # takes longer to import than most pages take to make

    speaker, file = language(code), icalendar.Calendar()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("method", "PUBLISH")
    file.add("x-wr-calname", named or speaker.gettext("Unser Plan aus dem Wandelkompass"))
    for appointment in appointments:
        event = icalendar.Event()
        for name, value in _properties(appointment, speaker, stamped).items():
            event.add(name, value)
        file.add_component(event)
    return bytes(file.to_ical())


def _properties(appointment: Appointment, speaker: Language, stamped: datetime) -> dict[str, Any]:
    told = {
        "uid": f"{appointment.id}@{HOST}",
        "dtstamp": stamped.replace(microsecond=0),
        "last-modified": appointment.changed.replace(microsecond=0),
        "sequence": appointment.sequence,
        "dtstart": appointment.day,
        "dtend": appointment.day + timedelta(days=1),  # the day after the last one, or Outlook shows no day
        "summary": _summary(appointment, speaker),
        "status": "CANCELLED" if appointment.cancelled else "CONFIRMED",
        "transp": "TRANSPARENT",  # an intention, not a meeting: the day stays free
    }
    described = _description(appointment.entry, speaker) if appointment.entry else ""
    return told | ({"description": described} if described else {})


def _summary(appointment: Appointment, speaker: Language) -> str:
    entry = appointment.entry
    if entry is None:
        return speaker.gettext("Entfällt")
    title = {"title": entry.named(speaker.code)}
    if appointment.cancelled:
        return speaker.gettext("Entfällt: %(title)s") % title
    return speaker.gettext("Erledigt: %(title)s") % title if entry.state == "done" else title["title"]


def _description(entry: Planned, speaker: Language) -> str:
    step = with_subscripts(entry.first_step.in_(speaker.code)) if entry.first_step else ""
    lines = (
        (entry.owner, speaker.gettext("Wer: %(owner)s") % {"owner": entry.owner}),
        (step, speaker.gettext("Erster Schritt: %(step)s") % {"step": step}),
        (entry.note, entry.note),
    )
    return "\n".join(line for told, line in lines if told)
