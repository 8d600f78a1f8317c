"""The questionnaire as it is released: worked cases, the 64 indicators, and both checks."""

import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from questionnaires import library, reading
from questionnaires.definition import Questionnaire
from questionnaires.definition.questions import Question
from questionnaires.library.cases import Case, ExpectedScore, worked
from questionnaires.routing import check_answers, route
from questionnaires.scoring import score
from questionnaires.scoring.scorecard import Scorecard

VERSION = "1.0"
CASES = worked("readiness", VERSION)
READINESS = library.released("readiness", VERSION)
HERE = Path(__file__).parent
EXPECTED: dict[str, Any] = yaml.safe_load((HERE / "indicators_expected.yaml").read_text(encoding="utf-8"))
INDICATORS: dict[str, dict[str, Any]] = EXPECTED["indicators"]
NEEDS = [(need, area) for area, needs in EXPECTED["needs"].items() for need in needs]
"""Where the study lies beside a checkout, there both are compared; elsewhere the list here stands alone."""

COMPANY_FACTS = ["district", "employees", "sector", "E06", "group", "membership", "works_council"]
FOLLOW_UPS = ["training_agreement"]
AREAS = ["technology", "work", "business_models", "infrastructure"]

# --- worked cases ------------------------------------------------------------------------------

every_case = pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())


def card(questionnaire: Questionnaire, case: Case) -> Scorecard:
    return score(questionnaire, route(questionnaire, case.answers, case.check))


def rounded(card: Scorecard, id_: str) -> ExpectedScore:
    node = card.node(id_)
    return ExpectedScore(
        score=None if node.value is None else round(node.value, 4),
        coverage=round(node.coverage, 4),
        lower=round(node.lower, 4),
        upper=round(node.upper, 4),
        level=None if node.level is None else node.level.low,
        state=node.state,
    )


@every_case
def test_a_worked_case_gives_the_scores_computed_by_hand(case: Case) -> None:
    found = card(READINESS, case)
    assert {id_: rounded(found, id_) for id_ in case.expect.scores} == case.expect.scores


@every_case
def test_a_worked_case_covers_both_axes_and_all_areas(case: Case) -> None:
    assert set(case.expect.scores) == set(READINESS.node)


@every_case
def test_a_worked_case_hides_what_it_says(case: Case) -> None:
    hidden = route(READINESS, case.answers, case.check).hidden
    routed_past = {id_ for id_, why in hidden.items() if why.reason == "routed_past"}
    assert routed_past <= set(case.expect.hidden) <= set(hidden)
    assert case.check == "short" or routed_past == set(case.expect.hidden)


@every_case
def test_a_worked_case_lies_in_the_field_it_says(case: Case) -> None:
    assert reading.read(READINESS, card(READINESS, case)).field == case.expect.field


@every_case
def test_a_worked_case_answers_only_what_is_asked_and_offered(case: Case) -> None:
    check_answers(READINESS, case.answers)
    assert set(case.answers) <= set(route(READINESS, case.answers, case.check).asked)


def test_the_worked_cases_meet_every_field_both_checks_and_every_kind_of_answer() -> None:
    assert {case.expect.field for case in CASES.values()} == {*reading.FIELD_NAMES, None}
    assert {case.check for case in CASES.values()} == {"short", "full"}
    choices = {answer.choice for case in CASES.values() for answer in case.answers.values()}
    assert {"dont_know", "not_applicable", *"01234"} <= choices
    open_ = [set(route(READINESS, c.answers, c.check).asked) - set(c.answers) for c in CASES.values()]
    assert any(open_)


@pytest.fixture(scope="module")
def reordered(tmp_path_factory: pytest.TempPathFactory) -> Questionnaire:
    """The same questionnaire with the files after the company's in the opposite order."""
    folder = tmp_path_factory.mktemp("reordered") / VERSION
    shutil.copytree(library.CONTENT / "readiness" / VERSION, folder)
    head = folder / library.HEAD
    company, *others = READINESS.files
    backwards = ", ".join([company, *reversed(others)])
    text = head.read_text(encoding="utf-8").replace(", ".join(READINESS.files), backwards)
    head.write_text(text, encoding="utf-8")
    return library.load(folder)


@every_case
def test_the_order_of_the_files_changes_no_score(case: Case, reordered: Questionnaire) -> None:
    assert reordered.files != READINESS.files
    assert card(reordered, case) == card(READINESS, case)


def test_the_locale_changes_nothing(tmp_path: Path) -> None:
    answers = library.CONTENT / "readiness" / VERSION / "cases" / "craft_peine.yaml"
    file = tmp_path / "answers.json"
    file.write_text(str(yaml.safe_load(answers.read_text(encoding="utf-8"))["answers"]).replace("'", '"'))
    command = [sys.executable, "-m", "questionnaires", "score", "readiness", str(file)]
    places = [{"LC_ALL": "C", "PYTHONUTF8": "0"}, {"LC_ALL": "de_DE.UTF-8", "PYTHONHASHSEED": "7"}]
    outputs = [
        subprocess.check_output(command, env={**os.environ, **place}, cwd=library.CONTENT.parents[1])
        for place in places
    ]
    assert outputs[0] == outputs[1]


# --- indicators --------------------------------------------------------------------------------

every_indicator = pytest.mark.parametrize("id_", INDICATORS)


def test_all_64_indicators_are_asked_and_nothing_else_but_facts_and_follow_ups() -> None:
    assert len(INDICATORS) == 64
    facts = [fact for fact in COMPANY_FACTS if fact not in INDICATORS]
    assert sorted(READINESS.question) == sorted([*INDICATORS, *facts, *FOLLOW_UPS])


@every_indicator
def test_an_indicator_reveals_its_needs_to_its_views(id_: str) -> None:
    question, expected = READINESS.question[id_], INDICATORS[id_]
    assert list(question.needs) == expected["needs"]
    assert list(question.views) == expected["views"]
    assert bool(question.not_applicable) is expected["na"]
    assert len(question.not_applicable) <= 3


@every_indicator
def test_an_indicator_counts_once_in_its_area_like_every_other(id_: str) -> None:
    area = READINESS.node[INDICATORS[id_]["area"]]
    assert id_ in area.children
    assert READINESS.question[id_].scored
    assert READINESS.question[id_].weight == area.weight == 1


def test_every_indicator_but_one_has_five_levels_from_0_to_4() -> None:
    with_levels = [question for question in READINESS.question.values() if getattr(question, "levels", None)]
    assert {question.id for question in with_levels} == set(INDICATORS) - {"E06"}
    assert {tuple(o.value for o in question.options) for question in with_levels} == {(0, 1, 2, 3, 4)}


def test_facts_and_follow_ups_are_not_scored() -> None:
    unscored = {question.id for question in READINESS.question.values() if not question.scored}
    assert unscored == {*COMPANY_FACTS, *FOLLOW_UPS} - {"E06"}


def test_the_needs_are_those_shared_with_the_offers_and_each_is_revealed_by_a_question() -> None:
    assert [(need.id, need.area) for need in READINESS.needs] == NEEDS
    revealed = {need for question in READINESS.question.values() for need in question.needs}
    assert revealed == {need.id for need in READINESS.needs}


def test_the_tree_has_two_axes_and_four_equal_areas() -> None:
    assert [root.id for root in READINESS.tree] == ["exposure", "readiness"]
    assert list(READINESS.node) == ["exposure", "readiness", *AREAS]
    assert {node.aggregate for node in READINESS.node.values()} == {"mean"}


# --- both checks -------------------------------------------------------------------------------


def asked(check: str) -> dict[str, list[Question]]:
    """Page -> the questions on it, with nothing answered yet."""
    path = route(READINESS, {}, check)
    return {page.id: path.questions_of(page) for page in path.sections(READINESS)}


def test_the_short_check_asks_the_18_quick_indicators_and_the_facts() -> None:
    quick = [id_ for id_, indicator in INDICATORS.items() if indicator["quick"]]
    assert len(quick) == 18
    short = [question.id for page in asked("short").values() for question in page]
    assert short[: len(COMPANY_FACTS)] == COMPANY_FACTS
    assert sorted(short[len(COMPANY_FACTS) :]) == sorted(quick)
    assert Counter(INDICATORS[id_]["area"] for id_ in quick) == {"exposure": 6} | dict.fromkeys(AREAS, 3)


def test_pages_of_the_full_check_have_five_to_eight_questions() -> None:
    sizes = {page: len(questions) for page, questions in asked("full").items()}
    assert {page: size for page, size in sizes.items() if not 5 <= size <= 8} == {}


def test_the_short_check_fits_on_six_pages_with_its_questions_first() -> None:
    pages = asked("short")
    assert len(pages) == 6
    for page, questions in pages.items():
        whole = READINESS.section[page].questions
        assert list(whole[: len(questions)]) == questions


def test_the_full_check_contains_the_short_one() -> None:
    assert set(route(READINESS, {}, "short").asked) < set(route(READINESS, {}, "full").asked)


def test_the_policy_is_the_one_of_the_scoring_design() -> None:
    policy = READINESS.policy
    assert (policy.min_coverage, policy.min_answers) == (2 / 3, 2)
    assert (policy.not_applicable_flag, policy.target) == (0.2, 0.75)
    assert {scale.thresholds for scale in READINESS.scales.values()} == {(0.25, 0.5, 0.75, 0.9)}
