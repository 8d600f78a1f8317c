"""Everything that an author can get wrong, in all content there is: by file and line, with what was expected.

Each part of the content knows what can be wrong in it; here they are only asked one after the other. What one
part needs of another is looked at with the other as it is released.
"""

from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from assessment.authoring import translations
from assessment.services.runs import QUESTIONNAIRE
from matching import catalogue, exchange
from matching import lint as catalogue_lint
from questionnaires import library as questionnaires
from questionnaires.commands import check as questionnaire_check
from questionnaires.library import locking
from questionnaires.library.source import ContentError, Problem, read
from reports.funder import library as indicator_sets


@dataclass(frozen=True, slots=True)
class Checked:
    """A part of the content: what is in it, what has to be mended, and what should be looked at."""

    told: str = ""
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


Check = Callable[[], Checked]


def checks(today: date) -> list[tuple[str, Check]]:
    """Each part by its name, and what looks at it: together they take a few seconds."""
    folders = [head.parent for head in sorted(questionnaires.CONTENT.glob(f"*/*/{questionnaires.HEAD}"))]
    return [
        ("released questionnaires", _released),
        *((f"{folder.parent.name}@{folder.name}", partial(_questionnaire, folder)) for folder in folders),
        ("catalogue", partial(_catalogue, today)),
        ("exchange between companies", _exchange),
        ("indicator sets", _indicator_sets),
        *((part, partial(_texts, folder)) for part, folder in translations.FOLDERS.items()),
    ]


def result_of(check: Check) -> Checked:
    """What a part comes to, whatever is wrong in it."""
    try:
        return check()
    except ContentError as error:
        return Checked(problems=error.problems)


def _released() -> Checked:
    """What is locked is as it was when it was released."""
    lock = locking.lock(questionnaires.CONTENT)
    problems: list[Problem] = []
    for id_ in lock.released:
        for version in lock.versions(id_):
            try:
                lock.check(id_, version)
            except ContentError as error:
                problems += error.problems
    return Checked(f"{sum(map(len, lock.released.values()))}, all as they were", tuple(problems))


def _questionnaire(folder: Path) -> Checked:
    return Checked(questionnaire_check.run(Namespace(questionnaire=str(folder))).partition(": ")[2])


def _catalogue(today: date) -> Checked:
    found, questionnaire = catalogue.load(catalogue.CONTENT), questionnaires.released(QUESTIONNAIRE)
    return Checked(
        f"{len(found.offers)} offers, revision {found.revision}",
        tuple(catalogue_lint.problems(found, questionnaire)),
        tuple(catalogue_lint.warnings(found, questionnaire, today)),
    )


def _exchange() -> Checked:
    found = read(catalogue.CONTENT / "exchange.yaml").as_(exchange.Exchange)
    return Checked(f"{len(found.topics)} topics")


def _indicator_sets() -> Checked:
    problems = indicator_sets.problems(indicator_sets.CONTENT, questionnaires.released(QUESTIONNAIRE))
    return Checked(f"{len(indicator_sets.load(indicator_sets.CONTENT))} sets", tuple(problems))


def _texts(folder: Path) -> Checked:
    return Checked(f"{translations.check(folder)} in both languages")
