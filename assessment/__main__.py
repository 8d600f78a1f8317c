"""What the operator does on the machine itself."""

import sys
import tomllib
from collections.abc import Sequence
from contextlib import suppress
from importlib import metadata
from pathlib import Path

from assessment import config, logs
from assessment.commands import (
    backup,
    check_content,
    demo,
    doctor,
    erase,
    erase_again,
    export,
    import_,
    learn,
    migrate,
    opening,
    operator,
    receipts,
    reference,
    release,
    rescue,
    restore,
    retention,
    serve,
    settings,
    user,
    verify,
    worker,
)
from assessment.config import ConfigurationError
from questionnaires.commands import REFUSED, Command, Group, run

PROGRAM = "wandelkompass"
COMMANDS: tuple[Command | Group, ...] = (
    *(serve, worker, migrate, demo, operator, rescue, user),
    *(doctor, check_content, release),
    *(backup, verify, restore, receipts, erase_again),
    *(export, import_, erase),
    *(retention, learn, settings, reference),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """How it ended: see `questionnaires.commands`."""
    with suppress(ConfigurationError):  # which the command tells, where it needs settings
        logs.begin(config.load(), "command")
    try:
        return run(PROGRAM, __doc__, COMMANDS, arguments, (ConfigurationError,), _version())
    except Exception as error:
        reason = opening.reason_of(error)
        if reason is None:
            raise
        print(reason, file=sys.stderr)
        return REFUSED


def _version() -> str:
    try:
        return metadata.version(PROGRAM)
    except metadata.PackageNotFoundError:  # a checkout
        project = tomllib.loads(Path(__file__).parents[1].joinpath("pyproject.toml").read_text())
        return str(project["project"]["version"])


if __name__ == "__main__":
    sys.exit(main())
