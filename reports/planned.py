"""What the company has decided to do: measures with owner, date and state, as report and table show them.

What was chosen keeps the words it had then, whatever becomes of the library of measures. The day is an
argument, so a plan is overdue only on a day.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal

from questionnaires.text import Frozen, Language, Text, Words
from reports.language import N_, with_subscripts

State = Literal["planned", "running", "done", "dropped"]
STATES: Mapping[State, str] = {
    "planned": N_("Geplant"),
    "running": N_("Läuft"),
    "done": N_("Erledigt"),
    "dropped": N_("Entfällt"),
}
UNFINISHED: frozenset[State] = frozenset({"planned", "running"})
FIND_OUT = N_("Herausfinden: %(topic)s")


class Planned(Frozen):
    """One entry of the plan, in the company's order. `title` is the company's own for an entry of its own.

    `decides` and `lasts`: who decides on a measure and how long it typically takes, in words.
    """

    id: str
    measure: str | None
    title: Text | Words
    area: Text | None
    first_step: Text | None
    owner: str
    due: date | None
    state: State
    note: str
    decides: Text | None = None
    lasts: Text | None = None

    def named(self, code: Language) -> str:
        """The title in a language; an entry of the company's own has one in its own words."""
        return self.title if isinstance(self.title, str) else with_subscripts(self.title.in_(code))

    def overdue(self, today: date) -> bool:
        """Whether it should have been finished before this day and is not."""
        return self.state in UNFINISHED and self.due is not None and self.due < today


def by_day(entry: Planned) -> tuple[bool, date]:
    """Puts entries in the order of their days, those without one last."""
    return (entry.due is None, entry.due or date.max)


class Progress(Frozen):
    """How far the plan is. What was dropped does not count."""

    done: int
    of: int
    overdue: tuple[Planned, ...]


def progress(entries: Iterable[Planned], today: date) -> Progress:
    counted = [entry for entry in entries if entry.state != "dropped"]
    return Progress(
        done=sum(entry.state == "done" for entry in counted),
        of=len(counted),
        overdue=tuple(entry for entry in counted if entry.overdue(today)),
    )


class Wording(Frozen):
    """The words of a step, as they were when it was chosen."""

    title: Text
    area: Text
    first_step: Text | None
    decides: Text | None = None
    lasts: Text | None = None


class Proposal(Frozen):
    """A step of the result that can be chosen. `origin` names it: `KIND:ID`, the same in every result."""

    origin: str
    words: Wording


def offer_of(origin: str | None) -> str | None:
    """The offer that an origin names, if it names one."""
    return origin.removeprefix(OFFER) if origin and origin.startswith(OFFER) else None


def measure_of(origin: str | None) -> str | None:
    """The measure that an origin names, if it names one."""
    return origin.removeprefix(MEASURE) if origin and origin.startswith(MEASURE) else None


MEASURE, OFFER = "measure:", "offer:"
