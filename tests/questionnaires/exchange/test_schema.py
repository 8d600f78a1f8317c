"""JSON Schemas for editors: they are current, they let all content pass, and they catch what one mistypes."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from questionnaires import library
from questionnaires.__main__ import main
from questionnaires.commands import schema as command
from questionnaires.conditions import OPERATORS
from questionnaires.exchange import schema
from tests.questionnaires.folders import TINY, Folder, tiny

HEAD, ONE, TWO = "questionnaire.yaml", "first.yaml", "second.yaml"
STAND = 'title: {de: "Stand"'
P = "sections.0"
HEADS = sorted([*library.CONTENT.glob("*/*/questionnaire.yaml"), TINY / "questionnaire.yaml"])


@cache
def validator(name: str) -> Draft7Validator:
    return Draft7Validator(schema.schema(name))


def errors(folder: Folder, file: str) -> list[str]:
    """Where a file of the tiny questionnaire does not fit, as dotted paths."""
    name = "questionnaire" if file == "questionnaire.yaml" else "sections"
    data = yaml.safe_load((folder / file).read_text(encoding="utf-8"))
    return [".".join(map(str, error.absolute_path)) for error in validator(name).iter_errors(data)]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return tiny(tmp_path)


@pytest.mark.parametrize("name", schema.FILES)
def test_the_written_schemas_are_those_of_the_models(name: str) -> None:
    """If not: `python -m questionnaires schema --write`."""
    file = schema.FOLDER / f"{name}.schema.json"
    assert file.read_text(encoding="utf-8") == schema.written(name)


@pytest.mark.parametrize("name", schema.FILES)
def test_they_are_schemas_that_editors_understand(name: str) -> None:
    made = schema.schema(name)
    Draft7Validator.check_schema(made)
    assert made["$schema"].endswith("draft-07/schema#")
    assert set(_references(made)) <= {f"#/$defs/{part}" for part in made["$defs"]}
    assert "x-rule" not in json.dumps(made)


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, dict) and "$ref" in part:
        assert list(part) == ["$ref"], "draft 7 ignores what stands beside a reference"
        yield part["$ref"]
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from _references(inner)


@pytest.mark.parametrize("head", HEADS, ids=lambda head: "/".join(head.parts[-3:-1]))
def test_all_content_fits(head: Path) -> None:
    data = yaml.safe_load(head.read_text(encoding="utf-8"))
    assert [error.message for error in validator("questionnaire").iter_errors(data)] == []
    for file in data["files"]:
        sections = yaml.safe_load((head.parent / file).read_text(encoding="utf-8"))
        assert [error.message for error in validator("sections").iter_errors(sections)] == [], file


def test_every_comparison_of_the_rule_language_is_known() -> None:
    assert set(schema.OPERANDS) == set(OPERATORS)


@pytest.mark.parametrize(
    ("file", "old", "new", "at"),
    [
        (HEAD, 'version: "1.0"', "version: 1.0", "version"),
        (HEAD, "min_coverage: 2/3", "min_coverage: 3/0", "policy.min_coverage"),
        (HEAD, "min_coverage: 2/3", "min_coverage: 66", "policy.min_coverage"),
        (HEAD, "licence: EUPL-1.2", "license: EUPL-1.2", ""),
        (HEAD, '{de: "Winzig", en: "Tiny"}', "Tiny", "title"),
        (HEAD, STAND, "aggregate: average\n    " + STAND, "tree.1"),
        (HEAD, STAND, "aggregate: staged\n    " + STAND, "tree.1"),
        (HEAD, STAND, "missing: nothing\n    " + STAND, "tree.1"),
        (HEAD, ", at_least: 2}", "}", "tree.1"),
        (ONE, '{id: absent, text: {de: "Nein", en: "No"}}', "{id: absent}", P + ".questions.0.options"),
        (ONE, "range: [0, 4]", "range: [0]", P + ".questions.1.range"),
        (ONE, "range: [0, 4]", "rang: [0, 4]", P + ".questions.1"),
        (ONE, "range: [0, 4]", "kind: numbers", P + ".questions.1.kind"),
        (ONE, "range: [0, 4]", "kind: number", P + ".questions.1"),
        (TWO, "{fact: council, is: present}", "council == present", P + ".questions.0.ask_if"),
        (TWO, "{fact: council, is: present}", "{fact: council}", P + ".questions.0.ask_if"),
        (TWO, "{fact: percent, at_least: 1}", "{fact: percent, at_least: one}", P + ".questions.1.ask_if"),
        (TWO, "        options:\n", "        levels: []\n        options:\n", P + ".questions.1"),
    ],
)  # fmt: skip
def test_what_one_mistypes_is_underlined(folder: Folder, file: str, old: str, new: str, at: str) -> None:
    assert errors(folder, file) == []
    folder.replace(file, old, new)
    assert any(found.startswith(at) for found in errors(folder, file))
    assert folder.problems(), "the check refuses it, too"


def test_options_may_be_the_name_of_a_list(folder: Folder) -> None:
    text = (folder / "first.yaml").read_text(encoding="utf-8")
    start = text.index("        options:")
    end = text.index("      - id: share")
    (folder / "first.yaml").write_text(
        text[:start] + "        options: yes_no\n" + text[end:], encoding="utf-8"
    )
    assert errors(folder, "first.yaml") == []


def test_the_command_prints_one_or_all(capsys: pytest.CaptureFixture[str]) -> None:
    parsed = json.loads(_printed(capsys))
    assert set(parsed) == set(schema.FILES)
    assert json.loads(_printed(capsys, "sections")) == parsed["sections"]


def test_the_command_writes_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(schema.write, "__defaults__", (tmp_path / "new",))
    said = _printed(capsys, "--write").split()
    assert sorted(said) == sorted(str(file) for file in (tmp_path / "new").iterdir())


def _printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main([command.NAME, *arguments]) == 0
    return capsys.readouterr().out
