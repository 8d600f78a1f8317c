"""Check a version and lock it: from then on its files never change."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from questionnaires.library.releasing import release

NAME = "release"
HELP = "check a version with its worked cases and lock it: from then on it never changes"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="content/ID/VERSION")


def run(options: Namespace) -> str:
    done = release(options.folder)
    name = f"{done.questionnaire.id}@{done.questionnaire.version}"
    said = "released" if done.new else "is released already, with this content"
    return f"{name} {said}; {done.cases} worked cases hold"
