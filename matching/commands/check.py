"""Name everything that is wrong or old in the catalogue."""

from argparse import ArgumentParser, Namespace

from matching import catalogue, lint
from matching.commands import QUESTIONNAIRE, add_today, today
from questionnaires import library
from questionnaires.library.source import ContentError, Problem

NAME = "check"
HELP = "name everything that is wrong or old in the catalogue"


def arguments(parser: ArgumentParser) -> None:
    add_today(parser)


def run(options: Namespace) -> str:
    found, questionnaire = catalogue.released(), library.released(QUESTIONNAIRE)
    if problems := lint.problems(found, questionnaire):
        raise ContentError(problems)
    warnings = lint.warnings(found, questionnaire, today(options))
    return "\n".join((*map(_warning, warnings), f"{len(found.offers)} offers, revision {found.revision}"))


def _warning(problem: Problem) -> str:
    return f"warning: {problem}"
