"""Rounds of places at the operator's desk: open one, run it, adjust by hand, run again, confirm."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment import clock
from assessment.errors import NoSuchPlaceRound
from assessment.services import policy
from assessment.services.offering import in_force
from assessment.services.places import applying, figures
from assessment.services.places.figures import Figures, Reason
from assessment.services.policy import Action, Staff
from assessment.store import audit
from assessment.store import place_rounds as store
from assessment.store.database import Database
from assessment.store.place_rounds import ApplicationRow, OfferRow, RoundRow
from matching.eligibility import shown
from matching.offers import Offer
from matching.places import proposing
from matching.places.conflicts import CannotAssign, Conflict
from matching.places.rounds import Pair

Hand = Literal["", "fixed", "excluded"]
ON_A_PAGE = 10


@dataclass(frozen=True, slots=True)
class Wanted:
    """Places at an offer, and how many of them are reserved for whom."""

    offer: str
    places: int
    reserved: Mapping[str, int]


@dataclass(frozen=True)
class Listed:
    """A round in the list of all. `open_until` is its last day while companies may still apply."""

    round: RoundRow
    offers: tuple[Offer, ...]
    applications: int
    companies: int
    open: bool


@dataclass(frozen=True)
class Line:
    """What became of one application."""

    row: ApplicationRow
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Counter:
    """An offer of a round: who has a place, who waits in which order, who has just come. `price`: what one
    more place would be worth, 1 for an offer that fits perfectly."""

    offer: Offer
    places: int
    reserved: Mapping[str, int]
    seated: tuple[Line, ...]
    waiting: tuple[Line, ...]
    fresh: tuple[Line, ...]
    price: float | None

    @property
    def free(self) -> int:
        return self.places - len(self.seated)


@dataclass(frozen=True)
class Sheet:
    """A round with all its offers. `figures` is None until it has been run. `names`: all offers there are."""

    round: RoundRow
    counters: tuple[Counter, ...]
    figures: Figures | None
    open: bool
    names: Mapping[str, Offer]

    @property
    def can_move_up(self) -> bool:
        """Whether a place became free after the round was confirmed, and somebody waits for one."""
        return self.round.state == "confirmed" and any(one.free and one.waiting for one in self.counters)

    @property
    def applications(self) -> int:
        return sum(len((*one.seated, *one.waiting, *one.fresh)) for one in self.counters)


def rounds(database: Database, *, actor: Staff, page: int = 0) -> tuple[tuple[Listed, ...], bool]:
    """The newest first, page by page, and whether there are older ones. Raises Refused."""
    policy.require(actor, Action.GIVE_PLACES)
    with database.reading() as connection:
        known, today = in_force.offers(connection).offer, clock.day(actor.now)
        rows = store.rounds(connection, first=page * ON_A_PAGE, most=ON_A_PAGE + 1)
        ids = [row.id for row in rows[:ON_A_PAGE]]
        applied, offers = store.applied(connection, ids), store.offers_in(connection, ids)
    listed = tuple(
        Listed(
            row,
            tuple(known[one] for one in offers.get(row.id, ()) if one in known),
            *applied.get(row.id, (0, 0)),
            applying.is_open(row, today),
        )
        for row in rows[:ON_A_PAGE]
    )
    return listed, len(rows) > ON_A_PAGE


def choices(database: Database, *, actor: Staff) -> tuple[Offer, ...]:
    """The offers that companies see, to give out places of. Raises Refused."""
    policy.require(actor, Action.GIVE_PLACES)
    with database.reading() as connection:
        return tuple(offer for offer in in_force.offers(connection).offers if shown(offer))


def begin(
    database: Database,
    *,
    actor: Staff,
    title: str,
    apply_until: date,
    most: int,
    wanted: Sequence[Wanted],
) -> RoundRow:
    """Opens a round: from now on companies may apply. Raises Refused."""
    policy.require(actor, Action.GIVE_PLACES)
    row = RoundRow(store.new_id(), title, "open", apply_until, most, actor.now, None, None)
    offers = [OfferRow(one.offer, one.places, figures.reserved(one.reserved)) for one in wanted]
    with database.writing() as connection:
        store.begin(connection, row, offers)
        audit.by(connection, actor, "round_begun", "place_round", row.id)
    return row


def sheet(database: Database, *, actor: Staff, round_id: UUID) -> Sheet:
    """Raises Refused, NoSuchPlaceRound."""
    policy.require(actor, Action.GIVE_PLACES)
    with database.reading() as connection:
        return _sheet(connection, _round(connection, round_id), clock.day(actor.now))


def run(database: Database, *, actor: Staff, round_id: UUID) -> tuple[Conflict, ...]:
    """Proposes who gets a place. Returns what contradicts itself, and then nothing changed. Raises Refused.

    Nobody but the operator sees a proposal.
    """
    policy.require(actor, Action.GIVE_PLACES)
    with database.writing() as connection:
        return _propose(connection, _to_change(connection, round_id))


def take_in_hand(
    database: Database, *, actor: Staff, round_id: UUID, application_id: UUID, hand: Hand
) -> tuple[Conflict, ...]:
    """Fixes or excludes an application, or leaves it to the round again, and runs the round anew.

    Returns what contradicts itself, and then nothing has changed. Raises Refused.
    """
    policy.require(actor, Action.GIVE_PLACES)
    with database.writing() as connection:
        round_ = _to_change(connection, round_id)
        if round_ is None:
            return ()
        before = {row.id: row.hand for row in store.applications_in(connection, round_id)}
        store.take_in_hand(connection, round_id, application_id, hand)
        conflicts = _propose(connection, round_)
        if conflicts:
            store.take_in_hand(connection, round_id, application_id, before.get(application_id, ""))
        return conflicts


def confirm(database: Database, *, actor: Staff, round_id: UUID) -> bool:
    """Makes the proposal known to companies. False where it was put aside meanwhile. Raises Refused."""
    policy.require(actor, Action.GIVE_PLACES)
    with database.writing() as connection:
        round_ = _to_change(connection, round_id)
        if round_ is None or round_.state != "proposed":
            return False
        store.change(connection, round_id, state="confirmed", confirmed_at=actor.now)
        audit.by(connection, actor, "round_confirmed", "place_round", round_id)
        return True


def move_up(database: Database, *, actor: Staff, round_id: UUID) -> int:
    """Gives places that became free in a confirmed round to who waits; returns how many. Raises Refused.

    Whoever has a place keeps it. It is shown to the companies at once: the round has been confirmed.
    """
    policy.require(actor, Action.GIVE_PLACES)
    with database.writing() as connection:
        round_ = _round(connection, round_id, to_change=True)
        if round_.state != "confirmed":
            return 0
        before = store.applications_in(connection, round_id)
        seated = figures.seated(before)
        if not _assign(connection, round_, fixed=seated, state="confirmed"):
            audit.by(connection, actor, "round_moved_up", "place_round", round_id)
        return len(figures.seated(store.applications_in(connection, round_id)) - seated)


def _to_change(connection: Connection, round_id: UUID) -> RoundRow | None:
    """The round; None once it is confirmed. Raises NoSuchPlaceRound."""
    round_ = _round(connection, round_id, to_change=True)
    return None if round_.state == "confirmed" else round_


def _round(connection: Connection, round_id: UUID, *, to_change: bool = False) -> RoundRow:
    round_ = store.by_id(connection, round_id, to_change=to_change)
    if round_ is None:
        raise NoSuchPlaceRound
    return round_


def _propose(connection: Connection, round_: RoundRow | None) -> tuple[Conflict, ...]:
    if round_ is None:
        return ()
    fixed = figures.pairs(store.applications_in(connection, round_.id), "fixed")
    return _assign(connection, round_, fixed=fixed, state="proposed")


def _assign(
    connection: Connection, round_: RoundRow, *, fixed: Set[Pair], state: str
) -> tuple[Conflict, ...]:
    """Writes who gets a place and who waits. Returns what contradicts itself; then nothing is written."""
    offers = store.offers_of(connection, round_.id)
    applications = store.applications_in(connection, round_.id)
    excluded = figures.pairs(applications, "excluded") - fixed
    try:
        proposal = proposing.assign(
            figures.round_of(round_, offers, applications), fixed=fixed, excluded=excluded
        )
    except CannotAssign as impossible:
        return impossible.conflicts
    store.write_outcomes(connection, figures.outcomes(proposal, applications))
    store.change(connection, round_.id, state=state, figures=figures.written(proposal))
    return ()


def _sheet(connection: Connection, round_: RoundRow, today: date) -> Sheet:
    known = in_force.offers(connection).offer
    reckoned = figures.figures(round_) if round_.state != "open" else None
    applications = store.applications_in(connection, round_.id)
    lines = [Line(row, figures.reasons(row)) for row in applications]
    counters = tuple(
        _counter(known[one.offer], one, [line for line in lines if line.row.offer == one.offer], reckoned)
        for one in store.offers_of(connection, round_.id)
        if one.offer in known
    )
    return Sheet(round_, counters, reckoned, applying.is_open(round_, today), known)


def _counter(offer: Offer, row: OfferRow, lines: Sequence[Line], reckoned: Figures | None) -> Counter:
    """Until the round has been run, everybody has just come."""
    told = lines if reckoned else []
    return Counter(
        offer=offer,
        places=row.places,
        reserved=figures.quotas(row),
        seated=tuple(line for line in told if line.row.outcome == "place"),
        waiting=tuple(sorted((one for one in told if one.row.outcome == "waiting"), key=_number)),
        fresh=tuple(line for line in lines if not reckoned or line.row.outcome is None),
        price=reckoned.prices.get(offer.id) if reckoned else None,
    )


def _number(line: Line) -> int:
    return line.row.number or 0
