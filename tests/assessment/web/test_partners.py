"""Two companies find one another, by what they read on the screens, and by what they must not read."""

import hashlib
import re
from typing import Any, Self

import pytest
from flask import Flask

from assessment.web.forms.partners import CONSENT, CONSENT_TEXT
from questionnaires.library import cases
from tests.assessment.web.visitor import Visitor

WORDINGS = {"1": "20d4b495"}
"""The first letters of the checksum of each version of the consent."""

ALPHA = {"district": "03102", "sector": "machining", "employees": "100-249", "T08": "0"}
OMEGA = {"district": "03103", "sector": "plastics", "employees": "250-499", "T08": "4"}
NAMES = {"Alphametall GmbH", "Omegaplast KG"}


class Firm(Visitor):
    """A visitor whose company takes part."""

    name = ""
    run = ""

    def checked(self, answers: dict[str, str]) -> Self:
        self.begin("short")
        self.run = self.path.removesuffix("/company")
        while not self.path.endswith("/answers"):
            if self.path.endswith("/exposure"):
                self.follow("Weiter")
            self.choose(**{question: choice for question, choice in answers.items() if self.asks(question)})
            self.press(value="next")
        return self

    def ticks(self, **values: str) -> Self:
        for name, ticked in values.items():
            for value in ticked.split():
                self.page.xpath("//input[@name=$n][@value=$v]", n=name, v=value)[0].set("checked", "")
        return self

    def joins(self, name: str, offers: str, seeks: str, **more: str) -> Self:
        self.name = name
        self.visits("/consent").ticks(offers=offers, seeks=seeks, consent="y", **more)
        self.write("name", name).write("description", f"{name} freut sich.")
        return self.write("address", f"post@{name[:5].lower()}.example").press(JOIN)

    def visits(self, page: str = "") -> Self:
        return self.open(f"{self.run}/partners{page}")

    @property
    def states(self) -> list[str]:
        return list(self.visits().page.xpath("//article/@data-state"))


JOIN = "Einwilligen und Vorschläge ansehen"


@pytest.fixture
def alpha(app: Flask) -> Firm:
    return (
        Firm(app.test_client())
        .checked(ALPHA)
        .joins("Alphametall GmbH", "automation_robotics", "cybersecurity")
    )


@pytest.fixture
def omega(app: Flask) -> Firm:
    return (
        Firm(app.test_client()).checked(OMEGA).joins("Omegaplast KG", "cybersecurity", "automation_robotics")
    )


# --- the opt-in ---------------------------------------------------------------------------------


def test_the_result_leads_to_the_other_companies(app: Flask) -> None:
    firm = Firm(app.test_client()).checked(ALPHA).press("Ergebnis ansehen")
    assert firm.follow("Andere Betriebe finden").heading == "Andere Betriebe finden"


def test_nothing_is_ticked_in_advance(app: Flask) -> None:
    firm = Firm(app.test_client()).checked(ALPHA).visits()
    assert firm.path.endswith("/partners/consent")
    assert firm.page.xpath("//input[@type='checkbox'][@checked]") == []


def test_what_the_answers_speak_for_stands_first(app: Flask) -> None:
    firm = Firm(app.test_client()).checked(OMEGA).visits()
    first = firm.page.xpath("//fieldset[@id='offers']/label/input/@value")
    assert "cybersecurity" in first
    assert "automation_robotics" not in first


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("consent", None, "Ohne Ihre Einwilligung zeigen wir Sie niemandem."),
        ("seeks", None, "zu dem Sie Austausch suchen"),
        ("offers", None, "zu dem Sie Erfahrung weitergeben"),
        ("name", "  ", "Bitte geben Sie den Namen Ihres Betriebs an."),
        ("name", "x" * 121, "Bitte kürzen Sie diese Angabe auf höchstens 120 Zeichen."),
        ("description", "x" * 100_000, "Bitte kürzen Sie diese Angabe auf höchstens 200 Zeichen."),
        ("address", "", "Bitte geben Sie an, wie man Sie erreicht."),
        ("address", "0531 123456", "passt nicht zur gewählten Art"),
    ],
)
def test_what_is_missing_or_wrong_is_told_and_the_rest_is_kept(
    alpha: Firm, field: str, value: str | None, message: str
) -> None:
    alpha.visits("/consent").ticks(consent="y")
    if value is None:
        for box in alpha.page.xpath("//input[@name=$n]", n=field):
            box.attrib.pop("checked", None)
    else:
        alpha.write(field, value)
    alpha.press(JOIN)

    assert alpha.status == 422
    assert message in alpha.text
    kept = {"automation_robotics", "cybersecurity"} - ({"cybersecurity"} if field == "seeks" else set())
    kept -= {"automation_robotics"} if field == "offers" else set()
    assert set(alpha.page.xpath("//fieldset//input[@type='checkbox'][@checked]/@value")) == kept


def test_a_topic_that_nobody_offers_is_refused(alpha: Firm) -> None:
    alpha.visits("/consent").ticks(consent="y")
    alpha.page.xpath("//input[@name='offers']")[-1].set("value", "prices")
    alpha.ticks(offers="prices").press(JOIN)
    assert alpha.status == 422


def test_a_telephone_number_is_a_contact_too(alpha: Firm) -> None:
    alpha.visits("/consent").choose(kind="phone").ticks(consent="y")
    assert alpha.write("address", "+49 (531) 12 34-0").press(JOIN).path.endswith("/partners")


def test_the_form_warns_of_what_competitors_must_not_exchange(alpha: Firm) -> None:
    assert "nichts über Preise, Kosten, Auslastung, Kapazitäten oder Kunden" in alpha.visits("/consent").text


def test_another_wording_of_the_consent_is_another_version() -> None:
    checksum = hashlib.sha256("\n".join(CONSENT).encode()).hexdigest()
    assert checksum.startswith(WORDINGS[CONSENT_TEXT])


# --- to know each other -------------------------------------------------------------------------


def test_from_an_anonymous_proposal_to_the_contact(alpha: Firm, omega: Firm) -> None:
    alpha.visits()
    assert "Betrieb in der Region" in alpha.text
    assert "Informationssicherheit" in alpha.text
    assert "Omega" not in alpha.response.text

    alpha.press("Interesse zeigen: Vorschlag 1")
    assert "Wartet auf Antwort" in alpha.text
    omega.visits()
    assert "Möchte Sie kennenlernen" in omega.text
    assert "Alpha" not in omega.response.text

    omega.press("Zustimmen und Kontakt austauschen: Kontakt 1")
    assert "Alphametall GmbH" in omega.text
    assert "post@alpha.example" in omega.text
    assert "Omegaplast KG freut sich." in alpha.visits().text
    assert "verbietet das Wettbewerbsrecht" in alpha.text


def test_a_decline_gives_no_reason(alpha: Firm, omega: Firm) -> None:
    alpha.visits().press("Interesse zeigen: Vorschlag 1")
    omega.visits().press("Ablehnen: Kontakt 1")

    assert "Es ist kein Kontakt zustande gekommen" in alpha.visits().text
    assert omega.states == []


def test_withdrawing_is_one_button_and_removes_the_other_side_s_view(alpha: Firm, omega: Firm) -> None:
    alpha.visits().press("Interesse zeigen: Vorschlag 1")
    omega.visits().press("Zustimmen und Kontakt austauschen: Kontakt 1")

    assert alpha.visits().press("Einwilligung widerrufen").heading == "Sie nehmen nicht mehr teil"

    assert "Alpha" not in omega.visits().response.text
    assert omega.states == []
    assert alpha.visits().path.endswith("/consent")


def test_deleting_the_check_removes_the_other_side_s_view(alpha: Firm, omega: Firm) -> None:
    alpha.visits().press("Interesse zeigen: Vorschlag 1")
    alpha.open(f"{alpha.run}/delete").press("Endgültig löschen")
    assert omega.states == []


def test_who_answers_what_is_gone_is_told_so(alpha: Firm, omega: Firm) -> None:
    omega.visits()
    alpha.visits().press("Einwilligung widerrufen")

    omega.press("Interesse zeigen: Vorschlag 1")

    assert "Das gibt es nicht mehr." in omega.text


def test_an_answer_without_token_changes_nothing_and_can_be_sent_again(alpha: Firm, omega: Firm) -> None:
    alpha.visits()
    for field in alpha.page.xpath("//input[@name='csrf_token']"):
        field.set("value", "stale")
    assert alpha.press("Interesse zeigen: Vorschlag 1").status == 422
    assert omega.states == ["proposed"]
    alpha.press("Interesse zeigen: Vorschlag 1")
    assert omega.states == ["asked"]


# --- nothing leaks ------------------------------------------------------------------------------

EXACT = r"Wolfsburg|Kunststoff|250 bis 499|03103|plastics|Omega|omega"


@pytest.mark.parametrize("language", ["de", "en"])
def test_no_screen_tells_anything_of_the_other_side_before_both_agree(
    alpha: Firm, omega: Firm, language: str
) -> None:
    marks = {omega.run.rsplit("/", 1)[-1], omega.run.rsplit("/", 1)[-1].replace("-", "")}
    for act in (None, "Interesse zeigen: Vorschlag 1"):
        if act:
            alpha.visits().press(act)
        for page in PAGES:
            alpha.open(f"{alpha.run}/{page}".replace("/de/", f"/{language}/"))
            words = alpha.response.get_data(as_text=True)
            if page not in OWN_LISTS:
                assert re.findall(EXACT, words) == [], page
            assert not any(mark in words for mark in marks), page
            assert "Omega" not in words


PAGES = ("partners", "partners/consent", "result", "result.json", "answers", "pause", "delete", "exposure")
OWN_LISTS = {"result", "result.json"}
"""Offers of the region name its towns and sectors, whoever takes part."""


def test_what_one_sees_is_the_same_whoever_the_other_one_is(app: Flask, alpha: Firm, omega: Firm) -> None:
    """Size, sector and the exact district of the other side change nothing on the screen."""
    before = alpha.visits().text
    omega.visits().press("Einwilligung widerrufen")
    other = OMEGA | {"district": "03151", "sector": "rail_aviation", "employees": "10-49", "T08": "3"}
    Firm(app.test_client()).checked(other).joins("Thetabahn AG", "cybersecurity", "automation_robotics")

    assert alpha.visits().text == before


def test_the_address_names_no_pair(alpha: Firm, omega: Firm) -> None:
    alpha.visits()
    reference = alpha.page.xpath("string(//input[@name='reference']/@value)")
    assert re.fullmatch("[0-9a-f]{20}", reference)
    links = alpha.page.xpath("//@href | //@action")
    assert not any(reference in link for link in links)


def test_a_reference_does_nothing_for_others(alpha: Firm, omega: Firm, app: Flask) -> None:
    alpha.visits()
    reference = alpha.page.xpath("string(//input[@name='reference']/@value)")
    third = Firm(app.test_client()).checked(OMEGA | {"district": "03153"})
    third.joins("Thetaguss AG", "cybersecurity", "automation_robotics").visits()
    for field in third.page.xpath("//input[@name='reference']"):
        field.set("value", reference)

    assert "Das gibt es nicht mehr." in third.press("Interesse zeigen: Vorschlag 1").text
    assert set(omega.states) == {"proposed"}


def test_another_browser_opens_nothing(alpha: Firm, another_visitor: Visitor) -> None:
    for page in ("", "/consent"):
        assert another_visitor.open(f"{alpha.run}/partners{page}").status == 403
        assert "Alpha" not in another_visitor.response.text


def test_what_a_company_writes_is_shown_as_text(alpha: Firm, app: Flask) -> None:
    third = Firm(app.test_client()).checked(OMEGA)
    third.joins("<script>alert(1)</script>", "cybersecurity", "automation_robotics")
    alpha.visits().press("Interesse zeigen: Vorschlag 1")
    third.visits().press("Zustimmen und Kontakt austauschen: Kontakt 1")
    assert "<script>alert" not in alpha.visits().response.text
    assert "<script>alert(1)</script>" in alpha.text


def test_in_english(alpha: Firm, omega: Firm) -> None:
    alpha.open(f"{alpha.run}/partners".replace("/de/", "/en/"))
    assert alpha.heading == "Other companies"
    assert "Company in the region" in alpha.text
    assert alpha.press("Show interest: Proposal 1").path.startswith("/en/")


def test_every_page_stays_small(alpha: Firm, omega: Firm) -> None:
    for page in ("", "/consent"):
        assert len(alpha.visits(page).response.data) < 30_000


def test_worked_cases_can_take_part(app: Flask) -> None:
    told: dict[str, Any] = cases.worked("readiness", "1.0")["machining_salzgitter"].answers
    firm = Firm(app.test_client()).checked({question: answer.choice for question, answer in told.items()})
    firm.joins("Dreherei", "change_leadership", "cybersecurity")
    assert "Zurzeit passt kein weiterer Betrieb." in firm.text
