"""Mistakes that people make in Excel: each is told once, in the cell in which it is to be mended."""

from typing import Any

import pytest

from questionnaires.exchange.cells import letters
from tests.questionnaires.exchange.books import DE, EN, Book


@pytest.mark.parametrize("steps", ["0=0; 8=1", "from 0 = 0, from 8 = 1", "from 0 = 0 = 1", "from 0", "="])
def test_steps_that_do_not_each_stand_on_a_line_are_told(book: Book, steps: str) -> None:
    book.add("survey", {"type": "begin_group", "name": "page", DE: "a", EN: "b"})
    book.add("survey", {"type": "decimal", "name": "hours", DE: "a", EN: "b", "limits": "0 to 9"})
    book.add("survey", {"type": "end_group"})
    cell = book.put("survey", "hours", "steps", steps)
    expected = "expected on each line a step such as 'from 10 = 2' or 'above 85 = 4' as steps"
    assert book.told() == [f"{cell}: {expected}, found {steps!r}"]


def test_a_misspelt_heading_is_told_once_and_read_as_it_was_meant(book: Book) -> None:
    english = [cell.value for cell in book.book["survey"][1]].index(EN) + 1
    book.book["survey"].cell(1, english).value = "label::Englisch (en)"
    heading = f"survey!{letters(english)}1: expected {EN} as heading"
    assert book.told() == [heading]
    cell = book.put("survey", "learn", "effort", 9)
    assert book.told() == [heading, f"{cell}: effort: expected 1, 2 or 3 (found 9)"]


def test_ids_may_have_commas_between_them(book: Book) -> None:
    book.put("tree", "work", "children", "plan, learn")
    assert book.read() == book.questionnaire
    cell = book.put("tree", "work", "children", ", ,")
    assert f"{cell}: expected ids with spaces or commas between, or - for none as children" in book.told()[0]


def test_a_choice_that_is_added_to_a_shared_list_is_shared(book: Book) -> None:
    shared(book, points=[0, 1])
    book.add("choices", {"list_name": "extent", "name": "more", DE: "Mehr", EN: "More", "points": 2})
    assert [option.id for option in book.read().lists["extent"]] == ["c0", "c1", "more"]


def test_wrong_points_of_a_shared_list_are_told_once(book: Book) -> None:
    shared(book, points=[0, "1,5"])
    assert [problem.split(": ")[1] for problem in book.told()] == [
        "expected a number as points, found '1,5'; write 1.5"
    ]
    cell = book.put("choices", "c1", "points", None)
    said = "expected points for every choice of the list or for none, found none for c1"
    assert book.told() == [f"{cell}: {said}"]


def shared(book: Book, points: list[Any]) -> None:
    """Both questions of the tree are asked with one list."""
    for n, value in enumerate(points):
        option = {"list_name": "extent", "name": f"c{n}", DE: "a", EN: "b", "list": "shared", "points": value}
        book.add("choices", option)
    for name in ("plan", "learn"):
        book.put("survey", name, "type", "select_one extent")
    for number in range(len(book.book["choices"]["A"]), 1, -1):
        if book.book["choices"].cell(number, 1).value in {"plan", "learn"}:
            book.book["choices"].delete_rows(number)
    book.book["gates"].delete_rows(2)


def test_parts_of_different_kinds_with_the_same_id_keep_their_own_cells(book: Book) -> None:
    book.put("survey", "people", "name", "work")
    cells = {
        book.put("tree", "work", "scale", "stairs"): "unknown scale 'stairs'; known: ladder",
        book.put("tree", "work", "children", "plan learn naps"): "unknown question 'naps'",
    }
    assert {tuple(problem.split(": ", 1)) for problem in book.told()} == set(cells.items())
    book.put("tree", "work", "scale", "ladder")
    book.put("tree", "work", "children", "plan learn")
    cell = book.put("gates", 2, "question", "council")
    assert book.told()[0] == f"{cell}: expected a question below this node in a gate, found 'council'"


def test_only_the_first_row_after_a_missing_end_is_told(book: Book) -> None:
    end = book.row("survey", "end_group")
    begun = book.row("survey", "facts")
    book.book["survey"].delete_rows(end)
    said = f"a new section begins while facts (row {begun}) is open; is its end_group missing?"
    assert book.told() == [f"survey!A{end}: {said}"]
