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
        yield from (Finding(question.id, said) for said in _misread(rule, known))


def _misread(rule: Rule, known: dict[str, Question]) -> Iterator[str]:
    """What keeps the comparisons of a rule from being made, or from ever deciding."""
    for comparison in comparisons(rule):
        source = known.get(comparison.fact)
        if source is None:
            yield f"expected a fact of an earlier section, found {comparison.fact!r}"
        elif comparison.operator == "known":
            continue  # fits every fact
        elif comparison.operator not in NUMERIC and _read_as_points(source):
            low, high = source.range
            use = "use at_least or at_most, or give each option a fact"
            yield f"{comparison.fact} is read as its points ({low:g} to {high:g}): {use}"
        else:
            yield from mismatches(comparison, [fact for fact in source.facts if fact])


def _read_as_points(source: Question) -> bool:
    """Whether rules learn nothing from its options but their points."""
    learnt = [fact for fact in source.facts if fact]
    points = bool(learnt) and all(isinstance(fact, Range) for fact in learnt)
    return points and bool(source.options) and not any(option.stated for option in source.options)


def mismatches(comparison: Comparison, facts: list[Fact]) -> Iterator[str]:
    """What keeps a comparison from ever deciding about these facts: none, the wrong kind, unknown codes."""
    if comparison.operator == "known":
        return
    if not facts:
        yield f"{comparison.fact} says nothing that a rule could read"
        return
    numeric = {isinstance(fact, Range) for fact in facts}
    if len(numeric) == 2:
        yield f"{comparison.fact} has numbers and codes: give each option a fact, all of one kind"
        return
    if numeric != {comparison.operator in NUMERIC}:
        has = "numbers" if True in numeric else "codes"
        yield f"{comparison.fact} has {has}; {comparison.operator} does not fit"
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
        if any(_misread(rule, known)):
            continue  # which is told, and why no answers lead there
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
    choices = [known[name].facts for name in names]
    if prod(map(len, choices)) > COMBINATIONS:
        return  # more than one can try: the author has the benefit of the doubt
    for facts in product(*choices):
        yield evaluate(rule, dict(zip(names, facts, strict=True))).value is not False


RULES: tuple[Linting, ...] = (_routing_reads_earlier_sections, _every_question_can_be_reached)
