"""Routing: conditions read what is known by then, compare what fits, and let every question be reached."""

from collections.abc import Iterator
from itertools import islice, product
from math import prod

from questionnaires.conditions import AllOf, Comparison, Fact, OneOf, Range, Rule, comparisons, evaluate
from questionnaires.definition import Questionnaire
from questionnaires.definition.questions import Question
from questionnaires.lint.finding import Finding, Linting

NUMERIC = {"at_least", "at_most", "not_before", "not_after"}
COMBINATIONS = 20_000
"""Answers tried at most to find some that lead to a question."""
TRIES = 200_000
"""Answers tried at most for all questions together, so that a check ends in some seconds."""


def _conditional(q: Questionnaire) -> Iterator[tuple[Question, Rule, dict[str, Question]]]:
    """The questions with a condition, and the facts known when they are routed: those of earlier sections."""
    known: dict[str, Question] = {}
    for section in q.sections:
        for question in section.questions:
            if question.ask_if:
                yield question, question.ask_if, dict(known)
        for question in section.questions:
            known |= {name: question for name in (question.id, question.fact_name) if name}


def _routing_reads_earlier_sections(q: Questionnaire) -> Iterator[Finding]:
    for question, rule, known in _conditional(q):
        for comparison in comparisons(rule):
            source = known.get(comparison.fact)
            if source is None:
                found = f"found {comparison.fact!r}"
                yield Finding(question.id, f"expected a fact of an earlier section, {found}")
            else:
                yield from _fits(question, comparison, source)


def _fits(question: Question, comparison: Comparison, source: Question) -> Iterator[Finding]:
    for problem in mismatches(comparison, [fact for fact in source.facts if fact]):
        yield Finding(question.id, problem)


def mismatches(comparison: Comparison, facts: list[Fact]) -> Iterator[str]:
    """What keeps a comparison from ever deciding about these facts: none, the wrong kind, unknown codes."""
    if not facts:
        yield f"{comparison.fact} says nothing that a rule could read"
        return
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
    left = TRIES
    for question, rule, known in _conditional(q):
        reached = True
        for reached in islice(_tries(rule, known), left):
            left -= 1
            if reached:
                break
        if not reached and left:
            yield Finding(question.id, "no combination of answers leads to this question")


def _tries(rule: Rule, known: dict[str, Question]) -> Iterator[bool]:
    """Whether one combination of answers after the other leads to the question; none where in doubt."""
    names = list(dict.fromkeys(c.fact for c in comparisons(rule)))
    if any(name not in known for name in names):
        return  # an unknown fact is reported by another rule
    choices = [known[name].facts for name in names]
    if prod(map(len, choices)) > COMBINATIONS:
        return  # more than one can try: the author has the benefit of the doubt
    try:
        for facts in product(*choices):
            yield evaluate(rule, dict(zip(names, facts, strict=True))).value is not False
    except TypeError:
        yield True  # so is an operator that does not fit


RULES: tuple[Linting, ...] = (_routing_reads_earlier_sections, _every_question_can_be_reached)
