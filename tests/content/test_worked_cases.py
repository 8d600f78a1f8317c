"""Every worked case of every questionnaire comes out as it was computed by hand from the published rule."""

from functools import cache
from pathlib import Path

import pytest

from questionnaires import library
from questionnaires.library import CONTENT
from questionnaires.library.cases import FOLDER, Case, cases_in
from questionnaires.library.proving import deviations
from questionnaires.routing import route
from questionnaires.scoring import score

FOLDERS = sorted(head.parent for head in CONTENT.glob("*/*/questionnaire.yaml"))
CASES = [file for folder in FOLDERS for file in sorted((folder / FOLDER).glob("*.yaml"))]

load = cache(library.load)
cases = cache(cases_in)


def case_of(file: Path) -> Case:
    return cases(file.parents[1])[file]


every_case = pytest.mark.parametrize(
    "file", CASES, ids=[f"{file.parents[2].name}-{file.stem}" for file in CASES]
)


@every_case
def test_a_worked_case_gives_what_was_computed_by_hand(file: Path) -> None:
    assert list(deviations(load(file.parents[1]), case_of(file))) == []


@every_case
def test_every_score_lies_within_its_bounds(file: Path) -> None:
    questionnaire, case = load(file.parents[1]), case_of(file)
    card = score(questionnaire, route(questionnaire, case.answers, case.check))
    for root in card.roots:
        for node in root.walk():
            assert node.value is None or node.lower <= node.value <= node.upper, node.id


@pytest.mark.parametrize("folder", FOLDERS, ids=[folder.parent.name for folder in FOLDERS])
def test_every_questionnaire_has_worked_cases_and_a_licence(folder: Path) -> None:
    assert len(cases(folder)) >= 5
    assert load(folder).licence


@pytest.mark.parametrize("folder", FOLDERS, ids=[folder.parent.name for folder in FOLDERS])
def test_models_of_others_say_in_both_languages_what_they_reproduce(folder: Path) -> None:
    questionnaire = load(folder)
    assert questionnaire.id == "readiness" or questionnaire.notice is not None
