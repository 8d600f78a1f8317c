"""The size classes in which funders count companies: content, one file for all indicator sets."""

from functools import cached_property
from typing import Annotated

from pydantic import Field

from questionnaires.definition.questions import Id
from questionnaires.text import Frozen, Text


class SizeClass(Frozen):
    """Companies of a size, as funders divide them; `sizes` are options of the question about employees."""

    id: Id
    title: Text
    sizes: Annotated[tuple[str, ...], Field(min_length=1)]
    sme: bool


class SizeClasses(Frozen):
    size_classes: Annotated[tuple[SizeClass, ...], Field(min_length=1)]

    @cached_property
    def of(self) -> dict[str, SizeClass]:
        """By the size that a company states."""
        return {size: one for one in self.size_classes for size in one.sizes}

    def sme(self, size: str) -> bool:
        """Whether a company of this size counts as small or medium-sized by its headcount."""
        return size in self.of and self.of[size].sme
