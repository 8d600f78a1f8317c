"""The companies that are sent to every offer: all districts, sizes and two sectors, in a few variants.

Their facts come from the options of the released questionnaire, so a size band that moves its limits
moves the golden cases too.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from types import MappingProxyType
from typing import NamedTuple

from questionnaires import library
from questionnaires.conditions import Fact, Facts

REGION = {
    "Braunschweig": "03101",
    "Salzgitter": "03102",
    "Wolfsburg": "03103",
    "Gifhorn": "03151",
    "Goslar": "03153",
    "Helmstedt": "03154",
    "Peine": "03157",
    "Wolfenbüttel": "03158",
}
DISTRICTS = {**REGION, "elsewhere in Lower Saxony": "03", "elsewhere in Germany": "de"}
SIZES = ("1-9", "10-49", "50-99", "100-249", "250-499", "500+")
SECTORS = {
    "supplier": {"sector": "machining", "E06": "60-80"},
    "machinery": {"sector": "machinery", "E06": "none"},
}
"""A machining firm with 61 to 80 % of its revenue from the vehicle industry; a machine maker with none."""

ORDINARY = {"group": "independent", "membership": "ihk", "works_council": "present"}
VARIANTS: Mapping[str, Mapping[str, str]] = {
    "ordinary": {},
    "group": {"group": "part_of_group"},
    "craft": {"membership": "hwk"},
    "no_works_council": {"works_council": "absent"},
}


class Cell(NamedTuple):
    """One company of the table, by the words in which it stands there."""

    district: str
    size: str
    sector: str


BASE = {"district": "03153", "employees": "50-99", **SECTORS["supplier"], **ORDINARY}
"""The answers of the company that single cases vary: an independent supplier in Goslar."""

CELLS = tuple(Cell(*words) for words in product(DISTRICTS, SIZES, SECTORS))


@cache
def facts(cell: Cell, variant: str) -> Facts:
    answers = {"district": DISTRICTS[cell.district], "employees": cell.size}
    return stated({**answers, **SECTORS[cell.sector], **ORDINARY, **VARIANTS[variant]})


def stated(chosen: Mapping[str, str]) -> Facts:
    """What rules learn from these answers. Raises KeyError or ValueError for one that cannot be given."""
    return MappingProxyType(dict(_stated(chosen)))


def _stated(chosen: Mapping[str, str]) -> Iterator[tuple[str, Fact | None]]:
    questions = library.released("readiness").question
    for id_, option in chosen.items():
        question = questions[id_]
        (fact,) = (o.fact for o in question.options if o.id == option)
        yield question.fact_name or id_, fact
