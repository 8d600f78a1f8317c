"""Score answers and print the path and every number as JSON."""

import json
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path
from typing import Any

from questionnaires import answers as answer_sets
from questionnaires import reading
from questionnaires.commands import SOURCE, find, read_json
from questionnaires.conditions import Verdict
from questionnaires.definition import Questionnaire
from questionnaires.explain import explain
from questionnaires.routing import Path as Way
from questionnaires.routing import check_answers, route
from questionnaires.scoring import ENGINE, score
from questionnaires.scoring.scorecard import Score, Scorecard, State

NAME = "score"
HELP = "score answers: {question: option}, as JSON"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("questionnaire", help=SOURCE)
    parser.add_argument("answers", type=Path)
    parser.add_argument("--check", help="the length taken; the longest when not given")
    parser.add_argument("--explain", action="store_true", help="say for every node what made its value")


def run(options: Namespace) -> str:
    questionnaire = find(options.questionnaire)
    given = answer_sets.read(read_json(options.answers))
    length = options.check or questionnaire.checks[-1].id
    if length not in questionnaire.check:
        raise ValueError(f"unknown check {length!r}; known: {', '.join(questionnaire.check)}")
    check_answers(questionnaire, given)
    path = route(questionnaire, given, length)
    card = score(questionnaire, path)
    found = result(questionnaire, path, card, length)
    if options.explain:
        explained = explain(questionnaire, path, card)
        found["explained"] = {id_: asdict(explanation) for id_, explanation in explained.items()}
    return json.dumps(found, indent=2, ensure_ascii=False)


def result(questionnaire: Questionnaire, path: Way, card: Scorecard, check: str) -> dict[str, Any]:
    """Path, scores and reading as plain data."""
    return {
        "questionnaire": f"{questionnaire.id}@{questionnaire.version}",
        "engine": ENGINE,
        "check": check,
        "asked": list(path.asked),
        "hidden": {
            question: {"reason": hidden.reason, "facts": _facts(hidden.verdict)}
            for question, hidden in path.hidden.items()
        },
        "settled": dict(path.settled),
        "scores": {node.id: _plain(node) for root in card.roots for node in root.walk() if node.children},
    } | _field(questionnaire, card)


def _field(questionnaire: Questionnaire, card: Scorecard) -> dict[str, Any]:
    if not questionnaire.has_fields:
        return {}
    found = reading.read(questionnaire, card)
    return {"field": {"reading": found.field, "possible": list(found.possible)}}


def _facts(verdict: Verdict | None) -> list[str]:
    return [trace.comparison.fact for trace in verdict.traces] if verdict else []


def _plain(node: Score) -> dict[str, Any]:
    return {
        "state": node.state,
        "value": node.value,
        "points": node.points,
        "range": [node.low, node.high],
        "coverage": node.coverage,
        "lower": node.lower,
        "upper": node.upper,
        "published": node.published,
        "level": [node.level.low, node.level.high] if node.level else None,
        "answered": node.count(State.ANSWERED),
        "dont_know": node.count(State.DONT_KNOW),
        "open": node.count(State.OPEN),
        "not_applicable": node.count(State.NOT_APPLICABLE),
        "lowest": node.lowest.id if node.lowest else None,
    }
