"""What would be otherwise if answers were: two reports made on the same day, and where they differ.

`before` rests on the answers as they are, `after` on the supposed ones. Nothing is computed that a report
does not say already, so what is told here can never disagree with the result.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from questionnaires.text import Text
from reports.assessed import Standing, Step
from reports.offered import Criterion, Offer
from reports.report import Report

Stage = Literal["now", "next", "later"]
STAGES: Mapping[Stage, str] = {"now": "steps", "next": "next_steps", "later": "later_steps"}
"""The times of a plan, and where a report holds their steps."""

Turn = Literal["comes", "goes", "up", "down", "settled", "reopened", "better", "worse"]
TURNS: tuple[Turn, ...] = get_args(Turn)
"""What may become of an offer, in the order in which it is told."""

VISIBLE = 0.01
"""Of the width of a picture; less is not drawn."""

_PLACES = ("first", "further", "excluded")
_MOVED: Mapping[tuple[str, str], Turn] = {
    ("excluded", "first"): "comes",
    ("excluded", "further"): "comes",
    ("first", "excluded"): "goes",
    ("further", "excluded"): "goes",
    ("further", "first"): "up",
    ("first", "further"): "down",
}
_FITS = ("partial", "good", "very_good")


@dataclass(frozen=True, slots=True)
class Shift:
    """One axis or area with other numbers than before."""

    before: Standing
    after: Standing

    @property
    def moved(self) -> bool:
        """Whether its value is another one; else only what is possible has changed."""
        return _numbers(self.before)[0] != _numbers(self.after)[0]

    @property
    def visible(self) -> bool:
        """Whether a picture shows any difference; where there is no value, in what is possible."""
        was, will = self.before.shown, self.after.shown
        return was is None or will is None or abs(will - was) >= VISIBLE

    @property
    def level_moved(self) -> bool:
        return self.moved and _name(self.before) != _name(self.after)


def _name(standing: Standing) -> Text | None:
    return standing.level.name if standing.level and standing.published else None


@dataclass(frozen=True, slots=True)
class StepChange:
    """A step that comes into the plan, leaves it or gets another time."""

    step: Step
    before: Stage | None
    after: Stage | None


@dataclass(frozen=True, slots=True)
class OfferChange:
    """What becomes of an offer. `because`: the conditions that are judged otherwise, as they then stand."""

    turn: Turn
    before: Offer
    after: Offer
    because: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that is asked on one of the two ways only."""

    id: str
    title: Text


@dataclass(frozen=True, slots=True)
class Effect:
    """All that differs, and the names of what does not."""

    before: Report
    after: Report
    shifts: tuple[Shift, ...]
    same: tuple[Standing, ...]
    steps: tuple[StepChange, ...]
    offers: tuple[OfferChange, ...]
    opened: tuple[Asked, ...]
    closed: tuple[Asked, ...]

    @property
    def field_moved(self) -> bool:
        return self.before.reading.field != self.after.reading.field

    @property
    def axes_moved(self) -> bool:
        """Whether the company stands elsewhere in the field of four, so that one can see it."""
        axes = {self.after.exposure.id, self.after.readiness.id}
        return any(shift.visible for shift in self.shifts if shift.after.id in axes)

    @property
    def anything(self) -> bool:
        return bool(self.shifts or self.steps or self.offers or self.opened or self.closed)

    def turned(self, turn: Turn) -> tuple[OfferChange, ...]:
        return tuple(change for change in self.offers if change.turn == turn)


def compare(
    before: Report, after: Report, *, opened: Iterable[Asked] = (), closed: Iterable[Asked] = ()
) -> Effect:
    """The difference of two reports on the same questionnaire, catalogue and day."""
    pairs = list(zip(before.standings, after.standings, strict=True))
    return Effect(
        before=before,
        after=after,
        shifts=tuple(Shift(one, other) for one, other in pairs if _numbers(one) != _numbers(other)),
        same=tuple(other for one, other in pairs if _numbers(one) == _numbers(other)),
        steps=tuple(_steps(before, after)),
        offers=tuple(_offers(before, after)),
        opened=tuple(opened),
        closed=tuple(closed),
    )


def _numbers(standing: Standing) -> tuple[float | None, float, float]:
    """What is shown of it, with bounds; without the noise of sums in another order."""
    shown = None if standing.shown is None else round(standing.shown, 9)
    return (shown, round(standing.lower, 9), round(standing.upper, 9))


# --- steps -------------------------------------------------------------------------------------


def _steps(before: Report, after: Report) -> Iterator[StepChange]:
    """What comes first, then what goes; of what stays, only what enters or leaves the time at hand."""
    was, will = _staged(before), _staged(after)
    for key, (step, stage) in will.items():
        earlier = was[key][1] if key in was else None
        if earlier is None or (earlier != stage and "now" in (earlier, stage)):
            yield StepChange(step, earlier, stage)
    for key, (step, stage) in was.items():
        if key not in will:
            yield StepChange(step, stage, None)


def _staged(report: Report) -> dict[str, tuple[Step, Stage]]:
    """Each step with its time, by its measure; by its question where it has none."""
    return {
        step.measure.id if step.measure else f"{step.question} {step.action}": (step, stage)
        for stage, steps in reversed(list(STAGES.items()))
        for step in reversed(getattr(report, steps))
    }


# --- offers ------------------------------------------------------------------------------------


def _offers(before: Report, after: Report) -> list[OfferChange]:
    was, will = _placed(before), _placed(after)
    found = [change for id_ in will if id_ in was and (change := _turned(was[id_], will[id_]))]
    return sorted(found, key=lambda change: TURNS.index(change.turn))


def _placed(report: Report) -> dict[str, tuple[str, Offer]]:
    return {offer.id: (place, offer) for place in _PLACES for offer in getattr(report.offers, place)}


def _turned(was: tuple[str, Offer], will: tuple[str, Offer]) -> OfferChange | None:
    (place, one), (new_place, other) = was, will
    turn = _MOVED.get((place, new_place)) or _in_place(one, other)
    return OfferChange(turn, one, other, _because(one, other)) if turn else None


def _in_place(one: Offer, other: Offer) -> Turn | None:
    if one.fit is None or other.fit is None:
        return None
    open_before, open_after = ({c.id for c in offer.in_state("unknown")} for offer in (one, other))
    if open_before != open_after:
        return "settled" if open_after < open_before else "reopened"
    better = _FITS.index(other.fit) - _FITS.index(one.fit)
    return ("better" if better > 0 else "worse") if better else None


def _because(one: Offer, other: Offer) -> tuple[Criterion, ...]:
    judged = {criterion.id: criterion.value for criterion in one.criteria}
    return tuple(criterion for criterion in other.criteria if judged.get(criterion.id) != criterion.value)
