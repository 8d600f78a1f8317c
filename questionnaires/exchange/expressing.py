"""Our rules as the expressions of `relevant`, as far as there is one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from questionnaires import conditions
from questionnaires.conditions import All, AnyOf, Comparison, Not, OneOf, Range, Rule, evaluate
from questionnaires.definition.kinds import Number, Several
from questionnaires.definition.questions import Question
from questionnaires.exchange.forms import MAX_NESTING
from questionnaires.exchange.relevant import MAX_LENGTH, Known, read

_VERBATIM = {"is", "in", "not_in", "at_least", "at_most"}


class Inexpressible(ValueError):
    """A rule that no expression says."""


@dataclass(frozen=True)
class Sources:
    """Where facts come from: questions by id and by the name of their fact, and what the sheet calls them."""

    by_fact: Mapping[str, Question]
    names: Mapping[str, str]

    @property
    def known(self) -> dict[str, Known]:
        """What each name of the sheet stands for."""
        return {
            self.names[question.id]: Known(question.fact_name or question.id, isinstance(question, Several))
            for question in self.by_fact.values()
        }


def write(rule: Rule, sources: Sources) -> str | None:
    """The expression that says what a rule says, or None where there is none."""
    try:
        expression = _written(rule, sources, 0)
    except Inexpressible:
        return None
    return expression if len(expression) <= MAX_LENGTH else None


def says_it_all(expression: str, rule: Rule, sources: Sources) -> bool:
    """Whether reading the expression gives the very same rule."""
    return conditions.parse(read(expression, sources.known)) == rule


def _written(rule: Rule, sources: Sources, depth: int) -> str:
    if depth > MAX_NESTING:
        raise Inexpressible
    match rule:
        case Comparison():
            return _compared(rule, sources)
        case Not(part):
            return f"not({_written(part, sources, depth + 1)})"
        case All(parts) | AnyOf(parts):
            word = " and " if isinstance(rule, All) else " or "
            return word.join(_inner(part, sources, depth + 1) for part in parts)


def _inner(rule: Rule, sources: Sources, depth: int) -> str:
    written = _written(rule, sources, depth)
    joined = isinstance(rule, All | AnyOf) or (isinstance(rule, Comparison) and " or " in written)
    return (
        f"({written})"
        if joined and not (isinstance(rule, Comparison) and written.startswith("not("))
        else written
    )


def _compared(comparison: Comparison, sources: Sources) -> str:
    question = sources.by_fact.get(comparison.fact)
    if question is None:
        raise Inexpressible
    reference = f"${{{sources.names[question.id]}}}"
    try:
        return _verbatim(comparison, reference, question)
    except Inexpressible:
        return _by_options(comparison, reference, question)


def _by_options(comparison: Comparison, reference: str, question: Question) -> str:
    """Where options stand for other codes or for ranges: those whose fact fulfils the comparison."""
    try:
        truths = {o.id: evaluate(comparison, {comparison.fact: o.fact}).value for o in question.options}
    except TypeError:
        raise Inexpressible from None
    chosen = [id_ for id_, truth in truths.items() if truth]
    if isinstance(question, Several) or None in truths.values() or not chosen:
        raise Inexpressible
    return " or ".join(f"{reference} = '{id_}'" for id_ in chosen)


def _verbatim(comparison: Comparison, reference: str, question: Question) -> str:
    if comparison.operator not in _VERBATIM:
        raise Inexpressible
    if comparison.operator in {"at_least", "at_most"}:
        sign = ">=" if comparison.operator == "at_least" else "<="
        return f"{reference} {sign} {_number(comparison.operand, question)}"
    codes = [comparison.operand] if comparison.operator == "is" else comparison.operand
    if comparison.operator == "not_in" and len(codes) == 1 and not isinstance(question, Several):
        return f"{reference} != {_code(codes[0], question)}"
    each = " or ".join(_chosen(code, reference, question) for code in codes)
    return f"not({each})" if comparison.operator == "not_in" else each


def _chosen(code: str, reference: str, question: Question) -> str:
    written = _code(code, question)
    return (
        f"selected({reference}, {written})" if isinstance(question, Several) else f"{reference} = {written}"
    )


def _code(code: str, question: Question) -> str:
    """An option by its name; every option must teach rules its own name and no other code."""
    own = isinstance(question, Several) or all(
        option.fact in {None, OneOf(frozenset([option.id]))} for option in question.options
    )
    if not own or code not in question.option:
        raise Inexpressible
    return f"'{code}'"


def _number(number: float, question: Question) -> str:
    """A number of a question that is answered by one, or whose options are named by their points."""
    named = all(
        option.fact is None or (isinstance(option.fact, Range) and _is_number(option.id, option.fact))
        for option in question.options
    )
    written = f"{number:.12g}"
    if not (isinstance(question, Number) or (question.options and named)):
        raise Inexpressible
    if float(written) != number or not re.fullmatch(r"-?\d+(\.\d+)?", written):
        raise Inexpressible
    return written


def _is_number(option: str, fact: Range) -> bool:
    return fact.low == fact.high and option == f"{fact.low:.12g}"
