"""Read a questionnaire in another format and write it as YAML files."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path

from questionnaires.definition import Questionnaire

NAME = "import"
HELP = "write a workbook or a LimeSurvey structure as YAML files"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="FILE.xlsx, or the structure of LimeSurvey, FILE.txt or .tsv")
    parser.add_argument("folder", type=Path, help="the folder to write the files into")
    parser.add_argument("--force", action="store_true", help="overwrite files in the folder")


def run(options: Namespace) -> str:
    from questionnaires.exchange import writing  # the other commands write no files

    read = _READERS.get(options.file.suffix.lower())
    if read is None:
        raise ValueError(f"expected a file that ends in {', '.join(_READERS)}, found {options.file}")
    questionnaire = read(options.file)
    written = writing.write(questionnaire, options.folder, force=options.force)
    name = f"{questionnaire.id}@{questionnaire.version}"
    return "\n".join([f"{name}: {len(questionnaire.question)} questions", *map(str, written)])


def _workbook(file: Path) -> Questionnaire:
    from questionnaires.exchange import workbook

    return workbook.read(file)


def _limesurvey(file: Path) -> Questionnaire:
    from questionnaires.exchange import limesurvey

    return limesurvey.read(file)


_READERS: dict[str, Callable[[Path], Questionnaire]] = {
    ".xlsx": _workbook,
    ".txt": _limesurvey,
    ".tsv": _limesurvey,
}
