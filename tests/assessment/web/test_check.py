"""A company takes the check, by what it reads on the screens."""

import re

import pytest

from questionnaires.library import cases
from tests.assessment.web.visitor import Visitor

MACHINING = cases.worked("readiness", "1.0")["machining_salzgitter"]


def answer_everything(visitor: Visitor, choices: dict[str, str]) -> Visitor:
    """Walks to the review, choosing on each page what the case says."""
    while not visitor.path.endswith("/answers"):
        if visitor.path.endswith("/exposure"):
            visitor.follow("Weiter")
        visitor.choose(**{question: choice for question, choice in choices.items() if visitor.asks(question)})
        visitor.press(value="next")
    return visitor


@pytest.fixture
def machining() -> dict[str, str]:
    return {question: answer.choice for question, answer in MACHINING.answers.items()}


def test_the_start_page_offers_both_checks_and_nothing_else_to_decide(visitor: Visitor) -> None:
    visitor.open("/de/")

    assert "Ohne Anmeldung" in visitor.text
    assert visitor.page.xpath("//main//button/@value") == ["short", "full"]


def test_the_root_speaks_the_language_of_the_browser(visitor: Visitor) -> None:
    answer = visitor.client.get("/", headers={"Accept-Language": "en-GB,en;q=0.9"})

    assert answer.headers["Location"] == "/en/"
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.two_processes
def test_a_company_gets_from_the_first_question_to_its_result(
    visitor: Visitor, machining: dict[str, str]
) -> None:
    answer_everything(visitor.begin("short"), machining)
    assert "Alle Fragen sind beantwortet" in visitor.text

    visitor.press("Ergebnis ansehen")

    assert visitor.heading == "Ihr Ergebnis"
    assert "Jetzt handeln" in visitor.text
    assert "IHK Braunschweig" in visitor.text


def test_how_hard_the_change_hits_is_told_right_after_the_questions_about_it(
    visitor: Visitor, machining: dict[str, str]
) -> None:
    visitor.begin("short")
    for _ in range(2):
        visitor.choose(**{q: c for q, c in machining.items() if visitor.asks(q)}).press(value="next")

    assert visitor.heading == "Zwischenergebnis"
    assert "Die stärksten Gründe" in visitor.text
    assert visitor.follow("Weiter").asks("T01")


def test_a_section_says_where_one_is(visitor: Visitor) -> None:
    visitor.begin("short")

    assert "Abschnitt 1 von 6" in visitor.text
    assert re.search(r"noch etwa \d+ Minuten", visitor.text.replace("\N{NO-BREAK SPACE}", " "))


def test_every_page_of_the_full_check_stays_under_twenty_kilobytes(visitor: Visitor) -> None:
    visitor.begin("full")

    while not visitor.path.endswith("/answers"):
        assert len(visitor.response.data) < 20_000, visitor.path
        visitor.press(value="next")


def test_nothing_is_forced_and_gaps_are_named_in_the_review(visitor: Visitor) -> None:
    visitor.begin("short")
    while not visitor.path.endswith("/answers"):
        visitor.press(value="next")

    assert "noch offen" in visitor.text


def test_a_result_needs_at_least_one_answer(visitor: Visitor) -> None:
    visitor.begin("short")
    visitor.open(visitor.path.replace("company", "result"))

    assert visitor.status == 404
    assert visitor.heading == "Noch kein Ergebnis"


def test_after_the_first_section_there_is_an_interim_result(
    visitor: Visitor, machining: dict[str, str]
) -> None:
    visitor.begin("short")
    for _ in range(2):
        visitor.choose(**{q: c for q, c in machining.items() if visitor.asks(q)}).press(value="next")
    visitor.open(re.sub(r"[^/]+$", "result", visitor.path))

    assert "Zwischenergebnis" in visitor.text


def test_questions_that_do_not_matter_are_not_asked(visitor: Visitor) -> None:
    visitor.begin("short").choose(E06="none").press(value="next")
    assert not visitor.asks("E01")

    visitor.press(value="back").choose(E06="over_80").press(value="next")
    assert visitor.asks("E01")


def test_the_language_can_change_in_the_middle_of_a_page_and_keeps_what_was_chosen(visitor: Visitor) -> None:
    visitor.begin("short").choose(district="03157").press(value="lang:en")

    assert visitor.heading == "Your company"
    assert visitor.chosen("district") == "03157"


def test_another_length_goes_on_where_the_short_check_ended(
    visitor: Visitor, machining: dict[str, str]
) -> None:
    answer_everything(visitor.begin("short"), machining).press("Ergebnis ansehen")

    visitor.press("Mit dem ausführlichen Check weitermachen")

    assert visitor.path.endswith("/exposure_position")
    answer_everything(visitor, {})
    assert "Zerspanen" in visitor.text


def test_the_code_leads_back_in_another_browser(visitor: Visitor, another_visitor: Visitor) -> None:
    visitor.begin("short").choose(district="03157").press("Später weitermachen")
    code = visitor.page.xpath("string(//*[@class='code'])").strip()

    another_visitor.open("/de/resume").write("code", f" {code.lower().replace('-', ' ')} ").press()

    assert another_visitor.chosen("district") == "03157"


def test_the_link_leads_back_in_another_browser(visitor: Visitor, another_visitor: Visitor) -> None:
    visitor.begin("short").choose(district="03157").press("Später weitermachen")
    link = visitor.page.xpath("string(//input[@id='resume-link']/@value)")

    assert another_visitor.open(link).chosen("district") == "03157"


def test_deleting_leaves_a_receipt_and_a_dead_link(
    visitor: Visitor, another_visitor: Visitor, machining: dict[str, str]
) -> None:
    answer_everything(visitor.begin("short"), machining).press("Ergebnis ansehen")
    result = visitor.path
    visitor.follow("Später weitermachen")
    link = visitor.page.xpath("string(//input[@id='resume-link']/@value)")

    visitor.open(result).follow("Check löschen").press(value=None, words="Endgültig löschen")

    assert "gelöscht" in visitor.heading
    assert another_visitor.open(link).status == 404
    assert visitor.open(result).status == 403
