"""The page for authors, followed to the letter: its files load, its commands run, its numbers come out."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from jsonschema import Draft7Validator
from pydantic import BaseModel

from questionnaires import library
from questionnaires.__main__ import COMMANDS, main
from questionnaires.conditions import OPERATORS
from questionnaires.definition import Head, Need
from questionnaires.definition.tree import Named
from questionnaires.exchange import schema
from questionnaires.library import SectionFile
from questionnaires.library.cases import Case
from questionnaires.library.proving import deviations
from questionnaires.library.source import read
from questionnaires.scoring.joining import AGGREGATES

PAGE = (library.CONTENT.parent / "AUTHORING.md").read_text(encoding="utf-8")
TUTORIAL, REFERENCE = PAGE.split("\n## Reference\n")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PLACE = Path("questionnaires") / "content" / "learning" / "1.0"


def blocks(kind: str) -> list[str]:
    return [text for found, text in BLOCK.findall(TUTORIAL) if found == kind]


def files() -> dict[str, str]:
    """The YAML files of the page, by the name that stands in their first line."""
    return {text.partition("\n")[0].removeprefix("# "): text for text in blocks("yaml")}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project as the page leaves it, with what the author had before: the list of needs and the schemas."""
    content = tmp_path / PLACE.parents[1]
    shutil.copytree(schema.FOLDER, content / schema.FOLDER.name)
    shutil.copy(library.NEEDS, content)
    for name, text in files().items():
        file = tmp_path / PLACE / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (tmp_path / "answers.json").write_text(blocks("json")[0], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def said(project: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """What each command of the page prints, by the name of the command."""
    cases = project / PLACE / "cases"
    later = cases.rename(project / "later")
    printed: dict[str, str] = {}
    for line in "".join(blocks("sh")).splitlines():
        words = line.removeprefix("python -m questionnaires ").split()
        assert main(words) == 0, capsys.readouterr().err
        printed[words[0]] = printed.get(words[0], "") + capsys.readouterr().out
        if words[0] == "score":  # the next step writes the worked case
            later.rename(cases)
    return printed


# --- the tutorial ------------------------------------------------------------------------------


def test_the_page_has_the_files_of_a_questionnaire_with_ten_questions(project: Path) -> None:
    assert list(files()) == [
        "questionnaire.yaml", "company.yaml", "planning.yaml", "practice.yaml", "cases/workshop.yaml",
    ]  # fmt: skip
    assert len(library.load(project / PLACE).question) == 10


def test_the_example_shows_what_the_page_promises(project: Path) -> None:
    example = library.load(project / PLACE)
    assert len(example.node) == 3
    assert any(question.ask_if for question in example.question.values())
    assert any(node.gates for node in example.node.values())
    assert example.node["practice"].missing == "zero"


def test_every_command_says_what_the_page_prints(said: dict[str, str]) -> None:
    assert list(said) == ["check", "show", "score", "release"]
    assert said["check"] == "".join(blocks("text"))
    assert "Stufe 2 nur, wenn plan mindestens 2 Punkte hat." in said["show"]
    assert said["release"] == "learning@1.0 released; 1 worked cases hold\n"


def test_the_numbers_of_the_page_come_out(said: dict[str, str]) -> None:
    scores = json.loads(said["score"])["scores"]
    rows = re.findall(
        r"^\| (\w+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \| (\d) \|$", TUTORIAL, re.M
    )
    assert [name for name, *_ in rows] == list(scores)
    for name, *printed, level in rows:
        found = [round(scores[name][key], 4) for key in ("value", "coverage", "lower", "upper")]
        assert found == [float(number) for number in printed], name
        assert scores[name]["level"] == [int(level)] * 2


def test_the_numbers_are_those_that_are_computed_by_hand() -> None:
    planning = (1 / 4 + 1 / 2 + 3 / 4) / 3
    practice = (3 / 4 + 1 / 3 + 0) / 3
    top = (0.75 * planning + 2 / 3 * practice) / (0.75 + 2 / 3)
    assert [round(number, 4) for number in (planning, practice, top)] == [0.5, 0.3611, 0.4346]


def test_the_worked_case_holds_and_has_the_answers_of_the_example(project: Path) -> None:
    example = library.load(project / PLACE)
    case = read(project / PLACE / "cases" / "workshop.yaml").as_(Case)
    assert list(deviations(example, case)) == []
    assert case.given == json.loads((project / "answers.json").read_text(encoding="utf-8"))


def test_the_files_fit_the_schemas_that_they_name(project: Path) -> None:
    for name, text in files().items():
        named = re.search(r"^# yaml-language-server: \$schema=(\S+)$", text, re.MULTILINE)
        if named:
            made = json.loads((project / PLACE / named[1]).read_text(encoding="utf-8"))
            assert list(Draft7Validator(made).iter_errors(yaml.safe_load(text))) == [], name
    assert sum("yaml-language-server" in text for text in files().values()) == 4


def test_the_page_is_short_enough_for_half_an_hour() -> None:
    prose = BLOCK.sub("", TUTORIAL)
    assert len(prose.split()) < 1000


# --- the reference -----------------------------------------------------------------------------


def models(type_: Any) -> Iterator[type[BaseModel]]:
    """A model and all that stand below it."""
    seen: list[type[BaseModel]] = []
    waiting = [type_]
    while waiting:
        found = waiting.pop()
        if isinstance(found, type) and issubclass(found, BaseModel):
            if found in seen:
                continue
            seen.append(found)
            waiting += [field.annotation for field in found.model_fields.values()]
        waiting += [part for part in get_args(found) if not isinstance(part, str)]
    yield from seen


KEYS = sorted(
    {
        (model.__name__, field.alias or name)
        for root in (Head, SectionFile, Case, Need)
        for model in models(root)
        for name, field in model.model_fields.items()
        if (model.__name__, name) not in {("Text", "de"), ("Text", "en")}
    }
)
BY_THE_ENGINE = {"group"}
"""Keys that no author writes."""
MENTIONED = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]+)`", REFERENCE))))


def test_the_reference_names_every_key() -> None:
    assert [f"{model}.{key}" for model, key in KEYS if key not in MENTIONED | BY_THE_ENGINE] == []


def test_all_models_are_looked_through() -> None:
    assert {"Option", "Gate", "Row", "Rating", "Carried", "Step", "FieldOfFour"} <= {
        model for model, _ in KEYS
    }


def test_the_reference_names_every_way_rule_and_policy() -> None:
    assert {*AGGREGATES, *OPERATORS, *get_args(Named), "constant"} - MENTIONED == set()


@pytest.mark.parametrize("kind", schema.KINDS)
def test_the_reference_names_every_kind_of_question(kind: str) -> None:
    assert f"| `{kind}` |" in REFERENCE


@pytest.mark.parametrize("command", sorted(command.NAME for command in COMMANDS))
def test_the_reference_names_every_command(command: str) -> None:
    assert f"| `python -m questionnaires {command} " in REFERENCE
