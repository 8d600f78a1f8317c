"""The question card: one fieldset a question, drawn once per language and filled per visitor.

A section has some 50 options and is the page that is asked for most. All its words are the same for
everybody, so a card keeps them as escaped pieces with gaps between; a request only puts ` checked`,
the note and the marks into the gaps. Styles and script find their way by structure (fieldset, label,
value), not by class names on every option: a page of seven questions stays under 20 KB.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, Protocol

from markupsafe import Markup, escape

from assessment.web import i18n, last_time
from assessment.web.last_time import LastTime
from questionnaires.answers import DONT_KNOW, NOT_APPLICABLE, Answer
from questionnaires.definition import Questionnaire
from questionnaires.definition.questions import Question
from questionnaires.text import Language

NOTE_LENGTH = 1000
"""Characters of a note, at most."""

ANSWERED_ELSEWHERE = i18n.marked(
    "Diese Frage wurde inzwischen anders beantwortet, vielleicht in einem anderen Fenster."
)
"""What is said wherever somebody else was quicker."""

Choices = tuple[tuple[str, str], ...]
"""Option ids and their words, in the order in which they are shown."""


@dataclass(frozen=True)
class QuestionCard:
    """One question in one language, ready to be shown. Keep it: its pieces are built on first use."""

    id: str
    language: Language
    text: str
    why: str
    options: Choices
    dont_know: str
    hint: str = ""
    not_applicable: str = ""
    reasons: Choices = ()
    rising: bool = True
    """Whether the options are levels from low to high: then a line joins them, and a note may be added."""
    silent: bool = False
    """Whether no note may be added: words would tell whose they are."""

    @cached_property
    def label(self) -> Mapping[str, str]:
        """The words of every choice, by its id."""
        apart = {DONT_KNOW: self.dont_know, NOT_APPLICABLE: self.not_applicable}
        return dict(self.options) | apart

    @cached_property
    def pieces(self) -> "Pieces":
        return _draw(self)

    @property
    def gettext(self) -> Callable[[str], str]:
        """Interface texts in the card's language."""
        return i18n.speaker(self.language).gettext


class CardField(Protocol):
    """What the card reads from a form field."""

    question: QuestionCard
    data: Answer | None
    """The answer shown as chosen: the stored one, or what was just sent and refused."""
    note: str
    """A note that was typed without choosing an answer; else empty."""
    seen: str
    """Which revision of the answer this page knows; sent back so that a conflict is noticed."""
    errors: Sequence[str]
    conflict: Answer | None
    """What somebody else stored meanwhile."""
    is_open: bool
    """Passed over without an answer: marked, never forced."""
    last: LastTime | None
    """What was answered in an earlier check, where there is one."""


def card_of(questionnaire: Questionnaire, question: Question, language: Language) -> QuestionCard:
    """The card of a question, with all words in one language."""
    words = i18n.speaker(language).text
    return QuestionCard(
        id=question.id,
        language=language,
        text=words(question.text),
        why=words(question.why),
        options=tuple((option.id, words(option.text)) for option in question.options),
        dont_know=words(question.dont_know or questionnaire.dont_know),
        hint=words(question.hint),
        not_applicable=words(questionnaire.not_applicable if question.not_applicable else None),
        reasons=tuple((reason.id, words(reason.text)) for reason in question.not_applicable),
        rising=question.scored,
    )


class QuestionWidget:
    """Renders a question field: the kept pieces of its card, filled with this visitor's answer."""

    def __call__(self, field: CardField, **_: Any) -> Markup:
        card, answer = field.question, field.data
        words, gap = card.pieces
        filled = list(words)
        filled[gap["seen"]] = str(escape(field.seen))
        if answer:
            _check(filled, gap, answer)
        note = field.note or (answer.note if answer else None)
        if note and "note" in gap:
            filled[gap["note open"]], filled[gap["note"]] = " open", str(escape(note))
        if field.errors or field.conflict or field.is_open:
            filled[gap["marks"]] = _marks(field)
        if field.last:
            filled[gap["last"]] = last_time.shown(card, field.last)
        if filled[gap["marks"]] or field.last:
            filled[gap["opening"]] = _opening(card, _kind(field), bool(field.last))
        return Markup("".join(filled))  # noqa: S704 - every piece is escaped where it is made


class Pieces(NamedTuple):
    """Markup in order, and which of the pieces are gaps to be filled for a visitor."""

    words: tuple[str, ...]
    gap: Mapping[str, int]


def _check(filled: list[str], gap: Mapping[str, int], answer: Answer) -> None:
    for name in (f"choice {answer.choice}", f"reason {answer.reason}"):
        if name in gap:
            filled[gap[name]] = " checked"


class _Sheet:
    """Collects the pieces of a card."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.gaps: dict[str, int] = {}

    def add(self, markup: str) -> None:
        self.words.append(markup)

    def gap(self, name: str, otherwise: str = "") -> None:
        self.gaps[name] = len(self.words)
        self.words.append(otherwise)

    def radio(self, kind: str, name: str, value: str, label: str, extra: str = "") -> None:
        self.add(f'<label><input type="radio" name="{name}" value="{escape(value)}"{extra}')
        self.gap(f"{kind} {value}")
        self.add(f">{escape(label)}</label>\n")


def _draw(card: QuestionCard) -> Pieces:
    sheet = _Sheet()
    sheet.gap("opening", _opening(card))
    sheet.add(f"<legend>{escape(card.text)}</legend>\n")
    sheet.gap("marks")
    sheet.gap("last")
    if card.hint:
        sheet.add(f'<p class="hint" id="{card.id}-h">{escape(card.hint)}</p>\n')
    why = card.gettext("Warum wir fragen")
    sheet.add(f"<details><summary>{why}</summary><p>{escape(card.why)}</p></details>\n")
    _draw_options(sheet, card)
    _draw_apart(sheet, card)
    if card.rising and not card.silent:
        _draw_note(sheet, card)
    sheet.add(f'<input type="hidden" name="{card.id}-seen" value="')
    sheet.gap("seen")
    sheet.add('">\n</fieldset>\n')
    return Pieces(tuple(sheet.words), sheet.gaps)


def _draw_options(sheet: _Sheet, card: QuestionCard) -> None:
    sheet.add(f'<div class="{"levels" if card.rising else "options"}">\n')
    for place, (value, label) in enumerate(card.options):
        # The first one is where the list of errors and "change" lead to.
        sheet.radio("choice", card.id, value, label, "" if place else f' id="{card.id}-a"')
    sheet.add("</div>\n")


def _draw_apart(sheet: _Sheet, card: QuestionCard) -> None:
    sheet.add('<div class="apart">\n')
    sheet.radio("choice", card.id, DONT_KNOW, card.dont_know)
    if card.not_applicable:
        sheet.radio("choice", card.id, NOT_APPLICABLE, card.not_applicable)
        _draw_reasons(sheet, card)
    sheet.add("</div>\n")


def _draw_reasons(sheet: _Sheet, card: QuestionCard) -> None:
    asked = card.gettext("Warum trifft es nicht zu?")
    sheet.add(f'<div class="reasons" role="radiogroup" aria-labelledby="{card.id}-w">')
    sheet.add(f'<p id="{card.id}-w">{asked}</p>\n')
    for value, label in card.reasons:
        sheet.radio("reason", f"{card.id}-reason", value, label)
    sheet.add("</div>\n")


def _draw_note(sheet: _Sheet, card: QuestionCard) -> None:
    name, title, label = f"{card.id}-note", card.gettext("Notiz"), card.gettext("Notiz (freiwillig)")
    sheet.add('<details class="note"')
    sheet.gap("note open")
    sheet.add(f'><summary>{title}</summary><label for="{name}">{label}</label>')
    # A line break right after the tag is dropped by the browser, and with it one that a note begins with.
    sheet.add(f'<textarea id="{name}" name="{name}" rows="3" maxlength="{NOTE_LENGTH}">\n')
    sheet.gap("note")
    sheet.add("</textarea></details>\n")


def _opening(card: QuestionCard, kind: str = "", last: bool = False) -> str:
    parts = {f"{card.id}-m": kind, last_time.anchor(card): last, f"{card.id}-h": card.hint}
    described = " ".join(part for part, there in parts.items() if there)
    described = f' aria-describedby="{described}"' if described else ""
    return f'<fieldset class="q{" q-" * bool(kind)}{kind}" id="{card.id}"{described}>\n'


def _kind(field: CardField) -> str:
    kinds = {"refused": field.errors, "conflict": field.conflict, "open": field.is_open}
    return next((kind for kind, holds in kinds.items() if holds), "")


def _marks(field: CardField) -> str:
    """What is to be said about this answer, above the options."""
    gettext = field.question.gettext
    lines = [Markup("<p><b>{}</b> {}</p>").format(gettext("Fehler:"), error) for error in field.errors]
    if field.conflict:
        lines.append(_conflict(field.question, field.data, field.conflict))
    if field.is_open and not lines:
        lines.append(Markup("<p>{}</p>").format(gettext("noch offen")))
    return f'<div class="mark" id="{field.question.id}-m">{"".join(lines)}</div>\n'


def _conflict(card: QuestionCard, mine: Answer | None, theirs: Answer) -> Markup:
    said = card.gettext(ANSWERED_ELSEWHERE)
    choose = card.gettext("Wählen Sie unten, was gelten soll, und speichern Sie noch einmal.")
    answers = {card.gettext("Gespeichert ist"): theirs, card.gettext("Ihre Antwort"): mine}
    row = Markup("<dt>{}</dt><dd>{}</dd>").format
    rows = [row(whose, _said(card, answer)) for whose, answer in answers.items() if answer]
    return Markup("<p><b>{}</b></p><dl>{}</dl><p>{}</p>").format(said, Markup("").join(rows), choose)


def _said(card: QuestionCard, answer: Answer) -> str:
    """An answer in words: its choice, its reason, its note."""
    parts = [card.label.get(answer.choice), dict(card.reasons).get(answer.reason or ""), answer.note]
    return " – ".join(part for part in parts if part)
