"""Commands of the operator: `python -m assessment serve|worker|migrate|demo|operator|settings`."""

import argparse
import socket
import sys

from assessment import clock, config, demo, demo_people
from assessment.config import ConfigurationError, Settings
from assessment.mail import posts
from assessment.services import people
from assessment.services.results import operator_of
from assessment.store import migrate
from assessment.store.database import Database
from questionnaires.library.source import ContentError

REFUSED = 2


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except (ConfigurationError, ContentError, PortTaken) as error:
        print(error, file=sys.stderr)
        return REFUSED
    return 0


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
        (_settings, "print all settings as a table"),
    ):
        command = commands.add_parser(run.__name__.strip("_"), help=explanation)
        command.set_defaults(run=run)
        if run is _serve:
            command.add_argument("--demo", action="store_true", help="with the fictional companies")
        if run is _operator:
            command.add_argument("address", metavar="ADDRESS", help="e-mail address of the operator")
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
    staff = demo_people.bring_in(database, now=clock.now()) if options.demo else []
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


def _companies(database: Database, settings: Settings) -> list[tuple[str, str]]:
    return demo.bring_in(database, operator=operator_of(settings), now=clock.now())


def _settings(_options: argparse.Namespace) -> None:
    print(config.as_markdown())
