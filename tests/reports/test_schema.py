"""The documented format of a result: its schema is that of the code, and results old and new keep to it."""

import json
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from pydantic import ValidationError

from reports import page, pdf, schema, workbook
from reports.report import Report
from tests.reports import samples
from tests.reports.builders import WORKED, a_report, begun, nobody_knows, wordy

KEPT = Path(__file__).parent / "results"
ADDRESS = "https://example.org/schema/result.json"
REPORTS: dict[str, Callable[[], Report]] = {
    **{case: partial(a_report, case, goal="Roboter in der Montage") for case in WORKED},
    "begun": begun,
    "nobody knows": nobody_knows,
    "wordy": wordy,
    "everything": samples.everything,
    "first format": samples.first_format,
}


@cache
def validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema.written()), format_checker=FormatChecker())


def faults(data: Any) -> list[str]:
    return [f"{fault.json_path}: {fault.message[:120]}" for fault in validator().iter_errors(data)]


def test_the_published_schema_is_that_of_the_code() -> None:
    assert schema.written() == schema.made(), "run: python -m reports.schema"


def test_the_table_in_the_documentation_is_that_of_the_code() -> None:
    _, shown, _ = schema.FORMATS.read_text(encoding="utf-8").split(schema.MARK)

    assert shown.strip() == schema.table(), "run: python -m reports.schema"


def test_every_field_has_a_sentence_and_no_sentence_is_left_over() -> None:
    assert schema.undescribed() == []


def test_the_schema_is_a_schema_and_names_its_format() -> None:
    published = json.loads(schema.written())
    Draft202012Validator.check_schema(published)

    assert published["$id"] == "urn:wandelkompass:result:2"
    assert published["properties"]["format"]["description"]


@pytest.mark.parametrize("name", REPORTS)
def test_real_results_keep_to_the_schema(name: str) -> None:
    report = REPORTS[name]()
    written = schema.document(report, ADDRESS)

    assert faults(json.loads(written)) == []
    assert faults(json.loads(report.model_dump_json())) == []  # as it lies in the PDF
    assert json.loads(written)["$schema"] == ADDRESS
    assert schema.read(written) == report


@pytest.mark.parametrize("change", [{"format": 3}, {"created": "yesterday"}, {"goals": "x"}, {"areas": None}])
def test_what_is_no_result_is_refused(change: dict[str, Any]) -> None:
    data = json.loads(schema.document(a_report(), ADDRESS)) | change

    assert faults(data)
    with pytest.raises(ValidationError):
        schema.read(json.dumps(data))


def test_a_result_kept_in_format_1_can_be_read_and_shown_in_every_form() -> None:
    written = (KEPT / "format-1.json").read_text(encoding="utf-8")
    report = schema.read(written)

    assert json.loads(written)["format"] == report.format == 1
    assert faults(json.loads(written)) == []
    assert (report.next_steps, report.chosen, report.since) == ((), (), None)
    assert report.steps[0].measure is None
    assert report.steps[0].title.de in page.alone(report, "de")
    assert pdf.render(report, "de").startswith(b"%PDF")
    assert workbook.write(report, "de").startswith(b"PK")


def test_a_result_comes_back_from_its_file_byte_by_byte() -> None:
    written = schema.document(samples.everything(), ADDRESS)

    assert schema.document(schema.read(written), ADDRESS) == written
    assert Report.model_validate_json(schema.read(written).model_dump_json()) == samples.everything()
