"""Golden cases: who may use which offer, approved by hand with the facts beside it.

The tables hold, for each of the 97 offers, the verdict for every district, size and sector, for a member
of a group, a craft firm and a firm without works council, and its standing around its end. A change to a
rule or an offer shows as a difference from them. A person approves it, nobody copies it: `python -m
tests.content.golden` prints the tables as they are found.
"""

import pytest

from matching.catalogue import released
from matching.eligibility import judge
from matching.offers import KINDS, Offer
from questionnaires.conditions import both
from tests.content.golden.approved import TODAY, approved, current, differences, standing
from tests.content.golden.companies import CELLS, DISTRICTS, SECTORS, SIZES, Cell, facts
from tests.content.golden.tables import SPANS, changed, grid, rows

OFFERS = released().offers

every_offer = pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: offer.id)


@every_offer
def test_an_offer_is_judged_as_approved(offer: Offer) -> None:
    assert differences(offer) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_approved_offer_is_still_in_the_catalogue(kind: str) -> None:
    assert [*approved(kind)] == [offer.id for offer in OFFERS if offer.kind == kind]


def test_every_offer_has_its_rule_in_words() -> None:
    assert all(golden.rule for kind in KINDS for golden in approved(kind).values())


def test_the_table_covers_every_district_band_and_sector() -> None:
    assert len(CELLS) == len(DISTRICTS) * len(SIZES) * len(SECTORS) == 120


@pytest.mark.parametrize("cell", CELLS[::13], ids=", ".join)
def test_standing_and_conditions_together_are_the_whole_verdict(cell: Cell) -> None:
    for offer in OFFERS:
        golden = approved(offer.kind)[offer.id]
        parts = [golden.standing[TODAY], golden.companies["ordinary"][cell]]
        assert both(parts) is judge(offer, facts(cell, "ordinary"), TODAY).value, offer.id


def test_the_standing_of_an_offer_is_the_same_for_every_company() -> None:
    company = facts(CELLS[0], "ordinary")
    assert all(standing(o, company, TODAY) is approved(o.kind)[o.id].standing[TODAY] for o in OFFERS)


# --- what holds for many offers at once


def fitting(kind: str, cell: Cell, variant: str = "ordinary") -> set[str]:
    return {id_ for id_, golden in approved(kind).items() if golden.companies[variant][cell]}


@pytest.mark.parametrize("size", SIZES)
def test_nothing_for_smes_is_met_by_a_member_of_a_group(size: str) -> None:
    sme = {offer.id for offer in OFFERS if offer.criteria.sme}
    for kind in KINDS:
        assert fitting(kind, Cell("Goslar", size, "supplier"), "group") & sme == set()


def test_249_and_250_employees_are_different_bands() -> None:
    below, above = (Cell("Goslar", size, "supplier") for size in ("100-249", "250-499"))
    lost = {id_ for kind in KINDS for id_ in fitting(kind, below) - fitting(kind, above)}
    assert lost == {offer.id for offer in OFFERS if offer.criteria.sme}


# --- how a table is read, written and compared


def test_a_difference_names_offer_district_band_and_sector() -> None:
    offer = released().offer["niedersachsen-invest-grw"]
    wider = offer.criteria.model_copy(update={"district": ("03102", "03153", "03154")})
    lines = differences(offer.model_copy(update={"criteria": wider}))
    told = "district Salzgitter, band 100-249, supplier: approved not met, found met"
    assert f"offer niedersachsen-invest-grw, {told}" in lines
    assert all("district Salzgitter" in line for line in lines)


def test_a_difference_in_standing_or_text_is_told_too() -> None:
    offer = released().offer["bafa-unternehmensberatung"]
    longer = offer.status.model_copy(update={"valid_until": None, "confirmed_on": TODAY})
    changed_offer = offer.model_copy(update={"status": longer, "notes": None})
    lines = [line.removeprefix("offer bafa-unternehmensberatung, ") for line in differences(changed_offer)]
    assert lines[:2] == [
        "standing on 2026-11-22: approved unknown, found met",
        "standing on 2027-01-01: approved not met, found nothing",
    ]
    assert "text: approved 'gilt nicht für Wolfsburg und Gifhorn', not found" in lines


def test_an_offer_that_is_new_asks_for_approval() -> None:
    new = released().offer["zim"].model_copy(update={"id": "new-programme"})
    assert differences(new) == ["offer new-programme: not approved yet"]


def test_spans_end_where_bands_end() -> None:
    assert SPANS["1-249"] == ("1-9", "10-49", "50-99", "100-249")
    assert SPANS["250+"] == ("250-499", "500+")
    with pytest.raises(KeyError):
        grid("met", [{"size": "1-200", "is": "not met"}])


@pytest.mark.parametrize("row", [{"in": "Hannover", "is": "met"}, {"where": "Peine", "is": "met"}])
def test_a_row_in_other_words_is_refused(row: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="knows"):
        grid("met", [row])


@pytest.mark.parametrize("offer", ["daisec", "rewimet", "cyberrisikocheck", "wis-kleinbetriebe", "hwk-bls"])
def test_printed_rows_give_the_table_they_were_made_from(offer: str) -> None:
    empty = grid("met", [])
    for golden in approved(released().offer[offer].kind)[offer].companies.values():
        assert changed(empty, rows(empty, golden)) == golden


def test_what_is_printed_can_be_approved() -> None:
    assert current(["zim"]).startswith("- offer: zim\n  rule: All Germany, any sector, usually fewer")
    assert "group:\n    - {size: 1-499, is: unknown}\n" in current(["zim"])
