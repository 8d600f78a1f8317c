"""The assessed side of a report: where the company stands, how that reads, and what to begin with."""

from collections.abc import Iterable
from typing import Literal

from questionnaires.definition import Cut, FieldOfFour
from questionnaires.definition.tree import TOLERANCE
from questionnaires.measures import Measure
from questionnaires.reading import FieldName
from questionnaires.scoring.scorecard import State
from questionnaires.text import Frozen, Text

LEVELS = 4
"""Values in [0, 1] are shown on the scale of the levels, 0 to 4."""
SHOWN = 3
"""How many answers that lifted or lowered a value are named."""
STRONG = 0.5


class Item(Frozen):
    """One question as it was answered. `value` lies in [0, 1]; None without a level."""

    id: str
    title: Text
    question: Text
    answer: Text | None
    state: State
    value: float | None
    weight: float


class Rung(Frozen):
    """A level by its name, and the value in [0, 1] from which on it is reached."""

    name: Text
    at: float


class Level(Frozen):
    """The level reached; a span from `low` to `high` while the questions in `blocked_by` are unknown.

    `next` is the one above, None for the highest.
    """

    low: int
    high: int
    name: Text
    highest_name: Text
    blocked_by: tuple[Text, ...]
    next: Rung | None = None


class Counts(Frozen):
    answered: int
    dont_know: int
    open: int
    not_applicable: int

    @property
    def applicable(self) -> int:
        return self.answered + self.dont_know + self.open


Sure = Literal["high", "medium", "low"]


class Confidence(Frozen):
    """How sure a value is: the lowest of three grades (scoring.md 2.4). `several`: more than one role
    spoke."""

    word: Sure
    coverage: Sure
    evidence: Sure
    voices: Sure
    several: bool = False

    @property
    def held_by(self) -> Literal["coverage", "evidence", "voices"] | None:
        """What to do something about first; None where all three are high."""
        if self.word == "high":
            return None
        return (
            "coverage"
            if self.coverage == self.word
            else "evidence"
            if self.evidence == self.word
            else "voices"
        )


class Said(Frozen):
    """A remark of the explanation: a code of `questionnaires.explain.CODES` with the parts it is about."""

    code: str
    part: Text
    points: float | None = None
    share: float | None = None
    by: tuple[Text, ...] = ()


class Standing(Frozen):
    """One axis or area: its value in [0, 1] with coverage and bounds, and the answers below it.

    `value` is None without any answer, and for display only when `published`; `lifted` and `lowered`
    are the ids of the answers farthest above and below it; `next_level` is what the next level needs.
    """

    id: str
    title: Text
    short: Text
    weight: float
    state: State
    value: float | None
    coverage: float
    lower: float
    upper: float
    published: bool
    level: Level | None
    counts: Counts
    not_applicable_share: float
    flagged: bool
    target: float | None
    items: tuple[Item, ...]
    lifted: tuple[str, ...]
    lowered: tuple[str, ...]
    confidence: Confidence | None = None
    next_level: tuple[Said, ...] = ()

    @property
    def shown(self) -> float | None:
        """The value where it may be shown."""
        return self.value if self.published else None

    @property
    def certain(self) -> bool:
        return self.upper - self.lower < TOLERANCE

    def among(self, ids: Iterable[str]) -> tuple[Item, ...]:
        by_id = {item.id: item for item in self.items}
        return tuple(by_id[id_] for id_ in ids)

    @property
    def strongest(self) -> tuple[Item, ...]:
        """The answers in the upper half of the scale: for the exposure, the reasons why it is high."""
        above = [item for item in self.items if item.value is not None and item.value >= STRONG]
        return tuple(sorted(above, key=lambda item: -(item.value or 0.0))[:SHOWN])

    def in_state(self, *states: State) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.state in states)


class Reading(Frozen):
    """Exposure and readiness read together; `possible` are the fields that open answers still allow."""

    field: FieldName | None
    possible: tuple[FieldName, ...]
    fields: dict[FieldName, FieldOfFour]
    cut: Cut

    def titles(self, names: Iterable[FieldName]) -> list[Text]:
        return [self.fields[name].title for name in names]

    @property
    def certain(self) -> bool:
        return self.field is not None and self.possible == (self.field,)


class Step(Frozen):
    """One step: from today's sentence to one within reach by a measure, or something to find out.

    `also`: the titles of further questions with a gap that the same measure closes.
    """

    question: str
    title: Text
    asks: Text
    area: str
    area_title: Text
    action: Literal["improve", "find_out"]
    today: Text | None
    next: Text | None
    because: tuple[Text, ...]
    measure: Measure | None = None
    also: tuple[Text, ...] = ()
