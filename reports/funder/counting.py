"""The numbers of a day: taken from the frozen statistics, or counted from records by the same measure.

A number that is counted here is told if at least five companies stand behind it that do not belong together,
if it leaves no small number of the one that includes it, and if it has grown by at least five.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from reports.cohorts import crossing
from reports.cohorts.counts import LEAST
from reports.cohorts.records import Record
from reports.cohorts.statistics import Population as Statistical
from reports.cohorts.statistics import Statistics
from reports.funder.published import (
    FEW,
    HELD_BACK,
    NETWORK,
    Cells,
    Number,
    Population,
    Published,
    steadied,
    told,
)
from reports.funder.rules import RULES, Frozen, Rule, added
from reports.funder.sizes import SizeClasses

ATTRIBUTES = {"size_class": crossing.SIZE, "district": crossing.DISTRICT, "sector": crossing.SECTOR}
"""What figures may be divided by, and how the statistics call it."""


def publish(
    records: Iterable[Record],
    statistics: Statistics | None,
    classes: SizeClasses,
    *,
    as_of: date,
    before: Published | None,
) -> Published:
    """The numbers of the day `as_of`, steadied against those before. Pure, and the same for any order.

    `statistics` are those in force on that day; None while there are too few companies for any.
    """
    lines = list(records)
    companies = {kind: [one for one in lines if one.known is (kind == "known")] for kind in KINDS}
    found = {
        kind: _population(
            companies[kind],
            lines if kind == "known" else (),
            _frozen(statistics, kind, classes),
            getattr(before, kind) if before else Population(),
        )
        for kind in KINDS
    }
    return Published(as_of=as_of, known=found["known"], anonymous=found["anonymous"])


KINDS = ("known", "anonymous")


def of_house(statistics: Statistics | None, classes: SizeClasses, *, house: str, as_of: date) -> Published:
    """What can be told of the companies of one chamber: no more than the statistics hold."""
    found = {kind: _frozen(statistics, kind, classes, house) for kind in KINDS}
    return Published(
        as_of=as_of,
        known=_of_house(found["known"]),
        anonymous=_of_house(found["anonymous"]),
    )


def _of_house(frozen: Frozen | None) -> Population:
    numbers = {
        name: _taken(rule, frozen) if rule.taken and rule.everywhere else NETWORK
        for name, rule in RULES.items()
    }
    return Population(numbers=numbers, divided=_all_divided(frozen), divided_as_of=_day(frozen))


def _day(frozen: Frozen | None) -> date | None:
    return frozen.population.as_of if frozen else None


def _frozen(
    statistics: Statistics | None, kind: str, classes: SizeClasses, house: str | None = None
) -> Frozen | None:
    population: Statistical | None = getattr(statistics, kind) if statistics else None
    return Frozen(population, classes, house) if population else None


def _population(
    companies: Sequence[Record], lines: Sequence[Record], frozen: Frozen | None, before: Population
) -> Population:
    """Rules about companies count `companies`, rules about things all `lines`."""
    numbers: dict[str, Number] = {}
    for name, rule in RULES.items():
        if rule.counts:
            fresh = _counted(rule, companies if rule.companies else lines)
            fresh = _beside(fresh, numbers[rule.within]) if rule.within else fresh
            fresh = _around(fresh, numbers[rule.includes]) if rule.includes else fresh
            numbers[name] = steadied(fresh, before.numbers.get(name))
        else:
            numbers[name] = _taken(rule, frozen)
    return Population(numbers=numbers, divided=_all_divided(frozen), divided_as_of=_day(frozen))


def _taken(rule: Rule, frozen: Frozen | None) -> Number:
    return rule.taken(frozen) if rule.taken and frozen else FEW


def _counted(rule: Rule, records: Iterable[Record]) -> Number:
    counted = [(record, rule.counts(record)) for record in records] if rule.counts else []
    value = sum(value for _, value in counted)
    if independent(record for record, adds in counted if adds) >= LEAST:
        return told(value)
    return FEW if value < LEAST else HELD_BACK


def independent(records: Iterable[Record]) -> int:
    """How many companies these are, those of one group taken as one."""
    return len({("group", one.group) if one.group else ("company", one.company) for one in records})


def _beside(number: Number, whole: Number) -> Number:
    """The number as far as it may be told beside one that includes it."""
    if number.value is None:
        return number
    if whole.value is None:
        return HELD_BACK
    rest = whole.value - number.value
    if rest >= LEAST or (rest == 0 and whole.state == "told"):
        return number
    bound = min(whole.value - LEAST if rest > 0 else whole.value, number.value)
    return Number(state="at_least", value=bound) if bound >= LEAST else HELD_BACK


def _around(number: Number, part: Number) -> Number:
    """The number as far as it may be told beside one that it includes."""
    if number.value is None or part.value is None:
        return number
    rest = number.value - part.value
    near = rest < LEAST and (rest != 0 or part.state != "told")
    return Number(state="at_least", value=part.value) if near else number


# --- what is divided -----------------------------------------------------------------------------


def _all_divided(frozen: Frozen | None) -> dict[str, dict[str, Cells]]:
    if frozen is None:
        return {}
    cells = {attribute: _divided(attribute, frozen) for attribute in ATTRIBUTES}
    return {name: cells for name, rule in RULES.items() if rule.divides}


def _divided(attribute: str, frozen: Frozen) -> Cells:
    """By code. A chamber's districts are those of all: they belong to no other."""
    name = ATTRIBUTES[attribute]
    of = Frozen(frozen.population, frozen.classes) if name == crossing.DISTRICT else frozen
    tables = (one for one in frozen.population.tables if one.attributes == (name,))
    codes = {figure.codes[0] for one in tables for figure in one.figures}
    numbers = {code: of.number((name, code)) for code in sorted(codes)}
    return _classes(numbers, frozen.classes) if attribute == "size_class" else numbers


def _classes(numbers: Cells, classes: SizeClasses) -> Cells:
    """Sizes put together to classes; those of no class stay what they are."""
    found = {
        one.id: added([numbers.get(size, told(0)) for size in one.sizes]) for one in classes.size_classes
    }
    return found | {size: number for size, number in numbers.items() if size not in classes.of}
