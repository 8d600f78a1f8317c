"""Bring a backup back, into an empty database or, with --replace, in place of what is there.

What has been erased since stays erased: the receipts of the database that is replaced are kept, and those of
one that is lost may be given as a file (see `receipts`). Stop the application before, and start it
afterwards. Mails that were on their way are not sent again.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from assessment import config
from assessment.commands import opening, progress
from assessment.commands.backup import add_passphrase, passphrase
from questionnaires.commands import Refusal

NAME = "restore"
HELP = "bring a backup back; what was erased since stays erased"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a backup")
    parser.add_argument("--replace", action="store_true", help="give up what the database holds")
    parser.add_argument("--receipts", type=Path, metavar="FILE", help="what `receipts` printed lately")
    add_passphrase(parser)
    progress.add_quiet(parser)


def run(options: Namespace) -> Iterator[str]:
    from assessment.backup import archive, restoring
    from assessment.services.privacy.receipts import Unreadable

    settings = config.load()
    settings.instance_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        told = options.receipts.read_text(encoding="utf-8").splitlines() if options.receipts else ()
        found = restoring.restored(
            options.file,
            settings.database_url,
            passphrase=passphrase(options),
            outside=opening.outside(settings),
            told=told,
            replace=options.replace,
            watch=progress.bar(options, "Rows"),
        )
    except (archive.Broken, restoring.NotEmpty, Unreadable, OSError) as error:
        raise Refusal(opening.reason_of(error) or str(error)) from None
    yield f"{found.manifest.rows} rows are back, as of {found.manifest.made_at}"
    if found.erased:
        yield f"{found.erased} checks and accounts had been erased since, and are not"
    if found.signing_key and not config.keep_signing_key(settings, found.signing_key):
        yield "This machine has another secret key: passkeys and links go on, one-time codes do not."
