"""The own values among those of companies like this one: of which companies, in which quarter, in words."""

from datetime import date

import pytest

from matching import catalogue
from questionnaires import library
from questionnaires.answers import Answer
from questionnaires.text import LANGUAGES
from reports import benchmarking, html
from reports.benchmarked import Benchmark, Place
from reports.benchmarking import place
from reports.cohorts.benchmarks import Benchmarks, Codes, Cohort, Spread
from reports.funder import library as size_library
from tests.reports import samples
from tests.reports.builders import a_report

READINESS, CLASSES = library.released("readiness"), size_library.size_classes()
LADDER = benchmarking.ladder(READINESS, CLASSES, catalogue.released().districts)
DAY = date(2026, 9, 30)
HERE: Codes = ("machining", "medium", "region")
ANSWERS = {"sector": "machining", "employees": "50-99", "district": "03102"}


def a_cohort(codes: Codes, companies: int = 13) -> Cohort:
    spreads = {name: Spread(low=25, middle=40, high=60) for name in LADDER.measures}
    return Cohort(codes=codes, as_of=DAY, companies=companies, spreads=spreads)


def compared(*cohorts: Codes, **answers: str | None) -> Benchmark | None:
    told = {name: Answer(choice) for name, choice in (ANSWERS | answers).items() if choice}
    frozen = Benchmarks(as_of=DAY, cohorts=tuple(a_cohort(codes) for codes in cohorts))
    return benchmarking.benchmark(
        a_report(), frozen, by=LADDER, questionnaire=READINESS, answers=told, classes=CLASSES
    )


def alike(found: Benchmark | None) -> list[str]:
    assert found is not None
    return [said.de for said in (found.sector, found.size, found.region) if said]


def test_a_company_is_compared_with_those_of_its_sector_size_and_region() -> None:
    found = compared((), HERE[:1], HERE[:2], HERE)

    assert alike(found) == [
        "Zerspanen, Härten, Beschichten oder Werkzeugbau",
        "Mittlere Unternehmen (50 bis 249)",
        "in der Region",
    ]
    assert found is not None
    assert (found.as_of, found.at_least) == (DAY, 10), "thirteen, rounded down"
    assert [one.id for one in found.values] == list(LADDER.measures)
    assert {one.id: one.place for one in found.values}["exposure"] == "highest"


def test_where_there_are_too_few_like_it_with_more_of_them() -> None:
    assert alike(compared((), HERE[:1], HERE[:2]))[1:] == ["Mittlere Unternehmen (50 bis 249)"]
    assert alike(compared((), HERE, employees="10-49")) == []
    assert alike(compared((), HERE, sector=None)) == []
    assert compared() is None


def test_whoever_is_elsewhere_is_compared_with_those_who_are_there_too() -> None:
    found = compared((), ("machining", "medium", "03"), district="03")

    assert alike(found)[2] == "Anderswo in Niedersachsen"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        *((0.23, "lowest"), (0.24, "lower"), (0.25, "lower"), (0.3, "lower")),
        *((0.38, "lower"), (0.39, "middle"), (0.4, "middle"), (0.405, "middle")),
        *((0.5, "upper"), (0.6, "upper"), (0.62, "highest")),
    ],
)
def test_a_value_is_told_by_its_quarter_as_a_reader_sees_the_numbers(value: float, expected: Place) -> None:
    assert place(value, Spread(low=25, middle=40, high=60)) == expected


@pytest.mark.parametrize("code", LANGUAGES)
def test_without_enough_companies_a_sentence_says_so_and_not_how_many_there_are(code: str) -> None:
    told = {"de": "Noch nicht genug Betriebe für einen Vergleich: ab zehn.", "en": "Not enough companies"}
    found = html.Fragments(a_report(), code).benchmark  # type: ignore[arg-type]

    assert told[code] in found
    assert not any(letter.isdigit() for letter in found)


def test_the_page_says_who_the_others_are_and_that_they_chose_themselves() -> None:
    found = html.Fragments(samples.beside(a_report()), "de").benchmark.replace("\N{NO-BREAK SPACE}", " ")

    for words in (
        "Verglichen mit mindestens 15 Betrieben, Stand 30. September 2026.",
        "Mittlere Unternehmen (50 bis 249)",
        "sie sind nicht repräsentativ",
        "Drei Viertel der Betriebe liegen höher.",
    ):
        assert words in found
