"""A questionnaire as a workbook: what is read equals what was written, and XLSForm tools understand it."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from hypothesis import given, settings
from pydantic import BaseModel

from questionnaires import library, lint
from questionnaires.__main__ import main
from questionnaires.definition import Questionnaire
from questionnaires.definition.questions import Asked, Option
from questionnaires.definition.rows import Rating, Row
from questionnaires.definition.tree import Gate, Node, Scale
from questionnaires.exchange import sheets, workbook, writing
from questionnaires.exchange.forms import WORDS
from questionnaires.text import Text
from tests.questionnaires.builders import Part, a_question, a_questionnaire, built
from tests.questionnaires.exchange.any_questionnaires import ANY
from tests.questionnaires.exchange.any_questionnaires import NEEDS as ANY_NEEDS
from tests.questionnaires.exchange.books import DE, EN, Book, values
from tests.questionnaires.trees import ANY_TREES

RELEASED = sorted(file.parent for file in library.CONTENT.glob("*/*/questionnaire.yaml"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book")
    needs = {"needs": [need.model_dump() for need in ANY_NEEDS]}
    (path / "needs.yaml").write_text(yaml.safe_dump(needs), encoding="utf-8")
    return path


def again(questionnaire: Questionnaire, folder: Path, needs: Path = library.NEEDS) -> Questionnaire:
    file = folder / "book.xlsx"
    file.write_bytes(workbook.write(questionnaire))
    return workbook.read(file, needs)


# --- identity ----------------------------------------------------------------------------------


@pytest.mark.parametrize("source", RELEASED, ids=lambda folder: folder.parent.name)
def test_what_was_released_survives_the_way_to_excel_and_back_to_yaml(source: Path, tmp_path: Path) -> None:
    questionnaire = library.load(source)
    read = again(questionnaire, tmp_path)
    assert read == questionnaire
    writing.write(read, tmp_path / "new")
    assert library.load(tmp_path / "new") == questionnaire


@settings(max_examples=40)
@given(questionnaire=ANY)
def test_any_questionnaire_survives(questionnaire: Questionnaire, folder: Path) -> None:
    assert again(questionnaire, folder, folder / "needs.yaml") == questionnaire


@settings(max_examples=20)
@given(tree=ANY_TREES)
def test_any_tree_of_scores_survives(tree: Part, folder: Path) -> None:
    whole = {"written_fields": None, "files": ("all.yaml",), "needs": ANY_NEEDS}
    questionnaire = built(tree).model_copy(update=whole)
    if not lint.findings(questionnaire):
        assert again(questionnaire, folder, folder / "needs.yaml") == questionnaire


def test_the_same_questionnaire_gives_the_same_bytes_and_no_author(book: Book) -> None:
    assert workbook.write(book.questionnaire) == workbook.write(book.questionnaire)
    properties = openpyxl.load_workbook(book.file).properties
    assert not properties.creator
    assert not properties.lastModifiedBy
    assert properties.created == workbook.CREATED.replace(tzinfo=None)


@pytest.mark.parametrize(
    "words", ["=SUM(A1:A9)", "+49 531", "-3 Punkte", "@home", "=cmd|'/c calc'!A0", "'quoted"]
)
def test_what_looks_like_a_formula_stays_a_text(folder: Path, words: str) -> None:
    text = Text(de=words, en=words)
    questionnaire = a_questionnaire([a_question("q1", text=text, title=text)], fields=None, files=("a.yaml",))
    content = workbook.write(questionnaire)
    assert values(content, "survey")[1][DE] == words
    assert again(questionnaire, folder).question["q1"].text == text


def test_every_part_of_the_models_has_a_column() -> None:
    """A new field of a model must find a place in the workbook, else it would be refused when writing."""
    placed: dict[type[BaseModel], sheets.Table] = {
        Option: sheets.OPTION,
        Row: (*sheets.ROW, *sheets.REASON),
        Rating: sheets.RATING,
        Node: sheets.NODE,
        Gate: sheets.GATE,
        Scale: (*sheets.SCALE, *sheets.THRESHOLD),
        Asked: sheets.ENTRY,
        **dict.fromkeys(sheets.MODELS.values(), sheets.ENTRY),
    }
    elsewhere = {
        "id",
        "kind",
        "text",
        "levels",
        "options",
        "rows",
        "ratings",
        "not_applicable",
        "gates",
        "thresholds",
    }
    for model, table in placed.items():
        keys = {field.alias or name for name, field in model.model_fields.items()}
        assert keys - {column.key[0] for column in table} <= elsewhere, model


@pytest.mark.parametrize("odd", ["bell\x07", "a\rb", "a_x000D_b", "x" * 32_768])
def test_a_text_that_no_cell_can_hold_is_refused_when_it_is_written(odd: str) -> None:
    text = Text(de=odd, en="words")
    questionnaire = a_questionnaire([a_question("q1", title=text)], fields=None, files=("a.yaml",))
    with pytest.raises(ValueError, match="that a cell can hold, found"):
        workbook.write(questionnaire)


# --- as people fill it in ----------------------------------------------------------------------


def test_a_workbook_can_be_filled_in_by_hand(book: Book) -> None:
    """Numbers for ids, other spellings of headings and types, no titles, sheets for notes, empty rows."""
    survey = book.book["survey"]
    for cell in survey[1]:
        cell.value = {DE: "Label::de", EN: "label : English (en)", "check": " Check "}.get(
            str(cell.value), cell.value
        )
    book.put("survey", 2, "type", "begin group")
    book.put("choices", "daily", "points", "4")
    book.book.create_sheet("_notes").append(["anything", 1])
    survey.insert_rows(4, 3)
    read = book.read()
    assert read == book.questionnaire


def test_an_own_question_is_added_by_a_row_and_its_choices(book: Book) -> None:
    end = book.row("survey", "end_group")
    book.book["survey"].insert_rows(end)
    cells = {"type": "select_multiple tools", "name": "tools"}
    for heading, value in cells.items():
        book.put("survey", end, heading, value)
    for language, words in (
        ("Deutsch (de)", "Womit arbeiten Sie?"),
        ("English (en)", "What do you work with?"),
    ):
        book.put("survey", end, f"label::{language}", words)
    for name in (1, 2):
        book.add("choices", {"list_name": "tools", "name": name, DE: "Werkzeug", EN: "Tool"})
    question = book.read().question["tools"]
    assert (question.title.de, list(question.option)) == ("Womit arbeiten Sie?", ["1", "2"])


def test_without_files_every_section_has_its_own(book: Book) -> None:
    book.put("settings", 2, "files", None)
    assert book.read().files == ("facts.yaml", "people.yaml")


# --- pyxform -----------------------------------------------------------------------------------


def converted(content: bytes, folder: Path) -> Any:
    from pyxform.xls2xform import convert

    file = folder / "form.xlsx"
    file.write_bytes(content)
    return convert(str(file), validate=False)


@pytest.mark.parametrize("source", RELEASED, ids=lambda folder: folder.parent.name)
def test_tools_for_xlsform_accept_what_was_released(source: Path, tmp_path: Path) -> None:
    questionnaire = library.load(source)
    result = converted(workbook.write(questionnaire), tmp_path)
    assert result.warnings == []
    assert '<translation lang="Deutsch (de)" default="true()">' in result.xform
    assert '<translation lang="English (en)">' in result.xform
    assert f'id="{questionnaire.id}"' in result.xform


@settings(max_examples=15)
@given(questionnaire=ANY)
def test_tools_for_xlsform_accept_any_questionnaire(questionnaire: Questionnaire, folder: Path) -> None:
    converted(workbook.write(questionnaire), folder)


@pytest.mark.parametrize("words", ["Was kostet ein ${Rad}?", "${", "$ {x}"])
def test_a_text_is_never_taken_for_a_reference(words: str) -> None:
    assert "${" not in str(WORDS.write(words))
    assert WORDS.read(WORDS.write(words)) == words


def test_routing_reaches_tools_for_xlsform(book: Book, tmp_path: Path) -> None:
    form = converted(book.file.read_bytes(), tmp_path).xform
    assert "relevant=\" /data/facts/council  = 'present'\"" in form


# --- command -----------------------------------------------------------------------------------


def test_a_questionnaire_goes_to_excel_and_back_by_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, folder = tmp_path / "samm.xlsx", tmp_path / "samm"
    source = library.CONTENT / "samm" / "2.0"
    assert main(["export", str(source), str(file)]) == 0
    assert main(["import", str(file), str(folder)]) == 0
    assert capsys.readouterr().out.splitlines()[:2] == [f"samm@2.0: {file}", "samm@2.0: 90 questions"]
    assert library.load(folder) == library.load(source)


def test_nothing_is_overwritten_by_command_unless_that_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.xlsx"
    source = str(library.CONTENT / "readiness" / "1.0")
    file.write_text("precious")
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "precious.txt").write_text("precious")
    assert main(["export", source, str(file)]) == 2
    assert file.read_text() == "precious"
    assert main(["export", source, str(file), "--force"]) == 0
    assert main(["import", str(file), str(tmp_path / "new")]) == 2
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["precious.txt"]
    assert "--force" in capsys.readouterr().err
    assert main(["import", str(file), str(tmp_path / "new"), "--force"]) == 0


@pytest.mark.parametrize("arguments", [["import", "a.pdf", "folder"], ["export", "readiness", "a.csv"]])
def test_other_formats_are_refused_by_command(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert "expected a file that ends in .xlsx" in capsys.readouterr().err


def test_what_is_wrong_in_a_workbook_is_told_by_cell_on_the_command_line(
    book: Book, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    cell = book.put("survey", "plan", "weight", "viel")
    book.save()
    assert main(["import", str(book.file), str(tmp_path / "new")]) == 2
    assert f"{book.file}:{cell}: expected a number as weight, found 'viel'" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()
