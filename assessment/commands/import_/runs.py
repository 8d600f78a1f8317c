"""Bring in checks out of a table (CSV): one that `export runs` wrote, or answers from paper and other
programmes.

The whole table is read first: every cell that does not fit is named with line, column and what was expected,
and nothing comes in then. A row needs `run`, a mark that stays the same, and columns named after questions;
`questionnaire`, `version`, `check`, `language`, `begun` and `finished` may be left out. Answers are ids of
options, numbers, `dont_know` or `not_applicable.REASON`, as the codebook has them.

Then the checks come in a few at a time, so that companies can answer meanwhile. Bringing in the same table
again changes nothing, and what was erased stays erased. So after an import that was stopped, the same command
brings in the rest, and adds its links to those in the file.

A check is finished on the day in `finished`, or, where the table has no such column, if no question is left
open. It gets its result at once, by the offers of today, and counts in figures like any other. Nobody has
agreed to anything by it: consents are asked for anew. Without --links nobody can open them. Retention counts
from the day on which they were begun or changed.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from assessment import clock, config
from assessment.commands import opening, progress
from questionnaires.commands import Refusal

if TYPE_CHECKING:
    from assessment.services.datasets.importing import Brought

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
        help="a file for the link to each new check, also that of an import that was stopped; whoever has a "
        "link can open and change the check",
    )
    parser.add_argument("--dry-run", action="store_true", help="only say what would be brought in")
    progress.add_quiet(parser)


def run(options: Namespace) -> Iterator[str]:
    from assessment.services.datasets.importing import Unfinished  # reads questionnaires, as few commands do
    from assessment.services.datasets.problems import Unfit

    try:
        found = _bring_in(options)
    except (Unfit, OSError) as error:
        raise Refusal(f"{_reason(options.file, error)}\nNothing was brought in.") from None
    except Unfinished as stopped:
        reason, came = _reason(options.file, stopped.__cause__), stopped.found.new
        if reason is None:
            raise
        raise Refusal(
            f"{reason}\n{came} checks are in, and stay. The same command brings in the rest."
        ) from None
    word = "would be" if options.dry_run else "are"
    yield f"{found.new:7}  {word} new"
    yield f"{found.finished:7}  of them {word} finished, with a result"
    yield f"{found.here:7}  are here already, and stay as they are"
    yield f"{found.erased:7}  have been erased, and stay so"


def _bring_in(options: Namespace) -> "Brought":
    from assessment.services.checks import results
    from assessment.services.datasets import importing
    from assessment.services.datasets.links import Links

    settings = config.load()
    address = f"{config.public_address(settings)}/{settings.default_language}/resume"
    return importing.bring_in(
        opening.existing(settings),
        options.file,
        source=options.source,
        links=Links(options.links, address) if options.links else None,
        dry=options.dry_run,
        operator=results.operator_of(settings),
        now=clock.now(),
        watch=progress.bar(options, "Checks"),
    )


def _reason(file: Path, error: BaseException | None) -> str | None:
    """Why it was stopped, in a sentence; None where that is a mistake of ours."""
    from assessment.services.datasets.problems import Unfit

    if isinstance(error, Unfit):
        return "\n".join(f"{file}, {line}" for line in str(error).splitlines())
    told = opening.reason_of(error) if isinstance(error, Exception) else None
    return told or (str(error) if isinstance(error, OSError) else None)
