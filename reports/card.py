"""The card of a campaign for print: who invites, what for, and the link as QR code and in letters. A6, PDF.

It is made of what the chamber hands out and nothing else. The same card gives the same bytes.

    >>> from reports import card
    >>> card.render(Card(house="IHK Musterstadt", link="https://example.org/k/hjkmn", ...), "de")
"""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from itertools import groupby

import segno

from questionnaires.text import Frozen, Text, Words
from questionnaires.text import Language as Code
from reports import html, pdf
from reports.language import keep_last_words
from reports.report import Operator

SHEET = "card.css"
ROOMY = 40
"""Letters of a name or an address that stand on one line in large type."""


class Card(Frozen):
    """`house`: who invites. `link`: the whole address, `check`: what it leads to first, with its minutes."""

    house: Words
    link: Words
    check: Text
    minutes: int
    until: date
    operator: Operator

    @property
    def typed(self) -> str:
        """The address as somebody types it."""
        return self.link.split("://", 1)[-1]

    @property
    def long(self) -> bool:
        return max(len(self.house), len(self.typed)) > ROOMY

    @cached_property
    def squares(self) -> "Squares":
        return Squares(self.link)


class Squares:
    """A QR code as one path, `side` units wide; a square is one unit. The card leaves the blank around it."""

    def __init__(self, words: str) -> None:
        """Medium correction: a card may be creased, and a smaller code has larger squares."""
        code = segno.make(words, error="m", micro=False)
        self.rows = [[bool(square) for square in row] for row in code.matrix]
        self.side = len(self.rows)
        self.path = "".join(self._runs())

    def _runs(self) -> Iterator[str]:
        for y, row in enumerate(self.rows):
            x = 0
            for dark, run in groupby(row):
                width = len(list(run))
                if dark:
                    yield f"M{x} {y}h{width}v1h-{width}z"
                x += width


def render(card: Card, code: Code) -> bytes:
    """The card in one language."""
    return pdf.laid_out(document(card, code), SHEET)


def document(card: Card, code: Code) -> str:
    """The card as one document for print."""
    return keep_last_words(html.environment(code).get_template("card.html").render(card=card))
