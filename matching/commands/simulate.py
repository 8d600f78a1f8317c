"""Compare two catalogues on anonymous companies: who gains, who loses, and why.

OLD and NEW are folders of a catalogue, or the revision of the released one, which `released` names as well.
PROFILES is a file of companies with facts and needs, or `cases` for the worked cases of the questionnaire:

    [{"id": "a", "facts": {"district": "03102"}, "needs": {"cybersecurity": 0.8}}]

How facts are written, `verdicts --help` says. The answer is JSON; what does not change is left out.
"""

import json
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path

from matching import catalogue
from matching.anonymous import Profiles, of_worked_cases, read_profiles
from matching.catalogue import Catalogue
from matching.commands import QUESTIONNAIRE, add_today, today
from matching.simulate import simulate
from questionnaires.commands import read_json

NAME = "simulate"
HELP = "what a change of the catalogue does to companies"
RELEASED, CASES = "released", "cases"


def arguments(parser: ArgumentParser) -> None:
    add_today(parser)
    parser.add_argument("old")
    parser.add_argument("new")
    parser.add_argument("profiles")


def run(options: Namespace) -> str:
    old, new = _catalogue(options.old), _catalogue(options.new)
    found = simulate(old, new, _profiles(options.profiles), today(options))
    told = {"old": old.revision, "new": new.revision, **asdict(found)}
    return json.dumps(told, indent=2, ensure_ascii=False)


def _catalogue(named: str) -> Catalogue:
    if Path(named).is_dir():
        return catalogue.load(Path(named))
    released = catalogue.released()
    if named in (RELEASED, released.revision):
        return released
    raise LookupError(f"{named}: neither a folder nor the released revision, which is {released.revision}")


def _profiles(named: str) -> Profiles:
    return of_worked_cases(QUESTIONNAIRE) if named == CASES else read_profiles(read_json(Path(named)))
