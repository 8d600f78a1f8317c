"""What a question card says about the check before: which answer, from when, and whether it still waits."""

from dataclasses import dataclass
from typing import Protocol

from markupsafe import Markup

from assessment.web import i18n
from questionnaires.text import Language


@dataclass(frozen=True, slots=True)
class LastTime:
    """The day and the answer in words; `why` it is asked again. One that waits is not confirmed yet."""

    day: str
    answer: str
    why: str = ""
    waits: bool = False


class Card(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def language(self) -> Language: ...


def anchor(card: Card) -> str:
    """The id of what `shown` writes, for the fieldset that it describes."""
    return f"{card.id}-l"


def shown(card: Card, last: LastTime) -> str:
    """The line above the options; an answer that waits has a box to confirm it."""
    gettext = i18n.speaker(card.language).gettext
    heading = gettext("Vom letzten Mal, %(day)s:") if last.waits else gettext("Beim letzten Mal, %(day)s:")
    line = Markup("<p><b>{}</b> {}</p>").format(heading % {"day": last.day}, last.answer)
    why = Markup("<p>{}</p>").format(last.why) if last.why else ""
    box = _box(card, gettext("Gilt heute noch")) if last.waits else ""
    kind = "last waits" if last.waits else "last"
    return Markup('<div class="{}" id="{}">{}{}{}</div>\n').format(kind, anchor(card), line, why, box)


def _box(card: Card, words: str) -> Markup:
    return Markup('<label><input type="checkbox" name="{}-holds" value="yes">{}</label>').format(
        card.id, words
    )
