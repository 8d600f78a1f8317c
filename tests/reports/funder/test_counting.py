"""What is told of numbers: never few, never what gives few away, nothing that shows who came in between."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.cohorts.records import Record, ReferralFact
from reports.cohorts.statistics import Statistics, statistics
from reports.funder import counting
from reports.funder.published import Number, Published
from tests.reports.funder.networks import CLASSES, FRAME, LAST

WEEK_LATER = date(2026, 10, 7)


def companies(number: int, **traits: object) -> list[Record]:
    """Companies that have finished a check and are alike; a name tells them apart."""
    name = "-".join(map(str, traits.values()))
    one = Record("", known=True, started_on=date(2026, 1, 5), finished_on=date(2026, 1, 6), checks_finished=1)
    return [replace(one, company=f"{name}-{n}", **traits) for n in range(number)]  # type: ignore[arg-type]


def begun(number: int) -> list[Record]:
    return [replace(one, finished_on=None, checks_finished=0) for one in companies(number, sector="begun")]


def told(
    records: Sequence[Record], before: Published | None = None, kept: Statistics | None = None
) -> Published:
    return counting.publish(records, kept, CLASSES, as_of=LAST, before=before)


def number(records: Sequence[Record], rule: str, before: Published | None = None) -> tuple[str, float | None]:
    found = told(records, before).known.numbers[rule]
    return found.state, found.value


def test_fewer_than_five_are_not_told_and_none_is_told_alike() -> None:
    assert number(companies(4), "companies_finished") == ("few", None)
    assert number([], "companies_finished") == ("few", None)
    assert number(companies(5), "companies_finished") == ("told", 5)


def test_five_of_one_group_are_one() -> None:
    assert number(companies(9, group="holding"), "companies_finished") == ("held_back", None)
    assert number([*companies(9, group="a"), *companies(4)], "companies_finished") == ("told", 13)


def test_ten_sessions_of_one_company_tell_of_one_company() -> None:
    busy = companies(1, sessions=10)
    assert number(busy, "sessions_held") == ("held_back", None)
    assert number([*busy, *companies(4, sessions=1)], "sessions_held") == ("told", 14)


def test_anonymous_lines_stand_beside_and_count_as_no_company() -> None:
    lines = [*companies(6), *companies(7, known=False)]
    found = told(lines)
    assert found.known.numbers["companies_finished"].value == 6
    assert found.anonymous.numbers["companies_finished"].value == 7
    assert told(companies(6, known=False, sessions=1)).known.numbers["sessions_held"].value == 6


def test_those_who_only_began_cannot_be_reckoned_when_they_are_few() -> None:
    assert number([*companies(20), *begun(2)], "companies_reached") == ("at_least", 20)
    assert number([*companies(20), *begun(6)], "companies_reached") == ("told", 26)


def test_what_is_within_another_figure_leaves_no_small_rest() -> None:
    needy = companies(18, unmet=("robotics",))
    assert number([*needy, *companies(2)], "companies_with_unmet_needs") == ("at_least", 15)
    assert number([*needy, *companies(8)], "companies_with_unmet_needs") == ("told", 18)
    assert number(needy, "companies_with_unmet_needs") == ("told", 18)


def test_a_number_stays_until_it_has_grown_by_five() -> None:
    before = told(companies(20))
    assert number(companies(24), "companies_finished", before) == ("told", 20)
    assert number(companies(25), "companies_finished", before) == ("told", 25)


def test_a_number_never_falls_when_a_company_takes_its_data_away() -> None:
    assert number(companies(3), "companies_finished", told(companies(20))) == ("told", 20)


@given(st.integers(0, 40), st.integers(0, 12), st.integers(0, 12))
@settings(max_examples=30, deadline=None)
def test_two_reports_a_week_apart_are_the_same_or_differ_by_five(
    finished: int, joined: int, unfinished: int
) -> None:
    first = told([*companies(finished, sessions=1), *begun(unfinished)])
    later = [*companies(finished, sessions=1), *companies(joined, sessions=2), *begun(unfinished)]
    second = counting.publish(later, None, CLASSES, as_of=WEEK_LATER, before=first)
    for rule, old in first.known.numbers.items():
        new = second.known.numbers[rule]
        if old.value is not None and new.value is not None:
            assert new.value == old.value or new.value >= old.value + 5, rule


def test_a_referral_counts_from_when_it_has_gone_out() -> None:
    def referred(state: str, sent_on: date | None, helped: bool | None = None) -> list[Record]:
        return companies(6, referrals=(ReferralFact("lab", state, helped, sent_on),))

    assert number(referred("proposed", None), "referrals_sent") == ("few", None)
    assert number(referred("withdrawn", None), "referrals_sent") == ("few", None)
    assert number(referred("expired", LAST), "referrals_sent") == ("told", 6)
    assert number(referred("declined", LAST), "referrals_accepted") == ("few", None)
    assert number(referred("contacted", LAST), "referrals_accepted") == ("told", 6)


@pytest.mark.parametrize(
    ("state", "said", "counts"),
    [
        ("closed_helped", None, True),
        ("closed_helped", False, False),
        ("closed_not_helped", True, True),
        ("contacted", True, False),
    ],
)
def test_whether_it_helped_says_the_company_before_the_provider(
    state: str, said: bool | None, counts: bool
) -> None:
    found = number(companies(6, referrals=(ReferralFact("lab", state, said, LAST),)), "referrals_helped")
    assert found == (("told", 6) if counts else ("few", None))


# --- taken from the frozen statistics --------------------------------------------------------------


def frozen(records: Sequence[Record]) -> Statistics:
    found = statistics(records, FRAME, LAST, protect=False)
    assert found is not None
    return found


def divided(found: Published, attribute: str) -> dict[str, Number]:
    return found.known.divided["companies_finished"][attribute]


def test_sizes_are_put_together_to_the_classes_of_the_funder() -> None:
    firms = [one for size in ("1-9", "10-49", "50-99", "100-249") for one in companies(6, size=size)]
    found = told(firms, kept=frozen(firms))
    assert {code: one.value for code, one in divided(found, "size_class").items()} == {
        "micro": 6,
        "small": 6,
        "medium": 12,
        "large": 0,
    }
    assert found.known.numbers["smes_finished"].value == 24


def test_a_class_with_a_hidden_size_is_told_as_at_least_the_rest() -> None:
    firms = [*companies(9, size="50-99"), *companies(2, size="100-249"), *companies(9, size="1-9")]
    medium = divided(told(firms, kept=frozen(firms)), "size_class")["medium"]
    assert (medium.state, medium.value) == ("at_least", 9)


def test_a_chamber_is_told_of_its_own_districts_and_nothing_that_is_not_kept_for_it() -> None:
    firms = [*companies(8, district="03101", size="1-9"), *companies(7, district="03103", size="1-9")]
    found = counting.of_house(frozen(firms), CLASSES, house="ihk-braunschweig", as_of=LAST).known
    assert found.numbers["companies_finished"].value == 8
    assert found.divided["companies_finished"]["size_class"]["micro"].value == 8
    assert found.numbers["sessions_held"].state == "network"
    assert found.numbers["companies_reached"].state == "network"


def test_what_was_published_is_kept_as_json_and_read_again() -> None:
    found = told(companies(20, size="10-49"), kept=frozen(companies(20, size="10-49")))
    assert Published.model_validate_json(found.model_dump_json()) == found
