"""What companies can do for one another, as content: topics, words, and how long what holds."""

from functools import cache
from typing import Annotated

from pydantic import Field

from matching.catalogue import CONTENT
from questionnaires.library.source import read
from questionnaires.text import Frozen, Text

Count = Annotated[int, Field(ge=1)]


class Exchange(Frozen):
    """`shared_by`: how many others share a division or a neighbourhood before a card names it."""

    topics: tuple[str, ...]
    divisions: dict[str, Text]
    shown: Count
    topics_shown: Count
    shared_by: Count
    interest_days: Count
    consent_days: Count
    kept_days: Count


@cache
def released() -> Exchange:
    """The rules of this package. Read once per process. Raises ContentError."""
    return read(CONTENT / "exchange.yaml").as_(Exchange)
