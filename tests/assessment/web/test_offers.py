"""A company looks through the offers, narrows them and answers what is open."""

from matching import catalogue
from tests.assessment.web.shelf import OPEN, ARun, entries, kinds, result
from tests.assessment.web.visitor import Visitor

# --- the list ---------------------------------------------------------------------------------------


def test_the_result_leads_to_all_offers_and_to_each_of_them(at_offers: Visitor) -> None:
    at_offers.follow("Zurück zum Ergebnis")
    assert at_offers.page.xpath("//h3/a[contains(@href, '/offers/')]")

    at_offers.follow("Alle Angebote ansehen")

    assert at_offers.heading == "Alle Angebote"
    assert len(entries(at_offers)) > 50


def test_an_entry_says_how_it_fits_why_and_what_is_open(at_offers: Visitor) -> None:
    (entry,) = at_offers.page.xpath("//article[.//a[.='Förderung von Unternehmensberatungen für KMU']]")
    words = " ".join(entry.text_content().split())

    assert "passt sehr gut" in words
    assert "Hilft bei: Diversifizierung und neue Märkte" in words
    assert "Das zeigen Ihre Antworten zu: Anteil der Fahrzeugindustrie am Umsatz" in words
    assert "ob Sie zu einer Gruppe gehören, wissen wir nicht" in words
    assert "Stellen Sie den Antrag vor dem Start." in words


def test_the_five_best_come_first(at_offers: Visitor) -> None:
    best = at_offers.page.xpath("//h2[.='Was am besten passt']/following-sibling::div[1]/article")

    assert len(best) == 5


def test_the_next_best_are_shown_and_the_rest_is_folded_by_kind(at_offers: Visitor) -> None:
    shown = at_offers.page.xpath("//h2[.='Weitere Angebote']/following-sibling::div[1]/article")
    folded = {
        " ".join(one.xpath("./summary")[0].text_content().split()): len(one.xpath(".//article"))
        for one in at_offers.page.xpath("//details[@class='rest' and not(@open)]")
    }

    assert len(shown) == 6
    assert {name.split(":")[0] for name in folded} >= {"Initiativen", "Anlaufstellen", "Förderung"}
    assert all(name.endswith(f": {number} weitere") for name, number in folded.items())
    assert 5 + len(shown) + sum(folded.values()) == len(entries(at_offers))


def test_a_brief_entry_says_how_old_it_is_beside_its_kind(at_offers: Visitor) -> None:
    brief = at_offers.page.xpath("//article[contains(@class, 'offer-brief')]/p[@class='kind']")

    assert any(p.text_content().endswith(", bitte prüfen") for p in brief)


def test_what_does_not_fit_is_told_with_its_reason_and_what_would_change_it(at_offers: Visitor) -> None:
    folded = at_offers.page.xpath("//details[@id='excluded']")[0].text_content()

    assert "Passt derzeit nicht: " in folded
    assert "Ihr Standort nicht im Gebiet des Angebots liegt" in folded
    assert "Das ändert sich mit einem Standort in diesem Gebiet." in folded
    assert "Das Angebot passt, wenn Ihr Betrieb ganz oder teilweise der Handwerkskammer angehört." in folded


def test_the_page_of_all_offers_stays_modest(at_offers: Visitor) -> None:
    assert len(at_offers.response.data) < 90_000


def test_there_is_no_list_before_the_first_answer(visitor: Visitor) -> None:
    visitor.begin("short")
    visitor.open(visitor.path.replace("company", "offers"))

    assert visitor.status == 404
    assert visitor.heading == "Noch kein Ergebnis"


# --- filters ----------------------------------------------------------------------------------------


def test_kinds_are_chosen_by_boxes_and_a_button(at_offers: Visitor) -> None:
    at_offers.tick("lab", "initiative").press("Auswahl zeigen")

    assert kinds(at_offers) == {"lab", "initiative"}
    assert f"{len(entries(at_offers))} von " in at_offers.page.xpath("string(//p[@role='status'])")
    assert at_offers.page.xpath("//input[@value='lab']/@checked")


def test_a_selection_is_shown_unfolded(at_offers: Visitor) -> None:
    at_offers.tick("funding").press("Auswahl zeigen")

    assert at_offers.page.xpath("//details[@class='rest']/@open")
    assert not at_offers.page.xpath("//details[@class='rest' and not(@open)]")


def test_kind_and_area_narrow_together(at_offers: Visitor) -> None:
    at_offers.tick("funding", "work").press("Auswahl zeigen")

    found = [catalogue.released().offer[id_] for id_ in entries(at_offers)]
    assert found
    assert all(offer.kind == "funding" and "work" in offer.areas for offer in found)


def test_a_selection_without_any_offer_shows_the_way_out(visitor: Visitor, a_run: ARun) -> None:
    key, address = a_run(OPEN | {"district": "de"})
    visitor.open(f"/de/resume/{key}").open(f"/de{address}?kind=lab")

    assert "Hier passt derzeit kein Angebot" in visitor.text
    assert "Passt derzeit nicht: 4 Angebote" in visitor.text
    assert not visitor.page.xpath("//button[.='Vergleich zeigen']")
    assert len(entries(visitor.follow("Alle "))) > 20


def test_what_nobody_offers_to_choose_is_ignored(at_offers: Visitor) -> None:
    everything = len(entries(at_offers))

    assert len(entries(at_offers.open(f"{at_offers.path}?kind=bank&area=moon"))) == everything


def test_another_language_keeps_the_selection(at_offers: Visitor) -> None:
    at_offers.tick("lab").press("Auswahl zeigen").follow("English")

    assert at_offers.heading == "All offers"
    assert kinds(at_offers) == {"lab"}


# --- open questions ---------------------------------------------------------------------------------


def test_open_facts_are_asked_in_the_order_of_what_they_decide(at_offers: Visitor) -> None:
    asked = at_offers.page.xpath("//form[@id='facts']/details/summary")
    words = [" ".join(summary.text_content().split()) for summary in asked]
    numbers = [int(word.split(" über ")[1].split()[0]) for word in words]

    assert words[0].startswith("„Verbindung mit anderen Unternehmen“ entscheidet über ")
    assert numbers == sorted(numbers, reverse=True)


def test_an_answer_given_beside_the_list_updates_it(at_offers: Visitor) -> None:
    assert "ob Sie zu einer Gruppe gehören, wissen wir nicht" in at_offers.text

    at_offers.choose(group="independent").press("Speichern und Liste neu ordnen")

    assert at_offers.path.endswith("/offers")
    assert "Gespeichert: Verbindung mit anderen Unternehmen." in at_offers.text
    assert "ob Sie zu einer Gruppe gehören, wissen wir nicht" not in at_offers.text
    assert not at_offers.asks("group")
    assert at_offers.asks("sector")


def test_a_finished_check_stays_finished_when_a_question_is_answered_there(at_offers: Visitor) -> None:
    run = at_offers.path.removesuffix("offers")
    at_offers.open(f"{run}answers").press("Ergebnis ansehen").follow("Alle Angebote ansehen")

    at_offers.choose(group="independent").press("Speichern und Liste neu ordnen")

    assert at_offers.open(run).heading == "Ihr Ergebnis"
    assert result(at_offers, run)["partial"] is False


def test_an_unfinished_check_stays_unfinished(at_offers: Visitor) -> None:
    run = at_offers.path.removesuffix("offers")

    at_offers.choose(group="independent").press("Speichern und Liste neu ordnen")

    assert result(at_offers, run)["partial"] is True


def test_answering_keeps_the_selection(at_offers: Visitor) -> None:
    at_offers.tick("funding").press("Auswahl zeigen")

    at_offers.choose(group="independent").press("Speichern und Liste neu ordnen")

    assert kinds(at_offers) == {"funding"}


def test_saving_without_an_answer_says_that_nothing_changed(at_offers: Visitor) -> None:
    at_offers.press("Speichern und Liste neu ordnen")

    assert "Sie haben keine neue Antwort gewählt." in at_offers.text


def test_an_answer_that_nobody_offered_is_refused_at_its_question(at_offers: Visitor) -> None:
    at_offers.page.xpath("//input[@name='group']")[0].set("value", "perhaps")
    at_offers.choose(group="perhaps").press("Speichern und Liste neu ordnen")

    assert at_offers.status == 422
    assert "Diese Antwort gibt es hier nicht" in at_offers.text
    assert at_offers.page.xpath("//details[@open]//input[@name='group']")


def test_a_list_sent_without_its_token_can_be_sent_again(at_offers: Visitor) -> None:
    at_offers.choose(group="independent").write("csrf_token", "stale")
    at_offers.press("Speichern und Liste neu ordnen")
    assert at_offers.status == 422
    assert at_offers.chosen("group") == "independent"

    assert at_offers.press("Speichern und Liste neu ordnen").status == 200
    assert not at_offers.asks("group")


def test_two_people_answering_see_each_other_and_the_later_one_chooses(
    visitor: Visitor, another_visitor: Visitor, a_run: ARun
) -> None:
    key, address = a_run(OPEN)
    for somebody in (visitor, another_visitor):
        somebody.open(f"/de/resume/{key}").open(f"/de{address}")
    visitor.choose(group="part_of_group").press("Speichern und Liste neu ordnen")

    another_visitor.choose(group="independent").press("Speichern und Liste neu ordnen")

    assert another_visitor.status == 409
    assert "Diese Frage wurde inzwischen anders beantwortet" in another_visitor.text
    assert another_visitor.chosen("group") == "independent"
    another_visitor.press("Speichern und Liste neu ordnen")
    assert "Gespeichert: Verbindung mit anderen Unternehmen." in another_visitor.text


def test_the_language_can_change_after_a_refusal_and_keeps_what_was_chosen(at_offers: Visitor) -> None:
    at_offers.choose(group="independent").write("csrf_token", "stale")
    at_offers.press("Speichern und Liste neu ordnen").press(value="lang:en")

    assert at_offers.heading == "All offers"
    assert not at_offers.asks("group")


def test_a_fact_that_this_check_does_not_ask_is_named(at_offers: Visitor) -> None:
    assert "In diesem Check fragen wir danach nicht:" in at_offers.text
    assert not at_offers.asks("training_agreement")
