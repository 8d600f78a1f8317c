"""A company supposes other answers: without a script, by buttons and links, and with any address."""

from collections.abc import Callable

import pytest

from assessment.services.runs import QUESTIONNAIRE
from assessment.web.forms.whatif import LONGEST, RESERVED
from questionnaires import library
from tests.assessment.web.shelf import MACHINING, OPEN, ARun
from tests.assessment.web.visitor import Visitor, _text

AtWhatIf = Callable[..., Visitor]


@pytest.fixture
def at_what_if(visitor: Visitor, a_run: ARun) -> AtWhatIf:
    """A visitor at the page of a company with these answers."""

    def opened(query: str = "", answers: dict[str, str] = MACHINING) -> Visitor:
        key, address = a_run(answers)
        visitor.open(f"/de/resume/{key}")
        return visitor.open(f"/de{address.replace('offers', 'what-if')}{query}")

    return opened


def section(visitor: Visitor, id_: str) -> str:
    return _text(visitor.page.get_element_by_id(id_))


# --- choosing ---------------------------------------------------------------------------------------


def test_the_page_says_that_it_is_an_example_and_keeps_nothing(at_what_if: AtWhatIf) -> None:
    page = at_what_if()

    assert page.heading == "Was wäre, wenn …?"
    assert "Das ist ein Rechenbeispiel und kein Versprechen. Gespeichert wird nichts" in page.text


def test_the_cheapest_steps_stand_first_with_gain_and_effort_in_words(at_what_if: AtWhatIf) -> None:
    page = at_what_if()

    assert "Im Bereich Technologie liegt Ihr Betrieb am weitesten zurück." in page.text
    assert "Technologie: +0,7 von 4 · Aufwand: 2 Stufen höher" in page.text
    assert len(page.page.xpath("//ol[@class='steps']/li")) == 3


def test_a_step_is_supposed_by_its_button(at_what_if: AtWhatIf) -> None:
    page = at_what_if().press(value="T08=3")

    assert page.response.request.query_string == b"T08=3"
    assert page.chosen("T08") == "3"
    assert "Technologie: 1,3 statt 0,7 von 4." in section(page, "said")


def test_a_question_is_put_on_the_table_with_todays_answer_marked(at_what_if: AtWhatIf) -> None:
    page = at_what_if().press(value="I03")
    today = page.page.xpath("//label[b[@class='today'] or span/b[@class='today']]/input/@value")

    assert page.chosen("I03") == MACHINING["I03"]
    assert today == [MACHINING["I03"]]
    assert "Noch ist alles wie heute." in section(page, "said")


def test_every_question_of_the_check_can_be_chosen(at_what_if: AtWhatIf) -> None:
    page = at_what_if()
    offered = set(page.page.xpath("//ul[@class='picks']//button/@value"))

    assert offered == set(MACHINING)


def test_another_answer_shows_its_effect(at_what_if: AtWhatIf) -> None:
    page = at_what_if("?T08=").choose(T08="3").press("Wirkung zeigen")

    assert page.response.request.query_string == b"T08=3"
    assert "Technologie: 1,3 statt 0,7 von 4." in section(page, "said")
    assert "Stufe: „Erste Schritte, von Fall zu Fall“ statt „Noch nicht begonnen“" in section(page, "effect")
    assert "Unverändert: Wie stark der Wandel den Betrieb trifft, Arbeit," in section(page, "effect")


def test_several_answers_are_supposed_together_and_taken_away_one_by_one(at_what_if: AtWhatIf) -> None:
    page = at_what_if("?T08=3").press(value="E06").choose(E06="none").press("Wirkung zeigen")
    assert page.response.request.query_string == b"T08=3&E06=none"
    assert "Diese Fragen würden nicht mehr gestellt." in section(page, "effect")

    page.press(value="T08")
    assert page.response.request.query_string == b"E06=none"
    assert not page.asks("T08")

    page.follow("Alle Annahmen verwerfen")
    assert page.response.request.query_string == b""
    assert not page.asks("E06")


def test_a_question_that_would_not_be_asked_says_so(at_what_if: AtWhatIf) -> None:
    page = at_what_if("?E06=none&T01=4")

    assert "Mit Ihren Annahmen würde diese Frage nicht gestellt." in section(page, "T01")


def test_offers_come_and_go_with_the_reason(at_what_if: AtWhatIf) -> None:
    effect = section(at_what_if("?district=03103"), "effect")

    assert "Diese Angebote würden hinzukommen" in effect
    assert "IHK Lüneburg-Wolfsburg" in effect
    assert "Diese Angebote würden wegfallen" in effect
    assert "Passt derzeit nicht, weil das Angebot nur hier gilt" in effect
    assert "Nicht erfüllt: Passt" not in effect


def test_the_script_gets_the_effect_alone(at_what_if: AtWhatIf) -> None:
    page = at_what_if("?T08=3")
    address = page.response.request.path + "?T08=3"
    part = page.client.get(address, headers={"X-Part": "effect"}).get_data(as_text=True)

    assert part.lstrip().startswith('<p class="said">')
    assert "<html" not in part
    assert "Schritte" in part
    nothing = page.client.get(page.response.request.path + "?T08=1", headers={"X-Part": "effect"})
    assert "Noch ist alles wie heute." in nothing.get_data(as_text=True)


def test_another_language_keeps_what_is_supposed(at_what_if: AtWhatIf) -> None:
    page = at_what_if("?T08=3&offer=hub-insum").follow("English")

    assert page.heading == "What if …?"
    assert page.chosen("T08") == "3"
    assert "Technology: 1.3 instead of 0.7 of 4." in section(page, "said")
    assert "What would make “InSuM" in page.text


# --- to the next level ------------------------------------------------------------------------------


def test_the_way_to_the_next_level_is_found_on_request_and_supposed_as_a_whole(at_what_if: AtWhatIf) -> None:
    page = at_what_if().press("Infrastruktur")
    assert "way=infrastructure" in page.response.request.query_string.decode()
    assert "Zusammen: eine Stufe höher." in section(page, "way")

    page.press("Das alles annehmen")
    assert "Infrastruktur: 1,0 statt 0,7 von 4." in section(page, "said")
    assert "Das alles annehmen" not in section(page, "way")


# --- one offer --------------------------------------------------------------------------------------


def test_the_page_of_an_offer_leads_to_what_would_make_it_fit(at_what_if: AtWhatIf) -> None:
    page = at_what_if()
    page.open(page.path.replace("what-if", "offers/hub-insum"))
    page.follow("Was dieses Angebot passend machen würde")

    assert "Was „InSuM – Interior-Hub for Sustainable Mobility“ passend machen würde" in page.text
    assert "Wenn Sie in einer anderen Branche für den Fahrzeuginnenraum arbeiten" in page.text
    assert "Branche heute: Zerspanen, Härten, Beschichten oder Werkzeugbau" in page.text


def test_supposing_what_makes_it_fit_says_that_it_fits(at_what_if: AtWhatIf) -> None:
    page = at_what_if("?offer=hub-insum").press(value="sector=textile_interior")

    assert "Mit Ihren Annahmen wären alle Bedingungen erfüllt" in page.text
    assert "InSuM" in section(page, "effect")
    assert "offer=hub-insum" in page.response.request.query_string.decode()


def test_an_open_condition_asks_for_the_answer_that_is_missing(at_what_if: AtWhatIf) -> None:
    page = at_what_if("?offer=bafa-unternehmensberatung", OPEN)

    assert "Verbindung mit anderen Unternehmen heute: noch nicht beantwortet Antworten" in page.text


def test_two_answers_together_are_supposed_by_one_button(at_what_if: AtWhatIf) -> None:
    large = MACHINING | {"employees": "250-499", "group": "part_of_group"}
    page = at_what_if("?offer=go-inno", large)
    assert "und zugleich" in page.text

    page.press("Beides annehmen: Zahl der Beschäftigten, Verbindung mit anderen Unternehmen")
    assert page.chosen("group") == "independent"
    assert "Mit Ihren Annahmen wären alle Bedingungen erfüllt" in page.text


def test_nobody_is_told_to_move(at_what_if: AtWhatIf) -> None:
    page = at_what_if("?offer=ihk-lueneburg-wolfsburg")

    assert "Daran ändert keine Antwort etwas: Niemand zieht mit seinem Betrieb um" in page.text
    assert "Mit diesen Antworten würde es passen" not in page.text


def test_what_only_the_longer_check_asks_is_said(at_what_if: AtWhatIf) -> None:
    page = at_what_if("?offer=qualifizierungsgeld")

    assert (
        "„Vereinbarung zur Weiterbildung“ wird nur im ausführlichen Check gefragt. "
        "Auch davon hängt das Angebot ab." in page.text
    )


# --- any address ------------------------------------------------------------------------------------


def test_the_names_in_the_address_are_no_questions() -> None:
    assert not set(RESERVED) & set(library.released(QUESTIONNAIRE).question)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("?Q1=3", "Die Adresse nennt eine Frage, die es in diesem Check nicht gibt."),
        ("?T08=9", "Zu „Informationssicherheit“ nennt die Adresse eine Antwort, die es nicht gibt."),
        ("?T04=3", "„Daten aus der Fertigung“ wird nur im ausführlichen Check gefragt und zählt hier nicht."),
        ("?offer=nowhere", "Die Adresse nennt ein Angebot, das wir nicht kennen oder nicht zeigen."),
        ("?way=moon", "Die Adresse nennt einen Bereich, den es nicht gibt."),
        ("?T08=3&Q1=" + "x" * LONGEST, "Die Adresse ist zu lang. Bitte beginnen Sie hier von vorn."),
        ("?" + "&".join(f"X{n}=1" for n in range(400)), "Die Adresse nennt eine Frage, die es"),
        (
            "?%FF=%FE&T08=%01",
            "Zu „Informationssicherheit“ nennt die Adresse eine Antwort, die es nicht gibt.",
        ),
    ],
)
def test_what_makes_no_sense_is_left_out_with_a_word(at_what_if: AtWhatIf, query: str, message: str) -> None:
    page = at_what_if(query)

    assert page.status == 422
    assert message in page.text
    assert page.page.xpath("//title")[0].text.startswith("Fehler: ")
    assert "Was am meisten bringt" in page.text
    assert len(page.response.data) < 30_000


def test_two_hundred_kilobytes_get_the_page_without_them(at_what_if: AtWhatIf) -> None:
    page = at_what_if("?T08=3&take=" + "x" * 200_000)

    assert page.status == 422
    assert "Die Adresse ist zu lang." in page.text
    assert not page.asks("T08")


@pytest.mark.parametrize(
    "taken", ["", "=", "&&&", "T08=3;W01=2", "%FF", "offer=x&way=y", "&to=moon", "&drop=Q9"]
)
def test_whatever_a_button_might_say_leads_to_a_page(at_what_if: AtWhatIf, taken: str) -> None:
    page = at_what_if("?W01=2&take=" + taken)

    assert page.status in {200, 422}
    assert page.chosen("W01") == "2"


def test_before_the_first_answer_there_is_no_page(visitor: Visitor) -> None:
    visitor.begin("short")
    visitor.open(visitor.path.replace("company", "what-if"))

    assert visitor.status == 404
    assert visitor.heading == "Noch kein Ergebnis"


def test_the_page_stays_modest(at_what_if: AtWhatIf) -> None:
    assert len(at_what_if("?T08=4&district=03103&E06=none&B01=4&W01=3").response.data) < 45_000
