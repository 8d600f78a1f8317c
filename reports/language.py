"""One language to write in: interface texts, dates, numbers and the spaces that must not break.

The message of an interface text is its German wording; the English one stands in
`translations/en/LC_MESSAGES/messages.po`, read once per process. No compiled catalogue is needed, so a
checkout, a notebook and a server all speak both languages.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from babel.dates import format_date
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent
from markupsafe import Markup

from questionnaires.text import Language as Code
from questionnaires.text import Text

TRANSLATIONS = Path(__file__).parent / "translations"
NO_BREAK = "\N{NO-BREAK SPACE}"
LOCALES: dict[Code, str] = {"de": "de_DE", "en": "en_GB"}


def N_(message: str) -> str:  # noqa: N802 - the name by which gettext tools know a text to be collected
    """Marks a text for translation that is looked up elsewhere."""
    return message


@dataclass(frozen=True, slots=True)
class Language:
    """Writes German or English. Texts come out with their non-breaking spaces."""

    code: Code
    messages: Mapping[str, str | tuple[str, ...]] = field(repr=False)

    @property
    def locale(self) -> str:
        return LOCALES[self.code]

    def gettext(self, message: str) -> str:
        found = self.messages.get(message) or message
        return found if isinstance(found, str) else found[0]

    def ngettext(self, one: str, many: str, count: float) -> str:
        """The form for this count; both languages use the first for one and the second otherwise."""
        forms = self.messages.get(one) or (one, many)
        return forms if isinstance(forms, str) else forms[0 if count == 1 else 1]

    def say(self, message: str, /, **arguments: object) -> str:
        """A sentence with its named arguments."""
        return typeset(self.gettext(message) % arguments if arguments else self.gettext(message))

    def text(self, text: Text | None) -> str:
        return typeset(text.in_(self.code)) if text else ""

    def number(self, value: float, digits: int = 1) -> str:
        """A number with this many digits after the decimal sign, halves rounded up as at school."""
        pattern = "0" + ("." + "0" * digits if digits else "")
        return str(format_decimal(rounded(value, digits), pattern, locale=self.locale))

    def amount(self, value: float) -> str:
        """A number as it is: whole where it is whole, else with up to two digits."""
        return str(format_decimal(rounded(value, 2), "0.##", locale=self.locale))

    def percent(self, share: float) -> str:
        pattern = "0 %" if self.code == "de" else "0%"
        return typeset(format_percent(rounded(share, 2), pattern, locale=self.locale))

    def date(self, day: date) -> str:
        return typeset(format_date(day, "long", locale=self.locale))

    def day(self, stated: str | None) -> str:
        """A date as a source states it: a year, a month of a year, or a day."""
        if not stated:
            return ""
        year, *rest = stated.split("-")
        if self.code == "en" and rest:
            return self._english_day(year, rest)
        return ".".join([*reversed(rest), year]) if len(rest) > 1 else "/".join([*rest, year])

    def _english_day(self, year: str, rest: list[str]) -> str:
        months = format_date(date(int(year), int(rest[0]), 1), "MMM", locale=self.locale)
        return typeset(" ".join([*(str(int(day)) for day in rest[1:]), months, year]))


def rounded(value: float, digits: int) -> Decimal:
    """Rounded after the noise of binary fractions is gone: 2.675 is meant when 2.67499999 is stored."""
    exact = Decimal(repr(round(value, 9)))
    return exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) + 0


@cache
def language(code: Code) -> Language:
    """The language with this code. German needs no catalogue: it is what the messages are written in."""
    return Language(code, read_messages(TRANSLATIONS, code))


def read_messages(folder: Path, code: Code) -> dict[str, str | tuple[str, ...]]:
    """The translations in a folder, by message; with plurals, by the form for one. None for German."""
    if code == "de":
        return {}
    with (folder / code / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = read_po(file, locale=code)
    translated = [message for message in catalogue if message.id and message.string]
    return {_first(message.id): _forms(message.string or "") for message in translated}


def _first(id_: str | Sequence[str]) -> str:
    return id_ if isinstance(id_, str) else id_[0]


def _forms(translation: str | Sequence[str]) -> str | tuple[str, ...]:
    return translation if isinstance(translation, str) else tuple(translation)


# --- spaces that must not break ------------------------------------------------------------------

UNITS = (
    "%|€|Euro|euros?|Mio|Mrd|km|kW|kWh|MW|GWh|MWh|t|m²|Prozent|per cent|Uhr|Jahren?|Wochen?|Stunden?|Minuten"
)
COUNTED = r"§§?|Art\.|Nr\.|Abs\.|S\.|No\.|ca\.|ISO|DIN|SGB|WZ|Stufe|Modul|[Ll]evel|Version"
_CARBON_DIOXIDE = re.compile(r"\bCO2(?!\w)")
_TIES = (
    (_CARBON_DIOXIDE, "CO₂"),
    (re.compile(rf"(?<=\d) (?=(?:{UNITS})(?:\b|(?<=[%€²])))"), NO_BREAK),
    (re.compile(r"\b(z|d|u|i|o|v|e) ?\. ?(?=(?:B|h|a|Ä|d|g|i|R)\.)"), rf"\1.{NO_BREAK}"),
    (re.compile(rf"({COUNTED}) (?=[\dIVX])"), rf"\1{NO_BREAK}"),
    (re.compile(r"(?<=\d) (von|of) (?=\d)"), rf"{NO_BREAK}\1{NO_BREAK}"),
    (re.compile(r"(?<=\d\.) (?=(?:Januar|Februar|März|April|Mai|Ju[nl]i|August|\w+ber)\b)"), NO_BREAK),
    (re.compile(r" (?=[–—·] )"), NO_BREAK),
    (re.compile(r"(?<=[\d%)]) ([×÷]) (?=[\d(])"), rf"{NO_BREAK}\1{NO_BREAK}"),
)


def typeset(words: str) -> str:
    """The same words with non-breaking spaces where a line must not end. Markup stays markup."""
    typed = str(words)
    for pattern, replacement in _TIES:
        typed = pattern.sub(replacement, typed)
    return Markup(typed) if isinstance(words, Markup) else typed  # noqa: S704 - escaped before


def with_subscripts(words: str) -> str:
    """The same words with CO₂ as it is written, for files that get no other typesetting."""
    return _CARBON_DIOXIDE.sub("CO₂", words)


SHORT = 8
"""A last word of a paragraph up to this length never stands alone on its line."""
_LAST_WORD = re.compile(rf"(?<=[^\s>]) (?=[^\s<>&]{{1,{SHORT}}}\s*</(?:p|li|dd|td)>)")


def keep_last_words(document: str) -> str:
    """Ties a short last word of each paragraph to the one before it, so that none stands alone."""
    return _LAST_WORD.sub(NO_BREAK, document)
