"""A report as PDF/UA: tagged, with language, title, bookmarks and the report itself as an attachment.

The same report gives the same bytes: dates and identifier come from the report, nothing from the clock.
Nothing is fetched: style sheet, fonts and icons are those of this package, every other address is
refused. WeasyPrint costs a second to import and is imported when the first report is rendered.
"""

import atexit
import hashlib
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from questionnaires.text import Language as Code
from reports import html, tagging
from reports.language import N_, language
from reports.report import Report

STATIC = Path(__file__).parent / "static"
ATTACHMENT = "result.json"

_rendering = Lock()
"""One report at a time: the fonts are loaded once per process and Pango shares them."""


class NothingElseIsFetched(ValueError):
    """A document asked for something that is not part of this package."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(f"refused: {address}")


def render(report: Report, code: Code) -> bytes:
    """The PDF of a report in one language."""
    import weasyprint

    content = html.document(report, code)
    data = report.model_dump_json(indent=2)
    with _rendering:
        style, fonts, fetcher = own_style()
        document = weasyprint.HTML(string=content, base_url=_base(), url_fetcher=fetcher)
        pdf: bytes = document.write_pdf(
            stylesheets=[style],
            font_config=fonts,
            attachments=[_attachment(report, code, data)],
            finisher=tagging.finish,
            pdf_variant="pdf/ua-1",
            pdf_identifier=hashlib.sha256(content.encode() + data.encode()).digest()[:16],
        )
    return pdf


def _base() -> str:
    return STATIC.as_uri() + "/"


@cache
def own_style() -> tuple[Any, Any, Any]:
    """Style sheet and fonts, read once per process, and the fetcher that knows only them."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    class OwnFiles(URLFetcher):  # type: ignore[misc]
        """Reads the files of `static/` and nothing else."""

        own = frozenset(path.as_uri() for path in STATIC.rglob("*") if path.is_file())

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            if url not in self.own:
                raise NothingElseIsFetched(url)
            return super().fetch(url, headers)

    fetcher, fonts = OwnFiles(), FontConfiguration()
    sheet = (STATIC / "report.css").read_text(encoding="utf-8")
    style = weasyprint.CSS(string=sheet, base_url=_base(), url_fetcher=fetcher, font_config=fonts)
    atexit.register(own_style.cache_clear)  # fonts must go before the libraries that hold them
    return style, fonts, fetcher


def _attachment(report: Report, code: Code, data: str) -> Any:
    from weasyprint import Attachment

    made = datetime.combine(report.created, time(), UTC)
    description = language(code).say(N_("Alle Angaben dieses Berichts als Daten"))
    return Attachment(
        string=data.encode(),
        name=ATTACHMENT,
        description=description,
        created=made,
        modified=made,
        relationship="Data",
    )
