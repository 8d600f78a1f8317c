"""The blank questionnaire on paper: readable by people, by screen readers and by whoever types it in."""

import io
import re
import subprocess
from functools import cache
from pathlib import Path

import outloud
import pytest
from PIL import Image
from pypdf import PdfReader

from questionnaires import library
from questionnaires.conditions import parse
from questionnaires.text import Language as Code
from reports import codes, paper
from tests.reports.builders import NETWORK

READINESS = library.released("readiness")
TRIED: list[tuple[str, Code]] = [("full", "de"), ("full", "en"), ("short", "de")]


@cache
def rendered(check: str, code: Code) -> bytes:
    return paper.render(READINESS, check, NETWORK, code)


@cache
def printed(check: str, code: Code) -> str:
    """All words, without the hyphens and breaks of lines."""
    command = ["pdftotext", "-raw", "-", "-"]
    found = subprocess.run(command, input=rendered(check, code), capture_output=True, check=True).stdout
    words = re.sub(r"-\n(?=[a-zäöü])", "", found.decode()).replace("\N{NO-BREAK SPACE}", " ")
    return re.sub(r"\s+", " ", words)


def letters(words: str) -> str:
    """Without spaces, and without hyphens of any kind: lines end where they will."""
    return re.sub(r"[\s\u00ad\u2010-]", "", words).replace("CO₂", "CO2")


def skipped(question: str, check: str = "full", code: Code = "de") -> tuple[str, ...]:
    found = {q.question.id: q.skip for _, asked in paper.sections(READINESS, check, code) for q in asked}
    return tuple(sentence.replace("\N{NO-BREAK SPACE}", " ") for sentence in found[question])


@pytest.mark.parametrize(("check", "code"), TRIED)
def test_a_screen_reader_finds_no_fault(check: str, code: Code, tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(rendered(check, code))
    found = outloud.check(str(file))
    document = PdfReader(file)

    assert found.errors == 0, [str(finding) for finding in found.sorted_findings()]
    assert str(document.root_object["/Lang"]) == code
    assert document.metadata is not None
    assert READINESS.check[check].title.in_(code) in (document.metadata.title or "")


@pytest.mark.parametrize(("check", "code"), TRIED)
def test_it_has_few_enough_pages_to_be_handed_out(check: str, code: Code) -> None:
    wanted = {"full": range(8, 15), "short": range(3, 8)}[check]

    assert len(PdfReader(io.BytesIO(rendered(check, code))).pages) in wanted


def test_the_first_page_says_what_it_is_for_who_sees_it_and_how_to_fill_it_in() -> None:
    first = PdfReader(io.BytesIO(rendered("short", "de"))).pages[0].extract_text()

    for part in (
        "Wozu dieser Bogen?",
        "Wer sieht ihn?",
        "So füllen Sie ihn aus",
        "Betriebsrat",
        "Verkreuzt?",
    ):
        assert part in first


@pytest.mark.parametrize(("check", "code"), TRIED)
def test_every_question_of_the_check_stands_there_with_every_answer(check: str, code: Code) -> None:
    text = letters(printed(check, code))

    for id_ in codes.numbered(READINESS, check):
        question = READINESS.question[id_]
        for words in (question.text, *(coded.text for coded in codes.of(READINESS, question, code))):
            assert letters(words.in_(code)) in text, words.in_(code)


def test_the_codes_beside_the_boxes_are_those_of_the_screen() -> None:
    text = printed("full", "de")

    assert "0 Wir nutzen keine KI und kennen uns damit noch nicht aus." in text
    assert "a Stadt Braunschweig" in text
    assert "n2 Trifft auf uns nicht zu: Wir arbeiten nur für Bahn oder Luftfahrt." in text
    assert "u I don’t know" in printed("full", "en")


def test_questions_are_numbered_throughout() -> None:
    for check in ("short", "full"):
        numbers = [asked.number for _, found in paper.sections(READINESS, check, "de") for asked in found]
        assert numbers == list(range(1, len(numbers) + 1))


def test_paper_says_in_words_when_to_skip_a_question() -> None:
    by_trade = "bei Frage 4 a („Wir arbeiten nicht für die Fahrzeugindustrie“)"
    by_council = "bei Frage 7 b („Nein, es gibt keinen Betriebsrat“)"

    assert skipped("E01") == (f"Überspringen Sie diese Frage, wenn Sie {by_trade} angekreuzt haben.",)
    assert skipped("training_agreement") == (
        f"Überspringen Sie diese Frage, wenn Sie {by_council} angekreuzt haben.",
    )
    assert "(“We do not work for the vehicle industry”)" in skipped("E01", code="en")[0]
    assert skipped("E02") == ()


@pytest.mark.parametrize(
    ("rule", "ways"),
    [
        ({"fact": "E02", "at_least": 3}, [{"E02": {"0", "1", "2"}}]),
        ({"not": {"fact": "works_council", "is": "present"}}, [{"works_council": {"present"}}]),
        (
            {"all": [{"fact": "E02", "at_least": 1}, {"fact": "group", "is": "independent"}]},
            [{"E02": {"0"}}, {"group": {"part_of_group"}}],
        ),
        (
            {"any": [{"fact": "E02", "at_least": 1}, {"fact": "group", "is": "independent"}]},
            [{"E02": {"0"}, "group": {"part_of_group"}}],
        ),
        (
            {"any": [{"fact": "E02", "at_least": 1}, {"fact": "E02", "at_most": 2}]},
            [],
        ),
        ({"not": {"all": [{"fact": "E02", "at_least": 4}]}}, [{"E02": {"4"}}]),
        ({"fact": "nobody_asks_this", "is": "x"}, []),
    ],
)
def test_any_rule_is_told_by_what_would_have_to_be_ticked(
    rule: dict[str, object], ways: list[dict[str, set[str]]]
) -> None:
    assert paper.led_past(READINESS, parse(rule)) == [
        {question: frozenset(options) for question, options in way.items()} for way in ways
    ]


def test_only_questions_of_the_same_paper_are_a_reason_to_skip() -> None:
    """The full check may rest on answers that the short one never asks for."""
    rule = parse({"fact": "E03", "at_least": 1})
    question = READINESS.question["E02"].model_copy(update={"ask_if": rule})

    assert paper.led_past(READINESS, rule) == [{"E03": frozenset({"0"})}]
    assert paper.ways_to_skip(READINESS, question, codes.numbered(READINESS, "short"), "de") == ()
    assert len(paper.ways_to_skip(READINESS, question, codes.numbered(READINESS, "full"), "de")) == 1


def test_any_printer_will_do() -> None:
    command = ["pdftoppm", "-r", "40", "-png", "-f", "1", "-singlefile", "-"]
    picture = subprocess.run(command, input=rendered("short", "de"), capture_output=True, check=True).stdout
    bands = Image.open(io.BytesIO(picture)).convert("RGB").split()

    assert bands[0].tobytes() == bands[1].tobytes() == bands[2].tobytes()


def test_no_question_is_parted_from_its_answers_by_the_end_of_a_page() -> None:
    pages = [letters(page.extract_text()) for page in PdfReader(io.BytesIO(rendered("full", "de"))).pages]

    for id_ in codes.numbered(READINESS, "full"):
        question = READINESS.question[id_]
        asked = [number for number, text in enumerate(pages) if letters(question.text.de) in text]
        answers = letters(
            "".join(coded.code + coded.text.de for coded in codes.of(READINESS, question, "de"))
        )
        assert any(answers in pages[number] for number in asked), id_


def test_the_same_paper_has_the_same_bytes_and_is_rendered_once() -> None:
    again = paper.printed("readiness", "1.0", "short", NETWORK, "de")

    assert again == rendered("short", "de")
    assert paper.printed("readiness", "1.0", "short", NETWORK, "de") is again
