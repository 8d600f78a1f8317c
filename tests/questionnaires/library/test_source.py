"""Content files: read safely, with the line of every part, and refused with what was expected."""

import os
import time
import tracemalloc
from pathlib import Path

import pytest
from pydantic import RootModel

from questionnaires.library import source
from questionnaires.library.source import ContentError, Document, Place, Problem, read
from questionnaires.library.telling import named
from questionnaires.text import Frozen, Text
from tests.questionnaires.folders import Folder, Mistake, tiny


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return tiny(tmp_path)


def document(folder: Path, content: str | bytes) -> Document:
    file = folder / "file.yaml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(file)


def refused(folder: Path, content: str | bytes) -> tuple[int, str]:
    with pytest.raises(ContentError) as refusal:
        document(folder, content)
    (problem,) = refusal.value.problems
    assert problem.place.file == folder / "file.yaml"
    return problem.place.line, problem.message


QUOTES = (
    "; put texts in double quotes; inside them use typographic ones; the quotation may begin a line earlier"
)


# --- files -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        ("a: 1\nb: [1, 2\n", 3, "not readable as YAML: did not find expected ',' or ']'"),
        ("a: 1\n\tb: 2\n", 2, "not readable as YAML: a tab stands here: indent with spaces"),
        ("a:\n  - b: 1\n \t  c: 2\n", 3, "not readable as YAML: a tab stands here: indent with spaces"),
        ("a: 1\nb: 2: 3\n", 2, "not readable as YAML: mapping values are not allowed"),
        ("a: 'x\n", 2, "not readable as YAML: found unexpected end of stream"),
        ("a: {de: Rat: ja, en: x}\n", 1, QUOTES),
        ('a: {de: "Ihr "eigener" Betrieb", en: "x"}\n', 1, QUOTES),
        ('a: {de: "x", en: "y}\nb: {de: "x", en: "y"}\n', 2, QUOTES),
        ("a: b: c\n", 1, QUOTES),
        ("a: `x`\n", 1, QUOTES),
        ("a: 'it's mine'\n", 1, QUOTES),
        ("a: {b: 0,75}\n", 1, "a number has a point and no comma, such as 0.75"),
        ("a: 1\n---\nb: 2\n", 2, "not readable as YAML: but found another document"),
        ("a: \x01\n", 1, "not readable as YAML: unacceptable character"),
        ("a: 1\nb: !!python/object/apply:os.system [ls]\n", 2, "no anchors (&), aliases (*) and tags (!)"),
        ("a: !!python/name:os.system\n", 1, "no anchors (&), aliases (*) and tags (!)"),
        ("a: !secret x\n", 1, "no anchors (&), aliases (*) and tags (!)"),
        ("a: !!binary x\n", 1, "no anchors (&), aliases (*) and tags (!)"),
        ("a: &x 1\nb: *x\n", 1, "no anchors (&), aliases (*) and tags (!)"),
        ("a: &x [*x]\n", 1, "no anchors (&), aliases (*) and tags (!)"),
        ("a: 1\nb: {<<: {c: 1}}\n", 2, "expected a text as key"),
        ("a: 1\n1: 2\n", 2, "expected a text as key"),
        ("a: 1\nno: 2\n", 2, "expected a text as key"),
        ("a: 1\n? [b]\n: 2\n", 2, "expected a text as key"),
        ("a: 1\nb: 2\na: 3\n", 3, "expected the key 'a' once"),
        ("a:\n  - {b: 1, c: 2}\n  - {b: 1, b: 2}\n", 3, "expected the key 'b' once"),
        ("a: 1\nb: 2027-02-30\n", 2, "not readable as YAML: day is out of range for month"),
        ("a: " + "9" * 5000, 1, "not readable as YAML: Exceeds the limit"),
        (b"a: 1\nb: 2\nc: gr\xfc\xdf\n", 3, "expected UTF-8 text"),
        ("a: 1".encode("utf-16"), 1, "expected UTF-8 text"),
    ],
)
def test_what_is_no_plain_yaml_is_refused_with_its_line(
    tmp_path: Path, content: str | bytes, line: int, says: str
) -> None:
    found_line, message = refused(tmp_path, content)
    assert says in message
    assert found_line == line


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "content", [BOMB, "[" * 100_000, "{a: " * 100_000, "- " * 100_000, "a:\n" + " " * 10**6]
)
def test_a_file_that_means_harm_is_refused_at_once(tmp_path: Path, content: str) -> None:
    """Nine aliases of nine aliases of nine ...: 400 bytes that stand for a billion texts."""
    start = time.perf_counter()
    with pytest.raises(ContentError):
        document(tmp_path, content).as_(Text)
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize("content", ["- \n" * 110_000, "- {a: {b: c}}\n" * 30_000])
def test_a_file_of_very_many_parts_is_refused_before_it_fills_the_memory(
    tmp_path: Path, content: str
) -> None:
    file = tmp_path / "file.yaml"
    file.write_text(content, encoding="utf-8")
    tracemalloc.start()
    with pytest.raises(ContentError, match=f"expected at most {source.MAX_PARTS:,} parts in one file"):
        read(file)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5 * source.MAX_SIZE


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    _, message = refused(tmp_path, "# " + "x" * source.MAX_SIZE)
    assert message.endswith("(it is larger than 1,000,000 bytes; divide it into several files)")
    assert document(tmp_path, "# " + "x" * (source.MAX_SIZE - 2)).data is None


def test_what_has_no_end_is_not_waited_for(tmp_path: Path) -> None:
    """A head may name any file; a device or a pipe would be read for ever."""
    os.mkfifo(tmp_path / "pipe")
    for endless in (Path("/dev/zero"), tmp_path / "pipe"):
        with pytest.raises(ContentError, match=r"expected this file, it cannot be read \(it is no file\)"):
            read(endless)


def test_a_file_that_is_not_there_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"gone\.yaml:1: expected this file, it is not there"):
        read(tmp_path / "gone.yaml")


@pytest.mark.parametrize("name", ["", "a\0b", "x" * 5000])
def test_what_cannot_be_opened_is_told_and_no_accident(tmp_path: Path, name: str) -> None:
    with pytest.raises(ContentError, match=r":1: expected this file, it cannot be read"):
        read(tmp_path / name)


@pytest.mark.parametrize("content", ["", "# nothing yet\n", "---\n", "null\n"])
def test_an_empty_file_is_no_content(tmp_path: Path, content: str) -> None:
    with pytest.raises(ContentError, match=r"file\.yaml:1: the file: expected keys with values"):
        document(tmp_path, content).as_(Text)


@pytest.mark.parametrize("content", ["- de: a\n- en: b\n", "just words\n", "3\n"])
def test_a_list_or_a_word_in_place_of_keys_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(ContentError, match=r"file\.yaml:1: the file: expected keys with values"):
        document(tmp_path, content).as_(Text)


def test_a_byte_order_mark_from_windows_does_no_harm(tmp_path: Path) -> None:
    assert document(tmp_path, b"\xef\xbb\xbfde: a\nen: b\n").as_(Text) == Text(de="a", en="b")


# --- places ------------------------------------------------------------------------------------


def test_a_part_is_told_by_its_id_and_by_those_around_it_that_are_needed() -> None:
    option = {"id": "daily", "text": {"de": "Täglich"}}
    row = {"id": "r1", "not_applicable": [{"id": "why"}]}
    question = {"id": "plan", "options": [{"id": 3}, option], "rows": [row]}
    data = {
        "sections": [{"id": "page", "questions": [question]}],
        "tree": [{"id": "top", "children": [{"id": "part", "gates": [{"level": 0}]}, "plan"]}],
    }
    page: tuple[str | int, ...] = ("sections", 0)
    plan = (*page, "questions", 0)
    assert {path: named(data, path) for path in TOLD} == TOLD
    assert named(data, (*page, "title")) == "section page, title"
    assert named(data, (*plan, "ask_if")) == "question plan, ask_if"
    assert named(data, (*plan, "options", 0, "id")) == "question plan, options.0.id"
    assert named(data, (*plan, "options", 1, "text", "en")) == "question plan, option daily, text.en"
    assert (
        named(data, (*plan, "rows", 0, "not_applicable", 0, "text"))
        == "question plan, row r1, reason why, text"
    )
    assert named(data, ("tree", 0, "children", 0, "gates", 0, "level")) == "node part, gates.0.level"
    assert named(data, ("tree", 0, "children", 1)) == "node top, children.1"


TOLD: dict[tuple[str | int, ...], str] = {
    (): "",
    ("policy", "target"): "policy.target",
    ("tree", 7): "tree.7",
    ("version", "major"): "version.major",
}


class Part(Frozen):
    id: str
    title: Text


class Parts(RootModel[tuple[Part, ...]]):
    pass


PARTS = """\
# a comment
- id: one
  title: {de: "eins",
          en: "one"}
- {id: two, title: {de: "zwei", en: "two"}}
"""


def test_every_part_knows_the_line_on_which_it_begins(tmp_path: Path) -> None:
    file = tmp_path / "file.yaml"
    found = document(tmp_path, PARTS)
    lines = {
        path: found.place(path).line
        for path in [(0,), (0, "title"), (0, "title", "en"), (1,), (1, "title", "de")]
    }
    assert list(lines.values()) == [2, 3, 4, 5, 5]
    assert found.place() == Place(file, 1)
    assert str(found.place((1,))) == f"{file}:5"


def test_what_is_not_there_has_the_place_of_what_is_around_it(tmp_path: Path) -> None:
    found = document(tmp_path, PARTS)
    assert found.place((1, "title", "fr")).line == 5
    assert found.place((0, "hint", "de")).line == 2
    assert found.place((7,)).line == 1


def test_all_problems_of_a_file_are_told_in_the_order_of_its_lines(tmp_path: Path) -> None:
    content = '- id: 1\n  title: {de: "eins"}\n- id: two\n  titel: {de: "zwei", en: "two"}\n'
    with pytest.raises(ContentError) as refusal:
        document(tmp_path, content).as_(Parts)
    assert [(problem.place.line, problem.message) for problem in refusal.value.problems] == [
        (1, "0.id: expected a text in quotes (found 1)"),
        (2, "0.title.en: expected a value, found none"),
        (3, "1.title: expected a value, found none"),
        (4, "1.titel: unknown key; is it misspelt?"),
    ]


def test_a_refusal_reads_as_one_line_for_each_problem() -> None:
    problems = [Problem(Place(Path("b.yaml"), 2), "second"), Problem(Place(Path("a.yaml"), 9), "first")]
    assert str(ContentError(problems)) == "a.yaml:9: first\nb.yaml:2: second"


def test_entries_of_a_list_are_found_by_their_ids(folder: Folder) -> None:
    found = read(folder / "second.yaml")
    assert {id_: place.line for id_, place in found.ids("questions").items()} == {
        "plan": folder.line_of("second.yaml", "- id: plan"),
        "learn": folder.line_of("second.yaml", "- id: learn"),
    }
    assert found.ids("nothing") == {}


# --- what the models refuse --------------------------------------------------------------------


@pytest.mark.parametrize("mistake", Mistake.all_of("mistakes_in_parts.yaml"), ids=str)
def test_a_mistake_in_a_part_is_told_with_file_line_and_what_was_expected(
    folder: Folder, mistake: Mistake
) -> None:
    told, expected = mistake.places(folder)
    assert told == [expected]


def test_one_mistake_is_told_once(folder: Folder) -> None:
    """A list is not called too short, and no other kind of fact is asked for, because one part is wrong."""
    folder.replace("second.yaml", ', en: "There are notes."', "")
    folder.replace("first.yaml", "fact: {min: 1, max: 100}", "fact: [24.5]")
    assert len(folder.problems()) == 2
    folder.replace("questionnaire.yaml", 'title: {de: "Arbeit", en: "Work"}', "")
    assert len(folder.problems()) == 1  # without a head, nobody knows the other files


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("questionnaire.yaml", "children: [share]", "missing: skip, children: [share]"),
        ("questionnaire.yaml", "children: [share]", "hidden: [zero], children: [share]"),
        ("questionnaire.yaml", "children: [share]", "not_applicable: {constant: a}, children: [share]"),
        ("questionnaire.yaml", "children: [share]", "aggregate: average, children: [share]"),
        ("questionnaire.yaml", "children: [plan, learn]", "children: [plan, [learn]]"),
        ("second.yaml", "check: full", "check: full\n        kind: tickbox"),
        ("second.yaml", "id: daily, value: 4", "id: daily, value: four"),
    ],
)
def test_what_may_be_written_in_several_ways_is_refused_once(
    folder: Folder, file: str, old: str, new: str
) -> None:
    """One problem in the author's words: not one for each way in which it might have been meant."""
    folder.replace(file, old, new)
    (problem,) = folder.problems()
    assert "expected" in problem.message
    assert not [
        noise for noise in ("literal[", "iscriminator", "Constant", "tuple") if noise in problem.message
    ]


def test_problems_of_several_files_are_told_together(folder: Folder) -> None:
    folder.replace("first.yaml", "fact: percent", "facts: percent")
    (folder / "second.yaml").write_text("sections: [\n", encoding="utf-8")
    (folder / "needs.yaml").unlink()
    told = {problem.place.file.name for problem in folder.problems()}
    assert told == {"first.yaml", "second.yaml", "needs.yaml"}


def test_a_file_named_in_the_head_must_be_there(folder: Folder) -> None:
    folder.replace("questionnaire.yaml", "[first.yaml, second.yaml]", "[first.yaml, third.yaml]")
    (problem,) = folder.problems()
    assert str(problem).endswith("third.yaml:1: expected this file, it is not there")


def test_the_tiny_questionnaire_itself_is_free_of_mistakes(folder: Folder) -> None:
    assert folder.problems() == []
    assert list(folder.load().question) == ["council", "share", "plan", "learn"]
