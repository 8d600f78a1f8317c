"""What has been proposed to a company and waits for it, with the name of who did; a part of the referrals."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.engine import Connection

from assessment.store.people import Organisation
from assessment.store.referrals import Referral


class ProposalRow(NamedTuple):
    """`house` is the name of who proposed it, none where that is not here any more."""

    id: UUID
    offer: str
    ends_at: datetime
    house: str | None


def waiting(connection: Connection, run_id: UUID, state: str, now: datetime) -> list[ProposalRow]:
    """Those of a company in this state whose time is not over, the one that ends first at the front."""
    chosen = select(Referral.id, Referral.offer, Referral.ends_at, Organisation.name)
    chosen = chosen.outerjoin(Organisation, Referral.proposed_in_id == Organisation.id)
    mine = (Referral.run_id == run_id, Referral.state == state, Referral.ends_at > now)
    rows = connection.execute(chosen.where(*mine).order_by(Referral.ends_at, Referral.id))
    return [ProposalRow(*row) for row in rows]
