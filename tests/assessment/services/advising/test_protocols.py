"""What a session came to: in the company's report, in the protocol for both sides, and in their calendars."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from assessment.errors import KeyNeeded, NoSuchWorkshop, Refused
from assessment.services import runs
from assessment.services.advising import follow_up_days, mandates, protocols
from assessment.services.advising.protocols import Written
from assessment.services.checks import plans, results
from assessment.services.policy import Role
from assessment.services.workshops import agreements, stages
from assessment.services.workshops.agreements import Settled
from assessment.store import mandates as consented
from assessment.store import workshop_notes as kept_notes
from assessment.store.database import Database
from questionnaires.answers import Answer
from reports.protocol import Protocol
from reports.report import Operator, Report
from tests.assessment.house import NOW
from tests.assessment.meetings import DAY_OF_MEETING, Meeting

OPERATOR = Operator(name="Netzwerk")
DISSENT = Settled(None, "Noch keine Zusage.")


@pytest.fixture
def meeting(database: Database) -> Meeting:
    """Opened by role: T01 lies apart, W01 is said alike, and W06 by one side only."""
    found = Meeting.prepared(database).running()
    found.says("management", T01="4", W01="2", W06="1").says("works_council", T01="1", W01="2")
    return found.says("production", T01="2", W01="2").opened()


def decides(meeting: Meeting, settled: Settled, question: str = "T01") -> None:
    found = agreements.topic(meeting.database, **reading(meeting), question=question)
    assert found
    agreements.record(
        meeting.database,
        **reading(meeting),
        question=question,
        seen=found.revision,
        settled=settled,
        now=NOW,
    )


def reading(meeting: Meeting) -> dict[str, Any]:
    return {"run_id": meeting.company.run_id, "key": meeting.company.key, "workshop_id": meeting.id}


def owning(meeting: Meeting) -> dict[str, Any]:
    return {"run_id": meeting.company.run_id, "key": meeting.company.key}


def protocol(meeting: Meeting, **other: Any) -> Protocol:
    told = reading(meeting) | other
    return protocols.protocol(meeting.database, **told, operator=OPERATOR, now=NOW)


def report(meeting: Meeting) -> Report:
    run_id, key = meeting.company.run_id, meeting.company.key
    return results.shown(meeting.database, run_id=run_id, key=key, operator=OPERATOR, now=NOW).report


def closed(meeting: Meeting) -> Meeting:
    stages.close(meeting.database, **meeting.led)
    protocols.keep_closed(
        meeting.database,
        run_id=meeting.company.run_id,
        key=meeting.advisor,
        workshop_id=meeting.id,
        operator=OPERATOR,
        now=NOW,
    )
    return meeting


# --- the protocol --------------------------------------------------------------------------------


def test_the_protocol_says_who_took_part_and_what_became_of_each_topic(meeting: Meeting) -> None:
    agreements.take_over_same(meeting.database, **reading(meeting), now=NOW)
    decides(meeting, DISSENT)
    found = protocol(meeting)
    assert [(one.role.de, one.expected, one.answered) for one in found.took_part] == [
        ("Geschäftsführung", 1, 1),
        ("Betriebsrat oder Beschäftigte", 3, 1),
        ("Produktion", 3, 1),
    ]
    assert [one.question for one in found.dissent] == ["T01"]
    assert [one.question for one in found.alike] == ["W01"]
    assert [voice.role.de for voice in found.dissent[0].voices] == [
        "Geschäftsführung",
        "Betriebsrat oder Beschäftigte",
        "Produktion",
    ]
    assert (found.company, found.advisor, found.organisation) == (
        "Musterdreherei",
        "Toni Beispiel",
        "Beratung Nord",
    )
    assert (found.final, found.text_version, found.left) == (False, "1", ())


def test_what_nobody_talked_about_is_named(meeting: Meeting) -> None:
    assert len(protocol(meeting).left) == 1
    assert protocol(closed(meeting)).left == protocol(meeting).left


def test_both_sides_read_the_same_and_nobody_else_reads_it(meeting: Meeting, database: Database) -> None:
    decides(meeting, Settled(Answer("2"), "Gezeigt.", "document"))
    assert protocol(meeting) == protocol(meeting, key=meeting.advisor)
    stranger = meeting.house.takes_in("kim@example.org", "Kim", Role.CHAMBER_OFFICER)
    for key in (None, "wrong", stranger):
        with pytest.raises(KeyNeeded):
            protocol(meeting, key=key)


def test_before_the_board_is_opened_and_after_the_company_took_it_back_there_is_none(
    database: Database,
) -> None:
    early = Meeting.prepared(database).running().says("management", T01="4")
    with pytest.raises(NoSuchWorkshop):
        protocol(early)
    early.opened()
    stages.withdraw(database, **early.owned, now=NOW)
    with pytest.raises(NoSuchWorkshop):
        protocol(early)


def test_once_the_session_is_closed_the_protocol_stays_as_it_is(meeting: Meeting) -> None:
    decides(meeting, Settled(Answer("2"), "Gezeigt.", "document"))
    kept = protocol(closed(meeting))
    company = owning(meeting)
    plans.add(meeting.database, **company, details=plans.Details("Später dazugekommen"), now=NOW)
    assert kept.final
    assert protocol(meeting) == kept


def test_offers_of_the_plan_are_those_that_were_chosen_else_the_best_are_named(meeting: Meeting) -> None:
    best = protocol(meeting)
    assert (best.chosen_offers, len(best.offers)) == (False, 3)
    company = owning(meeting)
    shown = report(meeting).offers.open[4]
    plans.choose(meeting.database, **company, origins=[f"offer:{shown.id}"], operator=OPERATOR, now=NOW)
    found = protocol(meeting)
    assert (found.chosen_offers, [one.name for one in found.offers]) == (True, [shown.name])
    assert found.plan[0].named("de").startswith("Anfragen: ")


def test_a_company_without_a_name_goes_by_its_code(meeting: Meeting) -> None:
    with meeting.database.writing() as connection:
        consented.withdraw(
            connection,
            run_id=meeting.company.run_id,
            now=NOW,
            mandate_id=consented.standing(connection, meeting.company.run_id, NOW)[0].id,
        )
    found = protocol(meeting)
    assert (found.company, found.code) == (None, mandates.code_of(meeting.company.run_id))


# --- the report ----------------------------------------------------------------------------------


def test_the_report_prints_dissent_and_what_was_agreed_on_contested_topics(meeting: Meeting) -> None:
    assert report(meeting).dissent == ()
    decides(meeting, DISSENT)
    (found,) = report(meeting).dissent
    assert (found.question, found.agreed, found.reason) == ("T01", None, "Noch keine Zusage.")
    decides(meeting, Settled(Answer("2"), "Gezeigt.", "document"))
    (found,) = report(meeting).dissent
    assert found.agreed is not None


def test_when_the_company_takes_the_session_back_the_report_says_nothing_of_it(meeting: Meeting) -> None:
    decides(meeting, DISSENT)
    stages.withdraw(meeting.database, **meeting.owned, now=NOW)
    assert report(meeting).dissent == ()


def test_a_finished_check_stays_finished_after_a_session(meeting: Meeting) -> None:
    company = owning(meeting)
    results.finish(meeting.database, **company, goal="", operator=OPERATOR, now=NOW)
    decides(meeting, Settled(Answer("2"), "", "example"))
    assert report(meeting).partial
    closed(meeting)
    assert not report(meeting).partial
    assert len(report(meeting).dissent) == 1


def test_an_unfinished_check_stays_unfinished(meeting: Meeting) -> None:
    decides(meeting, Settled(Answer("2"), ""))
    assert report(closed(meeting)).partial


# --- days and notes ------------------------------------------------------------------------------


def writes(meeting: Meeting, *days: Written, seen: int | None = None, **other: Any) -> bool:
    revision = meeting.seen().row.revision if seen is None else seen
    told = reading(meeting) | {"notes": None} | other
    return protocols.write(meeting.database, **told, seen=revision, days=days)


def days(meeting: Meeting) -> list[tuple[date, str]]:
    found = protocols.ahead(meeting.database, **reading(meeting)).days
    return [(one.day, one.named("de")) for one in found]


def test_the_usual_days_are_after_three_six_and_twelve_months_on_a_working_day(meeting: Meeting) -> None:
    assert [day for day, _ in days(meeting)] == [date(2027, 3, 1), date(2027, 6, 1), date(2027, 12, 1)]
    assert all(day.weekday() < 5 for day, _ in days(meeting))


def test_who_leads_and_the_company_change_days_and_shared_notes(meeting: Meeting) -> None:
    usual = protocols.ahead(meeting.database, **reading(meeting)).days[0]
    moved = Written(usual.id, date(2027, 2, 1), usual.named("de"))
    assert writes(meeting, moved, key=meeting.advisor, notes="Halle 2 wird umgebaut.")
    assert days(meeting) == [(date(2027, 2, 1), "Wie weit ist der Plan?")]
    assert protocol(meeting).notes == "Halle 2 wird umgebaut."
    assert writes(meeting, moved, Written(None, date(2027, 5, 1), "Messe"), notes="Anders.")
    assert [title for _, title in days(meeting)] == ["Wie weit ist der Plan?", "Messe"]


def test_a_moved_day_keeps_its_name_in_calendars_and_counts_up(meeting: Meeting) -> None:
    def stands() -> list[tuple[str, date, int]]:
        found = protocols.appointments(meeting.database, **reading(meeting), now=NOW)
        return [(one.id, one.day, one.sequence) for one in found]

    (id_, day, number), *_ = stands()
    usual = protocols.ahead(meeting.database, **reading(meeting)).days[0]
    writes(meeting, Written(usual.id, day + timedelta(days=7), "Wie weit ist der Plan?"))
    assert stands() == [(id_, day + timedelta(days=7), number + 1)]


def test_of_two_who_write_at_once_the_later_one_is_told(meeting: Meeting) -> None:
    seen = meeting.seen().row.revision
    one, other = Written(None, date(2027, 2, 1), "Eins"), Written(None, date(2027, 2, 2), "Zwei")
    assert writes(meeting, one, seen=seen)
    assert not writes(meeting, other, seen=seen, key=meeting.advisor)
    assert days(meeting) == [(date(2027, 2, 1), "Eins")]
    assert writes(meeting, one, seen=seen), "the same again is no conflict"


def test_after_closing_days_can_be_moved_but_the_notes_stay(meeting: Meeting) -> None:
    writes(meeting, Written(None, date(2027, 2, 1), "Eins"), notes="So war es.")
    closed(meeting)
    assert writes(meeting, Written(None, date(2027, 2, 8), "Eins"), key=meeting.advisor, notes="Anders.")
    assert days(meeting) == [(date(2027, 2, 8), "Eins")]
    assert meeting.seen().row.shared_notes == "So war es."


def test_a_colleague_reads_the_days_and_changes_nothing(meeting: Meeting) -> None:
    colleague = meeting.house.takes_in("kim@example.org", "Kim", Role.ADVISOR)
    found = protocols.ahead(meeting.database, **(reading(meeting) | {"key": colleague}))
    assert not found.may_write
    with pytest.raises(Refused):
        writes(meeting, Written(None, date(2027, 2, 1), "Eins"), key=colleague)


def test_nobody_takes_a_day_of_another_session(meeting: Meeting, database: Database) -> None:
    writes(meeting, Written(None, date(2027, 2, 1), "Eins"))
    mine = protocols.ahead(database, **reading(meeting)).days[0]
    other = Meeting.prepared(database, house=meeting.house, advisor=meeting.advisor)
    other.running().says("management", T01="1").opened()
    assert writes(
        other, Written(mine.id, date(2027, 3, 1), "Fremd"), Written(uuid4(), date(2027, 4, 1), "Neu")
    )
    assert days(meeting) == [(date(2027, 2, 1), "Eins")]


def test_erasing_the_check_erases_protocol_and_days(meeting: Meeting) -> None:
    writes(meeting, Written(None, date(2027, 2, 1), "Eins"))
    closed(meeting)
    runs.erase(meeting.database, run_id=meeting.company.run_id, key=meeting.company.key, now=NOW)
    with meeting.database.reading() as connection:
        assert kept_notes.protocol_of(connection, meeting.id) is None
        assert kept_notes.dates_of(connection, [meeting.id]) == []


def test_the_day_after_some_months_is_never_one_that_does_not_exist() -> None:
    assert follow_up_days._after(date(2026, 11, 30), 3) == date(2027, 3, 1), "28 February is a Sunday"
    assert follow_up_days._after(date(2027, 1, 31), 3) == date(2027, 4, 30)
    assert follow_up_days._after(DAY_OF_MEETING, 12) == date(2027, 12, 1)
