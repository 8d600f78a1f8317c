"""Release content: lock a version of a questionnaire, or note the catalogue as it is with today's date.

A released version never changes: checks that are under way rely on it. It must come out as its worked cases
say, fit the version before, and stand in its place. A revision of the catalogue is noted beside it with the
offers that it changed, so that a result, which names its revision, can be told from others later. Neither is
done while `check-content` finds anything. An installed package is not changed: this is for checkouts.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from assessment import clock
from assessment.commands import progress
from questionnaires.commands import Refusal

NAME = "release"
HELP = "lock a version of a questionnaire, or note a revision of the catalogue"
CATALOGUE = "catalogue"
NEXT = "Next: commit what was written, make the wheel, and start the application anew."


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "what", metavar="WHAT", help=f"the folder of a version, with questionnaire.yaml; or: {CATALOGUE}"
    )
    progress.add_quiet(parser)


def run(options: Namespace) -> Iterator[str]:
    from assessment import authoring

    try:
        authoring.in_checkout()
    except authoring.Installed as error:
        raise Refusal(str(error)) from None
    _prove(options)
    yield _catalogue() if options.what == CATALOGUE else _questionnaire(Path(options.what))
    yield NEXT


def _prove(options: Namespace) -> None:
    """Raises Refusal where anything is wrong, in whatever content."""
    from assessment.authoring import checking

    checks = checking.checks(clock.day(clock.now()))
    watched = progress.bar(options, "Content")(checks, len(checks))
    wrong = [str(one) for _, check in watched for one in checking.result_of(check).problems]
    if wrong:
        raise Refusal("\n".join([*wrong, "Nothing was released."]))


def _catalogue() -> str:
    from assessment.authoring import releasing
    from matching import catalogue

    noted = releasing.note(catalogue.load(catalogue.CONTENT), clock.day(clock.now()))
    one = noted.revision
    if not noted.new:
        return f"Revision {one.revision} has been released already, on {one.day}."
    told = f"{len(one.added)} added, {len(one.changed)} changed, {len(one.removed)} removed"
    return f"Revision {one.revision} of {one.day}: {one.offers} offers; {told}."


def _questionnaire(folder: Path) -> str:
    from questionnaires.commands import release
    from questionnaires.library.source import ContentError

    try:
        return release.run(Namespace(folder=folder))
    except ContentError as error:
        raise Refusal(f"{error}\nNothing was released.") from None
