"""Look for what an operator would get wrong, and say what mends it: database, mail, key, time, space,
address, workers, fonts, a stale catalogue. Ends with 1 where something is bad: run it every night."""

import logging
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assessment import clock, config
from assessment.commands import opening
from assessment.config import Settings
from questionnaires.commands import FOUND, Refusal

if TYPE_CHECKING:
    from assessment.operating.doctor import Finding

NAME = "doctor"
HELP = "look for what is wrong with this installation, and say what mends it"
SIGNS = {"good": "ok  ", "warning": "look", "bad": "BAD "}


def arguments(parser: ArgumentParser) -> None:
    """None."""


def run(_options: Namespace) -> Iterator[str]:
    from assessment.operating import doctor, words
    from assessment.operating.doctor import Grade

    settings = config.load()
    with _without_log():
        silence, found = _silence(settings), _findings(settings)
    yield f"Looked at: {opening.place_of(settings)} and {settings.instance_folder}"
    yield from silence
    for finding in sorted(found, key=lambda one: list(reversed(Grade)).index(one.grade)):
        yield f"{SIGNS[finding.grade]}  {words.about(finding).en}: {words.said(finding).en}"
    if doctor.grade(found) == Grade.BAD:
        raise Refusal("Something has to be mended.", code=FOUND)


@contextmanager
def _without_log() -> Iterator[None]:
    """What goes wrong is told in words."""
    logging.disable()
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


def _silence(settings: Settings) -> list[str]:
    """Why the database does not answer, as it says itself. Raises Refusal where there is none."""
    from sqlalchemy.exc import SQLAlchemyError

    try:
        opening.require(settings)
    except SQLAlchemyError as error:
        return [opening.reason_of(error) or ""]
    return []


def _findings(settings: Settings) -> "tuple[Finding, ...]":
    from assessment.background.jobs import ReportQueue
    from assessment.operating import doctor, rendering, state
    from assessment.store.database import Database

    settings.instance_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    read = state.read(Database(settings.database_url), settings, ReportQueue(settings), clock.now())
    return (*doctor.findings(settings, read), *rendering.findings(settings))
