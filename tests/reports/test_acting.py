"""Measures, plan and changes as the report words them."""

import pytest

from questionnaires.measures import Weeks
from questionnaires.text import Text
from reports import acting
from reports.compared import ChangedAnswer
from reports.language import NO_BREAK, language
from tests.reports import samples

GERMAN, ENGLISH = language("de"), language("en")


@pytest.mark.parametrize(
    ("least", "most", "german", "english"),
    [
        (6, 12, "6 bis 12 Wochen", "6 to 12 weeks"),
        (1, 1, "eine Woche", "one week"),
        (3, 3, "3 Wochen", "3 weeks"),
    ],
)
def test_how_long_a_measure_takes_never_breaks_across_lines(
    least: int, most: int, german: str, english: str
) -> None:
    measure = samples.TALKS.model_copy(update={"weeks": Weeks(least=least, most=most)})
    said = [acting.duration(measure, GERMAN), acting.duration(measure, ENGLISH)]

    assert [words.replace(NO_BREAK, " ") for words in said] == [german, english]
    assert "bis 12" not in said[0]


def test_what_comes_first_is_named_where_the_report_has_it() -> None:
    steps = [step.model_copy(update={"measure": samples.TALKS}) for step in samples.short().steps[:1]]

    assert acting.first(samples.SKILLS, steps) == (samples.TALKS.title,)
    assert acting.first(samples.SKILLS, []) == ()


def test_a_step_of_an_unknown_area_keeps_its_long_name() -> None:
    report = samples.short()
    step = report.steps[0]
    strange = step.model_copy(update={"area": "elsewhere", "area_title": Text(de="Anderswo", en="Elsewhere")})

    assert acting.area_of(step, report.areas) in {area.short for area in report.areas}
    assert acting.area_of(strange, report.areas).de == "Anderswo"


def test_many_changes_are_cut_to_the_greatest_in_their_order() -> None:
    since = samples.everything().since
    assert since is not None
    many = [
        since.changed[0].model_copy(update={"question": f"q{n}", "change": n / 20 if n % 2 else -n / 20})
        for n in range(20)
    ]

    assert [one.question for one in acting.telling(many)] == [f"q{n}" for n in range(8, 20)]


@pytest.mark.parametrize(
    ("area", "change", "said"),
    [
        ("technology", 0.25, "um eine Stufe höher"),
        ("technology", -0.25, "um eine Stufe tiefer"),
        ("technology", -0.5, "um 2 Stufen tiefer"),
        ("technology", 0.125, "um 0,5 Stufen höher"),
        ("technology", 0.0, ""),
        ("technology", None, ""),
        ("exposure", -0.25, "trifft weniger"),
        ("exposure", 0.5, "trifft stärker"),
    ],
)
def test_a_change_is_told_in_words_that_say_which_way_is_good(
    area: str, change: float | None, said: str
) -> None:
    text = Text(de="Ja", en="Yes")
    changed = ChangedAnswer(question="q", title=text, area=area, before=text, after=text, change=change)

    assert acting.changed_by(changed, GERMAN) == said


def test_places_on_the_scale_are_sixteenths() -> None:
    assert [acting.sixteenths(value) for value in (0.0, 0.25, 0.6, 1.0)] == [0, 4, 10, 16]
