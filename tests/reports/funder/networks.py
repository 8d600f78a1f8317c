"""A fictional network: companies that came over two years, and the report on them."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from matching import catalogue
from questionnaires import library as questionnaires
from questionnaires.text import Text
from reports.cohorts import quarters
from reports.cohorts.crossing import Frame
from reports.cohorts.records import Record, ReferralFact
from reports.cohorts.statistics import Statistics, statistics
from reports.funder import counting, figures, library, periods
from reports.funder.figures import Context, Names, Typed
from reports.funder.published import Published
from reports.funder.report import FunderReport
from reports.funder.sets import IndicatorSet
from tests.reports.builders import NETWORK

FIRST, LAST = date(2025, 1, 10), date(2026, 9, 30)
READINESS = questionnaires.released("readiness")
CLASSES = library.size_classes()
FRAME = Frame(
    {key: one.chamber for key, one in catalogue.released().districts.items()}, {"robotics": "technology"}
)
CHAMBER = "ihk-lueneburg-wolfsburg"
STATES = ("sent", "declined", "accepted", "contacted", "closed_helped", "closed_not_helped")


def names() -> Names:
    """What the parts of divided figures are called, as the questionnaire calls them."""
    question = {
        key: {o.id: o.text for o in READINESS.question[key].options} for key in ("district", "sector")
    }
    sizes = {one.id: one.title for one in CLASSES.size_classes}
    return {"size_class": sizes, "district": question["district"], "sector": question["sector"]}


@cache
def companies(number: int = 90, seed: int = 7) -> tuple[Record, ...]:
    """Companies that began between the first and the last day; one in three lines is anonymous."""
    chance = Random(seed)
    return tuple(_company(n, chance) for n in range(number))


def _company(n: int, chance: Random) -> Record:
    began = FIRST + timedelta(days=chance.randrange((LAST - FIRST).days))
    finished = chance.random() < 0.8
    repeated = finished and chance.random() < 0.35
    size = chance.choices(
        ["1-9", "10-49", "50-99", "100-249", "250-499", "500+", None], [8, 30, 22, 20, 8, 2, 6]
    )
    districts = [*(option.id for option in READINESS.question["district"].options), None]
    sector = chance.choice([*(option.id for option in READINESS.question["sector"].options), None])
    return Record(
        company=f"company-{n}",
        known=n % 3 > 0,
        started_on=began,
        finished_on=began if finished else None,
        checks_started=1 + repeated,
        checks_finished=finished + repeated,
        size=size[0],
        sector=sector,
        district=chance.choices(districts, [20, 10, 16, 12, 8, 4, 9, 9, 2, 0, 3])[0],
        change={"technology": chance.uniform(-0.1, 0.3), "work": chance.uniform(-0.1, 0.3)}
        if repeated
        else {},
        unmet=("robotics",) if finished and chance.random() < 0.3 else (),
        referrals=tuple(
            ReferralFact("retrason", chance.choice(STATES), None, began) for _ in range(chance.randrange(3))
        ),
        sessions=int(chance.random() < 0.3),
        measures_planned=chance.randrange(5) if finished else 0,
        measures_done=chance.randrange(2) if finished else 0,
    )


def published(records: tuple[Record, ...], last: date = LAST, chamber: str | None = None) -> list[Published]:
    """The numbers of every end of a quarter up to a day, each held against those before."""
    return list(_published(records, last, chamber))


def _published(records: tuple[Record, ...], last: date, chamber: str | None) -> Iterator[Published]:
    before, told = None, list[Statistics]()
    for end in quarters.ends(FIRST, last):
        so_far = [record for record in records if record.started_on <= end]
        told += [one for one in [statistics(so_far, FRAME, end, told, protect=False)] if one]
        before = counting.publish(so_far, told[-1] if told else None, CLASSES, as_of=end, before=before)
        if chamber:
            yield counting.of_house(told[-1] if told else None, CLASSES, house=chamber, as_of=end)
        else:
            yield before


def typed(wanted: IndicatorSet, quarter: date = LAST) -> list[Typed]:
    """Something for every figure that is typed in."""
    return [
        Typed(indicator=one.id, quarter=quarter, text="Keine.")
        if one.entry == "text"
        else Typed(indicator=one.id, quarter=quarter, value=min(one.limits[1], 1250))
        for one in wanted.entered
    ]


def a_report(set_id: str = "federal_networks", **changed: Any) -> FunderReport:
    """The report on the year 2026 of a network of ninety lines, with everything typed in."""
    wanted = changed.pop("wanted", None) or library.of(set_id)
    records, chamber = changed.pop("records", companies()), changed.pop("chamber", None)
    return figures.figures(
        wanted,
        published(records, chamber=chamber),
        changed.pop("entered", typed(wanted)),
        periods.period(changed.pop("span", "year"), LAST, wanted.programme.begins),
        Context(operator=NETWORK, names=names(), made_on=date(2026, 10, 1), **changed),
    )


def both(words: str) -> Text:
    return Text(de=words, en=words)
