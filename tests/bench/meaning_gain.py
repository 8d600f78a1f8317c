"""What the text model adds: `python -m tests.bench.meaning_gain`, with the extra `encoder` installed.

Judgments are made of the content. Searched are the offers by name and summary, without the names of their
needs: once in both languages, as goals are, once in German alone. A query is the name of a need, in German or
in English; right are the offers that those who researched the catalogue gave this need. Told are nDCG@10 by
pieces of words, by the model alone and by both, the 95 % interval of the gain of both over pieces, then what
the model costs: milliseconds of processor time a query and a text, and memory.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from random import Random
from statistics import mean, median, quantiles

from matching import meaning
from matching.catalogue import released
from matching.evaluation import ndcg
from matching.meaning import Encoder, PiecesAndMeaning
from matching.offers import Offer
from matching.text import Index, PiecesOfWords
from questionnaires import library
from tests.bench.measuring import peak, timed

SEED = 20260101
DRAWS = 2_000
TOP = 10
Languages = tuple[str, ...]


class Meaning:
    """The model alone."""

    def __init__(self, texts: Mapping[str, str], encoder: Encoder) -> None:
        self._ids, self._encoder = [*texts], encoder
        self._rows = encoder.passage([*texts.values()])

    def similarities(self, goal: str) -> Mapping[str, float]:
        found = self._rows @ self._encoder.query([goal])[0]
        return dict(zip(self._ids, found.tolist(), strict=True))


def main() -> int:
    try:
        before, (loading, encoder) = peak(), timed(meaning.encoder)
    except meaning.NotInstalled as missing:
        print(missing, file=sys.stderr)
        return 2
    for searched in (("de", "en"), ("de",)):
        texts = {offer.id: said(offer, searched) for offer in released().offers}
        making, both = timed(partial(PiecesAndMeaning, texts, encoder))
        indexes = (PiecesOfWords(texts), Meaning(texts, encoder), both)
        for asked in ("de", "en"):
            compare(indexes, searched, asked)
        print(f"reading {len(texts)} texts: {making:.1f} s, {1000 * making / len(texts):.0f} ms a text")
    took = [1000 * timed(partial(both.similarities, query))[0] for query, _ in judgments("de")]
    page = timed(lambda: both.similarities("Wir suchen Hilfe bei der Montage. " * 60))[0]
    print(f"a query: {median(took):.0f} ms, of a whole page {1000 * page:.0f} ms; loading {loading:.2f} s")
    print(f"peak memory: {peak():.0f} MB, before the model {before:.0f} MB")
    return 0


def said(offer: Offer, languages: Languages) -> str:
    return " ".join(getattr(text, code) for text in (offer.name, offer.summary) for code in languages)


def judgments(language: str) -> list[tuple[str, set[str]]]:
    """The names of needs that two offers have at least, with these offers."""
    right = {
        getattr(need.title, language): {offer.id for offer in released().offers if need.id in offer.needs}
        for need in library.needs().values()
    }
    return [(title, offers) for title, offers in right.items() if len(offers) > 1]


def compare(indexes: Sequence[Index], searched: Languages, asked: str) -> None:
    judged = judgments(asked)
    rows = [[quality(index.similarities, *one) for one in judged] for index in indexes]
    pieces, model, both = (mean(row) for row in rows)
    low, high = interval([b - p for p, b in zip(rows[0], rows[2], strict=True)])
    print(
        f"{len(judged)} queries in {asked}, texts in {' and '.join(searched)}: pieces {pieces:.3f}, "
        f"model {model:.3f}, both {both:.3f}; gain {both - pieces:+.3f} [{low:+.3f}, {high:+.3f}]"
    )


def quality(similar: Callable[[str], Mapping[str, float]], query: str, right: set[str]) -> float:
    scores = similar(query)
    ranking = sorted(scores, key=lambda id_: (-scores[id_], id_))
    return ndcg(ranking, dict.fromkeys(right, 1), TOP) or 0.0


def interval(gains: Sequence[float]) -> tuple[float, float]:
    """Where 95 of 100 means lie when queries are drawn again."""
    random = Random(SEED)
    means = [mean(random.choices(gains, k=len(gains))) for _ in range(DRAWS)]
    cuts = quantiles(means, n=40)
    return cuts[0], cuts[-1]


if __name__ == "__main__":
    sys.exit(main())
