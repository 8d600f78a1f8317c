"""A questionnaire as an Excel workbook in the dialect of XLSForm, and back.

What is read equals what was written. Sheets and columns stand in `sheets`. Reading names every cell that
cannot be used, all at once.
"""

import io
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from questionnaires import library
from questionnaires.definition import Head, Questionnaire
from questionnaires.exchange import expressing, head, laying_out, opening, pointing, relevant, writing
from questionnaires.exchange import sheets as s
from questionnaires.exchange.collecting import Collected
from questionnaires.exchange.lists import Lists
from questionnaires.exchange.opening import Sheet
from questionnaires.exchange.survey import Survey, Twice
from questionnaires.library import source
from questionnaires.library.source import ContentError, Problem

CREATED = datetime(2000, 1, 1, tzinfo=UTC)
"""The same questionnaire always gives the same bytes, so a workbook does not know when it was made."""
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|x005F_|_x000D_")
MAX_LENGTH = 32_767
WIDE, NARROW = 42, 13
_TOP = {"text_wrap": True, "valign": "top"}


# --- write -------------------------------------------------------------------------------------


def write(questionnaire: Questionnaire) -> bytes:
    """The workbook. Raises ValueError for texts that no cell can hold, such as control characters."""
    import xlsxwriter  # not needed to ask and to score

    rows = laying_out.rows(questionnaire)
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"created": CREATED})
    for name, headings in s.SHEETS.items():
        _write(book, name, headings, rows[name])
    book.close()
    return buffer.getvalue()


def _write(book: Any, name: str, headings: Sequence[str], rows: Sequence[laying_out.Row]) -> None:
    sheet = book.add_worksheet(name)
    bold = book.add_format(_TOP | {"bold": True, "bg_color": "#E8EEF4"})
    texts, numbers = book.add_format(_TOP | {"num_format": "@"}), book.add_format(_TOP)
    for column, heading in enumerate(headings):
        format_ = numbers if heading in s.numeric(name) else texts
        sheet.set_column(column, column, WIDE if "::" in heading else NARROW, format_)
        sheet.write_string(0, column, heading, bold)
    sheet.freeze_panes(1, 2 if name == "survey" else 1)
    depths = _depths(rows) if name == "tree" else {}
    indented = {
        depth: book.add_format(_TOP | {"num_format": "@", "indent": depth}) for depth in set(depths.values())
    }
    for line, row in enumerate(rows, 1):
        for heading, value in row.items():
            column = headings.index(heading)
            if isinstance(value, str):
                format_ = indented.get(depths.get(line, 0), texts) if column == 0 else texts
                sheet.write_string(line, column, _writable(value), format_)
            else:
                sheet.write_number(line, column, value, numbers)


def _depths(tree: Sequence[laying_out.Row]) -> dict[int, int]:
    """How deep each row of the tree lies; it is moved in by so much, for those who look at it."""
    depths: dict[str, int] = {}
    for row in tree:
        depth = depths.setdefault(str(row["id"]), 0)
        depths |= dict.fromkeys(str(row["children"]).split(), depth + 1)
    return {line: depths[str(row["id"])] for line, row in enumerate(tree, 1) if depths[str(row["id"])]}


def _writable(text: str) -> str:
    """As it is: what looks like a formula stays a text."""
    odd = _UNWRITABLE.search(text)
    if odd or len(text) > MAX_LENGTH:
        found = f"{odd[0]!r}" if odd else f"{len(text)} characters"
        raise ValueError(
            f"expected at most {MAX_LENGTH} characters that a cell can hold, found {found}: {text[:40]!r}"
        )
    return text


# --- read --------------------------------------------------------------------------------------

REQUIRED = ("survey", "settings", "checks", "tree")


def read(file: Path, needs: Path = library.NEEDS) -> Questionnaire:
    """The questionnaire in a workbook. Raises ContentError with the cell of every problem that was found."""
    return understood(file, opening.sheets(file), needs)


def understood(file: Path, given_sheets: Mapping[str, Sheet], needs: Path = library.NEEDS) -> Questionnaire:
    """The questionnaire that these sheets hold. Raises ContentError."""
    vocabulary = source.read(needs).as_(library.NeedsFile).needs
    found = Collected(file, given_sheets)
    _refuse_other_sheets(found)
    given = head.gather(found)
    lists = Lists(found)
    given |= {"lists": shared} if (shared := lists.shared()) else {}
    survey = Survey(found, lists)
    sections = survey.gather()
    if not survey.unclosed:
        lists.refuse_unused()
    given["files"] = given.get("files") or [f"{section['id']}.yaml" for section in sections]
    made = _validated(found, given, sections)
    if made is None or found.problems:
        raise ContentError(dict.fromkeys(found.problems))
    questionnaire = Questionnaire.model_construct(
        **dict(made[0]), sections=made[1].sections, needs=vocabulary
    )
    problems = [
        *_outside(questionnaire, found),
        *_different(questionnaire, survey),
        *pointing.wrong_between_parts(questionnaire, found),
    ]
    if problems:
        raise ContentError(problems)
    return questionnaire


def _refuse_other_sheets(found: Collected) -> None:
    for name in REQUIRED:
        if name not in found.sheets:
            found.tell(name, None, "", "expected a sheet with this name, found none")
    for name in found.sheets:
        if name not in s.SHEETS:
            known = ", ".join(s.SHEETS)
            found.tell(name, None, "", f"unknown sheet; known: {known}; one for notes begins with _")


def _validated(
    found: Collected, given: dict[str, Any], sections: list[Any]
) -> tuple[Head, library.SectionFile] | None:
    """Head and sections as models; what they refuse is told, unless its cell could not even be read."""
    told = {problem.place for problem in found.problems}
    made: dict[str, Any] = {}
    lists: Any = dict.fromkeys(given.get("lists", {}), _STANDING_IN)
    for model, data in ((Head, given), (library.SectionFile, {"sections": sections})):
        lists = made["Head"].lists if "Head" in made else lists
        try:
            made[model.__name__] = found.gathered(data).as_(model, {"lists": lists})
        except ContentError as error:
            found.problems += [problem for problem in error.problems if problem.place not in told]
    return (made["Head"], made["SectionFile"]) if len(made) > 1 else None


_STANDING_IN = [{"id": id_, "text": {"de": "–", "en": "–"}, "value": n} for n, id_ in enumerate("ab")]
"""Options in place of a list of the head that was refused, so that only that is told."""


def _outside(questionnaire: Questionnaire, found: Collected) -> list[Problem]:
    """Names of files that could not be written."""
    try:
        writing.refuse_paths(questionnaire.files)
    except ValueError as error:
        return [Problem(found.cell("settings", found.rows("settings")[0], "files"), str(error))]
    return []


def _different(questionnaire: Questionnaire, survey: Survey) -> list[Problem]:
    """Where `relevant` says something else than `ask_if`, which holds the rule."""
    sources, _ = laying_out.sources(questionnaire)
    sources = expressing.Sources(sources.by_fact, survey.ids)
    return [
        Problem(twice.cell, "expected the same as in ask_if, or nothing")
        for twice in survey.twice
        if not _same(questionnaire, twice, sources)
    ]


def _same(questionnaire: Questionnaire, twice: Twice, sources: expressing.Sources) -> bool:
    part = questionnaire.group.get(twice.question) or questionnaire.question[twice.question]
    expected = expressing.write(part.ask_if, sources) if part.ask_if else None
    known = sources.known
    return expected is not None and relevant.read(expected, known) == relevant.read(twice.expression, known)
