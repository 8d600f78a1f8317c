"""What the list of offers is asked for, and the questions that are answered beside it."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import request
from werkzeug.datastructures import MultiDict

from assessment.services.offering.offers import Wanted
from assessment.services.runs import QUESTIONNAIRE, OpenRun
from assessment.web.forms.answers import AnswerField, SectionForm, form_class
from matching.offers import KINDS
from questionnaires import library
from questionnaires.text import Language
from reports.report import Report

PAIR = 2
"""How many offers are compared."""


@dataclass(frozen=True)
class OpenQuestion:
    """A question that decides about offers, with its field; `offers` is 0 if only the form is about it."""

    field: AnswerField
    title: str
    offers: int

    @property
    def calls(self) -> bool:
        """Whether something is to be said about the answer just given."""
        return bool(self.field.errors or self.field.conflict)


def wanted(asked: MultiDict[str, str], areas: Iterable[str]) -> Wanted:
    """Kinds and areas in an address; what nobody offers to choose is left out."""
    return Wanted(
        tuple(kind for kind in KINDS if kind in asked.getlist("kind")),
        tuple(area for area in areas if area in asked.getlist("area")),
    )


def questions_form(run: OpenRun, language: Language) -> SectionForm:
    """All questions of the run's version; a page shows those it wants to ask."""
    form = _form(run.questionnaire.version, language)
    stored = {id_: (answer, str(run.written_at[id_])) for id_, answer in run.answers.items()}
    return form(data={"version": run.questionnaire.version} | stored)


def posted_questions(version: str, language: Language) -> SectionForm:
    """The form as it was sent, read without the run. Raises UnknownQuestionnaire."""
    return _form(version, language)()


def _form(version: str, language: Language) -> type[SectionForm]:
    questionnaire = library.released(QUESTIONNAIRE, version)
    return form_class(questionnaire.id, questionnaire.version, tuple(questionnaire.question), language)


def open_questions(run: OpenRun, report: Report, form: SectionForm, language: Language) -> list[OpenQuestion]:
    """What to ask beside the list: what was refused first, then by how many offers it decides about."""
    fields = {field.name: field for field in form.question_fields}
    decides = {fact.question: len(fact.offers) for fact in report.offers.open_facts if fact.question}
    calling = [id_ for id_, field in fields.items() if field.errors or field.conflict]
    asked = [id_ for id_ in dict.fromkeys([*calling, *decides]) if id_ in run.path.asked]
    titles = run.questionnaire.question
    return [OpenQuestion(fields[id_], titles[id_].title.in_(language), decides.get(id_, 0)) for id_ in asked]


def asked_elsewhere(run: OpenRun, report: Report, language: Language) -> list[tuple[str, int]]:
    """Facts that decide about offers, but that this check does not ask for; with how many they decide."""
    facts = [fact for fact in report.offers.open_facts if fact.title and fact.question not in run.path.asked]
    return [(fact.title.in_(language), len(fact.offers)) for fact in facts if fact.title]


def saved_titles(run: OpenRun, language: Language) -> list[str] | None:
    """The questions whose answers were just saved, by the address; None if this page follows no answer."""
    if "saved" not in request.args:
        return None
    known = [id_ for id_ in request.args.getlist("saved") if id_ in run.path.answers]
    return [run.questionnaire.question[id_].title.in_(language) for id_ in known]
