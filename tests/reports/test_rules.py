"""An offer told to somebody of whom nothing is known: rules, trust, and what would change a no."""

from datetime import date

import pytest

from matching import catalogue
from matching.eligibility import judge, shown
from matching.reasons import REASONS
from questionnaires.text import LANGUAGES, Text
from questionnaires.text import Language as Code
from reports import rules
from reports.language import language
from reports.wording import sentence
from tests.reports.builders import SHORT, a_report
from tests.reports.test_wording import LEFT_OPEN, judged

TODAY = date(2026, 11, 22)
GERMAN = language("de")
OFFER = a_report(SHORT).offers.first[0]
TO_NOBODY = {
    criterion.reason
    for offer in catalogue.released().offers
    if shown(offer)
    for criterion in judge(offer, {}, TODAY).criteria
}


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("reason", sorted(TO_NOBODY))
def test_every_condition_can_be_told_as_a_rule(reason: str, code: Code) -> None:
    said = sentence(rules.RULES, judged(reason), language(code))

    assert said.endswith(".")
    assert not LEFT_OPEN.search(said)
    assert "kennen wir nicht" not in said


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(
    "reason",
    sorted(code for code in REASONS if code.startswith("status_") and REASONS[code].value is not False),
)
def test_every_stage_of_trust_that_is_shown_has_its_sentence(reason: str, code: Code) -> None:
    if reason == "status_unclear":  # never shown to a company
        assert reason not in rules.TRUST
        return
    assert not LEFT_OPEN.search(sentence(rules.TRUST, judged(reason), language(code)))


@pytest.mark.parametrize("reason", sorted(code for code in REASONS if REASONS[code].value is False))
def test_whatever_fails_says_what_would_change_it(reason: str) -> None:
    own = judged(reason).model_copy(update={"change": Text(de="Fragen Sie.", en="Ask.")})

    assert rules.change(own, language("de")) == "Fragen Sie."
    if reason not in {"rule_not_met", "status_ended"}:  # told by the content; never shown
        assert rules.change(judged(reason), language("de")).endswith(".")


def test_a_need_names_the_answers_that_it_came_from() -> None:
    offers = a_report(SHORT).offers

    assert offers.revealed["diversification"][0] == "E06"
    assert {id_ for questions in offers.revealed.values() for id_ in questions} <= set(offers.answers)
    assert set(offers.revealed) == set(offers.needs)


def test_an_offer_names_its_areas() -> None:
    report = a_report(SHORT)
    areas = {area.id for area in report.areas}

    assert all(offer.areas and set(offer.areas) <= areas for offer in report.offers.every)


def test_an_offer_without_a_source_says_so_and_asks_to_check() -> None:
    unproven = OFFER.model_copy(update={"sources": ("general knowledge",), "confirmed": False})

    assert rules.sources(unproven, GERMAN) == ["Eine Quelle fehlt noch. Bitte fragen Sie beim Anbieter nach."]
    assert rules.trust(unproven, GERMAN).startswith("Noch ohne Quelle: ")


def test_an_offer_with_sources_names_them_and_says_where_one_is_missing() -> None:
    address = "https://example.org/offer"
    partly = OFFER.model_copy(update={"sources": ("general knowledge", address)})

    assert rules.sources(partly, GERMAN) == [address, "Für einzelne Angaben fehlt die Quelle noch."]
    assert rules.sources(OFFER.model_copy(update={"sources": (address,)}), GERMAN) == [address]
