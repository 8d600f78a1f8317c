"""How good the lists are: against what people judged, and by what can be counted without them.

nDCG@k         sum of (2^grade - 1) / log2(place + 1) over the first k, by that of the best order there is
needs at five  of the strong needs that any fitting offer names, the share named in the first five
unknown        of the verdicts on offers that may be shown, the share that is unknown, and why
exposure       how many of the first five places fall to each organisation
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import fsum, log2

from matching.anonymous import Profiles
from matching.catalogue import Catalogue
from matching.learned import Learned
from matching.profile import Profile
from matching.ranking import STRONG_GAP, Matches, match

TOP = 10

Grades = Mapping[str, int]
"""How much an offer helps a company, from 0, by its id; offers that nobody judged are not named."""


@dataclass(frozen=True, slots=True)
class Measures:
    """Means over companies; None where no company says anything about it."""

    companies: int
    ndcg: float | None
    needs_at_five: float | None
    unknown: float | None
    reasons: Mapping[str, int]
    """How often each reason left a condition of a fitting offer open."""
    exposure: Mapping[str, int]


def evaluate(
    catalogue: Catalogue,
    profiles: Profiles,
    today: date,
    learned: Learned | None = None,
    grades: Mapping[str, Grades] | None = None,
    k: int = TOP,
) -> Measures:
    """What the lists of these companies are worth; `grades` by the id of the company."""
    lists = {id_: match(catalogue, profile, today, learned) for id_, profile in profiles.items()}
    judged = [ndcg(order(lists[id_]), of_company, k) for id_, of_company in (grades or {}).items()]
    return Measures(
        companies=len(lists),
        ndcg=_mean(judged),
        needs_at_five=_mean(needs_at_five(profiles[id_], found) for id_, found in lists.items()),
        unknown=_mean(map(unknown, lists.values())),
        reasons=_counted(reason for found in lists.values() for reason in _open(found)),
        exposure=_counted(m.offer.organisation for found in lists.values() for m in found.first),
    )


def order(found: Matches) -> list[str]:
    """The offers as a company sees them, by id."""
    return [listed.offer.id for listed in (*found.first, *found.further)]


def ndcg(ranked: Sequence[str], grades: Grades, k: int = TOP) -> float | None:
    """In [0, 1]; None where no offer has a grade above 0. An offer without a grade counts as 0."""
    best = _gain(sorted(grades.values(), reverse=True)[:k])
    return _gain([grades.get(offer, 0) for offer in ranked[:k]]) / best if best else None


def _gain(grades: Iterable[int]) -> float:
    return fsum((2**grade - 1) / log2(place + 1) for place, grade in enumerate(grades, 1))


def needs_at_five(profile: Profile, found: Matches) -> float | None:
    """None for a company without a strong need that anybody who fits could serve."""
    strong = {gap.need for gap in profile.needs if gap.gap >= STRONG_GAP}
    served = {need for listed in (*found.first, *found.further) for need in listed.offer.needs}
    first = {need for listed in found.first for need in listed.offer.needs}
    return len(strong & first) / len(strong & served) if strong & served else None


def unknown(found: Matches) -> float | None:
    """None where no offer may be shown."""
    listed = (*found.first, *found.further)
    judged = len(listed) + len(found.excluded)
    return sum(one.verdict.value is None for one in listed) / judged if judged else None


def _open(found: Matches) -> list[str]:
    return [
        criterion.reason for listed in (*found.first, *found.further) for criterion in listed.verdict.open
    ]


def _counted(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items(), key=lambda one: (-one[1], one[0])))


def _mean(values: Iterable[float | None]) -> float | None:
    told = [value for value in values if value is not None]
    return fsum(told) / len(told) if told else None
