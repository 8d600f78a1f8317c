"""Whatever lines a survey file has: it is taken over, or refused by line."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.definition import Questionnaire
from questionnaires.exchange import limesurvey
from questionnaires.library.source import ContentError
from tests.questionnaires.exchange.surveys import FIXTURES, HEAD, points

WORKS = (FIXTURES / "works.txt").read_text(encoding="utf-8-sig")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any")


def used(folder: Path, text: str) -> None:
    """Reads it; what is taken over can be answered and scored."""
    file = folder / "any.txt"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    with suppress(ContentError):
        questionnaire = limesurvey.read(file)
        for given in _answers(questionnaire):
            points(questionnaire, **given)


def _answers(questionnaire: Questionnaire) -> Iterator[dict[str, object]]:
    yield {}
    yield {question.id: "dont_know" for question in questionnaire.question.values()}
    yield {q.id: q.options[-1].id for q in questionnaire.question.values() if q.options}


WORDS = "S SL G Q SQ A L M F 1 5 N 0 de en fr Q1 A1 -3 x Y language assessments"
ODD = ["", 'Q1 == "A1"', "{Q1}", "<p>", '"', "9" * 20, "ä\x00", "\r"]
CELLS = st.sampled_from([*WORDS.split(), *ODD])
LINES = st.lists(CELLS, max_size=9).map("\t".join)


@given(lines=st.lists(LINES, max_size=12))
def test_random_lines_are_taken_over_or_refused(folder: Path, lines: list[str]) -> None:
    used(folder, "\n".join([HEAD, *lines]))


@given(text=st.text(max_size=200))
def test_random_text_is_refused(folder: Path, text: str) -> None:
    used(folder, text)


def _replaced(lines: list[str], place: int, cell: int, words: str) -> None:
    cells = lines[place % len(lines)].split("\t")
    cells[cell % len(cells)] = words
    lines[place % len(lines)] = "\t".join(cells)


def _swapped(lines: list[str], place: int, cell: int, _: str) -> None:
    a, b = place % len(lines), cell % len(lines)
    lines[a], lines[b] = lines[b], lines[a]


def _dropped(lines: list[str], place: int, _: int, __: str) -> None:
    del lines[place % len(lines)]


def _doubled(lines: list[str], place: int, cell: int, _: str) -> None:
    lines.insert(cell % len(lines), lines[place % len(lines)])


Change = Callable[[list[str], int, int, str], None]
PLACES = st.integers(0, 99)
CHANGES: list[Change] = [_replaced, _replaced, _swapped, _dropped, _doubled]


@given(
    changes=st.lists(
        st.tuples(st.sampled_from(CHANGES), PLACES, PLACES, CELLS | st.text(max_size=9)),
        min_size=1,
        max_size=3,
    )
)
def test_a_spoilt_survey_is_taken_over_or_refused(
    folder: Path, changes: list[tuple[Change, int, int, str]]
) -> None:
    lines = WORKS.splitlines()
    for change, place, cell, words in changes:
        change(lines, place, cell, words)
    used(folder, "\n".join(lines))
