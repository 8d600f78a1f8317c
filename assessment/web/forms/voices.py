"""The questions of a round on one page, as one form; and one question of it, as it is saved by itself."""

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from wtforms.fields.core import UnboundField

from assessment.services.runs import QUESTIONNAIRE
from assessment.services.workshops.voices import OpenVoice
from assessment.web.forms.answers import AnswerField, SectionForm
from assessment.web.widgets import card_of
from questionnaires import library, rounds
from questionnaires.answers import Answer
from questionnaires.definition import Questionnaire
from questionnaires.rounds import Area
from questionnaires.text import Language, Text


class VoiceField(AnswerField):
    """A question without a note. Its answer belongs to one person on one device: the last one counts, so that
    all are of the same revision."""

    def _read(self, formdata: Any) -> None:
        super()._read(formdata)
        self.note, self.seen = "", "0"
        if self.data:
            self.data = Answer(self.data.choice, self.data.reason)


@dataclass(frozen=True, slots=True)
class ShownPart:
    intro: Text | None
    fields: tuple[AnswerField, ...]


@dataclass(frozen=True, slots=True)
class ShownArea:
    """An area on the page: its questions by section, and how many of them are answered."""

    id: str
    title: Text
    short: Text
    parts: tuple[ShownPart, ...]

    @property
    def fields(self) -> tuple[AnswerField, ...]:
        return tuple(field for part in self.parts for field in part.fields)

    @property
    def answered(self) -> int:
        return sum(field.data is not None for field in self.fields)


class VoiceForm(SectionForm):
    """What a round asks one person. Nothing is forced, so only a choice that is not offered is refused."""

    def by_area(self, areas: tuple[Area, ...]) -> list[ShownArea]:
        return [
            ShownArea(
                area.node.id,
                area.node.title,
                area.node.short or area.node.title,
                tuple(
                    ShownPart(part.section.intro, tuple(self[question.id] for question in part.questions))
                    for part in area.parts
                ),
            )
            for area in areas
        ]

    def mark_open_of(self, questions: frozenset[str]) -> None:
        """Marks these where nothing is chosen."""
        for field in self.question_fields:
            field.is_open = field.data is None and field.name in questions


def voice_form(voice: OpenVoice, language: Language) -> VoiceForm:
    """The form with the answers given so far, or with what was just sent."""
    asked = tuple(question.id for area in voice.areas for question in area.questions)
    form = _form_class(voice.questionnaire.id, voice.questionnaire.version, asked, language)
    stored: dict[str, Any] = {question: (answer, "0") for question, answer in voice.answers.items()}
    return form(data=stored | {"version": voice.questionnaire.version})


def posted_voice(version: str, language: Language, only: str | None = None) -> VoiceForm:
    """The form as it was sent, read without the voice: all that a round may ask in this version, or only the
    question of this id. Raises UnknownQuestionnaire."""
    questionnaire = library.released(QUESTIONNAIRE, version)
    known = _questions(questionnaire)
    questions = known if only is None else tuple(id_ for id_ in known if id_ == only)
    return _form_class(questionnaire.id, version, questions, language)()


@cache
def _form_class(id_: str, version: str, questions: tuple[str, ...], language: Language) -> type[VoiceForm]:
    """One class per set of questions and language: few for whole pages, and one for each question."""
    questionnaire = library.released(id_, version)
    fields = {name: _field(questionnaire, name, language) for name in questions}
    return type("VoiceForm", (VoiceForm,), fields)


@cache
def _known(id_: str, version: str) -> tuple[str, ...]:
    return tuple(rounds.questions(library.released(id_, version)))


def _questions(questionnaire: Questionnaire) -> tuple[str, ...]:
    return _known(questionnaire.id, questionnaire.version)


def _field(questionnaire: Questionnaire, name: str, language: Language) -> "UnboundField[Any]":
    question = questionnaire.question[name]
    card = replace(card_of(questionnaire, question, language), silent=True)
    return UnboundField(VoiceField, card=card, definition=question)
