"""Where people of one company answered apart: what each role said, and what was agreed, if anything."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal

from questionnaires.answers import Answer
from questionnaires.differences import Said
from questionnaires.text import Frozen, Text

Evidence = Literal["opinion", "example", "document"]

ROLE_TITLES: Mapping[str, Text] = {
    "management": Text(de="Geschäftsführung", en="Management"),
    "works_council": Text(de="Betriebsrat oder Beschäftigte", en="Works council or employees"),
    "production": Text(de="Produktion", en="Production"),
    "hr": Text(de="Personal", en="Human resources"),
}
"""The roles in which people take part in a session, in the order in which they are always named."""
EVIDENCE: Mapping[Evidence, Text] = {
    "opinion": Text(de="Einschätzung der Anwesenden", en="Judgement of those present"),
    "example": Text(de="Beispiel genannt", en="Example given"),
    "document": Text(de="Unterlage oder Zahlen gezeigt", en="Document or figures shown"),
}
"""What an agreed answer rests on, from weak to strong."""


class Voice(Frozen):
    """What one role answered, or so many people where no role is shown. A role is never a person."""

    role: Text
    answer: Text


class Dissent(Frozen):
    """A question on which views differ. `agreed` is None where dissent stands; a mean is never agreement."""

    question: str
    title: Text
    area: Text | None
    voices: tuple[Voice, ...]
    agreed: Text | None = None
    reason: str = ""


class Settled(Dissent):
    """One question of a session: `contested` if it had to be talked about, and what an agreement rests on."""

    contested: bool
    evidence: Evidence | None = None

    @property
    def in_full(self) -> bool:
        """Whether more is to be told of it than the answer."""
        return self.contested or bool(self.reason) or self.evidence in {"example", "document"}

    @property
    def dissent(self) -> Dissent:
        """As a report tells it."""
        return Dissent(**{name: getattr(self, name) for name in Dissent.model_fields})


def voices(label: Callable[[Answer], Text], said: Iterable[Said]) -> tuple[Voice, ...]:
    """What was said in words, the same answer of one role once. `label` tells an answer in words."""
    return tuple(voice for one in said for voice in _of(label, one))


def _of(label: Callable[[Answer], Text], said: Said) -> Iterator[Voice]:
    for answer, times in Counter(said.answers).items():
        yield Voice(role=_who(said.role, times, len(said.answers)), answer=label(answer))


def _who(role: str | None, times: int, of: int) -> Text:
    """A role by its title; where more than one of it spoke, how many said so."""
    if role is None:
        return Text(de=f"{times} Stimmen", en=f"{times} voices") if times > 1 else ONE
    title = ROLE_TITLES.get(role, Text(de=role, en=role))
    if of == 1:
        return title
    de, en = (f"{times} von {of}", f"{times} of {of}") if times < of else (f"{of}", f"{of}")
    return Text(de=f"{title.de} ({de})", en=f"{title.en} ({en})")


ONE = Text(de="1 Stimme", en="1 voice")
