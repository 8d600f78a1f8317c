"""Somebody has scanned a code in the room: what they read, how they answer, and what stays shut to them."""

import gzip
import re

import pytest
from flask import Flask

from assessment.services import runs
from assessment.services.workshops import stages
from assessment.store.database import Database
from assessment.web.access import RULES
from tests.assessment.meetings import SECRET, Meeting
from tests.assessment.web.desks import Desk
from tests.assessment.web.visitor import Visitor


@pytest.fixture
def meeting(database: Database) -> Meeting:
    return Meeting.prepared(database, E06="over_80").running()


@pytest.fixture
def link(meeting: Meeting) -> str:
    """Where the code for production leads."""
    return f"/de/voice/{token(meeting)}"


def token(meeting: Meeting, role: str = "production") -> str:
    return stages.token_of(meeting.id, role, SECRET)


def said(meeting: Meeting, role: str = "production") -> tuple[int, int]:
    """How many of a role have come, and how many are done."""
    (found,) = [one for one in meeting.seen().progress.roles if one.role == role]
    return found.joined, found.done


def test_the_invitation_says_who_asks_and_what_happens_with_the_answers(visitor: Visitor, link: str) -> None:
    visitor.open(link)
    assert "Toni Beispiel (Beratung Nord) leitet ein Gespräch" in visitor.text
    assert visitor.page.xpath("//dt[.='Sie antworten als']/following-sibling::dd/text()") == ["Produktion"]
    assert "Wer Sie sind, fragen wir nicht." in visitor.text
    assert visitor.response.headers["Referrer-Policy"] == "no-referrer"


def test_a_role_of_few_is_told_that_it_can_be_recognised(visitor: Visitor, meeting: Meeting) -> None:
    visitor.open(f"/de/voice/{token(meeting, 'management')}")
    assert "wissen alle, welche von Ihnen sind" in visitor.text


def test_somebody_answers_without_script_area_by_area_and_is_done(
    visitor: Visitor, meeting: Meeting, link: str
) -> None:
    visitor.open(link).press("Mitmachen")
    assert re.fullmatch(r"/de/voice/[0-9a-f-]{36}/answers", visitor.path)
    visitor.choose(T01="1", T07="4").press("Speichern und zum nächsten Bereich")
    assert visitor.chosen("T01") == "1"
    visitor.choose(W01="dont_know").press("Fertig")
    assert visitor.heading == "Danke, Ihre Sicht ist dabei"
    assert "9 Fragen haben Sie offen gelassen" in visitor.text
    assert said(meeting) == (1, 1)


def test_every_question_of_the_areas_stands_on_one_page_and_nothing_to_write_in(
    visitor: Visitor, link: str
) -> None:
    visitor.open(link).press("Mitmachen")
    assert len(visitor.page.xpath("//fieldset")) == 12
    assert not visitor.page.xpath("//main//textarea | //main//input[@type='text']")
    assert not visitor.asks("district")
    assert len(visitor.response.data) < 25_000


def test_a_note_that_is_sent_all_the_same_is_dropped(visitor: Visitor, meeting: Meeting, link: str) -> None:
    visitor.open(link).press("Mitmachen")
    data = sent(visitor, T01="2") | {"T01-note": "Ich bin es, Kim."}
    assert visitor.client.post(visitor.path, data=data).status_code == 303
    with meeting.database.reading() as connection:
        stored = connection.exec_driver_sql("SELECT * FROM voice_answer").mappings().all()
    assert [(row["question"], row["choice"]) for row in stored] == [("T01", "2")]
    assert "Kim" not in repr(stored)


def test_one_answer_is_saved_by_itself(visitor: Visitor, link: str) -> None:
    visitor.open(link).press("Mitmachen")
    address = f"{visitor.path}/save"
    for given, status in (({"T01": "2"}, 200), ({"T01": "9"}, 422), ({"E01": "2"}, 422), ({"T01": ""}, 422)):
        data = sent(visitor, **given) | {"question": next(iter(given))}
        assert visitor.client.post(address, data=data).status_code == status, given
    assert visitor.open(visitor.path).chosen("T01") == "2"


def test_done_is_not_for_ever(visitor: Visitor, meeting: Meeting, link: str) -> None:
    visitor.open(link).press("Mitmachen").choose(T01="1").press("Fertig")
    visitor.press("Antworten noch ändern")
    assert visitor.chosen("T01") == "1"
    assert "11 Fragen sind noch offen" in visitor.text
    assert said(meeting) == (1, 0)


def test_the_same_device_goes_on_with_the_same_answers(visitor: Visitor, meeting: Meeting, link: str) -> None:
    visitor.open(link).press("Mitmachen").choose(T01="1").press("Fertig")
    visitor.open(link).follow("Weiter antworten")
    assert visitor.chosen("T01") == "1"
    assert said(meeting) == (1, 1)


@pytest.mark.parametrize("way", ["handed on", "opened again"])
def test_a_device_that_goes_round_shows_nobody_the_answers_of_another(
    visitor: Visitor, meeting: Meeting, link: str, way: str
) -> None:
    visitor.open(link).press("Mitmachen").choose(T01="1").press("Fertig")
    theirs = visitor.path.replace("/done", "/answers")
    if way == "handed on":
        visitor.press("Meine Antworten hier vergessen").open(link).press("Mitmachen")
    else:
        visitor.open(link).press("Ich bin jemand anderes")
    assert visitor.chosen("T01") is None
    assert said(meeting) == (2, 1)
    assert visitor.open(theirs).status == 403


def test_who_leads_the_session_is_told_that_the_link_is_not_for_them(
    app: Flask, visitor: Visitor, meeting: Meeting, link: str
) -> None:
    desk = Desk(app.test_client()).signs_in(app, meeting.advisor.email)
    assert "Sie leiten dieses Gespräch" in desk.open(link).text


def test_late_answers_are_named_and_not_stored(visitor: Visitor, meeting: Meeting, link: str) -> None:
    visitor.open(link).press("Mitmachen").choose(T01="1").press("Speichern und zum nächsten Bereich")
    page, data = visitor.path, sent(visitor, W01="0")
    meeting.opened()
    assert visitor.client.post(f"{page}/save", data=data | {"question": "W01"}).status_code == 403

    visitor.choose(W01="0").press("Fertig")

    assert visitor.heading == "Die Antworten liegen jetzt offen"
    assert "Eine Antwort kam zu spät" in visitor.text
    assert "Wir haben dazu noch keine Vorstellung." in visitor.text
    assert "Eine Antwort kam zu spät" not in visitor.open(page).text
    assert "Mitmachen" not in visitor.open(link).text


def test_when_the_company_ends_it_everything_is_gone_and_said_so(
    visitor: Visitor, meeting: Meeting, link: str
) -> None:
    visitor.open(link).press("Mitmachen").choose(T01="1")
    page = visitor.path
    stages.withdraw(meeting.database, **meeting.owned, now=meeting.advisor.now)
    visitor.press("Fertig")
    assert (visitor.status, visitor.heading) == (410, "Ihre Antworten sind gelöscht")
    assert visitor.open(page).status == 410


def test_without_a_link_or_on_another_device_nothing_opens(
    visitor: Visitor, another_visitor: Visitor, link: str
) -> None:
    visitor.open(link).press("Mitmachen")
    assert another_visitor.open(visitor.path).heading == "Dieses Gerät kennt diese Antworten nicht"
    assert another_visitor.open("/de/voice/" + "x" * 43).heading == "Diese Einladung gilt nicht"


def test_a_voice_opens_no_address_of_the_run_nor_of_staff(
    app: Flask, visitor: Visitor, meeting: Meeting, link: str
) -> None:
    visitor.open(link).press("Mitmachen").choose(T01="1").press("Fertig")
    values = {"lang": "de", "run_id": meeting.company.run_id, "organisation_id": meeting.house.id}
    values |= {"workshop_id": meeting.id, "section_id": "company", "question": "T01"}
    for rule in app.url_map.iter_rules():
        if rule.build_only or RULES[rule.endpoint].kind in {"everyone", "voice", "token"}:
            continue
        known = {name: values.get(name, meeting.id) for name in rule.arguments}
        with app.test_request_context():
            address = app.url_map.bind("localhost").build(rule.endpoint, known)
        for method in sorted({"GET", "POST"} & (rule.methods or set())):
            answer = visitor.client.open(address, method=method, data={"then": "next"})
            assert answer.status_code == 403, (method, rule.rule)
            assert "Musterdreherei" not in answer.text


def test_the_page_speaks_english_and_keeps_what_was_chosen(visitor: Visitor, link: str) -> None:
    visitor.open(link).press("Mitmachen").choose(T01="1").press(value="lang:en")
    assert visitor.heading == "Your view of the company"
    assert visitor.chosen("T01") == "1"


def test_the_round_grows_with_the_check(visitor: Visitor, meeting: Meeting, link: str) -> None:
    company = meeting.company
    runs.extend(
        meeting.database, run_id=company.run_id, key=company.key, check="full", now=meeting.advisor.now
    )
    visitor.open(link).press("Mitmachen")
    assert len(visitor.page.xpath("//fieldset")) == 51
    assert len(visitor.response.data) < 75_000


def test_the_page_is_small_for_a_bad_line(visitor: Visitor, link: str) -> None:
    visitor.open(link).press("Mitmachen")
    plain = visitor.open(visitor.path).response
    small = visitor.client.get(visitor.path, headers={"Accept-Encoding": "br, gzip"})
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert len(gzip.decompress(small.data)) == len(plain.data)  # the token of the form tells the second
    assert len(small.data) < 7_000
    assert "Accept-Encoding" in small.headers["Vary"]


def sent(visitor: Visitor, **given: str) -> dict[str, str]:
    """What the form sends with these answers."""
    hidden = visitor.page.xpath("//form[@id='answers']/input[@type='hidden']")
    return {field.get("name"): field.get("value") for field in hidden} | given
