"""Outcomes in the words of the field: `an_outcome("lab").of("a").rejected()`."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Self

from matching.feedback import Event, Outcome
from matching.weights import Feature

DAY = date(2027, 3, 1)
MIDDLE: dict[Feature, float] = {
    "needs": 0.5,
    "sector": 0.25,
    "nearness": 0.7,
    "specificity": 0.5,
    "settledness": 0.5,
}


@dataclass(frozen=True)
class OutcomeBuilder:
    given: dict[str, Any]

    def _with(self, **changes: Any) -> Self:
        return replace(self, given=self.given | changes)

    def of(self, company: str) -> Self:
        return self._with(company=company)

    def for_needs(self, *needs: str) -> Self:
        return self._with(needs=needs)

    def at(self, position: int) -> Self:
        return self._with(position=position)

    def on(self, day: date) -> Self:
        return self._with(date=day)

    def in_district(self, key: str) -> Self:
        return self._with(district=key)

    def with_features(self, **features: float) -> Self:
        return self._with(features=MIDDLE | features)

    def being(self, outcome: Outcome) -> Event:
        return Event.model_validate(self.given | {"outcome": outcome})

    def done(self) -> Event:
        return self.being("done")

    def rejected(self) -> Event:
        return self.being("rejected")


def an_outcome(offer: str = "lab") -> OutcomeBuilder:
    """Of a company that was shown the offer first."""
    return OutcomeBuilder(
        {
            "company": "a",
            "offer": offer,
            "position": 1,
            "date": DAY,
            "needs": ("cybersecurity",),
            "features": MIDDLE,
        }
    )


def near_is_better(companies: int, decided: int = 4) -> list[Event]:
    """Companies that took up what is near and rejected what is far, whatever it is."""
    return _companies(companies, decided, lambda near: near)


def far_is_better(companies: int, decided: int = 4) -> list[Event]:
    return _companies(companies, decided, lambda near: not near)


def _companies(companies: int, decided: int, accepted: Any) -> list[Event]:
    events = []
    for number in range(companies):
        for place in range(decided):
            near = (number + place) % 2 == 0
            shown = (
                an_outcome(f"offer-{(number * decided + place) % 7}")
                .of(f"c{number}")
                .at(place + 1)
                .on(DAY + timedelta(number))
                .with_features(nearness=1.0 if near else 0.6, needs=0.2 + 0.1 * ((number * 3 + place) % 5))
            )
            events.append(shown.done() if accepted(near) else shown.rejected())
    return events
