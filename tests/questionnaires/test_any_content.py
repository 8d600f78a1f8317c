"""Whatever stands in the files: it is refused by file and line, or it can be asked and scored to the end."""

import copy
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import reading
from questionnaires.answers import Answer
from questionnaires.definition import Questionnaire
from questionnaires.priorities import priorities
from questionnaires.routing import check_answers, route
from questionnaires.scoring import score
from questionnaires.source import ContentError, read
from tests.questionnaires.folders import TINY, Folder, tiny

FILES = ("questionnaire.yaml", "first.yaml", "second.yaml", "needs.yaml")
TEXTS = {name: (TINY / name).read_text(encoding="utf-8") for name in FILES}
DATA: dict[str, Any] = {name: yaml.safe_load(text) for name, text in TEXTS.items()}
Step = str | int


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    return tiny(tmp_path_factory.mktemp("any"))


def used(folder: Folder) -> None:
    """Loads what is there and takes both checks. Raises ContentError and nothing else."""
    questionnaire = folder.load()
    for check in questionnaire.check:
        for answers in _answers(questionnaire):
            check_answers(questionnaire, answers)
            path = route(questionnaire, answers, check)
            card = score(questionnaire, path)
            found = reading.read(questionnaire, card)
            assert found.field is None or found.field in found.possible
            assert len(priorities(questionnaire, card)) <= len(questionnaire.question)


def _answers(questionnaire: Questionnaire) -> Iterator[dict[str, Answer]]:
    questions = questionnaire.question.values()
    yield {}
    yield {question.id: Answer("dont_know") for question in questions}
    for place in (0, -1):
        yield {question.id: Answer(question.options[place].id) for question in questions}
    yield {q.id: Answer("not_applicable", q.not_applicable[0].id) for q in questions if q.not_applicable}


# --- any text ----------------------------------------------------------------------------------

MARKS = st.text(alphabet="{}[]:,-&*!|>'\"#% \n\tab01~<?=@`.", max_size=40)


@given(content=st.text(max_size=40).map(str.encode) | MARKS.map(str.encode) | st.binary(max_size=40))
def test_any_text_is_read_or_refused(folder: Folder, content: bytes) -> None:
    file = folder / "any.yaml"
    file.write_bytes(content)
    try:
        found = read(file)
    except ContentError as refusal:
        (problem,) = refusal.problems
        assert problem.place.file == file
    else:
        assert all(
            1 <= line <= content.count(b"\n") + content.count(b"\r") + 1 for line in found.lines.values()
        )


@given(text=MARKS, position=st.integers(0, 3000), name=st.sampled_from(FILES))
def test_any_text_anywhere_in_a_file_is_used_or_refused(
    folder: Folder, text: str, position: int, name: str
) -> None:
    spoilt = TEXTS[name][:position] + text + TEXTS[name][position:]
    for file in FILES:
        (folder / file).write_text(spoilt if file == name else TEXTS[file], encoding="utf-8")
    with suppress(ContentError):
        used(folder)


# --- any data ----------------------------------------------------------------------------------

WORDS = st.sampled_from(
    ["", "id", "plan", "learn", "council", "share", "dont_know", "2/3", "1/0", "de", "\x85", "ä"]
)
scalars = st.none() | st.booleans() | st.integers(-2, 5) | st.floats() | WORDS | st.dates()
anything = st.recursive(
    scalars, lambda x: st.lists(x, max_size=3) | st.dictionaries(WORDS, x, max_size=3), max_leaves=6
)


def written(folder: Folder, data: Mapping[str, Any]) -> None:
    for name in FILES:
        (folder / name).write_text(
            yaml.dump(data[name], Dumper=yaml.CSafeDumper, allow_unicode=True), encoding="utf-8"
        )


@given(data=anything, name=st.sampled_from(FILES))
def test_any_data_in_place_of_a_file_is_refused(folder: Folder, data: Any, name: str) -> None:
    written(folder, DATA | {name: data})
    with suppress(ContentError):
        used(folder)


def paths(data: Any, path: tuple[Step, ...] = ()) -> Iterator[tuple[Step, ...]]:
    """All places of nested data, from the top."""
    yield path
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, part in entries:
        yield from paths(part, (*path, step))


PLACES = [(name, *path) for name in FILES for path in paths(DATA[name]) if path]


def at(data: Any, path: tuple[Step, ...]) -> Any:
    for step in path:
        data = data[step]
    return data


def put(data: Any, path: tuple[Step, ...], value: Any) -> None:
    at(data, path[:-1])[path[-1]] = value


def remove(data: Any, path: tuple[Step, ...], _: Any) -> None:
    del at(data, path[:-1])[path[-1]]


def add(data: Any, path: tuple[Step, ...], value: Any) -> None:
    around = at(data, path[:-1])
    if isinstance(around, list):
        around.append(value)
    else:
        around[str(value)[:9]] = value


def double(data: Any, path: tuple[Step, ...], _: Any) -> None:
    around = at(data, path[:-1])
    if isinstance(around, list):
        around.append(copy.deepcopy(around[int(path[-1])]))


Change = Callable[[Any, tuple[Step, ...], Any], None]
CHANGES: list[Change] = [put, put, remove, add, double]
parts = st.sampled_from(PLACES).map(lambda path: copy.deepcopy(at(DATA, path)))


@given(
    changes=st.lists(
        st.tuples(st.sampled_from(PLACES), st.sampled_from(CHANGES), anything | parts), min_size=1, max_size=3
    )
)
def test_content_spoilt_in_any_way_is_refused_or_can_be_used(
    folder: Folder, changes: list[tuple[tuple[Step, ...], Change, Any]]
) -> None:
    """Parts put elsewhere, taken away, doubled or replaced by anything: what loads can also be scored."""
    spoilt = copy.deepcopy(DATA)
    for path, change, value in changes:
        with suppress(LookupError, TypeError, ValueError):  # an earlier change took the place away
            change(spoilt, path, value)
    written(folder, spoilt)
    with suppress(ContentError):
        used(folder)


def test_what_was_not_spoilt_can_be_used(folder: Folder) -> None:
    written(folder, DATA)
    used(folder)


def test_a_folder_without_anything_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError):
        used(Folder(tmp_path))
