"""One frozen report: everything that page, PDF and JSON show, in both languages, with a format number."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from matching.catalogue import Catalogue
from matching.needs import NeedGap
from matching.ranking import Matches
from questionnaires.definition import Policy, Questionnaire
from questionnaires.explain import explain
from questionnaires.measures import Measures
from questionnaires.measures.choosing import advise
from questionnaires.routing import Path
from questionnaires.scoring import ENGINE
from questionnaires.scoring.scorecard import Score, Scorecard, State
from questionnaires.text import Frozen, Text, Words
from reports import assessing
from reports.assessed import LEVELS, Item, Reading, Standing, Step
from reports.benchmarked import Benchmark
from reports.compared import Since
from reports.computed import apart
from reports.language import rounded
from reports.offered import Offers
from reports.offering import offers
from reports.planned import Planned
from reports.voiced import Dissent

ACCENT = "#005c8a"
COMPANY = "company"
"""The section with the facts about the company."""
WORKS_COUNCIL = "works_council"
CLOSE = 0.3
"""Areas that lie within so many levels of each other differ by no more than a word in an answer."""


Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$"), AfterValidator(str.lower)]


class Operator(Frozen):
    """Who runs this check: named on every page; the accent colours pictures, never text."""

    name: Words
    url: str | None = None
    accent_colour: Colour = ACCENT


class Source(Frozen):
    """The questionnaire the answers were given to."""

    id: str
    version: str
    title: Text

    def __str__(self) -> str:
        return f"{self.id}@{self.version}"


class Taken(Frozen):
    """The length in which it was taken."""

    id: str
    title: Text


class Report(Frozen):
    """Format 1 had neither measures nor steps beyond the first three; reports kept in it can still be read.

    `steps` are for now, `next_steps` and `later_steps` for afterwards. `chosen` is the company's own plan,
    `dissent` where its people answered apart, `since` the comparison with an earlier check, `benchmark` the
    one with other companies; without it there are not enough of them.
    """

    format: Literal[1, 2] = 2
    created: date
    questionnaire: Source
    check: Taken
    engine: str
    catalogue_revision: str
    operator: Operator
    facts: tuple[Item, ...]
    goal: str | None
    partial: bool
    open_questions: int
    exposure: Standing
    readiness: Standing
    areas: tuple[Standing, ...]
    reading: Reading
    policy: Policy
    weakest: tuple[str, ...]
    spread: float | None
    steps: tuple[Step, ...]
    offers: Offers
    next_steps: tuple[Step, ...] = ()
    later_steps: tuple[Step, ...] = ()
    chosen: tuple[Planned, ...] = ()
    dissent: tuple[Dissent, ...] = ()
    since: Since | None = None
    works_council: bool | None = None
    benchmark: Benchmark | None = None

    @property
    def parts(self) -> tuple[Standing, ...]:
        """The exposure and the areas: everything that carries answers."""
        return (self.exposure, *self.areas)

    @property
    def standings(self) -> tuple[Standing, ...]:
        """Everything that has a value, the two axes first."""
        return (self.exposure, self.readiness, *self.areas)

    @property
    def lowest(self) -> float | None:
        """The lowest value that may be shown among the areas."""
        return min((value for area in self.areas if (value := area.shown) is not None), default=None)

    @property
    def highest(self) -> float | None:
        """The highest value that may be shown among the areas."""
        return max((value for area in self.areas if (value := area.shown) is not None), default=None)

    @property
    def distance(self) -> float | None:
        """What the lowest area lacks to the highest, in levels, as a reader finds it from what is shown."""
        if self.lowest is None or self.highest is None:
            return None
        return apart(self.lowest, self.highest)

    @property
    def close(self) -> bool:
        """Whether all areas are shown and lie so near each other that none can be called the weakest."""
        known = all(area.published for area in self.areas)
        return known and self.distance is not None and self.distance <= CLOSE

    @property
    def find_out(self) -> tuple[Item, ...]:
        """The questions to which nobody knew the answer."""
        return tuple(item for part in self.parts for item in part.in_state(State.DONT_KNOW))


def compose(
    *,
    questionnaire: Questionnaire,
    path: Path,
    card: Scorecard,
    matches: Matches,
    catalogue: Catalogue,
    check: str,
    goal: str | None,
    created: date,
    operator: Operator,
    finished: bool,
    measures: Measures,
    needs: Iterable[NeedGap] = (),
) -> Report:
    """The report on one set of answers. Pure: the same arguments give the same bytes of JSON.

    `needs` are those the offers were matched with; without them no need is told to come from an answer.
    """
    readiness, target = card.node("readiness"), questionnaire.policy.target
    explained = explain(questionnaire, path, card)
    advice = advise(questionnaire, card, measures)
    return Report(
        created=created,
        questionnaire=Source(id=questionnaire.id, version=questionnaire.version, title=questionnaire.title),
        check=Taken(id=check, title=questionnaire.check[check].title),
        engine=ENGINE,
        catalogue_revision=catalogue.revision,
        operator=operator,
        facts=_facts(questionnaire, path),
        goal=goal,
        partial=not finished,
        open_questions=len(path.asked) - len(path.answers),
        exposure=assessing.standing(questionnaire, path, card, "exposure"),
        readiness=assessing.standing(questionnaire, path, card, readiness.id, target, whole=True),
        areas=tuple(
            assessing.standing(questionnaire, path, card, a.id, target, explanation=explained[a.id])
            for a in readiness.children
        ),
        reading=assessing.read(questionnaire, card),
        policy=questionnaire.policy,
        weakest=_weakest(readiness),
        spread=readiness.spread,
        steps=tuple(assessing.step(questionnaire, path, one) for one in advice.now),
        next_steps=tuple(assessing.step(questionnaire, path, one) for one in advice.next),
        later_steps=tuple(assessing.step(questionnaire, path, one) for one in advice.later),
        offers=offers(questionnaire, path, catalogue, matches, needs),
        works_council=_works_council(path),
    )


def _works_council(path: Path) -> bool | None:
    answer = path.answers.get(WORKS_COUNCIL)
    return {"present": True, "absent": False}.get(answer.choice) if answer and answer.choice else None


def _weakest(readiness: Score) -> tuple[str, ...]:
    """The areas shown with the lowest value; none where all lie close or fewer than two are known."""
    shown = {
        area.id: rounded(LEVELS * (area.value or 0.0), 1) for area in readiness.children if area.published
    }
    if not shown or float(max(shown.values()) - min(shown.values())) <= CLOSE:
        return ()
    return tuple(id_ for id_, value in shown.items() if value == min(shown.values()))


def _facts(questionnaire: Questionnaire, path: Path) -> tuple[Item, ...]:
    section = questionnaire.section.get(COMPANY)
    questions = path.questions_of(section) if section else []
    return tuple(assessing.item(questionnaire, path, question.id) for question in questions)
