"""What a questionnaire consists of, as frozen models: sections of questions, and a tree that scores them.

Everything that an author decides is data: wording, routing, weights, thresholds, what to do with what is
not known. Nothing is computed here; `routing` and `scoring` read these models. The kinds of questions
stand in `questions` and `rows`, the parts of the tree in `tree`.
"""

from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from questionnaires.answers import DONT_KNOW, NOT_APPLICABLE, Answer
from questionnaires.definition.questions import Id, Option, Points, Question
from questionnaires.definition.rows import Entry, Rated, Rows
from questionnaires.definition.tree import Node, Position, Scale, Share, with_descendants
from questionnaires.text import Frozen, Text


class Section(Frozen):
    """One page: questions that belong together."""

    id: Id
    title: Text
    intro: Text | None = None
    entries: tuple[Entry, ...] = Field(min_length=1, alias="questions")
    """As they were written; `questions` has a matrix and a rated item row by row."""

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        nested = [e.expanded if isinstance(e, Rows) else (e,) for e in self.entries]
        return tuple(question for entry in nested for question in entry)


class Check(Frozen):
    """A length in which the questionnaire can be taken; later ones contain earlier ones."""

    id: Id
    title: Text
    minutes: Annotated[int, Field(gt=0)]


class Policy(Frozen):
    """Cut-offs that are design choices, not facts from the literature (scoring.md 2.3, 2.4).

    A value is sure from `sure_coverage` and `sure_evidence` on, and half sure from `min_coverage` and
    `some_evidence` on.
    """

    min_coverage: Share
    min_answers: int
    not_applicable_flag: Share
    target: Share
    sure_coverage: Share = 0.9
    sure_evidence: Share = 0.6
    some_evidence: Share = 0.2


class Cut(Frozen):
    exposure: Position
    readiness: Position


class FieldOfFour(Frozen):
    title: Text
    text: Text


class Fields(Frozen):
    """How exposure and readiness are read together."""

    cut: Cut
    act_now: FieldOfFour
    secure: FieldOfFour
    watch: FieldOfFour
    build_on: FieldOfFour


class Need(Frozen):
    """One kind of help; questions name the needs they reveal, offers the needs they serve."""

    id: Id
    area: Id
    title: Text


class Action(Frozen):
    """Something to do that an option calls for; `effort` from 1 to 3, `after` what has to be done first."""

    id: Id
    title: Text
    effort: Literal[1, 2, 3] = 1
    after: tuple[Id, ...] = ()
    needs: tuple[Id, ...] = ()


class Profile(Frozen):
    """What to reach, in points, for companies of one kind: targets of nodes and questions by id."""

    id: Id
    title: Text
    targets: dict[Id, Points]


class Carried(Frozen):
    """A question of the version before that is asked here under another id or with other options."""

    question: Id
    was: Id
    options: dict[str, str] = Field(default_factory=dict)


class Predecessor(Frozen):
    """The version whose answers may be taken over; what is not named here and unchanged is kept."""

    version: str
    mapped: tuple[Carried, ...] = ()
    ask_again: tuple[Id, ...] = ()


class Head(Frozen):
    """The head file of a version: everything but the sections."""

    id: Id
    version: Annotated[str, Field(pattern=r"^\d+\.\d+$")]
    title: Text
    licence: str
    notice: Text | None = None
    dont_know: Text
    not_applicable: Text
    checks: Annotated[tuple[Check, ...], Field(min_length=1)]
    policy: Policy
    scales: dict[str, Scale] = Field(default_factory=dict)
    lists: dict[Id, tuple[Option, ...]] = Field(default_factory=dict)
    written_fields: Fields | None = Field(default=None, alias="fields")
    actions: tuple[Action, ...] = ()
    profiles: tuple[Profile, ...] = ()
    follows: Predecessor | None = None
    files: tuple[str, ...]
    tree: Annotated[tuple[Node, ...], Field(min_length=1)]


class Questionnaire(Head):
    """One version of a questionnaire, whole and checked. Immutable."""

    sections: tuple[Section, ...]
    needs: tuple[Need, ...]

    @property
    def has_fields(self) -> bool:
        """Whether it is about exposure and readiness, which are read together."""
        return self.written_fields is not None

    @property
    def fields(self) -> Fields:
        """How the two are read together. Raises LookupError for a questionnaire about other things."""
        if self.written_fields is None:
            raise LookupError(f"{self.id}@{self.version} has no fields of exposure and readiness")
        return self.written_fields

    @cached_property
    def question(self) -> dict[str, Question]:
        """Every question by id, in the order in which they are asked."""
        return {question.id: question for section in self.sections for question in section.questions}

    @cached_property
    def asking(self) -> dict[str, Question]:
        """The question by which each fact is asked; question ids are facts too."""
        return {name: q for q in self.question.values() for name in (q.id, q.fact_name) if name}

    @cached_property
    def section(self) -> dict[str, Section]:
        return {section.id: section for section in self.sections}

    @cached_property
    def section_of(self) -> dict[str, Section]:
        return {question.id: section for section in self.sections for question in section.questions}

    @cached_property
    def group(self) -> dict[str, Rows]:
        """The matrices and rated items by id."""
        entries = [entry for section in self.sections for entry in section.entries]
        return {entry.id: entry for entry in entries if isinstance(entry, Rows)}

    def rated_item(self, question: str) -> str:
        """The item that a question rates in one of several ways, or the question itself."""
        group = self.question[question].group or ""
        return group if isinstance(self.group.get(group), Rated) else question

    @cached_property
    def roots(self) -> tuple[Node, ...]:
        """The tree with a node in place of every matrix and rated item that it names."""
        return tuple(self._grown(root) for root in self.tree)

    def _grown(self, node: Node) -> Node:
        children = tuple(
            self._grown(child)
            if isinstance(child, Node)
            else self.group[child].node(node)
            if child in self.group
            else child
            for child in node.children
        )
        return node if children == node.children else node.model_copy(update={"children": children})

    def scale(self, node: Node) -> Scale:
        """The scale of a node that has one."""
        return self.scales[node.scale or ""]

    @cached_property
    def node(self) -> dict[str, Node]:
        return {node.id: node for root in self.roots for node in with_descendants(root)}

    @cached_property
    def capping(self) -> tuple[Question, ...]:
        """The questions with an option that caps a node."""
        return tuple(q for q in self.question.values() if any(option.caps for option in q.options))

    @cached_property
    def asked_by_unit(self) -> frozenset[str]:
        """The questions below a node that is the mean over units."""
        nodes = [node for node in self.node.values() if node.aggregate == "units"]
        below = [part for node in nodes for part in with_descendants(node)]
        return frozenset(child for part in below for child in part.children if isinstance(child, str))

    @cached_property
    def action(self) -> dict[str, Action]:
        return {action.id: action for action in self.actions}

    @cached_property
    def profile(self) -> dict[str, Profile]:
        return {profile.id: profile for profile in self.profiles}

    @cached_property
    def need(self) -> dict[str, Need]:
        return {need.id: need for need in self.needs}

    @cached_property
    def check(self) -> dict[str, Check]:
        return {check.id: check for check in self.checks}

    @cached_property
    def _check_order(self) -> dict[str, int]:
        return {check.id: position for position, check in enumerate(self.checks)}

    def asks(self, question: Question, check: str) -> bool:
        """Whether a check of this length contains the question."""
        return question.check is None or self._check_order[question.check] <= self._check_order[check]

    def target(self, part: Question | Node, low: float, high: float) -> float:
        """What a part should reach, in [0, 1], if its points lie from `low` to `high`."""
        return self.policy.target if part.target is None else (part.target - low) / (high - low)

    def label(self, question: Question, answer: Answer) -> Text:
        """The answer in words, as it was offered; of several, one after the other."""
        if answer.choice == DONT_KNOW:
            return question.dont_know or self.dont_know
        if answer.choice == NOT_APPLICABLE:
            reasons = {reason.id: reason.text for reason in question.not_applicable}
            return reasons.get(answer.reason or "", self.not_applicable)
        return _joined([option.text for option in question.chosen(answer)]) or _verbatim(answer.choice)


def _joined(texts: list[Text]) -> Text | None:
    if len(texts) < 2:
        return texts[0] if texts else None
    return Text(de=" · ".join(text.de for text in texts), en=" · ".join(text.en for text in texts))


def _verbatim(choice: str) -> Text:
    return Text(de=choice or "–", en=choice or "–")
