"""The calendar file, read by a real parser and applied as calendars do."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar, Event

from questionnaires.text import Language, Text
from reports.calendar import Appointment, calendar_file
from reports.planned import Planned, State

NOON = datetime(2026, 11, 22, 12, 0, 30, 999, tzinfo=UTC)
SPRING = date(2027, 3, 28)
"""The day on which the clocks change."""


def planned(id_: str = "a", **told: Any) -> Planned:
    blank = {"measure": None, "title": "Größe prüfen", "area": None, "first_step": None, "owner": ""}
    return Planned.model_validate(blank | {"id": id_, "due": SPRING, "state": "planned", "note": ""} | told)


def appointment(
    entry: Planned | None, *, id_: str = "a", sequence: int = 1, day: date = SPRING
) -> Appointment:
    return Appointment(id_, entry, entry.due if entry and entry.due else day, sequence, NOON)


def read(*appointments: Appointment, code: Language = "de") -> list[Event]:
    file = calendar_file(appointments, code=code, stamped=NOON)
    return [event for event in Calendar.from_ical(file).walk("VEVENT") if isinstance(event, Event)]


def number(event: Event) -> int:
    return int(str(event["SEQUENCE"]))


class ACalendar:
    """A calendar as Outlook and the like keep it: by UID, the higher SEQUENCE wins."""

    def __init__(self) -> None:
        self.events: dict[str, Event] = {}

    def imports(self, *appointments: Appointment) -> None:
        for event in read(*appointments):
            known = self.events.get(str(event["UID"]))
            if known is None or number(event) >= number(known):
                self.events[str(event["UID"])] = event

    @property
    def shown(self) -> dict[str, date]:
        standing = [event for event in self.events.values() if event["STATUS"] != "CANCELLED"]
        return {str(event["SUMMARY"]): event.decoded("DTSTART") for event in standing}


def test_an_entry_is_an_event_of_one_whole_day_without_a_zone() -> None:
    (event,) = read(appointment(planned()))

    assert event["SUMMARY"] == "Größe prüfen"
    assert event.decoded("DTSTART") == SPRING
    assert event.decoded("DTEND") == SPRING + timedelta(days=1)
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event["STATUS"] == "CONFIRMED"
    assert event["TRANSP"] == "TRANSPARENT"
    assert event.decoded("DTSTAMP") == event.decoded("LAST-MODIFIED") == NOON.replace(microsecond=0)


def test_a_file_says_what_it_is() -> None:
    file = Calendar.from_ical(calendar_file([appointment(planned())], code="de", stamped=NOON))

    assert (file["METHOD"], file["VERSION"], file["CALSCALE"]) == ("PUBLISH", "2.0", "GREGORIAN")
    assert file["PRODID"]
    assert file["X-WR-CALNAME"] == "Unser Plan aus dem Wandelkompass"
    assert file.errors == []


def test_it_says_who_begins_how_and_the_note() -> None:
    step = Text(de="Rufen Sie an; fragen Sie, was es kostet.", en="Call; ask what it costs.")
    (event,) = read(appointment(planned(owner="Einkauf", first_step=step, note="Zeile 1\nZeile 2")))

    assert event["DESCRIPTION"] == (
        "Wer: Einkauf\nErster Schritt: Rufen Sie an; fragen Sie, was es kostet.\nZeile 1\nZeile 2"
    )


def test_it_speaks_english() -> None:
    title = Text(de="Daten sichern", en="Back up data")
    (event,) = read(appointment(planned(title=title, state="done", owner="IT")), code="en")

    assert event["SUMMARY"] == "Done: Back up data"
    assert event["DESCRIPTION"] == "Who: IT"


def test_no_line_is_longer_than_calendars_read_and_all_letters_survive() -> None:
    title = "Größenüberprüfung; „Straße“, Ø 30 \\ " * 5
    note = "Ärger, Öl & Übermut: ✓ " * 40

    file = calendar_file([appointment(planned(title=title, note=note))], code="de", stamped=NOON)

    assert max(len(line) for line in file.split(b"\r\n")) <= 75
    assert b"\n" not in file.replace(b"\r\n", b"")
    (event,) = read(appointment(planned(title=title, note=note)))
    assert event["SUMMARY"] == title.strip()
    assert event["DESCRIPTION"] == note


@pytest.mark.parametrize("line", ["BEGIN:VEVENT", "\r\nEND:VCALENDAR", "SUMMARY:x\nUID:y"])
def test_nobody_writes_an_event_of_its_own_into_a_note(line: str) -> None:
    events = read(appointment(planned(title=f"a{line}b", note=line, owner=line)))

    assert len(events) == 1
    assert str(events[0]["UID"]) == "a@wandelkompass"


def test_a_later_file_moves_an_event_and_an_older_one_does_not_bring_it_back() -> None:
    calendar, moved = ACalendar(), planned(due=SPRING + timedelta(days=7), title="Jetzt später")
    calendar.imports(appointment(planned(), sequence=1))

    calendar.imports(appointment(moved, sequence=2))
    assert calendar.shown == {"Jetzt später": SPRING + timedelta(days=7)}

    calendar.imports(appointment(planned(), sequence=1))
    assert calendar.shown == {"Jetzt später": SPRING + timedelta(days=7)}


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param(planned(state="dropped"), id="dropped"),
        pytest.param(planned(due=None), id="without a day"),
        pytest.param(None, id="removed"),
    ],
)
def test_what_is_dropped_removed_or_lost_its_day_leaves_the_calendar(entry: Planned | None) -> None:
    calendar = ACalendar()
    calendar.imports(appointment(planned(), sequence=1), appointment(planned("b", title="Bleibt"), id_="b"))

    calendar.imports(appointment(entry, sequence=2), appointment(planned("b", title="Bleibt"), id_="b"))

    assert calendar.shown == {"Bleibt": SPRING}
    assert str(calendar.events["a@wandelkompass"]["SUMMARY"]).startswith("Entfällt")


def test_what_gets_a_day_again_comes_back() -> None:
    calendar = ACalendar()
    for sequence, due in enumerate((SPRING, None, SPRING), start=1):
        calendar.imports(appointment(planned(due=due), sequence=sequence))

    assert calendar.shown == {"Größe prüfen": SPRING}


@pytest.mark.parametrize("state", ["planned", "running"])
def test_what_is_not_finished_has_no_word_before_its_title(state: State) -> None:
    (event,) = read(appointment(planned(state=state)))
    assert event["SUMMARY"] == "Größe prüfen"


def test_the_same_plan_gives_the_same_bytes() -> None:
    files = {calendar_file([appointment(planned())], code="de", stamped=NOON) for _ in range(2)}
    assert len(files) == 1
