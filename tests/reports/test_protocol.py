"""The protocol of a session: what both sides take home."""

import re
import subprocess
from functools import cache
from pathlib import Path

import outloud
import pytest
from pypdf import PdfReader

from questionnaires.answers import Answer
from questionnaires.differences import Said
from questionnaires.text import LANGUAGES
from questionnaires.text import Language as Code
from reports import protocol
from reports.protocol import Protocol
from tests.reports.protocols import a_protocol, settled, the_longest


@cache
def rendered(code: Code) -> bytes:
    return protocol.render(a_protocol(), code)


def read(made: Protocol, code: Code = "de") -> str:
    """The words of the document, with single spaces."""
    words = re.sub(r"<[^>]+>", " ", protocol.document(made, code).partition("<body>")[2])
    return re.sub(r"\s+", " ", words.replace("\N{NO-BREAK SPACE}", " "))


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_screen_reader_finds_no_fault(code: Code, tmp_path: Path) -> None:
    file = tmp_path / "protocol.pdf"
    file.write_bytes(rendered(code))
    found, document = outloud.check(str(file)), PdfReader(file)

    assert found.errors == 0, [str(finding) for finding in found.sorted_findings()]
    assert str(document.root_object["/Lang"]) == code
    assert 2 <= len(document.pages) <= 4


def test_the_longest_one_has_no_fault_either(tmp_path: Path) -> None:
    file = tmp_path / "protocol.pdf"
    file.write_bytes(protocol.render(the_longest(), "de"))
    found = outloud.check(str(file))
    assert found.errors == 0, [str(finding) for finding in found.sorted_findings()]


def test_the_first_page_says_who_when_why_and_what_it_came_to() -> None:
    command = ["pdftotext", "-l", "1", "-layout", "-", "-"]
    first = subprocess.run(command, input=rendered("de"), capture_output=True, check=True).stdout.decode()
    words = re.sub(r"\s+", " ", first)

    for part in ("Musterdreherei", "24. November 2026", "Gemeinsam klären", "Toni Beispiel, Beratung Nord"):
        assert part in words
    assert "Geschäftsführung 3 2" in words


def test_dissent_stands_with_each_view_and_no_value() -> None:
    told = read(a_protocol()).partition("Wo Dissens bleibt")[2].partition("Worauf Sie sich geeinigt haben")[0]

    assert "Geschäftsführung (1 von 2)" in told
    assert "Betriebsrat oder Beschäftigte (1 von 2)" in told
    assert "Vereinbart Nichts. Alle Sichtweisen bleiben stehen." in told
    assert "Begründung: Keine Zusage bisher." in told


def test_what_was_agreed_after_a_talk_has_its_reason_and_what_it_rests_on() -> None:
    told = read(a_protocol()).partition("Worauf Sie sich geeinigt haben")[2].partition("Was noch offen")[0]

    assert "Grundlage: Unterlage oder Zahlen gezeigt" in told
    assert "Begründung: Zwei Anfragen liegen vor." in told


def test_what_all_said_alike_is_told_in_a_line() -> None:
    made = a_protocol()
    assert [one.question for one in made.alike] == ["I03"]
    assert [one.question for one in made.discussed] == ["T01", "B01"]
    assert made.alike[0].title.de in read(made).partition("Worin Sie sich gleich einig waren")[2]


def test_it_says_that_the_advisor_had_no_voice_and_a_mean_is_no_agreement() -> None:
    told = read(a_protocol())
    assert "Toni Beispiel hat das Gespräch geleitet und hatte keine Stimme." in told
    assert "Ein Mittelwert zählt nie als Einigung." in told
    assert "am 20. November 2026 zugestimmt (Einwilligung, Fassung 1)" in told


def test_until_the_session_is_closed_it_is_a_draft() -> None:
    draft = read(a_protocol(final=False))
    assert "Entwurf: Das Gespräch ist noch nicht abgeschlossen." in draft
    assert "werden die einzelnen Antworten gelöscht" in draft
    assert "Entwurf" not in read(a_protocol())


def test_without_roles_only_the_number_of_voices_is_told() -> None:
    one = settled("W01", [Said(None, (Answer("0"), Answer("0"), Answer("4")))])
    told = read(a_protocol(settled=(one,), shown_roles=False))

    assert "2 Stimmen" in told
    assert "1 Stimme " in told
    assert "ohne Rollen gezeigt" in told
    assert "nie nach Personen" not in told


def test_plan_offers_dates_and_notes_are_printed_and_what_was_given_up_is_not() -> None:
    told = read(a_protocol())
    for part in (
        "Messe besuchen",
        "Vertrieb",
        "1. Februar 2027",
        "Diese Angebote haben Sie im Gespräch gewählt.",
    ):
        assert part in told
    assert "24. Februar 2027 Wie weit?" in told
    assert "Erste Zeile" in told
    assert "Zuviel" not in told


def test_a_chapter_without_content_leaves_no_trace() -> None:
    bare = a_protocol(settled=(), left=(), plan=(), offers=(), dates=(), notes=" \n", aim="", company=None)
    told = read(bare)
    for heading in (
        "Wo Dissens",
        "Worauf Sie sich",
        "Was noch offen",
        "vornehmen",
        "hilft",
        "Wie es weitergeht",
    ):
        assert heading not in told
    assert "Notizen" not in told
    assert "Kein Ziel notiert." in told
    assert "Betrieb A1B2" in told


def test_it_is_read_in_english_too() -> None:
    told = read(a_protocol(), "en")
    assert "Toni Beispiel led the session and had no vote." in told
    assert "24 February 2027 How far?" in told
    assert not re.search(r"\b(Sie|und|nicht)\b", told.replace("Keine Zusage bisher.", ""))


def test_what_people_typed_stays_text() -> None:
    made = protocol.document(a_protocol(notes="<script>", aim="Meier & Töchter suchen neue Kundschaft"), "de")
    assert "&lt;script&gt;" in made
    assert "Meier &amp; Töchter" in made


def test_it_is_kept_as_json_and_read_again() -> None:
    made = a_protocol()
    assert Protocol.model_validate_json(made.model_dump_json()) == made
