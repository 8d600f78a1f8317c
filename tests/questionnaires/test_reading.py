"""Exposure and readiness read together, also where bounds straddle the cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.reading import Reading, read
from tests.questionnaires.builders import answers_of, built, card, mean

TOKENS = st.sampled_from(["0", "1", "2", "3", "4", "dk", "na", "-"])
LISTS = st.lists(TOKENS, min_size=1, max_size=4).map(" ".join)


def reading(exposure: str, readiness: str) -> Reading:
    trees = (mean(exposure, name="exposure"), mean(mean(readiness, name="work"), name="readiness"))
    return read(built(*trees), card(*trees))


@pytest.mark.parametrize(
    ("exposure", "readiness", "field"),
    [
        ("4 4", "0 0", "act_now"),
        ("4 4", "4 4", "secure"),
        ("0 0", "0 0", "watch"),
        ("0 0", "4 4", "build_on"),
        ("1 3", "1 2", "act_now"),
        ("1 3", "2 2", "secure"),
    ],
)
def test_the_cut_itself_counts_as_high(exposure: str, readiness: str, field: str) -> None:
    found = reading(exposure, readiness)
    assert found.field == field
    assert found.possible == (field,)
    assert found.certain


def test_a_cut_reached_in_thirds_is_reached() -> None:
    assert reading("1@0.1 2@0.1 3@0.1", "2@0.1 2@0.2").field == "secure"


def test_bounds_on_both_sides_of_a_cut_leave_two_fields_possible() -> None:
    found = reading("3 3 dk", "0 0 0")  # exposure .75, in [.5, .83]: high either way
    assert (found.field, found.possible) == ("act_now", ("act_now",))
    found = reading("2 3 dk", "0 0 0")  # exposure .625, in [.417, .75]
    assert (found.field, found.possible) == ("act_now", ("act_now", "watch"))
    assert not found.certain
    found = reading("4 4 4", "3 1 dk")  # readiness .5, in [.33, .67]
    assert (found.field, found.possible) == ("secure", ("act_now", "secure"))


def test_both_axes_vague_leave_all_four_possible_in_the_order_of_the_fields() -> None:
    assert reading("2 2 dk", "2 2 dk").possible == ("act_now", "secure", "watch", "build_on")


def test_too_few_answers_give_no_field_though_the_bounds_may_tell() -> None:
    found = reading("4 dk dk", "4 4 4")
    assert (found.field, found.possible) == (None, ("secure", "build_on"))
    assert not found.certain


def test_one_possible_field_without_a_score_is_not_certain() -> None:
    found = reading("4 4 4 dk dk", "0 0")  # coverage .6: not shown, though it can only be high
    assert (found.field, found.possible, found.certain) == (None, ("act_now",), False)


@pytest.mark.parametrize("nothing", ["dk dk", "- -", "na na", "() ()"])
def test_an_axis_without_a_score_leaves_both_its_sides_possible(nothing: str) -> None:
    assert reading(nothing, "4 4") == Reading(None, ("secure", "build_on"))


def test_an_area_can_be_read_against_the_exposure_of_the_company() -> None:
    trees = (
        mean("4 4", name="exposure"),
        mean(mean("0 0", name="work"), mean("4 4", name="technology"), name="readiness"),
    )
    found = [read(built(*trees), card(*trees), part).field for part in ("work", "technology", "readiness")]
    assert found == ["act_now", "secure", "secure"]


@given(LISTS, LISTS)
def test_the_field_is_always_one_of_those_possible(exposure: str, readiness: str) -> None:
    found = reading(exposure, readiness)
    assert found.possible
    assert found.field is None or found.field in found.possible


@given(LISTS, LISTS, st.data())
def test_no_completion_lies_outside_the_possible_fields(
    exposure: str, readiness: str, data: st.DataObject
) -> None:
    def completed(words: str) -> str:
        levels = st.sampled_from("01234")
        return " ".join(data.draw(levels) if word in {"dk", "-"} else word for word in words.split())

    complete = reading(completed(exposure), completed(readiness))
    assert set(complete.possible) <= set(reading(exposure, readiness).possible)


def test_the_answers_behind_a_reading_are_those_that_were_written() -> None:
    assert [answer.choice for answer in answers_of(mean("4 dk")).values()] == ["4", "dont_know"]
