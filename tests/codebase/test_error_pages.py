"""Whoever cannot go on is shown a way that leads somewhere."""

from pathlib import Path

import assessment.web
from assessment.web.error_pages import PAGES

TEMPLATE = Path(assessment.web.__file__).parent / "templates" / "error.html"


def test_every_way_out_of_an_error_has_its_button() -> None:
    template = TEMPLATE.read_text(encoding="utf-8")
    ways = {page.way_out for page in PAGES.values()} - {"pages.start"}  # which stands at the end for the rest
    assert [way for way in ways if f'page.way_out == "{way}"' not in template] == []
