"""Erase an account by its address, of staff or of a company, with sessions, links and what companies
entrusted to this person alone. The last operator stays.

Checks that are kept in it stay and open by their links, unless --with-checks erases them as well.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from assessment import clock, config
from assessment.commands import asking, opening
from assessment.commands.erase.check import told
from questionnaires.commands import Refusal

NAME = "account"
HELP = "erase an account by its address"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("address", metavar="ADDRESS", help="e-mail address of the person or company")
    parser.add_argument("--with-checks", action="store_true", help="also the checks that are kept in it")
    asking.add_yes(parser)


def run(options: Namespace) -> Iterator[str]:
    from assessment.services.by_hand import accounts, erasing

    settings, address = config.load(), options.address
    database = opening.existing(settings)
    try:
        kept = erasing.kept_in(database, email=address)
        doomed = kept if options.with_checks else []
        asking.make_sure(options, f"Erase the account {address} and {len(doomed)} of {len(kept)} checks?")
        outside = opening.outside(settings)
        yield from told(erasing.account(database, email=address, outside=outside, now=clock.now()))
        for run_id in doomed:
            yield from told(erasing.check(database, run_id=run_id, outside=outside, now=clock.now()))
    except accounts.NotDone as error:
        raise Refusal(str(error)) from None
