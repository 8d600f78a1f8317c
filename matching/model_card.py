"""A learned model and its card: from which outcomes, how much better, what it changed; and the switch.

A model is proposed by what it learned, passes the gate if the replay of past decisions does not make it
worse than the one in force, and comes into force when a person says so. Model, card and switch are plain
values that survive JSON; where they are kept, and who turned the switch, is not decided here.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal, Self

from matching.feedback import Event, Outcome, Shown
from matching.learned import Learned
from matching.replay import Comparison
from matching.weights import Feature
from questionnaires.text import Frozen

Gate = Literal["not_worse", "worse", "too_few"]


class Change(Frozen):
    before: float
    after: float


class Trial(Frozen):
    """Whether the second model counts, and what it would have gained."""

    taken_over: bool
    reason: Literal["too_few_companies", "too_few_decisions", "not_better", "better"]
    comparison: Comparison | None = None


class Exposure(Frozen):
    """How often offers were shown, and how many of these times to gather experience."""

    shown: int
    explored: int


class ModelCard(Frozen, extra="ignore"):
    """`since` and `until` are the first and the last day of the outcomes; None without any.

    What a card of an earlier version says beside this is passed over.
    """

    made_on: date
    catalogue: str
    seed: int
    since: date | None
    until: date | None
    companies: int
    decisions: int
    outcomes: dict[Outcome, int]
    gate: Gate
    comparison: Comparison
    """With what is in force."""
    with_experts: Comparison
    """With the experts' weights, which a model must not fall below either, whatever came between."""
    in_force_with_experts: Comparison
    """What is in force, with the experts' weights: it may have been let in by luck."""
    second_model: Trial
    weights: dict[Feature, Change]
    bias: Change
    exposure_of_providers: dict[str, Exposure]
    exposure_in_districts: dict[str, Exposure]

    @property
    def passed(self) -> bool:
        """Whether the model may come into force."""
        return self.gate == "not_worse"

    @property
    def fall_back(self) -> bool:
        """Whether to return to the experts' weights: the new model is refused, and the old one is worse."""
        return not self.passed and self.in_force_with_experts.gain < 0


class Model(Frozen):
    card: ModelCard
    learned: Learned


class Refused(ValueError):
    """A model that did not pass the gate cannot come into force."""

    def __init__(self, gate: Gate) -> None:
        super().__init__(f"the replay of past decisions found: {gate}")
        self.gate = gate


class Switch(Frozen):
    """The model a person turned on, if any: learning is off until then.

    Off again, the experts' weights hold at once. A model that did not pass the gate makes no list, however it
    came here.
    """

    model: Model | None = None

    def turned_on(self, model: Model) -> Self:
        """Raises Refused."""
        if not model.card.passed:
            raise Refused(model.card.gate)
        return self.model_copy(update={"model": model})

    def turned_off(self) -> Self:
        return self.model_copy(update={"model": None})

    @property
    def learned(self) -> Learned | None:
        """What lists are made with; None for the experts' weights."""
        return self.model.learned if self.model and self.model.card.passed else None


def exposure_of_providers(shown: Iterable[Shown], organisations: Mapping[str, str]) -> dict[str, Exposure]:
    """By organisation; offers that are in no catalogue any more count under their own id."""
    return _exposure((organisations.get(one.offer, one.offer), one.explored) for one in shown)


def exposure_in_districts(shown: Iterable[Shown]) -> dict[str, Exposure]:
    """By district key; "unknown" where the company did not say."""
    return _exposure((one.district or "unknown", one.explored) for one in shown)


def _exposure(shown: Iterable[tuple[str, bool]]) -> dict[str, Exposure]:
    counted = Counter(shown)
    return {
        key: Exposure(shown=counted[key, False] + counted[key, True], explored=counted[key, True])
        for key in sorted({key for key, _ in counted})
    }


def outcomes(events: Iterable[Event]) -> dict[Outcome, int]:
    return dict(sorted(Counter(event.outcome for event in events).items()))
