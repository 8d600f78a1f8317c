"""What staff type in for a funder: one line for each figure of the set, read as its kind wants it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import request
from flask_wtf import FlaskForm

from assessment.services.funder.entering import TEXT_LENGTH, Clash, Field, Value
from assessment.web import i18n
from assessment.web.forms.lines import stripped
from questionnaires.text import Language
from reports.funder.sets import Entered

_ = i18n.marked

NO_NUMBER = _("Bitte schreiben Sie hier nur eine Zahl, zum Beispiel 120.")
NOT_WHOLE = _("Bitte geben Sie eine ganze Zahl an.")
TOO_LOW, TOO_HIGH = (
    _("Bitte geben Sie mindestens %(limit)s an."),
    _("Bitte geben Sie höchstens %(limit)s an."),
)
TEXT_TOO_LONG = _("Bitte kürzen Sie auf höchstens 300 Zeichen.")
WRITTEN = re.compile(r"-?\d{1,9}([.,]\d{1,6})?")
MARKS: Mapping[Language, str] = {"de": ".", "en": ","}
"""Between thousands, in each language; the other of the two is the decimal sign."""


class Refusal(ValueError):
    """A figure that cannot be kept; `limit` is the one that it breaks."""

    def __init__(self, message: str, limit: float | None = None) -> None:
        self.limit = limit
        super().__init__(message)


def number(typed: str, language: Language) -> float | None:
    """A number as people write it, `1.250` in German being a thousand and more; None if it is none."""
    thousands = rf"(?<=\d){re.escape(MARKS[language])}(?=\d{{3}}(\D|$))"
    plain = re.sub(thousands, "", re.sub(r"\s", "", typed)).removesuffix("%")
    return float(plain.replace(",", ".")) if WRITTEN.fullmatch(plain) else None


def read(typed: str, wanted: Entered, language: Language) -> Value:
    """What somebody typed for a figure; nothing if the line is empty. Raises Refusal."""
    if not typed:
        return None
    if wanted.entry == "text":
        if len(typed) > TEXT_LENGTH:
            raise Refusal(TEXT_TOO_LONG)
        return typed
    found, (low, high) = number(typed, language), wanted.limits
    if found is None:
        raise Refusal(NO_NUMBER)
    if wanted.entry == "count" and found % 1:
        raise Refusal(NOT_WHOLE)
    if found < low:
        raise Refusal(TOO_LOW, low)
    if found > high:
        raise Refusal(TOO_HIGH, high)
    return found


@dataclass
class Line:
    """A figure in the form: what is written in it, which entry that was made from, and what is wrong."""

    field: Field
    written: str
    seen: UUID | None
    value: Value = None
    error: str | None = None
    clash: Clash | None = None

    @property
    def id(self) -> str:
        return f"figure-{self.field.indicator.id}"


class EntriesForm(FlaskForm):
    """The figures of one quarter. `shown` before anything was sent, `sent` after."""

    lines: list[Line]

    @classmethod
    def shown(cls, fields: Iterable[Field], language: Language) -> "EntriesForm":
        form = cls()
        form.lines = [_line(field, _written(field.value, language)) for field in fields]
        return form

    @classmethod
    def sent(cls, fields: Iterable[Field], language: Language) -> "EntriesForm":
        form = cls()
        form.lines = []
        for field in fields:
            line = _line(field, stripped(request.form.get(f"figure-{field.indicator.id}")))
            line.seen = _id(request.form.get(f"seen-{field.indicator.id}"))
            form.lines.append(_judged(line, language))
        return form

    def is_sound(self) -> bool:
        """Whether all of it can be kept."""
        return bool(self.validate()) and not any(line.error for line in self.lines)

    @property
    def wanted(self) -> dict[str, Value]:
        return {line.field.indicator.id: line.value for line in self.lines}

    @property
    def seen(self) -> dict[str, UUID | None]:
        return {line.field.indicator.id: line.seen for line in self.lines}

    @property
    def refused(self) -> list[tuple[str, str]]:
        """Anchor and message of what was refused, in the order of the page."""
        return [(line.id, line.error) for line in self.lines if line.error]

    def tell(self, clashes: Iterable[Clash]) -> None:
        """Shows the other's value beside what was wanted; sending it once more means it."""
        found = {clash.indicator.id: clash for clash in clashes}
        for line in self.lines:
            line.clash = found.get(line.field.indicator.id)
            if line.clash:
                line.seen = line.clash.now.id if line.clash.now else None


def _line(field: Field, written: str) -> Line:
    return Line(field, written, field.newest.id if field.newest else None)


def _judged(line: Line, language: Language) -> Line:
    try:
        line.value = read(line.written, line.field.indicator, language)
    except Refusal as refusal:
        limit = _written(refusal.limit, language)
        line.error = i18n.gettext(str(refusal)).replace("%(limit)s", limit)
    return line


def _written(value: Value, language: Language) -> str:
    """A value as it is written into the form."""
    if value is None or isinstance(value, str):
        return value or ""
    return i18n.speaker(language).amount(value)


def _id(sent: str | None) -> UUID | None:
    try:
        return UUID(sent or "")
    except ValueError:
        return None
