"""Companies as they come: many small ones, few large ones, more in the town than around it."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from reports.cohorts.crossing import Frame
from reports.cohorts.records import Record, ReferralFact

SIZES = ("1-9", "10-49", "50-99", "250-499")
SECTORS = ("machining", "plastics", "logistics", "electronics", "other")
CHAMBERS = {"03101": "south", "03102": "south", "03157": "south", "03103": "north", "03151": "north"}
DISTRICTS = (*CHAMBERS, "03")
FIELDS = {"charging": "infrastructure", "energy": "infrastructure", "robots": "technology"}
FRAME = Frame(CHAMBERS, FIELDS)
FIRST_DAY = date(2026, 3, 31)
QUARTER = timedelta(days=91)


def companies(number: int, seed: int, *, day: date = FIRST_DAY, known: bool = True) -> list[Record]:
    """So many companies that finished a check shortly before a day."""
    dice = random.Random(seed)
    return [_company(f"{seed}-{n}", dice, day - timedelta(days=1 + n % 30), known) for n in range(number)]


def _company(name: str, dice: random.Random, day: date, known: bool) -> Record:
    needs = tuple(sorted(need for need in FIELDS if dice.random() < 0.4))
    return Record(
        company=name,
        known=known,
        started_on=day,
        finished_on=day,
        checks_finished=dice.choice((1, 1, 2)),
        size=_some(SIZES, dice),
        sector=_some(SECTORS, dice),
        district=_some(DISTRICTS, dice),
        exposure=dice.random(),
        readiness=dice.random(),
        areas={"technology": dice.random()},
        needs=needs,
        unmet=tuple(need for need in needs if dice.random() < 0.3),
        referrals=(ReferralFact("lab", "accepted", sent_on=day),) if dice.random() < 0.2 else (),
    )


def _anew(one: Record, dice: random.Random, day: date) -> Record:
    said = _company(one.company, dice, day - timedelta(days=1), one.known)
    same = {"started_on": one.started_on, "size": one.size, "sector": one.sector, "district": one.district}
    before = replace(one, earlier=())
    return replace(said, **same, checks_finished=one.checks_finished + 1, earlier=(*one.earlier, before))  # type: ignore[arg-type]


def _some(codes: Sequence[str], dice: random.Random) -> str:
    return dice.choices(codes, [1 / rank for rank in range(1, len(codes) + 1)])[0]


def quarters(batches: Iterable[int], seed: int, *, anew: float = 0) -> list[tuple[date, list[Record]]]:
    """At each quarter's end, all companies so far: so many newcomers in each. `anew`: the share of all before
    them who answer anew, where they were, as large as they were, and in the same sector."""
    found: list[tuple[date, list[Record]]] = []
    everybody: list[Record] = []
    dice = random.Random(seed)
    for n, number in enumerate(batches):
        day = FIRST_DAY + n * QUARTER
        newcomers = companies(number, 100 * seed + n, day=day)
        if anew:
            everybody = [_anew(one, dice, day) if dice.random() < anew else one for one in everybody]
        everybody = [*everybody, *newcomers]
        found.append((day, everybody))
    return found
