"""The matching without the web: `python -m matching COMMAND ...`."""

import sys

from matching.commands import check, evaluate, match, search, simulate, verdicts
from questionnaires.commands import Command, run

COMMANDS: tuple[Command, ...] = (check, match, verdicts, search, evaluate, simulate)


def main(arguments: list[str] | None = None) -> int:
    return run("python -m matching", __doc__, COMMANDS, arguments)


if __name__ == "__main__":
    sys.exit(main())
