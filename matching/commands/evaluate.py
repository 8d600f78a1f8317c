"""Measure the lists: on the worked cases of the questionnaire, or on a file of judgments.

JUDGMENTS has one company a line, with the grades a person gave, from 0 (of no use) upwards:

    {"id": "a", "facts": {"district": "03102"}, "needs": {"cybersecurity": 0.8}, "grades": {"kean": 2}}
    {"id": "b", "case": "press_shop", "grades": {"kean": 0, "inqa-coaching": 3}}

`case` names a worked case instead of facts and needs; how facts are written, `verdicts --help` says. MODEL
is a learned model as it is stored; without it, the experts' weights hold.
"""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from matching import catalogue
from matching.anonymous import of_worked_cases, read_profile
from matching.commands import QUESTIONNAIRE, add_today, today
from matching.evaluation import TOP, Grades, evaluate
from matching.learned import Learned
from matching.model_card import Model
from matching.profile import Profile

NAME = "evaluate"
HELP = "measure the lists on worked cases or on judgments"


def arguments(parser: ArgumentParser) -> None:
    add_today(parser)
    parser.add_argument("--judgments", type=Path, help="companies with grades, as JSON lines")
    parser.add_argument("--model", type=Path, help="a learned model as JSON")
    parser.add_argument("--top", type=int, default=TOP, help=f"offers that count for nDCG; {TOP} by default")


def run(options: Namespace) -> str:
    if options.top < 1:
        raise ValueError(f"expected at least one offer to count, found {options.top}")
    judged = list(_judged(options.judgments)) if options.judgments else []
    profiles = {id_: profile for id_, profile, _ in judged} or of_worked_cases(QUESTIONNAIRE)
    grades = {id_: given for id_, _, given in judged}
    offers = catalogue.released()
    learned = _learned(options.model) if options.model else None
    found = evaluate(offers, profiles, today(options), learned, grades, options.top)
    return json.dumps({"catalogue": offers.revision, "top": options.top, **asdict(found)}, indent=2)


def _learned(file: Path) -> Learned:
    return Model.model_validate_json(file.read_text(encoding="utf-8")).learned


def _judged(file: Path) -> Iterator[tuple[str, Profile, Grades]]:
    """The companies of a file. Raises ValueError that names the line."""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                yield _company(json.loads(line))
            except (ValueError, LookupError, RecursionError) as error:
                raise ValueError(f"{file}:{number}: {error}") from None


def _company(entry: Any) -> tuple[str, Profile, Grades]:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("id"), str):
        raise ValueError("expected an object with an id")
    case = entry.get("case")
    profile = of_worked_cases(QUESTIONNAIRE, [case])[case] if case else read_profile(entry)
    return entry["id"], profile, _grades(entry.get("grades"))


def _grades(given: Any) -> Grades:
    if not isinstance(given, Mapping) or not given:
        raise ValueError("expected grades by the id of the offer")
    known = catalogue.released().offer
    for offer, grade in given.items():
        if offer not in known:
            raise ValueError(f"unknown offer {offer!r}")
        if not isinstance(grade, int) or isinstance(grade, bool) or not 0 <= grade <= 10:
            raise ValueError(f"{offer}: expected a whole grade from 0 to 10, found {grade!r}")
    return given
