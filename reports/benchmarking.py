"""Lays the values of a report beside those of companies like it: which cohort, in which quarter."""

from collections.abc import Collection, Mapping

from questionnaires.answers import Answer
from questionnaires.definition import Questionnaire
from questionnaires.text import Text
from reports.assessed import LEVELS, Standing
from reports.benchmarked import Benchmark, Compared, Place
from reports.cohorts.benchmarks import Benchmarks, Cohort, Ladder, Spread
from reports.funder.sizes import SizeClasses
from reports.language import N_, language, rounded
from reports.report import Report

SECTOR, SIZE, DISTRICT = "sector", "employees", "district"
"""The questions that say like whom a company is."""
REGION = "region"
"""The code of all districts that the catalogue knows; places beyond them are regions of their own."""
IN_THE_REGION = N_("in der Region")


def ladder(questionnaire: Questionnaire, classes: SizeClasses, districts: Collection[str]) -> Ladder:
    """How companies are put into cohorts. `districts`: those that belong to the region."""
    readiness = questionnaire.node["readiness"].children
    places = [option.id for option in questionnaire.question[DISTRICT].options]
    return Ladder(
        areas=tuple(node if isinstance(node, str) else node.id for node in readiness),
        classes={size: found.id for size, found in classes.of.items()},
        regions={place: REGION if place in districts else place for place in places},
    )


def benchmark(
    report: Report,
    found: Benchmarks,
    *,
    by: Ladder,
    questionnaire: Questionnaire,
    answers: Mapping[str, Answer],
    classes: SizeClasses,
) -> Benchmark | None:
    """The comparison of this report; None while there are too few companies. `answers`: on what it rests."""
    said = {name: answers[name].choice if name in answers else None for name in (SECTOR, SIZE, DISTRICT)}
    cohort = found.finest(by.codes(sector=said[SECTOR], size=said[SIZE], district=said[DISTRICT]))
    if cohort is None:
        return None
    length = len(cohort.codes)
    sector = _option(questionnaire, SECTOR, said[SECTOR])
    of_size = classes.of.get(said[SIZE] or "")
    return Benchmark(
        as_of=cohort.as_of,
        at_least=cohort.at_least,
        sector=sector if length > 0 else None,
        size=of_size.title if of_size and length > 1 else None,
        region=_region(questionnaire, cohort.codes[2]) if length > 2 else None,
        values=tuple(_values(report, cohort)),
    )


def _option(questionnaire: Questionnaire, question: str, choice: str | None) -> Text | None:
    options = questionnaire.question[question].options
    return next((option.text for option in options if option.id == choice), None)


def _region(questionnaire: Questionnaire, code: str) -> Text | None:
    if code == REGION:
        return Text(de=language("de").say(IN_THE_REGION), en=language("en").say(IN_THE_REGION))
    return _option(questionnaire, DISTRICT, code)


def _values(report: Report, cohort: Cohort) -> list[Compared]:
    return [
        _compared(standing, cohort.spreads[standing.id])
        for standing in report.standings
        if standing.id in cohort.spreads
    ]


def _compared(standing: Standing, spread: Spread) -> Compared:
    return Compared(
        id=standing.id,
        title=standing.short,
        value=standing.shown,
        low=spread.low / 100,
        middle=spread.middle / 100,
        high=spread.high / 100,
        place=None if standing.shown is None else place(standing.shown, spread),
    )


def place(value: float, spread: Spread) -> Place:
    """In which quarter a value lies, by the numbers as a reader sees them: in levels, with one digit."""
    own, low, middle, high = (
        rounded(LEVELS * share, 1)
        for share in (value, spread.low / 100, spread.middle / 100, spread.high / 100)
    )
    if own < low:
        return "lowest"
    if own > high:
        return "highest"
    return "middle" if own == middle else "lower" if own < middle else "upper"
