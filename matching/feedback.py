"""What became of the offers a company was shown: the only thing this package learns from.

A company is an opaque id: nothing here knows names, and nothing can be learned about one company alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from matching.weights import Feature
from questionnaires.definition.questions import Id
from questionnaires.text import Frozen

Said = Literal["done", "taken_up", "done_without_help", "rejected", "not_reachable"]
"""What a company says became of an offer."""
SAID: tuple[Said, ...] = get_args(Said)

Outcome = Literal[Said, "planned"]
"""That, or that it took the offer into its plan: what it did, before it says anything."""
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)

CAP = 5.0
"""No decision counts more than this many times, however unlikely its place was to be seen."""


@dataclass(frozen=True, slots=True)
class Label:
    """What an outcome says: whether the offer was the right one, and how surely."""

    accepted: bool
    weight: float = 1.0


LABELS: Mapping[Outcome, Label | None] = {
    "done": Label(accepted=True),
    "taken_up": Label(accepted=True, weight=0.7),
    "done_without_help": Label(accepted=False, weight=0.5),
    "rejected": Label(accepted=False),
    "not_reachable": None,
    "planned": Label(accepted=True, weight=0.4),
}
"""Who could not be reached says nothing about the fit of the offer; an intention says less than a deed."""


class Shown(Frozen):
    """An offer in the list of a company, at a position counted from 1."""

    company: str
    offer: Id
    position: Annotated[int, Field(ge=1)]
    date: date
    district: str | None = None
    explored: bool = False


class Event(Shown):
    """An offer that was shown, and what became of it.

    `needs` are those of the company's needs that the offer names (`Match.served`), `features` the values
    it was rated by at the time (`Match.features`), `date` the day of the outcome. `reason` is a code that
    a rejection may carry.
    """

    needs: tuple[Id, ...] = ()
    features: dict[Feature, float]
    outcome: Outcome
    reason: Id | None = None

    @model_validator(mode="after")
    def _only_rejections_have_a_reason(self) -> Self:
        if self.reason and self.outcome != "rejected":
            raise ValueError(f"expected no reason for {self.outcome}")
        return self

    @property
    def label(self) -> Label | None:
        return LABELS[self.outcome]

    @property
    def accepted(self) -> bool:
        return self.label is not None and self.label.accepted

    @property
    def weight(self) -> float:
        """How much the outcome says, times the inverse of how likely it was to be seen at its place."""
        return min(1 / propensity(self.position), CAP) * self.label.weight if self.label else 0.0


def propensity(position: int) -> float:
    """How likely a place of the list is looked at: 1 / position, usual for lists until one's own is known."""
    return 1 / position


def decisions(events: Iterable[Event]) -> list[Event]:
    """The events that say something, in an order of their own, so that the order given changes no digit."""
    return sorted((event for event in events if event.label), key=lambda e: e.model_dump_json())
