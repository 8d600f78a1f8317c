"""Judge programmes of any system for profiles of any system: one verdict per rule and pair, as JSON lines.

CATALOGUE is a JSON list of programmes, each with named rules in the rule language of this project
(`questionnaires.conditions`), which are judged one by one:

    [{"id": "advice", "rules": {
        "targeted": {"fact": "goals", "in": ["energy", "water"]},
        "eligible": {"all": [
            {"fact": "staff", "at_least": 10},
            {"any": [{"fact": "sector", "under": ["C25", "C28"]}, {"fact": "industry", "is": true}]},
            {"not": {"fact": "region", "in": ["Corse"]}},
            {"fact": "today", "not_after": "2026-12-31"}]}}}]

Codes are compared by `is`, `in` and `not_in`, or by their beginning: C25.1 lies `under` C25, whether C does
is not known; of codes that all hold, one that fits is enough. Numbers are compared by `at_least` and
`at_most`, days by `not_before` and `not_after`; whether a fact is stated at all is `known: true`. "Less than
10" is `{"not": {"fact": "staff", "at_least": 10}}`. A rule, or a part of one, may also be `true`, `false` or
`null`, for what is always so, never so or never known; `all` of nothing is true, `any` of nothing false. What
is not known leaves a rule open only where it decides (Kleene).

PROFILES is a JSON list of companies with what is known of each; a fact that is absent, null or an empty list
is not known:

    [{"id": "acme", "facts": {
        "staff": {"min": 10, "max": 49},         a range; max may be null, and a number is exact
        "region": "Bretagne",                    one code
        "sector": ["C25.1", "C25.2"],            one of these codes, it is not known which
        "goals": {"all": ["energy", "waste"]},   all of these codes; none with []
        "industry": true,                        yes or no
        "today": {"day": "2026-11-22"}}}]        a day; with "until", some day up to that one; it may be null

A line has `programme`, `profile`, and by the name of each rule `true`, `false` or `null` for not known; with
`--facts` also the facts that are missing for a verdict.
"""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from matching.foreign import Profile, Programme, judged, missing, read_profiles, read_programmes
from questionnaires.commands import read_json

NAME = "verdicts"
HELP = "judge the programmes and profiles of other systems, given as JSON"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("profiles", type=Path)
    parser.add_argument("--facts", action="store_true", help="name what is missing for each verdict")


def run(options: Namespace) -> str:
    programmes = read_programmes(read_json(options.catalogue))
    profiles = read_profiles(read_json(options.profiles))
    return "\n".join(_lines(programmes, profiles, facts=options.facts))


def _lines(programmes: list[Programme], profiles: list[Profile], *, facts: bool) -> Iterator[str]:
    for programme in programmes:
        for profile in profiles:
            verdicts = judged(programme, profile)
            line: dict[str, Any] = {"programme": programme.id, "profile": profile.id}
            line |= {name: verdict.value for name, verdict in verdicts.items()}
            if facts:
                line["missing"] = {name: missing(verdict) for name, verdict in verdicts.items()}
            yield json.dumps(line, ensure_ascii=False)
