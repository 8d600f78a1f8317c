"""A questionnaire written as YAML: the same when it is read, the same each time, and within its folder."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings

from questionnaires import library
from questionnaires.definition import Questionnaire
from questionnaires.exchange import writing
from tests.questionnaires.exchange.any_questionnaires import ANY, NEEDS
from tests.questionnaires.folders import Folder, tiny

RELEASED = sorted(file.parent for file in library.CONTENT.glob("*/*/questionnaire.yaml"))


@pytest.fixture(scope="module")
def needs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("needs") / "needs.yaml"
    file.write_text(yaml.safe_dump({"needs": [need.model_dump() for need in NEEDS]}), encoding="utf-8")
    return file


@pytest.mark.parametrize("folder", RELEASED, ids=lambda folder: folder.parent.name)
def test_what_was_released_is_the_same_when_it_is_written_and_read(folder: Path, tmp_path: Path) -> None:
    questionnaire = library.load(folder)
    writing.write(questionnaire, tmp_path)
    assert library.load(tmp_path) == questionnaire


@settings(max_examples=25)
@given(questionnaire=ANY)
def test_any_questionnaire_is_the_same_when_it_is_written_and_read(
    questionnaire: Questionnaire, needs: Path
) -> None:
    folder = needs.parent / "written"
    writing.write(questionnaire, folder, force=True)
    assert library.load(folder, needs) == questionnaire


def test_the_same_questionnaire_gives_the_same_files() -> None:
    readiness = RELEASED[-2]
    assert writing.files(library.load(readiness)) == writing.files(library.load(readiness))


def test_sections_return_to_the_files_that_are_called_like_them() -> None:
    files = writing.files(library.load(library.CONTENT / "readiness" / "1.0"))
    for name, content in files.items():
        written = (library.CONTENT / "readiness" / "1.0" / name).read_text(encoding="utf-8")
        assert _section_ids(content) == _section_ids(written)


def _section_ids(content: str) -> list[str]:
    return [section["id"] for section in yaml.safe_load(content).get("sections", ())]


def test_files_read_as_if_a_person_had_written_them(tmp_path: Path) -> None:
    """Defaults are left out, short parts stand on one line, words stand without quotes where they can."""
    files = writing.files(tiny(tmp_path).load())
    assert (
        "policy: {min_coverage: 2/3, min_answers: 2, not_applicable_flag: 0.2, target: 0.75}\n"
        in files["questionnaire.yaml"]
    )
    assert (
        files["first.yaml"]
        == """\
sections:
  - id: facts
    title: {de: "Der Betrieb", en: "The company"}
    questions:
      - id: council
        check: short
        title: {de: "Betriebsrat", en: "Works council"}
        text: {de: "Gibt es einen Betriebsrat?", en: "Is there a works council?"}
        why: {de: "Davon hängt ab, was wir fragen.", en: "It decides what we ask."}
        options:
          - {id: present, text: {de: "Ja", en: "Yes"}}
          - {id: absent, text: {de: "Nein", en: "No"}}
      - id: share
        check: short
        title: {de: "Anteil", en: "Share"}
        text: {de: "Wie hoch ist der Anteil?", en: "How high is the share?"}
        why: {de: "Er zeigt den Druck.", en: "It shows the pressure."}
        fact: percent
        options:
          - {id: none, text: {de: "Keiner", en: "None"}, value: 0, fact: {min: 0, max: 0}}
          - {id: some, text: {de: "Etwas", en: "Some"}, value: 4, fact: {min: 1, max: 100}}
        range: [0, 4]
"""
    )


@pytest.mark.parametrize(
    "name",
    [
        "../out.yaml",
        "/etc/passwd.yaml",
        "a/b.yaml",
        "..",
        "questionnaire.yaml",
        ".yaml",
        "a.txt",
        "C:a.yaml",
        "",
    ],
)
def test_no_file_is_written_outside_of_the_folder(tmp_path: Path, name: str) -> None:
    questionnaire = tiny(tmp_path).load().model_copy(update={"files": ("first.yaml", name)})
    with pytest.raises(ValueError, match=r"expected different names such as work\.yaml as files"):
        writing.write(questionnaire, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_sections_without_files_are_written_into_files_of_their_own(tmp_path: Path) -> None:
    folder = tiny(tmp_path)
    writing.write(folder.load().model_copy(update={"files": ()}), tmp_path / "new")
    written = library.load(tmp_path / "new", folder / "needs.yaml")
    assert written.files == ("facts.yaml", "people.yaml")
    assert written.sections == folder.load().sections


def test_what_is_there_is_only_overwritten_when_that_is_asked_for(tmp_path: Path) -> None:
    folder = tiny(tmp_path)
    questionnaire = folder.load()
    with pytest.raises(FileExistsError, match="--force overwrites"):
        writing.write(questionnaire, folder.path)
    folder.replace("first.yaml", 'en: "None"', 'en: "Nothing"')
    writing.write(questionnaire, folder.path, force=True)
    assert Folder(folder.path).load() == questionnaire
