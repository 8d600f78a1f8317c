"""What matching costs: `python -m tests.bench.matching_cost`, in milliseconds of processor time on one core.

One company against the real offers with all reasons (goal: under 5 ms), then against a synthetic catalogue
of 2,500 offers: verdicts and scores alone (under 3 ms), with the reasons of those shown (under 15 ms). Then
10,000 companies against these offers (under 3 s), in units of a plain numpy product of the same size
(companies x needs by needs x offers), measured by turns. Last the index of goals, over the real offers
repeated, by turns with BM25 over whole words. Medians; what is remembered of single facts is told apart.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from functools import partial
from random import Random
from statistics import median

import bm25s
import numpy as np
from numpy.typing import NDArray

from matching import bulk
from matching.catalogue import Catalogue, released
from matching.needs import NeedGap
from matching.profile import Profile
from matching.ranking import match
from matching.text import PiecesOfWords, words_of
from questionnaires import library
from tests.bench.measuring import peak, timed
from tests.matching.builders import TODAY
from tests.matching.catalogues import many_offers

SEED = 20260101
MOST = 20
GOALS = (
    "Roboter in der Montage einsetzen",
    "Stromkosten senken und Wärme zurückgewinnen",
    "CO2-Bilanz für unsere Produkte erstellen",
    "Nachfolger für den Betrieb finden",
    "introduce assembly robots",
    "train our employees for electric vehicles",
    "Schutz vor Angriffen auf unsere Rechner",
    "new customers outside the vehicle industry",
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--offers", type=int, default=2_500)
    parser.add_argument("--companies", type=int, default=10_000)
    parser.add_argument("--texts", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    random = Random(SEED)
    companies = [a_company(random) for _ in range(options.companies)]
    few = companies[:100]
    real = (one_by_one(f"match, {len(released().offers)} offers", 5, real_list, few),)
    before = peak()
    catalogue = many_offers(options.offers, random)
    making, index = timed(lambda: bulk.Index(catalogue, TODAY))
    print(f"index of {options.offers} offers: {1000 * making:.0f} ms, once per revision and day")
    one = one_company(index, few)
    memory = peak() - before
    print(f"peak memory: {peak():.0f} MB, of which {memory:.0f} MB for {options.offers} offers, goal < 200")
    many = many_companies(index, companies, options.rounds)
    print(f"peak memory: {peak():.0f} MB")
    texts(options.texts, options.rounds)
    print(f"peak memory: {peak():.0f} MB")
    return 0 if all((*real, *one, many, memory < 200)) else 1


def a_company(random: Random) -> Profile:
    """Any option or nothing at every question about the company, gaps of any size in some of the needs."""
    questions = library.released("readiness").section["company"].questions
    facts = {
        q.fact_name or q.id: random.choice([None, *(option.fact for option in q.options)]) for q in questions
    }
    needs = random.sample([*library.needs()], random.randint(3, 40))
    return Profile(facts, tuple(NeedGap(need, random.random(), ()) for need in needs))


# --- one company -------------------------------------------------------------------------------


def real_list(profile: Profile) -> object:
    return match(released(), profile, TODAY)


def one_company(index: bulk.Index, companies: Sequence[Profile]) -> list[bool]:
    first, _ = timed(lambda: [bulk.rate(index, [profile]) for profile in companies])
    again, _ = timed(lambda: [bulk.rate(index, [profile]) for profile in companies])
    print(f"remembering what {len(companies)} companies stated: {1000 * (first - again):.0f} ms, once")
    goals = [Profile(c.facts, c.needs, GOALS[n % len(GOALS)]) for n, c in enumerate(companies)]
    bulk.shown(index, goals[0])  # makes the index of texts
    number = len(index.offers)
    return [
        one_by_one(f"verdicts and scores, {number} offers", 3, lambda c: bulk.rate(index, [c]), companies),
        one_by_one(f"list with reasons, {number} offers", 15, lambda c: bulk.shown(index, c), companies),
        one_by_one("the same with a goal", 15, lambda c: bulk.shown(index, c), goals),
    ]


def one_by_one(
    what: str, goal: float, work: Callable[[Profile], object], companies: Sequence[Profile]
) -> bool:
    work(companies[0])
    took = sorted(1000 * timed(partial(work, profile))[0] for profile in companies)
    middle, slow = median(took), took[len(took) * 95 // 100]
    print(f"{what}: {middle:.2f} ms ({slow:.2f} in the slowest twentieth), goal < {goal}")
    return middle < goal


# --- many companies ----------------------------------------------------------------------------


def many_companies(index: bulk.Index, companies: Sequence[Profile], rounds: int) -> bool:
    gaps, parts = factors(index.catalogue, companies)
    found, plain = [], []
    for _ in range(rounds):
        found.append(timed(lambda: bulk.best(index, companies, MOST))[0])
        plain.append(timed(lambda: gaps @ parts)[0])
    seconds, ratio = median(found), median(f / p for f, p in zip(found, plain, strict=True))
    pairs = len(companies) * len(index.offers)
    print(
        f"{len(companies)} companies, verdicts, scores and the best {MOST}: {seconds:.2f} s "
        f"({1e9 * seconds / pairs:.0f} ns a pair), goal < 3"
    )
    print(f"plain product: {median(plain):.2f} s; ours takes {ratio:.1f} times as long")
    return seconds < 3


def factors(
    catalogue: Catalogue, companies: Sequence[Profile]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Gaps of the companies, and how far the offers serve them."""
    needs = [*library.needs()]
    gaps = np.zeros((len(companies), len(needs)))
    for row, company in zip(gaps, companies, strict=True):
        gap = {each.need: each.gap for each in company.needs}
        row[:] = [gap.get(need, 0.0) for need in needs]
    parts = [[offer.serves.get(need, 0.0) for need in needs] for offer in catalogue.offers]
    return gaps, np.array(parts).T.copy()


# --- goals -------------------------------------------------------------------------------------


def texts(number: int, rounds: int) -> None:
    """The real offers again and again: a short text in two languages each."""
    offers = released().offers
    written = {f"{n}": words_of(offers[n % len(offers)]) for n in range(number)}
    making, pieces = timed(lambda: PiecesOfWords(written))
    print(f"index of pieces of words of {number} texts: {making:.1f} s")
    indexing, words = timed(lambda: by_words([*written.values()]))
    print(f"index of whole words (BM25): {indexing:.1f} s")
    ours, others = [], []
    for goal in GOALS * rounds:
        ours.append(timed(partial(pieces.similarities, goal))[0])
        others.append(timed(partial(words, goal))[0])
    ratio = median(one / other for one, other in zip(ours, others, strict=True))
    print(f"goal by pieces of words: {1000 * median(ours):.2f} ms, {ratio:.0f} times as long as by")
    print(f"whole words: {1000 * median(others):.2f} ms")


def by_words(written: list[str]) -> Callable[[str], object]:
    """BM25 as a fast library does it: the scores of all texts for the whole words of a goal."""
    split = partial(bm25s.tokenize, stopwords=None, show_progress=False)
    index = bm25s.BM25()
    index.index(split(written), show_progress=False)
    return lambda goal: index.get_scores(split([goal], return_ids=False)[0])


if __name__ == "__main__":
    sys.exit(main())
