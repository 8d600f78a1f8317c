"""The card of a campaign: one page for a printer, for people, for cameras and for screen readers."""

import io
import subprocess
from datetime import date
from functools import cache
from pathlib import Path

import outloud
import pytest
import segno
from PIL import Image
from pypdf import PdfReader

from questionnaires.text import Language as Code
from questionnaires.text import Text
from reports import card
from reports.card import Card
from tests.reports.builders import NETWORK

A6 = (298, 420)
"""Points, 105 by 148 mm."""
LINK = "https://check.example.org/k/hjkmn"
SHORT = Card(
    house="IHK Musterstadt",
    link=LINK,
    check=Text(de="Kurzer Check", en="Short check"),
    minutes=10,
    until=date(2027, 3, 31),
    operator=NETWORK,
)
LONG = SHORT.model_copy(
    update={
        "house": "Industrie- und Handelskammer Musterstadt-Beispielhausen, Geschäftsstelle für den Landkreis "
        "Harzvorland-Süd",
        "link": "https://wandelkompass.transformationsnetzwerk-harzvorland.example.org/k/hjkmn",
    }
)


@cache
def printed(made: Card, code: Code) -> bytes:
    return card.render(made, code)


@pytest.mark.parametrize(("made", "code"), [(SHORT, "de"), (LONG, "en")], ids=["short-de", "long-en"])
def test_it_is_one_page_of_a6_in_which_a_screen_reader_finds_no_fault(
    made: Card, code: Code, tmp_path: Path
) -> None:
    file = tmp_path / "card.pdf"
    file.write_bytes(printed(made, code))
    found, document = outloud.check(str(file)), PdfReader(file)

    assert found.errors == 0, [str(finding) for finding in found.sorted_findings()]
    assert str(document.root_object["/Lang"]) == code
    assert [(round(page.mediabox.width), round(page.mediabox.height)) for page in document.pages] == [A6]


def test_it_says_who_invites_what_for_and_what_they_learn() -> None:
    words = " ".join(PdfReader(io.BytesIO(printed(SHORT, "de"))).pages[0].extract_text().split())

    for part in (
        "Wie trifft der Wandel der Fahrzeugindustrie Ihren Betrieb?",
        "Kurzer Check in etwa 10 Minuten",
        "check.example.org/k/hjkmn",
        "Es lädt Sie ein: IHK Musterstadt",
        "keinen Namen, keine Antwort",
        "31. März 2027",
    ):
        assert part in words.replace("\N{NO-BREAK SPACE}", " ")


def test_a_camera_reads_the_link_from_a_drawing_that_stays_sharp() -> None:
    document = printed(SHORT, "de")
    command = ["pdftoppm", "-r", "200", "-gray", "-png", "-"]
    drawn = subprocess.run(command, input=document, capture_output=True, check=True).stdout
    page = Image.open(io.BytesIO(drawn)).convert("L")

    assert not list(PdfReader(io.BytesIO(document)).pages[0].images)
    assert squares_on(page) == [[bool(dark) for dark in row] for row in segno.make(LINK, error="m").matrix]


def squares_on(page: Image.Image) -> list[list[bool]]:
    """The black squares of the only code on a page, by the middle of each; text is not quite black."""
    left, top, right, bottom = page.point(lambda shade: 255 if shade == 0 else 0).getbbox() or (0, 0, 0, 0)
    side = len(card.Squares(LINK).rows)
    step = (right - left) / side
    assert abs((bottom - top) - (right - left)) <= 2
    middles = [(place + 0.5) * step for place in range(side)]
    shades = [[page.getpixel((int(left + x), int(top + y))) for x in middles] for y in middles]
    return [[shade == 0 for shade in row] for row in shades]


def test_the_same_card_gives_the_same_bytes() -> None:
    assert card.render(SHORT, "de") == printed(SHORT, "de")
