"""Every worked case of every questionnaire comes out as it was computed by hand from the published rule."""

from pathlib import Path

import pytest

from questionnaires import library
from questionnaires.definition import Questionnaire
from questionnaires.library import CONTENT
from questionnaires.library.cases import cases_in
from questionnaires.library.proving import deviations
from questionnaires.routing import route
from questionnaires.scoring import score

FOLDERS = sorted(head.parent for head in CONTENT.glob("*/*/questionnaire.yaml"))
CASES = [(folder, file) for folder in FOLDERS for file in cases_in(folder)]
QUESTIONNAIRES: dict[Path, Questionnaire] = {folder: library.load(folder) for folder in FOLDERS}

every_case = pytest.mark.parametrize(
    ("folder", "file"), CASES, ids=[f"{folder.parent.name}-{file.stem}" for folder, file in CASES]
)


@every_case
def test_a_worked_case_gives_what_was_computed_by_hand(folder: Path, file: Path) -> None:
    assert list(deviations(QUESTIONNAIRES[folder], cases_in(folder)[file])) == []


@every_case
def test_every_score_lies_within_its_bounds(folder: Path, file: Path) -> None:
    questionnaire, case = QUESTIONNAIRES[folder], cases_in(folder)[file]
    card = score(questionnaire, route(questionnaire, case.answers, case.check))
    for root in card.roots:
        for node in root.walk():
            assert node.value is None or node.lower <= node.value <= node.upper, node.id


@pytest.mark.parametrize("folder", FOLDERS, ids=[folder.parent.name for folder in FOLDERS])
def test_every_questionnaire_has_worked_cases_and_a_licence(folder: Path) -> None:
    assert len(cases_in(folder)) >= 5
    assert QUESTIONNAIRES[folder].licence


@pytest.mark.parametrize("folder", FOLDERS, ids=[folder.parent.name for folder in FOLDERS])
def test_models_of_others_say_in_both_languages_what_they_reproduce(folder: Path) -> None:
    questionnaire = QUESTIONNAIRES[folder]
    assert questionnaire.id == "readiness" or questionnaire.notice is not None
