"""The check on paper, by what a visitor reads: print it, type it in, see what cannot be read."""

import io
from datetime import timedelta
from uuid import UUID

import pytest
from pypdf import PdfReader

from assessment.services import runs
from assessment.services.checks import follow_ups
from assessment.store.database import Database
from assessment.store.runs import put_answers
from questionnaires import library
from questionnaires.answers import NOT_APPLICABLE, Answer
from questionnaires.library import cases
from reports import codes
from tests.assessment.web.shelf import NOW
from tests.assessment.web.visitor import Visitor

FULL = cases.worked("readiness", "1.0")["plastics_wolfsburg"].answers


def typed(visitor: Visitor, question: str) -> str:
    found: list[str] = visitor.page.xpath("//input[@name=$name]/@value", name=question)
    return found[0]


def says(visitor: Visitor, question: str) -> str:
    return str(visitor.page.get_element_by_id(f"{question}-m").text_content())


def code(question: str, answer: Answer) -> str:
    questionnaire = library.released("readiness")
    found = codes.written(codes.of(questionnaire, questionnaire.question[question], "de"), answer)
    assert found is not None
    return found.code


@pytest.fixture
def at_entry(visitor: Visitor) -> Visitor:
    """At the screen for a filled paper of the short check."""
    return visitor.open("/de/paper").press(value="short")


@pytest.fixture
def noted_run(database: Database) -> tuple[str, str]:
    """The code of a run with a note, and the address of its screen for papers."""
    begun = runs.begin(database, check="short", language="de", now=NOW)
    given = {"E02": Answer("3", note="Kunde A, zwei Werke"), "T01": Answer("dont_know")}
    runs.save(database, run_id=begun.run_id, key=begun.key, given=given, seen={}, now=NOW)
    return begun.key, f"/de/check/{begun.run_id}/entry"


def test_the_blank_questionnaire_can_be_printed_without_a_check(visitor: Visitor) -> None:
    visitor.open("/de/paper")
    papers = visitor.page.xpath("//main//a/@href[contains(., 'questionnaire')]")
    visitor.open(papers[0])

    assert papers == ["/de/questionnaire/short.pdf", "/de/questionnaire/full.pdf"]
    assert visitor.response.mimetype == "application/pdf"
    assert "wandelkompass-short-de.pdf" in visitor.response.headers["Content-Disposition"]
    assert "max-age" in visitor.response.headers["Cache-Control"]
    assert PdfReader(io.BytesIO(visitor.response.data)).pages


def test_start_and_review_lead_to_paper(visitor: Visitor) -> None:
    assert visitor.open("/de/").follow("Auf Papier ausfüllen").heading == "Auf Papier ausfüllen"

    visitor.press(value="short").write("district", "a").press(value="review")
    assert typed(visitor.follow("Bogen eintippen"), "district") == "a"


def test_there_is_no_paper_of_a_check_that_does_not_exist(visitor: Visitor) -> None:
    assert visitor.open("/de/questionnaire/endless.pdf").status == 404


def test_a_length_that_is_none_begins_nothing(visitor: Visitor) -> None:
    visitor.open("/de/paper").press(value="short")
    before = visitor.path
    visitor.open("/de/paper")
    for button in visitor.page.xpath("//button[@name='check']"):
        button.set("value", "endless")

    visitor.press(value="endless")

    assert visitor.status == 422
    assert visitor.path != before


def test_a_paper_is_typed_in_and_the_review_shows_the_sentences(at_entry: Visitor) -> None:
    at_entry.write("district", "b").write("E06", "f").write("E02", "3").write("T01", "N2").write("W01", "?")
    at_entry.press("Speichern und Antworten prüfen")

    assert at_entry.heading == "Antworten prüfen"
    for answer in ("Stadt Salzgitter", "Mehr als 80 %", "Wir arbeiten nur für Bahn", "Weiß ich nicht"):
        assert answer in at_entry.text.replace("\N{NO-BREAK SPACE}", " ")


def test_every_question_of_the_full_check_can_be_typed_in(visitor: Visitor) -> None:
    visitor.open("/de/paper").press(value="full")
    for question, answer in FULL.items():
        visitor.write(question, code(question, answer))

    visitor.press("Speichern und Antworten prüfen")

    assert "Alle Fragen sind beantwortet" in visitor.text


def test_a_paper_asks_also_what_the_answers_would_lead_past(at_entry: Visitor) -> None:
    at_entry.write("E06", "a").write("E01", "2").press("Zwischendurch speichern")

    assert typed(at_entry, "E01") == "2"
    assert "Mehr als 10 bis 30" in says(at_entry, "E01")


def test_saving_in_between_stays_and_says_how_much_is_there(at_entry: Visitor) -> None:
    at_entry.write("district", "a").write("employees", "c").press("Zwischendurch speichern")

    assert "Gespeichert. 2 von 25 Fragen sind beantwortet." in at_entry.text
    assert at_entry.page.xpath("//input[@autofocus]/@name") == ["sector"]


def test_wrong_codes_are_named_and_stay_while_all_others_are_saved(at_entry: Visitor) -> None:
    at_entry.write("district", "b").write("E02", "7").write("T01", "n").press(
        "Speichern und Antworten prüfen"
    )

    assert at_entry.status == 422
    assert "2 Angaben konnten nicht gespeichert werden" in at_entry.text
    assert "Den Code „7“ gibt es hier nicht. Erlaubt sind: 0, 1, 2, 3, 4, w." in at_entry.text
    assert "Erlaubt sind: 0, 1, 2, 3, 4, w, n1, n2." in at_entry.text
    assert "Alle anderen Codes sind gespeichert." in at_entry.text
    assert (typed(at_entry, "E02"), typed(at_entry, "district")) == ("7", "b")

    at_entry.write("E02", "2").write("T01", "n1").write("district", "c")
    at_entry.press("Speichern und Antworten prüfen")
    assert at_entry.heading == "Antworten prüfen"
    assert "Stadt Wolfsburg" in at_entry.text


def test_what_was_answered_on_screen_stands_there_as_codes(visitor: Visitor) -> None:
    visitor.begin("short").choose(district="03157", E06="over_80").press(value="next")
    visitor.open(visitor.path.rsplit("/", 1)[0] + "/entry")

    assert (typed(visitor, "district"), typed(visitor, "E06"), typed(visitor, "E02")) == ("g", "f", "")
    assert says(visitor, "district") == "Landkreis Peine"


def test_an_empty_field_changes_nothing_and_a_note_stays(
    visitor: Visitor, database: Database, noted_run: tuple[str, str]
) -> None:
    key, address = noted_run
    visitor.open(f"/de/resume/{key}").open(address)
    visitor.write("E02", "1").write("T01", "").press("Zwischendurch speichern")

    run_id = runs.with_key(database, typed=key).run_id
    kept = runs.opened(database, run_id=run_id, key=key).answers
    assert kept == {"E02": Answer("1", note="Kunde A, zwei Werke"), "T01": Answer("dont_know")}


def test_the_same_paper_twice_writes_nothing_new(
    visitor: Visitor, database: Database, noted_run: tuple[str, str]
) -> None:
    key, address = noted_run
    run_id = runs.with_key(database, typed=key).run_id
    before = runs.opened(database, run_id=run_id, key=key)
    visitor.open(f"/de/resume/{key}").open(address).press("Zwischendurch speichern")

    assert runs.opened(database, run_id=run_id, key=key) == before


def test_what_somebody_else_answered_meanwhile_is_shown_and_not_overwritten(
    visitor: Visitor, another_visitor: Visitor, noted_run: tuple[str, str]
) -> None:
    key, address = noted_run
    for person in (visitor, another_visitor):
        person.open(f"/de/resume/{key}").open(address)
    visitor.write("E02", "0").press("Zwischendurch speichern")

    another_visitor.write("E02", "4").press("Zwischendurch speichern")

    assert another_visitor.status == 409
    assert "Hier wurde gleichzeitig anders geantwortet" in another_visitor.text
    assert "Gespeichert ist: 0, Weniger als 10" in another_visitor.text.replace("\N{NO-BREAK SPACE}", " ")
    assert typed(another_visitor, "E02") == "4"

    another_visitor.press("Zwischendurch speichern")
    assert another_visitor.status == 200
    assert typed(another_visitor.open(address), "E02") == "4"


def test_the_language_can_change_and_so_does_the_code_of_dont_know(at_entry: Visitor) -> None:
    at_entry.write("E02", "w").press(value="lang:en")

    assert at_entry.heading == "Type in a sheet"
    assert typed(at_entry, "E02") == "u"


def test_a_page_sent_twice_without_its_token_keeps_what_was_typed(at_entry: Visitor) -> None:
    at_entry.write("E02", "3").write("csrf_token", "forged").press("Speichern und Antworten prüfen")

    assert at_entry.status == 422
    assert "Es ist nichts verloren" in at_entry.text
    assert typed(at_entry, "E02") == "3"


def test_the_script_saves_one_code_at_a_time(at_entry: Visitor) -> None:
    token = at_entry.page.xpath("//input[@name='csrf_token']/@value")[0]
    data = {"csrf_token": token, "version": "1.0", "question": "E02", "E02": "3", "E02-seen": "0"}

    saved = at_entry.client.post(f"{at_entry.path}/save", data=data)
    refused = at_entry.client.post(f"{at_entry.path}/save", data=data | {"E02": "9"})
    conflict = at_entry.client.post(f"{at_entry.path}/save", data=data | {"E02": "1"})

    assert (saved.status_code, saved.json) == (200, {"seen": "1"})
    assert refused.status_code == 422
    assert conflict.status_code == 409
    assert conflict.json is not None
    assert (conflict.json["choice"], conflict.json["seen"]) == ("3", "1")


def test_an_answer_without_a_code_is_a_conflict_all_the_same(at_entry: Visitor, database: Database) -> None:
    token = at_entry.page.xpath("//input[@name='csrf_token']/@value")[0]
    run_id = UUID(at_entry.path.split("/")[3])
    with database.writing() as connection:
        put_answers(connection, run_id, 1, {"T01": Answer(NOT_APPLICABLE)}, NOW)
    data = {"csrf_token": token, "version": "1.0", "question": "T01", "T01": "3", "T01-seen": "0"}

    conflict = at_entry.client.post(f"{at_entry.path}/save", data=data)
    page = at_entry.client.post(at_entry.path, data=data).get_data(as_text=True)

    assert conflict.status_code == 409
    assert conflict.json is not None
    assert (conflict.json["choice"], conflict.json["theirs"]) == ("", "Trifft auf uns nicht zu")
    assert "Gespeichert ist: –, Trifft auf uns nicht zu" in page


def test_answers_of_last_time_are_only_told_until_the_paper_says_the_same(
    visitor: Visitor, database: Database, noted_run: tuple[str, str]
) -> None:
    key, _ = noted_run
    earlier = runs.with_key(database, typed=key).run_id
    later = NOW + timedelta(days=365)
    again = follow_ups.begin(database, run_id=earlier, key=key, check="short", language="de", now=later)
    visitor.open(f"/de/resume/{again.key}").open(f"/de/check/{again.run_id}/entry")

    assert typed(visitor, "E02") == ""
    assert visitor.page.xpath("//input[@name='E02']/@placeholder") == ["3"]
    assert "Grau steht, was Sie beim letzten Mal geantwortet haben." in visitor.text
    visitor.press("Zwischendurch speichern")
    assert runs.opened(database, run_id=again.run_id, key=again.key).given_on.keys() == {"E02"}

    visitor.write("E02", "3").press("Zwischendurch speichern")
    now = runs.opened(database, run_id=again.run_id, key=again.key)
    assert now.given_on == {}
    assert now.answers["E02"] == Answer("3", note="Kunde A, zwei Werke")
