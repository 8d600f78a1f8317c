"""An advisor's companies: what waits for them comes first, with one next thing to do."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from assessment.errors import Refused
from assessment.services.advising import notes, portfolio, protocols
from assessment.services.advising.portfolio import Case, Portfolio, Todo
from assessment.services.advising.protocols import Written
from assessment.services.checks import plans, results
from assessment.services.checks.plans import Details
from assessment.services.policy import Role, Staff
from assessment.services.workshops import stages
from assessment.store.database import Database
from reports.report import Operator
from tests.assessment.house import DAY, NOW, a_company, on_sqlite
from tests.assessment.meetings import DAY_OF_MEETING, EXPECTED, Meeting

pytestmark = on_sqlite

OPERATOR = Operator(name="Netzwerk")


@pytest.fixture
def statements(database: Database) -> Iterator[list[str]]:
    """What the database is asked, as it is asked."""
    asked: list[str] = []

    def note(*call: object) -> None:
        asked.append(str(call[2]))

    event.listen(database.engine, "before_cursor_execute", note)
    yield asked
    event.remove(database.engine, "before_cursor_execute", note)


@pytest.fixture
def meeting(database: Database) -> Meeting:
    return Meeting.prepared(database)


def seen(meeting: Meeting, actor: Staff | None = None) -> Portfolio:
    return portfolio.of_advisor(meeting.database, actor=actor or meeting.advisor)


def case(meeting: Meeting, actor: Staff | None = None) -> Case:
    (found,) = seen(meeting, actor).cases
    return found


def on(meeting: Meeting, day: date) -> Staff:
    """The advisor on another day."""
    return replace(meeting.advisor, now=NOW + (day - NOW.date()))


def closed(meeting: Meeting) -> Meeting:
    stages.close(meeting.database, **meeting.led)
    return meeting


def test_what_comes_next_follows_from_how_far_the_session_is(meeting: Meeting) -> None:
    found = [case(meeting).todo]
    meeting.agreed()
    found += [case(meeting).todo, case(meeting, on(meeting, DAY_OF_MEETING)).todo]
    meeting.running().says("management", T01="4")
    found.append(case(meeting).todo)
    for role, expected in EXPECTED.items():
        for _ in range(expected - (role == "management")):
            meeting.says(role, T01="1")
    found.append(case(meeting).todo)
    found.append(case(meeting.opened()).todo)
    found.append(case(closed(meeting)).todo)
    assert found == [
        Todo.AWAIT_CONSENT,
        Todo.AWAIT_DAY,
        Todo.START,
        Todo.AWAIT_VOICES,
        Todo.OPEN_BOARD,
        Todo.SETTLE,
        Todo.NOTHING,
    ]


def test_it_says_how_many_are_done_and_never_what_they_said(meeting: Meeting) -> None:
    meeting.running().says("management", T01="4").says("production", done=False, T01="1")
    progress = case(meeting).progress
    assert progress
    assert (progress.done, progress.expected) == (1, 7)
    assert "T01" not in repr(case(meeting))


def test_a_colleague_is_told_who_leads_and_has_nothing_to_do(meeting: Meeting) -> None:
    colleague = meeting.house.takes_in("kim@example.org", "Kim", Role.ADVISOR)
    found = case(meeting.running(), colleague)
    assert (found.todo, found.leader) == (Todo.OTHER_LEADS, "Toni Beispiel")
    assert seen(meeting, colleague).waiting == 0


def test_a_follow_up_that_has_passed_is_overdue_until_it_is_moved(meeting: Meeting) -> None:
    closed(meeting.running().says("management", T01="4").opened())
    assert [one.day for one in case(meeting).coming] == [
        date(2027, 3, 1),
        date(2027, 6, 1),
        date(2027, 12, 1),
    ]
    later = on(meeting, date(2027, 3, 2))
    found = case(meeting, later)
    assert (found.todo, [one.day for one in found.overdue]) == (Todo.FOLLOW_UP, [date(2027, 3, 1)])
    protocols.write(
        meeting.database,
        run_id=meeting.company.run_id,
        key=later,
        workshop_id=meeting.id,
        seen=meeting.seen().row.revision,
        days=[Written(None, date(2027, 4, 1), "Verlegt")],
        notes=None,
    )
    found = case(meeting, later)
    assert (found.todo, found.overdue, [one.title for one in found.coming]) == (
        Todo.NOTHING,
        (),
        ["Verlegt"],
    )


def test_what_is_overdue_in_the_plan_is_seen_and_what_is_done_is_not(meeting: Meeting) -> None:
    stages.call_off(meeting.database, **meeting.led)
    company: dict[str, Any] = {"run_id": meeting.company.run_id, "key": meeting.company.key}
    due = NOW.date() - timedelta(days=1)
    late = plans.add(meeting.database, **company, details=Details("Messe", due=due), now=NOW)
    plans.add(meeting.database, **company, details=Details("Fertig", due=due, state="done"), now=NOW)
    plans.add(meeting.database, **company, details=Details("Bald", due=due + 9 * DAY), now=NOW)
    found = case(meeting)
    assert (found.todo, [one.title for one in found.overdue]) == (Todo.CHECK_PLAN, ["Messe"])
    assert [one.title for one in found.coming] == ["Bald"]
    assert late
    plans.mark(meeting.database, **company, entry_id=late.id, state="done", now=NOW)
    assert case(meeting).overdue == ()


def test_a_finished_check_without_a_session_asks_for_one_and_another_waits_for_the_company(
    meeting: Meeting,
) -> None:
    stages.call_off(meeting.database, **meeting.led)
    assert case(meeting).todo == Todo.AWAIT_CHECK
    company: dict[str, Any] = {"run_id": meeting.company.run_id, "key": meeting.company.key}
    results.finish(meeting.database, **company, goal="", operator=OPERATOR, now=NOW)
    assert case(meeting).todo == Todo.PREPARE


def test_a_session_that_the_company_took_back_leaves_the_follow_up_of_the_one_before(
    meeting: Meeting,
) -> None:
    closed(meeting.running().says("management", T01="4").opened())
    more: dict[str, Any] = {"house": meeting.house, "advisor": meeting.advisor}
    second = Meeting.prepared(meeting.database, **more, company=meeting.company)
    stages.withdraw(meeting.database, **second.owned, now=NOW)
    found = case(meeting)
    assert (found.todo, len(found.coming)) == (Todo.NOTHING, 3)


def test_those_that_wait_for_the_advisor_come_first(meeting: Meeting) -> None:
    more: dict[str, Any] = {"house": meeting.house, "advisor": meeting.advisor}
    second = Meeting.prepared(meeting.database, **more, company=a_company(meeting.database))
    third = Meeting.prepared(meeting.database, **more, company=a_company(meeting.database))
    second.running().says("management", T01="1").opened()
    third.running().says("management", T01="1")
    found = seen(meeting)
    assert [one.todo for one in found.cases] == [Todo.SETTLE, Todo.AWAIT_VOICES, Todo.AWAIT_CONSENT]
    assert (found.waiting, found.overdue) == (1, 0)


def test_own_notes_and_the_end_of_the_mandate_are_marked(meeting: Meeting) -> None:
    assert (case(meeting).noted, case(meeting).ends_soon) == (False, False)
    run_id = meeting.company.run_id
    notes.add(meeting.database, actor=meeting.advisor, run_id=run_id, text="Nachfolge offen")
    late = meeting.later(340).advisor
    assert (case(meeting, late).noted, case(meeting, late).ends_soon) == (True, True)


def test_after_the_mandate_nothing_is_left_and_only_advisors_have_a_portfolio(meeting: Meeting) -> None:
    assert seen(meeting, meeting.later(366).advisor).cases == ()
    operator = meeting.house.takes_in("kim@example.org", "Kim", Role.OPERATOR)
    with pytest.raises(Refused):
        seen(meeting, operator)


def test_it_asks_the_database_as_often_for_many_companies_as_for_one(
    meeting: Meeting, statements: list[str]
) -> None:
    statements.clear()
    seen(meeting)
    before = len(statements)
    for _ in range(3):
        more: dict[str, Any] = {"house": meeting.house, "advisor": meeting.advisor}
        Meeting.prepared(meeting.database, **more, company=a_company(meeting.database))
    statements.clear()
    seen(meeting)
    assert len(statements) == before
