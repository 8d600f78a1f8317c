"""How a value came about, with the reader's own numbers, so that it can be followed with pencil and paper."""

from dataclasses import dataclass

from questionnaires.scoring.scorecard import State
from reports.assessed import LEVELS, Standing
from reports.language import rounded

NOT_ASKED = {State.HIDDEN, State.NOT_APPLICABLE}


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """The sums behind one value, in levels from 0 to 4.

    value = levels / answered,  lowest = levels / applicable,  highest = (levels + 4 x open) / applicable.
    With unequal weights all of these are sums of weights instead of counts.
    """

    levels: float
    answered: float
    applicable: float

    @property
    def open(self) -> float:
        return self.applicable - self.answered

    @property
    def reachable(self) -> float:
        """The sum of levels if every open question had the highest one."""
        return self.levels + LEVELS * self.open


def arithmetic(standing: Standing) -> Arithmetic:
    """The sums of one axis or area; only for those that carry their answers."""
    asked = [item for item in standing.items if item.state not in NOT_ASKED]
    answered = [item for item in asked if item.value is not None]
    return Arithmetic(
        levels=sum(LEVELS * item.weight * (item.value or 0.0) for item in answered),
        answered=sum(item.weight for item in answered),
        applicable=sum(item.weight for item in asked),
    )


def apart(low: float, high: float) -> float:
    """What one value lacks to another, in levels, as a reader finds it from what is shown."""
    return float(rounded(LEVELS * high, 1) - rounded(LEVELS * low, 1))
