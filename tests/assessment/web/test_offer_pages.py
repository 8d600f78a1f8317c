"""One offer with every condition, two of them side by side, and the page to pass on."""

from datetime import date

import pytest

from assessment.services.offering import offers
from assessment.store.database import Database
from matching import catalogue
from matching.eligibility import withheld
from tests.assessment.web.shelf import OPEN, ARun, entries, kinds, terms
from tests.assessment.web.visitor import Visitor

# --- one offer --------------------------------------------------------------------------------------


def test_an_offer_tells_every_condition_with_the_answer_it_came_from(at_offers: Visitor) -> None:
    at_offers.open(f"{at_offers.path}/hwk-bls")

    assert at_offers.heading == "Handwerkskammer Braunschweig-Lüneburg-Stade"
    assert "passt derzeit nicht" in at_offers.text
    assert "Nicht erfüllt: Passt derzeit nicht" not in at_offers.text
    assert "Nicht erfüllt: " in at_offers.text
    assert "Kammer: Industrie- und Handelskammer (IHK)" in at_offers.text
    assert "Erfüllt: Ihr Standort liegt im Gebiet des Angebots." in at_offers.text
    assert at_offers.follow("Ändern: Kammer").asks("membership")


def test_an_offer_shows_the_way_to_its_door_and_where_else_to_ask(at_offers: Visitor) -> None:
    at_offers.open(f"{at_offers.path}/lab-technologische-transformation")

    assert terms(at_offers)["Fragen Sie zuerst"] == "Ansprechstelle von ReTraSON"
    assert at_offers.page.xpath("//a[.='retrason.de']/@href") == ["https://retrason.de"]
    assert "Für Ihren Standort zuständig: IHK Braunschweig" in at_offers.text
    assert "Der Anbieter hat diese Angaben noch nicht bestätigt." in at_offers.text
    assert at_offers.page.xpath("//a[@href='https://okerwelle.de/?p=72535']")


def test_an_offer_says_what_nobody_told_us_about_cost_and_end(at_offers: Visitor) -> None:
    at_offers.open(f"{at_offers.path}/qualifizierungsgeld")

    assert terms(at_offers)["Kosten"] == "Die Kurskosten trägt der Arbeitgeber."
    assert terms(at_offers)["Frist"] == "Ein Ende ist uns nicht bekannt."
    assert "Stellen Sie den Antrag, bevor Sie beginnen." in at_offers.text


def test_every_offer_of_the_list_has_its_page(at_offers: Visitor) -> None:
    base = at_offers.path
    links = at_offers.page.xpath("//article//h3/a/@href | //details[@id='excluded']//a/@href")
    assert len(links) > 70

    for link in links[::9]:
        assert at_offers.open(link).status == 200
        assert at_offers.path.startswith(base)


def test_an_offer_that_no_company_is_shown_says_why(at_offers: Visitor) -> None:
    at_offers.open(f"{at_offers.path}/koop-web-son")

    assert at_offers.status == 410
    assert at_offers.heading == "Dieses Angebot gibt es nicht mehr"


def test_somebody_else_opens_none_of_it(visitor: Visitor, a_run: ARun) -> None:
    _, address = a_run(OPEN)
    for part in ("", "/hwk-bls", "/compare?a=hwk-bls&b=retrason"):
        assert visitor.open(f"/de{address}{part}").status == 403
        assert visitor.heading == "Dieser Browser kennt den Check nicht"


# --- two offers -------------------------------------------------------------------------------------


def test_two_offers_are_chosen_by_boxes_and_stand_side_by_side(at_offers: Visitor) -> None:
    at_offers.tick("lab-technologische-transformation", "qualifizierungsgeld").press("Vergleich zeigen")

    assert at_offers.heading == "Zwei Angebote im Vergleich"
    rows = [row.text_content() for row in at_offers.page.xpath("//tbody/tr/th")]
    assert {"Hilft bei", "Bedingungen", "Kosten", "Frist", "Stand"} <= set(rows)
    assert [len(row.xpath("td")) for row in at_offers.page.xpath("//tbody/tr")] == [2] * len(rows)


@pytest.mark.parametrize("ticked", [(), ("retrason",), ("retrason", "hub-tuwas", "qualifizierungsgeld")])
def test_any_other_number_is_refused_in_the_form_and_keeps_what_was_ticked(
    at_offers: Visitor, ticked: tuple[str, ...]
) -> None:
    ticked = tuple(id_ for id_ in ticked if id_ in entries(at_offers))
    at_offers.tick(*ticked).press("Vergleich zeigen")

    assert at_offers.status == 422
    assert "Zum Vergleichen wählen Sie bitte genau zwei Angebote aus." in at_offers.text
    assert set(at_offers.page.xpath("//input[@name='offer'][@checked]/@value")) == set(ticked)


def test_comparing_keeps_the_selection_on_the_way_back(at_offers: Visitor) -> None:
    at_offers.tick("lab").press("Auswahl zeigen")
    at_offers.tick(*entries(at_offers)[:2]).press("Vergleich zeigen")

    assert kinds(at_offers.follow("Zurück zu allen Angeboten")) == {"lab"}


def test_another_language_keeps_the_pair(at_offers: Visitor) -> None:
    at_offers.open(f"{at_offers.path}/compare?a=hwk-bls&b=qualifizierungsgeld").follow("English")

    assert at_offers.heading == "Two offers compared"
    assert at_offers.status == 200


def test_an_offer_cannot_be_compared_with_itself(at_offers: Visitor) -> None:
    assert at_offers.open(f"{at_offers.path}/compare?a=hwk-bls&b=hwk-bls").status == 422


# --- to pass on -------------------------------------------------------------------------------------


def test_the_link_to_pass_on_shows_the_offer_to_anybody_without_the_company(
    at_offers: Visitor, another_visitor: Visitor
) -> None:
    at_offers.open(f"{at_offers.path}/qualifizierungsgeld")
    link = at_offers.page.xpath("string(//input[@id='offer-link']/@value)")

    another_visitor.open(link)

    assert another_visitor.heading == "Qualifizierungsgeld (§ 82a SGB III)"
    assert "Das Angebot gilt überall." in another_visitor.text
    assert "Bedingung: Betriebsvereinbarung oder Tarifvertrag" in another_visitor.text
    assert "Förderung von Qualifizierung" in another_visitor.text
    for told in ("Salzgitter", "Erfüllt", "Offen:", "wissen wir nicht"):
        assert told not in another_visitor.text


def test_the_english_page_speaks_english(english_visitor: Visitor) -> None:
    english_visitor.open("/en/offers/igm-son")

    assert "Who it is for" in english_visitor.text
    assert "For companies here: " in english_visitor.text


@pytest.mark.parametrize(
    ("reason", "status", "heading"),
    [
        ("ended", 410, "Dieses Angebot gibt es nicht mehr"),
        ("unclear", 404, "Dieses Angebot zeigen wir derzeit nicht"),
        ("not_for_companies", 404, "Dieses Angebot richtet sich nicht an einzelne Betriebe"),
    ],
)
def test_an_offer_that_is_not_shown_says_what_happened_and_names_it(
    visitor: Visitor, reason: str, status: int, heading: str
) -> None:
    withheld_offer = next(offer for offer in catalogue.released().offers if withheld(offer) == reason)
    visitor.open(f"/de/offers/{withheld_offer.id}")

    assert visitor.status == status
    assert visitor.heading == heading
    assert visitor.text.split()[0] == withheld_offer.name.de.split()[0]
    assert visitor.page.xpath("//main//a[@href='/de/']")


def test_an_unknown_offer_says_so(visitor: Visitor) -> None:
    visitor.open("/de/offers/gibt-es-nicht")

    assert visitor.status == 404
    assert visitor.heading == "Dieses Angebot kennen wir nicht"


@pytest.mark.parametrize("offer", [o.id for o in catalogue.released().offers if withheld(o) is None][::7])
def test_every_offer_may_be_told_to_anybody(database: Database, offer: str) -> None:
    told = offers.shared(database, offer_id=offer, today=date(2026, 11, 22))

    assert told.needs
    assert told.areas
    assert all(judged.value != "not_met" for judged in told.offer.criteria)
