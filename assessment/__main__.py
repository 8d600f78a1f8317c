"""What the operator does on the machine itself."""

import sys
from collections.abc import Sequence

from assessment.commands import (
    backup,
    demo,
    doctor,
    erase_again,
    learn,
    migrate,
    operator,
    receipts,
    rescue,
    restore,
    retention,
    serve,
    settings,
    verify,
    worker,
)
from assessment.config import ConfigurationError
from questionnaires.commands import Command, run
from questionnaires.library.source import ContentError

PROGRAM = "wandelkompass"
COMMANDS: tuple[Command, ...] = (
    *(serve, worker, migrate, demo, operator, rescue),
    doctor,
    *(backup, verify, restore, receipts, erase_again),
    *(retention, learn, settings),
)


def main(arguments: Sequence[str] | None = None) -> int:
    return run(PROGRAM, __doc__, COMMANDS, arguments, (ConfigurationError, ContentError))


if __name__ == "__main__":
    sys.exit(main())
