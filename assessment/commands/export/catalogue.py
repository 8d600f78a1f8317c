"""Write the catalogue into a folder, as the YAML files it consists of, with their comments.

The status of every offer is what companies see: as released, with what operators have confirmed or ended at
their desk since. So a catalogue that is written and brought into a checkout keeps what they found out.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from assessment import config
from assessment.commands import opening
from questionnaires.commands import Refusal

NAME = "catalogue"
HELP = "write the catalogue as YAML, with what operators said of offers"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a new folder for its files")
    parser.add_argument("--as-released", action="store_true", help="without what operators said; no database")


def run(options: Namespace) -> Iterator[str]:
    from assessment.authoring import catalogue_files  # reads all offers
    from assessment.services.offering import in_force

    released = in_force.as_released().catalogue
    found = released if options.as_released else in_force.read(opening.existing(config.load())).catalogue
    try:
        changed = catalogue_files.export(found, options.folder)
    except OSError as error:
        raise Refusal(f"Nothing was written. {opening.reason_of(error) or error}") from None
    yield f"{options.folder}: {len(found.offers)} offers, revision {found.revision}"
    if changed:
        yield f"{changed:7}  with what operators said of them"
