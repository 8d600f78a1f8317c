"""A bar for long work, for whoever sits at a terminal. Pipes, logs and timers get none, nor does
`--quiet`."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator

from assessment.watching import Step, Watch, unwatched


def add_quiet(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--quiet", action="store_true", help="show no progress; elsewhere than on a terminal none is shown"
    )


def bar(options: Namespace, label: str) -> Watch:
    """Shows how far the steps have come, on the standard error output: what is printed stays as it is."""
    if options.quiet or not sys.stderr.isatty():
        return unwatched

    def watched(steps: Iterable[Step], total: int) -> Iterator[Step]:
        import click  # only terminals need it

        rarely = max(1, total // 1000)  # drawing costs more than many a step
        with click.progressbar(
            steps, length=total, label=label, file=sys.stderr, update_min_steps=rarely
        ) as shown:
            yield from shown

    return watched
