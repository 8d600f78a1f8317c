"""Commands of the operator: `python -m assessment serve|worker|migrate|demo|operator|retention|...`."""

import argparse
import socket
import sys
from typing import TYPE_CHECKING

from assessment import clock, config, demo, demo_people, demo_workshop
from assessment.config import ConfigurationError, Settings, signing_key
from assessment.mail import posts
from assessment.services import people, receipts
from assessment.services.policy import Role
from assessment.services.results import operator_of
from assessment.store import migrate
from assessment.store.database import Database
from questionnaires.library.source import ContentError

if TYPE_CHECKING:
    from assessment.outside import Leftovers

REFUSED = 2


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except (ConfigurationError, ContentError, NoSuchAddress, PortTaken, receipts.Unreadable) as error:
        print(error, file=sys.stderr)
        return REFUSED
    return 0


class NoSuchAddress(Exception):
    """Nobody has an account with this address."""

    def __init__(self, address: str) -> None:
        super().__init__(f"Nobody has an account with the address {address}.")


class PortTaken(Exception):
    """Something else listens where the application should."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(
            f"{settings.host}:{settings.port} is taken. Please stop what listens there, "
            f"or choose another port: {config.variable_of('port')}=8001 make run"
        )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m assessment", description=__doc__)
    commands = parser.add_subparsers(required=True)
    for run, explanation in (
        (_serve, "bring the database up to date and serve the application"),
        (_worker, "render reports that have been ordered; `serve` starts such workers by itself"),
        (_migrate, "bring the database up to date"),
        (_demo, "bring in the fictional companies, once, and print their links"),
        (_operator, "invite an operator and print the link to accept; the first one comes in by it"),
        (_rescue, "take the second step of signing in off an account whose owner has lost it"),
        (
            _retention,
            "erase what is older than the settings say; workers do so once a day",
        ),
        (_receipts, "print the receipts of what was erased, to be kept beside a backup"),
        (_erase_again, "read such receipts from the input and erase what a restored backup has brought back"),
        (_learn, "learn from the outcomes that companies told, and print how the model did"),
        (_settings, "print all settings as a table"),
    ):
        command = commands.add_parser(run.__name__.strip("_").replace("_", "-"), help=explanation)
        command.set_defaults(run=run)
        if run is _serve:
            command.add_argument("--demo", action="store_true", help="with the fictional companies")
        if run in (_operator, _rescue):
            command.add_argument("address", metavar="ADDRESS", help="e-mail address of the person")
        if run is _retention:
            command.add_argument("--dry-run", action="store_true", help="only print what would be erased")
        if run is _worker:
            command.add_argument("--beside", type=int, metavar="PID", help="end when this parent has ended")
    return parser


def _serve(options: argparse.Namespace) -> None:
    # gunicorn and the screens are needed by this command alone
    from assessment.server import Server
    from assessment.web.app import create_app

    settings = config.load()
    _claim_port(settings)
    database = _prepared(settings)
    app = create_app(settings, database)
    links = _companies(database, settings) if options.demo else []
    staff = _staff(database, settings) if options.demo else []
    address = f"http://{settings.host}:{settings.port}"

    def announce() -> None:
        for title, key in links:
            print(f"{address}/de/resume/{key}  {title}")
        for email, role in staff:
            print(f"{address}/de/sign-in  {email} ({role})")
        if not settings.mail_server:
            print(f"Mails are put into {posts.folder_of(settings)}")
        print(f"Wandelkompass: {address}/", flush=True)

    database.close()  # the workers open their own connections
    Server(app, settings, announce).run()


def _worker(options: argparse.Namespace) -> None:
    from assessment import jobs  # only workers and web processes need a queue

    jobs.work(config.load(), options.beside)


def _claim_port(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError:
            raise PortTaken(settings) from None


def _prepared(settings: Settings) -> Database:
    settings.instance_folder.mkdir(parents=True, exist_ok=True)
    migrate.upgrade(settings.database_url)
    return Database(settings.database_url)


def _migrate(_options: argparse.Namespace) -> None:
    _prepared(config.load())


def _demo(_options: argparse.Namespace) -> None:
    settings = config.load()
    for title, key in _companies(_prepared(settings), settings):
        print(f"{key}  {title}")


def _operator(options: argparse.Namespace) -> None:
    from assessment.web.public_links import base  # knows Flask, which only this command and serving need

    settings = config.load()
    token = people.invite_operator(
        _prepared(settings), email=options.address, network_name=settings.operator_name, now=clock.now()
    )
    print(f"{base(settings)}/{settings.default_language}/invitation/{token}")


def _rescue(options: argparse.Namespace) -> None:
    from assessment.services.sign_in import rescue
    from assessment.services.sign_in.changes import Letterhead
    from assessment.web.public_links import base  # knows Flask, which only these commands and serving need

    settings = config.load()
    account = f"{base(settings)}/{settings.default_language}/account"
    done = rescue.take_off_second_step(
        _prepared(settings),
        email=options.address,
        letterhead=Letterhead(settings.operator_name, account),
        now=clock.now(),
    )
    if not done:
        raise NoSuchAddress(options.address)
    print(f"{options.address} now signs in by a link alone, and has been told so by mail.")


def _retention(options: argparse.Namespace) -> None:
    from assessment.services import retention  # reaches everything that is kept

    settings = config.load()
    found = retention.run(
        _prepared(settings),
        settings=settings,
        outside=_outside(settings),
        now=clock.now(),
        dry=options.dry_run,
    )
    for kind, number in found.items():
        print(f"{number:7}  {kind}")


def _receipts(_options: argparse.Namespace) -> None:
    for line in receipts.lines(_prepared(config.load())):
        print(line)


def _erase_again(_options: argparse.Namespace) -> None:
    settings = config.load()
    number = receipts.erase_again(_prepared(settings), sys.stdin, outside=_outside(settings))
    print(f"{number:7}  checks and accounts that had been erased before")


def _outside(settings: Settings) -> "Leftovers":
    from assessment.jobs import ReportQueue  # only what erases needs a queue
    from assessment.outside import Leftovers

    return Leftovers(settings, ReportQueue(settings))


def _learn(_options: argparse.Namespace) -> None:
    """Changes no list: an operator turns the model on, at the desk."""
    from assessment.services import learning  # brings numpy and scipy, which only this command needs

    card = learning.train(_prepared(config.load()), now=clock.now()).card
    print(f"{card.decisions} decisions of {card.companies} companies; gate: {card.gate}")
    for name, found in (("in force", card.comparison), ("experts", card.with_experts)):
        print(f"pairs in the right order, {name}: {found.before:.3f}, with this model: {found.after:.3f}")


def _companies(database: Database, settings: Settings) -> list[tuple[str, str]]:
    return demo.bring_in(database, operator=operator_of(settings), now=clock.now())


def _staff(database: Database, settings: Settings) -> list[tuple[str, Role]]:
    from assessment import demo_operator  # brings numpy and scipy: there is something to learn from

    members = demo_people.bring_in(database, now=clock.now())
    demo_operator.bring_in(database, operator=operator_of(settings), now=clock.now())
    demo_workshop.bring_in(database, secret=signing_key(settings), now=clock.now())
    return members


def _settings(_options: argparse.Namespace) -> None:
    print(config.as_markdown())
