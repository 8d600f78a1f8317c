"""Again after a year, without JavaScript: begin, confirm, change, compare, look back."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from assessment.services import runs
from assessment.services.checks import follow_ups
from assessment.services.runs import Begun
from assessment.store.database import Database
from questionnaires.answers import Answer
from questionnaires.library import cases
from tests.assessment.web.visitor import Visitor

THEN = datetime(2025, 11, 20, 9, 30, tzinfo=UTC)
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
MACHINING = cases.worked("readiness", "1.0")["machining_salzgitter"].answers
MARKET = ("E01", "E02", "E05", "E07", "E09", "E10")


@pytest.fixture
def earlier(database: Database) -> Begun:
    """A check of a year ago in which nobody knew how staff are planned."""
    begun = runs.begin(database, check="short", language="de", now=THEN)
    answers = {**MACHINING, "W01": Answer("dont_know")}
    runs.save(database, run_id=begun.run_id, key=begun.key, given=answers, seen={}, now=THEN)
    return begun


@pytest.fixture
def begun(database: Database, earlier: Begun) -> Begun:
    own: dict[str, Any] = {"run_id": earlier.run_id, "key": earlier.key}
    return follow_ups.begin(database, **own, check="short", language="de", now=NOW)


@pytest.fixture
def company(visitor: Visitor, begun: Begun) -> Visitor:
    """In the middle of the new check, with its key alone."""
    return visitor.open(f"/de/resume/{begun.key}")


Page = Callable[[str], str]


@pytest.fixture
def page(begun: Begun) -> Page:
    return lambda name: f"/de/check/{begun.run_id}/{name}"


def marks(visitor: Visitor) -> list[str]:
    return [" ".join(found.text_content().split()) for found in visitor.page.find_class("last")]


# --- beginning -----------------------------------------------------------------------------------


def test_a_company_begins_again_from_its_earlier_check(visitor: Visitor, earlier: Begun) -> None:
    visitor.open(f"/de/resume/{earlier.key}").open(f"/de/check/{earlier.run_id}/follow-up")
    assert visitor.heading == "Nach 6 bis 12 Monaten noch einmal"
    assert "Ihr Check vom 20. November 2025" in visitor.text.replace("\xa0", " ")

    visitor.press(value="short")

    assert visitor.heading == "Was übernommen ist"
    assert str(earlier.run_id) not in visitor.path
    assert "übernommen24" in visitor.text
    assert "Damals war das nicht bekannt." in visitor.text
    assert earlier.key not in visitor.text


def test_the_new_code_is_shown_and_opens_the_new_check(
    visitor: Visitor, another_visitor: Visitor, earlier: Begun
) -> None:
    visitor.open(f"/de/resume/{earlier.key}").open(f"/de/check/{earlier.run_id}/follow-up").press(
        value="full"
    )
    code = visitor.page.find_class("code")[0].text_content()

    another_visitor.open(f"/de/resume/{code}")

    assert another_visitor.chosen("district") == "03102"
    assert "Alles wie beim letzten Mal" in another_visitor.text


def test_who_has_begun_already_is_led_back_instead_of_beginning_twice(
    visitor: Visitor, another_visitor: Visitor, earlier: Begun
) -> None:
    for person in (visitor, another_visitor):
        person.open(f"/de/resume/{earlier.key}")
    visitor.open(f"/de/check/{earlier.run_id}/follow-up").press(value="short")

    assert (
        "Sie haben schon noch einmal begonnen" in visitor.open(f"/de/check/{earlier.run_id}/follow-up").text
    )
    another_visitor.open(f"/de/check/{earlier.run_id}/follow-up")
    assert "Sie haben schon noch einmal begonnen" not in another_visitor.text


def test_a_length_that_there_is_not_begins_nothing(visitor: Visitor, earlier: Begun) -> None:
    visitor.open(f"/de/resume/{earlier.key}").open(f"/de/check/{earlier.run_id}/follow-up")
    visitor.page.xpath("//button[@name='check']")[0].set("value", "endless")

    assert visitor.press(value="endless").status == 422
    assert visitor.heading == "Nach 6 bis 12 Monaten noch einmal"


def test_without_any_answer_there_is_nothing_to_begin_with(visitor: Visitor) -> None:
    visitor.begin()
    address = visitor.path.replace("company", "follow-up")

    assert visitor.open(address).heading == "Noch kein Ergebnis"


# --- cards ---------------------------------------------------------------------------------------


def test_every_card_names_the_answer_of_last_time_until_it_is_confirmed(company: Visitor, page: Page) -> None:
    company.open(page("exposure_market"))

    said = [mark.replace("\xa0", " ") for mark in marks(company)]
    assert len(said) == len(MARKET)
    told = "Vom letzten Mal, 20. November 2025: Mehr als 30 bis 60 % unseres Umsatzes hängen daran."
    assert told + "Gilt heute noch" in said


def test_a_question_that_nobody_could_answer_says_so_and_is_open(company: Visitor, page: Page) -> None:
    company.open(page("taken-over")).follow("Personalplanung für die nächsten Jahre")

    assert company.chosen("W01") is None
    assert any(said.endswith("Weiß ich nicht") for said in marks(company))


def test_saving_a_page_confirms_only_what_was_ticked_or_changed(company: Visitor, page: Page) -> None:
    company.open(page("exposure_market"))
    company.page.xpath("//input[@name='E01-holds']")[0].set("checked", "")
    company.choose(E02="0").press("Speichern und weiter")

    company.open(page("exposure_market"))

    waiting = company.page.find_class("waits")
    assert [mark.get("id") for mark in waiting] == [
        f"{q}-l" for q in _order(company) if q not in {"E01", "E02"}
    ]


def _order(company: Visitor) -> list[str]:
    return [fieldset.get("id", "") for fieldset in company.page.find_class("q")]


def test_one_button_confirms_a_whole_page_and_goes_on(company: Visitor, page: Page) -> None:
    company.open(page("exposure_market")).press("Alles wie beim letzten Mal")
    assert company.path.endswith("/exposure")

    company.open(page("exposure_market"))

    assert not company.page.find_class("waits")
    assert "Alles wie beim letzten Mal" not in company.text
    assert all(said.startswith("Beim letzten Mal") for said in marks(company))


def test_one_button_saves_what_was_changed_on_that_page_as_changed(company: Visitor, page: Page) -> None:
    company.open(page("exposure_market")).choose(E02="0").press("Alles wie beim letzten Mal")

    assert company.open(page("exposure_market")).chosen("E02") == "0"
    assert not company.page.find_class("waits")


def test_coming_back_leads_to_the_first_page_with_something_to_do(company: Visitor, page: Page) -> None:
    assert company.path.endswith("/company")
    company.press("Alles wie beim letzten Mal")

    assert company.open(page("")).path.endswith("/exposure_market")


def test_the_review_tells_which_answers_nobody_has_confirmed(company: Visitor, page: Page) -> None:
    company.open(page("exposure_market")).press("Alles wie beim letzten Mal")

    company.open(page("answers"))

    assert "18 Antworten sind vom letzten Mal und noch nicht bestätigt. Sie zählen mit." in company.text
    assert company.text.replace("\xa0", " ").count("vom 20. November 2025, nicht bestätigt") == 18


# --- comparing -----------------------------------------------------------------------------------


def changes(company: Visitor, page: Page) -> Visitor:
    company.open(page("technology_digital")).choose(T01="3", T07="2").press("Alles wie beim letzten Mal")
    company.open(page("exposure_market")).choose(E01="1").press("Alles wie beim letzten Mal")
    return company.open(page("comparison"))


def test_changes_come_first_then_values_on_common_ground(company: Visitor, page: Page) -> None:
    changes(company, page)

    told = company.text.replace("\xa0", " ")
    assert "Seit dem 20. November 2025 ging es voran" in told
    assert "Bei 2 Fragen zur Vorbereitung steht Ihr Betrieb höher, bei keiner tiefer." in told
    assert "Der Wandel trifft Sie nach Ihren Antworten weniger als damals." in told
    order = [
        "Höher als damals: 2",
        "Der Wandel trifft weniger: 1",
        "Werte von 0 bis 4",
        "Heute gibt es darauf noch",
    ]
    assert sorted(order, key=told.index) == order
    rows = [
        [cell.text_content() for cell in row] for row in company.page.xpath("//table[@class='figures']//tr")
    ]
    assert ["Technologie", "0,7", "2,0", "3 von 3", "0"] in [
        [c.replace("\xa0", " ") for c in r] for r in rows
    ]
    assert "signifikant" not in told.lower()


def test_as_long_as_nothing_is_confirmed_nothing_is_claimed(company: Visitor, page: Page) -> None:
    company.open(page("comparison"))

    assert "Noch ist nichts bestätigt" in company.text
    assert "ging es voran" not in company.text
    assert "Werte damals und heute" not in company.text


def test_confirming_everything_says_that_nothing_differs(company: Visitor, page: Page) -> None:
    company.open(page("company"))
    while not company.path.endswith("/answers"):
        if company.path.endswith("/exposure"):
            company.follow("Weiter")
        company.press("Alles wie beim letzten Mal")

    company.open(page("comparison"))

    assert "Keine Antwort ist anders als beim letzten Mal. Verglichen sind 24 Antworten." in company.text


def test_english_says_the_same(company: Visitor, page: Page) -> None:
    changes(company, page).open(page("comparison").replace("/de/", "/en/"))

    told = company.text.replace("\xa0", " ")
    assert company.heading == "Since last time"
    assert "You have moved ahead since 20 November 2025" in told
    assert "We have ideas or enquiries but have not examined them yet." in told


def test_a_first_check_has_nothing_to_compare_and_says_when_it_will(visitor: Visitor, earlier: Begun) -> None:
    visitor.open(f"/de/resume/{earlier.key}").open(f"/de/check/{earlier.run_id}/comparison")

    assert "Dieser Check ist Ihr erster." in visitor.text
    assert visitor.follow("Noch einmal prüfen").heading == "Nach 6 bis 12 Monaten noch einmal"


def test_erasing_the_earlier_check_leaves_a_plain_sentence_and_the_marks(
    company: Visitor, page: Page, database: Database, earlier: Begun
) -> None:
    runs.erase(database, run_id=earlier.run_id, key=earlier.key, now=NOW)

    company.open(page("comparison"))
    assert "Der frühere Check vom 20. November 2025 wurde gelöscht." in company.text.replace("\xa0", " ")
    assert "Der frühere Check wurde gelöscht." in company.open(page("taken-over")).text
    assert marks(company.open(page("exposure_market")))[0].startswith("Vom letzten Mal")


def test_the_comparison_opens_with_the_key_of_the_new_check_alone(
    another_visitor: Visitor, earlier: Begun, page: Page
) -> None:
    another_visitor.open(f"/de/resume/{earlier.key}").open(page("comparison"))

    assert another_visitor.status == 403


# --- hindsight -----------------------------------------------------------------------------------


def test_a_changed_answer_may_be_judged_anew_and_the_old_one_stays(company: Visitor, page: Page) -> None:
    changes(company, page).choose(**{"then-T01": "0"}).press("Rückblick speichern")

    told = company.text.replace("\xa0", " ")
    assert "Ihr Rückblick ist gespeichert. Die Antworten von damals sind unverändert." in told
    sides = [(dt.text_content(), dt.getnext().text_content()) for dt in company.page.xpath("//ul//dt")]
    assert sides[0][1] == "Wir haben Ideen oder Anfragen, aber noch nichts geprüft."
    assert sides[1] == ("damals, aus heutiger Sicht", "Wir haben uns damit noch nicht befasst.")
    assert sides[2] == ("heute", "Wir haben erste Serien- oder Projektaufträge.")
    assert "Wer mehr weiß, beurteilt Früheres oft strenger." in told
    assert company.chosen("then-T01") == "0"


def test_only_what_changed_is_asked_about(company: Visitor, page: Page) -> None:
    changes(company, page)

    assert [q for q in ("E01", "T01", "T07", "T08", "district") if company.asks(f"then-{q}")] == [
        "E01",
        "T01",
        "T07",
    ]


def test_no_answer_takes_a_judgement_back(company: Visitor, page: Page) -> None:
    changes(company, page).choose(**{"then-T01": "0"}).press("Rückblick speichern")
    company.choose(**{"then-T01": ""}).press("Rückblick speichern")

    assert "damals, aus heutiger Sicht" not in company.text
    assert company.chosen("then-T01") == ""


def test_where_nothing_was_known_then_everything_is_asked_again(visitor: Visitor, database: Database) -> None:
    earlier = runs.begin(database, check="short", language="de", now=THEN)
    unknown = dict.fromkeys(MACHINING, Answer("dont_know"))
    runs.save(database, run_id=earlier.run_id, key=earlier.key, given=unknown, seen={}, now=THEN)
    visitor.open(f"/de/resume/{earlier.key}").open(f"/de/check/{earlier.run_id}/follow-up").press(
        value="short"
    )
    assert "übernommen0" in visitor.text
    assert "bitte noch einmal beantworten25" in visitor.text

    visitor.open(visitor.path.replace("taken-over", "comparison"))

    assert "Noch lässt sich nichts vergleichen" in visitor.text
    assert "Noch keine Frage ist beide Male beantwortet." in visitor.text


def test_the_result_and_the_delete_page_say_what_follows(
    visitor: Visitor, another_visitor: Visitor, earlier: Begun, begun: Begun
) -> None:
    visitor.open(f"/de/resume/{earlier.key}").open(f"/de/check/{earlier.run_id}/answers")
    visitor.press("Ergebnis ansehen").follow("Neuen Check mit diesen Antworten beginnen")
    assert visitor.heading == "Nach 6 bis 12 Monaten noch einmal"
    visitor.open(f"/de/check/{earlier.run_id}/delete")
    assert "bleibt der neue mit den übernommenen Antworten bestehen" in visitor.text

    another_visitor.open(f"/de/resume/{begun.key}").open(f"/de/check/{begun.run_id}/result")
    assert "24 Antworten sind noch vom letzten Mal und nicht bestätigt." in another_visitor.text
    assert another_visitor.follow("Vergleich ansehen").heading == "Seit dem letzten Mal"
