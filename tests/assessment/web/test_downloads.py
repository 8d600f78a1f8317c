"""The result in other forms, as a visitor gets it."""

import io
import json
import re

import openpyxl
import pytest
from jsonschema import Draft202012Validator

from reports import page
from tests.assessment.web.planning import add
from tests.assessment.web.shelf import MACHINING, ARun
from tests.assessment.web.visitor import Visitor


@pytest.fixture
def run(visitor: Visitor, a_run: ARun) -> str:
    """The address of a run that this visitor has opened, without its last part."""
    key, address = a_run(MACHINING)
    visitor.open(f"/de/resume/{key}")
    return "/de" + address.removesuffix("offers")


def test_the_whole_report_can_be_read_in_the_browser(visitor: Visitor, run: str) -> None:
    visitor.open(f"{run}report.html")

    assert visitor.status == 200
    assert visitor.heading == "Wo Ihr Betrieb im Wandel steht"
    assert "Wie das berechnet wurde" in visitor.text
    assert "result.json bei" not in visitor.text
    assert visitor.page.xpath("/html/@lang") == ["de"]


def test_the_page_keeps_to_the_policy_of_the_house(visitor: Visitor, run: str) -> None:
    visitor.open(f"{run}report.html")
    sheets = visitor.page.xpath("//link[@rel='stylesheet']/@href")

    assert visitor.page.xpath("//style | //script | //*[@style]") == []
    assert [sheet.rsplit("/", 1)[-1] for sheet in sheets] == ["report.css", "screen.css", "accent.css"]
    for sheet in sheets:
        with visitor.client.get(sheet) as answer:
            assert answer.status_code == 200


def test_links_lead_back_and_to_the_file(visitor: Visitor, run: str) -> None:
    visitor.open(f"{run}report.html")
    assert [link.text_content().strip() for link in visitor.page.xpath("//nav//a")] == [
        "Zurück zum Ergebnis",
        "Als Datei speichern (HTML)",
    ]
    visitor.open(visitor.page.xpath("//nav//a/@href")[1])

    assert "filename=wandelkompass.html" in visitor.response.headers["Content-Disposition"]


def test_the_file_names_nothing_that_it_would_have_to_fetch(visitor: Visitor, run: str) -> None:
    visitor.open(f"{run}report-file.html")
    text = visitor.response.get_data(as_text=True)

    assert visitor.page.xpath("//link | //script | //img | //iframe | //nav") == []
    assert set(re.findall(r"url\(\"?(\w+):", text)) == {"data"}
    assert "@import" not in text
    assert visitor.page.xpath("//meta[@http-equiv]/@content")[0].startswith("default-src 'none'")
    assert "--accent: #005c8a" in text
    assert len(text) < 400_000


def test_every_file_that_the_style_names_is_inside() -> None:
    assert not re.search(r"url\((?!\"?data:)", page.own_style())


def test_the_workbook_speaks_the_language_of_the_page(visitor: Visitor, run: str) -> None:
    german = visitor.open(f"{run}result.xlsx").response
    english = visitor.open(f"{run}result.xlsx".replace("/de/", "/en/")).response

    assert german.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert "wandelkompass.xlsx" in german.headers["Content-Disposition"]
    assert german.headers["Cache-Control"] == "no-store"
    assert openpyxl.load_workbook(io.BytesIO(german.data)).sheetnames[0] == "Überblick"
    assert openpyxl.load_workbook(io.BytesIO(english.data)).sheetnames[0] == "Overview"


def test_the_data_say_where_they_are_described_and_keep_to_it(visitor: Visitor, run: str) -> None:
    data = json.loads(visitor.client.get(f"{run}result.json").data)
    answer = visitor.client.get(data["$schema"])

    assert answer.mimetype == "application/schema+json"
    assert list(Draft202012Validator(json.loads(answer.data)).iter_errors(data)) == []


@pytest.mark.parametrize("file", ["report-file.html", "result.xlsx", "result.json", "plan.xlsx", "plan.ics"])
def test_no_cache_keeps_a_file_of_a_company(visitor: Visitor, run: str, file: str) -> None:
    add(visitor, f"{run.removeprefix('/de')}plan", "Roboter ansehen", due="2027-03-15")

    answer = visitor.client.get(f"{run}{file}")

    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("form", ["report.html", "report-file.html", "result.xlsx", "result.json"])
def test_no_form_opens_without_the_key(another_visitor: Visitor, run: str, form: str) -> None:
    assert another_visitor.open(f"{run}{form}").status == 403


@pytest.mark.parametrize("form", ["report.html", "report-file.html", "result.xlsx"])
def test_before_the_first_answer_there_is_nothing_to_take_home(visitor: Visitor, form: str) -> None:
    visitor.begin("short")

    assert visitor.open(visitor.path.replace("company", form)).status == 404
    assert visitor.heading == "Noch kein Ergebnis"
