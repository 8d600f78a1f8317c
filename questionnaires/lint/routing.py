"""What an author can get wrong across files: unknown ids, questions nobody reaches, scores that cannot be.

What is wrong within one part (a missing language, an unknown key) the models of `definition` refuse.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from math import prod

from questionnaires.answers import DONT_KNOW, NOT_APPLICABLE
from questionnaires.conditions import AllOf, Comparison, Fact, OneOf, Range, comparisons, evaluate
from questionnaires.definition import Node, Question, Questionnaire, with_descendants

NUMERIC = {"at_least", "at_most"}
COMBINATIONS = 20_000
"""Answers tried at most to find some that lead to a question."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with the part of this id."""

    subject: str
    message: str


def findings(questionnaire: Questionnaire) -> list[Finding]:
    return [finding for rule in RULES for finding in rule(questionnaire)]


def _ids_are_unique(q: Questionnaire) -> Iterator[Finding]:
    questions = [question for section in q.sections for question in section.questions]
    kinds = {
        "check": [check.id for check in q.checks],
        "need": [need.id for need in q.needs],
        "section": [section.id for section in q.sections],
        "question or node": [question.id for question in questions] + [node.id for node in _nodes(q)],
    }
    for kind, ids in kinds.items():
        for id_ in _repeated(ids):
            yield Finding(id_, f"expected one {kind} with the id {id_}, found {ids.count(id_)}")
    for question in questions:
        yield from _choices_are_unique(question)
    names = [name for question in questions for name in {question.id, question.fact_name} if name]
    for question in questions:
        if question.fact_name in _repeated(names):
            yield Finding(question.id, f"expected one question for the fact {question.fact_name}")


def _nodes(q: Questionnaire) -> list[Node]:
    return [node for root in q.tree for node in with_descendants(root)]


def _repeated(ids: list[str]) -> list[str]:
    return [id_ for id_, times in Counter(ids).items() if times > 1]


def _choices_are_unique(question: Question) -> Iterator[Finding]:
    for id_ in _repeated([option.id for option in question.options] + [DONT_KNOW, NOT_APPLICABLE]):
        yield Finding(
            question.id, f"expected one option with the id {id_}; {DONT_KNOW} and {NOT_APPLICABLE} are taken"
        )
    for id_ in _repeated([reason.id for reason in question.not_applicable]):
        yield Finding(question.id, f"expected one reason with the id {id_}")


def _references_are_known(q: Questionnaire) -> Iterator[Finding]:
    for question in q.question.values():
        if question.check not in q.check:
            yield Finding(question.id, f"unknown check {question.check!r}; known: {', '.join(q.check)}")
        for need in question.needs:
            if need not in q.need:
                yield Finding(question.id, f"unknown need {need!r}")
    for node in q.node.values():
        if node.scale not in q.scales:
            yield Finding(node.id, f"unknown scale {node.scale!r}; known: {', '.join(q.scales)}")
        for child in _questions_of(node):
            if child not in q.question:
                yield Finding(node.id, f"unknown question {child!r}")


def _questions_of(node: Node) -> list[str]:
    return [child for child in node.children if isinstance(child, str)]


def _scored_questions_count_once(q: Questionnaire) -> Iterator[Finding]:
    counted = Counter(child for node in q.node.values() for child in _questions_of(node))
    for question in q.question.values():
        if question.scored and counted[question.id] != 1:
            yield Finding(question.id, f"expected in one place of the tree, found in {counted[question.id]}")
        if not question.scored and counted[question.id]:
            yield Finding(question.id, "expected options with values, since the tree counts this question")


def _weights_carry_a_score(q: Questionnaire) -> Iterator[Finding]:
    for node in q.node.values():
        children = [c if isinstance(c, Node) else q.question.get(c) for c in node.children]
        if not any(child is None or child.weight > 0 for child in children):
            yield Finding(node.id, "expected at least one child with a weight above 0")
        for child in children if node.aggregate != "none" else ():
            if isinstance(child, Node) and child.aggregate == "none":
                yield Finding(child.id, f"expected a mean or a minimum, since {node.id} counts it")


def _gates_can_be_passed(q: Questionnaire) -> Iterator[Finding]:
    for node in q.node.values():
        below = [child for part in with_descendants(node) for child in _questions_of(part)]
        steps = len(q.scales[node.scale].thresholds) if node.scale in q.scales else None
        for gate in node.gates:
            if gate.question not in below:
                found = f"found {gate.question!r}"
                yield Finding(node.id, f"expected a question below this node in a gate, {found}")
            if not _attainable(q.question.get(gate.question), gate.at_least):
                value = f"a value of {gate.at_least:g} or more"
                yield Finding(node.id, f"no option of {gate.question} has {value}")
            if steps is not None and gate.level > steps:
                yield Finding(node.id, f"expected a level from 1 to {steps} in a gate, found {gate.level}")


def _attainable(question: Question | None, value: float) -> bool:
    values = [option.value for option in question.options if option.value is not None] if question else []
    return not values or max(values) >= value


def _axes_are_there(q: Questionnaire) -> Iterator[Finding]:
    for axis in ("exposure", "readiness"):
        if axis not in q.node:
            yield Finding(q.id, f"expected a node {axis} in the tree: the fields are read from it")


def _facts_before(q: Questionnaire, question: Question) -> dict[str, Question]:
    """The facts that are known when a question is routed: those of earlier sections."""
    known: dict[str, Question] = {}
    for section in q.sections:
        if question in section.questions:
            break
        for earlier in section.questions:
            known[earlier.id] = earlier
            if earlier.fact_name:
                known[earlier.fact_name] = earlier
    return known


def _routing_reads_earlier_sections(q: Questionnaire) -> Iterator[Finding]:
    for question in q.question.values():
        known = _facts_before(q, question)
        for comparison in comparisons(question.ask_if) if question.ask_if else ():
            source = known.get(comparison.fact)
            if source is None:
                found = f"found {comparison.fact!r}"
                yield Finding(question.id, f"expected a fact of an earlier section, {found}")
            else:
                yield from _fits(question, comparison, source)


def _fits(question: Question, comparison: Comparison, source: Question) -> Iterator[Finding]:
    for problem in mismatches(comparison, [option.fact for option in source.options if option.fact]):
        yield Finding(question.id, problem)


def mismatches(comparison: Comparison, facts: list[Fact]) -> Iterator[str]:
    """What keeps a comparison from ever deciding about these facts: the wrong kind, or unknown codes."""
    numeric = comparison.operator in NUMERIC
    if any(isinstance(fact, Range) != numeric for fact in facts):
        wanted = "codes" if numeric else "numbers"
        yield f"{comparison.fact} has {wanted}; {comparison.operator} does not fit"
        return
    codes = {code for fact in facts if isinstance(fact, OneOf | AllOf) for code in fact.codes}
    named = [comparison.operand] if comparison.operator == "is" else comparison.operand
    if comparison.operator in {"is", "in", "not_in"}:
        for code in named:
            if code not in codes:
                yield f"{comparison.fact} has no code {code!r}; known: {', '.join(sorted(codes))}"


def _every_question_can_be_reached(q: Questionnaire) -> Iterator[Finding]:
    for question in q.question.values():
        if question.ask_if and not _reachable(question, _facts_before(q, question)):
            yield Finding(question.id, "no combination of answers leads to this question")


def _reachable(question: Question, known: dict[str, Question]) -> bool:
    rule = question.ask_if
    names = list(dict.fromkeys(c.fact for c in comparisons(rule))) if rule else []
    if rule is None or any(name not in known for name in names):
        return True  # an unknown fact is reported by another rule
    choices = [[option.fact for option in known[name].options] for name in names]
    if prod(map(len, choices)) > COMBINATIONS:
        return True  # more than one can try: the author has the benefit of the doubt
    try:
        tries = (dict(zip(names, facts, strict=True)) for facts in product(*choices))
        return any(evaluate(rule, facts).value is not False for facts in tries)
    except TypeError:
        return True  # so is an operator that does not fit


RULES: tuple[Callable[[Questionnaire], Iterator[Finding]], ...] = (
    _ids_are_unique,
    _references_are_known,
    _scored_questions_count_once,
    _weights_carry_a_score,
    _gates_can_be_passed,
    _axes_are_there,
    _routing_reads_earlier_sections,
    _every_question_can_be_reached,
)
