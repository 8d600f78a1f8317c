"""Bring in checks out of a table (CSV): one that `export runs` wrote, or answers from paper and other
programmes.

All rows or none: every cell that does not fit is named with line, column and what was expected. A row needs
`run`, a mark that stays the same, and columns named after questions; `questionnaire`, `version`, `check`,
`language` and `begun` may be left out. Answers are ids of options, numbers, `dont_know` or
`not_applicable.REASON`, as the codebook has them. Bringing in the same table again changes nothing, and what
was erased stays erased. Nobody has agreed to anything by it: consents are asked for anew.

Without --links nobody can open them. Figures count them as begun: a result is made when somebody opens a
check and finishes it. Retention counts from the day on which they were begun or changed.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from assessment import clock, config
from assessment.commands import opening, progress
from questionnaires.commands import Refusal

NAME = "runs"
HELP = "bring in checks out of a table"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="the table; commas or semicolons, UTF-8")
    parser.add_argument(
        "--source",
        default="",
        metavar="NAME",
        help="where it comes from, where marks such as 1, 2, 3 may come from elsewhere, too",
    )
    parser.add_argument(
        "--links",
        type=Path,
        metavar="FILE",
        help="a new file for the link to each new check; whoever has a link can open and change the check",
    )
    parser.add_argument("--dry-run", action="store_true", help="only say what would be brought in")
    progress.add_quiet(parser)


def run(options: Namespace) -> Iterator[str]:
    from assessment.services.datasets import importing  # reads questionnaires, which only some commands need
    from assessment.services.datasets.problems import Unfit

    settings = config.load()
    if options.links and options.links.exists():
        raise Refusal(f"{options.links} is there already; please name a file that is not.")
    try:
        found = importing.bring_in(
            opening.prepared(settings),
            options.file,
            source=options.source,
            hand_out=partial(_write_links, options.links, _address(settings)) if options.links else None,
            dry=options.dry_run,
            now=clock.now(),
            watch=progress.bar(options, "Checks"),
        )
    except Unfit as error:
        wrong = "\n".join(f"{options.file}, {line}" for line in str(error).splitlines())
        raise Refusal(f"{wrong}\nNothing was brought in.") from None
    except OSError as error:
        raise Refusal(f"Nothing was brought in. {opening.reason_of(error) or error}") from None
    yield f"{found.new:7}  {'would be' if options.dry_run else 'are'} new"
    yield f"{found.here:7}  are here already, and stay as they are"
    yield f"{found.erased:7}  have been erased, and stay so"


def _address(settings: config.Settings) -> str:
    return f"{config.public_address(settings)}/{settings.default_language}/resume"


def _write_links(file: Path, address: str, keys: Mapping[str, str]) -> None:
    """A line for each new check: its mark and its link. For its owner's eyes only."""
    import csv

    file.touch(mode=0o600, exist_ok=False)
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(("run", "link"))
        writer.writerows((mark, f"{address}/{key}") for mark, key in keys.items())
