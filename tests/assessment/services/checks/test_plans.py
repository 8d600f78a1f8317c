"""A company's plan, on SQLite and on PostgreSQL."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import event, text

from assessment.errors import NothingAnswered
from assessment.services import runs
from assessment.services.checks import plan_entries, plans
from assessment.services.checks.plans import MOST, Details
from assessment.store import plans as store
from assessment.store.database import Database
from questionnaires.text import Text
from reports import proposing
from reports.planned import Planned
from tests.assessment.services.planners import DAY, NOW, SPRING, Company


@pytest.fixture
def company(database: Database) -> Company:
    return Company.that_answered(database)


def test_the_first_steps_are_taken_in_the_order_of_the_result(company: Company) -> None:
    offered = [one.words.title.de for one in company.sees().proposals.now]

    taken = company.chooses()

    assert [entry.planned.named("de") for entry in taken] == offered == company.titles
    assert company.sees().proposals.now == ()


def test_what_was_chosen_is_not_proposed_again_and_not_taken_twice(company: Company) -> None:
    one = company.sees().proposals.next[0]

    assert len(company.chooses(one.origin)) == 1
    assert company.chooses(one.origin) == ()
    assert one not in company.sees().proposals.all
    assert len(company.titles) == 1


def test_what_the_result_does_not_propose_cannot_be_chosen(company: Company) -> None:
    assert company.chooses("measure:sell_everything", "") == ()


def test_chosen_steps_keep_their_words_though_the_library_changes(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    (taken, *_) = company.chooses()
    before = taken.planned

    def reworded(step: Any, works_council: bool | None) -> Any:
        told = proposing.proposal(step, works_council)
        words = told.words.model_copy(update={"title": Text(de="Neu gesagt", en="Said anew")})
        return told.model_copy(update={"words": words})

    monkeypatch.setattr("assessment.services.checks.plans.proposal", reworded)

    assert {one.words.title.de for one in company.sees().proposals.all} == {"Neu gesagt"}
    assert company.sees().entries[0].planned == before
    assert isinstance(before.title, Text)
    assert before.area
    assert before.first_step


def test_an_own_entry_is_kept_as_it_was_written(company: Company) -> None:
    added = company.adds("Größe prüfen", owner="Fertigung", due=SPRING, state="running", note="Ø 30\n– bald")

    assert plans.entry(company.database, **company.own, entry_id=added.id) == added
    assert added.planned == Planned(
        id=str(added.id),
        measure=None,
        title="Größe prüfen",
        area=None,
        first_step=None,
        owner="Fertigung",
        due=SPRING,
        state="running",
        note="Ø 30\n– bald",
    )


def test_entries_move_up_and_down_and_stop_at_the_ends(company: Company) -> None:
    one, _, three = (company.adds(title) for title in ("Eins", "Zwei", "Drei"))

    assert company.moves(three, "up") == ["Eins", "Drei", "Zwei"]
    assert company.moves(three, "up") == ["Drei", "Eins", "Zwei"]
    assert company.moves(three, "up") == ["Drei", "Eins", "Zwei"]
    assert company.moves(one, "down") == ["Drei", "Zwei", "Eins"]
    assert company.moves(one, "down") == ["Drei", "Zwei", "Eins"]


def test_entries_move_past_what_was_removed(company: Company) -> None:
    _, gone, three = company.adds("Eins"), company.adds("Zwei", due=SPRING), company.adds("Drei")
    company.removes(gone)

    assert company.moves(three, "up") == ["Drei", "Eins"]
    assert company.moves(gone, "up") == ["Drei", "Eins"]


def test_a_removed_step_is_proposed_again_and_can_be_chosen_again(company: Company) -> None:
    origin = company.sees().proposals.now[0].origin
    (entry,) = company.chooses(origin)
    dated = company.changes(entry, due=SPRING).entry
    assert dated
    company.removes(dated)

    assert company.sees().proposals.now[0].origin == origin
    assert company.chooses(origin)[0].id != entry.id


def test_what_is_removed_leaves_no_words_behind(company: Company) -> None:
    dated = company.adds("Geheimvorhaben", owner="Frau Muster", note="vertraulich", due=SPRING)
    company.removes(dated)
    company.removes(company.adds("Geheimvorhaben ohne Tag"))

    with company.database.reading() as connection:
        rows = connection.execute(text("SELECT * FROM plan_entry")).all()
    assert len(rows) == 1
    assert not any(word in repr(rows) for word in ("Geheim", "Muster", "vertraulich"))
    assert company.removes(dated) == plans.Changed(None)
    assert company.changes(dated, owner="Einkauf") == plans.Changed(None, conflict=True)


def test_one_press_gives_another_state_and_leaves_the_rest(company: Company) -> None:
    entry = company.adds("Roboter", owner="Einkauf", due=SPRING, note="Bald")
    told: dict[str, Any] = {"entry_id": entry.id, "state": "done", "now": NOW}

    marked = plans.mark(company.database, **company.own, **told)

    assert marked
    assert marked.planned == entry.planned.model_copy(update={"state": "done"})
    assert plans.mark(company.database, **company.own, **told) == marked
    assert plans.mark(company.database, **company.own, **told | {"entry_id": uuid4()}) is None


def test_progress_counts_what_was_not_dropped_and_names_what_is_overdue(company: Company) -> None:
    company.adds("Erledigt", due=SPRING, state="done")
    late = company.adds("Spät", due=SPRING)
    company.adds("Ohne Tag", state="running")
    company.adds("Aufgegeben", due=SPRING, state="dropped")

    before = company.sees(datetime(2027, 3, 15, 20, tzinfo=UTC)).progress
    after = company.sees(datetime(2027, 3, 15, 23, 30, tzinfo=UTC)).progress  # the sixteenth in Berlin

    assert (before.done, before.of, before.overdue) == (1, 3, ())
    assert after.overdue == (late.planned,)


def test_a_calendar_is_told_every_change_with_a_higher_number(company: Company) -> None:
    entry = company.adds("Roboter")
    assert company.appointments() == {}

    numbers = []
    for told in (
        {"due": SPRING},
        {"due": SPRING + DAY},
        {"due": None},
        {"due": SPRING},
        {"state": "dropped"},
    ):
        changed = company.changes(entry, **told).entry
        assert changed
        entry = changed
        numbers.append(company.appointments()[str(entry.id)])
    company.removes(entry)
    numbers.append(company.appointments()[str(entry.id)])

    assert [cancelled for _, cancelled in numbers] == [False, False, True, False, True, True]
    assert [number for number, _ in numbers] == sorted({number for number, _ in numbers})
    assert company.titles == []


def test_what_never_stood_in_a_calendar_is_not_cancelled_there(company: Company) -> None:
    company.adds("Aufgegeben", due=SPRING, state="dropped")
    company.removes(company.adds("Ohne Tag"))

    assert company.appointments() == {}
    assert not company.sees().dated


def test_what_is_left_of_removed_entries_does_not_pile_up(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plans, "MOST", 3)
    for number in range(5):
        company.removes(company.adds(str(number), due=SPRING), now=NOW + number * DAY)

    assert len(company.appointments()) == 3


def test_a_form_that_is_sent_twice_adds_one_entry(company: Company) -> None:
    first = company.adds("Roboter", owner="Fertigung")

    assert company.adds("Roboter", owner="Fertigung") == first
    assert company.adds("Roboter", owner="Einkauf") != first
    assert company.titles == ["Roboter", "Roboter"]


def test_a_plan_holds_a_hundred_entries(company: Company) -> None:
    rows = [replace(a_row(), position=n) for n in range(MOST - 2)]
    with company.database.writing() as connection:
        store.add(connection, company.begun.run_id, rows)

    assert len(company.chooses()) == 2
    assert company.chooses() == ()
    full = plans.add(company.database, **company.own, details=Details("Einer zu viel"), now=NOW)
    assert full is None
    assert len(company.titles) == MOST


def a_row() -> store.EntryRow:
    return plan_entries.of_details(Details("Eintrag"), NOW)


def test_a_plan_needs_a_first_answer(database: Database) -> None:
    begun = runs.begin(database, check="short", language="de", now=NOW)

    with pytest.raises(NothingAnswered):
        Company(database, begun).sees()


def test_changing_the_plan_leaves_the_result_as_it_is(company: Company, database: Database) -> None:
    before = runs.opened(database, **company.own)
    entry = company.adds("Roboter")
    company.changes(entry, owner="Einkauf")

    assert runs.opened(database, **company.own) == before


def test_erasing_the_run_erases_the_plan(company: Company, database: Database) -> None:
    company.chooses()
    company.removes(company.adds("Roboter", due=SPRING))

    runs.erase(database, **company.own, now=NOW)

    with database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM plan_entry")).scalar() == 0


def test_changing_takes_three_statements(company: Company, database: Database) -> None:
    entry = company.adds("Roboter")
    statements: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *call: statements.append(call[2]))

    company.changes(entry, owner="Einkauf")

    assert len([s for s in statements if not s.startswith("BEGIN")]) == 3
