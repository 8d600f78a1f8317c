"""Where people of one company answered apart: what each role said, and what was agreed, if anything."""

from questionnaires.text import Frozen, Text


class Voice(Frozen):
    """What one role answered. A role is never a person."""

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
