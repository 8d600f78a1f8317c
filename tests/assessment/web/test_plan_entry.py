"""One entry of a plan: what is written into it, refused, or written by two at once."""

import pytest

from tests.assessment.web.planning import ALL_NOW, add, at_the_same_plan, edit, entry_text, titles
from tests.assessment.web.visitor import Visitor


def test_the_form_shows_what_is_stored_and_what_an_owner_may_be(at_plan: Visitor, plan: str) -> None:
    add(at_plan, plan, "Roboter ansehen", owner="Fertigung", due="15.3.2031", note="Größe Ø 30")

    edit(at_plan)

    assert at_plan.page.xpath("//input[@name='owner']/@value") == ["Fertigung"]
    assert at_plan.page.xpath("//input[@name='due']/@value") == ["2031-03-15"]
    assert at_plan.chosen("state") == "planned"
    assert at_plan.page.xpath("//textarea[@name='note']")[0].text.strip() == "Größe Ø 30"
    assert "Namen sind personenbezogene Daten." in at_plan.text


def test_the_title_of_a_chosen_step_cannot_be_changed(at_plan: Visitor) -> None:
    at_plan.press(ALL_NOW)
    before = titles(at_plan)

    edit(at_plan).write("title", "Etwas ganz anderes").press("Speichern")

    assert titles(at_plan) == before


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        pytest.param("title", "  ", "Bitte schreiben Sie, was Sie vorhaben.", id="no title"),
        pytest.param("title", "x" * 201, "höchstens 200 Zeichen", id="long title"),
        pytest.param("owner", "x" * 101, "höchstens 100 Zeichen", id="long owner"),
        pytest.param("note", "ß" * 1001, "höchstens 1.000 Zeichen", id="long note"),
        pytest.param("due", "31.2.2031", "Diesen Tag gibt es nicht.", id="no day"),
        pytest.param("due", "bald", "Diesen Tag gibt es nicht.", id="words"),
        pytest.param("due", "2020-01-31", "Dieser Tag ist schon vorbei.", id="day that has passed"),
        pytest.param("due", "0203-03-15", "Bitte prüfen Sie das Jahr.", id="mistyped year"),
    ],
)
def test_what_is_refused_is_said_and_what_was_typed_stays(
    at_plan: Visitor, plan: str, name: str, typed: str, said: str
) -> None:
    told = {"title": "Roboter", "owner": "Fertigung", "due": "15.3.2031", "note": "Bald"} | {name: typed}

    add(at_plan, plan, told.pop("title"), **told, state="running")

    assert at_plan.status == 422
    assert "Eine Angabe konnte nicht gespeichert werden" in at_plan.text
    assert said in at_plan.text
    shown = {
        f.get("name"): f.get("value") or (f.text or "").removeprefix("\n")
        for f in at_plan.page.xpath("//form[@id='entry']//*[@name]")
    }
    assert shown["owner"] == told["owner"]
    assert shown["note"] == told["note"]
    assert shown["due"] == ("2031-03-15" if told["due"] == "15.3.2031" else told["due"])
    assert at_plan.chosen("state") == "running"
    assert at_plan.page.xpath("//title")[0].text.startswith("Fehler")


def test_a_state_that_does_not_exist_is_refused(at_plan: Visitor, plan: str) -> None:
    at_plan.open(f"/de{plan}/new").write("title", "Roboter")
    at_plan.page.xpath("//input[@name='state']")[0].set("value", "someday")
    at_plan.press("Speichern")

    assert at_plan.status == 422


def test_a_day_that_has_passed_stays_where_it_stood_and_is_not_chosen_anew(
    at_plan: Visitor, plan: str
) -> None:
    add(at_plan, plan, "Roboter", due="2020-01-31", state="done")

    edit(at_plan).choose(state="running").press("Speichern")
    assert "überfällig seit 31. Januar 2020" in entry_text(at_plan)

    edit(at_plan).write("due", "2020-02-01").press("Speichern")
    assert "Dieser Tag ist schon vorbei." in at_plan.text


def test_a_day_can_be_taken_back(at_plan: Visitor, plan: str) -> None:
    add(at_plan, plan, "Roboter", due="2031-03-15")

    edit(at_plan).write("due", "").press("Speichern")

    assert "2031" not in entry_text(at_plan)


def test_two_people_at_one_entry_lose_nothing(at_plan: Visitor, another_visitor: Visitor, plan: str) -> None:
    add(at_plan, plan, "Roboter")
    edit(at_plan)
    colleague = at_the_same_plan(another_visitor, at_plan, plan)
    edit(colleague).write("owner", "Einkauf").write("note", "Schon angerufen").press("Speichern")

    at_plan.write("owner", "Fertigung").choose(state="running").press("Speichern")

    assert at_plan.status == 409
    assert "Jemand anderes hat diesen Eintrag gerade geändert" in at_plan.text
    assert "Wer Gespeichert Einkauf Ihre Angabe Fertigung" in at_plan.text
    assert "Wie weit Gespeichert Geplant Ihre Angabe Läuft" in at_plan.text
    assert at_plan.page.xpath("//input[@name='owner']/@value") == ["Fertigung"]

    at_plan.press("Speichern")
    assert at_plan.status == 200
    assert "Fertigung" in entry_text(at_plan)
    assert "Schon angerufen" in entry_text(at_plan)


def test_two_people_at_different_fields_do_not_meet(
    at_plan: Visitor, another_visitor: Visitor, plan: str
) -> None:
    at_plan.press(ALL_NOW)
    edit(at_plan)
    colleague = at_the_same_plan(another_visitor, at_plan, plan)
    edit(colleague).write("note", "Schon angerufen").press("Speichern")

    at_plan.write("owner", "Fertigung").press("Speichern")

    assert at_plan.status == 200
    assert "Fertigung" in entry_text(at_plan)
    assert "Schon angerufen" in entry_text(at_plan)


def test_an_entry_removed_meanwhile_can_be_added_again_as_it_was_typed(
    at_plan: Visitor, another_visitor: Visitor, plan: str
) -> None:
    add(at_plan, plan, "Roboter")
    edit(at_plan)
    colleague = at_the_same_plan(another_visitor, at_plan, plan)
    edit(colleague).press("Endgültig entfernen")

    at_plan.write("owner", "Fertigung").press("Speichern")
    assert at_plan.status == 409
    assert "Jemand anderes hat diesen Eintrag gerade entfernt." in at_plan.text

    at_plan.press("Speichern")
    assert titles(at_plan) == ["Roboter"]
    assert "Fertigung" in entry_text(at_plan)


def test_nobody_removes_what_somebody_else_has_just_changed(
    at_plan: Visitor, another_visitor: Visitor, plan: str
) -> None:
    add(at_plan, plan, "Roboter")
    edit(at_plan)
    colleague = at_the_same_plan(another_visitor, at_plan, plan)
    edit(colleague).write("note", "Schon bestellt").press("Speichern")

    at_plan.press("Endgültig entfernen")

    assert at_plan.status == 409
    assert "Deshalb ist er noch da." in at_plan.text
    assert "Schon bestellt" in at_plan.page.xpath("//textarea[@name='note']")[0].text
    assert "Der Eintrag ist entfernt." in at_plan.press("Endgültig entfernen").text


def test_an_old_link_to_an_entry_leads_to_the_plan(at_plan: Visitor, plan: str) -> None:
    add(at_plan, plan, "Roboter")
    edit(at_plan)
    address = at_plan.path
    at_plan.press("Endgültig entfernen").open(address)

    assert at_plan.path == f"/de{plan}"
    assert "Diesen Eintrag gibt es nicht mehr." in at_plan.text


def test_switching_the_language_keeps_what_was_typed_and_saves_nothing(at_plan: Visitor, plan: str) -> None:
    token = at_plan.open(f"/de{plan}/new").page.xpath("//input[@name='csrf_token']/@value")[0]
    data = {"title": "Roboter", "owner": "Fertigung", "csrf_token": token, "then": "lang:en"}

    sent_on = at_plan.client.post(f"/de{plan}/new", data=data)
    assert (sent_on.status_code, sent_on.location) == (307, f"/en{plan}/new")
    at_plan._read(at_plan.client.post(sent_on.location, data=data))

    assert at_plan.status == 200
    assert at_plan.heading == "Your own entry"
    assert at_plan.page.xpath("//input[@name='title']/@value") == ["Roboter"]
    assert at_plan.page.xpath("//input[@name='owner']/@value") == ["Fertigung"]
    assert "Nothing here yet." in at_plan.open(f"/en{plan}").text


def test_words_that_look_like_markup_stay_words(at_plan: Visitor, plan: str) -> None:
    add(at_plan, plan, "<b>Roboter</b> & Co", owner="<script>", note="</textarea><h1>")

    assert titles(at_plan) == ["<b>Roboter</b> & Co"]
    assert not at_plan.page.xpath("//ol[@id='entries']//b | //ol[@id='entries']//script")
    assert at_plan.page.xpath("count(//h1)") == 1


def test_signs_that_nobody_types_do_no_harm(at_plan: Visitor, plan: str) -> None:
    token = at_plan.open(f"/de{plan}/new").page.xpath("//input[@name='csrf_token']/@value")[0]
    data = {"title": "Ro\x00bo\x0bter\ufffe", "note": "a\x08b", "state": "planned", "csrf_token": token}

    at_plan._read(at_plan.client.post(f"/de{plan}/new", data=data, follow_redirects=True))

    assert titles(at_plan) == ["Roboter"]
    assert at_plan.client.get(f"/de{plan}.xlsx").status_code == 200
