"""What matching knows about a company: its facts, its needs and, if it wrote one, its goal."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from matching.needs import NeedGap, gaps
from questionnaires.conditions import Facts
from questionnaires.definition import Questionnaire
from questionnaires.routing import Path
from questionnaires.scoring.scorecard import Scorecard


@dataclass(frozen=True)
class Profile:
    """Facts by name (None where unknown), needs with the largest gap first, a goal in free text."""

    facts: Facts
    needs: tuple[NeedGap, ...] = ()
    goal: str | None = None
    questions: Mapping[str, str] = field(default_factory=dict)
    """The question each fact is asked by."""


def profile(
    questionnaire: Questionnaire,
    path: Path,
    card: Scorecard,
    goal: str | None = None,
    chosen: Collection[str] = (),
) -> Profile:
    """The profile behind a set of answers. `chosen` are questions whose action the company chose."""
    questions = {name: question.id for name, question in questionnaire.asking.items()}
    return Profile(path.facts, gaps(questionnaire, card, chosen), goal, questions)
