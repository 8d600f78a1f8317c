"""Ids: each stands once, and every one that is named is there."""

from collections import Counter
from collections.abc import Iterator

from questionnaires.answers import DONT_KNOW, NOT_APPLICABLE, Answer
from questionnaires.definition import Questionnaire
from questionnaires.definition.questions import Option, Question
from questionnaires.definition.tree import Node, with_descendants
from questionnaires.lint.finding import Finding, Linting


def _ids_are_unique(q: Questionnaire) -> Iterator[Finding]:
    questions = [question for section in q.sections for question in section.questions]
    nodes = [node for root in q.tree for node in with_descendants(root)]
    kinds = {
        "check": [check.id for check in q.checks],
        "need": [need.id for need in q.needs],
        "section": [section.id for section in q.sections],
        "action": [action.id for action in q.actions],
        "profile": [profile.id for profile in q.profiles],
        "question or node": [*(x.id for x in questions), *q.group, *(node.id for node in nodes)],
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
        if question.check is not None and question.check not in q.check:
            yield Finding(question.id, f"unknown check {question.check!r}; known: {', '.join(q.check)}")
        for need in question.needs:
            if need not in q.need:
                yield Finding(question.id, f"unknown need {need!r}")
        for other in (*question.after, *((question.relevance,) if question.relevance else ())):
            if other not in q.question:
                yield Finding(question.id, f"unknown question {other!r}")
        for option in question.options:
            yield from _consequences_are_known(q, question, option)


def _parts_of_the_tree_are_known(q: Questionnaire) -> Iterator[Finding]:
    for node in q.node.values():
        if node.scale is not None and node.scale not in q.scales:
            yield Finding(node.id, f"unknown scale {node.scale!r}; known: {', '.join(q.scales)}")
        for child in questions_of(node):
            if child not in q.question:
                yield Finding(node.id, f"unknown question {child!r}")


def _consequences_are_known(q: Questionnaire, question: Question, option: Option) -> Iterator[Finding]:
    order = list(q.question)
    for other, choice in option.sets.items():
        if other not in q.question or order.index(other) <= order.index(question.id):
            yield Finding(question.id, f"expected a later question to be set by {option.id}, found {other!r}")
        elif not q.question[other].accepts(Answer(choice)):
            yield Finding(question.id, f"{other} has no option {choice!r} that {option.id} could set")
    for node in option.caps:
        if node not in q.node:
            yield Finding(question.id, f"unknown node {node!r} capped by {option.id}")
    for action in option.actions:
        if action not in q.action:
            yield Finding(question.id, f"unknown action {action!r} of {option.id}")


def _actions_and_profiles_are_known(q: Questionnaire) -> Iterator[Finding]:
    for action in q.actions:
        for other in action.after:
            if other not in q.action:
                yield Finding(action.id, f"unknown action {other!r}")
        for need in action.needs:
            if need not in q.need:
                yield Finding(action.id, f"unknown need {need!r}")
    for profile in q.profiles:
        for part in profile.targets:
            if part not in q.question and part not in q.node:
                yield Finding(profile.id, f"unknown question or node {part!r}")


def _prerequisites_have_a_beginning(q: Questionnaire) -> Iterator[Finding]:
    asked = {question.id: question.after for question in q.question.values()}
    for after in (asked, {action.id: action.after for action in q.actions}):
        for id_ in after:
            if id_ in _before(id_, after):
                yield Finding(id_, f"expected a beginning: {id_} comes after itself")


def _before(id_: str, after: dict[str, tuple[str, ...]]) -> set[str]:
    """All that comes before, however indirectly."""
    seen: set[str] = set()
    waiting = [*after[id_]]
    while waiting:
        earlier = waiting.pop()
        if earlier not in seen:
            seen.add(earlier)
            waiting += after.get(earlier, ())
    return seen


def questions_of(node: Node) -> list[str]:
    return [child for child in node.children if isinstance(child, str)]


RULES: tuple[Linting, ...] = (
    _ids_are_unique,
    _references_are_known,
    _parts_of_the_tree_are_known,
    _actions_and_profiles_are_known,
    _prerequisites_have_a_beginning,
)
