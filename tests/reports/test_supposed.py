"""What other answers would change: told only where something differs, and never otherwise than the result."""

import re
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaires import library
from questionnaires.answers import DONT_KNOW, Answer
from questionnaires.library import cases
from questionnaires.planning import whatif
from questionnaires.text import LANGUAGES
from questionnaires.text import Language as Code
from reports import supposed, supposing
from reports.language import language
from reports.report import Report
from reports.shifted import arrow
from reports.supposed import STAGES, TURNS, Asked, Effect
from reports.supposing import HEADINGS, Telling, effort_said, gain_said, sentences
from tests.reports.builders import FULL, SHORT, UNCERTAIN, WORKED, nobody_knows, of_answers

QUESTIONNAIRE = library.released("readiness")
CASES = cases.worked("readiness", "1.0")


def report_of(case: str = SHORT, **changes: str) -> Report:
    worked = CASES[case]
    return of_answers(worked.answers | {id_: Answer(c) for id_, c in changes.items()}, worked.check)


def supposing_that(case: str = SHORT, /, **changes: str) -> Effect:
    return supposed.compare(report_of(case), report_of(case, **changes))


def said(effect: Effect, code: Code = "de") -> str:
    return " ".join(sentences(effect, language(code))).replace("\N{NO-BREAK SPACE}", " ")


def words(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", markup).replace("\N{NO-BREAK SPACE}", " ").split())


def ids(changes: Iterable[supposed.OfferChange]) -> set[str]:
    return {change.after.id for change in changes}


# --- values ----------------------------------------------------------------------------------------


def test_the_same_answers_change_nothing() -> None:
    effect = supposing_that()

    assert not effect.anything
    assert said(effect) == "Mit diesen Annahmen würde sich nichts ändern."
    assert Telling(effect, "de").changes == ""


def test_a_better_answer_moves_its_area_and_leaves_the_others_alone() -> None:
    effect = supposing_that(T08="3")
    (technology,) = [shift for shift in effect.shifts if shift.after.id != "readiness"]

    assert technology.after.id == "technology"
    assert technology.level_moved
    assert {standing.id for standing in effect.same} == {
        "exposure",
        "work",
        "business_models",
        "infrastructure",
    }
    assert "Technologie: 1,3 statt 0,7 von 4." in said(effect)


def test_the_engine_and_the_reports_agree_on_every_value() -> None:
    changes = {"T08": Answer("3"), "E06": Answer("none"), "W01": Answer(DONT_KNOW)}
    difference = whatif.change(QUESTIONNAIRE, CASES[SHORT].answers, changes, "short")
    effect = supposing_that(T08="3", E06="none", W01=DONT_KNOW)

    for standing in effect.after.standings:
        after = difference.node(standing.id).after
        assert after is not None
        assert standing.value == after.value
        assert (standing.lower, standing.upper) == (after.lower, after.upper)
    moved = {change.node for change in difference.moved}
    assert {shift.after.id for shift in effect.shifts} <= moved


def test_an_answer_no_longer_known_widens_what_is_possible() -> None:
    effect = supposing_that(FULL, T08=DONT_KNOW)
    changes = words(Telling(effect, "de").changes)

    assert "Möglich wären" in changes
    assert "Die Stufe bliebe: In Teilen eingeführt" in changes


def test_where_no_value_is_shown_the_possible_ones_are_told() -> None:
    effect = supposing_that(UNCERTAIN, T08="3")

    assert "Technologie: möglich wären " in said(effect)
    assert "kein Wert heute kein Wert" in words(Telling(effect, "de").changes)


def test_a_value_that_cannot_be_shown_any_more_is_told_as_such() -> None:
    effect = supposing_that(T08=DONT_KNOW, T07=DONT_KNOW)

    assert "Technologie: zu wenig Antworten für einen Wert." in said(effect)
    assert "Stufe: noch zu wenig Antworten" in words(Telling(effect, "de").changes)


def test_readiness_as_a_whole_is_never_told_as_one_number() -> None:
    effect = supposing_that(T08="3")

    assert "Wie gut der Betrieb vorbereitet ist:" not in said(effect)
    assert "readiness" not in {shift.after.id for shift in Telling(effect, "de").shifts}


def test_another_field_is_what_is_said_first() -> None:
    best = {id_: "4" for id_ in CASES[SHORT].answers if re.fullmatch(r"[TWBI]\d\d", id_)}

    assert said(supposing_that(**best)).startswith(
        "Ihr Betrieb läge im Feld „Absichern“ statt „Jetzt handeln“."
    )


def test_too_few_answers_for_a_field_are_told() -> None:
    nothing = {id_: DONT_KNOW for id_ in CASES[SHORT].answers if id_.startswith("E") and id_ != "E06"}
    gone = supposing_that(**nothing)
    back = supposed.compare(gone.after, gone.before)

    assert said(gone).startswith("Für eine Einordnung gäbe es zu wenig Antworten.")
    assert said(back).startswith("Ihr Betrieb läge im Feld „Jetzt handeln“.")


# --- offers, steps, questions ----------------------------------------------------------------------


def test_offers_come_in_and_go_out_with_the_condition_that_decides() -> None:
    effect = supposing_that(district="03103")
    come, go = effect.turned("comes"), effect.turned("goes")

    assert "ihk-lueneburg-wolfsburg" in ids(come)
    assert "ihk-braunschweig" in ids(go)
    assert {criterion.id for change in (*come, *go) for criterion in change.because} == {"district"}
    assert f"{len(come)} Angebote würden hinzukommen. {len(go)} Angebote würden wegfallen." in said(effect)


def test_a_settled_condition_is_told_with_its_new_judgement() -> None:
    known = CASES[SHORT].answers
    unknown = {id_: answer for id_, answer in known.items() if id_ != "group"}
    effect = supposed.compare(of_answers(unknown), of_answers(known | {"group": Answer("independent")}))

    assert effect.turned("settled")
    assert all(c.value == "met" for change in effect.turned("settled") for c in change.because)
    assert supposed.compare(effect.after, effect.before).turned("reopened")


def test_what_becomes_of_an_offer_is_told_in_one_order() -> None:
    effect = supposing_that(district="03103", E06="none", T08="4", B01="4")
    order = [TURNS.index(change.turn) for change in effect.offers]

    assert order == sorted(order)
    assert set(HEADINGS) == set(TURNS)


def test_a_step_leaves_the_plan_when_its_gap_is_closed() -> None:
    effect = supposing_that(T08="4")
    gone = [change for change in effect.steps if change.after is None]

    assert [change.step.question for change in gone] == ["T08"]
    assert "würde wegfallen" in words(Telling(effect, "de").changes)


def test_a_question_nobody_can_answer_any_more_becomes_something_to_find_out() -> None:
    effect = supposing_that(T08=DONT_KNOW)
    come = [change for change in effect.steps if change.before is None]

    assert "T08" in {change.step.question for change in come}
    assert "würden wegfallen" not in said(effect)


def test_all_changes_of_steps_have_their_words() -> None:
    times = [*STAGES, None]
    told = {(one, other) for one in times for other in times if one != other and (one, other) != (None, None)}

    assert told - set(supposing.STAGES) == {("next", "later"), ("later", "next")}, "too little to tell"


def test_questions_that_open_or_close_are_named() -> None:
    asked = [Asked("T13", QUESTIONNAIRE.question["T13"].title)]
    effect = supposed.compare(report_of(), report_of(), opened=asked, closed=asked)
    changes = words(Telling(effect, "de").changes)

    assert said(effect) == "Eine Frage würde hinzukommen. Eine Frage würde entfallen."
    assert changes.count("Datenaustausch in der Lieferkette") == 2


# --- the page --------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("case", WORKED)
def test_every_effect_can_be_told_in_both_languages(case: str, code: Code) -> None:
    telling = Telling(supposing_that(case, T08="4", W01=DONT_KNOW, district="03103", E06="none"), code)
    page = telling.summary + telling.changes

    assert not re.search(r"%\(|None|Undefined", page)
    assert "style=" not in page
    assert said(telling.effect, code)


def test_the_picture_says_where_the_company_stands_and_would_stand() -> None:
    changes = Telling(supposing_that(T08="4", B01="4"), "de").changes

    assert "<title" in changes
    assert "Heute: Vier-Felder-Bild: Der Wandel trifft den Betrieb mit 3,0" in words(changes)
    assert "Mit Ihren Annahmen: Vier-Felder-Bild" in words(changes)
    assert 'class="chart__way"' in changes


def test_a_move_too_small_to_see_is_not_drawn() -> None:
    effect = supposing_that(FULL, T08=DONT_KNOW)

    assert "readiness" in {shift.after.id for shift in effect.shifts}
    assert not effect.axes_moved
    assert "Vier-Felder-Bild" not in Telling(effect, "de").changes


def test_without_any_value_the_picture_says_so() -> None:
    before = nobody_knows()
    after = of_answers({id_: Answer(DONT_KNOW) for id_ in QUESTIONNAIRE.question} | {"T08": Answer("4")})
    changes = Telling(supposed.compare(before, after), "de").changes

    assert "Noch zu wenig Antworten" in changes
    assert 'class="chart__way"' not in changes


def test_an_arrow_leaves_its_ends_free_and_a_short_way_has_none() -> None:
    assert arrow((0, 0), (100, 0), 10).startswith("M10 0L90 0")
    assert arrow((0, 0), (15, 0), 10) == ""


def test_gains_are_told_on_the_scale_of_the_reader() -> None:
    german = language("de")

    assert gain_said(0.0625, 0.0625, "Arbeit", german).split() == ["Arbeit:", "+0,3", "von", "4"]
    assert "bis zu +1,0" in gain_said(0.0, 0.25, "Arbeit", german)
    assert "+0,5 bis +1,0" in gain_said(0.125, 0.25, "Arbeit", german)
    assert effort_said(1, german) == "eine Stufe höher"
    assert effort_said(3, language("en")) == "3 levels higher"


SUPPOSED = st.dictionaries(
    st.sampled_from([q for q in CASES[SHORT].answers if q != "district"]), st.integers(0, 9), max_size=4
)


@settings(max_examples=25, deadline=None)
@given(SUPPOSED)
def test_going_back_undoes_every_change(places: dict[str, int]) -> None:
    options = {id_: QUESTIONNAIRE.question[id_].options for id_ in places}
    changes = {id_: options[id_][place % len(options[id_])].id for id_, place in places.items()}
    there = supposing_that(**changes)
    back = supposed.compare(there.after, there.before)

    assert {shift.after.id for shift in there.shifts} == {shift.after.id for shift in back.shifts}
    assert ids(there.turned("comes")) == ids(back.turned("goes"))
    assert ids(there.turned("settled")) == ids(back.turned("reopened"))
    assert len(there.steps) == len(back.steps)
