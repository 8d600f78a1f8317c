"""What may be told of many companies, when, and of whom."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.cohorts import crossing
from reports.cohorts.counts import LEAST, told
from reports.cohorts.crossing import CHAMBER, DISTRICT, NO, SECTOR, SIZE, YES, Cell, TooManyCrossed
from reports.cohorts.records import Record, ReferralFact
from reports.cohorts.statistics import Population, Statistics, statistics
from tests.reports.cohorts.populations import FIRST_DAY, FRAME, QUARTER, companies

NEXT_DAY = FIRST_DAY + QUARTER
TOTAL = Cell((), ())


def some(number: int, **values: object) -> list[Record]:
    """So many companies that are alike."""
    plain = companies(1, 1)[0]
    alike: dict[str, object] = {
        "size": "10-49",
        "sector": "machining",
        "district": "03101",
        "needs": (),
        "unmet": (),
    }
    alike |= {"referrals": (), "checks_finished": 1, **values}
    return [replace(plain, company=f"{n}-{values}", **alike) for n in range(number)]  # type: ignore[arg-type]


def population(records: Iterable[Record], earlier: Iterable[Statistics] = ()) -> Population:
    found = statistics([*records], FRAME, FIRST_DAY, [*earlier])
    assert found is not None
    assert found.known is not None
    return found.known


def by_district(found: Population, *districts: str) -> list[int | None]:
    return [found.figure(Cell((DISTRICT,), (district,))).count for district in districts]


def test_companies_are_counted_by_what_they_share_and_by_bits() -> None:
    one, other = FRAME.row(some(1, needs=("energy",))[0]), FRAME.row(some(1)[0])
    assert one.bases is other.bases
    assert [row.code("need:energy") for row in (one, other)] == [YES, NO]
    assert [row.code(CHAMBER) for row in (one, other)] == ["south", "south"]
    assert (crossing.flags([one, other]), crossing.flags([other])) == ({"need:energy"}, set())
    assert crossing.column("need:energy", [one, other]) == [YES, NO]
    assert crossing.column("need:robots", [one, other]) == [NO, NO]


def test_five_companies_may_be_told_and_four_not() -> None:
    assert statistics(some(4), FRAME, FIRST_DAY) is None
    assert population(some(5)).figure(TOTAL).count == 5


def test_a_small_number_takes_the_smallest_beside_it_along() -> None:
    found = population(some(12) + some(6, district="03102") + some(2, district="03157"))
    assert by_district(found, "03101", "03102", "03157", "03") == [12, None, None, 0]


def test_all_districts_but_one_tell_nothing_of_that_one() -> None:
    found = population(some(30) + some(20, district="03102") + some(3, district="03157"))
    assert found.figure(Cell((CHAMBER,), ("south",))).count == 53
    assert by_district(found, "03101", "03102", "03157") == [30, None, None]


def test_two_attributes_are_the_most_that_are_crossed() -> None:
    assert crossing.crossed(SIZE, SECTOR) == (SIZE, SECTOR)
    with pytest.raises(TooManyCrossed):
        crossing.crossed(SIZE, SECTOR, DISTRICT)
    found = population(companies(60, 1))
    assert max(len(table.attributes) for table in found.tables) == 2


def test_known_companies_and_anonymous_checks_are_never_counted_together() -> None:
    both = [*companies(20, 1), *companies(9, 2, known=False)]
    found = statistics(both, FRAME, FIRST_DAY)
    assert found is not None
    assert found.known is not None
    assert found.anonymous is not None
    assert (found.known.companies, found.anonymous.companies) == (20, 9)
    fewer = statistics([*companies(20, 1), *companies(4, 2, known=False)], FRAME, FIRST_DAY)
    assert fewer is not None
    assert fewer.anonymous is None


def test_one_newcomer_in_a_week_changes_nothing_that_is_told() -> None:
    first = statistics(some(20), FRAME, FIRST_DAY)
    assert first is not None
    week = FIRST_DAY + timedelta(days=7)
    newcomer = some(1, district="03157", finished_on=week)
    assert statistics(some(20) + newcomer, FRAME, week, [first]) is None


def test_newcomers_of_one_kind_leave_the_other_as_it_was_told() -> None:
    first = statistics(some(20) + some(10, known=False), FRAME, FIRST_DAY)
    assert first is not None
    more = some(30) + some(10, known=False) + some(1, known=False, finished_on=NEXT_DAY)
    more += some(8, finished_on=NEXT_DAY)
    second = statistics(more, FRAME, NEXT_DAY, [first])
    assert second is not None
    assert second.anonymous == first.anonymous
    assert second.known is not None
    assert second.known.as_of == NEXT_DAY


def test_a_number_that_changed_by_less_than_five_is_hidden_and_says_what_was_told_last() -> None:
    before = some(20) + some(12, district="03103")
    first = statistics(before, FRAME, FIRST_DAY)
    assert first is not None
    new = some(9, finished_on=NEXT_DAY) + some(2, district="03103", finished_on=NEXT_DAY)
    second = statistics(before + new, FRAME, NEXT_DAY, [first])
    assert second is not None
    assert second.known is not None
    assert by_district(second.known, "03101", "03103") == [None, None]
    earlier = second.known.figure(Cell((DISTRICT,), ("03103",))).earlier
    assert earlier is not None
    assert (earlier.count, earlier.as_of) == (12, FIRST_DAY)


def test_fewer_newcomers_than_a_tenth_make_no_new_figures() -> None:
    first = statistics(some(90), FRAME, FIRST_DAY)
    assert first is not None
    assert statistics(some(90) + some(8, finished_on=NEXT_DAY), FRAME, NEXT_DAY, [first]) is None
    assert statistics(some(90) + some(10, finished_on=NEXT_DAY), FRAME, NEXT_DAY, [first]) is not None


def test_whoever_has_only_begun_is_told_apart() -> None:
    begun = some(7, finished_on=None, checks_finished=0)
    found = population(some(10) + begun)
    assert (found.companies, found.begun.count) == (10, 7)
    assert population(some(10) + begun[:3]).begun.count is None


def test_checks_are_told_to_the_nearest_five() -> None:
    found = population(some(10) + some(3, checks_finished=2, checks_started=2))
    assert (found.started, found.finished) == (15, 15)


def test_a_need_that_nearly_everybody_has_is_hidden_like_one_that_hardly_anybody_has() -> None:
    with_need, without = some(20, needs=("charging",)), some(2)
    found = population(with_need + without)
    assert found.figure(Cell(("need:charging",), (YES,))).count is None


def needing(found: Population) -> list[int | None]:
    """Who has the need and who has not; then the same in the south."""
    by_all = [found.figure(Cell(("need:charging",), (code,))).count for code in (YES, NO)]
    south = [found.figure(Cell(("need:charging", CHAMBER), (code, "south"))).count for code in (YES, NO)]
    return by_all + south


def test_a_need_that_all_companies_have_is_hidden_since_it_would_tell_of_each() -> None:
    assert needing(population(some(12, needs=("charging",)))) == [None, None, None, None]


def test_a_need_that_all_companies_of_a_chamber_have_is_hidden_there() -> None:
    in_the_south = some(12, needs=("charging",))
    found = population(in_the_south + some(9, needs=("charging",), district="03103") + some(9, district="03"))
    assert needing(found)[2:] == [None, None]


def test_a_need_that_all_newcomers_have_is_hidden_until_others_come() -> None:
    before = some(8, needs=("charging",)) + some(9)
    first = statistics(before, FRAME, FIRST_DAY)
    assert first is not None
    new = some(7, needs=("charging",), finished_on=NEXT_DAY)
    second = statistics(before + new, FRAME, NEXT_DAY, [first])
    assert second is not None
    assert second.known is not None
    assert needing(population(before)) == [8, 9, 8, 9]
    assert needing(second.known) == [None, None, None, None]


def test_unmet_needs_are_counted_by_field_and_district() -> None:
    unmet = some(8, unmet=("charging",), needs=("charging",))
    found = population(unmet + some(9) + some(12, district="03103"))
    assert found.figure(Cell(("field:infrastructure", DISTRICT), (YES, "03101"))).count == 8
    assert found.figure(Cell(("field:infrastructure", DISTRICT), (YES, "03103"))).count == 0


def test_a_company_with_two_referrals_counts_once_in_each_state() -> None:
    sent = ReferralFact("lab", "sent", sent_on=FIRST_DAY)
    helped = ReferralFact("fund", "closed_helped", helped=True, sent_on=FIRST_DAY)
    found = population(some(6, referrals=(sent, sent, helped)) + some(9))
    flags = ("referral:sent", crossing.REFERRED, crossing.HELPED)
    assert [found.figure(Cell((flag,), (YES,))).count for flag in flags] == [6, 6, 6]


def test_figures_survive_being_kept_as_json() -> None:
    found = statistics(companies(40, 3), FRAME, FIRST_DAY)
    assert found is not None
    assert Statistics.model_validate_json(found.model_dump_json()) == found


@settings(max_examples=8, deadline=None)
@given(st.integers(LEAST, 90), st.integers(0, 10_000))
def test_what_is_told_is_true_and_never_small(number: int, seed: int) -> None:
    records = companies(number, seed)
    found = population(records)
    for table in found.tables:
        for figure in table.figures:
            truth = sum(
                crossing.cell(table.attributes, FRAME.row(one)).codes == figure.codes for one in records
            )
            assert figure.count in (None, truth)
            assert figure.count is None or told(figure.count) is not None


@settings(max_examples=6, deadline=None)
@given(st.integers(LEAST, 60), st.integers(0, 10_000))
def test_cells_that_are_hidden_together_stand_for_five_or_more(number: int, seed: int) -> None:
    found = population(companies(number, seed))
    for table in ((SIZE,), (SECTOR,), (DISTRICT,), (CHAMBER,)):
        shown = [one.count for part in found.tables if part.attributes == table for one in part.figures]
        assert told(number - sum(count or 0 for count in shown)) is not None
