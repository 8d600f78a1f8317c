"""Look for what an operator would get wrong, and say what mends it: database, mail, key, time, space,
address, workers, fonts, a stale catalogue. Ends with 1 where something is bad: run it every night."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from assessment import clock, config
from questionnaires.commands import Refusal

NAME = "doctor"
HELP = "look for what is wrong with this installation, and say what mends it"
SIGNS = {"good": "ok  ", "warning": "look", "bad": "BAD "}


def arguments(parser: ArgumentParser) -> None:
    """None."""


def run(_options: Namespace) -> Iterator[str]:
    from assessment.background.jobs import ReportQueue
    from assessment.operating import doctor, rendering, state, words
    from assessment.operating.doctor import Grade
    from assessment.store.database import Database

    settings = config.load()
    settings.instance_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    read = state.read(Database(settings.database_url), settings, ReportQueue(settings), clock.now())
    found = (*doctor.findings(settings, read), *rendering.findings(settings))
    for finding in sorted(found, key=lambda one: list(reversed(Grade)).index(one.grade)):
        yield f"{SIGNS[finding.grade]}  {words.about(finding).en}: {words.said(finding).en}"
    if doctor.grade(found) == Grade.BAD:
        raise Refusal("Something has to be mended.", code=1)
