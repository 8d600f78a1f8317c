"""The offered side of a report: who can help, why exactly these, and what is still open."""

from collections.abc import Iterable
from typing import Any, Literal

from pydantic import Field

from matching.offers import Kind
from matching.weights import Fit
from questionnaires.text import Frozen, Text

Value = Literal["met", "not_met", "unknown"]

Plain = str | int | float | bool | None


def WhereTold(nothing: Any) -> Any:  # noqa: N802 - stands where pydantic's Field would
    """A field that is left out of the JSON where there is nothing to tell; most offers are short."""
    return Field(default=nothing, exclude_if=lambda value: not value)


class Basis(Frozen):
    """An answer on which conditions rest: the name of the question and, if there was one, the answer."""

    title: Text
    answer: Text | None


class Criterion(Frozen):
    """One condition of an offer as it was judged; `reason` with `arguments` says why.

    `places` are where an offer is limited to, unless the company lies there; `condition` is the phrase of
    a further rule and `change` what would fulfil it; `based_on` are ids in `Offers.answers`.
    """

    id: str
    value: Value
    reason: str
    arguments: dict[str, Plain]
    places: tuple[Text, ...] = WhereTold(())
    condition: Text | None = WhereTold(None)
    change: Text | None = WhereTold(None)
    based_on: tuple[str, ...] = WhereTold(())


TELLING = 0.05
"""Smaller contributions, in log-odds, are rounding and not told as reasons."""


class NeedShare(Frozen):
    need: str
    amount: float


class Contribution(Frozen):
    """What one feature adds to the fit, against the mean of the offers that were compared."""

    feature: str
    amount: float
    needs: tuple[NeedShare, ...] = WhereTold(())


class Offer(Frozen):
    """One offer as it is shown: what it is, whether it may be used, why it fits, whom to ask."""

    id: str
    kind: Kind
    name: Text
    operator: str
    summary: Text
    url: str
    areas: tuple[str, ...] = WhereTold(())
    door: Text | None = WhereTold(None)
    cost: Text | None = WhereTold(None)
    notes: Text | None = WhereTold(None)
    apply_first: bool
    as_of: str | None
    confirmed: bool
    fit: Fit | None = WhereTold(None)
    criteria: tuple[Criterion, ...]
    by_rule: bool = WhereTold(False)
    """Whether it stands among the first as an offer of the operator's own network."""
    explored: bool = WhereTold(False)
    """Whether it stands where it stands to gather experience with it."""
    contributions: tuple[Contribution, ...] = WhereTold(())
    sources: tuple[str, ...]

    def in_state(self, *values: Value) -> tuple[Criterion, ...]:
        return tuple(criterion for criterion in self.criteria if criterion.value in values)

    def judged(self, id_: str) -> Criterion | None:
        """The condition with this id, such as `status` or `end`, if the offer has it."""
        return next((criterion for criterion in self.criteria if criterion.id == id_), None)

    @property
    def needs(self) -> tuple[NeedShare, ...]:
        """The company's needs that the offer serves, the strongest first."""
        return tuple(need for contribution in self.contributions for need in contribution.needs)

    @property
    def reasons(self) -> tuple[Contribution, ...]:
        """What speaks for the offer more than for the average one, the strongest first.

        That an offer is open everywhere counts as near, but nobody would call it that.
        """
        everywhere = {"nearness"} if any(c.reason == "district_open_to_all" for c in self.criteria) else set()
        telling = [part for part in self.contributions if part.amount >= TELLING]
        speaking = [part for part in telling if part.feature not in everywhere]
        return tuple(sorted(speaking, key=lambda contribution: -contribution.amount))


class OpenFact(Frozen):
    """A fact nobody stated, and the offers it decides about."""

    fact: str
    question: str | None
    title: Text | None
    offers: tuple[str, ...]


class NamedNeed(Frozen):
    id: str
    title: Text


class Notice(Frozen):
    """What the list of offers says about itself; `offers` are the names of those it speaks of."""

    code: str
    arguments: dict[str, Plain]
    offers: tuple[Text, ...] = ()


class Offers(Frozen):
    """All offers that companies may see: the first ones, the further ones, those that do not fit now.

    `responsible` are the ids of the chamber and agency of the company's district. `revealed` names for each
    served need the questions it came from. `answers`, `needs`, `features` and `fits` are the words for the
    ids that offers speak of.
    """

    first: tuple[Offer, ...]
    further: tuple[Offer, ...]
    excluded: tuple[Offer, ...]
    responsible: tuple[str, ...] = WhereTold(())
    revealed: dict[str, tuple[str, ...]] = WhereTold({})
    answers: dict[str, Basis]
    needs: dict[str, Text]
    features: dict[str, Text]
    fits: dict[Fit, Text]
    open_facts: tuple[OpenFact, ...]
    unmet_needs: tuple[NamedNeed, ...]
    notices: tuple[Notice, ...]

    @property
    def open(self) -> tuple[Offer, ...]:
        """Those that the company may use, the best first."""
        return (*self.first, *self.further)

    @property
    def every(self) -> tuple[Offer, ...]:
        return (*self.open, *self.excluded)

    def revealing(self, needs: Iterable[NeedShare]) -> tuple[str, ...]:
        """The questions that revealed these needs the most, each once."""
        strongest = (self.revealed.get(share.need, ())[:1] for share in needs)
        return tuple(dict.fromkeys(question for questions in strongest for question in questions))

    @property
    def doors(self) -> tuple[Offer, ...]:
        """Those responsible that may be used: members of the chamber of crafts have another door."""
        by_id = {offer.id: offer for offer in self.open}
        return tuple(by_id[id_] for id_ in self.responsible if id_ in by_id)
