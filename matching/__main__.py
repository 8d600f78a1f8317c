"""The matching without the web: `python -m matching check|match ...`; a match is printed as JSON."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from matching import catalogue, lint
from matching.eligibility import Verdict
from matching.needs import NeedGap
from matching.profile import profile
from matching.ranking import Matches, match
from matching.relevance import Match
from questionnaires import answers as answer_sets
from questionnaires import library
from questionnaires.definition import Questionnaire
from questionnaires.routing import UnknownAnswer, check_answers, route
from questionnaires.scoring import score
from questionnaires.source import ContentError, Problem

REFUSED = 2
QUESTIONNAIRE = "readiness"


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        print(options.run(options))
    except (ContentError, UnknownAnswer, ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return REFUSED
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m matching", description=__doc__)
    day = argparse.ArgumentParser(add_help=False)
    day.add_argument("--today", type=date.fromisoformat, help="YYYY-MM-DD; today when not given")
    commands = parser.add_subparsers(required=True)
    check = commands.add_parser(
        "check", parents=[day], help="name everything that is wrong or old in the catalogue"
    )
    check.set_defaults(run=_check)
    matching = commands.add_parser(
        "match", parents=[day], help="who can help: answers {question: option} to JSON"
    )
    matching.add_argument("answers", type=Path)
    matching.add_argument("--check", help="the length taken; the longest when not given")
    matching.add_argument("--goal", help="what the company wants to reach, in its own words")
    matching.set_defaults(run=_match)
    return parser


def _today(options: argparse.Namespace) -> date:
    return options.today or date.today()  # noqa: DTZ011, TID251 - a command is where time comes in


def _check(options: argparse.Namespace) -> str:
    found, questionnaire = catalogue.released(), library.released(QUESTIONNAIRE)
    if problems := lint.problems(found, questionnaire):
        raise ContentError(problems)
    warnings = lint.warnings(found, questionnaire, _today(options))
    return "\n".join((*map(_warning, warnings), f"{len(found.offers)} offers, revision {found.revision}"))


def _warning(problem: Problem) -> str:
    return f"warning: {problem}"


def _match(options: argparse.Namespace) -> str:
    questionnaire = library.released(QUESTIONNAIRE)
    given = answer_sets.read(json.loads(options.answers.read_text(encoding="utf-8")))
    length = options.check or questionnaire.checks[-1].id
    if length not in questionnaire.check:
        raise ValueError(f"unknown check {length!r}; known: {', '.join(questionnaire.check)}")
    check_answers(questionnaire, given)
    found = result(questionnaire, given, length, options.goal, _today(options))
    return json.dumps(found, indent=2, ensure_ascii=False)


def result(
    questionnaire: Questionnaire, answers: answer_sets.Answers, length: str, goal: str | None, today: date
) -> dict[str, Any]:
    """Needs and offers for these answers as plain data."""
    path = route(questionnaire, answers, length)
    company = profile(questionnaire, path, score(questionnaire, path), goal)
    offers = catalogue.released()
    return {
        "questionnaire": f"{questionnaire.id}@{questionnaire.version}",
        "check": length,
        "catalogue": offers.revision,
        "today": today.isoformat(),
        "needs": [_need(gap) for gap in company.needs],
        **_plain(match(offers, company, today)),
    }


def _plain(found: Matches) -> dict[str, Any]:
    return {
        "notices": [{"code": notice.code, **notice.arguments} for notice in found.notices],
        "average": found.average,
        "first": [_offer(matched) for matched in found.first],
        "further": [_offer(matched) for matched in found.further],
        "excluded": [{"offer": missed.offer.id, **_verdict(missed.verdict)} for missed in found.excluded],
        "withheld": [{"offer": kept.offer.id, "reason": kept.reason} for kept in found.withheld],
        "unmet_needs": [gap.need for gap in found.unmet_needs],
        "open_facts": [
            {"fact": open_fact.fact, "question": open_fact.question, "offers": list(open_fact.offers)}
            for open_fact in found.open_facts
        ],
    }


def _need(gap: NeedGap) -> dict[str, Any]:
    sources = {source.question: source.amount for source in gap.sources}
    return {"need": gap.need, "gap": gap.gap, "supposed": gap.supposed, "sources": sources}


def _offer(matched: Match) -> dict[str, Any]:
    return {
        "offer": matched.offer.id,
        "utility": matched.utility,
        "fit": matched.fit,
        "served": list(matched.served),
        "contributions": {term.feature: term.amount for term in matched.contributions},
        **_verdict(matched.verdict),
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    criteria = {
        criterion.id: {"value": criterion.value, "reason": criterion.reason, "facts": list(criterion.facts)}
        | dict(criterion.arguments)
        for criterion in verdict.criteria
    }
    return {"eligible": verdict.value, "criteria": criteria}


if __name__ == "__main__":
    sys.exit(main())
