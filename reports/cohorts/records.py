"""What one company counts with, on the day to which figures refer.

A company is distinct if it can be told from others: by a chain of checks that follow one another, by the
account or the member reference that keeps several of them. `known` says that such a mark exists beyond the
chain; a line of checks without one is anonymous and may be the second try of somebody counted before, so
anonymous lines are always told apart (domain: "distinct companies, not submissions").
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

NOTHING: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ReferralFact:
    """A referral of the company: the offer, its state (the codes of the state machine), and whether the
    company says that it helped; None while it has not said."""

    offer: str
    state: str
    helped: bool | None = None
    sent_on: date | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One company.

    Codes of size, sector and district are those of the questionnaire's options; None: not stated.
    `exposure`, `readiness` and `areas` are shares of 0 to 1 from the newest finished check, None or missing
    where not enough was answered. `change` holds area -> newest minus first share, only for two checks that
    can be compared. `group`: enterprises that belong together have the same. `campaigns`: by which it came.
    `compares`: it agreed that its values enter comparison values. `earlier`: what it counted with after each
    of the checks that it finished before the newest, in that order.
    """

    company: str
    known: bool
    started_on: date
    finished_on: date | None = None
    checks_started: int = 1
    checks_finished: int = 0
    size: str | None = None
    sector: str | None = None
    district: str | None = None
    group: str | None = None
    exposure: float | None = None
    readiness: float | None = None
    areas: Mapping[str, float] = field(default_factory=lambda: NOTHING)
    change: Mapping[str, float] = field(default_factory=lambda: NOTHING)
    needs: tuple[str, ...] = ()
    unmet: tuple[str, ...] = ()
    referrals: tuple[ReferralFact, ...] = ()
    sessions: int = 0
    measures_planned: int = 0
    measures_done: int = 0
    campaigns: tuple[str, ...] = ()
    compares: bool = False
    earlier: tuple["Record", ...] = ()
