"""Which measures to take, and when: the gaps of a scorecard, each with the measure that leads on from today.

A gap that is known takes a measure that closes its question at the level where it stands: the one by which
most other gaps are closed as well, else the first in the order of the files. A measure taken for several
gaps stands once, for that with the largest priority. What has to be found out needs no measure.

The effort in the priority is that of the measure, where there is one (`planning.priorities` for the rest),
and the factors do not count the same here:

    priority = gap * importance * exposure^2 / effort^0.5

With equal exponents a company that lives on parts for combustion engines was told to begin with what is cheap
and new to everybody. What hits hardest comes first; effort still tells between equals.

What comes first is a matter of questions (`after` in the questionnaire) and of measures (`after` in theirs),
the latter as far as a gap takes both, however many others lie between them. Either way

    P(pre) = max(P(pre), P(dependent))

and what comes first stands before. A measure that no gap takes is taken for done or for dispensable.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from questionnaires.definition import Questionnaire
from questionnaires.measures.levels import level
from questionnaires.measures.measure import Measure, Measures
from questionnaires.planning import profiles
from questionnaires.planning.gaps import dropped, find_gaps, that_matter
from questionnaires.planning.precedence import earlier, neighbours
from questionnaires.planning.priorities import ranked, staged, tie_order
from questionnaires.planning.urgency import Exponents, Priority
from questionnaires.scoring.scorecard import DIGITS, Scorecard

HARDEST_FIRST = Exponents(exposure=2.0, effort=0.5)


@dataclass(frozen=True, slots=True)
class Advised:
    """One thing to do: its priority, the measure (None to find out, or where the library has none).

    `also`: the other questions whose gaps the same measure closes, in the order of the tree. `others`: what
    leads on from the question of the priority as well, for a company that this measure does not suit.
    """

    priority: Priority
    measure: Measure | None = None
    also: tuple[str, ...] = ()
    others: tuple[Measure, ...] = ()

    @property
    def questions(self) -> tuple[str, ...]:
        """All questions that it leads on from, the most urgent first."""
        return (self.priority.question, *self.also)


@dataclass(frozen=True, slots=True)
class Advice:
    """At most three things to begin with, at most two of them of one area, five for afterwards, the rest.

    `dropped`: questions with a gap that the company said does not matter to it.
    """

    now: tuple[Advised, ...]
    next: tuple[Advised, ...]
    later: tuple[Advised, ...]
    dropped: tuple[str, ...] = ()


def advise(
    questionnaire: Questionnaire, card: Scorecard, measures: Measures, profile: str | None = None
) -> Advice:
    """What to do now, next and later. Raises UnknownProfile.

    Without measures it is the plan of `planning.priorities` by the exponents of this module.
    """
    found = find_gaps(questionnaire, card, profile)
    kept = that_matter(found)
    levels = levels_today(questionnaire, kept, profile)
    open_to = {gap.question: measures.closing(gap.question, levels.get(gap.question)) for gap in kept}
    things = _things(kept, open_to, {one.effort for one in measures.measures})
    linked = _linked(things, kept, {one.id: one.after for one in measures.measures})
    plan = staged(ranked((one.priority for one in linked), HARDEST_FIRST))
    by_question = {one.priority.question: one for one in linked}
    now, next_, later = (_again(by_question, stage) for stage in (plan.now, plan.next, plan.later))
    return Advice(now, next_, later, dropped(found, kept))


def _again(things: Mapping[str, Advised], stage: Iterable[Priority]) -> tuple[Advised, ...]:
    """The things of a stage, with the sizes that ranking gave them."""
    return tuple(replace(things[priority.question], priority=priority) for priority in stage)


def levels_today(
    questionnaire: Questionnaire, gaps: Iterable[Priority], profile: str | None = None
) -> dict[str, int]:
    """Where the questions stand whose gaps are known, as levels of `measures.levels`."""
    chosen = profiles.profile(questionnaire, profile)
    asked = [(gap, questionnaire.question[gap.question]) for gap in gaps if gap.action == "improve"]
    return {
        question.id: level(
            question, profiles.target(questionnaire, question, *question.range, chosen).share - gap.gap
        )
        for gap, question in asked
    }


# --- one measure for each gap ------------------------------------------------------------------


def _things(
    gaps: Sequence[Priority], open_to: Mapping[str, Sequence[Measure]], efforts: set[int]
) -> list[Advised]:
    """The gaps by what is done about them; each thing under its most urgent question."""
    taken = _taken(open_to)
    groups: dict[tuple[str, str], list[Priority]] = {}
    for gap in gaps:
        measure = taken.get(gap.question)
        key = ("measure", measure.id) if measure else ("question", gap.question)
        groups.setdefault(key, []).append(_by_effort(gap, measure, efforts) if measure else gap)
    return [_thing(group, taken.get(group[0].question), open_to) for group in groups.values()]


def _taken(open_to: Mapping[str, Sequence[Measure]]) -> dict[str, Measure]:
    """The measure that each gap takes: of all, the one for most gaps; of equals, the first."""
    uses = Counter(one.id for options in open_to.values() for one in options)
    return {
        question: max(options, key=lambda one: uses[one.id])
        for question, options in open_to.items()
        if options
    }


def _by_effort(gap: Priority, measure: Measure, efforts: set[int]) -> Priority:
    return replace(gap, effort=measure.effort, cheap=measure.effort == 1 and len(efforts) > 1)


def _thing(
    group: Sequence[Priority], measure: Measure | None, open_to: Mapping[str, Sequence[Measure]]
) -> Advised:
    lead = max(tie_order(group), key=lambda gap: round(gap.product(HARDEST_FIRST), DIGITS))
    also = tuple(gap.question for gap in group if gap is not lead)
    return Advised(lead, measure, also, tuple(one for one in open_to[lead.question] if one is not measure))


# --- what comes first --------------------------------------------------------------------------


def _linked(
    things: Sequence[Advised], gaps: Sequence[Priority], after: Mapping[str, Sequence[str]]
) -> list[Advised]:
    """The things with what comes before and after each of them, by the questions that they stand under."""
    direct = _direct(things, {gap.question: gap.first for gap in gaps}, after)
    listed = [one.priority.question for one in things]
    known = neighbours(listed, direct)
    return [
        replace(one, priority=replace(one.priority, **known[id_]._asdict()))
        for one, id_ in zip(things, listed, strict=True)
    ]


def _direct(
    things: Sequence[Advised], first: Mapping[str, Sequence[str]], after: Mapping[str, Sequence[str]]
) -> dict[str, set[str]]:
    """What comes before each thing, be it for its questions or for its measure."""
    by_question = {id_: one.priority.question for one in things for id_ in one.questions}
    by_measure = {one.measure.id: one.priority.question for one in things if one.measure}
    found: dict[str, set[str]] = {}
    for one in things:
        of_questions = {by_question[other] for id_ in one.questions for other in first[id_]}
        before = earlier(one.measure.id, after) if one.measure else ()
        of_measure = {by_measure[other] for other in before if other in by_measure}
        found[one.priority.question] = (of_questions | of_measure) - {one.priority.question}
    return found
