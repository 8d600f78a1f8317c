"""Match the answers of a company with the catalogue and print needs, offers and reasons as JSON."""

import json
from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path
from typing import Any

from matching import catalogue
from matching.commands import QUESTIONNAIRE, add_today, today
from matching.eligibility import Verdict
from matching.needs import NeedGap
from matching.profile import profile
from matching.ranking import Matches, match
from matching.relevance import Match
from questionnaires import answers as answer_sets
from questionnaires import library
from questionnaires.commands import read_json
from questionnaires.definition import Questionnaire
from questionnaires.routing import check_answers, route
from questionnaires.scoring import score

NAME = "match"
HELP = "who can help: answers {question: option} to JSON"


def arguments(parser: ArgumentParser) -> None:
    add_today(parser)
    parser.add_argument("answers", type=Path)
    parser.add_argument("--check", help="the length taken; the longest when not given")
    parser.add_argument("--goal", help="what the company wants to reach, in its own words")


def run(options: Namespace) -> str:
    questionnaire = library.released(QUESTIONNAIRE)
    given = answer_sets.read(read_json(options.answers))
    length = options.check or questionnaire.checks[-1].id
    if length not in questionnaire.check:
        raise ValueError(f"unknown check {length!r}; known: {', '.join(questionnaire.check)}")
    check_answers(questionnaire, given)
    found = result(questionnaire, given, length, options.goal, today(options))
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
