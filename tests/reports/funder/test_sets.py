"""Indicator sets: those of the house hold, and every mistake is told by file, line and what was expected."""

from pathlib import Path
from shutil import copytree

import pytest

from questionnaires import library as questionnaires
from questionnaires.library.source import ContentError
from questionnaires.text import LANGUAGES
from reports.funder import library
from reports.funder.__main__ import main
from reports.funder.rules import RULES

READINESS = questionnaires.released("readiness")
SETS = library.released()


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return copytree(library.CONTENT, tmp_path / "content")


def changed(content: Path, old: str, new: str, file: str = "indicator_sets/esf_erdf.yaml") -> list[str]:
    """What is told after a change of the first place where something stands."""
    path = content / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        library.load(content)
    return [f"{p.place.file.name}:{p.place.line} {p.message}" for p in refused.value.problems]


def line_of(content: Path, words: str, file: str = "indicator_sets/esf_erdf.yaml") -> int:
    lines = (content / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)


def test_there_is_a_set_for_the_present_programme_and_one_for_a_follow_up() -> None:
    assert list(SETS) == ["federal_networks", "esf_erdf"]
    present, follow_up = SETS.values()
    assert present.programme.ends < follow_up.programme.begins
    assert {present.origin, follow_up.origin} == {"typical"}
    assert present.note is not None
    assert "lagen nicht im Wortlaut vor" in present.note.de


def test_both_sets_fit_the_questionnaire_that_companies_answer() -> None:
    assert library.problems(library.CONTENT, READINESS) == []


def test_every_figure_says_in_a_sentence_how_it_is_counted() -> None:
    for one in (one for set_ in SETS.values() for one in (*set_.counted, *set_.entered)):
        for code in LANGUAGES:
            assert one.counting.in_(code).endswith((".", "”")), one.id
            assert one.title.in_(code) != one.counting.in_(code)


def test_the_follow_up_counts_enterprises_by_size_class_and_persons_apart() -> None:
    follow_up = SETS["esf_erdf"]
    assert [one.code for one in follow_up.counted if one.by == "size_class"] == ["RCO01"]
    assert [one.code for one in follow_up.entered if one.unit.en == "persons"] == ["EECO05"]
    assert [one.id for one in library.size_classes().size_classes] == ["micro", "small", "medium", "large"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "rule: companies_repeated",
            "rule: guessed",
            f"expected one of {', '.join(RULES)} (found 'guessed')",
        ),
        (
            "kind: counted",
            "kind: estimated",
            "expected one of 'counted', 'entered' as kind, found 'estimated'",
        ),
        ("origin: typical", "origin: rumour", "expected 'typical' or 'prescribed' (found 'rumour')"),
        ("ends: 2029-12-31", "ends: 2026-12-31", "expected an end after 2027-01-01"),
        ("scale: [1, 5]", "scale: [5, 1]", "expected a scale that rises, found [5.0, 1.0]"),
        ("        scale: [1, 5]\n", "", "expected scale: [lowest, highest] for a mean, and for nothing else"),
        ("id: hours", "id: remark", "expected the indicator 'remark' once in a set"),
        ("id: esf_erdf", "id: other", "expected this set in the file other.yaml"),
        (
            "rule: measures_done",
            "rule: measures_done\n        by: sector",
            "expected no 'by' for measures_done",
        ),
        ("code: EECO19", "code: EECO19\n        target: -1", "greater than or equal to 0"),
    ],
)
def test_a_mistake_is_told_with_what_was_expected(content: Path, old: str, new: str, expected: str) -> None:
    told = changed(content, old, new)
    assert len(told) == 1
    assert told[0].startswith("esf_erdf.yaml:")
    assert expected in told[0]


def test_a_mistake_is_told_with_its_line(content: Path) -> None:
    line = line_of(content, "id: hours")
    assert changed(content, "id: hours", "id: employed") == [
        f"esf_erdf.yaml:{line} expected the indicator 'employed' once in a set"
    ]


def test_a_figure_without_its_sentence_is_refused(content: Path) -> None:
    sentence = '          en: "Documented hours, for the certificate on de minimis aid. Entered by hand."\n'
    (told,) = changed(content, sentence, "")
    assert "counting.en: expected a value, found none" in told


def test_a_sentence_too_long_for_its_place_is_refused(content: Path) -> None:
    (told,) = changed(content, "Documented hours", "Documented hours " + "and more " * 20)
    assert "expected at most 170 characters" in told


def test_a_set_too_long_for_two_pages_is_refused(content: Path) -> None:
    one = "\n".join(
        f"""      - id: more{n}
        kind: entered
        entry: count
        title: {{de: "Noch etwas", en: "Something more"}}
        unit: {{de: "Stück", en: "pieces"}}
        counting:
          de: "{"Von Hand eingetragen und gezählt. " * 5}"
          en: "Entered by hand."
"""
        for n in range(30)
    )
    (told,) = changed(content, "      - id: hours", f"{one}      - id: hours")
    assert "expected a set that fits on two pages" in told


def test_a_size_belongs_to_one_class(content: Path) -> None:
    (told,) = changed(content, '["10-49"]', '["10-49", "1-9"]', "size_classes.yaml")
    assert told.endswith("expected the size '1-9' in one class, found it in micro too")


def test_a_size_that_nobody_can_state_is_named_and_one_without_class_too(content: Path) -> None:
    path = content / "size_classes.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace('"1-9"', '"0-9"'), encoding="utf-8")
    told = [problem.message for problem in library.problems(content, READINESS)]
    assert told[0].startswith("expected one of 1-9, 10-49")
    assert told[1] == "expected a class for 1-9"


def test_an_author_checks_a_folder_by_a_command(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(content)]) == 0
    assert "esf_erdf: 10 counted, 4 entered" in capsys.readouterr().out
    path = content / "indicator_sets/esf_erdf.yaml"
    path.write_text("id: [", encoding="utf-8")
    assert main([str(content)]) == 2
    assert "esf_erdf.yaml:2: not readable as YAML" in capsys.readouterr().err


def test_a_divided_figure_is_one_that_the_statistics_divide() -> None:
    divided = [one for set_ in SETS.values() for one in set_.counted if one.by]
    assert {one.rule for one in divided} == {"companies_finished"}
