"""Two ratings for each requirement, key measures, categories and exceptions: the marks of three levels."""

from dataclasses import dataclass

import pytest

from questionnaires import library
from questionnaires.answers import Answer
from questionnaires.definition import Questionnaire
from questionnaires.definition.rows import Rated
from questionnaires.definition.tree import Constant
from questionnaires.library.cases import Case, worked
from questionnaires.routing import check_answers, route
from questionnaires.scoring import score
from questionnaires.scoring.scorecard import Scorecard, State

VERSION = "1.0"


@dataclass(frozen=True)
class Marks:
    """What the workbook of a level demands; `categories` is None where it has no rule for them."""

    total: float
    key_measures: float
    categories: float | None
    exceptions: int
    constant: float


MARKS = {
    "cyfun_like_basic": Marks(2.5, 2.5, None, 1, 2.5),
    "cyfun_like_important": Marks(3.0, 3.0, None, 3, 3.0),
    "cyfun_like_essential": Marks(3.5, 3.0, 3.0, 5, 3.0),
}
BASIC_KEYS = {"PR.AA-01.1", "PR.AA-03.2", "PR.AA-05.1", "PR.AA-05.2", "PR.AA-05.3", "PR.AA-05.4"}
IMPORTANT_KEYS = BASIC_KEYS | {"PR.AA-03.3", "ID.RA-08.1"}
KEYS = {
    "cyfun_like_basic": BASIC_KEYS,
    "cyfun_like_important": IMPORTANT_KEYS,
    "cyfun_like_essential": IMPORTANT_KEYS,
}
"""The key measures of the edition of 2025 that stand in this small set."""

LEVELS: dict[str, Questionnaire] = {id_: library.load(library.CONTENT / id_ / VERSION) for id_ in MARKS}
CASES = {f"{id_}/{name}": (id_, case) for id_ in MARKS for name, case in worked(id_, VERSION).items()}

every_level = pytest.mark.parametrize("id_", MARKS)


def card(id_: str, case: Case) -> Scorecard:
    return score(LEVELS[id_], route(LEVELS[id_], case.answers, case.check))


def all_rated(id_: str, rating: str, **other: Answer) -> Scorecard:
    """Every rating the same, but for some."""
    answers = {question: Answer(rating) for question in LEVELS[id_].question}
    return score(LEVELS[id_], route(LEVELS[id_], answers | other, "full"))


# --- worked cases ------------------------------------------------------------------------------

every_case = pytest.mark.parametrize(("id_", "case"), CASES.values(), ids=CASES.keys())


@every_case
def test_a_worked_case_answers_only_what_is_offered(id_: str, case: Case) -> None:
    check_answers(LEVELS[id_], case.answers)
    assert not route(LEVELS[id_], case.answers, case.check).hidden
    assert case.source


@every_case
def test_the_level_is_what_the_four_conditions_say_one_by_one(id_: str, case: Case) -> None:
    """The conditions are put again here, straight from the ratings and not through gates."""
    marks, scores = MARKS[id_], card(id_, case)
    total = scores.node("total")
    items = [group for group in LEVELS[id_].group if scores.node(group).count(State.NOT_APPLICABLE)]
    conditions = [
        (total.points or 0) >= marks.total - 1e-9,
        all((scores.node(key).points or 0) >= marks.key_measures for key in KEYS[id_]),
        all((part.points or 0) >= (marks.categories or 0) for part in total.children),
        len(items) <= marks.exceptions,
    ]
    assert total.level
    assert total.level.low == int(all(conditions))
    assert total.level.high == total.level.low or total.coverage < 1, "open ratings may still decide"


@every_level
def test_every_level_is_both_reached_and_missed_in_the_worked_cases(id_: str) -> None:
    levels = {case.expect.scores["total"].level for of, case in CASES.values() if of == id_}
    assert levels == {0, 1}
    assert len([of for of, _ in CASES.values() if of == id_]) >= 6


# --- structure ---------------------------------------------------------------------------------


@every_level
def test_every_requirement_has_two_ratings_from_1_to_5(id_: str) -> None:
    for item in LEVELS[id_].group.values():
        assert isinstance(item, Rated)
        assert [rating.id for rating in item.ratings] == ["doc", "impl"]
        assert [option.value for option in item.options] == [1, 2, 3, 4, 5]
    assert len(LEVELS[id_].question) == 2 * len(LEVELS[id_].group)


def test_higher_levels_contain_the_lower_ones_word_for_word() -> None:
    basic, important, essential = (q.group for q in LEVELS.values())
    assert [len(basic), len(important), len(essential)] == [8, 12, 16]
    assert basic.items() <= important.items() <= essential.items()


@every_level
def test_the_identifiers_lead_from_category_to_requirement(id_: str) -> None:
    questionnaire = LEVELS[id_]
    for item in questionnaire.group:
        [parent] = [
            node.id for node in questionnaire.node.values() if item in {_id(c) for c in node.children}
        ]
        assert item.startswith(parent)
    categories = [_id(child) for child in questionnaire.node["total"].children]
    assert categories == ["PR.AA", "ID.RA", "RC.CO"][: len(categories)]


def _id(child: object) -> object:
    return getattr(child, "id", child)


@every_level
def test_marks_and_limits_are_the_published_ones(id_: str) -> None:
    marks, total = MARKS[id_], LEVELS[id_].node["total"]
    scale = LEVELS[id_].scale(total)
    assert (scale.range, scale.thresholds, scale.strict) == ((1, 5), (marks.total,), False)
    keys, *categories, exceptions = total.gates
    assert (set(keys.nodes), keys.at_least) == (KEYS[id_], marks.key_measures)
    assert [gate.at_least for gate in categories] == ([marks.categories] if marks.categories else [])
    assert exceptions.not_applicable_at_most == marks.exceptions
    constants = {node.not_applicable for node in LEVELS[id_].node.values()} - {"exclude"}
    assert constants == {Constant(constant=marks.constant)}


@every_level
def test_nothing_is_rounded_and_nothing_weighs_more(id_: str) -> None:
    nodes = LEVELS[id_].node.values()
    assert {(node.aggregate, node.missing, node.weight, node.rounding) for node in nodes} == {
        ("mean", "zero", 1.0, None)
    }


@every_level
def test_a_key_measure_cannot_be_an_exception_and_all_else_can(id_: str) -> None:
    without = {item.id for item in LEVELS[id_].group.values() if not item.not_applicable}
    assert without == KEYS[id_]


@every_level
def test_one_step_down_in_any_key_measure_fails_a_level_that_is_just_reached(id_: str) -> None:
    mark = {"cyfun_like_essential": "4"}.get(id_, "3")
    assert _passed(all_rated(id_, mark))
    for key in KEYS[id_]:
        lowered = {f"{key}.{rating}": Answer("2") for rating in ("doc", "impl")}
        assert not _passed(all_rated(id_, mark, **lowered)), key


def _passed(scores: Scorecard) -> bool:
    level = scores.node("total").level
    return level is not None and level.low == 1


@every_level
def test_the_notice_names_the_rule_and_its_publisher_in_both_languages(id_: str) -> None:
    questionnaire = LEVELS[id_]
    assert questionnaire.licence == "EUPL-1.2"
    assert questionnaire.notice
    for text in (questionnaire.notice.de, questionnaire.notice.en):
        for word in ("CyFun", "2025", "Centre for Cybersecurity Belgium", id_.rpartition("_")[2].title()):
            assert word in text
    assert "eigenen Worten" in questionnaire.notice.de
    assert "words of our own" in questionnaire.notice.en
