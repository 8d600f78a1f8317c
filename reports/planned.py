"""What the company has decided to do: measures with owner, date and state, as report and table show them."""

from datetime import date
from typing import Literal

from questionnaires.text import Frozen, Text, Words

State = Literal["planned", "running", "done", "dropped"]


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
