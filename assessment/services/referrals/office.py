"""How this installation refers: its limits of time, who signs its mails, and what links in them look like."""

from collections.abc import Callable
from dataclasses import dataclass

from assessment.config import Settings, public_address
from assessment.services.referrals.states import Limits


@dataclass(frozen=True, slots=True)
class Office:
    """`link` makes the address of a referral of a token."""

    operator: str
    limits: Limits
    link: Callable[[str], str]


UNSIGNED = Office("Wandelkompass", Limits(0, 0, 0), str)
"""For what ends a referral where nobody knows the settings: an end needs neither limits nor links."""


def office_of(settings: Settings) -> Office:
    """Also for work that no visitor has asked for: providers read German, and so does their link."""
    address = f"{public_address(settings)}/de/referral"
    return Office(settings.operator_name, limits_of(settings), lambda token: f"{address}/{token}")


def limits_of(settings: Settings) -> Limits:
    return Limits(settings.referral_answer_days, settings.referral_contact_days, settings.referral_close_days)
