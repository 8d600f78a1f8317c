"""Look at all content: questionnaires with their worked cases and measures, needs, the catalogue, rules of
the exchange, indicator sets, and the English texts of screens and reports.

Names everything that an author can get wrong by file and line, with what was expected, and ends with 1 where
there is something. What calls for a look and is not wrong, such as an offer whose source is old, is counted;
--warnings names it.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from assessment import clock
from assessment.commands import progress
from questionnaires.commands import FOUND, Refusal

NAME = "check-content"
HELP = "look at questionnaires, catalogue, indicator sets and texts, and name all that is wrong"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--warnings", action="store_true", help="also name what calls for a look")
    progress.add_quiet(parser)


def run(options: Namespace) -> Iterator[str]:
    from assessment.authoring import checking  # reads all content there is

    checks = checking.checks(clock.day(clock.now()))
    watched = progress.bar(options, "Content")(checks, len(checks))
    results = [(part, checking.result_of(check)) for part, check in watched]
    for part, found in results:
        if found.problems:
            yield f"{part}: to be mended"
            yield from map(str, found.problems)
        else:
            looks = f"; to be looked at: {len(found.warnings)}" if found.warnings else ""
            yield f"{part}: {found.told}{looks}"
        yield from (f"warning: {one}" for one in found.warnings if options.warnings)
    if wrong := sum(len(found.problems) for _, found in results):
        raise Refusal(f"Found to be mended: {wrong}.", code=FOUND)
