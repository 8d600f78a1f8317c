"""The plan as a company reads and orders it, without a script."""

import io
from datetime import date
from uuid import UUID

import openpyxl
from icalendar import Calendar

from assessment.services.checks import plan_entries
from assessment.services.checks.plans import MOST, Details
from assessment.store import plans as store
from assessment.store.database import Database
from tests.assessment.web.planning import ALL_NOW, add, edit, entry_text, proposed, titles
from tests.assessment.web.shelf import NOW, ARun
from tests.assessment.web.visitor import Visitor


def test_an_empty_plan_invites_to_begin(at_plan: Visitor) -> None:
    assert at_plan.heading == "Ihr Plan"
    assert "Noch steht hier nichts." in at_plan.text
    assert len(proposed(at_plan)) > 3
    assert "Termine für den Kalender" not in at_plan.text


def test_all_first_steps_are_taken_at_once_and_not_offered_again(at_plan: Visitor) -> None:
    first = proposed(at_plan)[:3]

    at_plan.press(ALL_NOW)

    assert titles(at_plan) == first
    assert "3 Schritte stehen jetzt in Ihrem Plan." in at_plan.text
    assert "0 von 3 erledigt" in at_plan.text
    assert not set(first) & set(proposed(at_plan))


def test_one_step_is_taken_and_said_where_it_stands(at_plan: Visitor) -> None:
    second = proposed(at_plan)[1]
    button = at_plan.page.xpath("//button[@name='origin']/@value")[2]

    at_plan.press(value=button)

    assert titles(at_plan) == [second]
    assert "Ein Schritt steht jetzt in Ihrem Plan." in entry_text(at_plan)
    assert second not in proposed(at_plan)


def test_a_button_that_was_pressed_twice_takes_a_step_once(at_plan: Visitor) -> None:
    data = {"origin": "now", "csrf_token": at_plan.page.xpath("//input[@name='csrf_token']/@value")[0]}
    address = at_plan.path + "/choose"

    at_plan.client.post(address, data=data)
    again = at_plan._read(at_plan.client.post(address, data=data, follow_redirects=True))

    assert len(titles(again)) == 3
    assert "Das steht schon in Ihrem Plan" in again.text


def test_the_company_says_who_and_until_when(at_plan: Visitor) -> None:
    at_plan.press(ALL_NOW)
    edit(at_plan).write("owner", "Leitung Einkauf").write("due", "2031-03-15").choose(state="running")
    at_plan.write("note", "Erst anrufen.\nDann hinfahren.").press("Speichern")

    assert "Gespeichert." in entry_text(at_plan)
    for words in ("Läuft", "bis 15. März 2031".replace(". ", ".\N{NO-BREAK SPACE}", 1), "Leitung Einkauf"):
        assert words.replace("\N{NO-BREAK SPACE}", " ") in entry_text(at_plan)
    assert "Erst anrufen. Dann hinfahren." in entry_text(at_plan)


def test_an_entry_of_its_own_is_added_changed_and_removed(at_plan: Visitor, plan: str) -> None:
    add(at_plan, plan, "Roboter ansehen")
    assert titles(at_plan) == ["Roboter ansehen"]
    assert "Dieser Eintrag steht jetzt in Ihrem Plan." in entry_text(at_plan)

    edit(at_plan).write("title", "Zwei Roboter ansehen").press("Speichern")
    assert titles(at_plan) == ["Zwei Roboter ansehen"]

    edit(at_plan).press("Endgültig entfernen")
    assert "Der Eintrag ist entfernt." in at_plan.text
    assert "Noch steht hier nichts." in at_plan.text


def test_a_removed_step_is_proposed_again(at_plan: Visitor) -> None:
    before = proposed(at_plan)
    at_plan.press(ALL_NOW)
    edit(at_plan).press("Endgültig entfernen")

    assert len(titles(at_plan)) == 2
    assert before[0] in proposed(at_plan)


def test_one_press_says_that_something_is_done(at_plan: Visitor) -> None:
    at_plan.press(ALL_NOW)
    name = titles(at_plan)[0]

    at_plan.press(f"Erledigt: {name}")

    assert "Als erledigt gespeichert." in entry_text(at_plan)
    assert "1 von 3 erledigt" in at_plan.text


def test_what_is_overdue_is_named_and_what_was_dropped_does_not_count(at_plan: Visitor, plan: str) -> None:
    add(at_plan, plan, "Angebot einholen", due="2020-01-31", state="done")
    edit(at_plan).choose(state="planned").press("Speichern")
    add(at_plan, plan, "Längst erledigt", due="2020-01-31", state="done")
    add(at_plan, plan, "Aufgegeben", due="2020-01-31", state="dropped")

    so_far = " ".join(at_plan.page.xpath("//aside")[0].text_content().split())
    assert "1 von 2 erledigt" in so_far
    assert "Ein Termin ist vorbei Angebot einholen 31. Januar 2020" in so_far
    assert "überfällig seit 31. Januar 2020" in entry_text(at_plan)
    assert "überfällig" not in entry_text(at_plan, 1) + entry_text(at_plan, 2)


def test_the_plan_can_be_read_by_date_and_keeps_its_own_order(at_plan: Visitor, plan: str) -> None:
    add(at_plan, plan, "Ohne Termin")
    assert "Nach Termin ordnen" not in at_plan.text
    add(at_plan, plan, "Später", due="2031-06-30")
    add(at_plan, plan, "Bald", due="2031-01-31")

    at_plan.follow("Nach Termin ordnen")
    assert titles(at_plan) == ["Bald", "Später", "Ohne Termin"]
    assert "Nach oben" not in at_plan.text

    at_plan.follow("Eigene Reihenfolge zeigen")
    assert titles(at_plan) == ["Ohne Termin", "Später", "Bald"]


def test_moving_changes_the_order_and_keeps_the_focus_on_the_entry(at_plan: Visitor, plan: str) -> None:
    for title in ("Eins", "Zwei", "Drei"):
        add(at_plan, plan, title)

    at_plan.press("Nach oben: Drei")
    assert titles(at_plan) == ["Eins", "Drei", "Zwei"]
    assert "„Drei“ steht jetzt an Stelle 2 von 3." in entry_text(at_plan, 1)
    (focused,) = at_plan.page.xpath("//*[@autofocus]")
    assert focused.text_content() == "Nach oben: Drei"
    assert focused.get("aria-describedby") == "told"

    at_plan.press("Nach oben: Drei")
    assert titles(at_plan) == ["Drei", "Eins", "Zwei"]
    (focused,) = at_plan.page.xpath("//*[@autofocus]")
    assert focused.text_content() == "Nach unten: Drei"


def test_chosen_steps_speak_both_languages(at_plan: Visitor, plan: str) -> None:
    german = titles(at_plan.press(ALL_NOW))

    english = titles(at_plan.follow("English"))

    assert len(english) == 3
    assert not set(german) & set(english)


def test_a_full_plan_says_so(at_plan: Visitor, plan: str, database: Database) -> None:
    form = at_plan.open(f"/de{plan}/new")
    entries = [plan_entries.of_details(Details(f"Nr. {number}"), NOW) for number in range(MOST)]
    with database.writing() as connection:
        store.add(connection, UUID(plan.split("/")[2]), entries)
    form.write("title", "Einer zu viel").press("Speichern")

    assert "Mehr Einträge fasst ein Plan nicht." in at_plan.text
    assert len(titles(at_plan)) == MOST
    assert "Mehr Einträge fasst ein Plan nicht." in at_plan.open(f"/de{plan}/new").text
    assert "oder er ist voll" in at_plan.press(ALL_NOW).text


def test_the_calendar_file_holds_what_has_a_day(at_plan: Visitor, plan: str) -> None:
    add(at_plan, plan, "Ohne Tag")
    assert at_plan.open(f"/de{plan}.ics").path == f"/de{plan}"
    add(at_plan, plan, "Größe prüfen", due="2031-03-15", owner="Fertigung")

    answer = at_plan.client.get(f"/de{plan}.ics")

    assert answer.content_type == "text/calendar; charset=utf-8"
    assert "wandelkompass-plan.ics" in answer.headers["Content-Disposition"]
    (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
    assert event["SUMMARY"] == "Größe prüfen"
    assert event.decoded("DTSTART") == date(2031, 3, 15)


def test_a_removed_date_can_still_be_taken_out_of_the_calendar(at_plan: Visitor, plan: str) -> None:
    add(at_plan, plan, "Roboter", due="2031-03-15", owner="Fertigung")
    edit(at_plan).press("Endgültig entfernen")

    assert "Nimmt die alten Termine aus Ihrem Kalender." in at_plan.text
    answer = at_plan.client.get(f"/de{plan}.ics")
    (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
    assert event["STATUS"] == "CANCELLED"
    assert b"Roboter" not in answer.data
    assert b"Fertigung" not in answer.data


def test_the_table_opens_as_a_workbook(at_plan: Visitor, plan: str) -> None:
    add(at_plan, plan, "=1+1", owner="@Einkauf", due="2031-03-15")

    answer = at_plan.client.get(f"/de{plan}.xlsx")

    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    values = [cell.value for row in book.active.iter_rows() for cell in row]  # type: ignore[union-attr]
    assert {"=1+1", "@Einkauf", "Geplant"} <= set(values)


def test_a_plan_needs_an_answer_first(visitor: Visitor, a_run: ARun) -> None:
    key, offers = a_run({})
    visitor.open(f"/de/resume/{key}").open("/de" + offers.replace("/offers", "/plan"))

    assert visitor.status == 404
    assert visitor.heading == "Noch kein Ergebnis"
