"""Read a questionnaire, compute its worked cases, and name everything that is wrong in it."""

from argparse import ArgumentParser, Namespace

from questionnaires.commands import SOURCE, find, folder_of
from questionnaires.library.proving import prove

NAME = "check"
HELP = "read a questionnaire and name everything that is wrong in it"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("questionnaire", help=SOURCE)


def run(options: Namespace) -> str:
    q = find(options.questionnaire)
    size = f"{len(q.question)} questions in {len(q.sections)} sections"
    cases = prove(q, folder_of(options.questionnaire, q))
    return f"{q.id}@{q.version}: {size}, worked cases: {cases}, nothing to object to"
