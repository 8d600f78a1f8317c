"""The catalogue carried out and in, as the files it is written in, with their comments.

What goes out has folded in what operators have said at their desk since, so that files do not fall behind
what companies see. What comes in is read whole and held against the questionnaire before anything is
replaced.
"""

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import mkdtemp

from assessment.services.runs import QUESTIONNAIRE
from matching import catalogue, lint
from matching.anonymous import of_worked_cases
from matching.catalogue import Catalogue
from matching.offers import Offer, Status
from matching.simulate import Simulation, simulate
from questionnaires import library
from questionnaires.library.source import ContentError

OFFERS = "offers"
FILES = ("districts.yaml", "list.yaml", "weights.yaml")
STATUS = re.compile(r"^status:.*?(?=^\S|\Z)", re.MULTILINE | re.DOTALL)
"""The status of an offer in its file: from its key to the next one."""


def export(found: Catalogue, folder: Path, content: Path = catalogue.CONTENT) -> int:
    """Copies the files into a new folder, with the status that offers have in `found`; how many differ by it.

    Raises FileExistsError, OSError.
    """
    if folder.exists():
        raise FileExistsError(f"{folder} is there already; please name a folder that is not.")
    shutil.copytree(content, folder, ignore=shutil.ignore_patterns("__pycache__"))
    written = catalogue.load(folder)
    changed = [offer for offer in found.offers if offer.status != written.offer[offer.id].status]
    for offer in changed:
        file = written.documents[offer.id].file
        file.write_text(_with_status(file.read_text(encoding="utf-8"), offer.status), encoding="utf-8")
    return len(changed)


def _with_status(text: str, status: Status) -> str:
    told = ", ".join(f"{name}: {_scalar(value)}" for name, value in status.model_dump().items())
    return STATUS.sub(lambda _: f"status: {{{told}}}\n", text, count=1)


def _scalar(value: object) -> str:
    """As YAML: days bare, what is only a part of a day in quotes."""
    if value is None:
        return "null"
    return value.isoformat() if isinstance(value, date) else f'"{value}"'


@dataclass(frozen=True, slots=True)
class Difference:
    """What a new catalogue changes: ids of offers, and for what changed, which of its parts. `simulation`:
    what that does to the worked cases of the questionnaire."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: Mapping[str, tuple[str, ...]]
    rest: tuple[str, ...]
    simulation: Simulation

    @property
    def nothing(self) -> bool:
        return not (self.added or self.removed or self.changed or self.rest)


def difference(folder: Path, today: date, content: Path = catalogue.CONTENT) -> Difference:
    """From the catalogue there is to that of a folder. Raises ContentError with all that is wrong in it."""
    new, questionnaire = catalogue.load(folder), library.released(QUESTIONNAIRE)
    if problems := lint.problems(new, questionnaire):
        raise ContentError(problems)
    old = catalogue.load(content)
    if new.revision == old.revision:
        return Difference((), (), {}, (), Simulation(0, (), ()))
    both = [id_ for id_ in new.offer if id_ in old.offer]
    parts = {id_: tuple(_parts(old.offer[id_], new.offer[id_])) for id_ in both}
    return Difference(
        added=tuple(id_ for id_ in new.offer if id_ not in old.offer),
        removed=tuple(id_ for id_ in old.offer if id_ not in new.offer),
        changed={id_: changed for id_, changed in parts.items() if changed},
        rest=tuple(name for name in FILES if (folder / name).read_bytes() != (content / name).read_bytes()),
        simulation=simulate(old, new, of_worked_cases(QUESTIONNAIRE), today),
    )


def _parts(old: Offer, new: Offer) -> Iterator[str]:
    was, is_ = old.model_dump(), new.model_dump()
    return (name for name in is_ if was[name] != is_[name])


def bring_in(folder: Path, content: Path = catalogue.CONTENT) -> None:
    """Puts the files of a folder in place of those of the catalogue. Everything is copied before anything is
    replaced. Raises OSError."""
    draft = Path(mkdtemp(dir=content.parent, prefix=".catalogue-"))
    try:
        shutil.copytree(folder / OFFERS, draft / OFFERS)
        for name in FILES:
            shutil.copy(folder / name, draft / name)
        (content / OFFERS).rename(draft / "before")
        (draft / OFFERS).rename(content / OFFERS)
        for name in FILES:
            (draft / name).replace(content / name)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    catalogue.released.cache_clear()
