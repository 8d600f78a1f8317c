"""The questionnaires without the web: `python -m questionnaires COMMAND ...`."""

import sys

from questionnaires.commands import Command, check, diff, export, import_, release, run, schema, score, show

COMMANDS: tuple[Command, ...] = (check, diff, export, import_, release, schema, score, show)


def main(arguments: list[str] | None = None) -> int:
    return run("python -m questionnaires", __doc__, COMMANDS, arguments)


if __name__ == "__main__":
    sys.exit(main())
