"""The rules by which the first offers of a list are chosen: `content/list.yaml` as frozen models."""

from typing import Annotated

from pydantic import Field

from questionnaires.definition.questions import Id
from questionnaires.text import Frozen

Part = Annotated[float, Field(ge=0, le=1)]


class Network(Frozen):
    """The offers of the operator's own network, and how many of them have a place among the first."""

    at_least: Annotated[int, Field(ge=0)]
    offers: tuple[Id, ...]


class ListRules(Frozen):
    """How many stand first, what makes them useful together, and who has a place by rule."""

    first: Annotated[int, Field(ge=1)]
    usefulness: Part
    likeness: Part
    of_one_organisation: Annotated[int, Field(ge=1)]
    nearly_equal: Part
    network: Network

    def grade(self, utility: float) -> float:
        """The utility without differences that are none."""
        if not self.nearly_equal:
            return utility
        return round(round(utility / self.nearly_equal) * self.nearly_equal, 9)
