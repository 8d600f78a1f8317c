"""How each figure is counted: a table of rules, by the name that content uses.

Numbers of companies with something in common are taken from the frozen statistics, which hide what would tell
of few and may be older. Counted from records, and hidden by the same measure, are all companies, what the
statistics do not hold, and things (sessions, measures, referrals), of which one company may have several.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reports.cohorts import crossing, statistics
from reports.cohorts.crossing import Cell
from reports.cohorts.quartiles import CHANGE
from reports.cohorts.records import Record, ReferralFact
from reports.funder.published import HELD_BACK, Number, told
from reports.funder.sizes import SizeClasses

LEVELS, HUNDRED = 4, 100
"""Hundredths are told as levels from 0 to 4."""
ON_THE_WAY = frozenset({"sent", "seen", "declined"})
ACCEPTED = frozenset({"accepted", "contacted", "closed_helped", "closed_not_helped", "closed_unreachable"})
CLOSED = frozenset({"closed_helped", "closed_not_helped", "closed_unreachable"})


@dataclass(frozen=True, slots=True)
class Frozen:
    """Statistics of one kind of companies; of a chamber's alone, or of all where `house` is None."""

    population: statistics.Population
    classes: SizeClasses
    house: str | None = None

    def number(self, *cell: tuple[str, str]) -> Number:
        """How many companies have these codes, as far as it was ever told: now, or last."""
        of = (*cell, (crossing.CHAMBER, self.house)) if self.house is not None else cell
        found = Cell(tuple(name for name, _ in of), tuple(code for _, code in of))
        figure = self.population.figure(found)
        if figure.count is not None:
            return told(figure.count)
        return told(figure.earlier.count) if figure.earlier and figure.earlier.count else HELD_BACK

    def flag(self, name: str) -> Number:
        return self.number((name, crossing.YES))


Taken = Callable[[Frozen], Number]
Counts = Callable[[Record], float]


@dataclass(frozen=True, slots=True)
class Rule:
    """`counts`: how much one company adds, where a rule counts from records; `taken`: from the statistics,
    for the companies of one chamber too if `everywhere`. `within` names the rule whose figure includes this
    one, `includes` the one that this one includes: what lies between must be no small number either.
    `companies`: it counts companies, so that lines that may be the same company are told beside it. `gains`:
    it has a gain in a period. `no_less_than` names the rule whose figure is never larger: the statistics tell
    checks rounded to five, and a reader must not find fewer of them than companies.
    """

    taken: Taken | None = None
    everywhere: bool = False
    counts: Counts | None = None
    within: str | None = None
    includes: str | None = None
    companies: bool = True
    divides: bool = False
    gains: bool = True
    no_less_than: str | None = None
    decimals: int = 0


def added(numbers: list[Number]) -> Number:
    """The sum of numbers; at least that of those that are told, where others are not."""
    known = [number for number in numbers if number.value is not None]
    whole = sum(number.value or 0 for number in known)
    if len(known) == len(numbers) and all(number.state == "told" for number in known):
        return told(whole)
    return Number(state="at_least", value=whole) if whole else HELD_BACK


def _finished(of: Frozen) -> Number:
    return of.number()


def _smes(of: Frozen) -> Number:
    return added([of.number((crossing.SIZE, size)) for size in of.classes.of if of.classes.sme(size)])


def _flag(name: str) -> Taken:
    return lambda of: of.flag(name)


def _median_change(of: Frozen) -> Number:
    """The middle of what each area has changed by, in the mean over areas."""
    middles = [
        one.middle for one in of.population.quartiles if not one.table and one.value.startswith(CHANGE)
    ]
    if not middles:
        return Number(state="too_few")
    return Number(state="told", value=round(LEVELS * sum(middles) / len(middles) / HUNDRED, 1) + 0)


def _went_out(referral: ReferralFact) -> bool:
    """Expired and withdrawn ones may never have been sent: their day tells."""
    return referral.state in ON_THE_WAY | ACCEPTED or referral.sent_on is not None


def _helped(referral: ReferralFact) -> bool:
    """The company's word before the provider's."""
    said = referral.state == "closed_helped" if referral.helped is None else referral.helped
    return referral.state in CLOSED and said


def _improved(record: Record) -> bool:
    """A company whose areas rise and fall alike has not risen by a binary fraction."""
    return record.finished_on is not None and round(sum(record.change.values()), 9) > 0


RULES: Mapping[str, Rule] = {
    "companies_finished": Rule(
        counts=lambda record: record.finished_on is not None, taken=_finished, everywhere=True, divides=True
    ),
    "companies_reached": Rule(counts=lambda record: record.checks_started > 0, includes="companies_finished"),
    "smes_finished": Rule(taken=_smes, everywhere=True),
    "companies_repeated": Rule(taken=_flag(crossing.REPEATED), everywhere=True),
    "companies_in_sessions": Rule(taken=_flag(crossing.SESSION), everywhere=True),
    "companies_with_plan": Rule(taken=_flag(crossing.PLANNED), everywhere=True),
    "companies_with_measure_done": Rule(taken=_flag(crossing.DONE), everywhere=True),
    "companies_referred": Rule(taken=_flag(crossing.REFERRED), everywhere=True),
    "companies_helped": Rule(taken=_flag(crossing.HELPED), everywhere=True),
    "companies_with_unmet_needs": Rule(
        counts=lambda record: record.finished_on is not None and bool(record.unmet),
        within="companies_finished",
    ),
    "companies_improved": Rule(counts=_improved, within="companies_repeated"),
    "median_change": Rule(taken=_median_change, gains=False, decimals=1),
    "checks_started": Rule(taken=lambda of: told(of.population.started), no_less_than="companies_reached"),
    "checks_finished": Rule(taken=lambda of: told(of.population.finished), no_less_than="companies_finished"),
    "sessions_held": Rule(counts=lambda record: record.sessions, companies=False),
    "measures_planned": Rule(counts=lambda record: record.measures_planned, companies=False),
    "measures_done": Rule(counts=lambda record: record.measures_done, companies=False),
    "referrals_sent": Rule(counts=lambda record: sum(map(_went_out, record.referrals)), companies=False),
    "referrals_accepted": Rule(
        counts=lambda record: sum(one.state in ACCEPTED for one in record.referrals), companies=False
    ),
    "referrals_helped": Rule(counts=lambda record: sum(map(_helped, record.referrals)), companies=False),
}
"""A rule comes after the one that it lies within or includes."""
