"""What cannot be used in a workbook is told by its cell, with what was expected, and all of it at once."""

from pathlib import Path
from typing import Any

import pytest

from questionnaires.exchange import workbook
from questionnaires.exchange.cells import Cell, letters
from questionnaires.library.source import Problem
from tests.questionnaires.builders import WORDS, WRITTEN, a_question, a_questionnaire, an_option
from tests.questionnaires.exchange.books import DE, EN, Book

MISTAKES: list[tuple[str, str | int, str, Any, str]] = [
    # sheet, row, heading, what is put there, what is told
    ("survey", "plan", "weight", "viel", "expected a number as weight, found 'viel'"),
    ("survey", "plan", "weight", "0,5", "expected a number as weight, found '0,5'; write 0.5"),
    ("survey", "plan", "weight", True, "expected a number as weight, found True"),
    ("survey", "plan", "weight", -1, "weight: expected greater than or equal to 0"),
    ("survey", "plan", "effort", 2.5, "expected a whole number as effort, found 2.5"),
    ("survey", "plan", "effort", 7, "effort: expected 1, 2 or 3"),
    ("survey", "plan", "range", "0-4", "expected two numbers such as 0 to 4 as range, found '0-4'"),
    ("survey", "plan", "range", "0 to 3", "expected a value from 0 to 3 for option 4"),
    ("survey", "plan", "views", "managers", "views: expected 'management' or 'works_council'"),
    ("survey", "plan", "check", "endless", "unknown check 'endless'; known: short, full"),
    ("survey", "plan", "name", "no way", "name: expected letters, digits and _ + . - only (found 'no way')"),
    ("survey", "plan", "name", None, "expected a name, found none"),
    ("survey", "plan", EN, None, f"{EN}: expected a value, found none"),
    ("survey", "plan", "title::English (en)", None, "title::English (en): expected a value, found none"),
    ("survey", "plan", "required", "yes", "expected nothing or no: every question may be left open"),
    ("survey", "plan", "required", 7, "expected yes or no as required, found 7"),
    (
        "survey",
        "plan",
        "appearance",
        "minimal",
        "expected nothing as appearance in a row of the type select_one plan",
    ),
    ("survey", "plan", "limits", "0 to 1", "expected nothing as limits in a row of the type select_one plan"),
    ("survey", "plan", "type", "geopoint", "expected one of begin_group, end_group, select_one"),
    (
        "survey",
        "plan",
        "type",
        "select_one",
        "expected the name of a list of the sheet choices after the type, found none",
    ),
    (
        "survey",
        "plan",
        "type",
        "select_one all",
        "expected the name of a list of the sheet choices after the type, found 'all'",
    ),
    (
        "survey",
        "plan",
        "type",
        "begin_group",
        "expected matrix or rated for a group in a section, found none",
    ),
    ("survey", "plan", "relevant", "${council} > 3", "expected ${question} = 'option'"),
    (
        "survey",
        "plan",
        "relevant",
        "${nobody} = 'x'",
        "expected the name of a question of this sheet, found ${nobody}",
    ),
    (
        "survey",
        "plan",
        "relevant",
        "${council} = 'maybe'",
        "council has no code 'maybe'; known: absent, present",
    ),
    ("survey", "plan", "ask_if", "council", "expected a rule as JSON"),
    ("survey", "plan", "ask_if", "[" * 9000, "expected a rule as JSON"),
    ("survey", "learn", "ask_if", '{"fact": "percent"}', "ask_if: expected fact and one of is, in"),
    ("survey", "end_group", "weight", 2, "expected nothing as weight in a row of the type end_group"),
    (
        "survey",
        "facts",
        "why::Deutsch (de)",
        "x",
        "expected nothing as why::Deutsch (de) in a row of the type begin_group",
    ),
    ("choices", "daily", "points", "four", "expected a number as points, found 'four'"),
    (
        "choices",
        "daily",
        "points",
        None,
        "expected points for every choice of the list or for none, found none for daily",
    ),
    ("choices", "daily", "kind", "best", "kind: expected 'level', 'none', 'dont_know' or 'not_applicable'"),
    ("choices", "daily", "fact", "1-3", "expected 10 to 49, 500 or more, one of A, B"),
    ("choices", "daily", "sets", "learn: daily", "expected on each line an id and what is chosen"),
    ("choices", "daily", "sets", "plan = 2", "expected a later question to be set by daily, found 'plan'"),
    ("choices", "daily", "caps", "work = much", "expected on each line an id and points"),
    ("choices", "daily", "alone", "maybe", "expected yes or no as alone, found 'maybe'"),
    ("choices", "daily", "actions", "run", "unknown action 'run' of daily"),
    (
        "choices",
        "daily",
        "list",
        "mine",
        "expected shared, levels or nothing, the same for the whole list, found 'mine'",
    ),
    ("choices", "daily", "name", "never", "expected one option with the id never"),
    ("choices", "daily", DE, None, f"{DE}: expected a value, found none"),
    ("choices", "Es gibt Notizen.", "name", "7", "expected 1 as name of this level, found '7'"),
    ("choices", "Es gibt Notizen.", "points", 1, "expected nothing as points here, found 1"),
    ("choices", "daily", "list_name", None, "expected a word as list_name, found none"),
    ("settings", 2, "form_id", None, "form_id: expected a value, found none"),
    ("settings", 2, "version", "one", "expected two numbers as text, such as '1.0 (format the cell as text)"),
    ("settings", 2, "version", 1, "expected two numbers as text, such as '1.0 (format the cell as text)"),
    ("settings", 2, "version", 1.1, "(format the cell as text) as version, found 1.1"),
    ("settings", 2, "follows", 1.1, "(format the cell as text) as follows, found 1.1"),
    (
        "settings",
        2,
        "min_coverage",
        "66%",
        "expected a number or a fraction such as 2/3 as min_coverage, found '66%'; write 0.66 or 2/3",
    ),
    ("scales", 3, "threshold", "25 %", "expected a number as threshold, found '25 %'; write 0.25"),
    ("survey", "plan", "weight", "0 %", "expected a number as weight, found '0 %'; write 0"),
    (
        "settings",
        2,
        "min_coverage",
        "2/0",
        "expected a number or a fraction such as 2/3 as min_coverage, found '2/0'",
    ),
    ("settings", 2, "min_coverage", 1.5, "min_coverage: expected less than or equal to 1"),
    ("settings", 2, "cut_exposure", None, "cut_exposure: expected a value, found none"),
    ("settings", 2, "files", "../../out.yaml", "expected different names such as work.yaml as files"),
    ("reasons", 2, "question", "nobody", "expected the id of a question of survey, found 'nobody'"),
    ("reasons", 2, DE, None, f"{DE}: expected a value, found none"),
    ("tree", "work", "aggregate", "mode", "aggregate: expected 'mean', "),
    (
        "tree",
        "work",
        "missing",
        "ignore",
        "missing: expected exclude, exclude_by_coverage, zero, target, fail or {constant: POINTS}",
    ),
    ("tree", "work", "rounding", "up", "expected how and to how many digits, such as half_away 1"),
    ("tree", "work", "scale", "stairs", "unknown scale 'stairs'; known: ladder"),
    ("tree", "work", "children", "plan learn budget", "unknown question 'budget'"),
    ("tree", "work", "children", "plan learn readiness", "found a circle"),
    ("tree", "work", "children", "plan learn work", "expected work below one other node, found it again"),
    ("tree", "exposure", "children", "share work", "expected work below one other node, found it again"),
    ("tree", "work", "stage", 0, "stage: expected greater than or equal to 1"),
    ("tree", "work", "id", "readiness", "expected one node with the id readiness"),
    ("gates", 2, "node", "cellar", "expected the id of a node of tree, found 'cellar'"),
    ("gates", 2, "question", "council", "expected a question below this node in a gate, found 'council'"),
    ("gates", 2, "level", 3, "expected a level from 1 to 1 in a gate, found 3"),
    ("gates", 2, "at_least", 9, "no option of plan has a value of 9 or more"),
    ("tree", "work", "target", 9, "expected a target from 0 to 4 for work, found 9"),
    ("survey", "plan", "needs", "sleep", "unknown need 'sleep'"),
    ("survey", "plan", "after", "sleep", "unknown question 'sleep'"),
    (
        "survey",
        "plan",
        "steps",
        "from 0 = 0",
        "expected nothing as steps in a row of the type select_one plan",
    ),
    ("checks", "full", "minutes", "long", "expected a whole number as minutes, found 'long'"),
    ("scales", 2, "threshold", 0.1, "expected no threshold for the lowest level of a scale"),
    ("scales", 3, "threshold", None, "threshold: expected"),
    ("scales", 3, "threshold", 7, "expected thresholds from 0 to 1"),
    ("scales", 3, "range", "0 to 1", "expected nothing as range here, found '0 to 1'"),
    ("fields", "act_now", "field", "act_later", "unknown key; is it misspelt?"),
    ("fields", "secure", "field", "act_now", "expected act_now once"),
]


@pytest.mark.parametrize(("sheet", "row", "heading", "value", "said"), MISTAKES)
def test_a_mistake_is_told_with_its_cell(
    book: Book, sheet: str, row: str | int, heading: str, value: Any, said: str
) -> None:
    cell = book.put(sheet, row, heading, value)
    told = book.told()
    assert any(said in problem for problem in told), told
    if ELSEWHERE.get(said, True):
        assert any(problem.startswith(f"{cell}: ") and said in problem for problem in told), (cell, told)


ELSEWHERE = dict.fromkeys(
    (  # told where the part is called by its name, since two cells do not go together
        "expected a value from 0 to 3 for option 4",
        "expected a later question to be set by daily, found 'plan'",
        "unknown action 'run' of daily",
        "expected one option with the id never",
        "found a circle",
        "expected work below one other node, found it again",
        "expected one node with the id readiness",
        "expected matrix or rated for a group in a section, found none",
        "expected thresholds from 0 to 1",
        "unknown key; is it misspelt?",
    ),
    False,
)


def test_all_mistakes_are_told_at_once_in_the_order_of_the_sheets(book: Book) -> None:
    cells = [
        book.put("survey", "plan", "weight", "viel"),
        book.put("survey", "learn", "effort", "wenig"),
        book.put("choices", "daily", "points", "four"),
        book.put("checks", "full", "minutes", "long"),
    ]
    assert [problem.split(": ")[0] for problem in book.told()] == cells


def test_one_mistake_is_told_once(book: Book) -> None:
    book.put("settings", 2, "target", "high")
    assert len(book.told()) == 1


# --- between rows ------------------------------------------------------------------------------


def test_routing_that_is_said_twice_must_say_the_same(book: Book) -> None:
    relevant = book.put("survey", "learn", "relevant", "${share} = 'some'")
    book.put("survey", "learn", "ask_if", '{"fact": "percent", "at_least": 1}')
    assert book.told() == []
    book.put("survey", "learn", "relevant", "${share} = 'none'")
    assert book.told() == [f"{relevant}: expected the same as in ask_if, or nothing"]
    book.put("survey", "learn", "relevant", None)
    assert book.read() == book.questionnaire


def test_a_list_that_nobody_asks_with_is_refused_unless_it_is_shared(book: Book) -> None:
    book.add("choices", {"list_name": "spare", "name": "a", DE: "A", EN: "A"})
    row = book.row("choices", "spare")
    assert book.told() == [f"choices!A{row}: expected a question with the list spare, or shared as list"]
    book.put("choices", "spare", "list", "shared")
    assert list(book.read().lists) == ["spare"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [{"type": "text", "name": "alone"}],
            "expected begin_group first: every question stands in a section",
        ),
        ([{"type": "end_group"}], "expected begin_group before end_group"),
        (
            [{"type": "begin_group", "name": "open", DE: "a", EN: "b"}],
            "expected end_group after the last row",
        ),
        (
            [
                {"type": "begin_group", "name": "s", DE: "a", EN: "b"},
                {"type": "begin_group", "kind": "rated", "name": "r", DE: "a", EN: "b"},
                {"type": "select_one plan", "name": "doc", DE: "a", EN: "b"},
            ],
            "expected a name that begins with r. for a rating, found 'doc'",
        ),
        (
            [
                {"type": "begin_group", "name": "s", DE: "a", EN: "b"},
                {"type": "begin_group", "kind": "matrix", "name": "m", DE: "a", EN: "b"},
                {"type": "select_one plan", "name": "m1", DE: "a", EN: "b"},
                {"type": "select_one share", "name": "m2", DE: "a", EN: "b"},
                {"type": "text", "name": "m3", DE: "a", EN: "b"},
                {"type": "begin_group", "name": "deeper"},
            ],
            "expected the same list for all rows of a group",
        ),
    ],
)
def test_groups_that_do_not_fit_are_refused(book: Book, rows: list[dict[str, Any]], said: str) -> None:
    for row in rows:
        book.add("survey", row)
    assert any(said in problem for problem in book.told()), book.told()


@pytest.mark.parametrize("name", ["survey", "settings", "checks", "tree"])
def test_a_missing_sheet_is_told(book: Book, name: str) -> None:
    del book.book[name]
    assert f"{name}: expected a sheet with this name, found none" in book.told()


def test_an_unknown_sheet_or_column_is_told(book: Book) -> None:
    book.book.create_sheet("aktions")
    book.book["tree"]["Z1"], book.book["tree"]["Z2"], book.book["tree"]["AB3"] = "wieght", 3, 4
    told = book.told()
    assert "tree!AB3: expected a heading above, found 4 below none" in told
    book.book["tree"]["AB3"] = None
    told = book.told()
    assert "tree!Z1: unknown column wieght; is it misspelt?" in told
    assert any(problem.startswith("aktions!A1: unknown sheet; known: survey, choices") for problem in told)


def test_a_heading_that_stands_twice_is_told(book: Book) -> None:
    book.book["tree"]["Z1"] = "Weight"
    assert book.told() == ["tree!Z1: expected the heading weight once"]


def test_a_deep_tree_is_refused(tmp_path: Path, book: Book) -> None:
    names = [f"n{number}" for number in range(40)]
    for name, child in zip(names, [*names[1:], "plan"], strict=True):
        cells = {"id": name, "title::Deutsch (de)": "a", "title::English (en)": "a", "children": child}
        book.add("tree", cells)
    assert any("expected at most 18 nodes in each other" in problem for problem in book.told())


# --- places ------------------------------------------------------------------------------------


def test_a_cell_is_called_as_excel_calls_it() -> None:
    assert [letters(column) for column in (1, 26, 27, 52, 703)] == ["A", "Z", "AA", "AZ", "AAA"]
    file = Path("a.xlsx")
    assert str(Cell(file, 14, "survey", 4)) == "a.xlsx:survey!D14"
    assert [str(Cell(file, 1, "survey")), str(Cell(file, 1))] == ["a.xlsx:survey", "a.xlsx"]
    assert str(Problem(Cell(file, 14, "survey", 4), "no")) == "a.xlsx:survey!D14: no"


# --- names -------------------------------------------------------------------------------------


def test_ids_that_xlsform_does_not_know_as_names_keep_a_column_of_their_own(tmp_path: Path) -> None:
    several = {"id": "1+1", "kind": "several", "title": WORDS, "options": [an_option("a"), an_option("b")]}
    page = [a_question("data"), a_question("page1"), WRITTEN.validate_python(several)]
    questionnaire = a_questionnaire(page, fields=None, files=("a.yaml",))
    book = Book(tmp_path / "names.xlsx", questionnaire)
    names = [row[0].value for row in book.book["survey"].iter_rows(min_row=2, min_col=2, max_col=2)]
    assert names == ["page1_2", "data", "page1", "_1_1", "page1_2"]
    assert list(workbook.read(book.file).question) == ["data", "page1", "1+1"]
