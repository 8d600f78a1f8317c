"""The report to a funder: which there are, for whose companies, on which period, with all its figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment import clock
from assessment.errors import NothingPublished
from assessment.services.funder import entering, houses, publishing
from assessment.services.funder.houses import House
from assessment.services.policy import Staff
from assessment.store import funder as store
from assessment.store.database import Database
from assessment.store.funder import NumbersRow
from matching import catalogue
from questionnaires import library as questionnaires
from questionnaires.text import Text
from reports.funder import library, periods
from reports.funder.figures import Context, Names, figures
from reports.funder.periods import SPANS, Span
from reports.funder.report import FunderReport
from reports.funder.sets import Attribute, IndicatorSet
from reports.report import Operator

READINESS = "readiness"
"""The questionnaire whose options are sizes, districts and sectors."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for; what is not there is replaced by what is nearest."""

    set_id: str = ""
    last: date | None = None
    span: str = ""
    house: UUID | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What is shown: a set, a day at which numbers were published, a span, and whose companies."""

    set: IndicatorSet
    last: date | None
    span: Span
    house: House | None


@dataclass(frozen=True)
class Desk:
    """All there is to choose from, and what is chosen. `report` is None before the first quarter is over."""

    sets: tuple[IndicatorSet, ...]
    days: tuple[date, ...]
    houses: tuple[House | None, ...]
    choice: Choice
    report: FunderReport | None


def desk(database: Database, *, actor: Staff, wish: Wish, operator: Operator) -> Desk:
    """The report that fits a wish best, with all that there is to choose from. Raises Refused."""
    with database.one_moment() as connection:
        open_to = _houses(connection, actor)
        kept = store.numbers(connection)
        choice = _chosen(wish, open_to, [row.as_of for row in kept])
        report = _report(connection, choice, kept, operator) if choice.last else None
    days = tuple(row.as_of for row in reversed(kept))
    return Desk(tuple(library.released().values()), days, open_to, choice, report)


def report(database: Database, *, actor: Staff, wish: Wish, operator: Operator) -> FunderReport:
    """Raises Refused; NothingPublished before the first quarter is over."""
    found = desk(database, actor=actor, wish=wish, operator=operator).report
    if found is None:
        raise NothingPublished
    return found


def first_house(database: Database, *, actor: Staff) -> UUID | None:
    """Whose report opens if nobody is asked for; None for the whole network, and for nobody at all. Raises
    Refused."""
    if houses.may_all(actor):
        return houses.NETWORK
    with database.reading() as connection:
        open_to = _houses(connection, actor)
    return next((one.id for one in open_to if one), None)


def _houses(connection: Connection, actor: Staff) -> tuple[House | None, ...]:
    """Raises Refused for somebody who may report for nobody."""
    houses.require_any(actor)
    chambers = frozenset(one.chamber for one in catalogue.released().districts.values())
    whole = (None,) if houses.may_all(actor) else ()
    return (*whole, *houses.choices(connection, actor, chambers))


def _chosen(wish: Wish, open_to: Sequence[House | None], days: Sequence[date]) -> Choice:
    sets = library.released()
    last = wish.last if wish.last in days else max(days, default=None)
    span: Span = next((one for one in SPANS if one == wish.span), "year")
    house = next((one for one in open_to if one and one.id == wish.house), open_to[0] if open_to else None)
    return Choice(sets.get(wish.set_id) or next(iter(sets.values())), last if open_to else None, span, house)


def _report(
    connection: Connection, choice: Choice, kept: Sequence[NumbersRow], operator: Operator
) -> FunderReport:
    last, house = choice.last or date.min, choice.house
    made_on = {row.as_of: clock.day(row.made_at) for row in kept}
    return figures(
        choice.set,
        [publishing.kept(row).of(house.catalogue_id if house else None) for row in kept],
        entering.typed(store.entries(connection, choice.set.id, house.id if house else None)),
        periods.period(choice.span, last, choice.set.programme.begins),
        Context(
            operator=operator,
            names=_names(house.catalogue_id if house else None),
            made_on=made_on[last],
            scope=house.name if house else None,
        ),
    )


@cache
def _names(house: str | None) -> Names:
    """What size classes, districts and sectors are called. A chamber has its own districts only."""
    districts = _options("district")
    if house:
        own = {key for key, one in catalogue.released().districts.items() if one.chamber == house}
        districts = {key: name for key, name in districts.items() if key in own}
    sizes = {one.id: one.title for one in library.size_classes().size_classes}
    found: dict[Attribute, dict[str, Text]] = {
        "size_class": sizes,
        "district": districts,
        "sector": _options("sector"),
    }
    return found


def _options(question: str) -> dict[str, Text]:
    return {
        option.id: option.text for option in questionnaires.released(READINESS).question[question].options
    }
