"""Comparison values: what companies like one have reached, and what nobody may find out from that."""

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.cohorts import benchmarks
from reports.cohorts.benchmarks import EVERYBODY, Benchmarks, Codes, Ladder
from reports.cohorts.records import Record

MARCH, JUNE = date(2026, 3, 31), date(2026, 6, 30)
LADDER = Ladder(
    ("technology",), {"10-49": "small", "50-99": "medium", "100-249": "medium"}, {"03101": "here"}
)
SECTORS, SIZES, DISTRICTS = ("machining", "plastics", None), ("10-49", "50-99", None), ("03101", "03", None)
MACHINING: Codes = ("machining",)
MEDIUM: Codes = ("machining", "medium")
HERE: Codes = ("machining", "medium", "here")


def a_company(name: str = "one", *, value: float = 0.5, day: date = MARCH, **other: object) -> Record:
    told = Record(
        name,
        known=True,
        started_on=day,
        finished_on=day,
        checks_finished=1,
        size="50-99",
        sector="machining",
        district="03101",
        exposure=value,
        readiness=value,
        areas={"technology": value},
        compares=True,
    )
    return replace(told, **other)  # type: ignore[arg-type]


def companies(number: int, *, name: str = "c", **other: object) -> list[Record]:
    """So many with values from low to high."""
    return [a_company(f"{name}{n}", value=n / max(number - 1, 1), **other) for n in range(number)]  # type: ignore[arg-type]


def frozen(records: Iterable[Record], day: date = MARCH, before: Benchmarks | None = None) -> Benchmarks:
    return benchmarks.freeze(records, LADDER, day, before)


def told(found: Benchmarks) -> set[Codes]:
    return {one.codes for one in found.cohorts if one.shown}


def test_whoever_comes_again_without_a_link_and_answers_the_same_counts_once() -> None:
    nine, ten = companies(9), companies(10)
    again = [replace(one, company=f"{one.company}-again", known=False) for one in nine]
    assert frozen([*nine, *again]).cohorts == ()
    assert frozen([*again, *(replace(one, company=f"{one.company}-{one}") for one in again)]).cohorts == ()
    anonymous = [replace(one, known=False) for one in ten]
    assert frozen(anonymous).finest(HERE) is not None, "who differs is somebody else"


def test_the_finest_cohort_of_ten_companies_is_told() -> None:
    found = frozen(companies(10)).finest(HERE)

    assert found is not None
    assert found.codes == HERE
    assert (found.at_least, found.as_of) == (10, MARCH)
    assert {name: (one.low, one.middle, one.high) for name, one in found.spreads.items()} == dict.fromkeys(
        ("exposure", "readiness", "technology"), (25, 50, 75)
    )


def test_nine_companies_are_not_told_at_all() -> None:
    assert frozen(companies(9)).cohorts == ()
    assert frozen([]).finest(HERE) is None


@pytest.mark.parametrize(
    ("missing", "expected"),
    [({"district": None}, MEDIUM), ({"size": None}, MACHINING), ({"sector": None}, EVERYBODY)],
    ids=lambda found: str(found),
)
def test_who_does_not_say_where_it_belongs_is_compared_with_more_companies(
    missing: dict[str, None], expected: Codes
) -> None:
    stated: dict[str, str | None] = {"sector": "machining", "size": "100-249", "district": "03101"}
    found = frozen(companies(10)).finest(LADDER.codes(**(stated | missing)))

    assert found is not None
    assert found.codes == expected


@pytest.mark.parametrize(
    "absent",
    [
        {"compares": False},
        {"finished_on": None},
        {"finished_on": JUNE},
        {"readiness": None},
        {"areas": {}},
        {"company": "c3"},
    ],
    ids=[
        "did not agree",
        "not finished",
        "finished later",
        "not known",
        "area not known",
        "the same company",
    ],
)
def test_the_tenth_company_does_not_count_unless_it_agreed_in_time_is_known_and_another(
    absent: dict[str, object],
) -> None:
    nine = companies(9)

    assert told(frozen([*nine, replace(a_company("tenth"), **absent)])) == set()  # type: ignore[arg-type]
    assert told(frozen([*nine, a_company("tenth")])) == {EVERYBODY, MACHINING, MEDIUM, HERE}


def test_of_one_company_the_newest_check_counts() -> None:
    older = [a_company(f"c{n}", value=0.0, day=MARCH - timedelta(days=90)) for n in range(10)]
    newer = [a_company(f"c{n}", value=1.0) for n in range(10)]
    found = frozen([*newer, *older]).finest(HERE)

    assert found is not None
    assert found.companies == 10
    assert found.spreads["readiness"].low == 100


def test_a_group_with_more_than_half_of_the_companies_keeps_its_cohort_from_being_told() -> None:
    def of_group(number: int) -> list[Record]:
        return [replace(one, group="holding" if n < number else None) for n, one in enumerate(companies(12))]

    assert told(frozen(of_group(6))) == {EVERYBODY, MACHINING, MEDIUM, HERE}
    assert told(frozen(of_group(7))) == set()


def test_a_few_that_are_left_are_not_found_by_taking_a_part_from_the_whole() -> None:
    """Twelve of sixteen are medium: the four others would follow from both."""
    small = companies(4, name="s", size="10-49")

    assert told(frozen([*companies(12), *small])) == {EVERYBODY, MACHINING}
    assert told(frozen([*companies(12), *small, *companies(6, name="u", size=None)])) == {
        EVERYBODY,
        MACHINING,
        MEDIUM,
        HERE,
    }


def test_of_two_parts_the_smaller_is_left_out_beside_the_few() -> None:
    plastics = companies(11, name="p", sector="plastics", size=None, district=None)
    few = companies(3, name="f", sector="logistics")

    assert told(frozen([*companies(12), *plastics, *few])) == {EVERYBODY, MACHINING, MEDIUM, HERE}


# --- from quarter to quarter ---------------------------------------------------------------------


@pytest.mark.parametrize("newcomers", [1, 4])
def test_too_few_newcomers_change_nothing_that_is_told_whatever_they_reached(newcomers: int) -> None:
    before = frozen(companies(12))
    for value in (0.0, 0.4, 1.0):
        after = frozen([*companies(12), *_newcomers(newcomers, value)], JUNE, before)
        assert after.cohorts == before.cohorts


def _newcomers(number: int, value: float) -> list[Record]:
    return [a_company(f"new{n}", value=value, day=JUNE) for n in range(number)]


def test_five_newcomers_make_a_cohort_be_told_anew() -> None:
    before = frozen(companies(12))
    found = frozen([*companies(12), *_newcomers(5, 1.0)], JUNE, before).finest(HERE)

    assert found is not None
    assert (found.as_of, found.at_least, found.spreads["readiness"].high) == (JUNE, 15, 100)


def test_newcomers_of_several_quarters_are_counted_together() -> None:
    first = frozen(companies(12))
    second = frozen([*companies(12), *_newcomers(3, 1.0)], JUNE, first)
    september = JUNE + timedelta(days=92)
    late = [a_company(f"late{n}", value=1.0, day=september) for n in range(2)]
    third = frozen([*companies(12), *_newcomers(3, 1.0), *late], september, second)

    assert [one.as_of for one in second.cohorts] == [MARCH] * 4
    assert [one.as_of for one in third.cohorts] == [september] * 4


def test_a_company_that_takes_its_consent_back_cannot_be_found_either() -> None:
    before = frozen(companies(13))

    assert frozen(companies(13)[1:], JUNE, before).cohorts == before.cohorts


def test_a_cohort_that_falls_below_ten_is_told_no_more_and_remembers_what_it_told() -> None:
    before = frozen(companies(12))
    fallen = frozen(companies(12)[3:], JUNE, before)
    back = frozen([*companies(12)[3:], *_newcomers(1, 0.9)], JUNE + timedelta(days=92), fallen)

    assert told(fallen) == set()
    assert fallen.finest(HERE) is None
    assert back.cohorts == before.cohorts, "one newcomer since it was told"


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 80))
def test_whatever_companies_there_are_no_few_and_no_group_can_be_told_from_what_is_told(
    seed: int, number: int
) -> None:
    records = _some(number, random.Random(seed))
    found = told(frozen(records))

    for codes in found:
        inside = _in(records, codes)
        parts = [one for one in found if one[:-1] == codes and len(one) == len(codes) + 1]
        left = [one for one in inside if not any(one in _in(records, part) for part in parts)]
        assert _may_be_told(inside)
        assert not left or _may_be_told(left)
        assert not codes or codes[:-1] in found


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(10, 60), st.randoms(use_true_random=False))
def test_the_order_of_companies_never_matters(seed: int, number: int, dice: random.Random) -> None:
    records = _some(number, random.Random(seed))
    shuffled = list(records)
    dice.shuffle(shuffled)

    assert frozen(shuffled) == frozen(records)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(10, 60), st.floats(0, 1), st.floats(0, 1))
def test_an_attacker_with_two_quarters_learns_nothing_about_the_one_who_came_in_between(
    seed: int, number: int, value: float, other: float
) -> None:
    records = _some(number, random.Random(seed))
    before = frozen(records)
    first, second = (
        frozen([*records, a_company("newcomer", value=share, day=JUNE)], JUNE, before)
        for share in (value, other)
    )

    seen_twice = {one.codes for one in before.cohorts if one.shown}
    assert [one for one in first.cohorts if one.codes in seen_twice] == [
        one for one in second.cohorts if one.codes in seen_twice
    ]
    assert {
        one.codes: one.spreads for one in first.cohorts if one.codes in seen_twice and one.shown
    }.items() <= {one.codes: one.spreads for one in before.cohorts}.items()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=10, max_size=30))
def test_quartiles_are_told_in_steps_and_in_order(shares: list[float]) -> None:
    found = frozen([a_company(f"c{n}", value=share) for n, share in enumerate(shares)]).finest(HERE)

    assert found is not None
    spread = found.spreads["exposure"]
    assert 0 <= spread.low <= spread.middle <= spread.high <= 100
    assert not any(one % 5 for one in (spread.low, spread.middle, spread.high))


def test_what_is_frozen_comes_back_from_its_text() -> None:
    found = frozen(companies(12))

    assert Benchmarks.model_validate_json(found.model_dump_json()) == found


def _some(number: int, dice: random.Random) -> list[Record]:
    return [
        a_company(
            f"c{n}",
            value=dice.random(),
            sector=dice.choice(SECTORS),
            size=dice.choice(SIZES),
            district=dice.choice(DISTRICTS),
            group=dice.choice(("holding", None, None, None)),
        )
        for n in range(number)
    ]


def _in(records: Sequence[Record], codes: Codes) -> list[Record]:
    return [
        one
        for one in records
        if LADDER.codes(sector=one.sector, size=one.size, district=one.district)[: len(codes)] == codes
    ]


def _may_be_told(records: Sequence[Record]) -> bool:
    groups = Counter(one.group for one in records if one.group)
    return len(records) >= 10 and max(groups.values(), default=0) <= len(records) / 2
