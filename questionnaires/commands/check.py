"""Read a questionnaire, compute its worked cases, and name everything that is wrong in it."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from questionnaires import library
from questionnaires.commands import SOURCE, find, folder_of
from questionnaires.definition import Questionnaire
from questionnaires.library.proving import prove
from questionnaires.library.source import ContentError, Place, Problem, read

NAME = "check"
HELP = "read a questionnaire and name everything that is wrong in it"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("questionnaire", help=SOURCE)


def run(options: Namespace) -> str:
    q = find(options.questionnaire)
    folder = folder_of(options.questionnaire, q)
    if left_out := list(_left_out(q, folder)):
        raise ContentError(left_out)
    size = f"{_number(len(q.question), 'question')} in {_number(len(q.sections), 'section')}"
    cases = prove(q, folder)
    return f"{q.id}@{q.version}: {size}, worked cases: {cases}, nothing to object to"


def _number(of: int, what: str) -> str:
    return f"{of} {what}" if of == 1 else f"{of} {what}s"


def _left_out(q: Questionnaire, folder: Path) -> Iterator[Problem]:
    """Section files beside the head that it does not name: nobody is asked their questions."""
    named = {(folder / name).resolve() for name in q.files}
    for file in sorted(folder.glob("*.yaml")):
        if file.name != library.HEAD and file.resolve() not in named and _has_sections(file):
            yield Problem(Place(file, 1), f"expected in files of {library.HEAD}, or in another folder")


def _has_sections(file: Path) -> bool:
    try:
        data = read(file).data
    except ContentError:
        return False
    return isinstance(data, dict) and "sections" in data
