"""What a report says follows from the answers, and from nothing else."""

import subprocess
import sys

import pytest
from pydantic import ValidationError

from questionnaires import library
from questionnaires.answers import Answer
from questionnaires.scoring.scorecard import State
from reports.report import CLOSE, Operator, Report
from tests.reports.builders import (
    FULL,
    SHORT,
    SPARSE,
    UNCERTAIN,
    WORKED,
    a_report,
    begun,
    nobody_knows,
    of_answers,
)


@pytest.mark.parametrize("case", WORKED)
def test_a_report_comes_back_from_its_json_unchanged(case: str) -> None:
    report = a_report(case)
    written = report.model_dump_json()

    assert Report.model_validate_json(written) == report
    assert Report.model_validate_json(written).model_dump_json() == written


def test_the_same_answers_give_the_same_bytes() -> None:
    assert a_report(FULL).model_dump_json() == a_report(FULL).model_dump_json()


def test_the_bytes_do_not_depend_on_the_order_in_which_python_hashes() -> None:
    program = "from tests.reports.builders import *; print(a_report(FULL).model_dump_json())"
    seeded = [[sys.executable, "-c", program], [sys.executable, "-c", program]]
    outputs = [
        subprocess.run(command, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for command, seed in zip(seeded, ("1", "2"), strict=True)
    ]

    assert outputs[0] == outputs[1]
    assert outputs[0].decode().strip() == a_report(FULL).model_dump_json()


def test_a_report_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        a_report().goal = "another one"  # type: ignore[misc]


def test_a_report_says_what_it_is_made_of() -> None:
    report = a_report(SHORT, goal="Roboter in der Montage")

    assert report.format == 2
    assert str(report.questionnaire) == "readiness@1.0"
    assert (report.check.id, report.engine) == ("short", "1")
    assert report.goal == "Roboter in der Montage"
    assert len(report.catalogue_revision) == 12


def test_facts_stand_in_the_words_in_which_they_were_answered() -> None:
    facts = {fact.id: fact for fact in a_report(SHORT).facts}

    assert facts["district"].answer is not None
    assert facts["district"].answer.de == "Stadt Salzgitter"
    assert facts["employees"].title.en == "Number of employees"


def test_the_reading_is_that_of_the_worked_case() -> None:
    report = a_report(SHORT)

    assert report.reading.field == "act_now"
    assert report.reading.certain
    assert report.exposure.value == pytest.approx(0.75)
    assert report.readiness.value == pytest.approx(11 / 48)
    assert report.exposure.level is not None
    assert report.exposure.level.low == 3


def test_areas_that_share_the_lowest_value_are_all_named() -> None:
    report = a_report(SHORT)

    assert report.weakest == ("technology", "infrastructure")
    assert report.lowest == pytest.approx(2 / 12)
    assert report.spread == pytest.approx(2 / 12)


def test_areas_that_lie_close_together_have_no_weakest_among_them() -> None:
    report = a_report(SHORT)
    values = (0.5, 0.55, 0.57, 0.5)
    near = tuple(area.model_copy(update={"value": v}) for area, v in zip(report.areas, values, strict=True))

    assert not report.close
    assert report.model_copy(update={"areas": near}).close
    assert not nobody_knows().close


def test_areas_that_lie_just_close_enough_have_no_weakest_either() -> None:
    """34 levels over 12 answers are shown as 2.8, and 40 over 13 as 3.1."""
    levels = {id_: "3" for id_ in library.released("readiness").question if id_[0] in "TWBI"}
    levels |= {"W01": "2", "W02": "2", "T01": "4", "B01": "4", "I03": "4"}
    report = of_answers({id_: Answer(level) for id_, level in levels.items()}, "full")

    assert report.distance == CLOSE
    assert report.close
    assert report.weakest == ()


def test_it_knows_whether_there_is_a_works_council() -> None:
    assert a_report(FULL).works_council is True
    assert a_report(UNCERTAIN).works_council is None


def test_answers_above_the_value_lift_it_and_those_below_lower_it() -> None:
    work = next(area for area in a_report(SHORT).areas if area.id == "work")

    assert work.lifted == ("W05",)
    assert work.lowered == ("W01", "W02")
    assert [item.title.de for item in work.among(work.lifted)] == ["Beteiligung und Mitbestimmung"]


def test_where_all_answers_are_level_nothing_lifts_or_lowers() -> None:
    business_models = next(area for area in a_report(SHORT).areas if area.id == "business_models")

    assert business_models.lifted == business_models.lowered == ()


def test_at_most_three_answers_are_named_on_each_side() -> None:
    for area in a_report(FULL).areas:
        assert max(len(area.lifted), len(area.lowered)) <= 3
        assert set(area.lifted).isdisjoint(area.lowered)


def test_a_company_that_lives_on_vehicles_is_told_to_look_for_other_customers_first_of_all() -> None:
    assert "B02" in {step.question for step in a_report(SHORT).steps}


def test_a_step_leads_from_todays_sentence_to_one_two_levels_up() -> None:
    first = a_report(SHORT).steps[0]

    assert first.action == "improve"
    assert first.today is not None
    assert first.next is not None
    assert first.today.de == "Wir nutzen keine KI und kennen uns damit noch nicht aus."
    assert first.next.de == "Wir haben eine Anwendung ausgewählt und die Daten dafür geprüft."
    assert [reason.de for reason in first.because] == ["Beschäftigte, deren Arbeit sich stark ändert"]


def test_what_nobody_knows_becomes_something_to_find_out() -> None:
    report = nobody_knows()

    assert report.open_questions == 0
    assert {item.state for item in report.find_out} == {State.DONT_KNOW}
    assert {step.action for step in report.steps} == {"find_out"}
    assert all(step.next is None for step in report.steps)


def test_without_a_known_answer_every_field_is_possible_and_no_value_is_shown() -> None:
    report = nobody_knows()

    assert report.reading.field is None
    assert set(report.reading.possible) == set(report.reading.fields)
    assert [standing.shown for standing in report.standings] == [None] * 6
    assert report.weakest == ()


def test_a_value_below_the_coverage_rule_is_kept_and_not_shown() -> None:
    technology = a_report(UNCERTAIN).areas[0]

    assert technology.value is not None
    assert technology.shown is None
    assert not technology.certain


def test_much_that_does_not_apply_is_flagged() -> None:
    flagged = {area.id: area.not_applicable_share for area in a_report(SPARSE).areas if area.flagged}

    assert flagged
    assert min(flagged.values()) > 0.2


def test_a_begun_check_says_so_and_counts_what_is_open() -> None:
    report = begun()

    assert report.partial
    assert report.open_questions == 6
    assert not a_report(SHORT).partial
    assert a_report(SHORT).open_questions == 0


def test_an_accent_is_a_colour_and_nothing_that_could_end_a_style() -> None:
    assert Operator(name="N", accent_colour="#0B5A6B").accent_colour == "#0b5a6b"
    with pytest.raises(ValidationError):
        Operator(name="N", accent_colour="red} body{display:none")
