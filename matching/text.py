"""Goals in free text against the texts of offers: TF-IDF over pieces of three to five letters.

German and English text of an offer are indexed together, so that an English goal finds it too. Pieces of
words instead of words serve German compounds and forgive misspelling. Nothing here raises for any text.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Protocol

from matching.catalogue import Catalogue
from matching.offers import Offer
from questionnaires import library

LONGEST_GOAL = 2_000
"""Characters of a goal that are read: enough for a page, and 200 kB of noise cost no more than that."""

COMMON, COMMON_AMONG_MANY = 0.5, 0.1
MANY = 10_000
FEW = 20
"""With fewer texts than this, a share says little and every piece is kept."""


class Index(Protocol):
    def similarities(self, goal: str) -> Mapping[str, float]:
        """How similar each offer is to the goal, in [0, 1], by the id of the offer."""


class PiecesOfWords:
    """The index of texts by id. Building it imports scikit-learn, which takes a second."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._ids = tuple(texts)
        self._vectorizer = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, max_df=_too_common(len(texts))
        )
        rows = self._vectorizer.fit_transform(texts.values())
        self._texts_by_piece = rows.T.tocsr()  # so that a query touches its own pieces only

    def similarities(self, goal: str) -> Mapping[str, float]:
        query = self._vectorizer.transform([goal[:LONGEST_GOAL]])
        cosines = (query @ self._texts_by_piece).toarray().ravel()  # both have length 1
        return dict(zip(self._ids, cosines.tolist(), strict=True))


def _too_common(texts: int) -> float:
    """Pieces in more than this share of the texts are left out: they tell nothing apart."""
    if texts < FEW:
        return 1.0
    return COMMON if texts < MANY else COMMON_AMONG_MANY


def words_of(offer: Offer) -> str:
    """What is said of an offer in both languages, and what the needs it serves are called."""
    known = library.needs()
    texts = (offer.name, offer.summary, *(known[need].title for need in offer.needs if need in known))
    return " ".join(words for text in texts for words in (text.de, text.en))


@lru_cache(maxsize=2)
def index(catalogue: Catalogue) -> Index:
    """The index of a catalogue, built once per revision in use: the one before stays until it is replaced."""
    return _index(tuple((offer.id, words_of(offer)) for offer in catalogue.offers))


@lru_cache(maxsize=2)
def _index(texts: tuple[tuple[str, str], ...]) -> Index:
    """Revisions that differ in no word have one index."""
    return PiecesOfWords(dict(texts))
