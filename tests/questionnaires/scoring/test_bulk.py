"""Very many runs at once: the numbers of each are those it would get by itself."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import library
from questionnaires.answers import Answer, Answers
from questionnaires.definition import Questionnaire
from questionnaires.definition.tree import Named, Rounding
from questionnaires.routing import UnknownAnswer, route
from questionnaires.scoring import bulk, joining, score
from questionnaires.scoring.bulk import columns, rescoring
from questionnaires.scoring.bulk.joining import AGGREGATES, rounded
from questionnaires.scoring.bulk.parts import STAND_INS
from questionnaires.scoring.scorecard import Score
from tests.questionnaires.assorted import answers_to, assorted
from tests.questionnaires.builders import (
    WHY_NOT,
    WORDS,
    a_node,
    a_question,
    a_questionnaire,
    an_option,
    answers,
    level_question,
)
from tests.questionnaires.trees import Filled, trees

MODELS = sorted(file.parent for file in library.CONTENT.glob(f"*/*/{library.HEAD}"))
RANDOMS = st.integers(0, 2**32).map(Random)
Numbers = tuple[Any, ...]


def of_one(found: Score) -> Numbers:
    level = (found.level.low, found.level.high) if found.level else (-1, -1)
    bounds = (found.coverage, found.lower, found.upper)
    return (found.value, *bounds, found.state, *level, found.published)


def of_many(column: bulk.Column) -> Iterator[Numbers]:
    """The numbers of one part, run by run."""
    bounds = (column.coverage, column.lower, column.upper)
    states = (bulk.STATES[state] if state >= 0 else None for state in column.state.tolist())
    values = (None if value != value else value for value in column.value.tolist())
    levels = (column.low.tolist(), column.high.tolist())
    rest = (column.published.tolist(),)
    return zip(values, *(b.tolist() for b in bounds), states, *levels, *rest, strict=True)


def differences(questionnaire: Questionnaire, runs: Sequence[Answers], check: str) -> list[Any]:
    """Every number that is not exactly that of the run by itself."""
    table = bulk.rescore(questionnaire, bulk.Answered.of(questionnaire, runs), check)
    cards = [score(questionnaire, route(questionnaire, run, check)) for run in runs]
    pairs = [
        (id_, card, of_it) for id_ in table for card, of_it in zip(cards, of_many(table[id_]), strict=True)
    ]
    missing = [id_ for id_, card, of_it in pairs if id_ not in card and of_it[4] is not None]
    return missing + [
        (id_, of_it, of_one(card.node(id_)))
        for id_, card, of_it in pairs
        if id_ in card and of_it != of_one(card.node(id_))
    ]


# --- the same numbers ------------------------------------------------------------------------------


@given(random=RANDOMS)
def test_many_runs_at_once_have_the_numbers_of_each_by_itself(random: Random) -> None:
    questionnaire = assorted(random)
    runs = [answers_to(questionnaire, random, gaps=random.choice((0, 0.3, 0.9))) for _ in range(12)]
    for check in questionnaire.check:
        assert differences(questionnaire, runs, check) == []


EVERY_TREE = trees(
    aggregates=[name for name in AGGREGATES if name not in {"staged", "units", "none"}],
    missing=get_args(Named),
)


@given(tree=EVERY_TREE)
def test_every_tree_of_levels_has_the_numbers_of_a_run_by_itself(tree: Any) -> None:
    filled = Filled(tree)
    runs = [
        answers(" ".join(words)) for words in (filled.words, filled.words[::-1], ["4"] * len(filled.words))
    ]
    assert differences(filled.questionnaire, runs, "short") == []


@pytest.mark.parametrize("folder", MODELS, ids=lambda folder: folder.parent.name)
def test_every_model_has_the_same_numbers_at_once_and_one_by_one(folder: Path) -> None:
    model, random = library.load(folder), Random(20260101)
    runs = [answers_to(model, random, gaps) for gaps in (0, 0, 0.1, 0.3, 0.6, 0.9, 1) for _ in range(4)]
    for check in model.check:
        assert differences(model, runs, check) == []


@given(
    points=st.lists(st.floats(-100, 100) | st.integers(-2000, 2000).map(lambda n: n / 8), min_size=1),
    mode=st.sampled_from(("truncate", "half_away", "half_even")),
    digits=st.integers(0, 9),
)
def test_columns_are_rounded_as_decimals_are(points: list[float], mode: Any, digits: int) -> None:
    rounding = Rounding(mode=mode, digits=digits)
    found = rounded(np.array(points), rounding)
    assert found.tolist() == [joining.rounded(number, rounding) for number in points]


def test_there_is_a_way_for_many_runs_for_every_way_of_joining() -> None:
    assert set(AGGREGATES) == set(joining.AGGREGATES)
    assert {name for name, join in AGGREGATES.items() if join is None} == {"none"}


def test_there_is_a_stand_in_for_many_runs_for_every_policy() -> None:
    assert set(STAND_INS) == {*get_args(Named), "constant"}


# --- columns ---------------------------------------------------------------------------------------


def test_runs_may_come_in_any_number_of_batches_and_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    readiness, random = library.released("readiness", "1.0"), Random(7)
    runs = [answers_to(readiness, random) for _ in range(11)]
    monkeypatch.setattr(columns, "BATCH", 3)
    monkeypatch.setattr(rescoring, "BLOCK", 4)
    assert differences(readiness, runs, "full") == []


def test_runs_are_read_once_one_after_the_other() -> None:
    tiny = a_questionnaire([a_question("q1")])
    answered = bulk.Answered.of(tiny, (answers(word) for word in ("4", "dk", "-")))
    assert answered.runs == 3
    assert bulk.rescore(tiny, answered, "short")["q1"].value.tolist()[0] == 1


def test_no_runs_make_an_empty_table() -> None:
    tiny = a_questionnaire([a_question("q1")])
    table = bulk.rescore(tiny, bulk.Answered.of(tiny, []), "short")
    assert [len(table[id_].value) for id_ in table] == [0, 0]
    assert list(table) == ["readiness", "q1"]


def test_a_choice_that_a_question_does_not_offer_is_refused_by_name() -> None:
    tiny = a_questionnaire([a_question("q1")])
    with pytest.raises(UnknownAnswer, match="q1: no option '5'"):
        bulk.Answered.of(tiny, [answers("5")])


def test_reasons_and_notes_make_no_difference() -> None:
    tiny = a_questionnaire([a_question("q1"), a_question("q2")])
    runs = [{"q1": Answer("3", note="nearly"), "q2": Answer("not_applicable", "no_such_thing")}]
    assert len(bulk.Answered.of(tiny, [*runs, answers("3 dk")]).given["q1"].answers) == 1
    assert differences(tiny, runs, "short") == []


def test_an_answer_that_follows_from_another_counts_though_nobody_wrote_it() -> None:
    first = a_question("q1", options=[an_option("no", value=0, sets={"q2": "1"}), an_option("yes", value=4)])
    tiny = a_questionnaire([first], [a_question("q2")])
    table = bulk.rescore(
        tiny, bulk.Answered.of(tiny, [answers("no"), answers("yes"), answers("no 4")]), "short"
    )
    assert table["q2"].coverage.tolist() == [1, 0, 1]
    assert table["readiness"].lower.tolist() == [0.125, 0.5, 0.125]


def test_a_run_whose_teams_answered_for_themselves_has_the_numbers_of_its_teams() -> None:
    teams = a_node("teams", a_node("practice", "q2"), aggregate="units")
    model = a_questionnaire([a_question("q1"), a_question("q2")], tree=[a_node("root", "q1", teams)])
    runs = [answers("2 4"), answers(q1="2") | {"q2@A": Answer("4"), "q2@B": Answer("1")}]
    table = bulk.rescore(model, bulk.Answered.of(model, runs), "short")
    assert table["teams"].value.tolist() == [1, 0.625]
    assert table["root"].value.tolist() == [0.75, 0.5625]
    assert [table[id_].state.tolist()[1] for id_ in ("practice", "q2")] == [-1, -1]
    assert differences(model, runs, "short") == []


def test_two_ratings_of_one_item_are_one_item_that_does_not_apply() -> None:
    ratings = [{"id": id_, "title": WORDS} for id_ in ("plan", "do")]
    rated = a_question("r", kind="rated", ratings=ratings, not_applicable=[{"id": WHY_NOT, "text": WORDS}])
    gate = {"level": 1, "not_applicable_at_most": 1}
    tree = [a_node("root", "r", "q1", "q2", gates=[gate])]
    model = a_questionnaire([rated, level_question("q1"), level_question("q2")], tree=tree)
    runs = [answers(**{"r.plan": "na", "r.do": "na", "q1": q1, "q2": "4"}) for q1 in ("4", "na")]
    assert bulk.rescore(model, bulk.Answered.of(model, runs), "short")["root"].high.tolist() == [4, 0]
    assert differences(model, runs, "short") == []


def test_a_sum_of_what_does_not_apply_stands_in_its_parents_points() -> None:
    """2 points of 1 to 3 are a half: an empty sum has the range that its questions share."""
    options = [an_option("few", value=1), an_option("many", value=3)]
    reasons = [{"id": WHY_NOT, "text": WORDS}]
    page = [a_question(id_, options=options, not_applicable=reasons) for id_ in ("q1", "q2")]
    below = a_node("below", "q1", "q2", aggregate="sum", scale=None)
    root = a_node("root", below, not_applicable={"constant": 2})
    model = a_questionnaire(page, tree=[root])
    assert bulk.rescore(model, bulk.Answered.of(model, [answers("na na")]), "short")["root"].value == 0.5
    assert differences(model, [answers("na na"), answers("many na"), answers("few dk")], "short") == []


def test_nothing_else_of_the_package_needs_numpy() -> None:
    program = (
        "import sys; from questionnaires import explain, library, scoring; print('numpy' in sys.modules)"
    )
    found = subprocess.check_output([sys.executable, "-c", program], text=True)
    assert found.strip() == "False"
