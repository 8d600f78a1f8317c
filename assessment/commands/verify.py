"""Restore a backup on trial, into a database that is thrown away: what cannot be restored is no backup."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from assessment.commands.backup import add_passphrase, passphrase
from questionnaires.commands import Refusal

NAME = "verify"
HELP = "restore a backup on trial, and say whether it is whole"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a backup")
    add_passphrase(parser)


def run(options: Namespace) -> Iterator[str]:
    from assessment.backup import archive, restoring

    try:
        manifest = restoring.proved(options.file, passphrase(options))
    except (archive.Broken, OSError) as error:
        raise Refusal(str(error)) from None
    yield f"{options.file} is whole: {manifest.rows} rows, as of {manifest.made_at}"
