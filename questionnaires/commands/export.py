"""Write a questionnaire as an Excel workbook in the dialect of XLSForm."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from questionnaires.commands import SOURCE, find

NAME = "export"
HELP = "write a questionnaire as an Excel workbook"
SUFFIX = ".xlsx"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("questionnaire", help=SOURCE)
    parser.add_argument("file", type=Path, help="the workbook to write, FILE.xlsx")
    parser.add_argument("--force", action="store_true", help="overwrite the file if it is there")


def run(options: Namespace) -> str:
    from questionnaires.exchange import workbook  # the other commands need no workbooks

    if options.file.suffix.lower() != SUFFIX:
        raise ValueError(f"expected a file that ends in {SUFFIX}, found {options.file}")
    questionnaire = find(options.questionnaire)
    if options.file.exists() and not options.force:
        raise FileExistsError(f"{options.file}: it exists already; --force overwrites it")
    options.file.write_bytes(workbook.write(questionnaire))
    return f"{questionnaire.id}@{questionnaire.version}: {options.file}"
