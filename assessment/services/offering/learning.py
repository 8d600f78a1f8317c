"""Learning from outcomes: make a model, show its card, turn it on or off. Off until an operator turns it on.

A model is made from the outcomes that companies told, and tried on those it has not seen. Only one that does
not order them worse comes into force, by a person and with a reason. The switch stands in the database, so
every process follows it with the next list.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment import clock
from assessment.services import policy
from assessment.services.offering import feedback, in_force
from assessment.services.policy import Action, Staff
from assessment.store import audit, offer_feedback
from assessment.store import learned_models as store
from assessment.store.database import Database
from assessment.store.learned_models import REASON_LENGTH, ModelRow, TurnRow
from matching import model_card, proposing
from matching.exploration import PLACES
from matching.feedback import Outcome
from matching.model_card import Gate, Model, ModelCard, Switch
from matching.weights import Weights

__all__ = ["REASON_LENGTH"]

WHILE_A_PAGE_WAITS = 3_000
"""Decisions from which a model is made while somebody waits for the page; with more, by the command line."""
TURNS = 10
"""Turns of the switch that the page lists."""


@dataclass(frozen=True)
class Kept:
    """A model with its id."""

    id: UUID
    made_at: datetime
    model: Model

    @property
    def card(self) -> ModelCard:
        return self.model.card


@dataclass(frozen=True)
class Desk:
    """Where learning stands. `fresh`: outcomes that the newest model does not know yet."""

    outcomes: Mapping[Outcome, int]
    companies: int
    fresh: int
    in_force: Kept | None
    newest: Kept | None
    turns: tuple[TurnRow, ...]
    weights: Weights

    @property
    def total(self) -> int:
        return sum(self.outcomes.values())

    @property
    def too_many(self) -> bool:
        return self.total > WHILE_A_PAGE_WAITS

    @property
    def may_turn_on(self) -> bool:
        """Whether there is a model that passed the gate and does not make the lists yet."""
        news = self.newest
        if news is None or not news.card.passed:
            return False
        return self.in_force is None or news.id != self.in_force.id


def desk(database: Database, *, actor: Staff) -> Desk:
    """Raises Refused."""
    policy.require(actor, Action.TURN_LEARNING)
    with database.reading() as connection:
        told, companies = offer_feedback.told(connection, WHILE_A_PAGE_WAITS + 1)
        running, newest = store.in_force(connection), store.newest(connection)
        turns = tuple(store.turns(connection, TURNS))
        weights = in_force.offers(connection).weights
    kept = _kept(newest)
    known = sum(kept.card.outcomes.values()) if kept else 0
    outcomes = {cast("Outcome", name): number for name, number in sorted(told.items())}
    fresh = max(sum(told.values()) - known, 0)
    return Desk(outcomes, companies, fresh, _kept(running), kept, turns, weights)


def train(database: Database, *, now: datetime) -> Kept:
    """Makes a model of all outcomes and keeps it with its card. It changes no list until it is turned on.

    For the command line and for `train_now`. Takes up to some ten seconds and holds no transaction meanwhile.
    """
    with database.reading() as connection:
        told, offers = feedback.events(connection), in_force.offers(connection)
        shown = feedback.shown_places(offer_feedback.lists(connection, feedback.MOST_LISTS))
        running = _kept(store.in_force(connection))
    model = proposing.propose(told, shown, offers, running.model if running else None, clock.day(now))
    often = Counter(one.offer for one in shown if one.position <= PLACES)
    with database.writing() as connection:
        row = store.add(connection, model=model.model_dump_json(), shown=json.dumps(often), moment=now)
    return Kept(row.id, row.made_at, model)


def train_now(database: Database, *, actor: Staff) -> Kept | None:
    """The same for a page; None where there are too many outcomes to wait for. Raises Refused."""
    policy.require(actor, Action.TURN_LEARNING)
    with database.reading() as connection:
        many = offer_feedback.number_of_outcomes(connection, WHILE_A_PAGE_WAITS + 1)
    if many > WHILE_A_PAGE_WAITS:
        return None
    made = train(database, now=actor.now)
    with database.writing() as connection:
        audit.by(connection, actor, "model_learned", "learned_model", made.id)
    return made


def turn_on(database: Database, *, actor: Staff, model_id: UUID, reason: str) -> Gate | None:
    """Lets a model make the lists from now on. Raises Refused.

    Returns None once it does, else what the gate said of it: then nothing has changed.
    """
    policy.require(actor, Action.TURN_LEARNING)
    with database.writing() as connection:
        kept = _kept(store.by_id(connection, model_id))
        if kept is None:
            return "too_few"
        try:
            Switch().turned_on(kept.model)
        except model_card.Refused as refused:
            return refused.gate
        _turn(connection, actor, kept.id, reason)
    return None


def turn_off(database: Database, *, actor: Staff, reason: str) -> None:
    """The weights of the experts hold again, at once. Raises Refused."""
    policy.require(actor, Action.TURN_LEARNING)
    with database.writing() as connection:
        running = store.in_force(connection)
        if running:
            _turn(connection, actor, None, reason, about=running.id)


def _turn(
    connection: Connection, actor: Staff, model_id: UUID | None, reason: str, about: UUID | None = None
) -> None:
    store.turn(connection, model_id=model_id, reason=reason, person_id=actor.person_id, moment=actor.now)
    action = "learning_on" if model_id else "learning_off"
    audit.by(connection, actor, action, "learned_model", model_id or about or actor.person_id)


def _kept(row: ModelRow | None) -> Kept | None:
    return Kept(row.id, row.made_at, in_force.model(row.model)) if row else None
