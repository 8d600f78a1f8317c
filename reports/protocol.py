"""The protocol of a session of a company with its advisor, as PDF for both sides.

It says what was agreed and why, where dissent stands, and what comes next. It names roles and numbers, never
people, except for whoever led the session, and prints no mean. The same protocol gives the same bytes.

    >>> from reports import protocol
    >>> protocol.render(found, "de")
"""

from datetime import date
from typing import Literal

from questionnaires.text import Frozen, Text, Words
from questionnaires.text import Language as Code
from reports import html, pdf
from reports.language import keep_last_words
from reports.planned import Planned
from reports.report import Operator, Source
from reports.voiced import EVIDENCE, Settled

SHEET = "protocol.css"


class Took(Frozen):
    """How many of a role were expected, and how many answered."""

    role: Text
    expected: int
    answered: int


class Left(Frozen):
    """A question whose answers lie apart and that was not settled."""

    title: Text
    area: Text | None


class Help(Frozen):
    """An offer that was chosen in the plan, or that fits best; `needs` are what it helps with."""

    name: Text
    operator: str
    url: str
    door: Text | None = None
    needs: tuple[Text, ...] = ()
    reasons: tuple[Text, ...] = ()


class Next(Frozen):
    """A day on which to look again. `title` is in somebody's own words, or one of ours."""

    day: date
    title: Text | Words

    def named(self, code: Code) -> str:
        return self.title if isinstance(self.title, str) else self.title.in_(code)


class Protocol(Frozen):
    """Everything that is printed. `final` once the session is closed; until then it is a draft. `company` is
    None for one that told no name: it goes by its `code`.

    Protocols are kept: within one `format`, fields are only added, each with a default.

    `chosen_offers`: whether the offers were chosen, or are those that fit best. `shown_roles`: whether the
    answers are told by role. `advisor` led the session for the `organisation` and had no voice.
    """

    format: Literal[1] = 1
    operator: Operator
    questionnaire: Source
    company: str | None
    code: str
    day: date
    aim: str
    advisor: str
    organisation: str
    text_version: str
    agreed_on: date | None
    created: date
    final: bool
    shown_roles: bool
    took_part: tuple[Took, ...]
    settled: tuple[Settled, ...]
    left: tuple[Left, ...] = ()
    plan: tuple[Planned, ...] = ()
    offers: tuple[Help, ...] = ()
    chosen_offers: bool = False
    dates: tuple[Next, ...] = ()
    notes: str = ""

    @property
    def answered(self) -> int:
        return sum(role.answered for role in self.took_part)

    @property
    def agreed(self) -> tuple[Settled, ...]:
        return tuple(one for one in self.settled if one.agreed)

    @property
    def discussed(self) -> tuple[Settled, ...]:
        """What was agreed after talking about it."""
        return tuple(one for one in self.agreed if one.in_full)

    @property
    def alike(self) -> tuple[Settled, ...]:
        """What was agreed at once."""
        return tuple(one for one in self.agreed if not one.in_full)

    @property
    def dissent(self) -> tuple[Settled, ...]:
        return tuple(one for one in self.settled if not one.agreed)

    @property
    def ahead(self) -> tuple[Planned, ...]:
        """The plan without what was given up."""
        return tuple(entry for entry in self.plan if entry.state != "dropped")


def render(protocol: Protocol, code: Code) -> bytes:
    """The PDF in one language."""
    return pdf.laid_out(document(protocol, code), SHEET, data=protocol.model_dump_json())


def document(protocol: Protocol, code: Code) -> str:
    """The protocol as one document for print."""
    words = html.environment(code).get_template("protocol.html")
    return keep_last_words(words.render(protocol=protocol, evidence=EVIDENCE, paragraphs=paragraphs))


def paragraphs(written: str) -> list[str]:
    """The lines of a text that somebody typed, without empty ones."""
    return [line.strip() for line in written.splitlines() if line.strip()]
