"""What lists are made with now: the released catalogue, what operators said of it, what was learned."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy.engine import Connection

from assessment import clock
from assessment.store import in_force as store
from assessment.store.database import Database
from assessment.store.in_force import Said
from matching import catalogue
from matching.catalogue import Catalogue
from matching.exploration import Exploring, explore
from matching.learned import Learned
from matching.model_card import Model, Switch
from matching.profile import Profile
from matching.ranking import Matches, match
from matching.statements import SAID, Statement, with_statements


@dataclass(frozen=True)
class InForce:
    """`learned` is None where the weights of the experts hold; `exploring` what counts as new."""

    catalogue: Catalogue
    learned: Learned | None = None
    exploring: Exploring | None = None

    def matches(self, profile: Profile, company: str, today: date) -> Matches:
        """What fits a company today. While learning is on, one marked place goes to an offer still new."""
        found = match(self.catalogue, profile, today, self.learned)
        if self.exploring is None:
            return found
        return explore(found, company, self.exploring, self.catalogue.rules)


def read(database: Database) -> InForce:
    """As the database has it now, the same in every process. One statement."""
    with database.reading() as connection:
        return within(connection)


def within(connection: Connection) -> InForce:
    """The same for a transaction that has begun."""
    said, turned_on = store.read(connection)
    offers = with_statements(catalogue.released(), _statements(said))
    if turned_on is None:
        return InForce(offers)
    made, shown = model(turned_on[0]), json.loads(turned_on[1])
    learned = Switch(model=made).learned
    if learned is None:
        return InForce(offers)
    return InForce(offers, learned, Exploring(learned.acceptance, shown, made.card.seed))


def offers(connection: Connection) -> Catalogue:
    """The released catalogue with all that operators said of its offers."""
    return within(connection).catalogue


def as_released() -> InForce:
    """Without any database: what is true before an operator has said anything."""
    return InForce(catalogue.released())


def _statements(said: Iterable[Said]) -> tuple[Statement, ...]:
    """What counts of it: what was taken back does not."""
    return tuple(
        Statement(one.offer, word, clock.day(one.moment), one.until)
        for one in said
        for word in SAID
        if word == one.word
    )


@lru_cache(maxsize=4)
def model(written: str) -> Model:
    """A model as it was stored. It may hold many small trees, and is read for every list."""
    return Model.model_validate_json(written)
