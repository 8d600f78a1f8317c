"""What holds for the proposal of any round: compared with trying out every distribution there is."""

import random
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matching.places import optimum
from matching.places.assignment import REASONS, Assignment
from matching.places.conflicts import CannotAssign
from matching.places.proposing import adjust, assign
from matching.places.rounds import NEVER_SERVED, Applicant, Pair, Places, Quota, Round, Terms, Wish
from matching.places.waiting import waiting_lists

UNIT = 1_000_000
COMPANIES, OFFERS, GROUPS = "abcde", "xyz", ("small", "peine", NEVER_SERVED)


@st.composite
def rounds(draw: st.DrawFn) -> Round:
    """Utilities in tenths, so that many distributions are equally good."""
    pairs = [(company, offer) for company in COMPANIES for offer in OFFERS]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=9))
    orders = st.none() | st.integers(1, 3)
    made = [Wish(*pair, draw(st.integers(0, 10)) / 10, draw(orders)) for pair in chosen]
    if draw(st.booleans()):
        made = [replace(wish, order=None) for wish in made]
    capacity = {offer: draw(st.integers(0, 3)) for offer in OFFERS}
    free, quotas = dict(capacity), []
    for offer, group in draw(
        st.lists(st.sampled_from([(o, g) for o in OFFERS for g in GROUPS]), unique=True)
    ):
        quotas.append(Quota(offer, group, places=draw(st.integers(0, free[offer]))))
        free[offer] -= quotas[-1].reserved(capacity[offer])
    groups = st.frozensets(st.sampled_from(GROUPS))
    return Round(
        tuple(made),
        tuple(Places(*each) for each in capacity.items()),
        tuple(Applicant(c, draw(groups), draw(st.integers(0, 2))) for c in COMPANIES if draw(st.booleans())),
        tuple(quotas),
        Terms(
            limit=draw(st.integers(1, 2)),
            top=draw(st.integers(1, 3)),
            never_served=draw(st.sampled_from([1.0, 1.5])),
            later_wish=draw(st.sampled_from([1.0, 0.9])),
        ),
    )


def allowed(round_: Round, pairs: frozenset[Pair]) -> bool:
    """Whether a set of pairs keeps limits, places and reservations, told by Hall's condition."""
    groups = {applicant.company: applicant.groups for applicant in round_.applicants}
    if any(sum(c == company for c, _ in pairs) > round_.terms.limit for company in COMPANIES):
        return False
    for each in round_.places:
        quotas = {q.group: q.reserved(each.places) for q in round_.quotas if q.offer == each.offer}
        there = [groups.get(company, frozenset()) for company, offer in pairs if offer == each.offer]
        open_ = each.places - sum(quotas.values())
        for size in range(len(there) + 1):
            for some in combinations(there, size):
                usable = {group for group in quotas if any(group in one for one in some)}
                if size > open_ + sum(quotas[group] for group in usable):
                    return False
    return True


def considered(round_: Round, *, everything: bool = False) -> dict[Pair, int]:
    """What each wish that counts is worth, in millionths, in the order in which equals are decided."""
    applicants = {a.company: a for a in round_.applicants}
    found: dict[Pair, int] = {}
    companies = {wish.company for wish in round_.wishes}
    for company in sorted(companies, key=lambda c: (applicants[c].arrived if c in applicants else 0, c)):
        own = [wish for wish in round_.wishes if wish.company == company]
        named = [wish for wish in own if wish.order]
        never = company in applicants and NEVER_SERVED in applicants[company].groups
        weight = round_.terms.never_served if never else 1.0
        worth = {
            w.offer: round(UNIT * w.utility * weight * round_.terms.later_wish ** ((w.order or 1) - 1))
            for w in own
        }
        ranked = sorted(
            (not everything and named) or own, key=lambda w: (w.order or 0, -worth[w.offer], w.offer)
        )
        found |= {(company, w.offer): worth[w.offer] for w in ranked[: round_.terms.top]}
    return found


def best_by_trying(
    round_: Round, fixed: frozenset[Pair], excluded: frozenset[Pair] = frozenset()
) -> tuple[int, frozenset[Pair]]:
    """The best of all sets of pairs; of equals, the one that grants the earliest wishes."""
    worth = considered(round_)
    candidates = [pair for pair in worth if pair not in fixed | excluded]
    sums = considered(replace(round_, terms=replace(round_.terms, top=99)), everything=True)
    some = (frozenset(c) for size in range(len(candidates) + 1) for c in combinations(candidates, size))
    distributions = (fixed | chosen for chosen in some if allowed(round_, fixed | chosen))
    best = max(distributions, key=lambda p: (sum(sums[pair] for pair in p), [pair in p for pair in worth]))
    return sum(sums[pair] for pair in best), best


any_round = settings(max_examples=100, deadline=None)


@any_round
@given(rounds())
def test_it_is_the_best_of_all_and_of_equals_the_one_that_favours_who_came_first(round_: Round) -> None:
    proposal = assign(round_)

    assert (round(proposal.total * UNIT), proposal.pairs) == best_by_trying(round_, frozenset())
    assert proposal.optimal
    assert proposal.total >= proposal.first_come


@any_round
@given(rounds(), st.data())
def test_around_what_is_fixed_or_excluded_it_is_still_the_best(round_: Round, data: st.DataObject) -> None:
    pairs = sorted((wish.company, wish.offer) for wish in round_.wishes)
    assume(pairs)
    fixed = frozenset(data.draw(st.lists(st.sampled_from(pairs), max_size=3)))
    excluded = frozenset(data.draw(st.lists(st.sampled_from(pairs), max_size=3))) - fixed
    if not allowed(round_, fixed):
        with pytest.raises(CannotAssign):
            assign(round_, fixed=fixed)
        return
    proposal = adjust(assign(round_), fixed=fixed, excluded=excluded)

    assert (round(proposal.total * UNIT), proposal.pairs) == best_by_trying(round_, fixed, excluded)
    assert proposal.optimal
    assert proposal.total >= proposal.first_come


@any_round
@given(rounds())
def test_limits_places_and_reservations_are_kept_and_only_wishes_are_served(round_: Round) -> None:
    pairs = assign(round_).pairs

    assert pairs <= considered(round_).keys()
    assert allowed(round_, pairs)


@any_round
@given(rounds(), st.sampled_from(OFFERS))
def test_one_more_place_adds_exactly_its_price_and_never_takes_away(round_: Round, offer: str) -> None:
    proposal = assign(round_)
    more = tuple(replace(p, places=p.places + 1) if p.offer == offer else p for p in round_.places)
    with_one_more = assign(replace(round_, places=more))

    assert proposal.prices[offer] >= 0
    assert with_one_more.total - proposal.total == pytest.approx(proposal.prices[offer], abs=1e-9)
    assert with_one_more.prices[offer] <= proposal.prices[offer]


@any_round
@given(rounds(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(round_: Round, chance: random.Random) -> None:
    mixed = replace(
        round_,
        wishes=tuple(chance.sample(round_.wishes, len(round_.wishes))),
        places=tuple(chance.sample(round_.places, len(round_.places))),
        applicants=tuple(chance.sample(round_.applicants, len(round_.applicants))),
        quotas=tuple(chance.sample(round_.quotas, len(round_.quotas))),
    )
    one, other = assign(round_), assign(mixed)

    assert replace(other, round=round_) == one
    assert waiting_lists(other) == waiting_lists(one)


@any_round
@given(rounds())
def test_every_wish_is_served_or_waits_once_with_reasons(round_: Round) -> None:
    proposal = assign(round_)
    waiting = [
        (entry.company, offer) for offer, entries in waiting_lists(proposal).items() for entry in entries
    ]
    reasons = [
        reason for entries in waiting_lists(proposal).values() for e in entries for reason in e.reasons
    ]

    assert sorted([*waiting, *proposal.pairs]) == sorted((wish.company, wish.offer) for wish in round_.wishes)
    assert all(entry.reasons for entries in waiting_lists(proposal).values() for entry in entries)
    assert all(tuple(reason.arguments) == REASONS[reason.code] for reason in reasons)


@any_round
@given(rounds())
def test_a_reason_is_true(round_: Round) -> None:
    """Who waits for a place that is free may not take it; who is served elsewhere has all it may have."""
    proposal = assign(round_)
    number = {each.offer: each.places for each in round_.places}
    for offer, entries in waiting_lists(proposal).items():
        free = number[offer] - sum(o == offer for _, o in proposal.pairs)
        for entry in entries:
            codes = {reason.code: reason.arguments for reason in entry.reasons}
            has = sorted(o for c, o in proposal.pairs if c == entry.company)
            assert "place_full" not in codes or free == 0
            assert "quota_reserved" not in codes or codes["quota_reserved"]["free"] == free
            assert "quota_reserved" not in codes or codes["quota_reserved"]["groups"]
            assert ("served_elsewhere" in codes) <= (len(has) == round_.terms.limit)
            assert "served_elsewhere" not in codes or sorted(codes["served_elsewhere"]["offers"]) == has  # type: ignore[arg-type]


# --- larger than can be tried out --------------------------------------------------------------


def a_large_round(seed: int, limit: int, tenths: bool) -> Round:
    """300 companies, 12 offers, reservations for two groups that overlap."""
    chance = random.Random(seed)
    offers = [f"offer{n:02}" for n in range(12)]
    made = [
        Wish(f"company{n:03}", offer, round(chance.random(), 1 if tenths else 9))
        for n in range(300)
        for offer in chance.sample(offers, 6)
    ]
    groups = [frozenset(group for group in GROUPS[:2] if chance.random() < 0.3) for _ in range(300)]
    return Round(
        tuple(made),
        tuple(Places(offer, chance.randint(0, 24)) for offer in offers),
        tuple(Applicant(f"company{n:03}", own, chance.randint(0, 99)) for n, own in enumerate(groups)),
        tuple(Quota(offer, group, share=0.2) for offer in offers[::2] for group in GROUPS[:2] if offer),
        Terms(limit=limit),
    )


def without_full_offers(round_: Round) -> Round:
    """Shares of an offer with few places, each rounded up, may reserve more than there is."""
    few = {each.offer for each in round_.places if each.places < 2}
    return replace(round_, quotas=tuple(quota for quota in round_.quotas if quota.offer not in few))


@pytest.mark.parametrize("limit", [1, 2])
@pytest.mark.parametrize("tenths", [True, False])
@pytest.mark.parametrize("seed", range(3))
def test_which_best_distribution_the_solver_finds_does_not_matter(
    monkeypatch: pytest.MonkeyPatch, seed: int, limit: int, tenths: bool
) -> None:
    round_ = without_full_offers(a_large_round(seed, limit, tenths))
    few = assign(round_)
    monkeypatch.setattr(optimum, "near_best", lambda network: network.places[network.kind] > 0)
    every: Assignment = assign(round_)

    assert few.optimal
    assert few.total > few.first_come
    assert every == few
