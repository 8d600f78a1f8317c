"""What becomes of a link: who sent it, and a check that begins by it.

The chamber's counter goes up once for each check, and once for a company that begins again in the same
browser: what counts then is the check that is still under way. Whoever begins for another company, on a
device that many use, says so and counts anew. A check that follows an earlier one never counts: it is no
further company.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment import clock
from assessment.services import runs
from assessment.services.campaigns import codes
from assessment.services.campaigns.stages import Stage, stage
from assessment.services.checks.origins import Origin
from assessment.services.runs import Begun
from assessment.store import campaigns as store
from assessment.store.campaigns import CampaignRow
from assessment.store.database import Database


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link as whoever opens it sees it. `begun`: the newest check that this browser began by it."""

    code: str
    house: str
    stage: Stage
    begins_on: date
    begun: UUID | None = None


def opened(database: Database, *, code: str, now: datetime, held: Collection[UUID] = ()) -> Invitation | None:
    """None for a code that nobody has given out. `held`: the checks whose keys the browser holds, the one
    used last at the end."""
    with database.reading() as connection:
        row = store.by_code(connection, codes.normalised(code))
        if row is None:
            return None
        mine = {one.run_id for one in store.arrivals(connection, held) if one.campaign_id == row.id}
    newest = next((run_id for run_id in reversed(list(held)) if run_id in mine), None)
    return Invitation(row.code, row.organisation, stage(row, clock.day(now)), row.begins_on, newest)


def begin(
    database: Database,
    *,
    code: str,
    check: str,
    language: str,
    now: datetime,
    held: Collection[UUID] = (),
    another_company: bool = False,
    key: str | None = None,
    origin: Origin | None = None,
) -> Begun:
    """A new check, and that it began by this link, where the link is open; without one it is any other check.

    `held` as for `opened`. `another_company`: not the one whose checks this browser holds. `key`: for
    examples, which have public ones. Raises TooManyChecks.
    """
    with database.writing() as connection:
        begun = runs.begin_in(connection, check=check, language=language, now=now, key=key, origin=origin)
        arrive(connection, begun, code=code, now=now, held=() if another_company else held)
        return begun


def arrive(
    connection: Connection, begun: Begun, *, code: str, now: datetime, held: Collection[UUID] = ()
) -> None:
    """That a new check began by this link, where that is open. `held`: the checks of the same company."""
    row = store.by_code(connection, codes.normalised(code))
    if row and stage(row, clock.day(now)) is Stage.OPEN:
        _arrive(connection, row, begun.run_id, held, now)


def _arrive(
    connection: Connection, campaign: CampaignRow, run_id: UUID, held: Collection[UUID], now: datetime
) -> None:
    """The first check of a company counts; a later one counts in its place while that is not finished."""
    earlier = [one for one in store.arrivals(connection, held) if one.campaign_id == campaign.id]
    counting = [one for one in earlier if one.counted]
    unfinished = next((one for one in counting if one.finished_at is None), None)
    if unfinished:
        store.uncount(connection, unfinished.run_id)
    counted = not counting or unfinished is not None
    store.arrive(connection, run_id=run_id, campaign_id=campaign.id, counted=counted, moment=now)
    if not counting:
        store.count(connection, campaign.id, started=1)
