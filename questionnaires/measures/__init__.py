"""What to do about a gap: measures as content, each with a first step, and the rules that choose among them.

A measure says from which levels of which questions it leads on. It is told in the reader's words, and
nothing here knows screens, offers or clocks. Measures belong to a questionnaire, not to one version of it:
they are mended far more often, so a result keeps the words that it was made with.

    >>> from questionnaires import measures
    >>> measures.released("readiness").measure["machine_data_pilot"].first_step
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from questionnaires.text import Frozen, Text

MeasureId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{2,59}$")]
Levels = Annotated[tuple[Annotated[int, Field(ge=0, le=9)], ...], Field(min_length=1)]
Decider = Literal["management", "management_and_works_council", "department"]


class Weeks(Frozen):
    """How long it typically takes, from the first step to the day when it works."""

    least: Annotated[int, Field(ge=1, le=208)]
    most: Annotated[int, Field(ge=1, le=208)]


class Measure(Frozen):
    """One thing to do about a gap.

    `closes`: from which levels of which questions it leads on. `effort` is 1 (days of own work), 2 (weeks) or
    3 (months, or money). `after`: measures that come first where their own gap exists.
    """

    id: MeasureId
    closes: Mapping[str, Levels]
    title: Text
    text: Text
    first_step: Text
    effort: Annotated[int, Field(ge=1, le=3)]
    weeks: Weeks
    decides: Decider
    needs: tuple[str, ...]
    after: tuple[MeasureId, ...] = ()


class Measures(Frozen):
    """All measures for one questionnaire, in the order of their files; `revision` changes with any word."""

    questionnaire: str
    revision: str
    measures: tuple[Measure, ...]

    @cached_property
    def measure(self) -> Mapping[str, Measure]:
        return {one.id: one for one in self.measures}
