"""Ranking any documents for any queries with the index that finds offers for goals."""

import json
from pathlib import Path
from typing import Any

import pytest

from matching.__main__ import main

DOCS = [
    {
        "id": "robots",
        "title": "Robotik-Werkstatt",
        "text": "Wir zeigen Montageroboter. Assembly robots on show.",
    },
    {"id": "energy", "text": "Energieberatung: Strom und Wärme sparen. Saving electricity and heat."},
    {"id": 7, "text": "Betriebsvereinbarung und Mitbestimmung, works agreement."},
]


def write(file: Path, lines: list[Any]) -> Path:
    file.write_text("\n".join(json.dumps(line) for line in lines) + "\n\n", encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("Roboter in der Montage", "robots"),
        ("robot assembly", "robots"),
        ("Stromkosten", "energy"),
        ("Waerme-Strom", "energy"),
        ("electricty bill", "energy"),
        ("Mitbestimmungsrecht", "7"),
    ],
)
def test_the_best_document_comes_first(
    query: str, best: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    docs, queries = write(tmp_path / "docs", DOCS), write(tmp_path / "queries", [{"id": "q", "text": query}])

    assert main(["search", str(docs), str(queries), "--top", "2"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert found["query"] == "q"
    assert found["ranking"][0][0] == best
    assert len(found["ranking"]) <= 2
    scores = [score for _, score in found["ranking"]]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


def test_a_query_that_shares_nothing_finds_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    docs, queries = (
        write(tmp_path / "docs", DOCS),
        write(tmp_path / "queries", [{"id": "q", "text": "xyzzyx"}]),
    )

    main(["search", str(docs), str(queries)])

    assert json.loads(capsys.readouterr().out) == {"query": "q", "ranking": []}


@pytest.mark.parametrize("line", ["{", '{"id": "a"}', '{"text": "a"}', '{"id": "a", "text": 3}', "[]", '"a"'])
def test_a_line_in_another_form_is_refused_by_its_number(
    line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    docs = write(tmp_path / "docs", DOCS)
    docs.write_text(docs.read_text(encoding="utf-8") + line, encoding="utf-8")

    assert main(["search", str(docs), str(docs)]) == 2
    assert f"{docs}:5: expected" in capsys.readouterr().err
