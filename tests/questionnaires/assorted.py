"""Random questionnaires of everything that an author may write, and random answers to any questionnaire."""

from collections.abc import Iterator
from random import Random
from typing import Any, get_args

from questionnaires.answers import Answer
from questionnaires.definition import Questionnaire
from questionnaires.definition.kinds import Number, Several
from questionnaires.definition.questions import Question
from questionnaires.definition.tree import Named, Node, Scale
from questionnaires.scoring.joining import AGGREGATES
from tests.questionnaires.builders import WORDS, WRITTEN, a_node, a_questionnaire

POLICIES: list[Any] = [*get_args(Named), {"constant": 1.5}, {"constant": 0.5}]
MODES = ("truncate", "half_away", "half_even")
WEIGHTS = (1, 1, 1, 2, 0.3, 1 / 3, 0)
LIMITS = (0.5, 1, 2, 2.5)
SCALES = {
    "maturity": Scale(thresholds=(0.25, 0.5, 0.75, 0.9), levels=(WORDS,) * 5),
    "bands": Scale(range=(-1, 3), strict=True, thresholds=(0, 1 / 3, 2), levels=(WORDS,) * 4),
}
UNITS = ("north", "south")


def assorted(random: Random) -> Questionnaire:
    """Facts on the first page, up to a dozen scored questions of all kinds on the second, any tree on top."""
    writer = _Writer(random)
    questions = [writer.question(number) for number in range(1, random.randint(3, 12))]
    pages = [writer.facts(), questions, [writer.text()]]
    ids = [entry["id"] for entry in questions]
    tree = list(writer.roots(ids))
    for entry in (*pages[0], *questions):
        writer.add_caps(entry)
        writer.choose_what_is_set(entry, questions)
    read = [[WRITTEN.validate_python(entry) for entry in page] for page in pages]
    return a_questionnaire(*read, tree=tree, scales=SCALES, fields=None)


class _Writer:
    """Writes parts as an author would, as plain data."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.nodes: list[str] = []

    def sometimes(self, share: float = 0.3) -> bool:
        return self.random.random() < share

    # --- questions -------------------------------------------------------------------------------

    def facts(self) -> list[dict[str, Any]]:
        size = [
            ("small", {"min": 1, "max": 9}),
            ("middle", {"min": 10, "max": 49}),
            ("large", {"min": 50, "max": None}),
        ]
        ranged = [{"id": id_, "text": WORDS, "fact": fact} for id_, fact in size]
        codes = [
            {"id": id_, "text": WORDS, "fact": fact}
            for id_, fact in (("a", ["1"]), ("b", ["1", "2"]), ("c", ["2.5"]))
        ]
        ranged[0]["sets"] = ("q1", "q2") if self.sometimes() else ()
        return [
            {"id": "size", "title": WORDS, "fact": "people", "options": ranged},
            {"id": "trade", "title": WORDS, "options": codes, "check": "full"},
            {"id": "lines", "title": WORDS, "kind": "several", "options": _options("x y z")},
            {"id": "share", "title": WORDS, "kind": "number", "limits": (0, 100), "scored": False},
        ]

    def rule(self, deep: int = 3) -> dict[str, Any]:
        choose = self.random.choice
        if deep > 1 and self.sometimes(0.6):
            parts = [self.rule(deep - 1) for _ in range(choose((1, 2, 3)))]
            return choose(({"all": parts}, {"any": parts}, {"not": parts[0]}))
        return choose(
            (
                {"fact": "people", choose(("at_least", "at_most")): choose((5, 10, 49))},
                {"fact": "trade", choose(("in", "not_in", "under")): choose((["1"], ["2"], ["2.5", "1"]))},
                {"fact": "lines", "is": choose("xyz")},
                {"fact": "share", "at_least": choose((10, 50))},
            )
        )

    def question(self, number: int) -> dict[str, Any]:
        made = {"id": f"q{number}", "title": WORDS, "weight": self.random.choice(WEIGHTS)}
        kinds = (self.levels, self.levels, self.options, self.several, self.number, self.matrix, self.rated)
        made |= self.random.choice(kinds)(number)
        made |= {"check": self.random.choice(("short", "short", "full"))}
        made |= {"ask_if": self.rule()} if self.sometimes() else {}
        made |= {"not_applicable": [{"id": "why", "text": WORDS}]} if self.sometimes(0.7) else {}
        return made | ({"target": self.random.choice((0, 1, 2))} if self.sometimes() else {})

    def text(self) -> dict[str, Any]:
        return {"id": "story", "kind": "text", "ask_if": self.rule(), "title": WORDS}

    def levels(self, _: int) -> dict[str, Any]:
        return {"levels": [WORDS] * self.random.randint(2, 6)}

    def options(self, number: int) -> dict[str, Any]:
        values = self.random.sample((-1, 0, 0.1, 1, 1.7, 2, 3), 3)
        options = _options("a b c", values) + [
            {"id": f"is_{kind}", "text": WORDS, "kind": kind}
            for kind in ("none", "not_applicable", "dont_know")
            if self.sometimes()
        ]
        if self.sometimes():
            options[0]["sets"] = (f"q{number + 1}", f"q{number + 2}")
        return {"options": options} | ({"range": (-2, 4)} if self.sometimes() else {})

    def several(self, number: int) -> dict[str, Any]:
        options = _options("a b c d", self.random.sample((-1, 0.1, 0.2, 0.7, 1, 2), 4))
        options.append({"id": "nothing", "text": WORDS, "value": 0, "alone": True})
        for option in options[1:3] if self.sometimes() else ():
            option["sets"] = (f"q{number + 1}",)
        return {"kind": "several", "options": options} | ({"range": (0, 2)} if self.sometimes() else {})

    def number(self, _: int) -> dict[str, Any]:
        steps = [{"from": 0, "value": 0}, {"from": 10, "value": 2}, {"above": 50, "value": 1}]
        return {"kind": "number", "limits": (0, 100)} | ({"steps": steps} if self.sometimes(0.5) else {})

    def matrix(self, number: int) -> dict[str, Any]:
        rows = [{"id": f"q{number}_{n}", "title": WORDS} for n in range(self.random.randint(1, 3))]
        return {"kind": "matrix", "options": _options("a b c", (0, 1, 2.5)), "rows": rows} | self.rows()

    def rated(self, _: int) -> dict[str, Any]:
        ratings = [
            {"id": id_, "title": WORDS, "weight": self.random.choice(WEIGHTS)} for id_ in ("plan", "do")
        ]
        ratings[0]["weight"] = 1
        return {"kind": "rated", "levels": [WORDS] * 5, "ratings": ratings} | self.rows()

    def rows(self) -> dict[str, Any]:
        return {"aggregate": self.random.choice(("mean", "sum", "min"))} | self.rounding()

    def rounding(self) -> dict[str, Any]:
        rounding = {"mode": self.random.choice(MODES), "digits": self.random.randint(0, 2)}
        return {"rounding": rounding} if self.sometimes() else {}

    def choose_what_is_set(self, entry: dict[str, Any], questions: list[dict[str, Any]]) -> None:
        """In place of the ids of later questions, something that these offer."""
        settable = {q["id"]: q for q in questions if q.get("kind") not in {"matrix", "rated"}}
        for option in entry.get("options", ()):
            others = [other for other in option.pop("sets", ()) if other in settable]
            option["sets"] = {other: self.choice(settable[other]) for other in others}

    def choice(self, entry: dict[str, Any]) -> str:
        """A choice that a question offers."""
        if entry.get("kind") == "number":
            return self.random.choice(("0", "50.5", "100"))
        offered = [option["id"] for option in entry.get("options", ({"id": "0"}, {"id": "1"}))]
        choice: str = self.random.choice([*offered, "dont_know"])
        return choice

    def add_caps(self, entry: dict[str, Any]) -> None:
        """Now and then on one option, now and then on all of them."""
        node, share = self.random.choice(self.nodes), self.random.choice((0.1, 0.1, 0.1, 1))
        for option in entry.get("options", ()) if self.sometimes() else ():
            if self.sometimes(share) and option.get("kind", "none") == "none":
                option["caps"] = {node: self.random.choice((0, 0.5, 1, 2))}

    # --- trees -----------------------------------------------------------------------------------

    def roots(self, ids: list[str]) -> Iterator[Node]:
        for part in _cut(ids, self.random.randint(1, 2)):
            yield self.node(part, 3, units=True)

    def node(self, ids: list[str], deep: int, *, units: bool, **more: Any) -> Node:
        random, id_ = self.random, f"n{len(self.nodes) + 1}"
        self.nodes.append(id_)
        aggregates = [name for name in AGGREGATES if name not in {"staged", "units"}]
        aggregate = random.choice([*aggregates, "staged", "staged", *(["units"] if units else [])])
        below = units and aggregate != "units"
        children: list[Any] = list(ids)
        if aggregate == "staged":
            stages = enumerate(_cut(ids, random.randint(1, 4)), random.choice((1, 1, 2)))
            children = [self.node(part, deep - 1, units=below, stage=stage) for stage, part in stages]
            more |= {"reach": random.choice(LIMITS)} | ({"hold": 1} if self.sometimes() else {})
        elif deep > 1:
            children = [
                child for part in _cut(ids, random.randint(1, 4)) for child in self.part(part, deep, below)
            ]
        names = ("missing", "not_applicable", "hidden")
        more |= {name: random.choice(POLICIES) for name in names if self.sometimes(0.6)} | self.rounding()
        more |= {"range": (-1, 5)} if self.sometimes(0.2) else {}
        more |= {"weight": random.choice(WEIGHTS), "scale": random.choice((None, *SCALES))}
        more |= {"target": random.choice((0, 1, 2))} if self.sometimes() else {}
        return a_node(id_, *children, aggregate=aggregate, gates=list(self.gates(children, more)), **more)

    def part(self, ids: list[str], deep: int, units: bool) -> list[Any]:
        return [self.node(ids, deep - 1, units=units)] if self.sometimes(0.6) else list(ids)

    def gates(self, children: list[Any], node: dict[str, Any]) -> Iterator[dict[str, Any]]:
        if not node["scale"] and not node.get("reach"):
            return
        for level in (1, 2):
            key = self.random.choice(children)
            if self.sometimes(0.2):
                yield {"level": level, "not_applicable_at_most": self.random.randint(0, 2)}
            elif self.sometimes(0.3):
                id_ = key.id if isinstance(key, Node) else key
                yield {"level": level, "nodes": [id_], "at_least": self.random.choice(LIMITS)}


def _options(ids: str, values: Any = (None, None, None, None)) -> list[dict[str, Any]]:
    made = [
        {"id": id_, "text": WORDS, "value": value} for id_, value in zip(ids.split(), values, strict=False)
    ]
    return [{name: given for name, given in option.items() if given is not None} for option in made]


def _cut(ids: list[str], pieces: int) -> list[list[str]]:
    """The ids in order, in so many pieces or fewer."""
    size = -(-len(ids) // pieces)
    return [ids[start : start + size] for start in range(0, len(ids), size)]


# --- answers -----------------------------------------------------------------------------------


def answers_to(questionnaire: Questionnaire, random: Random, gaps: float = 0.3) -> dict[str, Answer]:
    """An answer to most questions; `gaps` is the share of those left open, not known or not applicable."""
    found = {q.id: _answer(q, random, gaps) for q in questionnaire.question.values()}
    if questionnaire.asked_by_unit and random.random() < 0.3:
        for id_ in sorted(questionnaire.asked_by_unit):
            question = questionnaire.question[id_]
            found |= {f"{id_}@{unit}": _answer(question, random, gaps) for unit in UNITS}
    return {key: answer for key, answer in found.items() if answer}


def _answer(question: Question, random: Random, gaps: float) -> Answer | None:
    if random.random() < gaps:
        reasons = [Answer("not_applicable", reason.id) for reason in question.not_applicable]
        return random.choice((None, Answer("dont_know"), *reasons))
    if isinstance(question, Several):
        ticks = Answer(" ".join(o.id for o in question.options if random.random() < 0.5))
        return ticks if question.accepts(ticks) else Answer(question.options[-1].id)
    if isinstance(question, Number):
        low, high = question.limits
        return Answer(f"{low + random.random() * (high - low):.{random.randint(0, 2)}f}")
    return Answer(random.choice(question.options).id if question.options else "words")
