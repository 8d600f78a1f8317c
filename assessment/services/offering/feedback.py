"""What companies were shown, and what became of it: kept with results, said by companies, read by learning.

Nothing is written when a page is looked at. What was shown is kept in the same transaction as the result that
shows it; what became of an offer, the company says by a button. That it took an offer into its plan counts as
long as the offer stands there and the company has said no more of it. All hangs on the run and goes with it.
A run is an opaque id to whoever learns: no name, no goal and no answer goes along.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment import clock
from assessment.errors import NoSuchOffer
from assessment.services.checks.plan_entries import asked_for
from assessment.services.runs import unlocked
from assessment.store import offer_feedback as store
from assessment.store import plans
from assessment.store.database import Database
from assessment.store.offer_feedback import ListRow, OutcomeRow
from assessment.store.plans import EntryRow
from matching.anonymous import read_profile, written
from matching.feedback import Event, Outcome, Said, Shown
from matching.profile import Profile
from matching.ranking import Matches
from matching.relevance import Match
from questionnaires.conditions import OneOf

REASONS = ("not_our_topic", "too_far", "too_costly", "no_time", "already_known", "other")
"""Why a company does not want an offer, as codes."""
PLANNED: Outcome = "planned"
"""What standing in the plan says of an offer."""
MOST_LISTS = 5_000
"""So many lists, the newest, are read for figures: more would keep a page waiting and change nothing."""
MOST_OUTCOMES = 10_000
"""So many outcomes, the newest, are learned from and counted: older ones speak of another catalogue."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a company said of an offer, if anything. `shown`: whether its finished check showed the offer."""

    shown: bool
    outcome: Said | None = None
    reason: str | None = None
    said_on: date | None = None


# --- what was shown ----------------------------------------------------------------------------


def keep_list(connection: Connection, run_id: UUID, *, matches: Matches, profile: Profile, day: date) -> None:
    """Keeps what a finished check shows, in the transaction that keeps its result."""
    places = [_place(found, number) for number, found in enumerate(_listed(matches), 1)]
    row = ListRow(
        run_id=run_id,
        shown_on=day,
        district=_district(profile),
        places=_json(places),
        profile=_json(written({"": profile})[0]),
        unmet=_json([gap.need for gap in matches.unmet_needs]),
    )
    store.keep_list(connection, row)


def _listed(matches: Matches) -> tuple[Match, ...]:
    return (*matches.first, *matches.further)


def _place(found: Match, number: int) -> dict[str, Any]:
    """A place of the list, with what the offer there was rated by."""
    features = {name: round(value, 6) for name, value in found.features.items()}
    told = {"offer": found.offer.id, "position": number, "utility": round(found.utility, 6)}
    return told | {"needs": list(found.served), "features": features, "explored": found.explored}


def _district(profile: Profile) -> str | None:
    known = profile.facts.get("district")
    return next(iter(known.codes)) if isinstance(known, OneOf) and len(known.codes) == 1 else None


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


# --- what became of it -------------------------------------------------------------------------


def given(connection: Connection, run_id: UUID, offer: str) -> Given:
    """What the company said of an offer, of a run that has been opened."""
    found = store.beside(connection, run_id, offer)
    if found is None:
        return Given(shown=False)
    shown, said = _place_in(found[0], offer) is not None, found[1]
    if said is None or said.outcome == PLANNED:
        return Given(shown)
    return Given(shown, cast("Said", said.outcome), said.reason, said.said_on)


def say(
    database: Database,
    *,
    run_id: UUID,
    key: str | None,
    offer: str,
    outcome: Said,
    reason: str | None,
    now: datetime,
) -> None:
    """Keeps what became of an offer; said again, the newest word counts. Raises KeyNeeded, NoSuchOffer.

    `reason` is kept of a rejection only.
    """
    with database.writing() as connection:
        run = unlocked(connection, run_id, key, to_change=True)
        why = reason if outcome == "rejected" else None
        if not _keep(connection, run.id, offer, outcome, why, clock.day(now)):
            raise NoSuchOffer(offer)


def take_back(database: Database, *, run_id: UUID, key: str | None, offer: str) -> None:
    """Forgets what was said of an offer; where it stands in the plan, that counts again. Raises KeyNeeded."""
    with database.writing() as connection:
        run = unlocked(connection, run_id, key, to_change=True)
        store.take_back(connection, run.id, offer)
        plan(connection, run.id, [row for row in plans.of_run(connection, run.id) if asked_for(row) == offer])


def plan(connection: Connection, run_id: UUID, entries: Iterable[EntryRow]) -> None:
    """Keeps which offers a company took into its plan, in the transaction that puts them there.

    What it has said of an offer counts for more and stays. One that its list does not show is passed over.
    """
    chosen = {offer: clock.day(entry.changed_at) for entry in entries if (offer := asked_for(entry))}
    said = {row.offer for row in store.outcomes(connection, run_id)} if chosen else set()
    for offer in chosen.keys() - said:
        _keep(connection, run_id, offer, PLANNED, None, chosen[offer])


def unplan(connection: Connection, run_id: UUID, entry: EntryRow) -> None:
    """Forgets it when such an entry is removed from the plan, or dropped."""
    offer = asked_for(entry)
    if offer:
        store.take_back(connection, run_id, offer, PLANNED)


def _keep(
    connection: Connection, run_id: UUID, offer: str, outcome: Outcome, reason: str | None, day: date
) -> bool:
    """Keeps an outcome with the place of the offer; False where no list of the run holds it."""
    found = _shown_place(connection, run_id, offer)
    if found is None:
        return False
    district, place = found
    store.keep_outcome(connection, OutcomeRow(run_id, offer, outcome, reason, day, district, _json(place)))
    return True


def utility_of(connection: Connection, run_id: UUID, offer: str) -> float | None:
    """How well an offer fits by the newest list of a run; None where it does not stand there."""
    place = _shown_place(connection, run_id, offer)
    return float(place[1]["utility"]) if place else None


def profile_of(connection: Connection, run_id: UUID) -> Profile | None:
    """Facts and needs behind the newest list of a run."""
    row = store.list_of(connection, run_id)
    return read_profile(json.loads(row.profile)) if row else None


def shown_offers(connection: Connection, run_id: UUID) -> tuple[str, ...]:
    """The offers of the newest list of a run, the best first."""
    row = store.list_of(connection, run_id)
    return tuple(str(place["offer"]) for place in json.loads(row.places)) if row else ()


def _shown_place(
    connection: Connection, run_id: UUID, offer: str
) -> tuple[str | None, dict[str, Any]] | None:
    row = store.list_of(connection, run_id)
    found = _place_in(row, offer) if row else None
    return (row.district, found) if row and found else None


def _place_in(row: ListRow, offer: str) -> dict[str, Any] | None:
    places: list[dict[str, Any]] = json.loads(row.places)
    return next((place for place in places if place["offer"] == offer), None)


# --- what is learned from ----------------------------------------------------------------------


def events(connection: Connection, most: int = MOST_OUTCOMES) -> list[Event]:
    """The newest outcomes, as learning reads them."""
    return [_event(row) for row in store.newest_outcomes(connection, most)]


def _event(row: OutcomeRow) -> Event:
    place = json.loads(row.place)
    return Event(
        company=str(row.run_id),
        offer=row.offer,
        position=place["position"],
        date=row.said_on,
        district=row.district,
        explored=place["explored"],
        needs=tuple(place["needs"]),
        features=place["features"],
        outcome=cast("Outcome", row.outcome),
        reason=row.reason,
    )


def shown_places(lists: Iterable[ListRow]) -> list[Shown]:
    """Every place of these lists."""
    return [
        Shown(
            company=str(row.run_id),
            offer=place["offer"],
            position=place["position"],
            date=row.shown_on,
            district=row.district,
            explored=place["explored"],
        )
        for row in lists
        for place in json.loads(row.places)
    ]
