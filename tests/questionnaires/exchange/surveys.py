"""Surveys as LimeSurvey writes them, and what answers to them amount to."""

from pathlib import Path

from questionnaires import answers as answer_sets
from questionnaires.definition import Questionnaire
from questionnaires.routing import Path as Way
from questionnaires.routing import check_answers, route
from questionnaires.scoring import score

FIXTURES = Path(__file__).parent / "limesurvey"
HEAD = "class\ttype/scale\tname\trelevance\ttext\tlanguage\tassessment_value"


def way(questionnaire: Questionnaire, **given: object) -> Way:
    answers = answer_sets.read(given)
    check_answers(questionnaire, answers)
    return route(questionnaire, answers, "full")


def points(questionnaire: Questionnaire, **given: object) -> dict[str, float | None]:
    card = score(questionnaire, way(questionnaire, **given))
    return {found.id: found.points for root in card.roots for found in root.walk()}
