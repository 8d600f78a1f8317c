"""How readily companies take up an offer, from few decisions: shrunk twice, in log-odds.

    p(all)         = (accepted + 5 x 1/2)      / (decided + 5)
    p(offer)       = (accepted + 5 p(all))     / (decided + 5)      of this offer
    p(offer, need) = (accepted + 5 p(offer))   / (decided + 5)      of this offer by companies with this need

    log-odds = mean of logit p(offer, need) over the needs served - logit p(all)

so that an offer nobody has decided about stands at 0, and five decisions count as much as all that was
known before. Positions do not enter: a decision was made once the offer had been read.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from math import fsum, log

from pydantic import Field

from matching.feedback import Event
from questionnaires.text import Frozen

PSEUDO_DECISIONS = 5.0
AT_FIRST = 0.5


class Tally(Frozen):
    """Weights of the decisions, and of those that accepted."""

    accepted: float = 0.0
    decided: float = 0.0

    def rate(self, before: float, without: "Tally") -> float:
        """The share of acceptances without one of the decisions, drawn towards what was known before."""
        accepted, decided = self.accepted - without.accepted, self.decided - without.decided
        return (accepted + PSEUDO_DECISIONS * before) / (decided + PSEUDO_DECISIONS)


NONE = Tally()


class OfferTally(Tally):
    needs: dict[str, Tally] = Field(default_factory=dict)


class Acceptance(Frozen):
    """All decisions of the past, counted by offer and by offer and need."""

    total: Tally = NONE
    offers: dict[str, OfferTally] = Field(default_factory=dict)

    def log_odds(self, offer: str, needs: Collection[str], without: Tally = NONE) -> float:
        """The log-odds of an offer against all, without one of its decisions for just these needs."""
        usual = self.total.rate(AT_FIRST, without)
        found = self.offers.get(offer)
        if found is None:
            return 0.0
        of_offer = found.rate(usual, without)
        rates = [found.needs[n].rate(of_offer, without) if n in found.needs else of_offer for n in needs]
        return _mean([_logit(rate) for rate in rates or [of_offer]]) - _logit(usual)

    def decided(self, offer: str) -> float:
        return self.offers[offer].decided if offer in self.offers else 0.0


def acceptance(decisions: Iterable[Event]) -> Acceptance:
    """The decisions of these events, counted."""
    counted: dict[str, dict[str | None, _Sum]] = {}
    everything = _Sum()
    for event in decisions:
        tally = own(event)
        offer = counted.setdefault(event.offer, {})
        for part in (everything, *(offer.setdefault(key, _Sum()) for key in (None, *event.needs))):
            part.add(tally)
    return Acceptance(total=everything.tally, offers={id_: _offer(parts) for id_, parts in counted.items()})


def own(event: Event) -> Tally:
    """What one event adds to the counts it belongs to; to be taken away again when it is itself judged."""
    label = event.label
    return Tally(accepted=label.weight if label.accepted else 0.0, decided=label.weight) if label else NONE


def _offer(parts: "dict[str | None, _Sum]") -> OfferTally:
    whole = parts[None].tally
    needs = {need: part.tally for need, part in sorted((n, p) for n, p in parts.items() if n)}
    return OfferTally(accepted=whole.accepted, decided=whole.decided, needs=needs)


@dataclass
class _Sum:
    """Tallies that are added up exactly, so that their order changes no digit."""

    accepted: list[float] = field(default_factory=list)
    decided: list[float] = field(default_factory=list)

    def add(self, tally: Tally) -> None:
        self.accepted.append(tally.accepted)
        self.decided.append(tally.decided)

    @property
    def tally(self) -> Tally:
        return Tally(accepted=fsum(self.accepted), decided=fsum(self.decided))


def _mean(values: list[float]) -> float:
    return fsum(values) / len(values)


def _logit(share: float) -> float:
    return log(share / (1 - share))
