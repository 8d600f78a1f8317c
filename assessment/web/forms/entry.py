"""The form for filled papers: a short code per question instead of a card, an `Answer` as its data.

It sends the same fields as the pages of a check (`answers.AnswerField`), so that the script that saves each
answer when it is given, and conflicts between two people, work here as well.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from wtforms.fields.core import UnboundField

from assessment.services.runs import QUESTIONNAIRE, OpenRun
from assessment.web import i18n
from assessment.web.forms.answers import AnswerField, SectionForm
from assessment.web.forms.lines import text
from assessment.web.i18n import gettext as _
from assessment.web.widgets import card_of
from questionnaires import library
from questionnaires.answers import Answer
from questionnaires.definition import Questionnaire, Section
from questionnaires.text import Language
from reports import codes
from reports.codes import Coded

CODE_LENGTH = 4
"""Characters of a code, at most: longer ones are cut by the browser, and refused here."""


class CodeField(AnswerField):
    """A question as one code. What is left empty changes nothing; a note that is stored goes along.

    `typed` is what stands in the field: what was sent, however wrong, else the code of the stored answer.
    An answer of last time that nobody has confirmed is only told (`last_time`): the paper says what holds.
    """

    def __init__(self, *, codes: tuple[Coded, ...], number: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.codes, self.number, self.typed = codes, number, ""
        self.last_time: Coded | None = None

    def process(self, formdata: Any, *given: Any, **named: Any) -> None:
        super().process(formdata, *given, **named)
        if not (formdata and self.name in formdata):
            self.note = (self.data and self.data.note) or ""
            found = self.coded(self.data)
            self.typed = found.code if found else ""

    def _read(self, formdata: Any) -> None:
        self.typed = formdata.get(self.name, "").strip()[: CODE_LENGTH + 1]
        self.note = text(formdata.get(f"{self.name}-note"))
        self.seen = formdata.get(f"{self.name}-seen") or self.seen
        meant = codes.read(self.codes, self.typed)
        self.data = meant.answer(self.note or None) if meant else None

    def _problems(self) -> Iterable[str]:
        if self.typed and self.data is None:
            yield _("Frage %(number)s: Den Code „%(typed)s“ gibt es hier nicht. %(allowed)s") % {
                "number": self.number,
                "typed": self.typed,
                "allowed": self.allowed,
            }
        elif self.data:
            yield from super()._problems()

    def leave_to_paper(self) -> None:
        """Empties the field of an answer of last time; its note stays, and goes along with what is typed."""
        self.last_time = self.coded(self.data)
        self.data, self.typed = None, ""

    @property
    def allowed(self) -> str:
        """Which codes may stand here, as a sentence."""
        return _("Erlaubt sind: %(codes)s.") % {"codes": ", ".join(coded.code for coded in self.codes)}

    @property
    def meant(self) -> str:
        """What the code says, in words."""
        return self.words(self.coded(self.data))

    def told(self, answer: Answer) -> tuple[str, str]:
        """The code of an answer, empty for one that has none, and its words."""
        coded = self.coded(answer)
        return (coded.code, self.words(coded)) if coded else ("", super().told(answer)[1])

    def coded(self, answer: Answer | None) -> Coded | None:
        return codes.written(self.codes, answer)

    def words(self, coded: Coded | None) -> str:
        return i18n.speaker(self.question.language).text(coded.text if coded else None)


class EntryForm(SectionForm):
    """All questions of a check, whether or not the answers so far lead past them."""

    @property
    def code_fields(self) -> list[CodeField]:
        return [field for field in self if isinstance(field, CodeField)]

    def of(self, section: Section) -> list[CodeField]:
        asked = {question.id for question in section.questions}
        return [field for field in self.code_fields if field.name in asked]

    @property
    def empty(self) -> list[CodeField]:
        return [field for field in self.code_fields if not field.typed]


def entry_form(run: OpenRun, language: Language) -> EntryForm:
    """The form with the answers given so far, or with what was just sent."""
    form_class = _form_class(run.questionnaire.id, run.questionnaire.version, run.check, language)
    stored = {question: (answer, str(run.written_at[question])) for question, answer in run.answers.items()}
    form = form_class(data={"version": run.questionnaire.version} | stored)
    if not form.is_submitted():
        for field in form.code_fields:
            if field.name in run.given_on:
                field.leave_to_paper()
    return form


def posted_entry(version: str, language: Language) -> EntryForm:
    """The form as it was sent, read without the run. Raises UnknownQuestionnaire."""
    longest = library.released(QUESTIONNAIRE, version).checks[-1].id
    return _form_class(QUESTIONNAIRE, version, longest, language)()


@cache
def _form_class(name: str, version: str, check: str, language: Language) -> type[EntryForm]:
    """One class per length and language of a version."""
    questionnaire = library.released(name, version)
    fields = {
        id_: _field(questionnaire, id_, number, language)
        for id_, number in codes.numbered(questionnaire, check).items()
    }
    return type("EntryForm", (EntryForm,), fields)


def _field(questionnaire: Questionnaire, id_: str, number: int, language: Language) -> "UnboundField[Any]":
    question = questionnaire.question[id_]
    return UnboundField(
        CodeField,
        card=card_of(questionnaire, question, language),
        definition=question,
        codes=codes.of(questionnaire, question, language),
        number=number,
    )
