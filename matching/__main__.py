"""The matching without the web: `python -m matching COMMAND ...`."""

import argparse
import sys

from matching.commands import Command, check, evaluate, match, search, simulate, verdicts

REFUSED = 2
COMMANDS: tuple[Command, ...] = (check, match, verdicts, search, evaluate, simulate)


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        print(options.run(options))
    except (ValueError, LookupError, OSError) as error:
        print(error, file=sys.stderr)
        return REFUSED
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m matching", description=__doc__)
    commands = parser.add_subparsers(required=True)
    for command in COMMANDS:
        described = commands.add_parser(
            command.NAME,
            help=command.HELP,
            description=command.__doc__,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.arguments(described)
        described.set_defaults(run=command.run)
    return parser


if __name__ == "__main__":
    sys.exit(main())
