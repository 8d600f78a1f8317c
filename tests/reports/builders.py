"""Reports of the worked cases, and of cases that nobody worked out."""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from matching import catalogue, profile, ranking
from questionnaires import library, measures
from questionnaires.answers import Answer
from questionnaires.library import cases
from questionnaires.routing import route
from questionnaires.scoring import score
from reports import report
from reports.report import Operator, Report

TODAY = date(2026, 11, 22)
NETWORK = Operator(name="Transformationsnetzwerk", url="https://example.org")

SHORT, FULL = "machining_salzgitter", "plastics_wolfsburg"
UNCERTAIN, SPARSE = "many_unknowns_gifhorn", "not_applicable_braunschweig"
WORKED = (SHORT, FULL, UNCERTAIN, SPARSE, "craft_peine")

LONG_WORD = "Transformationsbegleitungsvereinbarungsentwurf" * 4


def a_report(case: str = SHORT, *, goal: str | None = None, finished: bool = True) -> Report:
    """What the answers of a worked case lead to."""
    worked = _cases()[case]
    return of_answers(worked.answers, worked.check, goal=goal, finished=finished)


@cache
def _cases() -> Mapping[str, cases.Case]:
    return cases.worked("readiness", "1.0")


def of_answers(
    answers: Mapping[str, Answer], check: str = "short", *, goal: str | None = None, finished: bool = True
) -> Report:
    questionnaire, offers = library.released("readiness"), catalogue.released()
    path = route(questionnaire, answers, check)
    card = score(questionnaire, path)
    company = profile.profile(questionnaire, path, card, goal=goal)
    return report.compose(
        questionnaire=questionnaire,
        path=path,
        card=card,
        matches=ranking.match(offers, company, TODAY),
        catalogue=offers,
        check=check,
        goal=goal,
        created=TODAY,
        operator=NETWORK,
        finished=finished,
        measures=measures.released(questionnaire.id),
        needs=company.needs,
    )


def begun() -> Report:
    """Two of the four areas of the short check are still to come."""
    answers = {id_: a for id_, a in _cases()[SHORT].answers.items() if id_[0] not in "BI"}
    return of_answers(answers, finished=False)


def nobody_knows() -> Report:
    """Every question of the short check answered with "I don't know"."""
    questions = library.released("readiness").question
    return of_answers({id_: Answer("dont_know") for id_ in questions})


def wordy() -> Report:
    """A report in which every text is twice as long and ends in a word that fits no line.

    No content is like that: with the longest that there is, a report has twelve pages.
    """
    data = json.loads(a_report().model_dump_json())
    for stage in ("next_steps", "later_steps"):
        del data[stage][2:]
    for group in ("first", "further", "excluded"):
        del data["offers"][group][2:]
    return Report.model_validate(_lengthened(data))


def _lengthened(data: Any) -> Any:
    if isinstance(data, dict) and set(data) == {"de", "en"}:
        return {language: f"{words} " * 2 + LONG_WORD for language, words in data.items()}
    if isinstance(data, dict):
        return {key: _lengthened(value) for key, value in data.items()}
    return [_lengthened(value) for value in data] if isinstance(data, list) else data
