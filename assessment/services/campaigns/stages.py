"""Where a campaign stands on a day: pure."""

from datetime import date
from enum import StrEnum

from assessment.store.campaigns import CampaignRow


class Stage(StrEnum):
    """Its first day lies ahead, its link is open, or it is over."""

    AHEAD = "ahead"
    OPEN = "open"
    OVER = "over"


def stage(campaign: CampaignRow, today: date) -> Stage:
    if campaign.closed_at or today > campaign.ends_on:
        return Stage.OVER
    return Stage.AHEAD if today < campaign.begins_on else Stage.OPEN
