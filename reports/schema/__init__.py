"""The data of a result as a documented format: `result.json`, a JSON Schema with a sentence for every field.

The schema follows from `reports.report.Report`; the sentences stand in `fields.yaml`. Readers go by `format`:
within one format fields are only added, always with a default. `python -m reports.schema` writes the schema
and the table in FORMATS.md anew; tests hold both equal to the code.

    >>> from reports import schema
    >>> schema.document(report, "https://example.org/schema/result.json")
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from reports.report import Report

FOLDER = Path(__file__).parent
FILE = FOLDER / "result.json"
FIELDS = FOLDER / "fields.yaml"
FORMATS = FOLDER.parent / "FORMATS.md"
MARK = "<!-- fields -->"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
LINK = "$schema"


def document(report: Report, address: str) -> str:
    """The data of a report as text, which says first where its schema is."""
    return json.dumps({LINK: address} | report.model_dump(mode="json"), ensure_ascii=False, indent=2)


def read(written: str) -> Report:
    """The report in such a text, or in one without an address. Raises pydantic's ValidationError."""
    data = json.loads(written)
    if isinstance(data, dict):
        data.pop(LINK, None)
    return Report.model_validate_json(json.dumps(data))


@cache
def written() -> str:
    """The schema as it is published."""
    return FILE.read_text(encoding="utf-8")


def made() -> str:
    """The schema as it follows from the code."""
    schema = Report.model_json_schema(mode="serialization")
    for name, definition in _definitions(schema):
        for field, told in definition.get("properties", {}).items():
            told["description"] = _described().get(name, {}).get(field, "")
    latest = Report.model_fields["format"].default
    link = {"type": "string", "format": "uri", "description": "Address of this schema."}
    schema["properties"] = {LINK: link} | schema["properties"]
    head = {"$schema": DIALECT, "$id": f"urn:wandelkompass:result:{latest}"}
    named = {"title": f"Wandelkompass: result, format {latest}", "description": "All data of one result."}
    return json.dumps(head | schema | named, ensure_ascii=False, indent=2) + "\n"


def table() -> str:
    """All fields with their sentences, by the part of the file they belong to, as Markdown."""
    schema = json.loads(made())
    parts = (
        f"### {name}\n\n" + "\n".join(f"- `{field}`: {told['description']}" for field, told in fields.items())
        for name, definition in _definitions(schema)
        if (fields := definition.get("properties"))
    )
    return "\n\n".join(parts)


def write() -> tuple[Path, ...]:
    """Brings the published schema and the table up to date."""
    FILE.write_text(made(), encoding="utf-8")
    before, _, after = FORMATS.read_text(encoding="utf-8").split(MARK)
    FORMATS.write_text(f"{before}{MARK}\n\n{table()}\n\n{MARK}{after}", encoding="utf-8")
    return (FILE, FORMATS)


def undescribed() -> list[str]:
    """Fields without a sentence, and sentences about fields that are no more."""
    schema = Report.model_json_schema(mode="serialization")
    fields = {f"{name}.{field}" for name, d in _definitions(schema) for field in d.get("properties", {})}
    described = {f"{name}.{field}" for name, told in _described().items() for field in told}
    return sorted(fields ^ described)


def _definitions(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "Report", schema
    yield from schema["$defs"].items()


@cache
def _described() -> dict[str, dict[str, str]]:
    told: dict[str, dict[str, str]] = yaml.safe_load(FIELDS.read_text(encoding="utf-8"))
    return told
