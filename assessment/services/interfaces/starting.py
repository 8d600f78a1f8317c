"""Links by which members begin a check: made by the system of a chamber, used once by the member.

The check begins when the member says so, and its key comes into being in the member's browser only. So
whoever had the link made cannot open the check, and is not told whether the link was used.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from assessment import clock
from assessment.errors import NoSuchCampaign, NoSuchLink
from assessment.services import policy, runs
from assessment.services.campaigns import codes, invitations
from assessment.services.campaigns.stages import Stage, stage
from assessment.services.policy import Action, Place, System
from assessment.services.runs import Begun
from assessment.services.sign_in.tokens import hashed, new_token
from assessment.store import campaigns
from assessment.store import interfaces as store
from assessment.store.campaigns import CampaignRow
from assessment.store.database import Database
from assessment.store.interfaces import StartLinkRow

LINK_LIFE = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Made:
    """`token` is told once and never stored."""

    token: str
    expires_at: datetime


def make(connection: Connection, *, system: System, check: str, campaign: str | None) -> Made:
    """A link for one member, within a transaction of the caller's; `campaign` is the code of one of the
    organisation's own that runs.

    Raises Refused, NoSuchCampaign.
    """
    policy.require(system, Action.START_FOR_MEMBER, Place(system.organisation_id))
    made = Made(new_token(), system.now + LINK_LIFE)
    of = _running(connection, campaign, system) if campaign else None
    store.put_start(
        connection,
        token_hash=hashed(made.token),
        organisation_id=system.organisation_id,
        campaign_id=of.id if of else None,
        length=check,
        now=system.now,
        expires_at=made.expires_at,
    )
    return made


def _running(connection: Connection, code: str, system: System) -> CampaignRow:
    found = campaigns.by_code(connection, codes.normalised(code))
    own = found is not None and found.organisation_id == system.organisation_id
    if found is None or not own or stage(found, clock.day(system.now)) is Stage.OVER:
        raise NoSuchCampaign(code)
    return found


def look(database: Database, *, token: str, now: datetime) -> StartLinkRow:
    """What a link begins; reading it uses nothing up. Raises NoSuchLink."""
    with database.reading() as connection:
        return _usable(connection, token, now)


def begin(database: Database, *, token: str, language: str, now: datetime) -> Begun:
    """A new check, whose key is told once and never stored; the link is used up. Raises NoSuchLink."""
    with database.writing() as connection:
        link = _usable(connection, token, now)
        if not store.use_start(connection, link.id, now):
            raise NoSuchLink
        begun = runs.begin_in(connection, check=link.length, language=language, now=now)
        if link.campaign is not None:
            invitations.arrive(connection, begun, code=link.campaign, now=now)
        return begun


def _usable(connection: Connection, token: str, now: datetime) -> StartLinkRow:
    link = store.start(connection, hashed(token), now)
    if link is None:
        raise NoSuchLink
    return link
