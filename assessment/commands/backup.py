"""Keep everything that is in the database as one file, while others go on working.

The file holds all answers and the key that opens what is sealed in them: it has to be kept as well as the
machine itself. With a passphrase it is encrypted. It is never put in the place of another file.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from assessment import clock, config
from assessment.commands import opening, progress
from questionnaires.commands import Refusal

NAME = "backup"
HELP = "keep everything in one file, encrypted if you like"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="where to; there must be none yet")
    add_passphrase(parser)
    progress.add_quiet(parser)


def add_passphrase(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--passphrase-file", type=Path, metavar="FILE", help="its first line opens and closes the backup"
    )


def passphrase(options: Namespace) -> str | None:
    """Raises Refusal for a file that is not there, or empty."""
    if options.passphrase_file is None:
        return None
    try:
        found: str = options.passphrase_file.read_text(encoding="utf-8").split("\n", 1)[0].strip()
    except (OSError, ValueError) as error:
        raise Refusal(f"The passphrase cannot be read. {opening.reason_of(error) or error}") from None
    if not found:
        raise Refusal(f"{options.passphrase_file} has no passphrase in its first line.")
    return found


def run(options: Namespace) -> Iterator[str]:
    from assessment.backup import archive
    from assessment.operating.state import note_backup, outdated

    settings = config.load()
    database = opening.existing(settings)
    if outdated(database):
        raise Refusal(
            "The database is newer than this version of Wandelkompass, which would leave out what it does "
            "not know. Please make the backup with the newer version."
        )
    try:
        manifest = archive.write(
            database,
            options.file,
            signing_key=config.signing_key(settings),
            passphrase=passphrase(options),
            now=clock.now(),
            watch=progress.bar(options, "Rows"),
        )
    except FileExistsError:
        raise Refusal(f"{options.file} is there already: a backup never replaces another one.") from None
    except OSError as error:
        raise Refusal(f"The backup cannot be written. {opening.reason_of(error) or error}") from None
    note_backup(settings, clock.now())
    yield f"{options.file}: {manifest.rows} rows of {len(manifest.tables)} tables, as of {manifest.made_at}"
    yield f"of {opening.place_of(settings)}"
