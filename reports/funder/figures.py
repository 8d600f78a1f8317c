"""From published numbers and typed-in figures to the report: chosen, named and put in order by a set.

Nothing is counted here. A figure of a period is the difference of two published numbers, so it tells nothing
that these do not tell already.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from questionnaires.text import Frozen, Text, Words
from reports.cohorts.counts import LEAST
from reports.funder.periods import Period
from reports.funder.published import FEW, Number, Population, Published
from reports.funder.report import MISSING, Divided, FunderReport, Line, Moment, Part, Shown, Slice
from reports.funder.rules import RULES
from reports.funder.sets import Attribute, Counted, Entered, IndicatorSet
from reports.report import Operator

MOMENTS = 8
"""Ends of quarters that the picture of growth shows, at most."""
DECIMALS = {"mean": 1, "percent": 0}


class Typed(Frozen):
    """What somebody typed in for the quarter that ends on a day: a number, or a text."""

    indicator: str
    quarter: date
    value: float | None = None
    text: str | None = None


Names = Mapping[Attribute, Mapping[str, Text]]
"""The parts of a divided figure by attribute and code, in the order in which they are shown."""


@dataclass(frozen=True)
class Context:
    """What stands beside the figures: who reports, for whose companies, and what codes are called."""

    operator: Operator
    names: Names
    made_on: date
    scope: Words | None = None


def figures(
    wanted: IndicatorSet,
    history: Sequence[Published],
    entered: Iterable[Typed],
    period: Period,
    context: Context,
) -> FunderReport:
    """The report on a period. `history` holds published numbers by day, that of `period.last` among them.

    Raises LookupError without them.
    """
    by_day = {one.as_of: one for one in sorted(history, key=lambda one: one.as_of)}
    now, then = by_day[period.last], by_day.get(period.before)
    typed = Entries(tuple(entered), period, wanted.programme.begins)
    told = Counts(now, then, first=then is None and min(by_day) > period.before)
    return FunderReport(
        set_id=wanted.id,
        title=wanted.title,
        programme=wanted.programme,
        origin=wanted.origin,
        note=wanted.note,
        operator=context.operator,
        scope=context.scope,
        period=period,
        made_on=context.made_on,
        parts=tuple(_parts(wanted, told, typed)),
        elsewhere=tuple(one.title for one in _plain(wanted) if told.elsewhere(one)),
        divided=tuple(_divided(one, one.by, now, context.names) for one in wanted.counted if one.by),
        moments=tuple(_moment(one) for day, one in by_day.items() if day <= period.last)[-MOMENTS:],
    )


def _parts(wanted: IndicatorSet, told: "Counts", typed: "Entries") -> Iterator[Part]:
    for section in wanted.sections:
        lines = [
            typed.line(one) if isinstance(one, Entered) else told.line(one)
            for one in section.indicators
            if isinstance(one, Entered) or not (one.by or told.elsewhere(one))
        ]
        if lines:
            yield Part(title=section.title, lines=tuple(lines))


def _plain(wanted: IndicatorSet) -> Iterator[Counted]:
    return (one for one in wanted.counted if not one.by)


# --- counted figures -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Counts:
    """The published numbers at both ends of the period; `first`: nobody had come before it."""

    now: Published
    then: Published | None
    first: bool

    def elsewhere(self, wanted: Counted) -> bool:
        """Whether a figure is told for the whole network only."""
        return self.now.known.numbers[wanted.rule].state == "network"

    def line(self, wanted: Counted) -> Line:
        rule = RULES[wanted.rule]
        number, anonymous = (_number(of, wanted.rule) for of in (self.now.known, self.now.anonymous))
        return Line(
            **_named(wanted),
            entry=None,
            gained=self._gained(wanted.rule) if rule.gains else None,
            total=_shown(number),
            anonymous=_shown(anonymous) if rule.companies and rule.gains else None,
            decimals=rule.decimals,
        )

    def _gained(self, rule: str) -> Shown:
        number = _number(self.now.known, rule)
        if self.first:
            return _shown(number)
        if not self.then:
            return MISSING
        least = RULES[rule].no_less_than
        gained = grown(number, self.then.known.numbers.get(rule))
        return no_less(gained, self._gained(least)) if least else gained


def no_less(figure: Shown, than: Shown) -> Shown:
    """The figure, or the other one as its lower bound where it is smaller or not told."""
    if than.value is None or figure == MISSING or (figure.value or 0) >= than.value:
        return figure
    return Shown(state="at_least", value=than.value)


def _number(of: Population, rule: str) -> Number:
    """What was published of a rule. It may be rounded: never less than the figure that is within it."""
    number, least = of.numbers[rule], RULES[rule].no_less_than
    if least is None or number.state == "network":
        return number
    found = no_less(_shown(number), _shown(of.numbers[least]))
    return Number(state=number.state if found == _shown(number) else "at_least", value=found.value)


def grown(number: Number, before: Number | None) -> Shown:
    """What came in between two published numbers, as far as they tell it."""
    if before is None:
        return MISSING
    if number.state == "network":
        return Shown(state="network")
    if number == before:
        return Shown(state="few")
    if number.value is None or before.state == "at_least":
        return Shown(state="held_back")
    exact = before.value is not None and number.state == "told"
    gain = number.value - (LEAST - 1 if before.value is None else before.value)
    if gain < LEAST:
        return Shown(state="few" if exact else "held_back")
    return Shown(state="told" if exact else "at_least", value=gain)


def _shown(number: Number) -> Shown:
    return Shown(state=number.state, value=number.value)


def _named(wanted: Counted | Entered) -> dict[str, Any]:
    return {name: getattr(wanted, name) for name in ("id", "title", "counting", "unit", "code", "target")}


def _divided(wanted: Counted, by: Attribute, now: Published, names: Names) -> Divided:
    title = names[by]
    known, anonymous = (
        population.divided.get(wanted.rule, {}).get(by, {}) for population in (now.known, now.anonymous)
    )
    return Divided(
        **{name: value for name, value in _named(wanted).items() if name != "target"},
        by=by,
        slices=tuple(
            Slice(
                code=code,
                title=title.get(code),
                known=_shown(known.get(code, FEW)),
                anonymous=_shown(anonymous.get(code, FEW)),
            )
            for code in (*title, "")
        ),
        whole=_shown(now.known.numbers[wanted.rule]),
        as_of=now.known.divided_as_of,
    )


def _moment(one: Published) -> Moment:
    numbers = one.known.numbers
    return Moment(
        day=one.as_of,
        reached=_shown(numbers["companies_reached"]),
        finished=_shown(numbers["companies_finished"]),
    )


# --- typed-in figures ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Entries:
    """What was typed in, by quarter."""

    typed: tuple[Typed, ...]
    period: Period
    begins: date

    def line(self, wanted: Entered) -> Line:
        of_it = sorted((one for one in self.typed if one.indicator == wanted.id), key=lambda one: one.quarter)
        inside = [one for one in of_it if self.period.holds(one.quarter)]
        first = min(self.begins, self.period.first)
        since = [one for one in of_it if first <= one.quarter <= self.period.last]
        adds_up = wanted.entry == "count"
        return Line(
            **_named(wanted),
            entry=wanted.entry,
            gained=_sum(inside) if adds_up else _newest(inside),
            total=_sum(since) if adds_up else None,
            decimals=DECIMALS.get(wanted.entry, 0),
        )


def _sum(typed: Iterable[Typed]) -> Shown:
    values = [one.value for one in typed if one.value is not None]
    return Shown(state="told", value=sum(values)) if values else MISSING


def _newest(typed: Sequence[Typed]) -> Shown:
    return Shown(state="told", value=typed[-1].value, text=typed[-1].text) if typed else MISSING
