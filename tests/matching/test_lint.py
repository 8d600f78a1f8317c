from datetime import date
from pathlib import Path

import pytest

from matching.catalogue import released
from matching.lint import problems, warnings
from matching.offers import Offer
from questionnaires import library
from tests.matching.builders import a_catalogue, a_rule, an_offer

Q = library.released("readiness")
TODAY = date(2026, 11, 22)


def found(offer: Offer) -> list[str]:
    return [problem.message for problem in problems(a_catalogue(offer), Q)]


def warned(offer: Offer, today: date = TODAY) -> list[str]:
    lines = warnings(a_catalogue(offer), Q, today)
    return [problem.message for problem in lines if problem.place.file.name == f"{offer.id}.yaml"]


def test_a_sound_offer_has_no_problems() -> None:
    offer = an_offer(criteria={"district": ["03101"], "employees": {"min": 10, "max": 249}, "sme": True})
    assert found(offer) == warned(offer) == []


def test_unknown_needs_and_areas_are_found() -> None:
    offer = an_offer(needs=["automation_robotics", "time_travel"], areas=["space"])
    assert sorted(found(offer)) == ["unknown area 'space'", "unknown need 'time_travel'"]


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        ({"fact": "shoe_size", "at_least": 40}, "unknown fact 'shoe_size'"),
        ({"fact": "employees", "is": "10-49"}, "employees has numbers; is does not fit"),
        (
            {"fact": "group", "is": "holding"},
            "group has no code 'holding'; known: independent, part_of_group",
        ),
    ],
)
def test_a_rule_must_speak_of_what_is_asked(rule: dict[str, object], problem: str) -> None:
    assert problem in found(an_offer(criteria={"rules": [a_rule(rule)]}))


FORMING = {"fact": "sector", "under": ["25"]}
PLASTICS = {"fact": "sector", "under": ["22"]}
ALONE = {"fact": "group", "is": "independent"}
FOR_SMES = "expected at most 249 employees, since the offer is for SMEs"
NO_ANSWERS = "no combination of answers fulfils rule"


@pytest.mark.parametrize(
    ("criteria", "problem"),
    [
        ({"employees": {"min": 100, "max": 50}}, "expected a minimum of at most 50, found 100"),
        ({"employees": {"min": 100, "max": 50}}, "no answer fulfils employees"),
        ({"employees": {"max": 499}, "sme": True}, FOR_SMES),
        ({"employees": {"min": 300}, "sme": True}, FOR_SMES),
        ({"employees": {"max": 0}}, "no answer fulfils employees"),
        ({"district": ["09999"]}, "no answer fulfils district"),
        ({"rules": [a_rule({"all": [FORMING, PLASTICS]})]}, NO_ANSWERS),
        ({"rules": [a_rule({"all": [ALONE, FORMING, {"not": ALONE}]})]}, NO_ANSWERS),
    ],
)
def test_an_offer_nobody_can_use_is_found(criteria: dict[str, object], problem: str) -> None:
    assert problem in found(an_offer(criteria=criteria))


def test_a_need_nobody_serves_is_told() -> None:
    lines = [str(p) for p in warnings(a_catalogue(an_offer(needs=["hydrogen"])), Q, TODAY)]
    assert not any("serves the need hydrogen" in line for line in lines)
    assert any(line.endswith("no offer that companies see serves the need charging") for line in lines)
    assert sum("serves the need" in line for line in lines) == len(Q.needs) - 1


def test_an_entry_that_is_over_but_runs_on_is_told() -> None:
    offer = an_offer(status={"valid_until": "2026-10-31", "end": "announced"})
    assert warned(offer) == ["ended on 2026-10-31 (announced), but its state is running"]
    assert warned(offer, date(2026, 10, 31)) == []


@pytest.mark.parametrize(
    ("status", "stale"),
    [
        ({"as_of": "2024-11-22"}, False),
        ({"as_of": "2024-11-21"}, True),
        ({"as_of": "2024"}, True),
        ({"as_of": "2025"}, False),
        ({"as_of": "2020", "confirmed_on": "2026-01-01"}, False),
        ({"as_of": "2020", "state": "ended"}, False),
    ],
)
def test_an_old_source_calls_for_a_look(status: dict[str, object], stale: bool) -> None:
    assert bool(warned(an_offer(status=status))) is stale


def test_an_entry_without_any_date_is_told() -> None:
    assert warned(an_offer(status={"as_of": None})) == [
        "neither the date of a source nor a confirmation is stated"
    ]


def test_problems_have_a_place_in_a_file() -> None:
    place = warnings(released(), Q, TODAY)[0].place
    assert isinstance(place.file, Path)
    assert place.line > 1
