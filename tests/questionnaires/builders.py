"""Tiny questionnaires in a few words.

A node is written by the answers of its items, in levels of 0 to 4:

    mean("2 3 dk na 4 1 - 2")    eight equal items: levels, a don't-know, one that does not apply, one open
    mean("4@3 0@0")              weights
    mean("4 (3) ()")             routed past, with and without an answer that was given before
    mean(mean("1 2"), lowest("3 dk"), weight=2)
    mean("1 2", aggregate="sum", rounding={"mode": "truncate"})    whatever else an author may write
    mean("1 2*wide 4*ticks")     items of other KINDS: from 0 to 4 each answer is worth more

Items are called q1, q2 ... in the order in which they are written, nodes by their `name`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from questionnaires.answers import Answer
from questionnaires.definition import Check, Cut, FieldOfFour, Fields, Need, Policy, Questionnaire, Section
from questionnaires.definition.questions import Option, Question
from questionnaires.definition.rows import Entry
from questionnaires.definition.tree import Gate, Node, Scale
from questionnaires.routing import route
from questionnaires.scoring import score
from questionnaires.scoring.scorecard import Score, Scorecard
from questionnaires.text import Text

WRITTEN: TypeAdapter[Question] = TypeAdapter(Entry)
WORDS = Text(de="Worte", en="words")
WHY_NOT = "no_such_thing"
LEVELS = ("0", "1", "2", "3", "4")
UNKNOWN = ("dk", "-")
CHOICES = {"dk": Answer("dont_know"), "na": Answer("not_applicable", WHY_NOT), "-": None, "": None}


@dataclass(frozen=True)
class Kind:
    """A question as it is written, and five answers to it, from that of the fewest points up."""

    written: Mapping[str, Any]
    choices: tuple[str, ...] = LEVELS


def _options(**values: float) -> list[dict[str, Any]]:
    return [{"id": id_.strip("_"), "text": WORDS, "value": value} for id_, value in values.items()]


def _capped(option: dict[str, Any], points: float | None) -> dict[str, Any]:
    return option if points is None else option | {"caps": {"n1": points}}


KINDS = {
    "": Kind({"levels": [WORDS] * 5}),
    "wide": Kind({"options": _options(_0=0, _1=0.5, _2=2, _3=7, _4=10)}),
    "below": Kind({"options": _options(_0=-2, _1=-1, _2=0, _3=0.25, _4=2)}),
    "within": Kind({"options": _options(_0=1, _1=1, _2=2, _3=3, _4=3), "range": (0, 5)}),
    "ticks": Kind(
        {"kind": "several", "options": _options(a=1, b=2, c=4), "range": (0, 6)},
        ("", "a", "b", "a b", "a b c"),
    ),
    "number": Kind({"kind": "number", "limits": (0, 100)}, ("0", "10", "25.5", "60", "100")),
    "steps": Kind(
        {
            "kind": "number",
            "limits": (0, 100),
            "steps": [{"from": 0, "value": 0}, {"from": 10, "value": 1}, {"above": 50, "value": 4}],
        },
        ("0", "5", "10", "50", "51"),
    ),
    "caps": Kind(
        {
            "options": [
                _capped(option, points)
                for option, points in zip(
                    _options(_0=0, _1=1, _2=2, _3=3, _4=4), (0.3, 0.6, 1.5, None, None), strict=True
                )
            ]
        }
    ),
}
"""By the word after the star; `caps` hold down the first node that has no name of its own."""


@dataclass(frozen=True)
class Item:
    answer: str
    weight: float = 1.0
    hidden: bool = False
    kind: str = ""

    @property
    def given(self) -> Answer | None:
        if self.answer in LEVELS:
            return Answer(KINDS[self.kind].choices[int(self.answer)])
        return CHOICES[self.answer]


@dataclass(frozen=True)
class Part:
    """A node of the tree with the answers below it."""

    children: tuple["Item | Part", ...]
    name: str = ""
    aggregate: str = "mean"
    missing: Any = "exclude_by_coverage"
    weight: float = 1.0
    gates: Sequence[tuple[str, int, float] | Gate] = ()
    more: Mapping[str, Any] = field(default_factory=dict)
    """Whatever else an author may write about a node."""

    @property
    def items(self) -> Iterator[Item]:
        for child in self.children:
            yield from child.items if isinstance(child, Part) else (child,)

    def filled(self, answers: Iterable[str]) -> "Part":
        """The same tree with other answers, one for each item."""
        return self._filled(iter(answers))

    def _filled(self, answers: Iterator[str]) -> "Part":
        new = (
            c._filled(answers) if isinstance(c, Part) else replace(c, answer=next(answers))
            for c in self.children
        )
        return replace(self, children=tuple(new))


def mean(*children: str | Part, **more: Any) -> Part:
    own = {name: value for name, value in more.items() if name in Part.__dataclass_fields__}
    rest = {name: value for name, value in more.items() if name not in own}
    return Part(tuple(_children(children)), **own, more=rest)


def lowest(*children: str | Part, **more: Any) -> Part:
    return mean(*children, aggregate="min", **more)


def _children(written: Sequence[str | Part]) -> Iterator[Item | Part]:
    for child in written:
        if isinstance(child, Part):
            yield child
        else:
            yield from map(_item, child.split())


def _item(word: str) -> Item:
    found = re.fullmatch(r"(\(?)([0-4]|dk|na|-|)\)?(?:\*([a-z]+))?(?:@([\d.]+))?", word)
    assert found, f"no item: {word}"
    return Item(found[2], float(found[4] or 1), hidden=bool(found[1]), kind=found[3] or "")


# --- definitions -------------------------------------------------------------------------------


@cache
def level_question(id_: str, weight: float = 1.0, check: str = "short", kind: str = "") -> Question:
    """A question that may also not apply."""
    reasons = ({"id": WHY_NOT, "text": WORDS},)
    return a_question(id_, weight=weight, check=check, not_applicable=reasons, **KINDS[kind].written)


def a_question(id_: str, *, codes: str = "", **more: Any) -> Question:
    """A question with five levels, or with options of these codes."""
    given: dict[str, Any] = {"id": id_, "check": "short", "title": WORDS, "text": WORDS, "why": WORDS}
    if codes:
        given["options"] = [an_option(code) for code in codes.split()]
    elif not {"options", "levels", "limits"} & set(more) and more.get("kind") != "text":
        given["levels"] = [WORDS] * 5
    return WRITTEN.validate_python(given | more)


def an_option(id_: str, **more: Any) -> Option:
    return Option.model_validate({"id": id_, "text": WORDS} | more)


def a_need(id_: str) -> Need:
    return Need(id=id_, area="technology", title=WORDS)


def a_questionnaire(*pages: Sequence[Any], tree: Sequence[Node] = (), **more: Any) -> Questionnaire:
    """Pages of questions, asked in a short and a full check, with a tree that scores them."""
    sections = tuple(
        Section(id=f"page{number}", title=WORDS, questions=tuple(page))
        for number, page in enumerate(pages, 1)
    )
    scored = [question.id for page in pages for question in page if question.scored]
    field = FieldOfFour(title=WORDS, text=WORDS)
    given: dict[str, Any] = {
        "id": "tiny",
        "version": "1.0",
        "title": WORDS,
        "licence": "EUPL-1.2",
        "dont_know": WORDS,
        "not_applicable": WORDS,
        "checks": (Check(id="short", title=WORDS, minutes=1), Check(id="full", title=WORDS, minutes=2)),
        "policy": Policy(min_coverage=2 / 3, min_answers=2, not_applicable_flag=0.2, target=0.75),
        "scales": {"maturity": Scale(thresholds=(0.25, 0.5, 0.75, 0.9), levels=(WORDS,) * 5)},
        "fields": Fields(
            cut=Cut(exposure=0.5, readiness=0.5), act_now=field, secure=field, watch=field, build_on=field
        ),
        "files": (),
        "tree": tuple(tree) or (a_node("readiness", *(scored or ["none"])),),
        "sections": sections,
        "needs": (),
    }
    return Questionnaire.model_construct(**(given | more))


def a_node(id_: str, *children: str | Node, **more: Any) -> Node:
    given: dict[str, Any] = {"id": id_, "title": WORDS, "scale": "maturity", "children": children}
    return Node.model_validate(given | more)


def whole(*questions: Question, **more: Any) -> Questionnaire:
    """Questions that one node joins."""
    return a_questionnaire(questions, tree=[a_node("all", *(q.id for q in questions if q.scored), **more)])


def model(tree: Any = None, ratings: Any = (), **questions: dict[str, Any]) -> Questionnaire:
    """Any model without exposure: questions q1, q2 ... in one part, ratings of how much they matter apart."""
    pages = [
        [a_question(id_) for id_ in ratings],
        [a_question(id_, **more) for id_, more in questions.items()],
    ]
    nodes = [tree or a_node("whole", a_node("part", *questions))]
    if ratings:
        nodes.append(a_node("matters", *ratings, aggregate="none", scale=None))
    return a_questionnaire(*(page for page in pages if page), tree=nodes, fields=None)


def built(*roots: Part, questions: Mapping[str, Mapping[str, Any]] | None = None) -> Questionnaire:
    """The questionnaire of these trees; `questions` adds to single items, such as their needs."""
    items = [item for root in roots for item in root.items]
    made = [
        level_question(f"q{number}", item.weight, "full" if item.hidden else "short", item.kind)
        for number, item in enumerate(items, 1)
    ]
    special = [question.model_copy(update=dict((questions or {}).get(question.id, {}))) for question in made]
    ids = iter([question.id for question in made])
    names = iter(f"n{number}" for number in range(1, 1000))
    return a_questionnaire(special, tree=[_node(root, ids, names) for root in roots])


def _node(part: Part, ids: Iterator[str], names: Iterator[str]) -> Node:
    name = part.name or next(names)
    return a_node(
        name,
        *(_node(c, ids, names) if isinstance(c, Part) else next(ids) for c in part.children),
        aggregate=part.aggregate,
        missing=part.missing,
        weight=part.weight,
        gates=tuple(map(_gate, part.gates)),
        **part.more,
    )


def _gate(written: tuple[str, int, float] | Gate) -> Gate:
    """As it is, or a question with the level it guards and the points it needs."""
    if isinstance(written, Gate):
        return written
    question, level, points = written
    return Gate(question=question, level=level, at_least=points)


# --- answers and results -----------------------------------------------------------------------


def answers(written: str = "", **by_name: str) -> dict[str, Answer]:
    """`answers("2 dk na")` of q1, q2, q3, or `answers(size="10-49")`."""
    words = {f"q{number}": word for number, word in enumerate(written.split(), 1)} | by_name
    chosen = {name: CHOICES.get(word, Answer(word)) for name, word in words.items()}
    return {name: answer for name, answer in chosen.items() if answer}


def answers_of(*roots: Part) -> dict[str, Answer]:
    items = [item for root in roots for item in root.items]
    return {f"q{number}": item.given for number, item in enumerate(items, 1) if item.given}


def card(*roots: Part, **more: Any) -> Scorecard:
    questionnaire = built(*roots, **more)
    return score(questionnaire, route(questionnaire, answers_of(*roots), "short"))


def taken(questionnaire: Questionnaire, written: str, **by_name: str) -> Scorecard:
    """The scorecard of the full check."""
    return score(questionnaire, route(questionnaire, answers(written, **by_name), "full"))


def scored(root: Part) -> Score:
    """The score of the whole tree."""
    return card(root).roots[0]
