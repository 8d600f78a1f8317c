"""The registry of reasons: nothing in it that cannot happen, nothing that happens outside it."""

from collections.abc import Iterator
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.catalogue import released
from matching.eligibility import judge
from matching.offers import OWN_CRITERIA
from matching.reasons import REASONS, Criterion
from questionnaires.conditions import Fact, Range, one_of
from tests.matching.builders import TODAY, a_company, a_rule, an_offer
from tests.matching.strategies import companies

SIZES: list[Fact | None] = [None, Range(1, 9), Range(10, 99), Range(100, 400), Range(500, None)]
GROUPS: list[Fact | None] = [None, one_of("independent"), one_of("part_of_group")]
DISTRICTS: list[Fact | None] = [None, one_of("03101"), one_of("03103"), one_of("03101", "03103")]


def _everything() -> Iterator[Criterion]:
    rules = [a_rule({"fact": "sector", "under": ["25"]})]
    sized = {"sme": True, "employees": {"min": 10, "max": 150}, "rules": rules, "district": ["03101"]}
    for size in SIZES:
        for group in GROUPS:
            company = a_company().knowing(employees=size, group=group)
            for offer in (an_offer(criteria=sized), an_offer(criteria={"sme": True})):
                yield from judge(offer, company.facts, TODAY).criteria
    for district in DISTRICTS:
        for sector in (None, one_of("25"), one_of("22")):
            facts = {"district": district, "sector": sector}
            yield from judge(an_offer(criteria=sized), facts, TODAY).criteria
    for state in ("running", "unclear", "ended"):
        for confirmed in (None, "2026-01-01", "2024-01-01"):
            for end in ("final", "announced"):
                for until in ("2026-12-31", "2026-10-01", "2026-01-01"):
                    status = {"state": state, "confirmed_on": confirmed, "end": end, "valid_until": until}
                    yield from judge(an_offer(status=status), {}, TODAY).criteria


def test_every_code_in_the_registry_can_be_produced_and_no_other() -> None:
    assert {criterion.reason for criterion in _everything()} == set(REASONS)


def test_a_code_always_means_the_same_truth_and_carries_the_same_arguments() -> None:
    for criterion in _everything():
        reason = REASONS[criterion.reason]
        assert criterion.value is reason.value
        assert tuple(criterion.arguments) == reason.arguments


def test_criteria_bear_the_names_that_rules_may_not_take() -> None:
    assert {criterion.id for criterion in _everything()} == OWN_CRITERIA | {"rule"}


@settings(deadline=None)
@given(companies(), st.dates(date(2024, 1, 1), date(2030, 1, 1)))
def test_the_real_catalogue_stays_inside_the_registry(facts: dict[str, Fact | None], today: date) -> None:
    for offer in released().offers:
        for criterion in judge(offer, facts, today).criteria:
            assert tuple(criterion.arguments) == REASONS[criterion.reason].arguments
