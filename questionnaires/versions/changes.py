"""What an author changed between two versions of a questionnaire, and which answers outlive it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from questionnaires.answers import DONT_KNOW, NOT_APPLICABLE, Answer
from questionnaires.conditions import Range
from questionnaires.definition import Questionnaire
from questionnaires.definition.questions import Question
from questionnaires.definition.tree import Node
from questionnaires.text import Frozen
from questionnaires.versions.carrying import CarryOver, carry_over, heirs
from questionnaires.versions.sameness import Reason

Aspect = Literal["added", "removed", "renamed", "wording", "scoring", "routing", "help", "other"]
"""What a change is about: what people read, what it is worth, who is asked, what is offered as help."""

ASPECTS: Mapping[str, Aspect] = {
    **dict.fromkeys(("title", "short", "text", "hint", "why", "intro", "unit", "notice"), "wording"),
    **dict.fromkeys(("dont_know", "not_applicable", "levels"), "wording"),
    **dict.fromkeys(("value", "kind", "alone", "caps", "weight", "target", "targets", "range"), "scoring"),
    **dict.fromkeys(("steps", "limits", "scored", "aggregate", "rounding", "missing", "hidden"), "scoring"),
    **dict.fromkeys(("children", "scale", "stage", "reach", "hold", "gates"), "scoring"),
    **dict.fromkeys(("thresholds", "strict", "policy", "cut"), "scoring"),
    **dict.fromkeys(("check", "checks", "ask_if", "sets", "fact", "questions"), "routing"),
    **dict.fromkeys(("needs", "views", "effort", "after", "relevance", "actions"), "help"),
}
"""By the name of the field; the innermost one that stands here tells."""

NODE_POLICIES = ("missing", "not_applicable", "hidden")
LEFT_OUT = {"id", "version", "follows", "files", "tree", "sections", "needs", "lists"}
"""Of the head: what tells the versions apart, and what is told part by part."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs; `path` names the field in a part (`options.yes.value`)."""

    part: str
    id: str
    aspect: Aspect
    path: str
    before: Any
    after: Any


Outcome = Literal["kept", "mapped", "partly", "asked_again", "new"]
"""Whether all answers to a question are taken over (as they are, or mapped), some of them, or none."""


@dataclass(frozen=True, slots=True)
class Prospect:
    """What becomes of the answers to one question: `asked_again` has those that are lost, with the reason.

    `question` is None where it is gone or split, `was` where it is new.
    """

    question: str | None
    was: str | None
    outcome: Outcome
    asked_again: Mapping[str, Reason]


# --- changes -----------------------------------------------------------------------------------


def changes(old: Questionnaire, new: Questionnaire) -> tuple[Change, ...]:
    """All differences, questions first, in the order in which the new version asks them."""
    names = heirs((old, new))
    return (
        *_between("question", _questions(old), _questions(new), names),
        *_between("section", _sections(old, names), _sections(new, {id_: id_ for id_ in names.values()})),
        *_between("node", _nodes(old, names), _nodes(new, {})),
        *_between("head", _head(old), _head(new)),
    )


Parts = Mapping[str, Mapping[str, Any]]
"""Parts by id, each with its fields as flat paths."""


def _between(part: str, old: Parts, new: Parts, names: Mapping[str, str] | None = None) -> Iterator[Change]:
    names = names if names is not None else {id_: id_ for id_ in old if id_ in new}
    was = {heir: id_ for id_, heir in names.items()}
    for id_, fields in new.items():
        if id_ not in was:
            yield Change(part, id_, "added", "", None, fields.get("title.de"))
            continue
        if was[id_] != id_:
            yield Change(part, id_, "renamed", "id", was[id_], id_)
        yield from _within(part, id_, old[was[id_]], fields)
    for id_, fields in old.items():
        if id_ not in names:
            yield Change(part, id_, "removed", "", fields.get("title.de"), None)


def _within(part: str, id_: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for path in dict.fromkeys((*new, *old)):
        before, after = old.get(path), new.get(path)
        if before != after:
            yield Change(part, id_, _aspect(part, path), path, before, after)


def _aspect(part: str, path: str) -> Aspect:
    if part == "node" and path.split(".")[0] in NODE_POLICIES:
        return "scoring"
    known = [ASPECTS[step] for step in path.split(".") if step in ASPECTS]
    return known[-1] if known else "other"


# --- parts as plain fields ---------------------------------------------------------------------


def _questions(questionnaire: Questionnaire) -> Parts:
    return {id_: _fields(_written(question)) for id_, question in questionnaire.question.items()}


def _written(question: Question) -> dict[str, Any]:
    data = _plain(question)
    options = {option.id: _without_id(_plain(option)) for option in question.options}
    return {name: data[name] for name in data if name not in {"id", "levels"}} | {"options": options}


def _sections(questionnaire: Questionnaire, names: Mapping[str, str]) -> Parts:
    """Pages, with the order of the questions that both versions have, as the new one names them."""
    return {
        section.id: _fields(
            {
                "title": _plain(section.title),
                "intro": _plain(section.intro) if section.intro else None,
                "questions": [names[one.id] for one in section.questions if one.id in names],
            }
        )
        for section in questionnaire.sections
    }


def _nodes(questionnaire: Questionnaire, names: Mapping[str, str]) -> Parts:
    return {id_: _fields(_with_ids(node, names)) for id_, node in questionnaire.node.items()}


def _with_ids(node: Node, names: Mapping[str, str]) -> dict[str, Any]:
    children = [child.id if isinstance(child, Node) else names.get(child, child) for child in node.children]
    return _without_id(_plain(node)) | {"children": children}


def _head(questionnaire: Questionnaire) -> Parts:
    data = questionnaire.model_dump(mode="json", by_alias=True, exclude=LEFT_OUT)
    return {name: _fields({name: value}) for name, value in data.items()}


def _plain(part: Frozen) -> dict[str, Any]:
    return part.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _without_id(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name != "id"}


def _fields(data: Any, path: str = "") -> dict[str, Any]:
    """Nested data as flat paths; entries of a list are named by their id, where they have one."""
    if isinstance(data, list) and data and all(isinstance(one, dict) and "id" in one for one in data):
        data = {one["id"]: _without_id(one) for one in data}
    if not isinstance(data, dict) or not data:
        return {path: data} if data is not None else {}
    return {
        inner: value
        for name, part in data.items()
        for inner, value in _fields(part, f"{path}.{name}" if path else name).items()
    }


# --- answers -----------------------------------------------------------------------------------


def prospects(old: Questionnaire, new: Questionnaire) -> tuple[Prospect, ...]:
    """What becomes of any answer to any question, as far as the versions decide it."""
    found = [_prospect(old, new, question) for question in old.question.values()]
    added = [one.key for one in carry_over(old, new, {}).ask_again]
    return (*found, *(Prospect(key, None, "new", {}) for key in added))


def _prospect(old: Questionnaire, new: Questionnaire, question: Question) -> Prospect:
    given = {_name(answer): carry_over(old, new, {question.id: answer}) for answer in _possible(question)}
    lost = {name: one for name, result in given.items() for one in result.ask_again if one.was}
    heir = heirs((old, new)).get(question.id)
    return Prospect(heir, question.id, _outcome(given), {name: one.reason for name, one in lost.items()})


def _outcome(given: Mapping[str, CarryOver]) -> Outcome:
    taken = [result for result in given.values() if result.carried]
    if len(taken) == len(given):
        return "mapped" if any(result.mapped for result in taken) else "kept"
    return "partly" if taken else "asked_again"


def _possible(question: Question) -> list[Answer]:
    """One answer of each sort that the question accepts."""
    limits = [fact for fact in question.facts if isinstance(fact, Range)]
    numbers = [f"{end:g}" for fact in limits for end in (fact.low, fact.high) if end is not None]
    words = dict.fromkeys((*question.option, "", *numbers, "…", DONT_KNOW))
    answers = [Answer(word) for word in words]
    answers += [Answer(NOT_APPLICABLE, reason.id) for reason in question.not_applicable]
    return [answer for answer in answers if question.accepts(answer)]


def _name(answer: Answer) -> str:
    return f"{answer.choice}: {answer.reason}" if answer.reason else answer.choice
