"""The released catalogue: what stands in it, and which door it names in which district."""

from collections import Counter
from datetime import date

import pytest

from matching.catalogue import released
from matching.eligibility import shown
from matching.lint import problems
from matching.profile import profile
from matching.ranking import match
from questionnaires import library
from questionnaires.library.cases import Case, worked
from questionnaires.routing import route
from questionnaires.scoring import score
from tests.matching.builders import REGION, TODAY, CompanyBuilder, a_company, a_supplier

Q = library.released("readiness")
OFFERS = released().offers


def fitting(who: CompanyBuilder, today: date = TODAY) -> set[str]:
    matches = match(released(), who.profile, today)
    return {found.offer.id for found in (*matches.first, *matches.further)}


def test_nothing_is_to_be_mended() -> None:
    assert problems(released(), Q) == []


def test_all_researched_offers_are_there() -> None:
    assert Counter(offer.kind for offer in OFFERS) == {
        "lab": 4,
        "initiative": 27,
        "partner": 44,
        "funding": 22,
    }
    assert Counter(offer.status.state for offer in OFFERS) == {"running": 78, "unclear": 15, "ended": 4}


def test_companies_see_what_runs_and_is_meant_for_them() -> None:
    reliable = [o for o in OFFERS if o.status.state == "running" and o.status.confidence != "low"]
    carriers = [o for o in reliable if not o.for_companies]
    assert (len(reliable), len(carriers)) == (78, 2)
    assert sum(map(shown, OFFERS)) == 76


@pytest.mark.parametrize("ended", ["transfernale", "koop-web-son", "transformer-son", "nbank-investkredit"])
def test_what_has_ended_is_kept_and_not_shown(ended: str) -> None:
    assert ended in released().offer
    assert ended not in fitting(a_supplier())


@pytest.mark.parametrize("carrier", ["fachkraeftebuendnis-son", "strukturhilfen-helmstedt"])
def test_what_pays_carriers_is_no_help_for_a_company(carrier: str) -> None:
    assert not released().offer[carrier].for_companies
    assert carrier not in fitting(a_supplier())


# --- who is responsible where

CHAMBERS = {"ihk-braunschweig", "ihk-lueneburg-wolfsburg"}
CRAFT_CHAMBERS = {"hwk-bls", "hwk-hildesheim"}
AGENCIES = {"aa-braunschweig-goslar", "aa-helmstedt", "aa-hildesheim"}

DOORS = {
    "03101": ("ihk-braunschweig", "hwk-bls", "aa-braunschweig-goslar"),
    "03102": ("ihk-braunschweig", "hwk-bls", "aa-braunschweig-goslar"),
    "03103": ("ihk-lueneburg-wolfsburg", "hwk-bls", "aa-helmstedt"),
    "03151": ("ihk-lueneburg-wolfsburg", "hwk-bls", "aa-helmstedt"),
    "03153": ("ihk-braunschweig", "hwk-bls", "aa-braunschweig-goslar"),
    "03154": ("ihk-braunschweig", "hwk-bls", "aa-helmstedt"),
    "03157": ("ihk-braunschweig", "hwk-hildesheim", "aa-hildesheim"),
    "03158": ("ihk-braunschweig", "hwk-bls", "aa-braunschweig-goslar"),
}


@pytest.mark.parametrize(("district", "doors"), DOORS.items())
def test_each_district_has_its_own_doors(district: str, doors: tuple[str, str, str]) -> None:
    assert released().districts[district].bodies == doors
    in_both = a_company().in_district(district).member_of("ihk", "hwk")
    assert fitting(in_both) & (CHAMBERS | CRAFT_CHAMBERS | AGENCIES) == set(doors)


@pytest.mark.parametrize("district", REGION)
def test_a_member_of_one_chamber_is_not_sent_to_the_other(district: str) -> None:
    company = a_company().in_district(district)
    assert fitting(company.member_of("hwk")) & CHAMBERS == set()
    assert fitting(company.member_of("ihk")) & CRAFT_CHAMBERS == set()


@pytest.mark.parametrize("district", ["03", "de"])
def test_elsewhere_no_door_of_the_region_is_named(district: str) -> None:
    assert fitting(a_company().in_district(district)) & (CHAMBERS | CRAFT_CHAMBERS | AGENCIES) == set()


@pytest.mark.parametrize("district", REGION)
def test_regional_investment_grants_are_for_goslar_and_helmstedt_only(district: str) -> None:
    area = released().districts[district].funding_area == "D"
    assert area is (district in {"03153", "03154"})
    grant = "niedersachsen-invest-grw"
    assert (grant in fitting(a_supplier().in_district(district))) is area


def test_a_member_of_a_group_is_never_promised_an_sme_programme() -> None:
    member = a_supplier().with_employees(80, 80).part_of_a_group()
    matches = match(released(), member.profile, TODAY)
    sme = [found for found in (*matches.first, *matches.further) if found.offer.criteria.sme]
    assert sme
    assert all("sme_linked" in [c.reason for c in found.verdict.open] for found in sme)


def test_a_large_company_is_sent_to_no_sme_programme() -> None:
    large = fitting(a_supplier().with_employees(500, None))
    assert not any(offer.id in large for offer in OFFERS if offer.criteria.sme)


# --- what companies get


@pytest.mark.parametrize("case", worked("readiness", Q.version).values(), ids=lambda case: case.title)
def test_the_worked_companies_are_shown_five_offers_that_serve_their_needs(case: Case) -> None:
    path = route(Q, case.answers, case.check)
    matches = match(released(), profile(Q, path, score(Q, path)), TODAY)
    assert len(matches.first) == 5
    assert all(found.served for found in matches.first)
    assert matches.first[0].fit == "very_good"
