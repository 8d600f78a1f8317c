"""What an author changed between two versions, and which answers can be taken along."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any

from questionnaires.commands import SOURCE, find
from questionnaires.definition import Questionnaire
from questionnaires.versions.carrying import mistakes
from questionnaires.versions.changes import Change, Prospect, changes, prospects

NAME = "diff"
HELP = "what changed between two versions, and which answers can be taken along"
SIGNS = {"added": "+", "removed": "-"}


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("old", help=SOURCE)
    parser.add_argument("new", help=SOURCE)
    parser.add_argument("--json", action="store_true", help="as data instead of text")


def run(options: Namespace) -> str:
    old, new = find(options.old), find(options.new)
    found, outlook, wrong = changes(old, new), prospects(old, new), mistakes(old, new)
    if options.json:
        return json.dumps(as_data(old, new, found, outlook, wrong), indent=2, ensure_ascii=False)
    return "\n".join(_text(old, new, found, outlook, wrong))


def as_data(
    old: Questionnaire,
    new: Questionnaire,
    found: Sequence[Change],
    outlook: Sequence[Prospect],
    wrong: Sequence[str],
) -> dict[str, Any]:
    return {
        "before": _named(old),
        "after": _named(new),
        "changes": [asdict(change) for change in found],
        "answers": [asdict(prospect) for prospect in outlook],
        "mistakes": list(wrong),
    }


def _named(questionnaire: Questionnaire) -> str:
    return f"{questionnaire.id}@{questionnaire.version}"


def _text(
    old: Questionnaire,
    new: Questionnaire,
    found: Sequence[Change],
    outlook: Sequence[Prospect],
    wrong: Sequence[str],
) -> Iterator[str]:
    yield f"{_named(old)} -> {_named(new)}"
    yield ""
    if not found:
        yield "Nothing has changed."
    for (part, id_), of_one in groupby(found, key=lambda change: (change.part, change.id)):
        yield from _of_one(part, id_, list(of_one))
    yield ""
    yield from _answers(outlook)
    yield from (f"! follows: {said}" for said in wrong)


def _of_one(part: str, id_: str, found: Sequence[Change]) -> Iterator[str]:
    first = found[0]
    if first.aspect in SIGNS:
        yield f"{SIGNS[first.aspect]} {part} {id_}: {first.after or first.before}"
        return
    yield f"~ {part} {id_}"
    for change in found:
        yield f"    {change.aspect} {change.path}: {_difference(change.before, change.after)}"


def _difference(before: Any, after: Any) -> str:
    """What is new and what is gone in a list of ids; of all else, both."""
    if _are_ids(before) and _are_ids(after):
        signs = [f"+{one}" for one in after if one not in before]
        signs += [f"-{one}" for one in before if one not in after]
        return " ".join(signs) or f"in another order: {' '.join(map(str, after))}"
    return f"{_shown(before)} -> {_shown(after)}"


def _are_ids(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _shown(value: Any) -> str:
    return "nothing" if value is None else json.dumps(value, ensure_ascii=False)


TOLD = {
    "kept": "all answers are kept",
    "mapped": "all answers are kept, some of them under another id",
    "new": "is new",
}


def _answers(outlook: Sequence[Prospect]) -> Iterator[str]:
    kept = [one for one in outlook if one.outcome == "kept"]
    total = [one for one in outlook if one.was]
    yield f"Answers: all of them are kept in {len(kept)} of {len(total)} questions"
    for one in outlook:
        if one.outcome != "kept":
            yield f"  {_arrow(one)}: {TOLD.get(one.outcome) or _lost(one)}"


def _arrow(one: Prospect) -> str:
    if one.was and one.question and one.was != one.question:
        return f"{one.was} -> {one.question}"
    return one.was or one.question or ""


def _lost(one: Prospect) -> str:
    reasons = sorted(set(one.asked_again.values()))
    if one.outcome == "asked_again" and len(reasons) == 1:
        return f"asked again ({reasons[0]})"
    choices = [f"{choice or 'nothing ticked'} ({reason})" for choice, reason in one.asked_again.items()]
    return f"asked again where the answer was {', '.join(choices)}"
