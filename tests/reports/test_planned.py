"""From steps of the result to a plan, and how far it is."""

from datetime import date

import pytest

from questionnaires import measures
from questionnaires.measures.measure import Weeks
from questionnaires.text import Text
from reports import report
from reports.assessed import Step
from reports.planned import Planned, Progress, State, measure_of, progress
from reports.proposing import proposal
from tests.reports.builders import a_report, nobody_knows

TODAY = date(2026, 11, 22)
MEASURE = measures.released("readiness").measures[0]
TOPIC = Text(de="Datensicherung", en="Data backup")
STEP = Step(
    question="T01",
    title=TOPIC,
    asks=Text(de="Wie oft sichern Sie Ihre Daten?", en="How often do you back up your data?"),
    area="technology",
    area_title=Text(de="Technologie", en="Technology"),
    action="improve",
    today=None,
    next=Text(de="Jeden Tag.", en="Every day."),
    because=(),
)


def planned(state: State = "planned", due: date | None = None, title: str = "Roboter") -> Planned:
    told = {"id": title, "measure": None, "area": None, "first_step": None, "owner": "", "note": ""}
    return Planned(title=title, due=due, state=state, **told)  # type: ignore[arg-type]


def test_a_measure_is_proposed_under_its_own_title_with_its_first_step() -> None:
    told = proposal(STEP.model_copy(update={"measure": MEASURE}))

    assert told.origin == f"measure:{MEASURE.id}"
    assert measure_of(told.origin) == MEASURE.id
    assert (told.words.title, told.words.first_step) == (MEASURE.title, MEASURE.first_step)
    assert told.words.area == STEP.area_title


def test_a_measure_says_who_decides_and_how_long_it_takes() -> None:
    changes = {"decides": "management_and_works_council", "weeks": Weeks(least=3, most=8)}
    step = STEP.model_copy(update={"measure": MEASURE.model_copy(update=changes)})

    told = proposal(step, works_council=True).words

    assert told.decides
    assert told.decides.in_("de") == "Geschäftsleitung zusammen mit dem Betriebsrat"
    assert told.lasts
    assert told.lasts.in_("de").replace("\N{NO-BREAK SPACE}", " ") == "3 bis 8 Wochen"
    assert proposal(STEP).words.decides is None


def test_a_step_without_a_measure_is_proposed_with_the_level_to_work_towards() -> None:
    told = proposal(STEP)

    assert told.origin == "improve:T01"
    assert measure_of(told.origin) is None
    assert (told.words.title, told.words.first_step) == (TOPIC, STEP.next)


def test_something_to_find_out_is_proposed_with_its_question() -> None:
    told = proposal(STEP.model_copy(update={"action": "find_out"}))

    assert told.origin == "find_out:T01"
    assert told.words.title == Text(de="Herausfinden: Datensicherung", en="Find out: Data backup")
    assert told.words.first_step == STEP.asks


@pytest.mark.parametrize("made", [a_report, nobody_knows], ids=["known", "unknown"])
def test_every_step_of_a_result_can_be_chosen_once(made: object) -> None:
    found: report.Report = made()  # type: ignore[operator]

    origins = [proposal(step).origin for step in (*found.steps, *found.next_steps, *found.later_steps)]

    assert origins
    assert len(origins) == len(set(origins))
    assert max(map(len, origins)) <= 80


@pytest.mark.parametrize(
    ("state", "due", "late"),
    [
        pytest.param("planned", date(2026, 11, 21), True, id="yesterday"),
        pytest.param("running", date(2026, 11, 21), True, id="under way"),
        pytest.param("planned", TODAY, False, id="today"),
        pytest.param("planned", None, False, id="no day"),
        pytest.param("done", date(2026, 11, 21), False, id="done"),
        pytest.param("dropped", date(2026, 11, 21), False, id="dropped"),
    ],
)
def test_an_entry_is_overdue_from_the_day_after_on(state: State, due: date | None, late: bool) -> None:
    assert planned(state, due).overdue(TODAY) is late


def test_progress_leaves_out_what_was_dropped() -> None:
    late = planned(due=date(2026, 1, 1))

    assert progress([planned("done"), late, planned("dropped")], TODAY) == Progress(
        done=1, of=2, overdue=(late,)
    )
    assert progress([], TODAY) == Progress(done=0, of=0, overdue=())


def test_an_own_entry_is_named_alike_in_both_languages() -> None:
    assert planned().named("de") == planned().named("en") == "Roboter"
    chosen = planned().model_copy(update={"title": TOPIC})
    assert (chosen.named("de"), chosen.named("en")) == ("Datensicherung", "Data backup")
