"""The questionnaires without the web: `python -m questionnaires check|score ...`, JSON out."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from questionnaires import answers as answer_sets
from questionnaires import library, reading
from questionnaires.conditions import Verdict
from questionnaires.definition import Questionnaire
from questionnaires.routing import Path as Way
from questionnaires.routing import UnknownAnswer, check_answers, route
from questionnaires.scoring import ENGINE, Score, Scorecard, State, score
from questionnaires.source import ContentError

REFUSED = 2


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        print(options.run(options))
    except (ContentError, library.UnknownQuestionnaire, UnknownAnswer, ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return REFUSED
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m questionnaires", description=__doc__)
    commands = parser.add_subparsers(required=True)
    source = "a folder with questionnaire.yaml, that file, or the id of a released one"
    check = commands.add_parser("check", help="read a questionnaire and name everything that is wrong in it")
    check.add_argument("questionnaire", help=source)
    check.set_defaults(run=_check)
    scoring = commands.add_parser("score", help="score answers: {question: option}, as JSON")
    scoring.add_argument("questionnaire", help=source)
    scoring.add_argument("answers", type=Path)
    scoring.add_argument("--check", help="the length taken; the longest when not given")
    scoring.set_defaults(run=_score)
    return parser


def find(name: str) -> Questionnaire:
    """A questionnaire by folder, by its head file, or by the id of a released one."""
    path = Path(name)
    if path.is_dir():
        return library.load(path)
    return library.load(path.parent) if path.is_file() else library.released(name)


def _check(options: argparse.Namespace) -> str:
    q = find(options.questionnaire)
    size = f"{len(q.question)} questions in {len(q.sections)} sections"
    return f"{q.id}@{q.version}: {size}, nothing to object to"


def _score(options: argparse.Namespace) -> str:
    questionnaire = find(options.questionnaire)
    given = answer_sets.read(_json(options.answers))
    length = options.check or questionnaire.checks[-1].id
    if length not in questionnaire.check:
        raise ValueError(f"unknown check {length!r}; known: {', '.join(questionnaire.check)}")
    check_answers(questionnaire, given)
    path = route(questionnaire, given, length)
    return json.dumps(result(questionnaire, path, score(questionnaire, path), length), indent=2)


def _json(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{file}: not readable as JSON: {error}") from None


def result(questionnaire: Questionnaire, path: Way, card: Scorecard, check: str) -> dict[str, Any]:
    """Path, scores and reading as plain data."""
    found = reading.read(questionnaire, card)
    return {
        "questionnaire": f"{questionnaire.id}@{questionnaire.version}",
        "engine": ENGINE,
        "check": check,
        "asked": list(path.asked),
        "hidden": {
            question: {"reason": hidden.reason, "facts": _facts(hidden.verdict)}
            for question, hidden in path.hidden.items()
        },
        "scores": {node.id: _plain(node) for root in card.roots for node in root.walk() if node.children},
        "field": {"reading": found.field, "possible": list(found.possible)},
    }


def _facts(verdict: Verdict | None) -> list[str]:
    return [trace.comparison.fact for trace in verdict.traces] if verdict else []


def _plain(node: Score) -> dict[str, Any]:
    return {
        "state": node.state,
        "value": node.value,
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


if __name__ == "__main__":
    sys.exit(main())
