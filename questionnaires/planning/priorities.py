"""What to begin with: the gaps that matter most, with the reasons for each.

    priority = gap^a * importance^b * exposure^c / effort^d          a = b = c = d = 1

a weighted product, whose order does not depend on the unit of any factor. `gap` is `max(0, target - x)`, the
target that of the profile, else of the question, else of the policy. `importance` is what the company
answered to the question named by `relevance`, from 0 to 1, and 1 where nothing was asked or known; 0 drops
the gap, and the plan says so. `effort` is 1, 2 or 3 as the author judged. Where a questionnaire is about
exposure and readiness, `exposure = 0.2 + 0.8 e`, with `e` the largest of the exposure answers that reveal
one of the needs this question reveals; where none does, the exposure score; where that is unknown, 1. All
others have an exposure of 1.

A don't-know counts with its upper gap at half weight, and its action is to find out. Open questions have no
priority: they still wait for an answer, also in an interim result, and are not advice to find anything out.
What has to come first is as urgent as the most urgent gap that waits for it, and stands before it. Ties: what
a gate names, then the lower effort, then the order of the tree. Products of ordinal ratings only sort, they
are never shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from questionnaires.definition import Questionnaire
from questionnaires.planning.gaps import dropped, find_gaps, that_matter
from questionnaires.planning.precedence import first_things_first
from questionnaires.planning.urgency import EQUAL, Exponents, Priority
from questionnaires.scoring.scorecard import DIGITS, Scorecard

NOW, NOW_PER_AREA, NEXT = 3, 2, 5
SPREAD = 8.0
"""Of the Dirichlet that the exponents are drawn from: they vary by about 0.3 around 1."""


@dataclass(frozen=True, slots=True)
class Plan:
    """At most three gaps to begin with, at most two of them of one area, five for the time after, the rest.

    `dropped`: questions with a gap that the company said does not matter to it.
    """

    now: tuple[Priority, ...]
    next: tuple[Priority, ...]
    later: tuple[Priority, ...]
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stability:
    """The share of draws in which each question is among the first `k`; the same again with this seed."""

    k: int
    draws: int
    seed: int
    shares: Mapping[str, float]


def priorities(
    questionnaire: Questionnaire,
    card: Scorecard,
    *,
    profile: str | None = None,
    exponents: Exponents = EQUAL,
) -> list[Priority]:
    """All gaps that matter, the most urgent first. Raises UnknownProfile."""
    return ranked(that_matter(find_gaps(questionnaire, card, profile)), exponents)


def plan(
    questionnaire: Questionnaire,
    card: Scorecard,
    *,
    profile: str | None = None,
    exponents: Exponents = EQUAL,
) -> Plan:
    """What to do now, next and later. Raises UnknownProfile."""
    found = find_gaps(questionnaire, card, profile)
    kept = that_matter(found)
    return replace(staged(ranked(kept, exponents)), dropped=dropped(found, kept))


def staged(ordered: Iterable[Priority]) -> Plan:
    """The plan for priorities in order: one weak area hides no other, and nothing comes too early."""
    now: list[Priority] = []
    waiting: dict[str, Priority] = {}
    for priority in ordered:
        room = len(now) < NOW and sum(p.area == priority.area for p in now) < NOW_PER_AREA
        if room and not any(id_ in waiting for id_ in priority.first):
            now.append(priority)
        else:
            waiting[priority.question] = priority
    rest = tuple(waiting.values())
    return Plan(tuple(now), rest[:NEXT], rest[NEXT:])


def ranked(found: Iterable[Priority], exponents: Exponents = EQUAL) -> list[Priority]:
    """With their sizes, the most urgent first; equals in their `tie_order`."""
    ordered = tie_order(found)
    own = {priority.question: priority.product(exponents) for priority in ordered}
    sizes = {p.question: max(own[p.question], *(own[o] for o in p.needed_by), 0.0) for p in ordered}
    sized = [p if sizes[p.question] == p.size else replace(p, raised=sizes[p.question]) for p in ordered]
    return sorted(sized, key=lambda priority: -round(priority.size, DIGITS))


def tie_order(found: Iterable[Priority]) -> list[Priority]:
    """The order of equals: what a gate names, then the lower effort; each behind what has to come first.

    As sizes of prerequisites are raised, this order among equals puts all of them first.
    """
    by_rank = {p.question: p for p in sorted(found, key=lambda p: (not p.key_of, p.effort))}
    order = first_things_first(by_rank, {id_: p.first for id_, p in by_rank.items() if p.first})
    return [by_rank[id_] for id_ in order]


def stability(found: Sequence[Priority], *, k: int = NOW, draws: int = 2000, seed: int = 1) -> Stability:
    """How far the first `k` depend on all factors counting the same: rank acceptability (SMAA).

    The exponents of the product are drawn as 4 * Dirichlet(8, 8, 8, 8), so that they are 1 on average and
    always sum to 4 (Lahdelma & Salminen 2001 for the idea). Ties and prerequisites as in `ranked`.
    """
    import numpy as np  # at 100 ms too slow to load for a page that draws nothing

    ordered = tie_order(found)
    place = {priority.question: number for number, priority in enumerate(ordered)}
    factors = np.array([(p.gap, p.importance, p.exposure, 1 / p.effort) for p in ordered]).reshape(-1, 1, 4)
    exponents = 4 * np.random.default_rng(seed).dirichlet([SPREAD] * 4, size=draws)
    own = np.prod(factors**exponents, axis=2) * np.array([[p.certainty] for p in ordered]).reshape(-1, 1)
    groups = [[place[id_] for id_ in (p.question, *p.needed_by)] for p in ordered]
    sizes = np.array([own[group].max(axis=0) for group in groups]).reshape(-1, draws)
    top = np.argsort(-sizes.round(DIGITS), axis=0, kind="stable")[:k]
    times = np.bincount(top.ravel(), minlength=len(ordered))
    shares = {id_: float(times[number] / draws) for id_, number in place.items()}
    return Stability(k, draws, seed, {p.question: shares[p.question] for p in found})
