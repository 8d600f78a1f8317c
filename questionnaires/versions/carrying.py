"""Answers taken over from one version of a questionnaire to the next: kept, mapped, or asked again.

An answer is taken over only where it still says what somebody said; `sameness` tells when that is so.
Where words have changed and the meaning has not, the author says so in the head of the new version:

    follows:
      version: "1.0"
      mapped:
        - {question: T01, was: T01}                          # only the wording of the question was mended
        - {question: T02, was: T20, options: {yes: "3"}}     # the option `yes` of T20 is now `3` of T02
      ask_again: [T03]                                       # reads as before, means something else

Nothing is guessed: what leads to nothing that the new version offers is asked again, and so are two
answers that become one and disagree, and an answer that would become two.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from questionnaires.answers import DONT_KNOW, Answer, Answers, split
from questionnaires.definition import Carried, Predecessor, Questionnaire
from questionnaires.definition.questions import Question
from questionnaires.versions.sameness import Passage, Reason


@dataclass(frozen=True, slots=True)
class Carriage:
    """An answer that is taken over: where it stood and what it said, where it stands and what it says."""

    was: str
    key: str
    before: Answer
    answer: Answer

    @property
    def unchanged(self) -> bool:
        return self.was == self.key and self.before == self.answer


@dataclass(frozen=True, slots=True)
class AskAgain:
    """A question to ask, and why. Keys are questions, or `question@unit`.

    `key` is None where the new version has no such question, `was` and `before` where there was no answer.
    """

    key: str | None
    was: str | None
    before: Answer | None
    reason: Reason


@dataclass(frozen=True)
class CarryOver:
    """What becomes of each answer; `ask_again` also names the questions that are new (without `was`)."""

    carried: tuple[Carriage, ...]
    ask_again: tuple[AskAgain, ...]

    @cached_property
    def kept(self) -> dict[str, Answer]:
        """Answers that stand where they stood and say what they said."""
        return {one.key: one.answer for one in self.carried if one.unchanged}

    @cached_property
    def mapped(self) -> tuple[Carriage, ...]:
        """Answers that the author has given another place or another option."""
        return tuple(one for one in self.carried if not one.unchanged)

    @cached_property
    def answers(self) -> dict[str, Answer]:
        """Everything taken over, as the new version writes it and accepts it."""
        return {one.key: one.answer for one in self.carried}


def carry_over(old: Questionnaire, new: Questionnaire, answers: Answers) -> CarryOver:
    """What becomes of answers to `old` in `new`, which follows it or is the same."""
    return carry_along((old, new), answers)


def carry_along(versions: Sequence[Questionnaire], answers: Answers) -> CarryOver:
    """What becomes of answers to the first of several versions on the way to the last, step by step."""
    carried = [Carriage(key, key, answer, answer) for key, answer in answers.items()]
    lost: list[AskAgain] = []
    for old, new in pairwise(versions):
        step = _Step(old, new)
        lost = [replace(one, key=one.key and step.key(one.key)) for one in lost]
        moved = [step.moved(one) for one in carried]
        carried, differing = _agreeing([one for one in moved if isinstance(one, Carriage)])
        lost += [*(one for one in moved if isinstance(one, AskAgain)), *differing]
    known = set(heirs(versions).values())
    added = [id_ for id_ in versions[-1].question if id_ not in known]
    new_ones = [AskAgain(id_, None, None, "new_question") for id_ in added]
    return CarryOver(tuple(carried), (*lost, *new_ones))


def heirs(versions: Sequence[Questionnaire]) -> dict[str, str]:
    """What each question of the first version is called in the last, where it is still one question."""
    found = {id_: id_ for id_ in versions[0].question}
    for old, new in pairwise(versions):
        step = _Step(old, new)
        found = {id_: heir for id_, now in found.items() if (heir := step.heir(now))}
    return found


def _agreeing(carried: Sequence[Carriage]) -> tuple[list[Carriage], list[AskAgain]]:
    """Several answers may become one if they say the same; the notes of all are kept."""
    found: dict[str, list[Carriage]] = {}
    for one in carried:
        found.setdefault(one.key, []).append(one)
    agreed: list[Carriage] = []
    differing: list[AskAgain] = []
    for key, group in found.items():
        if len(group) == 1:
            agreed += group
        elif len({(one.answer.choice, one.answer.reason) for one in group}) == 1:
            note = "\n".join(dict.fromkeys(one.answer.note for one in group if one.answer.note)) or None
            agreed += [replace(one, answer=replace(one.answer, note=note)) for one in group]
        else:
            differing += [AskAgain(key, one.was, one.before, "answers_differ") for one in group]
    return agreed, differing


@dataclass(frozen=True)
class _Step:
    """From one version to the next."""

    old: Questionnaire
    new: Questionnaire

    @cached_property
    def said(self) -> Predecessor:
        """What the author says about this step; nothing, if it is about another version."""
        follows = self.new.follows
        if follows and (self.old.id, self.old.version) == (self.new.id, follows.version):
            return follows
        return Predecessor(version=self.old.version)

    @cached_property
    def mapped(self) -> Mapping[str, tuple[Carried, ...]]:
        said = self.said.mapped
        return {one.was: tuple(other for other in said if other.was == one.was) for one in said}

    def heir(self, id_: str) -> str | None:
        """The question of the new version that a question of the old one has become, if it is one."""
        named = [one.question for one in self.mapped.get(id_, ())] or [id_]
        return named[0] if len(named) == 1 and named[0] in self.new.question else None

    def key(self, key: str) -> str | None:
        id_, unit = split(key)
        heir = self.heir(id_)
        return f"{heir}@{unit}" if heir and unit else heir

    def moved(self, one: Carriage) -> Carriage | AskAgain:
        """An answer to the old version, taken over or to be asked again."""
        id_, unit = split(one.key)
        named = self.mapped.get(id_, ())
        key, heir, before = self.key(one.key), self.heir(id_), self.old.question.get(id_)
        if key is None or heir is None or before is None:
            return AskAgain(None, one.was, one.before, "question_split" if named[1:] else "question_gone")
        after, asked_again = self.new.question[heir], heir in self.said.ask_again
        said = named[0] if named else None
        passage = Passage(self.old, self.new, before, after, one.answer, unit, said, asked_again)
        if reason := passage.obstacle:
            return AskAgain(key, one.was, one.before, reason)
        return replace(one, key=key, answer=passage.renamed)


# --- what an author can get wrong --------------------------------------------------------------


def mistakes(old: Questionnaire, new: Questionnaire) -> list[str]:
    """What `follows` of the new version says that does not fit one of the two."""
    said = _Step(old, new).said
    unknown = [f"ask_again: unknown question {id_!r}" for id_ in said.ask_again if id_ not in new.question]
    return unknown + [f"mapped {one.was}: {found}" for one in said.mapped for found in _wrong(old, new, one)]


def _wrong(old: Questionnaire, new: Questionnaire, said: Carried) -> list[str]:
    before, after = old.question.get(said.was), new.question.get(said.question)
    if before is None:
        return [f"{old.version} has no question {said.was!r}"]
    if after is None:
        return [f"{new.version} has no question {said.question!r}"]
    were, are = _ids(before), _ids(after)
    gone = [f"{said.was} has no option {id_!r}" for id_ in said.options if id_ not in were]
    return gone + [f"{after.id} has no option {id_!r}" for id_ in said.options.values() if id_ not in are]


def _ids(question: Question) -> set[str]:
    return {*question.option, *(reason.id for reason in question.not_applicable), DONT_KNOW}
