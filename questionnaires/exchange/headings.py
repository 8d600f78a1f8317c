"""Headings that no sheet has: told once, and read as the heading that they look like."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches

from questionnaires.exchange import sheets as s
from questionnaires.exchange.opening import Row, Sheet
from questionnaires.library.source import Problem

LIKENESS = 0.75


def problems(sheet: Sheet) -> Iterator[Problem]:
    """A problem for each unknown heading that something stands below."""
    meant = _meant(sheet)
    for heading in _unknown(sheet):
        if any(heading in row.values for row in sheet.rows):
            unknown = f"unknown column {heading}; is it misspelt?"
            said = f"expected {meant[heading]} as heading" if heading in meant else unknown
            yield Problem(sheet.cell(1, heading), said)


def corrected(sheet: Sheet) -> Sheet:
    """The sheet as if its headings were not misspelt, so that nothing else is told because of them."""
    meant = _meant(sheet)
    columns = {meant.get(heading, heading): column for heading, column in sheet.columns.items()}
    return replace(sheet, columns=columns, rows=tuple(_row(row, meant) for row in sheet.rows))


def _row(row: Row, meant: Mapping[str, str]) -> Row:
    return replace(row, values={meant.get(heading, heading): value for heading, value in row.values.items()})


def _unknown(sheet: Sheet) -> list[str]:
    known = s.SHEETS.get(sheet.name, sheet.columns)
    return [heading for heading in sheet.columns if heading not in known]


def _meant(sheet: Sheet) -> dict[str, str]:
    """For each unknown heading the one that it looks like, of those that are not there."""
    missing = [heading for heading in s.SHEETS.get(sheet.name, ()) if heading not in sheet.columns]
    meant: dict[str, str] = {}
    for heading in _unknown(sheet):
        for like in get_close_matches(heading, missing, 1, LIKENESS):
            meant[heading] = like
            missing.remove(like)
    return meant
