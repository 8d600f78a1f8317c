"""The result as a page shows it: the parts of one report, in one language, without styles or scripts."""

import json
import re
import zlib
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from markupsafe import Markup

from questionnaires.answers import Answer
from questionnaires.library import cases
from questionnaires.text import LANGUAGES
from questionnaires.text import Language as Code
from reports.html import Fragments, Slots, render
from reports.report import Report
from tests.reports.builders import (
    FULL,
    SHORT,
    UNCERTAIN,
    WORKED,
    a_report,
    begun,
    nobody_knows,
    of_answers,
)

WHOLE, ZIPPED = 50_000, 12_500
"""Bytes that a whole result may weigh as it is, and as it is sent."""

VOID = {"br", "meta", "link", "img", "input"}


class Checker(HTMLParser):
    """Reads markup: which elements it opens, and whether each is closed in its turn."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.attributes: set[str] = set()
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes |= {name for name, _ in attrs}
        self.ids += [value for name, value in attrs if name == "id" and value]
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes |= {name for name, _ in attrs}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def words(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup)).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("report", [a_report(case) for case in WORKED] + [begun(), nobody_knows()])
def test_a_result_is_well_formed_and_has_no_inline_styles(report: Report, code: Code) -> None:
    found = Checker(render(report, code))

    assert found.open == []
    assert len(found.ids) == len(set(found.ids))
    assert not {name for name in found.attributes if name == "style" or name.startswith("on")}


@pytest.mark.parametrize("case", WORKED)
def test_no_heading_skips_a_level(case: str) -> None:
    headings = [2, *Checker(render(a_report(case), "de")).headings]

    assert all(later <= earlier + 1 for earlier, later in pairwise(headings))


@pytest.mark.parametrize("case", WORKED)
def test_a_result_stays_lean(case: str) -> None:
    markup = render(a_report(case), "de").encode()

    assert len(markup) < WHOLE
    assert len(zlib.compress(markup)) < ZIPPED


def test_the_reading_is_said_with_both_values() -> None:
    said = words(Fragments(a_report(SHORT), "de").reading)

    assert "Jetzt handeln" in said
    assert "3,0 von 4 · stark" in said
    assert "Am weitesten zurück liegen die Bereiche Technologie und Infrastruktur mit 0,7 von 4." in said


def test_open_answers_are_said_to_leave_other_fields_possible() -> None:
    said = words(Fragments(a_report(UNCERTAIN), "en").reading)

    assert "Not enough answers yet" in said
    assert "The fields “Act now” and “Secure” are possible." in said


def test_the_computation_can_be_followed_with_the_readers_own_numbers() -> None:
    said = words(Fragments(a_report(UNCERTAIN), "de").computed)

    # work in this case: eight answers with levels that add up to 16, of twelve questions
    assert "Ihre Stufen ergeben zusammen 16. Geteilt durch 8 beantwortete Fragen sind das 2,0." in said
    assert "wäre der Wert 16 ÷ 12 = 1,3" in said
    assert "wäre er 32 ÷ 12 = 2,7" in said
    assert "mindestens 67 % der passenden Fragen" in said


def test_the_whole_is_computed_from_the_areas_as_far_as_they_are_answered() -> None:
    said = words(Fragments(a_report(SHORT), "en").computed)

    assert "(0.7 + 1.3 + 1.0 + 0.7) ÷ 4 = 0.9" in said


def test_an_area_counts_as_much_as_it_is_answered() -> None:
    answers = dict(cases.worked("readiness", "1.0")[SHORT].answers)
    first = next(id_ for id_ in answers if id_.startswith("W"))
    said = words(Fragments(of_answers(answers | {first: Answer("dont_know")}), "en").computed)

    assert re.search(r"\(0\.7 × 100% \+ \d\.\d × 67% \+ .*\) ÷ \(100% \+ 67% \+ 100% \+ 100%\)", said)


def test_a_step_says_what_to_do_what_it_takes_and_which_answer_it_comes_from() -> None:
    report = a_report(SHORT)
    first = report.steps[0]
    assert first.measure
    said = words(Fragments(report, "en").steps)

    assert first.measure.title.en in said
    assert f"First step: {first.measure.first_step.en}" in said
    assert re.search(r"Effort: .*, \d+ to \d+ weeks\. Decided by: ", said)
    assert f"Your answer on “{first.title.en}”: {first.today and first.today.en}" in said


def test_without_a_measure_a_step_says_what_to_work_towards() -> None:
    bare = a_report(SHORT)
    bare = bare.model_copy(
        update={"steps": tuple(s.model_copy(update={"measure": None}) for s in bare.steps)}
    )
    said = words(Fragments(bare, "en").steps)

    assert "Work towards: We have chosen an app" in said
    assert "First step" not in said.partition("Next")[0]


def test_what_comes_afterwards_is_told_by_its_first_step_and_the_rest_by_name() -> None:
    report = a_report(FULL)
    said = words(Fragments(report, "de").steps)

    for step in report.next_steps:
        assert step.measure
        assert step.measure.title.de in said
        assert step.measure.first_step.de in said
    assert all(step.measure and step.measure.title.de in said for step in report.later_steps)
    assert f"{len(report.later_steps)} weitere Schritte für später" in said


def test_the_reading_says_how_sure_it_is_and_what_would_make_it_surer() -> None:
    said = words(Fragments(a_report(SHORT), "de").reading)

    assert "Ihre Angaben sind vollständig. Sie sind die Selbsteinschätzung einer Person;" in said
    assert "Sicherheit der Aussage" not in said


def test_an_area_says_what_its_next_level_needs() -> None:
    said = words(Fragments(a_report(SHORT), "de").areas)

    assert "Bis zur Stufe „Erste Schritte, von Fall zu Fall“ (ab 1,0) fehlen 0,3." in said


def test_what_is_not_shown_is_not_given_away_by_its_distance_to_the_next_level() -> None:
    report = a_report(UNCERTAIN)
    hidden = tuple(a.model_copy(update={"published": False}) for a in report.areas)

    assert "Bis zur Stufe" not in words(Fragments(report.model_copy(update={"areas": hidden}), "de").areas)


def test_an_offer_says_for_each_condition_whether_it_is_met_in_words() -> None:
    markup = Fragments(a_report(SHORT), "de").offers

    assert '<li class="met"><span><b>Erfüllt:</b> Ihr Standort liegt im Gebiet des Angebots.' in markup
    assert '<li class="unknown"><span><b>Offen:</b> Stand unserer Angaben:' in markup
    assert "Fragen Sie nach, ob sie noch gelten." in markup


def test_funding_says_to_apply_before_the_start() -> None:
    report = a_report(SHORT)
    urgent = sum(offer.apply_first for offer in report.offers.first)

    assert urgent
    assert Fragments(report, "de").offers.count("Stellen Sie den Antrag vor dem Start.") == urgent


def test_what_does_not_fit_is_closed_and_says_why() -> None:
    markup = Fragments(a_report(SHORT), "de").offers

    assert f"{len(a_report(SHORT).offers.excluded)} Angebote passen derzeit nicht" in markup
    assert "Passt derzeit nicht, weil" in markup
    assert "open" not in re.findall(r"<details([^>]*)>", markup)


def test_a_need_without_an_offer_is_said_plainly() -> None:
    with_gap = a_report(UNCERTAIN)

    assert with_gap.offers.unmet_needs
    assert with_gap.offers.unmet_needs[0].title.de in Fragments(with_gap, "de").needs_without_offer


def test_a_part_without_anything_to_say_is_empty() -> None:
    assert not Fragments(a_report(FULL), "de").needs_without_offer.strip()
    assert not Fragments(a_report(FULL), "de").open_questions.strip()


def test_a_page_adds_its_own_things_to_offers_and_answers() -> None:
    slots = Slots(
        after_offer=lambda offer: Markup("<p>{}</p>").format(f"note for {offer.id}"),
        answer_url=lambda question: f"/answers#{question}",
    )
    result = Fragments(a_report(UNCERTAIN), "de", slots)
    first = a_report(UNCERTAIN).offers.first[0]

    assert f"<p>note for {first.id}</p>" in result.offers
    assert '<a href="/answers#group">' in result.open_questions


def test_a_goal_is_text_and_never_markup() -> None:
    report = of_answers({}, goal="<script>alert(1)</script>")

    assert "<script>" not in render(report, "de")


def test_addresses_stay_as_they_are() -> None:
    offer = a_report(SHORT).offers.first[0].model_copy(update={"url": "https://example.org/CO2?a=5 %"})
    offers = a_report(SHORT).offers.model_copy(update={"first": (offer,)})
    markup = Fragments(a_report(SHORT).model_copy(update={"offers": offers}), "de").offers

    assert 'href="https://example.org/CO2?a=5 %"' in markup


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_text_of_the_other_language_is_left(code: Code) -> None:
    other = {"de": ["Your ", "questions"], "en": ["Ihre ", "Fragen ", "bitte"]}[code]

    assert not [word for word in other if word in words(render(a_report(SHORT), code))]


def test_everything_on_the_page_is_in_the_json() -> None:
    report = a_report(SHORT)
    data = json.loads(report.model_dump_json())

    assert [offer["name"]["de"] for offer in data["offers"]["first"]] == [
        offer.name.de for offer in report.offers.first
    ]
    assert data["areas"][0]["items"][0]["answer"]["de"] in words(render(report, "de"))
