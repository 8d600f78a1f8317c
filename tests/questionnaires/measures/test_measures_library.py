"""Measures as files: read whole, in one order, or refused with file, line and what was expected."""

from pathlib import Path

import pytest

from questionnaires import measures
from questionnaires.library.source import ContentError
from questionnaires.measures.library import load

ONE = """\
measures:
  - id: begin_it
    closes: {{q1: [0, 1]}}
    title: {{de: "Anfangen", en: "Begin"}}
    text: {{de: "Etwas wird getan.", en: "Something is done."}}
    first_step: {{de: "Fangen Sie an.", en: "Begin."}}
    effort: {effort}
    weeks: {{least: {least}, most: 4}}
    decides: {decides}
    needs: {needs}
"""
DECIDERS = "'management', 'management_and_works_council' or 'department'"
GOOD = {"effort": "1", "least": "2", "decides": "management", "needs": "[learning]"}


def written(folder: Path, name: str = "one.yaml", text: str = ONE, **other: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text.format(**(GOOD | other)), encoding="utf-8")
    return folder


def told(folder: Path) -> list[str]:
    with pytest.raises(ContentError) as refused:
        load(folder)
    return [f"{p.place.file.name}:{p.place.line} {p.message}" for p in refused.value.problems]


def test_a_measure_is_read_with_all_that_it_says(tmp_path: Path) -> None:
    library = load(written(tmp_path / "tiny"))
    found = library.measures.measure["begin_it"]
    assert library.measures.questionnaire == "tiny"
    assert (found.title.en, found.first_step.de, found.weeks.most) == ("Begin", "Fangen Sie an.", 4)
    assert found.closes == {"q1": (0, 1)}
    assert library.place("begin_it", "weeks").line == 8
    assert library.place("unheard_of").file == tmp_path / "tiny"


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"effort": "4"}, "one.yaml:7 measure begin_it, effort: expected less than or equal to 3 (found 4)"),
        ({"effort": "dear"}, "one.yaml:7 measure begin_it, effort: expected a whole number (found 'dear')"),
        (
            {"least": "0"},
            "one.yaml:8 measure begin_it, weeks.least: expected greater than or equal to 1 (found 0)",
        ),
        ({"least": "5"}, "one.yaml:8 measure begin_it, weeks: expected least to be at most 4, found 5"),
        (
            {"decides": "nobody"},
            f"one.yaml:9 measure begin_it, decides: expected {DECIDERS} (found 'nobody')",
        ),
        ({"needs": "[]"}, "one.yaml:10 measure begin_it, needs: expected a list of at least 1, found 0"),
    ],
)
def test_what_no_measure_can_be_is_told_with_line_and_expectation(
    tmp_path: Path, wrong: dict[str, str], expected: str
) -> None:
    assert told(written(tmp_path, **wrong)) == [expected]


def test_a_missing_language_is_told(tmp_path: Path) -> None:
    text = ONE.replace(', en: "Begin"', "")
    assert told(written(tmp_path, text=text)) == [
        "one.yaml:4 measure begin_it, title.en: expected a value, found none"
    ]


def test_an_id_that_stands_twice_is_told_where_it_stands_again(tmp_path: Path) -> None:
    written(tmp_path)
    assert told(written(tmp_path, "two.yaml")) == [
        "two.yaml:2 expected an id of its own, found begin_it again, which is in one.yaml"
    ]


def test_problems_of_all_files_are_told_together(tmp_path: Path) -> None:
    written(tmp_path, effort="4")
    written(tmp_path, "two.yaml", text="measures: []")
    assert [line.split()[0] for line in told(tmp_path)] == ["one.yaml:7", "two.yaml:1"]


def test_the_revision_changes_with_any_word_and_with_nothing_else(tmp_path: Path) -> None:
    here, there = load(written(tmp_path / "tiny")), load(written(tmp_path / "other"))
    assert here.measures.revision == there.measures.revision
    assert load(written(tmp_path / "tiny", effort="2")).measures.revision != here.measures.revision


def test_files_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    written(tmp_path, "b.yaml")
    written(tmp_path, "a.yaml", text=ONE.replace("begin_it", "end_it"))
    assert [one.id for one in load(tmp_path).measures.measures] == ["end_it", "begin_it"]


def test_a_questionnaire_may_have_no_measures() -> None:
    assert measures.released("samm").measures == ()


def test_the_released_measures_are_read_once() -> None:
    assert measures.released("readiness") is measures.released("readiness")


def test_the_example_for_authors_can_be_read_and_names_every_key(tmp_path: Path) -> None:
    page = (Path(measures.__file__).parent / "AUTHORING.md").read_text(encoding="utf-8")
    example = page.split("```yaml\n")[1].split("```")[0]
    (tmp_path / "one.yaml").write_text(example, encoding="utf-8")
    (found,) = load(tmp_path).measures.measures
    assert set(type(found).model_fields) - found.model_fields_set == set()
    assert all(f"| `{key}` |" in page for key in type(found).model_fields if key != "id")
