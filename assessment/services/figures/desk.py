"""Frozen figures as a chamber and the network read them: of which day, of which area, of whom."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from sqlalchemy.engine import Connection

from assessment.services import policy
from assessment.services.figures import freezing
from assessment.services.policy import Action, Role, Staff
from assessment.store import people
from assessment.store.database import Database
from matching import catalogue
from questionnaires import library
from questionnaires.text import Text
from reports.cohorts.names import Names, names
from reports.cohorts.shown import Shown
from reports.cohorts.statistics import Population, Statistics

Kind = Literal["known", "anonymous"]
KINDS: tuple[Kind, ...] = ("known", "anonymous")
QUESTIONNAIRE = "readiness"


@dataclass(frozen=True)
class Desk:
    """`days`: all days of which figures were frozen, the newest first; `areas`: chambers whose districts may
    be chosen, with their names. Nothing is chosen, and `shown` is none, where nothing was frozen yet."""

    days: tuple[date, ...]
    areas: tuple[tuple[str, Text], ...]
    may_freeze: bool
    day: date | None = None
    area: str | None = None
    kind: Kind = "known"
    told: Statistics | None = None
    shown: Shown | None = None

    def population(self, kind: Kind) -> Population | None:
        return getattr(self.told, kind) if self.told else None


@cache
def words() -> Names:
    """What the codes are called. Read once: content does not change while an installation runs."""
    return names(library.released(QUESTIONNAIRE), catalogue.released(), library.needs())


def desk(
    database: Database,
    *,
    actor: Staff,
    day: date | None = None,
    area: str | None = None,
    kind: str | None = None,
) -> Desk:
    """What is chosen, or else the newest figures of the actor's own area. Raises Refused.

    A choice that is not there is taken for none; `area` "all" stands for all districts.
    """
    policy.require(actor, Action.SEE_FIGURES)
    with database.reading() as connection:
        days = freezing.days(connection)
        told = freezing.of_day(connection, day if day in days else days[0]) if days else None
        own = _own_areas(connection, actor)
    areas = tuple((house, name) for house, name in _chambers() if house in own)
    may_freeze = policy.decide(actor, Action.FREEZE_FIGURES).allowed
    if told is None:
        return Desk(days, areas, may_freeze)
    place = _area(area, [house for house, _ in areas], may_freeze)
    of = _kind(told, kind)
    population: Population | None = getattr(told, of)
    shown = Shown(population, words(), place) if population else None
    return Desk(days, areas, may_freeze, told.as_of, place, of, told, shown)


def _chambers() -> list[tuple[str, Text]]:
    offers = catalogue.released().offer
    return [(house, offers[house].name) for house in words().districts]


def _own_areas(connection: Connection, actor: Staff) -> set[str]:
    """The chambers that somebody works in; for the network, all."""
    if actor.has(Role.OPERATOR):
        return set(words().districts)
    homes = [people.organisation(connection, home) for home in actor.organisations(Role.CHAMBER_OFFICER)]
    return {home.catalogue_id for home in homes if home and home.catalogue_id}


def _area(wanted: str | None, areas: list[str], sees_all_first: bool) -> str | None:
    if wanted in areas:
        return wanted
    return None if wanted or sees_all_first or not areas else areas[0]


def _kind(told: Statistics, wanted: str | None) -> Kind:
    """The one that is wanted, or of which there are figures."""
    there = [kind for kind in KINDS if getattr(told, kind)]
    return next((kind for kind in there if kind == wanted), there[0])
