"""A gap of one question and what makes it urgent: the factors, their product, and the reasons in codes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from questionnaires.definition.tree import TOLERANCE

DONT_KNOW_WEIGHT = 0.5
"""What a gap counts for that is only the largest there may be."""
LARGE, RELEVANT = 0.5, 0.75
"""From here on a gap is called large, and a topic very relevant."""

Plain = float | str | tuple[str, ...]


class Exponents(NamedTuple):
    """How much each factor counts; each at least 0."""

    gap: float = 1.0
    importance: float = 1.0
    exposure: float = 1.0
    effort: float = 1.0


EQUAL = Exponents()


class Reason(NamedTuple):
    """Why something is urgent: a code of `REASONS` with its arguments."""

    code: str
    arguments: Mapping[str, Plain]


REASONS: dict[str, tuple[str, ...]] = {
    "large_gap": ("gap",),
    "gap": ("gap",),
    "not_known": ("gap",),
    "rated_relevant": ("question", "importance"),
    "exposed": ("questions", "exposure"),
    "low_effort": ("effort",),
    "key_item": ("nodes",),
    "prerequisite_of": ("questions",),
}
"""Every code, with the names of its arguments. A gap is a share of the range of the question."""


@dataclass(frozen=True, slots=True)
class Priority:
    """A gap of one question, in [0, 1] of its range, with what makes it urgent.

    `because`: the exposure questions that make it urgent. `rated_by`: the question that was answered with
    its importance. `cheap`: it takes less than others of this questionnaire. `key_of`: the nodes whose gates
    name it. `first`, `needed_by`: other gaps that come before and after it. `raised`: its size, where that is
    not its own product, since it is needed by others or the factors count by other exponents.
    """

    question: str
    area: str
    action: Literal["improve", "find_out"]
    gap: float
    exposure: float = 1.0
    because: tuple[str, ...] = ()
    importance: float = 1.0
    rated_by: str | None = None
    effort: int = 1
    cheap: bool = False
    key_of: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    needed_by: tuple[str, ...] = ()
    raised: float | None = None

    @property
    def certainty(self) -> float:
        return DONT_KNOW_WEIGHT if self.action == "find_out" else 1.0

    @property
    def size(self) -> float:
        """Its priority, by which it is sorted."""
        return self.product() if self.raised is None else self.raised

    @property
    def pressure(self) -> float:
        """How much help is needed, in [0, 1], whatever it takes and whatever waits for it."""
        return self.certainty * self.gap * self.importance * self.exposure

    def product(self, by: Exponents = EQUAL) -> float:
        """Its own priority."""
        factors: float = self.gap**by.gap * self.importance**by.importance * self.exposure**by.exposure
        return self.certainty * factors / float(self.effort**by.effort)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        return tuple(_reasons(self))


def _reasons(priority: Priority) -> Iterator[Reason]:
    known = "large_gap" if priority.gap >= LARGE - TOLERANCE else "gap"
    yield Reason(known if priority.action == "improve" else "not_known", {"gap": priority.gap})
    if priority.rated_by and priority.importance >= RELEVANT - TOLERANCE:
        rating: dict[str, Plain] = {"question": priority.rated_by, "importance": priority.importance}
        yield Reason("rated_relevant", rating)
    if priority.because:
        yield Reason("exposed", {"questions": priority.because, "exposure": priority.exposure})
    if priority.cheap:
        yield Reason("low_effort", {"effort": priority.effort})
    if priority.key_of:
        yield Reason("key_item", {"nodes": priority.key_of})
    if priority.needed_by:
        yield Reason("prerequisite_of", {"questions": priority.needed_by})
