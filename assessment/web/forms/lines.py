"""What people type as text, in one line or more: without what nobody means, and not too long."""

import re
from collections.abc import Mapping

from babel.numbers import format_decimal
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from assessment.web import i18n

_ = i18n.marked


class Limit(str):
    """A message with the most characters that fit, where WTForms would put a bare number into German."""

    __slots__ = ()

    def __mod__(self, limits: Mapping[str, int]) -> str:
        """In the language of the request; `limits`: those that WTForms knows, "max" among them."""
        most = format_decimal(limits["max"], locale=i18n.speaker(i18n.language()).locale)
        return i18n.gettext(str(self)) % {"most": most}


TOO_LONG = Limit(_("Bitte kürzen Sie diese Angabe auf höchstens %(most)s Zeichen."))
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Characters that nobody types on purpose, and that neither every database nor a workbook can hold."""


def text(typed: str | None) -> str:
    """As it was typed, with plain line breaks."""
    return _UNSEEN.sub("", (typed or "").replace("\r\n", "\n")).strip()


def stripped(typed: str | None) -> str:
    """In one line, with single spaces."""
    return " ".join(text(typed).split())


def line(missing: str | None, longest: int, too_long: str = TOO_LONG) -> StringField:
    """A field for one line of at most `longest` characters; `missing` is said where it must not be empty."""
    needed = [DataRequired(message=missing)] if missing else []
    return StringField(filters=[stripped], validators=[*needed, Length(max=longest, message=too_long)])
