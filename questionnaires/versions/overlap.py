"""What a company, or one of its teams and sites, has answered both times, and what has changed in it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from questionnaires.answers import Answer
from questionnaires.conditions import Fact
from questionnaires.definition import Questionnaire
from questionnaires.definition.questions import Question
from questionnaires.routing import Hidden, Path
from questionnaires.text import Text
from questionnaires.versions.carrying import Carriage, CarryOver, carry_along, heirs
from questionnaires.versions.sameness import Reason

Direction = Literal["up", "down", "level", "found_out", "lost_sight", "other"]
"""What a change of an answer did.

up, down     more or fewer points than before (more is not better everywhere: exposure)
level        another answer with the same points
found_out    not known before, known now
lost_sight   known before, not known now
other        an answer without points, or one that it does (not) apply
"""

NotShared = Reason | Literal["not_asked_before", "not_asked_now", "not_answered_before", "not_answered_now"]
"""Why a question cannot be compared: by the versions, by the way that was taken, or for want of an answer."""

COUNTED = {"level", "none"}
"""What answers to questions without points may mean where an option of theirs holds a node down."""


@dataclass(frozen=True, slots=True)
class Changed:
    """An answer that is not what it was. Keys are questions, or `question@unit`.

    `share` is the difference in points, as a share of the question's range; None where it has no points
    both times.
    """

    key: str
    was: str
    before: Text
    after: Text
    direction: Direction
    share: float | None = None


@dataclass(frozen=True, slots=True)
class NotComparable:
    """Something answered once, or twice to different questions.

    `key` is None where the later version has no such question, `was` where the earlier one has none.
    """

    key: str | None
    was: str | None
    reason: NotShared


@dataclass(frozen=True)
class Overlap:
    """Two ways through a questionnaire, through two versions of it (`versions`, with those between)."""

    versions: Sequence[Questionnaire]
    then: Path
    now: Path
    unit: str | None = None

    @cached_property
    def new(self) -> Questionnaire:
        return self.versions[-1]

    @cached_property
    def _carry(self) -> CarryOver:
        return carry_along(self.versions, self.then.answers)

    @cached_property
    def _carried(self) -> Mapping[str, Carriage]:
        return {one.key: one for one in self._carry.carried}

    @cached_property
    def both(self) -> tuple[str, ...]:
        """The questions with a comparable answer then and now, in the order of the later version."""
        return tuple(id_ for id_ in self._listed if id_ in self._carried and id_ in self.now.answers)

    @cached_property
    def _listed(self) -> tuple[str, ...]:
        """What is answered for a unit is told there, all else once."""
        return tuple(id_ for id_ in self.new.question if not self.unit or id_ in self.new.asked_by_unit)

    def key(self, id_: str) -> str:
        return f"{id_}@{self.unit}" if self.unit else id_

    # --- for the scores --------------------------------------------------------------------------

    @cached_property
    def counted(self) -> frozenset[str]:
        """The questions answered both times in a way that counts."""
        ids = self._carried.keys() & self.now.answers.keys()
        return frozenset(id_ for id_ in ids if self._counts(self.new.question[id_]))

    @property
    def counts_as_unit(self) -> bool:
        """Whether a team or site has something of its own to compare."""
        return bool(self.counted & self.new.asked_by_unit)

    def _counts(self, question: Question) -> bool:
        answers = (self._carried[question.id].answer, self.now.answers[question.id])
        return {question.meaning(answer) for answer in answers} <= ({"level"} if question.scored else COUNTED)

    def ways(self, units: Sequence["Overlap"] = ()) -> tuple[Path, Path]:
        """The two ways as they lead through the later version, past all that does not count both times."""
        nested = {one.unit or "": one.ways() for one in units}
        then = self._way({id_: one.answer for id_, one in self._carried.items()})
        now = self._way(self.now.answers)
        return (
            replace(then, units={unit: ways[0] for unit, ways in nested.items()}),
            replace(now, units={unit: ways[1] for unit, ways in nested.items()}),
        )

    def _way(self, answers: Mapping[str, Answer]) -> Path:
        asked = tuple(id_ for id_ in self.new.question if id_ in self.counted)
        hidden = {id_: Hidden("not_in_check") for id_ in self.new.question if id_ not in self.counted}
        return Path(asked, hidden, {}, {id_: answers[id_] for id_ in asked})

    # --- for the answers -------------------------------------------------------------------------

    def changed(self) -> Iterator[Changed]:
        """The answers that are not what they were, in the words in which each was given."""
        for id_ in self.both:
            one, now = self._carried[id_], self.now.answers[id_]
            if _said(self.new.question[id_], one.answer) != _said(self.new.question[id_], now):
                yield self._change(one, self.new.question[id_], now)

    def _change(self, one: Carriage, question: Question, now: Answer) -> Changed:
        old, share = self.versions[0], _share(question, one.answer, now)
        return Changed(
            key=self.key(question.id),
            was=self.key(one.was),
            before=old.label(old.question[one.was], one.before),
            after=self.new.label(question, now),
            direction=_direction(question, one.answer, now, share),
            share=share,
        )

    def not_comparable(self) -> Iterator[NotComparable]:
        """What was answered then or now, and why the two cannot be laid side by side."""
        asked_again = {one.key: one for one in self._carry.ask_again if one.key}
        was = {heir: id_ for id_, heir in heirs(self.versions).items()}
        for id_ in self._listed:
            answered = id_ in self.now.answers
            if id_ in asked_again and (asked_again[id_].was or answered):
                one = asked_again[id_]
                yield NotComparable(self.key(id_), one.was and self.key(one.was), one.reason)
            elif id_ in self._carried and not answered:
                yield NotComparable(self.key(id_), self.key(self._carried[id_].was), self._missing_now(id_))
            elif answered and id_ not in self._carried:
                yield NotComparable(self.key(id_), self.key(was[id_]), self._missing_then(was[id_]))
        for one in self._carry.ask_again:
            if one.key is None and one.was and (not self.unit or one.was in self.versions[0].asked_by_unit):
                yield NotComparable(None, self.key(one.was), one.reason)

    def _missing_now(self, id_: str) -> NotShared:
        return "not_asked_now" if id_ in self.now.hidden else "not_answered_now"

    def _missing_then(self, id_: str) -> NotShared:
        return "not_asked_before" if id_ in self.then.hidden else "not_answered_before"


def _said(question: Question, answer: Answer) -> tuple[str | None, frozenset[str], Fact | str]:
    """An answer apart from how it is written: in which order ticks stand, how many digits a number has."""
    chosen = frozenset(option.id for option in question.chosen(answer))
    return (answer.reason, chosen, question.fact(answer) or answer.choice.strip())


def _share(question: Question, then: Answer, now: Answer) -> float | None:
    if not question.scored or {question.meaning(then), question.meaning(now)} != {"level"}:
        return None
    low, high = question.range
    return (question.points(now) - question.points(then)) / (high - low)


def _direction(question: Question, then: Answer, now: Answer, share: float | None) -> Direction:
    meanings = (question.meaning(then), question.meaning(now))
    if share is not None:
        return "up" if share > 0 else "down" if share < 0 else "level"
    known = [meaning in COUNTED for meaning in meanings]
    if "dont_know" in meanings and any(known):
        return "found_out" if known[1] else "lost_sight"
    return "other"
