"""From two sets of answers to what has changed between them, in words: the value that reports show."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from questionnaires.answers import Answer, split
from questionnaires.definition import Questionnaire
from questionnaires.routing import Path, route
from questionnaires.text import Text
from questionnaires.versions.compare import Comparison, NodeChange, Taken, compare
from questionnaires.versions.overlap import Changed, NotComparable
from reports.compared import (
    EXPOSURE,
    ChangedAnswer,
    ChangedValue,
    NotCompared,
    Rerated,
    Since,
    Unscored,
)

READINESS = "readiness"
UNSCORED: Mapping[str, Unscored] = {"found_out": "found_out", "lost_sight": "lost_sight"}
DIRECTIONS = {(True, False): "forward", (False, True): "back", (True, True): "mixed", (False, False): "same"}
"""Whether any answer on readiness is higher, whether any is lower."""


@dataclass(frozen=True)
class Before:
    """An earlier check: what was taken on which day, and the versions up to that of the later check.

    `edited` is the day on which it was changed after the later check had begun.
    """

    taken: Taken
    day: date
    between: Sequence[Questionnaire] = ()
    edited: date | None = None


@dataclass(frozen=True)
class Hindsight:
    """What only the later check knows: which answers are taken over and unconfirmed, and the ratings today.

    `ratings` give, by question of the later check, the option that fits the earlier state in hindsight.
    """

    unconfirmed: Collection[str] = frozenset()
    ratings: Mapping[str, str] = field(default_factory=dict)


def since(before: Before, after: Taken, hindsight: Hindsight | None = None) -> Since:
    """What has changed since the earlier check. Pure: the same arguments give the same value."""
    return _Comparing(before, after, hindsight or Hindsight()).since()


def to_judge(questionnaire: Questionnaire, since: Since) -> list[str]:
    """The questions of a check whose earlier state may be judged anew: those that have levels and changed."""
    asked = {id_ for id_, question in questionnaire.question.items() if question.scored and question.options}
    return [one.question for one in since.changed if one.question in asked]


@dataclass(frozen=True)
class _Comparing:
    before: Before
    after: Taken
    hindsight: Hindsight

    @cached_property
    def found(self) -> Comparison:
        return compare(self.before.taken, self.after, self.before.between)

    @property
    def old(self) -> Questionnaire:
        return self.before.taken.questionnaire

    @property
    def new(self) -> Questionnaire:
        return self.after.questionnaire

    @cached_property
    def now(self) -> Path:
        return route(self.new, self.after.answers, self.after.check)

    @property
    def areas(self) -> list[str]:
        return [area.id for area in self.found.node[READINESS].after.children]

    @cached_property
    def area(self) -> Mapping[str, str]:
        """By question, the part of the tree that reports show it in."""
        parts = (EXPOSURE, *self.areas)
        return {item.id: id_ for id_ in parts for item in self.found.node[id_].after.items}

    def since(self) -> Since:
        changed = tuple(self.answer(one) for one in self.found.changed)
        unchanged = set(self.found.comparable) - {one.key for one in self.found.changed}
        told = Since(
            date=self.before.day,
            version=self.old.version,
            same_version=self.old.version == self.new.version,
            values=tuple(self.values()),
            changed=changed,
            unchanged=self.found.unchanged,
            not_compared=tuple(self.left()),
            rerated=tuple(self.rerated(changed)),
            unconfirmed=len(unchanged & set(self.hindsight.unconfirmed)),
            edited=self.before.edited,
        )
        return told.model_copy(update={"direction": DIRECTIONS[bool(told.up), bool(told.down)]})

    def answer(self, one: Changed) -> ChangedAnswer:
        id_, _ = split(one.key)
        return ChangedAnswer(
            question=one.key,
            title=self.new.question[id_].title,
            area=self.area.get(id_),
            before=one.before,
            after=one.after,
            change=one.share,
            unscored=UNSCORED.get(one.direction, "other"),
        )

    def values(self) -> Iterator[ChangedValue]:
        for id_ in (EXPOSURE, READINESS, *self.areas):
            yield self.value(id_, self.found.node[id_])

    def value(self, id_: str, change: NodeChange) -> ChangedValue:
        node = self.new.node[id_]
        asked = [item.id for item in change.after.weighed if item.id in self.now.asked]
        shared = [item.id for item in change.after.weighed if item.value is not None]
        shown = change.after.published and len(shared) >= min(self.new.policy.min_answers, len(asked))
        return ChangedValue(
            id=id_,
            title=node.short or node.title,
            before=change.before.value if shown else None,
            after=change.after.value if shown else None,
            shared=change.shared,
            items=max(len(asked), change.shared),
            unconfirmed=sum(id_ in self.hindsight.unconfirmed for id_ in shared),
        )

    def left(self) -> Iterator[NotCompared]:
        for one in self.found.not_comparable:
            yield NotCompared(title=self.title(one), reason=one.reason)

    def title(self, one: NotComparable) -> Text:
        if one.key:
            return self.new.question[split(one.key)[0]].title
        return self.old.question[split(one.was or "")[0]].title

    def rerated(self, changed: Iterable[ChangedAnswer]) -> Iterator[Rerated]:
        """Only what changed was asked about; a rating of an answer that is now as it was says nothing."""
        for one in changed:
            choice = self.hindsight.ratings.get(one.question)
            question = self.new.question[split(one.question)[0]]
            if choice in question.option:
                looking_back = self.new.label(question, Answer(choice))
                yield Rerated(
                    question=one.question, title=one.title, then=one.before, looking_back=looking_back
                )
