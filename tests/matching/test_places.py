"""Few places, many companies: who gets one, who waits and why, and that nothing better exists."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from matching.places import optimum
from matching.places.assignment import Assignment, Reason
from matching.places.conflicts import CONFLICTS, CannotAssign
from matching.places.network import Network
from matching.places.proposing import adjust, assign
from matching.places.rounds import NEVER_SERVED, Applicant, Pair, Places, Quota, Round, Terms, Wish
from matching.places.waiting import waiting_lists
from tests.codebase.tree import ROOT


def wishes(**companies: dict[str, float]) -> tuple[Wish, ...]:
    """wishes(acme={"lab": 0.8}): utilities by offer."""
    return tuple(
        Wish(company, offer, utility)
        for company, offers in companies.items()
        for offer, utility in offers.items()
    )


def places(**offers: int) -> tuple[Places, ...]:
    return tuple(Places(offer, number) for offer, number in offers.items())


def in_group(group: str, *companies: str) -> tuple[Applicant, ...]:
    return tuple(Applicant(company, frozenset({group})) for company in companies)


def arriving(*companies: str) -> tuple[Applicant, ...]:
    return tuple(Applicant(company, arrived=n) for n, company in enumerate(companies))


def codes(assignment: Assignment, company: str, offer: str) -> list[str]:
    (waiting,) = [entry for entry in waiting_lists(assignment)[offer] if entry.company == company]
    return [reason.code for reason in waiting.reasons]


def reason(assignment: Assignment, company: str, offer: str) -> Reason:
    (waiting,) = [entry for entry in waiting_lists(assignment)[offer] if entry.company == company]
    return waiting.reasons[0]


# --- by hand -----------------------------------------------------------------------------------


def test_who_has_another_choice_leaves_the_place_to_who_has_none() -> None:
    """Both want the laboratory more; `acme` came first and would take it, `bolt` would get nothing."""
    round_ = Round(
        wishes(acme={"lab": 0.9, "course": 0.8}, bolt={"lab": 0.7}),
        places(lab=1, course=1),
        arriving("acme", "bolt"),
    )
    proposal = assign(round_)

    assert proposal.pairs == {("acme", "course"), ("bolt", "lab")}
    assert (proposal.total, proposal.first_come) == (1.5, 0.9)
    assert proposal.optimal


def test_a_price_is_what_exactly_one_more_place_adds() -> None:
    round_ = Round(wishes(acme={"lab": 0.9, "course": 0.8}, bolt={"lab": 0.7}), places(lab=1, course=1))
    proposal = assign(round_)

    assert proposal.prices == {"lab": 0.1, "course": 0.0}
    assert assign(replace(round_, places=places(lab=2, course=1))).total == 1.6


def test_without_wishes_or_places_nobody_is_served() -> None:
    assert assign(Round((), ())).assigned == ()
    assert assign(Round((), places(lab=2))).prices == {"lab": 0.0}

    proposal = assign(Round(wishes(acme={"lab": 0.9}, bolt={"lab": 0.4}), places(lab=0)))

    assert proposal.assigned == ()
    assert (proposal.total, proposal.optimal) == (0, True)
    assert proposal.prices == {"lab": 0.9}
    assert reason(proposal, "acme", "lab") == Reason("place_full", {"places": 0})


def test_of_equals_who_came_first_gets_the_place() -> None:
    companies = {f"company{n}": {"lab": 0.5} for n in range(6)}
    for order in (sorted(companies), sorted(companies, reverse=True)):
        proposal = assign(Round(wishes(**companies), places(lab=2), arriving(*order)))

        assert [assigned.company for assigned in proposal.assigned] == order[:2]
        assert [entry.company for entry in waiting_lists(proposal)["lab"]] == order[2:]


def test_of_equals_who_came_first_gets_what_it_wants_most() -> None:
    """The two best distributions differ in who gets what: 0.8 + 0.6 = 0.7 + 0.7."""
    wanted = {"acme": {"lab": 0.8, "course": 0.7}, "bolt": {"lab": 0.7, "course": 0.6}}
    for order in (("acme", "bolt"), ("bolt", "acme")):
        proposal = assign(Round(wishes(**wanted), places(lab=1, course=1), arriving(*order)))

        assert (order[0], "lab") in proposal.pairs
        assert proposal.total == 1.4


def test_a_company_gets_as_many_places_as_its_limit_and_never_two_at_one_offer() -> None:
    round_ = Round(
        wishes(acme={"lab": 0.9, "course": 0.8, "tour": 0.7}),
        places(lab=5, course=1, tour=1),
        in_group("small", "acme"),
        (Quota("lab", "small", places=2),),
        Terms(limit=2),
    )
    proposal = assign(round_)

    assert proposal.pairs == {("acme", "lab"), ("acme", "course")}
    assert reason(proposal, "acme", "tour") == Reason(
        "served_elsewhere", {"offers": ("lab", "course"), "better": True}
    )


# --- wishes in an order, weights ---------------------------------------------------------------


def test_the_order_a_company_names_counts_and_what_it_does_not_name_is_not_wished() -> None:
    round_ = Round(
        (Wish("acme", "lab", 0.80, 2), Wish("acme", "course", 0.75, 1), Wish("acme", "tour", 0.99)),
        places(lab=1, course=1, tour=1),
    )
    proposal = assign(round_)

    assert proposal.pairs == {("acme", "course")}
    assert reason(proposal, "acme", "lab") == Reason(
        "served_elsewhere", {"offers": ("course",), "better": True}
    )
    assert reason(proposal, "acme", "tour") == Reason("not_wished", {"named": 2})


def test_a_later_wish_counts_less_as_the_terms_say() -> None:
    named = (Wish("acme", "lab", 0.8, 2), Wish("acme", "course", 0.75, 1))
    proposal = assign(Round(named, places(lab=1, course=1), terms=Terms(later_wish=1.0)))

    assert proposal.pairs == {("acme", "lab")}
    assert reason(proposal, "acme", "course") == Reason(
        "served_elsewhere", {"offers": ("lab",), "better": False}
    )


def test_who_was_never_served_can_be_given_more_weight() -> None:
    round_ = Round(
        wishes(acme={"lab": 0.8}, bolt={"lab": 0.6}), places(lab=1), in_group(NEVER_SERVED, "bolt")
    )

    assert assign(round_).pairs == {("acme", "lab")}
    weighted = assign(replace(round_, terms=Terms(never_served=1.5)))
    assert weighted.pairs == {("bolt", "lab")}
    assert weighted.total == 0.9


def test_only_the_top_wishes_of_a_company_are_considered() -> None:
    round_ = Round(wishes(acme={"lab": 0.8, "course": 0.6}), places(lab=0, course=1), terms=Terms(top=1))
    proposal = assign(round_)

    assert proposal.assigned == ()
    assert reason(proposal, "acme", "course") == Reason("beyond_top", {"top": 1})


# --- places reserved for groups ----------------------------------------------------------------


def test_a_reserved_place_goes_to_the_group_and_the_reason_names_it() -> None:
    round_ = Round(
        wishes(acme={"lab": 0.9}, bolt={"lab": 0.8}, cast={"lab": 0.3}),
        places(lab=2),
        in_group("small", "cast"),
        (Quota("lab", "small", places=1),),
    )
    proposal = assign(round_)

    assert proposal.pairs == {("acme", "lab"), ("cast", "lab")}
    assert codes(proposal, "bolt", "lab") == ["place_full", "quota_reserved"]
    assert proposal.prices == {"lab": 0.8}


def test_a_reserved_place_stays_free_if_no_member_wants_it() -> None:
    round_ = Round(
        wishes(acme={"lab": 0.9}, bolt={"lab": 0.8}), places(lab=2), (), (Quota("lab", "small", 1),)
    )
    proposal = assign(round_)

    assert proposal.pairs == {("acme", "lab")}
    assert reason(proposal, "bolt", "lab") == Reason("quota_reserved", {"groups": ("small",), "free": 1})


def test_members_take_open_places_as_well() -> None:
    companies = {f"company{n}": {"lab": 0.5 + n / 10} for n in range(4)}
    round_ = Round(
        wishes(**companies), places(lab=3), in_group("small", *companies), (Quota("lab", "small", places=1),)
    )
    assert len(assign(round_).assigned) == 3


def test_groups_may_overlap() -> None:
    """Two places, one for small companies, one for Peine: and `large` may take neither."""
    applicants = (
        Applicant("both", frozenset({"small", "peine"})),
        *in_group("small", "small"),
    )
    round_ = Round(
        wishes(both={"lab": 0.5}, small={"lab": 0.5}, large={"lab": 0.9}),
        places(lab=2),
        applicants,
        (Quota("lab", "small", places=1), Quota("lab", "peine", places=1)),
    )
    proposal = assign(round_)

    assert proposal.pairs == {("both", "lab"), ("small", "lab")}
    assert proposal.first_come == 1.0


@pytest.mark.parametrize(
    ("share", "of", "reserved"),
    [(0.3, 10, 3), (0.3, 5, 2), (0.1, 30, 3), (0.0, 7, 0), (1.0, 7, 7), (0.5, 0, 0)],
)
def test_a_share_is_at_least_met(share: float, of: int, reserved: int) -> None:
    assert Quota("lab", "small", share=share).reserved(of) == reserved


# --- fixed, excluded ---------------------------------------------------------------------------

THREE = Round(
    wishes(acme={"lab": 0.9, "course": 0.2}, bolt={"lab": 0.8}, cast={"lab": 0.1, "course": 0.6}),
    places(lab=1, course=1),
)


def test_what_the_operator_fixes_stays_and_the_rest_is_the_best_around_it() -> None:
    proposal = adjust(assign(THREE), fixed={("cast", "lab")})

    assert proposal.pairs == {("cast", "lab"), ("acme", "course")}
    assert [assigned.company for assigned in proposal.assigned if assigned.fixed] == ["cast"]
    assert proposal.total == 0.3
    assert proposal.optimal


def test_what_the_operator_excludes_waits_with_this_reason() -> None:
    proposal = adjust(assign(THREE), excluded={("acme", "lab")})

    assert proposal.pairs == {("bolt", "lab"), ("cast", "course")}
    assert reason(proposal, "acme", "lab") == Reason("excluded", {})
    assert codes(proposal, "acme", "course") == ["place_full"]


def test_adjusting_keeps_what_is_not_given_and_can_be_taken_back() -> None:
    fixed = adjust(assign(THREE), fixed={("cast", "lab")})
    both = adjust(fixed, excluded={("acme", "course")})

    assert both.pairs == {("cast", "lab")}
    assert adjust(both, fixed=set(), excluded=set()) == assign(THREE)


def test_a_pair_can_be_fixed_that_the_company_did_not_name() -> None:
    round_ = Round((Wish("acme", "lab", 0.8, 1), Wish("acme", "tour", 0.4)), places(lab=1, tour=1))

    assert assign(round_, fixed={("acme", "tour")}).pairs == {("acme", "tour")}


SMALL_ONLY = (Quota("lab", "small", places=1),)


@pytest.mark.parametrize(
    ("round_", "fixed", "excluded", "conflicts"),
    [
        (THREE, {("bolt", "course")}, set(), [("fixed_not_eligible", ("bolt", "course"))]),
        (THREE, {("acme", "lab")}, {("acme", "lab")}, [("fixed_and_excluded", ("acme", "lab"))]),
        (
            THREE,
            {("acme", "lab"), ("acme", "course"), ("bolt", "lab")},
            set(),
            [
                ("fixed_over_limit", ("acme", 1, ("course", "lab"))),
                ("fixed_over_places", ("lab", 1, ("acme", "bolt"))),
            ],
        ),
        (
            replace(THREE, quotas=SMALL_ONLY),
            {("acme", "lab")},
            set(),
            [("fixed_into_reserved", ("lab", 1, ("acme",)))],
        ),
        (replace(THREE, places=places(lab=1)), set(), set(), [("offer_unknown", ("course",))]),
        (
            replace(THREE, quotas=(*SMALL_ONLY, Quota("lab", "peine", share=0.1))),
            set(),
            set(),
            [("quotas_over_places", ("lab", 1, 2))],
        ),
        (
            Round(
                THREE.wishes * 2,
                THREE.places * 2,
                arriving("acme", "acme"),
                SMALL_ONLY * 2,
            ),
            set(),
            set(),
            [
                *(("wish_twice", pair) for pair in [("acme", "course"), ("acme", "lab"), ("bolt", "lab")]),
                *(("wish_twice", pair) for pair in [("cast", "course"), ("cast", "lab")]),
                ("applicant_twice", ("acme",)),
                ("offer_twice", ("course",)),
                ("offer_twice", ("lab",)),
                ("quota_twice", ("lab", "small")),
                ("quotas_over_places", ("lab", 1, 2)),
            ],
        ),
    ],
)
def test_what_cannot_be_kept_is_told_with_all_that_contradicts_it(
    round_: Round, fixed: set[Pair], excluded: set[Pair], conflicts: list[tuple[str, tuple[object, ...]]]
) -> None:
    with pytest.raises(CannotAssign) as refused:
        assign(round_, fixed=fixed, excluded=excluded)

    told = refused.value.conflicts
    assert [(conflict.code, tuple(conflict.arguments.values())) for conflict in told] == conflicts
    assert all(tuple(conflict.arguments) == CONFLICTS[conflict.code] for conflict in told)


@pytest.mark.parametrize(
    ("value", "arguments"),
    [
        (Wish, {"company": "acme", "offer": "lab", "utility": 1.1}),
        (Wish, {"company": "acme", "offer": "lab", "utility": float("nan")}),
        (Wish, {"company": "acme", "offer": "lab", "utility": 0.5, "order": 0}),
        (Places, {"offer": "lab", "places": -1}),
        (Quota, {"offer": "lab", "group": "small"}),
        (Quota, {"offer": "lab", "group": "small", "places": 1, "share": 0.5}),
        (Quota, {"offer": "lab", "group": "small", "places": -1}),
        (Quota, {"offer": "lab", "group": "small", "share": 1.1}),
        (Terms, {"limit": 0}),
        (Terms, {"top": 0}),
        (Terms, {"never_served": -1}),
        (Terms, {"later_wish": 1.1}),
    ],
)
def test_what_is_no_wish_place_or_term_is_refused(
    value: Callable[..., Any], arguments: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match="expected"):
        value(**arguments)


def test_if_nothing_can_be_proven_first_come_stands_in_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(optimum, "best", lambda network: None)
    proposal = assign(THREE)

    assert not proposal.optimal
    assert proposal.prices == {}
    assert proposal.total == proposal.first_come == 1.5


def test_a_distribution_that_is_not_the_best_is_never_called_so(monkeypatch: pytest.MonkeyPatch) -> None:
    found = optimum.best

    def nothing(network: Network) -> optimum.Solution | None:
        solution = found(network)
        return solution and replace(solution, used=solution.used & False)

    monkeypatch.setattr(optimum, "best", nothing)
    assert not assign(THREE).optimal


def test_scipy_is_loaded_by_the_first_round_only() -> None:
    program = "import sys; from matching.places import proposing; print(*sys.modules)"
    loaded = subprocess.check_output([sys.executable, "-c", program], text=True, cwd=ROOT).split()
    assert {"numpy", "scipy"}.isdisjoint(loaded)
