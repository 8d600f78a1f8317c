"""What a company needs help with: one gap per need, and the answers it comes from.

    g(n) = 1 - product over the questions that reveal n of (1 - p)

p is the pressure on a readiness question (gap x importance x exposure, a don't-know at half weight) and
the value of an exposure question (a don't-know: half of the most it could be). Questions of an area that
is read as "watch" count by half: there is a gap, and little pressure. Exposure answers are not damped:
where one is high, there is pressure.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from math import prod

from questionnaires import reading
from questionnaires.definition import Questionnaire
from questionnaires.planning.priorities import priorities
from questionnaires.planning.urgency import DONT_KNOW_WEIGHT
from questionnaires.scoring.scorecard import Scorecard, State

WATCH = 0.5
CHOSEN = 0.8
"""The least gap of a need for which the company chose an action."""


@dataclass(frozen=True, slots=True)
class Source:
    """A question that revealed a need, and how strongly; `dont_know` if nobody knew the answer."""

    question: str
    amount: float
    dont_know: bool


@dataclass(frozen=True, slots=True)
class NeedGap:
    """How much help a company needs with one thing, in [0, 1]; the strongest source first."""

    need: str
    gap: float
    sources: tuple[Source, ...]
    chosen: bool = False

    @property
    def supposed(self) -> bool:
        """Whether the gap rests on don't-knows alone."""
        return not self.chosen and all(source.dont_know for source in self.sources)


def gaps(questionnaire: Questionnaire, card: Scorecard, chosen: Collection[str] = ()) -> tuple[NeedGap, ...]:
    """Every need with a gap, the largest first. `chosen` are questions whose action the company chose."""
    sources: dict[str, list[Source]] = defaultdict(list)
    for source in (*_readiness(questionnaire, card), *_exposure(card)):
        for need in questionnaire.question[source.question].needs:
            sources[need].append(source)
    wanted = {need for id_ in chosen for need in questionnaire.question[id_].needs}
    found = [_gap(need.id, sources[need.id], need.id in wanted) for need in questionnaire.needs]
    return tuple(sorted((gap for gap in found if gap.gap > 0), key=lambda gap: -gap.gap))


def _gap(need: str, sources: list[Source], chosen: bool) -> NeedGap:
    gap = 1 - prod(1 - source.amount for source in sources)
    strongest = tuple(sorted(sources, key=lambda source: -source.amount))
    return NeedGap(need, max(gap, CHOSEN) if chosen else gap, strongest, chosen)


def _readiness(questionnaire: Questionnaire, card: Scorecard) -> Iterator[Source]:
    areas = [area.id for area in card.node("readiness").children]
    watched = {area for area in areas if reading.read(questionnaire, card, area).field == "watch"}
    for priority in priorities(questionnaire, card):
        amount = priority.pressure * (WATCH if priority.area in watched else 1)
        yield Source(priority.question, amount, priority.action == "find_out")


def _exposure(card: Scorecard) -> Iterator[Source]:
    for item in card.node("exposure").items:
        if item.state is State.DONT_KNOW:
            yield Source(item.id, DONT_KNOW_WEIGHT * item.upper, dont_know=True)
        elif item.value:
            yield Source(item.id, item.value, dont_know=False)
