"""What waits for a company's word: the offers that somebody has proposed to it."""

from datetime import datetime

from assessment.services.referrals.states import State
from assessment.services.runs import OpenRun
from assessment.store import proposals
from assessment.store.database import Database
from assessment.store.proposals import ProposalRow


def of_run(database: Database, *, run: OpenRun, now: datetime) -> list[ProposalRow]:
    """The proposals on which the company still decides, the most urgent first. The run has been opened."""
    with database.reading() as connection:
        return proposals.waiting(connection, run.id, State.PROPOSED, now)
