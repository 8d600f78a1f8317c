import pytest

from matching.eligibility import CRITERIA, judge
from matching.offers import Criteria
from matching.reasons import Criterion
from questionnaires.conditions import Fact, Range, one_of
from tests.matching.builders import REGION, TODAY, CompanyBuilder, a_company, a_rule, a_supplier, an_offer


def judged(company: CompanyBuilder, criterion: str, **criteria: object) -> Criterion:
    """The one criterion of that name, of an offer with these conditions."""
    verdict = judge(an_offer(criteria=criteria), company.facts, TODAY)
    return next(found for found in verdict.criteria if found.id == criterion)


def test_every_kind_of_condition_in_an_offer_has_its_judge() -> None:
    assert set(CRITERIA) == set(Criteria.model_fields) | {"status", "end"}


# --- place


def test_a_district_in_the_list_is_served() -> None:
    found = judged(a_company().in_district("03103"), "district", district=["03103", "03151"])
    assert (found.value, found.reason, found.facts) == (True, "district_served", ("district",))
    assert found.arguments == {"districts": ("03103", "03151")}


@pytest.mark.parametrize("elsewhere", ["03", "de", "03101"])
def test_another_district_is_not_served(elsewhere: str) -> None:
    found = judged(a_company().in_district(elsewhere), "district", district=["03153", "03154"])
    assert (found.value, found.reason) == (False, "district_not_served")


@pytest.mark.parametrize(
    ("district", "served"), [*((key, True) for key in REGION), ("03", True), ("de", False)]
)
def test_an_offer_of_the_state_serves_all_of_the_state(district: str, served: bool) -> None:
    found = judged(a_company().in_district(district), "district", district="niedersachsen")
    assert (found.value, dict(found.arguments)) == (served, {"districts": ("niedersachsen",)})


@pytest.mark.parametrize(
    "company", [a_company(), a_company().in_district("de"), a_company().in_district("03101")]
)
def test_an_offer_for_all_asks_for_no_district(company: CompanyBuilder) -> None:
    found = judged(company, "district", district="deutschland")
    assert (found.value, found.reason, found.facts) == (True, "district_open_to_all", ())


@pytest.mark.parametrize(
    ("district", "reason"), [(None, "district_missing"), (one_of("03101", "03103"), "district_unsure")]
)
def test_a_district_that_is_not_known_stays_open(district: Fact | None, reason: str) -> None:
    found = judged(a_company().knowing(district=district), "district", district=["03103"])
    assert (found.value, found.reason) == (None, reason)


# --- size


@pytest.mark.parametrize(
    ("low", "high", "value", "reason"),
    [
        (10, 49, True, "employees_within"),
        (50, 99, None, "employees_straddle"),
        (60, 60, True, "employees_within"),
        (61, 99, False, "employees_too_many"),
        (1, 9, False, "employees_too_few"),
        (1, 49, None, "employees_straddle"),
        (1, None, None, "employees_straddle"),
        (500, None, False, "employees_too_many"),
    ],
)
def test_a_size_is_compared_as_a_range(low: int, high: int | None, value: bool | None, reason: str) -> None:
    company = a_company().independent().with_employees(low, high)
    found = judged(company, "employees", employees={"min": 10, "max": 60})
    assert (found.value, found.reason) == (value, reason)
    assert found.arguments == {"min": 10, "max": 60, "low": low, "high": high}


def test_a_band_that_straddles_the_limit_is_unknown() -> None:
    company = a_company().independent().with_employees(50, 249)
    assert judged(company, "employees", employees={"max": 200}).reason == "employees_straddle"


def test_headcount_alone_never_meets_an_upper_limit() -> None:
    small = a_company().with_employees(10, 49)
    limit = {"max": 499}
    assert judged(small.part_of_a_group(), "employees", employees=limit).reason == "employees_linked"
    assert judged(small, "employees", employees=limit).reason == "employees_group_missing"
    assert judged(small.independent(), "employees", employees=limit).reason == "employees_within"


def test_a_size_that_is_no_number_is_missing() -> None:
    company = a_company().independent().knowing(employees=one_of("many"))
    assert judged(company, "employees", employees={"max": 60}).reason == "employees_missing"


def test_a_lower_limit_asks_for_headcount_only() -> None:
    found = judged(a_company().with_employees(50, 99), "employees", employees={"min": 10})
    assert (found.value, found.facts) == (True, ("employees",))


@pytest.mark.parametrize(
    ("company", "value", "reason"),
    [
        (a_company().with_employees(50, 99).independent(), True, "sme_within"),
        (a_company().with_employees(80, 80).part_of_a_group(), None, "sme_linked"),
        (a_company().with_employees(80, 80), None, "sme_group_missing"),
        (a_company().with_employees(200, 300).independent(), None, "sme_straddle"),
        (a_company().with_employees(250, 499).independent(), False, "sme_too_many"),
        (a_company().with_employees(250, 499).part_of_a_group(), False, "sme_too_many"),
        (a_company().independent(), None, "sme_missing"),
    ],
)
def test_small_and_medium_sized_is_more_than_headcount(
    company: CompanyBuilder, value: bool | None, reason: str
) -> None:
    found = judged(company, "sme", sme=True)
    assert (found.value, found.reason, found.facts) == (value, reason, ("employees", "group"))


def test_the_headcount_of_an_sme_is_judged_once() -> None:
    verdict = judge(an_offer(criteria={"sme": True, "employees": {"max": 249}}), a_supplier().facts, TODAY)
    assert [found.id for found in verdict.criteria] == ["district", "sme", "status"]


def test_a_stricter_size_is_judged_beside_sme() -> None:
    verdict = judge(an_offer(criteria={"sme": True, "employees": {"max": 99}}), a_supplier().facts, TODAY)
    assert [found.id for found in verdict.criteria] == ["district", "employees", "sme", "status"]


# --- further rules

FORMING = {"fact": "sector", "under": ["25.5"]}


@pytest.mark.parametrize(
    ("company", "value", "reason"),
    [
        (a_company().in_sector("25.5"), True, "rule_met"),
        (a_company().in_sector("22"), False, "rule_not_met"),
        (a_company().in_sector("24.5", "25.5"), None, "rule_open"),
        (a_company(), None, "rule_open"),
    ],
)
def test_a_rule_says_what_it_rests_on(company: CompanyBuilder, value: bool | None, reason: str) -> None:
    found = judged(company, "forming", rules=[a_rule(FORMING, "forming")])
    assert (found.value, found.reason, found.facts) == (value, reason, ("sector",))
    assert found.arguments == {"rule": "forming"}


def test_an_offer_says_what_would_fulfil_a_rule() -> None:
    change = {"de": "Umformen hilft.", "en": "Forming helps."}
    offer = an_offer(criteria={"rules": [a_rule(FORMING, "forming") | {"change": change}]})
    found = judge(offer, a_company().in_sector("22").facts, TODAY).failing[0]
    told = offer.criteria.rule[found.id].change
    assert told is not None
    assert told.de == "Umformen hilft."


def test_a_rule_on_headcount_minds_linked_enterprises_too() -> None:
    rules = [
        a_rule({"any": [{"fact": "employees", "at_most": 9}, {"fact": "works_council", "is": "present"}]})
    ]
    tiny = a_company().with_employees(1, 9).knowing(works_council=one_of("absent"))
    assert judged(tiny.independent(), "rule", rules=rules).reason == "rule_met"
    linked = judged(tiny.part_of_a_group(), "rule", rules=rules)
    assert (linked.reason, linked.facts) == ("rule_open", ("employees", "group"))


def test_a_rule_on_a_least_headcount_needs_no_word_on_linked_enterprises() -> None:
    rules = [a_rule({"fact": "employees", "at_least": 50})]
    assert judged(a_company().with_employees(50, 99), "rule", rules=rules).reason == "rule_met"


# --- together


def test_not_met_beats_unknown_beats_met() -> None:
    unknown_and_failing = an_offer(criteria={"district": ["03153"], "rules": [a_rule(FORMING)]})
    verdict = judge(unknown_and_failing, a_company().in_district("03101").facts, TODAY)
    assert verdict.value is False
    assert [found.id for found in verdict.failing] == ["district"]
    assert [found.id for found in verdict.open] == ["rule", "status"]


def test_an_offer_is_met_when_everything_is_known_and_confirmed() -> None:
    confirmed = an_offer(status={"confirmed_on": "2026-05-01"}, criteria={"sme": True})
    assert judge(confirmed, a_supplier().facts, TODAY).value is True


def test_a_fact_can_be_a_range_of_percent() -> None:
    rules = [a_rule({"fact": "automotive_share", "at_least": 1})]
    assert judged(a_company().knowing(automotive_share=Range(0, 0)), "rule", rules=rules).value is False
    assert judged(a_company().knowing(automotive_share=Range(1, 19)), "rule", rules=rules).value is True
