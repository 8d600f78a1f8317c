"""What makes a round impossible to assign, told all at once: codes with the data they are about."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass

from matching.places.rounds import Applicant, Pair, Round
from matching.places.seats import Seats
from matching.reasons import Plain

CONFLICTS: Mapping[str, tuple[str, ...]] = {
    "wish_twice": ("company", "offer"),
    "applicant_twice": ("company",),
    "offer_twice": ("offer",),
    "quota_twice": ("offer", "group"),
    "offer_unknown": ("offer",),
    "quotas_over_places": ("offer", "places", "reserved"),
    "fixed_not_eligible": ("company", "offer"),
    "fixed_and_excluded": ("company", "offer"),
    "fixed_over_limit": ("company", "limit", "offers"),
    "fixed_over_places": ("offer", "places", "companies"),
    "fixed_into_reserved": ("offer", "places", "companies"),
}


@dataclass(frozen=True, slots=True)
class Conflict:
    code: str
    arguments: Mapping[str, Plain]


class CannotAssign(ValueError):
    """No distribution keeps all that was asked: each conflict says what contradicts what."""

    def __init__(self, conflicts: tuple[Conflict, ...]) -> None:
        super().__init__("; ".join(f"{c.code} {dict(c.arguments)}" for c in conflicts))
        self.conflicts = conflicts


def check(round_: Round, fixed: Set[Pair], excluded: Set[Pair]) -> None:
    """Raises CannotAssign. What is fixed is judged only where the round itself is sound."""
    if found := (*_repeated(round_), *_unknown(round_), *_reserved(round_)):
        raise CannotAssign(found)
    if found := (*_not_free(round_, fixed, excluded), *_over_limit(round_, fixed), *_no_seat(round_, fixed)):
        raise CannotAssign(found)


def _conflict(code: str, *values: Plain) -> Conflict:
    return Conflict(code, dict(zip(CONFLICTS[code], values, strict=True)))


# --- the round ---------------------------------------------------------------------------------


def _repeated(round_: Round) -> Iterator[Conflict]:
    keys: Mapping[str, Iterable[tuple[str, ...]]] = {
        "wish_twice": ((wish.company, wish.offer) for wish in round_.wishes),
        "applicant_twice": ((applicant.company,) for applicant in round_.applicants),
        "offer_twice": ((places.offer,) for places in round_.places),
        "quota_twice": ((quota.offer, quota.group) for quota in round_.quotas),
    }
    for code, values in keys.items():
        for value in sorted(value for value, times in Counter(values).items() if times > 1):
            yield _conflict(code, *value)


def _unknown(round_: Round) -> Iterator[Conflict]:
    named = {wish.offer for wish in round_.wishes} | {quota.offer for quota in round_.quotas}
    for offer in sorted(named - {places.offer for places in round_.places}):
        yield _conflict("offer_unknown", offer)


def _reserved(round_: Round) -> Iterator[Conflict]:
    places = {each.offer: each.places for each in round_.places}
    reserved: Counter[str] = Counter()
    for quota in round_.quotas:
        reserved[quota.offer] += quota.reserved(places.get(quota.offer, 0))
    for offer in sorted(offer for offer in places if reserved[offer] > places[offer]):
        yield _conflict("quotas_over_places", offer, places[offer], reserved[offer])


# --- what is fixed -----------------------------------------------------------------------------


def _not_free(round_: Round, fixed: Set[Pair], excluded: Set[Pair]) -> Iterator[Conflict]:
    eligible = {(wish.company, wish.offer) for wish in round_.wishes} if fixed else set()
    for company, offer in sorted(fixed - eligible):
        yield _conflict("fixed_not_eligible", company, offer)
    for company, offer in sorted(fixed & excluded):
        yield _conflict("fixed_and_excluded", company, offer)


def _over_limit(round_: Round, fixed: Set[Pair]) -> Iterator[Conflict]:
    limit = round_.terms.limit
    offers = defaultdict(list)
    for company, offer in sorted(fixed):
        offers[company].append(offer)
    for company, taken in offers.items():
        if len(taken) > limit:
            yield _conflict("fixed_over_limit", company, limit, tuple(taken))


def _no_seat(round_: Round, fixed: Set[Pair]) -> Iterator[Conflict]:
    """At most one conflict for an offer: too many companies, or too many for the places open to them."""
    groups = {applicant.company: applicant for applicant in round_.applicants}
    places = {each.offer: each.places for each in round_.places}
    companies = defaultdict(list)
    for company, offer in sorted(fixed):
        if offer in places:
            companies[offer].append(company)
    for offer, wanted in companies.items():
        seats = Seats(places[offer], tuple(quota for quota in round_.quotas if quota.offer == offer))
        if len(wanted) > places[offer]:
            yield _conflict("fixed_over_places", offer, places[offer], tuple(wanted))
        elif not all(seats.take(groups.get(company) or Applicant(company)) for company in wanted):
            yield _conflict("fixed_into_reserved", offer, places[offer], tuple(wanted))
