"""Restore a backup on trial, into a database that is thrown away: what cannot be restored is no backup."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from assessment.commands import opening, progress
from assessment.commands.backup import add_passphrase, passphrase
from questionnaires.commands import Refusal

NAME = "verify"
HELP = "restore a backup on trial, and say whether it is whole"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a backup")
    add_passphrase(parser)
    progress.add_quiet(parser)


def run(options: Namespace) -> Iterator[str]:
    from assessment.backup import archive, restoring

    try:
        manifest = restoring.proved(options.file, passphrase(options), progress.bar(options, "Rows"))
    except (archive.Broken, OSError) as error:
        raise Refusal(opening.reason_of(error) or str(error)) from None
    yield f"{options.file} is whole: {manifest.rows} rows, as of {manifest.made_at}"
