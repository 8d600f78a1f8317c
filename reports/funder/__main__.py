"""Names everything that is wrong in indicator sets: `python -m reports.funder [FOLDER]`."""

import sys
from pathlib import Path

from questionnaires import library as questionnaires
from questionnaires.library.source import ContentError
from reports.funder import library

READINESS = "readiness"
"""The questionnaire that companies answer."""


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0]) if arguments else library.CONTENT
    try:
        found = library.load(folder)
        problems = library.problems(folder, questionnaires.released(READINESS))
    except ContentError as error:
        problems = list(error.problems)
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        return 2
    for one in found.values():
        print(f"{one.id}: {len(one.counted)} counted, {len(one.entered)} entered")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
