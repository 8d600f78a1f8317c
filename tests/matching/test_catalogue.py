"""Reading a catalogue: whole, or refused with every problem, its file and its line."""

import shutil
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from matching import catalogue
from matching.catalogue import CONTENT, FOLDERS, load
from matching.offers import KINDS, Offer
from questionnaires.library.source import REVISION_LENGTH, ContentError
from tests.matching.builders import written_offer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the real content, to be changed."""
    shutil.copytree(CONTENT, tmp_path / "content")
    return tmp_path / "content"


def write(folder: Path, offer: dict[str, Any], name: str | None = None) -> Path:
    file = folder / "offers" / FOLDERS[offer["kind"]] / f"{name or offer['id']}.yaml"
    file.write_text(yaml.safe_dump(offer, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return file


def refused(folder: Path) -> list[str]:
    """The problems as an operator reads them: file, line, expectation."""
    with pytest.raises(ContentError) as error:
        load(folder)
    return [f"{p.place.file.name}:{p.place.line}: {p.message}" for p in error.value.problems]


def test_every_kind_has_its_folder() -> None:
    assert tuple(FOLDERS) == KINDS


def test_offers_are_read_in_a_stable_order() -> None:
    order = [(KINDS.index(offer.kind), offer.id) for offer in catalogue.released().offers]
    assert order == sorted(order)


def test_the_released_catalogue_is_read_once() -> None:
    assert catalogue.released() is catalogue.released()


def test_the_revision_is_that_of_the_content_wherever_it_lies(folder: Path) -> None:
    assert load(folder).revision == catalogue.released().revision
    assert len(catalogue.released().revision) == REVISION_LENGTH


@pytest.mark.parametrize("name", ["weights.yaml", "districts.yaml", "offers/partners/kean.yaml"])
def test_any_change_of_content_is_a_new_revision(folder: Path, name: str) -> None:
    before = load(folder).revision
    (folder / name).write_text(
        (folder / name).read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8"
    )
    assert load(folder).revision != before


def test_an_offer_knows_where_it_is_written(folder: Path) -> None:
    place = load(folder).place("kean", "id")
    assert (place.file.name, place.line) == ("kean.yaml", 1)


def test_all_problems_are_named_at_once(folder: Path) -> None:
    write(folder, written_offer("a", kind="partner", colour="red"))
    write(folder, written_offer("b", kind="partner", url="example.org"))
    (folder / "weights.yaml").unlink()
    assert refused(folder) == [
        "a.yaml:18: colour: unknown key; is it misspelt? (found 'red')",
        "b.yaml:11: url: expected an address that begins with https:// or http:// (found 'example.org')",
        "weights.yaml:1: expected this file, it is not there",
    ]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"name": {"de": "Nur Deutsch"}}, "name.en: expected a value, found none"),
        ({"kind": "partner", "id": "Großes Ö"}, "id: expected letters, digits"),
        ({"needs": []}, "needs: expected a list of at least 1"),
        ({"needs": ["ai_data", "ai_data"]}, "expected every one of the needs once"),
        ({"criteria": {"district": "bayern"}}, "expected a list of district keys in quotes, or one of"),
        ({"criteria": {"district": [3101]}}, "expected a list of district keys in quotes, or one of"),
        ({"criteria": {"district": ["03999"]}}, "unknown district '03999'"),
        ({"criteria": {"employees": {"max": -1}}}, "criteria.employees.max: expected"),
        (
            {"criteria": {"rules": [{"id": "r", "rule": {"fact": "x"}}]}},
            "expected fact and one of is, in, not_in",
        ),
        ({"status": {"as_of": 2025}}, "status.as_of: expected a text in quotes"),
        ({"status": {"as_of": "03/2024"}}, "status.as_of: expected a date such as 2024"),
        ({"status": {"as_of": "2024-13"}}, "status.as_of: month must be in 1..12"),
        ({"status": {"end": "maybe"}}, "status.end: expected 'final' or 'announced'"),
        ({"status": {"confidence": None}}, "status.confidence: expected 'high', 'medium' or 'low'"),
    ],
)
def test_what_is_wrong_with_an_offer_is_named(folder: Path, change: dict[str, Any], problem: str) -> None:
    write(folder, written_offer("x", **change), name="x")
    found = refused(folder)
    assert any(problem in line and line.startswith("x.yaml:") for line in found), found


def test_a_rule_may_not_take_the_name_of_a_condition_every_offer_has(folder: Path) -> None:
    rule = {"id": "status", "rule": {"fact": "group", "is": "independent"}, "text": {"de": "a", "en": "b"}}
    write(folder, written_offer("x", criteria={"rules": [rule]}))
    assert "expected every rule to have an id of its own" in refused(folder)[0]


def test_an_offer_lies_in_the_folder_of_its_kind_under_its_id(folder: Path) -> None:
    write(folder, written_offer("x", kind="lab"), name="y")
    assert refused(folder) == ["y.yaml:1: expected this offer in the file labs/x.yaml"]


def test_two_offers_cannot_share_an_id(folder: Path) -> None:
    write(folder, written_offer("kean", kind="lab"))
    assert refused(folder) == ["kean.yaml:1: expected an id of its own, found that of kean.yaml"]


def test_a_district_names_known_neighbours_and_bodies(folder: Path) -> None:
    file = folder / "districts.yaml"
    districts = yaml.safe_load(file.read_text(encoding="utf-8"))
    wrong = {"key": "03102", "neighbours": ["09999"], "chamber": "ihk-nirgends"}
    file.write_text(
        yaml.safe_dump([*districts, deepcopy(districts[0]) | wrong], sort_keys=False), encoding="utf-8"
    )
    assert [line.partition(": ")[2] for line in refused(folder)] == [
        "expected one district '03102', found two",
        "unknown neighbour '09999'",
        "unknown offer 'ihk-nirgends'",
    ]


def test_an_empty_folder_is_no_catalogue(tmp_path: Path) -> None:
    assert refused(tmp_path) == [
        "districts.yaml:1: expected this file, it is not there",
        "list.yaml:1: expected this file, it is not there",
        "offers:1: expected at least one offer, found none",
        "weights.yaml:1: expected this file, it is not there",
    ]


@pytest.mark.parametrize(
    ("text", "with_", "problem"),
    [
        ("weight: 2", "weight: -2", "features.sector.weight: expected"),
        ("  specificity:", "  novelty:", "novelty"),
        ("fit: good, at_least: 0.4", "fit: good, at_least: 0.9", "expected falling limits that end at 0"),
        ("fit: good", "fit: partial", "expected the words very_good, good, partial in this order"),
    ],
)
def test_weights_are_whole_and_never_negative(folder: Path, text: str, with_: str, problem: str) -> None:
    file = folder / "weights.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(text, with_), encoding="utf-8")
    assert any(problem in line for line in refused(folder))


def test_a_catalogue_lists_offers_by_id(folder: Path) -> None:
    write(folder, written_offer("x"))
    found = load(folder).offer["x"]
    assert isinstance(found, Offer)
    assert found.apply_first is False
    assert found.for_companies is True


def test_every_feature_needs_its_weight(folder: Path) -> None:
    file = folder / "weights.yaml"
    weights = yaml.safe_load(file.read_text(encoding="utf-8"))
    del weights["features"]["goal"]
    file.write_text(yaml.safe_dump(weights, allow_unicode=True), encoding="utf-8")
    assert refused(folder) == ["weights.yaml:1: the file: expected a weight for goal"]


def test_a_network_of_unknown_offers_is_refused_by_line(folder: Path) -> None:
    file = folder / "list.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("- roboson", "- robosun"), encoding="utf-8")
    (told,) = refused(folder)
    assert told.endswith(": unknown offer 'robosun'")
    assert told.startswith("list.yaml:")
