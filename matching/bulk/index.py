"""A catalogue on one day, prepared for very many: what can be told of its offers before any company comes."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from matching.bulk.circuit import Circuit
from matching.bulk.companies import Codes, Floats
from matching.bulk.conditions import conditions
from matching.catalogue import Catalogue
from matching.eligibility import CRITERIA, Case, Verdict, shown
from matching.features import VALUES, Candidate, reader
from matching.learned import Learned
from matching.offers import MAIN_NEEDS, Offer
from matching.profile import Profile
from matching.weights import FEATURES, Feature
from questionnaires.conditions import Fact

FEW = 256
"""Different places or sectors whose features are remembered: a questionnaire offers a dozen of each."""

Value = TypeVar("Value", str, tuple[bool, int])

NOT_JUDGED = Verdict(None, ())


class Ragged:
    """Rows of different length, turned: the first of all, the second of those that have one, and so on.

    Columns hold the rows in the order of falling length, so that each is the beginning of the one before;
    `back` tells where each row stands in them.
    """

    def __init__(self, rows: Sequence[tuple[int, ...]]) -> None:
        falling = sorted(range(len(rows)), key=lambda number: -len(rows[number]))
        longest = max(map(len, rows), default=0)
        self.columns: list[Codes] = [
            np.array([rows[number][place] for number in falling if len(rows[number]) > place], np.intp)
            for place in range(longest)
        ]
        self.back: Codes = np.argsort(np.array(falling, np.intp))


class Index:
    """The offers of a catalogue in the order of their ids; every array has an entry per offer.

    Made once per revision, day and model in force; what it remembers of places and sectors is bounded.
    """

    def __init__(self, catalogue: Catalogue, today: date, learned: Learned | None = None) -> None:
        self.catalogue, self.today, self.learned = catalogue, today, learned
        self.words = learned.applied_to(catalogue.weights) if learned else catalogue.weights
        self.weights = {feature: self.words.features[feature].weight for feature in FEATURES}
        self.offers = tuple(sorted(catalogue.offers, key=lambda offer: offer.id))
        self.shown = np.array([shown(offer) for offer in self.offers], np.bool_)
        self._judge()
        self._serve()
        self.organisation = _numbered([offer.organisation for offer in self.offers])
        self.standing = _numbered([_standing(offer, today) for offer in self.offers])
        self.by_fact = lru_cache(maxsize=FEW)(self._by_fact)

    def _judge(self) -> None:
        """The circuit of all conditions, and the nodes of those of each offer."""
        self.circuit = Circuit()
        nodes = [tuple(map(self.circuit.add, conditions(o, self.today))) for o in self.offers]
        self.circuit.wire()
        self.nodes = Ragged(nodes)
        self.criteria = np.array([len(of_offer) for of_offer in nodes])

    def _serve(self) -> None:
        """The needs by number, the numbers of those each offer names, and how far it serves each of them."""
        named = sorted({need for offer in self.offers for need in offer.needs})
        self.need = {need: number for number, need in enumerate(named)}
        self.needs = Ragged([tuple(self.need[need] for need in offer.needs) for offer in self.offers])
        self.named = np.array([len(offer.needs) for offer in self.offers])
        self.parts = np.zeros((len(self.offers), len(named)))
        for part, offer in zip(self.parts, self.offers, strict=True):
            part[[self.need[need] for need in offer.serves]] = list(offer.serves.values())

    def covered(self, gaps: Floats) -> Floats:
        """The sum of the gaps that each offer serves, (companies, needs) to (companies, offers)."""
        half = gaps * 0.5
        total = np.zeros((len(gaps), len(self.offers)))
        for place, needs in enumerate(self.needs.columns):
            total[:, : len(needs)] += (gaps if place < MAIN_NEEDS else half).take(needs, axis=1)
        return total.take(self.needs.back, axis=1)

    def _by_fact(self, feature: Feature, name: str, fact: Fact | None) -> Floats:
        """A feature that reads nothing but one fact."""
        company = reader(Profile({name: fact}), self.catalogue, {}, {})
        return np.array([VALUES[feature](Candidate(offer, NOT_JUDGED), company) for offer in self.offers])


def _standing(offer: Offer, today: date) -> tuple[bool, int]:
    """Confirmed offers first, then the newer; the smaller, the better."""
    verdict = Verdict(None, tuple(CRITERIA["status"](Case(offer, {}, today))))
    return not verdict.confirmed, -offer.status.since.toordinal()


def _numbered(values: Sequence[Value]) -> NDArray[np.int64]:
    """The place of each value among the different ones, in their order."""
    place = {value: number for number, value in enumerate(sorted(set(values)))}
    return np.array([place[value] for value in values], np.int64)
