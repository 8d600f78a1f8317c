"""Where questionnaires are found: read from a folder, or one of the released ones of this package."""

from functools import cache
from pathlib import Path

from questionnaires import lint
from questionnaires.definition import Head, Need, Questionnaire, Section
from questionnaires.source import ContentError, Problem, read
from questionnaires.text import Frozen

CONTENT = Path(__file__).parent / "content"
HEAD = "questionnaire.yaml"


class SectionFile(Frozen):
    sections: tuple[Section, ...]


class NeedsFile(Frozen):
    needs: tuple[Need, ...]


class UnknownQuestionnaire(LookupError):
    """No such questionnaire, or no such version of it."""


@cache
def released(id_: str, version: str | None = None) -> Questionnaire:
    """A questionnaire of this package; without a version, the newest. Read once per process."""
    folder = CONTENT / id_
    versions = sorted((path.name for path in folder.glob("*.*") if path.is_dir()), key=_by_number)
    if not versions or (version and version not in versions):
        raise UnknownQuestionnaire(f"{id_}@{version or 'any'}")
    return load(folder / (version or versions[-1]))


def _by_number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def load(folder: Path, needs: Path = CONTENT / "needs.yaml") -> Questionnaire:
    """The questionnaire that a folder holds. Raises ContentError with every problem that was found."""
    head_file = read(folder / HEAD)
    head = head_file.as_(Head)
    section_files = [read(folder / name) for name in head.files]
    sections = [section for file in section_files for section in file.as_(SectionFile).sections]
    vocabulary = read(needs).as_(NeedsFile).needs
    questionnaire = Questionnaire.model_construct(**dict(head), sections=tuple(sections), needs=vocabulary)
    places = {id_: place for file in (head_file, *section_files) for id_, place in file.ids().items()}
    found = lint.findings(questionnaire)
    if found:
        raise ContentError(Problem(places.get(f.subject, head_file.place()), f.message) for f in found)
    return questionnaire
