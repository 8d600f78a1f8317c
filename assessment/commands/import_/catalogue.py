"""Put the catalogue of a folder in place of the one of this checkout, after showing what that changes.

The folder is as `export catalogue` writes it. What is wrong in it is named by file and line, and nothing is
replaced then. What changes is told by offer, and for the worked cases of the questionnaire: who would gain
and lose which offer. An installed package is not changed. The next step is `release catalogue`.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from assessment import clock
from assessment.commands import asking
from questionnaires.commands import Refusal

if TYPE_CHECKING:
    from assessment.authoring.catalogue_files import Difference

NAME = "catalogue"
HELP = "put a catalogue in place of this checkout's"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "folder", type=Path, metavar="FOLDER", help="with offers/, districts.yaml and the like"
    )
    parser.add_argument("--dry-run", action="store_true", help="only say what it would change")
    asking.add_yes(parser)


def run(options: Namespace) -> Iterator[str]:
    from assessment import authoring
    from assessment.authoring import catalogue_files  # reads all offers
    from questionnaires.library.source import ContentError

    try:
        if not options.dry_run:
            authoring.in_checkout()
        found = catalogue_files.difference(options.folder, clock.day(clock.now()))
    except ContentError as error:
        raise Refusal(f"{error}\nNothing was changed.") from None
    except authoring.Installed as error:
        raise Refusal(str(error)) from None
    yield from told(found)
    if found.nothing or options.dry_run:
        return
    asking.make_sure(options, "Put it in place of the catalogue of this checkout?")
    catalogue_files.bring_in(options.folder)
    yield "Done. Next: `wandelkompass release catalogue`, commit, and start the application anew."


def told(found: "Difference") -> Iterator[str]:
    if found.nothing:
        yield "Nothing differs."
    yield from (f"+ {id_}" for id_ in found.added)
    yield from (f"- {id_}" for id_ in found.removed)
    yield from (f"~ {id_}: {', '.join(parts)}" for id_, parts in found.changed.items())
    yield from (f"~ {name}" for name in found.rest)
    for change in found.simulation.offers:
        for word, companies in (("gain", change.gain), ("lose", change.lose)):
            if companies:
                yield f"  {', '.join(companies)}: would {word} {change.offer}"
