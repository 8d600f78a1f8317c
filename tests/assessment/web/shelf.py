"""What the tests of the offers begin with: a company with two open facts, and what stands on its list."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from matching import catalogue
from questionnaires.library import cases
from tests.assessment.web.visitor import Visitor

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
MACHINING = {
    id_: a.choice for id_, a in cases.worked("readiness", "1.0")["machining_salzgitter"].answers.items()
}
OPEN = {id_: choice for id_, choice in MACHINING.items() if id_ not in {"group", "sector"}}

ARun = Callable[..., tuple[str, str]]


def entries(visitor: Visitor) -> list[str]:
    return [id_.removeprefix("offer-") for id_ in visitor.page.xpath("//article/@id")]


def kinds(visitor: Visitor) -> set[str]:
    return {catalogue.released().offer[id_].kind for id_ in entries(visitor)}


def terms(visitor: Visitor) -> dict[str, str]:
    """What stands behind each term of the page."""
    return {
        term.text_content(): " ".join(term.getnext().text_content().split())
        for term in visitor.page.xpath("//dt")
    }


def result(visitor: Visitor, run: str) -> dict[str, Any]:
    """All data of the result, as the visitor can take them away."""
    told: dict[str, Any] = json.loads(visitor.client.get(f"{run}result.json").data)
    return told
