"""Write checks as tables (CSV), one for each version of the questionnaire, with a codebook beside each.

A row is a check, without keys, notes, goals, names and contacts. Every question has two columns: the answer,
and how it stands with it (answered, dont_know, not_applicable.REASON, not asked and why). The folder also
says how to read the tables with R, pandas and Excel.

This is for the operator's own use. Companies answer to get their result, and were told that their answers go
to nobody. So only checks are written whose company has agreed that its values count, and neither district,
size, sector and the like nor exact days: in one district, size and sector often name one company. The audit
log notes that tables were written.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from assessment import clock, config
from assessment.commands import opening, progress
from questionnaires.commands import Refusal

NAME = "runs"
HELP = "write checks as tables, with a codebook"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a new folder for tables and codebooks")
    parser.add_argument(
        "--with-company-facts",
        action="store_true",
        help="also district, size, sector and the like, and days instead of quarters: single companies can "
        "be recognised then",
    )
    parser.add_argument(
        "--everybody",
        action="store_true",
        help="also checks whose company has not agreed that its values count: only where the law gives you "
        "another reason",
    )
    progress.add_quiet(parser)


def run(options: Namespace) -> Iterator[str]:
    from assessment.services.datasets import exporting  # scores every check, so it brings numpy along

    settings = config.load()
    wanted = exporting.Wanted(options.with_company_facts, options.everybody, settings.count_examples)
    try:
        tables = exporting.export(
            opening.existing(settings),
            options.folder,
            wanted=wanted,
            now=clock.now(),
            watch=progress.bar(options, "Checks"),
        )
    except OSError as error:
        raise Refusal(f"Nothing was written. {opening.reason_of(error) or error}") from None
    for table in tables:
        yield f"{options.folder / table.file}: {table.rows} of {table.known} checks"
    if not tables:
        yield f"{options.folder}: there are no checks yet"
