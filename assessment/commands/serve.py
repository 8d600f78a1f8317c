"""Bring the database up to date and serve the application, until the process is told to end.

Prints the address when it listens. With --demo it brings in fictional companies and staff first, once, and
prints their links.
"""

import gc
import socket
from argparse import ArgumentParser, Namespace

from assessment import config, logs
from assessment.commands import demo, opening
from assessment.config import Settings
from questionnaires.commands import Refusal

NAME = "serve"
HELP = "bring the database up to date and serve the application"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--demo", action="store_true", help="with the fictional companies")


def run(options: Namespace) -> None:
    gc.disable()  # nothing that is loaded goes away; the server looks for garbage once, when it listens
    # gunicorn, the screens and mails are needed by this command alone
    from assessment.mail import posts
    from assessment.operating import figures
    from assessment.server import Server
    from assessment.web.app import create_app

    settings = config.load()
    logs.begin(settings, "web")
    logs.catch_all()
    _claim_port(settings)
    database = opening.prepared(settings)
    app = create_app(settings, database)
    figures.begin_anew(settings)
    address = f"http://{settings.host}:{settings.port}"
    lines = list(demo.links(database, settings, address)) if options.demo else []
    if not settings.mail_server:
        lines.append(f"Mails are put into {posts.folder_of(settings)}")
    lines.append(f"Wandelkompass: {address}/")
    database.close()  # the workers open their own connections
    Server(app, settings, lambda: print(*lines, sep="\n", flush=True)).run()  # noqa: T201 - commands print


def _claim_port(settings: Settings) -> None:
    """Raises Refusal where something else listens."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError:
            raise Refusal(
                f"{settings.host}:{settings.port} is taken. Please stop what listens there, "
                f"or choose another port, for example {config.variable_of('port')}=8001."
            ) from None
