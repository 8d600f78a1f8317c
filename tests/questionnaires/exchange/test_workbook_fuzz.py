"""Whatever is handed over as a workbook: it becomes a questionnaire, or a ContentError that names cells."""

import datetime
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from questionnaires import library, lint
from questionnaires.definition import Questionnaire
from questionnaires.exchange import forms, opening, sheets, workbook, writing
from questionnaires.exchange.cells import Cell
from questionnaires.exchange.opening import Row, Sheet
from questionnaires.library.source import ContentError, Problem
from tests.questionnaires.exchange.books import NEEDS
from tests.questionnaires.folders import tiny


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook of the tiny questionnaire, to be spoilt."""
    folder = tmp_path_factory.mktemp("fuzz")
    file = folder / "fuzz.xlsx"
    file.write_bytes(workbook.write(tiny(folder).load()))
    (folder / "good.xlsx").write_bytes(file.read_bytes())
    return file


def good(file: Path) -> bytes:
    return (file.parent / "good.xlsx").read_bytes()


@pytest.fixture(scope="module")
def content(file: Path) -> dict[str, Sheet]:
    return opening.sheets(file.parent / "good.xlsx")


def read_or_refused(file: Path) -> None:
    refused_or(lambda: workbook.read(file, NEEDS))


def refused_or(read: Callable[[], Questionnaire]) -> Questionnaire | None:
    problems: tuple[Problem, ...] = ()
    questionnaire = None
    try:
        questionnaire = read()
    except ContentError as error:
        problems = error.problems
    assert bool(problems) == (questionnaire is None)
    assert all(isinstance(problem.place, Cell) for problem in problems)
    assert questionnaire is None or not lint.findings(questionnaire)
    return questionnaire


@given(content=st.binary(max_size=60) | st.binary(max_size=60).map(lambda some: b"PK\x03\x04" + some))
def test_any_bytes_are_refused(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(ContentError):
        workbook.read(file, NEEDS)


@given(end=st.integers(0, 12_000), start=st.integers(0, 50))
def test_a_truncated_workbook_is_refused_or_read(file: Path, end: int, start: int) -> None:
    file.write_bytes(good(file)[start:end])
    read_or_refused(file)


@settings(max_examples=40)
@given(places=st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 255)), min_size=1, max_size=9))
def test_a_workbook_with_other_bytes_is_refused_or_read(file: Path, places: list[tuple[int, int]]) -> None:
    content = bytearray(good(file))
    for place, byte in places:
        content[place % len(content)] = byte
    file.write_bytes(content)
    read_or_refused(file)


MARKUP = st.text(alphabet="<>/&;\"'=crvsi t1A:!?-]", max_size=30)


@settings(max_examples=40)
@given(text=MARKUP, place=st.integers(0, 30_000), part=st.integers(0, 60))
def test_parts_with_other_markup_are_refused_or_read(file: Path, text: str, place: int, part: int) -> None:
    with zipfile.ZipFile(BytesIO(good(file))) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    name = sorted(parts)[part % len(parts)]
    place %= len(parts[name])
    parts[name] = parts[name][:place] + text.encode() + parts[name][place:]
    with zipfile.ZipFile(file, "w") as new:
        for written, content in parts.items():
            new.writestr(written, content)
    read_or_refused(file)


# --- any cells ---------------------------------------------------------------------------------

PLACES = [
    (sheet, column) for sheet, headings in sheets.SHEETS.items() for column, _ in enumerate(headings, 1)
]
WORDS = st.sampled_from(
    """-|plan|share|select_one plan|begin_group|end_group|matrix|rated|shared|levels|0 to 4|work plan|yes
    2/3|1/0|a = 1|one of a|all of |5 or more|nothing|"|"a|{}|[]|{"all": []}|zero|truncate 1|${plan} >= 1
    from 0 = 1|=1|1e999|nan|inf|\u00a0|1e-400|0=0; 8=1|from 0 = 0, from 8 = 1|a, b|66%|1,5|1.10
    """.replace("\n    ", "|").split("|")
)
TOKENS = st.sampled_from(
    [*"08=;,.:-+/%{}[]", '"', "\n", " ", "1.5", "from", "above", "to", "one of", "all of"]
)
MORE = st.sampled_from(["a", "b", "or more", "nothing", "half_away", "truncate", "yes", "zero", "1e999"])
NOTATIONS = st.lists(TOKENS | MORE, max_size=9).map(" ".join) | st.lists(TOKENS, max_size=9).map("".join)
ANYTHING = (
    WORDS
    | NOTATIONS
    | st.just("9" * 400)
    | st.just(10**300)
    | st.timedeltas()
    | st.none()
    | st.booleans()
    | st.integers(-(10**18), 10**18)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=6)
    | st.datetimes(datetime.datetime(1950, 1, 1), datetime.datetime(2100, 1, 1))  # noqa: DTZ001
    | st.times()
)
Changes = list[tuple[tuple[str, int], int, Any]]
CHANGES = st.lists(st.tuples(st.sampled_from(PLACES), st.integers(1, 9), ANYTHING), min_size=1, max_size=4)


def spoilt(content: Mapping[str, Sheet], changes: Changes) -> dict[str, Sheet]:
    """The same sheets with other values in some cells."""
    new = dict(content)
    for (name, column), number, value in changes:
        heading = sheets.SHEETS[name][column - 1]
        rows = {row.number: dict(row.values) for row in new[name].rows}
        rows.setdefault(number + 1, {})[heading] = value
        if value is None:
            del rows[number + 1][heading]
        filled = tuple(Row(line, values) for line, values in sorted(rows.items()) if values)
        new[name] = replace(new[name], rows=filled)
    return new


FORMS = {name: form for name, form in vars(forms).items() if isinstance(form, forms.Form)}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@settings(max_examples=150)
@given(cell=ANYTHING.filter(lambda cell: cell is not None))
@example(cell='"0"')
def test_any_cell_is_refused_or_what_it_says_can_be_written_and_read_again(
    form: forms.Form, cell: Any
) -> None:
    try:
        read = form.read(cell)
    except ValueError:
        return
    if form is not forms.RULE:
        assert form.read(form.write(read)) == read


@settings(max_examples=200)
@given(changes=CHANGES)
def test_any_values_are_refused_or_can_be_written_as_yaml(
    file: Path, content: dict[str, Sheet], changes: Changes
) -> None:
    questionnaire = refused_or(lambda: workbook.understood(file, spoilt(content, changes), NEEDS))
    if questionnaire is not None:
        writing.write(questionnaire, file.parent / "new", force=True)
        assert library.load(file.parent / "new", NEEDS) == questionnaire


@settings(max_examples=20)
@given(changes=CHANGES)
def test_any_values_in_any_cells_are_refused_or_read(file: Path, changes: Changes) -> None:
    book = openpyxl.load_workbook(BytesIO(good(file)))
    for (sheet, column), row, value in changes:
        book[sheet].cell(row, column, value)
    book.save(file)
    read_or_refused(file)


@settings(max_examples=20)
@given(
    moved=st.lists(
        st.tuples(st.sampled_from(sorted(sheets.SHEETS)), st.integers(1, 12), st.integers(1, 12)), max_size=4
    )
)
def test_rows_that_are_moved_or_taken_away_are_refused_or_read(
    file: Path, moved: list[tuple[str, int, int]]
) -> None:
    book = openpyxl.load_workbook(BytesIO(good(file)))
    for sheet, old, new in moved:
        values = [cell.value for cell in book[sheet][old]]
        book[sheet].delete_rows(old)
        if new % 3:
            book[sheet].insert_rows(new)
            for column, value in enumerate(values, 1):
                book[sheet].cell(new, column, value)
    book.save(file)
    read_or_refused(file)
