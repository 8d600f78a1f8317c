"""A company keeps its check in an account, finds it on another device and takes it out, by what it reads."""

import pytest
from flask import Flask
from sqlalchemy import text

from assessment.services import sign_in
from assessment.services.policy import Kind, Role
from assessment.services.runs import Begun
from assessment.store.database import Database
from tests.assessment.house import House, a_company
from tests.assessment.web.desks import Desk, at_desk, newest_token
from tests.assessment.web.visitor import Visitor

ADDRESS = "firma@example.org"


@pytest.fixture
def check(database: Database) -> Begun:
    return a_company(database)


def pausing(visitor: Visitor, check: Begun) -> Visitor:
    visitor.open(f"/{visitor.language}/resume/{check.key}")
    return visitor.open(f"/{visitor.language}/check/{check.run_id}/pause")


def keeps(app: Flask, visitor: Visitor, check: Begun) -> Visitor:
    """By the link from the mailbox."""
    pausing(visitor, check).write("email", ADDRESS).press("Link anfordern")
    return visitor.open(f"/de/keep/{newest_token(app)}").press("Check aufbewahren")


def takes_up(visitor: Visitor) -> Visitor:
    """Opens the first check of the list; its button says which one it is to those who only hear it."""
    words = [" ".join(button.text_content().split()) for button in visitor.page.xpath("//button")]
    return visitor.press(next(one for one in words if one.startswith("Öffnen: ")))


def test_a_check_is_kept_by_a_link_from_the_mailbox_and_opens_on_another_device(
    app: Flask, visitor: Visitor, another_visitor: Visitor, check: Begun
) -> None:
    pausing(visitor, check).write("email", ADDRESS).press("Link anfordern")
    assert visitor.heading == "Bitte sehen Sie in Ihr Postfach"
    link = f"/de/keep/{newest_token(app)}"
    headers = another_visitor.open(link).response.headers
    assert headers.get_all("Referrer-Policy") == ["no-referrer"]
    another_visitor.open(link).press("Check aufbewahren")  # scanners have opened it before

    assert another_visitor.path == "/de/account/checks"
    assert "Ihr Check ist aufbewahrt." in another_visitor.text
    assert "Kurzer Check, Stadt Salzgitter noch nicht abgeschlossen" in another_visitor.text
    assert visitor.open(link).press("Check aufbewahren").heading == "Dieser Link gilt nicht mehr"
    another_visitor.open("/de/account/checks")
    assert takes_up(another_visitor).path.startswith(f"/de/check/{check.run_id}/")
    assert another_visitor.status == 200


def test_the_answer_is_the_same_for_every_address_and_wrong_ones_and_too_many_are_told(
    database: Database, visitor: Visitor, check: Begun
) -> None:
    House.of(database, "Beratung", Kind.ADVICE).takes_in("toni@example.org", "Toni", Role.ADVISOR)
    pages = set()
    for address in ("toni@example.org", ADDRESS):
        pages.add(pausing(visitor, check).write("email", address).press("Link anfordern").response.data)
    assert len(pages) == 1

    assert pausing(visitor, check).write("email", "firma").press("Link anfordern").status == 422
    assert "Das ist keine vollständige E-Mail-Adresse." in visitor.text
    for _ in range(sign_in.MOST["keep"]):
        pausing(visitor, check).write("email", ADDRESS).press("Link anfordern")
    assert visitor.status == 429
    assert "Bitte warten Sie bis zu 15 Minuten." in visitor.text


def test_who_is_signed_in_keeps_a_check_with_one_button_and_takes_it_out_again(
    app: Flask, database: Database, check: Begun
) -> None:
    desk = at_desk(app, House.of(database, "Beratung", Kind.ADVICE), Role.ADVISOR, "toni@example.org")
    pausing(desk, check).press("In Ihrem Konto aufbewahren")
    assert "Dieser Check steht in Ihrem Konto (toni@example.org)." in desk.text
    assert "Wir haben keine E-Mail-Adresse von Ihnen" not in desk.text

    desk.open("/de/work").follow("Ihre Checks").press("Wirklich herausnehmen")
    assert "Mit Link oder Code öffnen Sie ihn weiter." in desk.text
    assert "In Ihrem Konto steht zurzeit kein Check." in desk.text
    assert desk.open(f"/de/resume/{check.key}").status == 200


def test_whoever_only_keeps_checks_begins_there_and_finds_no_work_of_staff(
    app: Flask, visitor: Visitor, check: Begun
) -> None:
    keeps(app, visitor, check)
    desk = Desk(app.test_client()).signs_in(app, ADDRESS)
    assert (desk.path, desk.heading) == ("/de/account/checks", "Ihre Checks")
    assert "Ihre Arbeit" not in desk.response.text

    assert desk.open("/de/work").path == "/de/account/checks"
    desk.open("/de/account")
    assert "Name" not in desk.text
    assert desk.follow("Zurück zu Ihren Checks").path == "/de/account/checks"
    assert desk.open("/de/").follow("Ihre Checks").status == 200
    assert desk.press("Abmelden").path == "/de/sign-in"
    assert desk.open("/de/account/checks").status == 403


def test_a_follow_up_of_a_kept_check_stands_in_the_account_at_once(
    app: Flask, visitor: Visitor, check: Begun
) -> None:
    keeps(app, visitor, check)
    pausing(visitor, check)
    visitor.open(f"/de/check/{check.run_id}/follow-up").press(value="short")
    later = visitor.path
    visitor.open("/de/account/checks")
    assert "Mit den Antworten des Checks vom" in visitor.text
    assert str(check.run_id) not in later
    assert visitor.text.count("Kurzer Check, Stadt Salzgitter") > 2


def test_a_check_that_cannot_be_opened_any_more_says_what_to_do(
    app: Flask, visitor: Visitor, check: Begun, database: Database
) -> None:
    keeps(app, visitor, check)
    with database.writing() as connection:
        connection.execute(text("UPDATE kept_check SET sealed_key = :nothing"), {"nothing": bytes(44)})
    assert "Diesen Check konnten wir nicht öffnen." in takes_up(visitor).text
