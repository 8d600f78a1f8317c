"""LimeSurvey's structure as tab-separated text (.txt): groups, questions, answers, values and conditions.

What LimeSurvey assesses becomes the scoring tree: the sum of the values of each group, and of all groups. An
open answer has no points there, and none here. What has no counterpart (other question types, equations,
inserted answers, array filters) is refused by line and never left out in silence; the notice of the
questionnaire says what was left out by design.

Sources: the manual's page "Tab Separated Value survey structure", and LimeSurvey's own import and assessment
(`TSVImportSurvey`, `doAssessment`), whose readings of columns and question types are followed here.

    >>> limesurvey.read(Path("limesurvey_survey_123456.txt"))
"""

from collections.abc import Iterator
from pathlib import Path

from questionnaires import lint
from questionnaires.definition import Head, Questionnaire
from questionnaires.exchange.limesurvey.building import Builder, id_of
from questionnaires.exchange.limesurvey.survey import gathered
from questionnaires.exchange.limesurvey.table import Refused
from questionnaires.exchange.limesurvey.table import read as read_rows
from questionnaires.exchange.limesurvey.wording import Wording
from questionnaires.library import SectionFile
from questionnaires.library.source import ContentError, Document, Place, Problem


def read(path: Path, *, id: str | None = None) -> Questionnaire:  # noqa: A002 it is the questionnaire's
    """The questionnaire that a survey is. Raises ContentError with the line of what cannot be taken over."""
    try:
        found = gathered(read_rows(path))
        document = Builder(found, Wording(found)).document(path, id or id_of(found, path))
    except Refused as refusal:
        raise refusal.at(path) from None
    return _checked(document)


def _checked(document: Document) -> Questionnaire:
    """The same checks that a written questionnaire has to pass."""
    sections = {"sections": document.data.pop("sections")}
    pages = Document(document.file, sections, document.lines).as_(SectionFile)
    head = document.as_(Head)
    questionnaire = Questionnaire.model_construct(**dict(head), sections=pages.sections, needs=())
    if problems := list(_problems(questionnaire, document)):
        raise ContentError(problems)
    return questionnaire


def _problems(questionnaire: Questionnaire, document: Document) -> Iterator[Problem]:
    lines = {
        entry.id: document.lines[("sections", section, "questions", number)]
        for section, page in enumerate(questionnaire.sections)
        for number, entry in enumerate(page.entries)
    }
    for finding in lint.findings(questionnaire):
        place = Place(document.file, lines.get(finding.subject, 1))
        yield Problem(place, f"{finding.subject}: {finding.message}")
