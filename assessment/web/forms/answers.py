"""One form per section, built from the definition: a field per question, an `Answer` as its data."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, HiddenField
from wtforms.fields.core import UnboundField
from wtforms.utils import unset_value

from assessment.errors import NoSuchSection
from assessment.services.checks.earlier_checks import Last
from assessment.services.runs import QUESTIONNAIRE, OpenRun
from assessment.web import i18n
from assessment.web.forms import revision
from assessment.web.forms.lines import text
from assessment.web.i18n import gettext as _
from assessment.web.last_time import LastTime
from assessment.web.widgets import NOTE_LENGTH, QuestionCard, QuestionWidget, card_of
from questionnaires import library
from questionnaires.answers import DONT_KNOW, NOT_APPLICABLE, Answer
from questionnaires.definition import Section
from questionnaires.definition.questions import Question
from questionnaires.text import Language
from reports.comparison_words import WHY_NOT


class AnswerField(Field):
    """A question with its choice, the reason for "does not apply" and the note, as one Answer.

    A field that was left alone has no data, which is no error: nothing is forced. `seen` is the revision
    of the answer that the page showed; what was written later is not overwritten.
    """

    widget = QuestionWidget()
    data: Answer | None

    def __init__(self, *, card: QuestionCard, definition: Question, **kwargs: Any) -> None:
        super().__init__(label="", **kwargs)  # the card has its own words; WTForms would make up a label
        self.question, self.definition = card, definition
        self.conflict: Answer | None = None
        self.seen = "0"
        self.note = ""
        self.is_open = self.holds = False
        self.last: LastTime | None = None

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        self.errors, self.process_errors = [], []
        self.data, self.seen = (None, "0") if data is unset_value else data
        if formdata and (self.name in formdata or f"{self.name}-note" in formdata):
            self._read(formdata)

    def _read(self, formdata: Any) -> None:
        choice = formdata.get(self.name)
        reason = formdata.get(f"{self.name}-reason") or self._only_reason()
        self.note = text(formdata.get(f"{self.name}-note"))
        self.seen = formdata.get(f"{self.name}-seen") or self.seen
        self.holds = f"{self.name}-holds" in formdata
        applies = choice != NOT_APPLICABLE
        self.data = Answer(choice, None if applies else reason, self.note or None) if choice else None

    def _only_reason(self) -> str | None:
        reasons = self.definition.not_applicable
        return reasons[0].id if len(reasons) == 1 else None

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        self.errors = list(self._problems())
        return not self.errors

    def _problems(self) -> Iterable[str]:
        if len(self.note) > NOTE_LENGTH:
            yield _("Bitte kürzen Sie die Notiz auf höchstens 1.000 Zeichen.")
        if self.data is None:
            if self.note:
                yield _("Bitte wählen Sie zu Ihrer Notiz auch eine Antwort.")
        elif self.data.choice == NOT_APPLICABLE and self.definition.not_applicable and not self.data.reason:
            yield _("Bitte wählen Sie, warum die Frage auf Sie nicht zutrifft.")
        elif not self.definition.accepts(self.data):
            yield _("Diese Antwort gibt es hier nicht. Bitte wählen Sie eine der angezeigten.")

    def told(self, answer: Answer) -> tuple[str, str]:
        """An answer of somebody else: what the field would send for it, and its words."""
        return answer.choice, self.question.label.get(answer.choice, "")

    @property
    def seen_revision(self) -> int:
        return revision(self.seen)


class SectionForm(FlaskForm):
    """The questions of one page; `version` is that of the questionnaire it was made from."""

    version = HiddenField("")

    @property
    def question_fields(self) -> list[AnswerField]:
        return [field for field in self if isinstance(field, AnswerField)]

    @property
    def given(self) -> dict[str, Answer]:
        return {field.name: field.data for field in self.question_fields if field.data}

    @property
    def seen(self) -> dict[str, int]:
        return {field.name: field.seen_revision for field in self.question_fields}

    @property
    def confirmed(self) -> set[str]:
        """The questions whose answer of last time was said to hold today."""
        return {field.name for field in self.question_fields if field.holds}

    def show_last_time(self, run: OpenRun, last: Mapping[str, Last], language: Language) -> None:
        """Beside each question, what was answered in the earlier check."""
        for field in self.question_fields:
            field.last = _last_time(run, field.name, last.get(field.name), language)

    def show_conflicts(self, conflicts: Mapping[str, Answer], written_at: Mapping[str, int]) -> None:
        """The others' answers beside the visitor's; sending again decides for what is chosen then."""
        for field in self.question_fields:
            field.conflict = conflicts.get(field.name)
            field.seen = str(written_at.get(field.name, 0))

    def mark_open(self) -> None:
        for field in self.question_fields:
            field.is_open = field.data is None


def section_form(run: OpenRun, section: Section, language: Language) -> SectionForm:
    """The form for the questions of a section that this run asks, with the answers given so far."""
    questions = tuple(question.id for question in run.path.questions_of(section))
    form = form_class(run.questionnaire.id, run.questionnaire.version, questions, language)
    given = [question for question in questions if question in run.answers]
    stored = {question: (run.answers[question], str(run.written_at[question])) for question in given}
    return form(data={"version": run.questionnaire.version} | stored)


def posted_form(section_id: str, version: str, language: Language) -> SectionForm:
    """The form as it was sent, read without the run: whatever the section may ask in this version.

    Raises UnknownQuestionnaire, or NoSuchSection.
    """
    questionnaire = library.released(QUESTIONNAIRE, version)
    section = questionnaire.section.get(section_id)
    if section is None:
        raise NoSuchSection(section_id)
    questions = tuple(question.id for question in section.questions)
    return form_class(questionnaire.id, version, questions, language)()


def _last_time(run: OpenRun, question: str, last: Last | None, language: Language) -> LastTime | None:
    """An answer that waits is told even where the earlier check is gone: it is the one that stands here."""
    words, waits = i18n.speaker(language), question in run.given_on
    answer = last.answer if last else None
    if waits and answer is None:
        answer = run.questionnaire.label(run.questionnaire.question[question], run.answers[question])
    if answer is None or run.follows is None:
        return None
    day = words.date(run.given_on.get(question, run.follows.day))
    reason = last.reason if last else None
    why = (
        words.gettext(WHY_NOT[reason]) if reason and reason != DONT_KNOW else ""
    )  # that answer says it itself
    return LastTime(day, words.text(answer), why, waits)


@cache
def form_class(id_: str, version: str, questions: tuple[str, ...], language: Language) -> type[SectionForm]:
    """One class per page and language; there are as many as there are paths through a page, so few."""
    questionnaire = library.released(id_, version)
    fields = {
        name: UnboundField(
            AnswerField,
            card=card_of(questionnaire, questionnaire.question[name], language),
            definition=questionnaire.question[name],
        )
        for name in questions
    }
    return type("SectionForm", (SectionForm,), fields)
