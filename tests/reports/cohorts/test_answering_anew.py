"""Companies that answer anew: what was told earlier is judged by what they were then, so figures go on."""

from dataclasses import dataclass, field, replace

import pytest

from reports.cohorts import crossing
from reports.cohorts.counts import told
from reports.cohorts.crossing import DISTRICT, YES, Cell, Row
from reports.cohorts.hiding import _Hiding
from reports.cohorts.others import Others
from reports.cohorts.records import Record
from reports.cohorts.selves import Selves
from reports.cohorts.statistics import Population, Statistics, statistics
from reports.cohorts.tallies import Tally
from tests.reports.cohorts.attacker import whole
from tests.reports.cohorts.populations import FIRST_DAY, FRAME, QUARTER, companies, quarters

BATCHES = (20, 6, 6, 6)
NEED = Cell(("need:charging",), (YES,))


@dataclass
class Told:
    """By quarter: who has finished a check, what is told of them, and how it was judged."""

    everybody: list[list[Record]] = field(default_factory=list)
    populations: list[Population] = field(default_factory=list)
    judged: list[_Hiding] = field(default_factory=list)


@pytest.fixture(scope="module")
def in_turn() -> Told:
    """Of companies of which one in ten answers anew each quarter."""
    found, history = Told(), list[Statistics]()
    close = _Hiding.close

    def watched(self: _Hiding) -> None:
        found.judged.append(self)
        close(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_Hiding, "close", watched)
        for day, everybody in quarters(BATCHES, seed=3, anew=0.1):
            found.everybody.append(everybody)
            one = statistics(everybody, FRAME, day, history)
            if one and one.known and one.known.as_of == day:
                history.append(one)
                found.populations.append(one.known)
    return found


def test_figures_are_told_quarter_by_quarter_though_companies_answer_anew(in_turn: Told) -> None:
    assert sum(bool(one.earlier) for one in in_turn.everybody[-1]) > len(BATCHES)
    assert len(in_turn.populations) == len(BATCHES)


def test_an_earlier_day_is_judged_by_what_companies_were_then(in_turn: Told) -> None:
    for day, everybody in enumerate(in_turn.everybody):
        rows = [FRAME.row(one) for one in everybody]
        true = Tally(rows).counts(crossing.tables(crossing.flags(rows)))
        for judged in in_turn.judged[day + 1 :]:
            for one in judged.history.hidden[day]:
                assert len(judged._until(one, day)) == true[one]


def test_who_knows_that_companies_stay_where_they_are_finds_none_out(in_turn: Told) -> None:
    found = whole(in_turn.populations).solved()
    assert [one for one in found if one[0] == len(BATCHES) - 1] == []
    assert [one for one, number in found.items() if told(number) is None] == []


def needing(*needs: tuple[str, ...]) -> list[Row]:
    """A company that had these needs, one after the other, each a quarter later."""
    (plain,) = companies(1, 1)
    selves = [replace(plain, needs=one, unmet=()) for one in needs]
    spans = [(day, day + 1) for day in range(len(needs) - 1)] + [(len(needs) - 1, crossing.TO_THIS_DAY)]
    return [FRAME.row(one, *span) for one, span in zip(selves, spans, strict=True)]


def judged(selves: list[Row], other: Row) -> Others:
    rows = [selves[-1], other]
    tables = crossing.tables(crossing.flags([*selves, other]))
    return Others(FRAME, Tally(rows), tables, len(selves) - 1, lambda _: 0, Selves([selves]))


def test_a_company_is_thought_otherwise_on_all_days_on_which_it_was_the_same() -> None:
    selves = needing(("charging",), (), ("charging",))
    (other,) = needing(())
    found = judged(selves, other).effect(((selves[-1], other, ("need:charging", "unmet:charging")),))
    assert found is not None
    assert [NEED in found.on(day) for day in range(3)] == [True, False, True]
    assert NEED in found.newcomers


def test_who_answers_anew_the_same_is_no_newcomer() -> None:
    selves = needing(("charging",), ("charging",))
    elsewhere = FRAME.row(replace(companies(1, 1)[0], district="03"))
    found = judged(selves, elsewhere).effect(((selves[-1], elsewhere, (DISTRICT,)),))
    assert found is not None
    assert [bool(found.on(day)) for day in range(2)] == [True, True]
    assert found.newcomers == frozenset()
    assert judged(selves, elsewhere).selves.was_in(selves[-1], NEED, 0)


def test_two_checks_of_one_quarter_leave_the_newer_one() -> None:
    days = [FIRST_DAY + n * QUARTER for n in range(2)]
    first = companies(20, 3)
    history = [one for one in [statistics(first, FRAME, days[0])] if one]
    twice = [
        replace(one, finished_on=days[1], earlier=(one, replace(one, finished_on=days[1]))) for one in first
    ]
    found = statistics(twice, FRAME, days[1], history)
    assert found is not None
    assert found.known is not None
    assert found.known.companies == 20
