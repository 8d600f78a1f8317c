"""What the company has decided to do: measures with owner, date and state, as report and table show them.

Here is also how a step of the result becomes something to choose. What was chosen keeps the words it had
then, whatever becomes of the library of measures. The day is an argument, so a plan is overdue only on a day.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal

from questionnaires.text import Frozen, Language, Text, Words
from reports.assessed import Step
from reports.language import LOCALES, N_, language

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
    """One entry of the plan, in the company's order. `title` is the company's own for an entry of its own."""

    id: str
    measure: str | None
    title: Text | Words
    area: Text | None
    first_step: Text | None
    owner: str
    due: date | None
    state: State
    note: str

    def named(self, code: Language) -> str:
        """The title in a language; an entry of the company's own has one in its own words."""
        return self.title if isinstance(self.title, str) else self.title.in_(code)

    def overdue(self, today: date) -> bool:
        """Whether it should have been finished before this day and is not."""
        return self.state in UNFINISHED and self.due is not None and self.due < today


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


class Proposal(Frozen):
    """A step of the result that can be chosen. `origin` names it: `KIND:ID`, the same in every result."""

    origin: str
    words: Wording


def proposal(step: Step) -> Proposal:
    """A measure under its own title; where there is none, the topic with the level to work towards, or the
    question to find out about."""
    if step.measure:
        return _proposed(f"{MEASURE}{step.measure.id}", step, step.measure.title, step.measure.first_step)
    if step.action == "find_out":
        return _proposed(f"find_out:{step.question}", step, _to_find_out(step.title), step.asks)
    return _proposed(f"improve:{step.question}", step, step.title, step.next)


def measure_of(origin: str | None) -> str | None:
    """The measure that an origin names, if it names one."""
    return origin.removeprefix(MEASURE) if origin and origin.startswith(MEASURE) else None


MEASURE = "measure:"


def _proposed(origin: str, step: Step, title: Text, first_step: Text | None) -> Proposal:
    return Proposal(origin=origin, words=Wording(title=title, area=step.area_title, first_step=first_step))


def _to_find_out(topic: Text) -> Text:
    titles = {code: language(code).gettext(FIND_OUT) % {"topic": topic.in_(code)} for code in LOCALES}
    return Text.model_validate(titles)
