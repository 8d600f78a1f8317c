"""A table of verdicts, as a person reads it: a default, and rows for what differs from it.

A row names districts (`in`, or `region` for all eight), sizes ("1-249", "250+") and a sector; what it does
not name it holds for. Of several rows for one company the last counts.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from questionnaires.conditions import Truth
from tests.content.golden.companies import CELLS, DISTRICTS, REGION, SECTORS, SIZES, Cell

WORDS: dict[Truth, str] = {True: "met", False: "not met", None: "unknown"}
TRUTHS = {word: truth for truth, word in WORDS.items()}

Grid = Mapping[Cell, Truth]
Row = dict[str, Any]

# --- reading -----------------------------------------------------------------------------------


def grid(default: str, rows: list[Row]) -> dict[Cell, Truth]:
    """The verdict on every company. Raises KeyError or ValueError for a word no table knows."""
    return changed(dict.fromkeys(CELLS, TRUTHS[default]), rows)


def changed(base: Grid, rows: list[Row]) -> dict[Cell, Truth]:
    found = dict(base)
    for row in rows:
        found.update(dict.fromkeys(_named(row), TRUTHS[row["is"]]))
    return found


def _named(row: Row) -> list[Cell]:
    if unknown := set(row) - {"in", "size", "sector", "is"}:
        raise ValueError(f"a row knows in, size, sector and is, not {', '.join(sorted(unknown))}")
    districts = _districts(row.get("in", list(DISTRICTS)))
    sizes = _sizes(str(row["size"])) if "size" in row else SIZES
    sectors = [row["sector"]] if "sector" in row else list(SECTORS)
    if not {*districts} <= {*DISTRICTS} or not {*sectors} <= {*SECTORS}:
        raise ValueError(f"a district or sector no table knows: {row}")
    return [c for c in CELLS if c.district in districts and c.size in sizes and c.sector in sectors]


def _districts(named: str | list[str]) -> list[str]:
    named = [named] if isinstance(named, str) else named
    return [name for n in named for name in (REGION if n == "region" else [n])]


def _sizes(named: str) -> tuple[str, ...]:
    """The bands a span such as "1-249" or "250+" is made of; it must end where bands end."""
    return SPANS[named]


def _low(size: str) -> str:
    return size.rstrip("+").split("-")[0]


def _span(sizes: tuple[str, ...]) -> str:
    last = sizes[-1]
    return f"{_low(sizes[0])}+" if last.endswith("+") else f"{_low(sizes[0])}-{last.split('-')[1]}"


SPANS = {_span(SIZES[a:b]): SIZES[a:b] for a, b in combinations(range(len(SIZES) + 1), 2)}

# --- writing -----------------------------------------------------------------------------------


def most_common(found: Grid) -> str:
    return WORDS[Counter(found.values()).most_common(1)[0][0]]


def rows(base: Grid, found: Grid) -> list[Row]:
    """Rows that make one table of the other, the largest first."""
    written: list[Row] = []
    for truth, word in WORDS.items():
        left = {cell for cell in CELLS if found[cell] is truth and base[cell] is not truth}
        while left:
            row = max(_fitting(found, truth), key=lambda row: len(left.intersection(_named(row))))
            left.difference_update(_named(row))
            written.append({**row, "is": word})
    return written


def _fitting(found: Grid, truth: Truth) -> Iterator[Row]:
    """Every span of sizes and sector, with all districts where the whole of it has this verdict."""
    for span, sizes in SPANS.items():
        for sector in (None, *SECTORS):
            sectors = [sector] if sector else list(SECTORS)
            wide = [
                district
                for district in DISTRICTS
                if all(found[Cell(district, size, s)] is truth for size in sizes for s in sectors)
            ]
            yield _row(wide, span, sector)


def _row(districts: list[str], span: str, sector: str | None) -> Row:
    row: Row = {}
    if len(districts) < len(DISTRICTS):
        whole = [*REGION] == districts[: len(REGION)]
        named = ["region", *districts[len(REGION) :]] if whole else districts
        row["in"] = named[0] if len(named) == 1 else named
    if span != _span(SIZES):
        row["size"] = span
    return {**row, "sector": sector} if sector else row
