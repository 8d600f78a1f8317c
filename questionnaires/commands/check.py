"""Read a questionnaire, compute its worked cases, and name everything that is wrong in it.

Where this package has measures for it, every gap must lead to one. They belong to the newest version and
to drafts; what an older version asks may have none any more.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from questionnaires import library
from questionnaires.commands import SOURCE, find, folder_of
from questionnaires.definition import Questionnaire
from questionnaires.library import locking
from questionnaires.library.proving import prove
from questionnaires.library.source import ContentError, Place, Problem, read
from questionnaires.measures import library as measure_library
from questionnaires.measures.lint import problems

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
    measures = _measures(q)
    told = f"{size}, worked cases: {cases}{f', measures: {measures}' if measures else ''}"
    return f"{q.id}@{q.version}: {told}, nothing to object to"


def _measures(q: Questionnaire) -> int:
    """How many measures there are for it. Raises ContentError with what is wrong in them."""
    newer = [v for v in library.versions(q.id) if locking.number(v) > locking.number(q.version)]
    found = measure_library.load(measure_library.CONTENT / q.id)
    if found.measures.measures and not newer and (wrong := problems(q, found)):
        raise ContentError(wrong)
    return len(found.measures.measures)


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
