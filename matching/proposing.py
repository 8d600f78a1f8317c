"""From outcomes to a model that may be let in: learned, tried against the one in force, written down."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from matching.acceptance import acceptance
from matching.catalogue import Catalogue
from matching.challenger import challenge
from matching.feedback import Event, Shown, decisions
from matching.learned import Learned
from matching.learning import as_learned, fit, training_rows
from matching.model_card import (
    Change,
    Gate,
    Model,
    ModelCard,
    Trial,
    exposure_in_districts,
    exposure_of_providers,
    outcomes,
)
from matching.replay import Comparison, Recipe, Replay, combination, experts, known_until, regression
from matching.weights import LEARNABLE, Weights

COMPANIES, DECISIONS = 50, 500
"""With fewer than these, a second model is not even tried."""


@dataclass(frozen=True)
class _Tried:
    """What the replay said of the models that could be made of these decisions."""

    trial: Trial
    comparison: Comparison
    with_experts: Comparison
    in_force_with_experts: Comparison


def propose(
    events: Sequence[Event],
    shown: Iterable[Shown],
    catalogue: Catalogue,
    in_force: Model | None,
    today: date,
    seed: int = 0,
) -> Model:
    """The model of these outcomes with its card, still to be decided about.

    `shown` is every place of every list, also of those nobody decided about; `in_force` is None where the
    experts' weights hold. The same arguments give the same model, whatever the order of the events.
    """
    decided = decisions(events)
    tried = _try(Replay(decided, seed), catalogue.weights, in_force)
    learned = _learn(decided, catalogue.weights, second_model=tried.trial.taken_over)
    return Model(card=_card(events, shown, catalogue, in_force, today, seed, tried, learned), learned=learned)


def _learn(decided: Sequence[Event], expert: Weights, *, second_model: bool) -> Learned:
    counts = acceptance(decided)
    rows = training_rows(decided, counts)
    fitted = fit(rows, expert)
    learned = as_learned(fitted, rows, counts, expert)
    challenger = challenge(fitted, rows) if second_model else None
    return learned.model_copy(update={"combination": challenger.combination}) if challenger else learned


# --- trying ------------------------------------------------------------------------------------


def _try(played: Replay, expert: Weights, in_force: Model | None) -> _Tried:
    scores = played.scores(regression(expert))
    trial, better = _try_second(played, expert, scores)
    after = better if trial.taken_over else scores
    at_first, now = played.scores(experts(expert)), played.scores(_recipe(in_force, expert))
    return _Tried(
        trial,
        comparison=played.compare(now, after),
        with_experts=played.compare(at_first, after),
        in_force_with_experts=played.compare(at_first, now),
    )


def _try_second(played: Replay, expert: Weights, scores: list[float]) -> tuple[Trial, list[float]]:
    """Whether a second model takes over, and its scores."""
    if len({event.company for event in played.decided}) < COMPANIES:
        return Trial(taken_over=False, reason="too_few_companies"), []
    if len(played.decided) < DECISIONS:
        return Trial(taken_over=False, reason="too_few_decisions"), []
    with_it = played.scores(combination(expert))
    found = played.compare(scores, with_it)
    reason = "better" if found.better else "not_better"
    return Trial.model_validate({"taken_over": found.better, "reason": reason, "comparison": found}), with_it


def _recipe(in_force: Model | None, expert: Weights) -> Recipe:
    """How the model in force was made, so that it too can be judged by companies it does not know."""
    if in_force is None or in_force.card.until is None:
        return experts(expert)
    made = combination if in_force.learned.combination else regression
    return known_until(in_force.card.until, made(expert))


def gate(*found: Comparison) -> Gate:
    """Whether a model is worse by none of these comparisons."""
    if any(comparison.standard_error is None for comparison in found):
        return "too_few"
    return "not_worse" if all(comparison.not_worse for comparison in found) else "worse"


# --- writing down ------------------------------------------------------------------------------


def _card(
    events: Sequence[Event],
    shown: Iterable[Shown],
    catalogue: Catalogue,
    in_force: Model | None,
    today: date,
    seed: int,
    tried: _Tried,
    learned: Learned,
) -> ModelCard:
    days = sorted(event.date for event in events)
    places = list(shown)
    decided = decisions(events)
    before = in_force.learned if in_force else Learned.by_experts(catalogue.weights)
    return ModelCard(
        made_on=today,
        catalogue=catalogue.revision,
        seed=seed,
        since=days[0] if days else None,
        until=days[-1] if days else None,
        companies=len({event.company for event in decided}),
        decisions=len(decided),
        outcomes=outcomes(events),
        gate=gate(tried.comparison, tried.with_experts),
        comparison=tried.comparison,
        with_experts=tried.with_experts,
        in_force_with_experts=tried.in_force_with_experts,
        second_model=tried.trial,
        weights={f: Change(before=before.weights[f], after=learned.weights[f]) for f in LEARNABLE},
        bias=Change(before=before.bias, after=learned.bias),
        exposure_of_providers=exposure_of_providers(
            places, {offer.id: offer.organisation for offer in catalogue.offers}
        ),
        exposure_in_districts=exposure_in_districts(places),
    )
