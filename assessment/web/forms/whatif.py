"""What a visitor supposes, as it stands in the address: nothing of it is kept anywhere else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from werkzeug.datastructures import MultiDict

OFFER, WAY = "offer", "way"
TAKE, DROP, TO = "take", "drop", "to"
RESERVED = (OFFER, WAY, TAKE, DROP, TO)
"""Names in the address that are no questions: a test holds that no question is called so."""

TABLE = "table"
"""The place on the page where what is supposed lies."""

LONGEST = 4000
"""Bytes of an address: more than all questions of the longest check need, less than servers refuse."""


@dataclass(frozen=True)
class Wish:
    """What is supposed, by question, in the order of choosing; for which offer; the way to which level."""

    supposing: Mapping[str, str] = field(default_factory=dict)
    offer: str = ""
    way: str = ""
    too_long: bool = False

    @property
    def address(self) -> dict[str, str]:
        """As arguments of an address, in one order."""
        kept = {OFFER: self.offer, WAY: self.way}
        return {**self.supposing, **{name: value for name, value in kept.items() if value}}


def wish(asked: MultiDict[str, str], length: int) -> Wish:
    """What an address asks for; `length` in bytes. Of several values the last counts: buttons come last."""
    if length > LONGEST:
        return Wish(too_long=True)
    last = {name: values[-1] for name, values in asked.lists()}
    supposing = {name: value for name, value in last.items() if name not in RESERVED}
    return Wish(supposing, last.get(OFFER, ""), last.get(WAY, ""))


def pressed(wished: Wish, asked: MultiDict[str, str]) -> tuple[Wish, str] | None:
    """With what a button adds or takes away, and where on the page to go on; None where none was pressed.

    A button adds answers such as "T08=3&W01=2", or a question to put on the table; or it asks for the way to
    the next level of an area.
    """
    if TO in asked:
        return Wish(wished.supposing, wished.offer, asked[TO]), WAY
    if TAKE not in asked and DROP not in asked:
        return None
    added = dict(parse_qsl(asked.get(TAKE, ""), keep_blank_values=True))
    supposing = {**wished.supposing, **added}
    supposing.pop(asked.get(DROP, ""), None)
    place = next(iter(added)) if len(added) == 1 else TABLE
    return Wish(supposing, wished.offer, wished.way), place
