"""Whatever stands in the files: it is refused by file and line, or it can be asked and scored to the end."""

import copy
import time
import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import reading
from questionnaires.answers import Answer
from questionnaires.definition import Questionnaire
from questionnaires.definition.kinds import Number, Several
from questionnaires.definition.questions import Question
from questionnaires.explain import explain
from questionnaires.library.source import MAX_SIZE, ContentError, read
from questionnaires.planning.priorities import priorities
from questionnaires.routing import check_answers, route
from questionnaires.scoring import score
from tests.questionnaires.folders import RICH, TINY, Folder, rich, tiny

Step = str | int


@dataclass(frozen=True)
class Original:
    """What is spoilt: the files of a folder, as text and as data."""

    folder: Path

    def __repr__(self) -> str:
        return self.folder.name

    @cached_property
    def texts(self) -> dict[str, str]:
        return {file.name: file.read_text(encoding="utf-8") for file in sorted(self.folder.glob("*.yaml"))}

    @cached_property
    def data(self) -> dict[str, Any]:
        return {name: yaml.safe_load(text) for name, text in self.texts.items()}

    @cached_property
    def places(self) -> list[tuple[Step, ...]]:
        return [(name, *path) for name, data in self.data.items() for path in paths(data) if path]


ORIGINALS = (Original(TINY), Original(RICH))
originals = st.sampled_from(ORIGINALS)
files = originals.flatmap(
    lambda original: st.tuples(st.just(original), st.sampled_from(list(original.texts)))
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    return tiny(tmp_path_factory.mktemp("any"))


def used(folder: Folder) -> None:
    """Loads what is there and takes all checks. Raises ContentError and nothing else."""
    questionnaire = folder.load()
    for check in questionnaire.check:
        for answers in _answers(questionnaire):
            check_answers(questionnaire, answers)
            path = route(questionnaire, answers, check)
            card = score(questionnaire, path)
            explain(questionnaire, path, card)
            assert len(priorities(questionnaire, card)) <= len(questionnaire.question)
            for root in card.roots:
                assert all(0 <= part.lower <= part.upper <= 1 for part in root.walk())
            if questionnaire.has_fields:
                found = reading.read(questionnaire, card)
                assert found.field is None or found.field in found.possible


def _answers(questionnaire: Questionnaire) -> Iterator[dict[str, Answer]]:
    questions = questionnaire.question.values()
    yield {}
    yield {question.id: Answer("dont_know") for question in questions}
    for place in (0, -1):
        chosen = {question.id: _chosen(question, place) for question in questions}
        yield chosen
        assert all(questionnaire.label(q, chosen[q.id]).de for q in questions)
        by_unit = {id_: answer for id_, answer in chosen.items() if id_ in questionnaire.asked_by_unit}
        yield chosen | {f"{id_}@here": answer for id_, answer in by_unit.items()}
    yield {q.id: Answer("not_applicable", q.not_applicable[0].id) for q in questions if q.not_applicable}


def _chosen(question: Question, place: int) -> Answer:
    """The first or the last answer that a question offers."""
    if isinstance(question, Number):
        return Answer(f"{question.limits[place]:.17g}")
    if isinstance(question, Several) and place:
        return Answer(" ".join(o.id for o in question.options if o.kind == "level" and not o.alone))
    return Answer(question.options[place].id if question.options else "some words")


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


@given(text=MARKS, position=st.integers(0, 3000), chosen=files)
def test_any_text_anywhere_in_a_file_is_used_or_refused(
    folder: Folder, text: str, position: int, chosen: tuple[Original, str]
) -> None:
    original, name = chosen
    whole = original.texts[name]
    spoilt = whole[:position] + text + whole[position:]
    for file, content in original.texts.items():
        (folder / file).write_text(spoilt if file == name else content, encoding="utf-8")
    with suppress(ContentError):
        used(folder)


# --- any data ----------------------------------------------------------------------------------

WORDS = st.sampled_from(
    [
        *("", "id", "plan", "learn", "council", "share", "dont_know", "2/3", "1/0", "de", "\x85", "ä"),
        *("guard", "grid", "defence", "constant", "from", "staged", "units", "several", "number", "how_far"),
    ]
)
scalars = st.none() | st.booleans() | st.integers(-2, 5) | st.floats() | WORDS | st.dates()
anything = st.recursive(
    scalars, lambda x: st.lists(x, max_size=3) | st.dictionaries(WORDS, x, max_size=3), max_leaves=6
)


def written(folder: Folder, data: Mapping[str, Any]) -> None:
    for name, content in data.items():
        (folder / name).write_text(
            yaml.dump(content, Dumper=yaml.CSafeDumper, allow_unicode=True), encoding="utf-8"
        )


@given(data=anything, chosen=files)
def test_any_data_in_place_of_a_file_is_refused(
    folder: Folder, data: Any, chosen: tuple[Original, str]
) -> None:
    original, name = chosen
    written(folder, original.data | {name: data})
    with suppress(ContentError):
        used(folder)


def paths(data: Any, path: tuple[Step, ...] = ()) -> Iterator[tuple[Step, ...]]:
    """All places of nested data, from the top."""
    yield path
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, part in entries:
        yield from paths(part, (*path, step))


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


def spoilt(
    original: Original,
) -> st.SearchStrategy[tuple[Original, list[tuple[tuple[Step, ...], Change, Any]]]]:
    """Up to three changes: where, what, and with which value or part of the same questionnaire."""
    places = st.sampled_from(original.places)
    parts = places.map(lambda path: copy.deepcopy(at(original.data, path)))
    changes = st.tuples(places, st.sampled_from(CHANGES), anything | parts)
    return st.tuples(st.just(original), st.lists(changes, min_size=1, max_size=3))


@given(change=originals.flatmap(spoilt))
def test_content_spoilt_in_any_way_is_refused_or_can_be_used(
    folder: Folder, change: tuple[Original, list[tuple[tuple[Step, ...], Change, Any]]]
) -> None:
    """Parts put elsewhere, taken away, doubled or replaced by anything: what loads can also be scored."""
    original, changes = change
    data = copy.deepcopy(original.data)
    for path, how, value in changes:
        with suppress(LookupError, TypeError, ValueError):  # an earlier change took the place away
            how(data, path, value)
    written(folder, data)
    with suppress(ContentError):
        used(folder)


NUMBERS = [
    (original, path)
    for original in ORIGINALS
    for path in original.places
    if isinstance(at(original.data, path), int | float) and not isinstance(at(original.data, path), bool)
]


@given(
    place=st.sampled_from(NUMBERS),
    number=st.floats() | st.integers() | st.sampled_from([1e308, -1e308, 5e-324, 1e-9, 10**400]),
)
def test_any_number_in_place_of_another_is_refused_or_can_be_used(
    folder: Folder, place: tuple[Original, tuple[Step, ...]], number: float
) -> None:
    """Also the largest and the smallest there are."""
    original, path = place
    data = copy.deepcopy(original.data)
    put(data, path, number)
    written(folder, data)
    with suppress(ContentError):
        used(folder)


@pytest.mark.parametrize("make", [tiny, rich])
def test_what_was_not_spoilt_can_be_used(tmp_path: Path, make: Callable[[Path], Folder]) -> None:
    used(make(tmp_path))


def test_a_folder_without_anything_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError):
        used(Folder(tmp_path))


# --- how much it may take ----------------------------------------------------------------------


def large(questions: int) -> str:
    """A page for each of so many questions, all but the first asked by a rule."""
    facts = ", ".join(f"{{fact: q{n}, at_least: 1}}" for n in range(2))
    words = '{de: "Wort", en: "word"}'
    levels = ", ".join([words] * 5)
    return "sections:\n" + "".join(
        f"  - id: page{n}\n    title: {words}\n    questions:\n      - id: q{n}\n        title: {words}\n"
        f"        levels: [{levels}]\n" + (f"        ask_if: {{all: [{facts}]}}\n" if n > 1 else "")
        for n in range(questions)
    )


def test_a_large_questionnaire_takes_neither_long_nor_much_memory(tmp_path: Path) -> None:
    """A hundred and fifty questions, twice as many as are asked today."""
    folder = tiny(tmp_path)
    (folder / "second.yaml").write_text(large(150), encoding="utf-8")
    below = ", ".join(f"q{n}" for n in range(150))
    folder.replace("questionnaire.yaml", "children: [plan, learn]", f"children: [{below}]")
    folder.replace("questionnaire.yaml", "question: plan", "question: q0")
    start = time.perf_counter()
    assert len(folder.load().question) == 152
    assert time.perf_counter() - start < 10
    tracemalloc.start()
    folder.load()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 50 * MAX_SIZE
