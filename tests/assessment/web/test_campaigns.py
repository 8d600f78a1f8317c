"""A chamber invites its members, and reads of them what they chose: by what people read on their screens."""

import hashlib
import re
from uuid import UUID, uuid4

import pytest
from flask import Flask

from assessment.services.campaigns.items import Item
from assessment.services.policy import Kind, Role
from assessment.store.database import Database
from assessment.web.access import RULES
from assessment.web.forms.sharing import CHAMBER, CHAMBER_TEXT, ITEMS
from tests.assessment.house import House
from tests.assessment.services.campaigns.inviting import CONTACT, Chamber, finishes, shares
from tests.assessment.web.desks import Desk, at_desk
from tests.assessment.web.visitor import Visitor

WORDINGS = {"1": "6cb721d7"}
"""The first letters of the checksum of each version of the text."""
SECRET = ("Rundbrief", "Musterdreherei")
SHARE = "Einwilligen und zeigen"


@pytest.fixture
def chamber(database: Database) -> House:
    return House.of(database, "IHK Musterstadt", Kind.CHAMBER)


@pytest.fixture
def officer(app: Flask, chamber: House) -> Desk:
    return at_desk(app, chamber, Role.CHAMBER_OFFICER, "kim@example.org")


@pytest.fixture
def link(officer: Desk) -> str:
    """The address that the officer hands out, as the page shows it."""
    officer.open("/de/work").follow("Kampagnen").follow("Kampagne anlegen")
    officer.write("name", "Rundbrief im März").press("Anlegen")
    shown = officer.page.get_element_by_id("campaign-link").get("value")
    return str(shown).removeprefix("http://localhost")


def begins(visitor: Visitor, link: str) -> str:
    """Comes by the link and begins; the address of the check."""
    visitor.open(link).press(value="short")
    return visitor.path.rsplit("/", 1)[0]


def test_each_wording_of_the_consent_has_a_version_of_its_own() -> None:
    words = "".join([*CHAMBER, *(part for pair in ITEMS.values() for part in pair)])
    assert hashlib.sha256(words.encode()).hexdigest()[:8] == WORDINGS[CHAMBER_TEXT]


def test_a_member_reads_who_sent_the_link_and_counts_when_it_begins(
    officer: Desk, link: str, app: Flask
) -> None:
    for _ in range(5):
        visitor = Visitor(app.test_client())
        visitor.open(link)
        assert "Diesen Link hat Ihnen IHK Musterstadt geschickt." in visitor.text
        assert "keinen Namen, keine Antwort" in visitor.text
        begins(visitor, link)

    officer.open("/de/work").follow("Kampagnen")
    assert "Rundbrief im März läuft bis zum" in officer.text
    assert "begonnen mindestens 5 abgeschlossen weniger als 5" in officer.text


def test_opening_a_link_counts_nobody_and_few_are_not_told(
    officer: Desk, link: str, visitor: Visitor
) -> None:
    visitor.open(link)
    officer.open("/de/work/campaigns")
    assert "begonnen weniger als 5" in officer.text
    begins(visitor, link)
    assert "begonnen weniger als 5" in officer.open("/de/work/campaigns").text


def test_who_comes_back_by_the_link_is_led_to_the_check_that_was_begun(visitor: Visitor, link: str) -> None:
    begins(visitor, link)
    visitor.open(link)

    assert "schon ein Check begonnen" in visitor.text
    assert "Ich beginne für einen anderen Betrieb." in visitor.text
    assert visitor.follow("Damit weitermachen").path.endswith("/company")


def test_an_ended_or_unknown_link_lets_one_begin_all_the_same(
    officer: Desk, link: str, visitor: Visitor
) -> None:
    officer.press("Jetzt beenden")
    assert "Die Kampagne ist beendet." in officer.text
    visitor.open(link)
    assert "Die Aktion von IHK Musterstadt ist beendet." in visitor.text
    begins(visitor, link)
    visitor.open("/k/zzzzz")
    assert (visitor.status, "Diesen Link kennen wir nicht." in visitor.text) == (404, True)
    assert begins(visitor, "/k/zzzzz")
    assert "begonnen weniger als 5" in officer.open("/de/work/campaigns").text


def test_the_days_of_a_campaign_are_checked(officer: Desk) -> None:
    officer.open("/de/work/campaigns/new").write("begins_on", "2027-03-09").write("ends_on", "2027-03-08")
    officer.press("Anlegen")

    assert officer.status == 422
    assert "Bitte geben Sie der Kampagne einen Namen." in officer.text
    assert "Der letzte Tag darf nicht vor dem ersten liegen" in officer.text


def test_a_company_shows_single_items_and_hides_them_again(
    officer: Desk, link: str, visitor: Visitor
) -> None:
    check = begins(visitor, link)
    visitor.open(f"{check}/pause").follow("Was Ihre Kammer erfährt")
    assert "wie viele Betriebe begonnen und abgeschlossen haben – keinen Namen, keine Antwort" in visitor.text
    visitor.press(SHARE)
    assert "Bitte geben Sie an, wie Ihr Betrieb dort heißen soll." in visitor.text
    assert "Ohne Ihre Einwilligung sieht die Kammer nichts." in visitor.text
    visitor.write("company_name", "Dreherei <b>Muster</b>").tick("contact", "progress", "y")
    visitor.write("contact_name", "Änne Beispiel").press(SHARE)
    assert "Bitte geben Sie eine E-Mail-Adresse oder eine Telefonnummer an." in visitor.text
    visitor.write("phone", "05341 12345").press(SHARE)
    assert "Das sieht IHK Musterstadt" in visitor.text
    assert ("Was Sie selbst zeigen, steht hier." in visitor.text, "keinen Namen" in visitor.text) == (
        True,
        False,
    )

    officer.open("/de/work").follow("Mitglieder").follow("Dreherei <b>Muster</b>")
    assert "Änne Beispiel 05341 12345" in officer.text
    assert "Der Betrieb hat noch keinen Plan gemacht." in officer.text
    visitor.press("Verbergen: Wen man bei Ihnen fragen kann, IHK Musterstadt")
    assert "Änne" not in officer.open(officer.path).text
    visitor.press("Alles beenden: IHK Musterstadt")
    assert "Hier ist nichts zu sehen" in officer.open(officer.path).page.text_content()
    assert officer.follow("Zu den Mitgliedern").path == "/de/work/members"


def test_what_is_not_shown_never_stands_on_the_page(
    app: Flask, database: Database, officer: Desk, chamber: House
) -> None:
    begun = Chamber.of(database, "HWK").invites()
    finishes(database, begun)
    marks = {
        Item.CONTACT: (CONTACT.name, CONTACT.email, CONTACT.phone),
        Item.NEEDS: ("Wobei der Betrieb am meisten Hilfe braucht",),
        Item.RESULT: ('<svg class="chart', "Stufen der Bereiche"),
        Item.PROGRESS: ("Wie weit der Plan ist",),
    }
    for item, own in marks.items():
        consent = shares(database, begun, chamber, [item])
        page = officer.open(f"/de/work/members/{consent}").response.text
        foreign = {mark for other, found in marks.items() if other is not item for mark in found}
        assert all(mark in page for mark in own)
        assert [mark for mark in foreign if mark in page] == []


def test_no_role_of_another_house_opens_campaigns_or_members(
    app: Flask, database: Database, officer: Desk, chamber: House, link: str
) -> None:
    begun = Chamber.of(database, "HWK").invites()
    consent = shares(database, begun, chamber, set(Item))
    campaign = officer.path.rsplit("/", 1)[1]
    others = {
        Role.ADVISOR: at_desk(app, chamber, Role.ADVISOR, "a@example.org"),
        Role.CHAMBER_OFFICER: at_desk(
            app, House.of(database, "HWK 2", Kind.CHAMBER), Role.CHAMBER_OFFICER, "b@example.org"
        ),
        Role.PROVIDER_CONTACT: at_desk(
            app, House.of(database, "Labor", Kind.PROVIDER), Role.PROVIDER_CONTACT, "c@example.org"
        ),
        Role.OPERATOR: at_desk(app, House.of(database, "Netz", Kind.NETWORK), Role.OPERATOR, "d@example.org"),
    }
    for role, desk in others.items():
        for rule in app.url_map.iter_rules():
            if {"campaign_id", "consent_id"} & rule.arguments and "run_id" not in rule.arguments:
                assert RULES[rule.endpoint].kind == "staff"
                ids = {"campaign_id": UUID(campaign), "consent_id": consent, "referral_id": uuid4()}
                address = rule.build({"lang": "de", **ids})
                assert address is not None
                method = "POST" if "POST" in (rule.methods or ()) else "GET"
                answer = desk.client.open(address[1], method=method, data={"then": "next"})
                assert answer.status_code in {403, 404, 422}, (role, rule.rule)
                assert [word for word in SECRET if word in answer.text] == []
        for place in ("campaigns", "members"):
            listed = desk.client.get(f"/de/work/{place}").text
            assert [word for word in SECRET if word in listed] == []


def test_only_the_start_card_may_stand_in_a_frame_and_it_sets_no_cookie(
    app: Flask, officer: Desk, link: str
) -> None:
    frames = re.compile(r"frame-ancestors ([^;]+)")
    code = link.rsplit("/", 1)[1]
    card = app.test_client().get(f"/de/k/{code}/card")
    assert frames.findall(card.headers["Content-Security-Policy"]) == ["*"]
    assert "Set-Cookie" not in card.headers
    assert [part for part in ("<script", "<form", "<iframe") if part in card.text] == []
    assert 'target="_top"' in card.text
    framed = set()
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.arguments <= {"lang", "code"}:
            built = rule.build({"lang": "de", "code": code})
            answer = officer.client.get(built[1] if built else "/")
            if frames.findall(answer.headers["Content-Security-Policy"]) != ["'none'"]:
                framed.add(rule.endpoint)
    assert framed == {"invited.card"}


def test_the_card_and_its_html_are_on_the_page_of_the_campaign(officer: Desk, link: str) -> None:
    code = link.rsplit("/", 1)[1]

    assert f'src="http://localhost/de/k/{code}/card"' in officer.text
    assert f'<a href="http://localhost/de/k/{code}">' in officer.text
    picture = officer.client.get(f"{officer.path}/code.svg")
    assert (picture.mimetype, picture.status_code) == ("image/svg+xml", 200)
    card = officer.client.get(f"{officer.path}/card.pdf")
    assert card.data.startswith(b"%PDF")
    assert f"{code}.pdf" in card.headers["Content-Disposition"]


def test_the_operator_says_which_house_an_organisation_is(
    app: Flask, database: Database, chamber: House, officer: Desk
) -> None:
    operator = at_desk(app, House.of(database, "Netz", Kind.NETWORK), Role.OPERATOR, "op@example.org")
    here = f"/de/work/organisations/{chamber.id}"
    operator.open(here).write("house", "ihk-braunschweig").press("Speichern")
    assert "Gespeichert." in operator.text
    assert "Im Verzeichnis ist das: IHK Braunschweig." in officer.open(here).text
    other = House.of(database, "IHK zwei", Kind.CHAMBER)
    operator.open(f"/de/work/organisations/{other.id}")
    assert "IHK Braunschweig (schon vergeben an IHK Musterstadt)" in operator.text
    operator.write("house", "ihk-braunschweig").press("Speichern")
    assert "Das ist schon eine andere Organisation." in operator.text
    operator.open(here).write("house", "ihk-erfunden").press("Speichern")
    assert operator.status == 422
