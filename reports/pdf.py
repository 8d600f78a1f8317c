"""A report as PDF: tagged, with language, title, bookmarks and the report itself as an attachment.

Two variants of the same pages: `screen` is PDF/UA-1, for people; `archive` is PDF/A-3u, for records, with
the same tags, all colours defined, and the attachment named as the data of the document.

The same report gives the same bytes: dates and identifier come from the report, nothing from the clock.
Nothing is fetched: style sheet, fonts and icons are those of this package, every other address is
refused. WeasyPrint costs a second to import and is imported when the first report is rendered.
"""

import atexit
import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, time
from functools import cache
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import Any, Literal, get_args

from questionnaires.text import Language as Code
from reports import archived, html, parsing, tagging
from reports.language import N_, language
from reports.report import Report

PACKAGE = Path(__file__).parent
STATIC = PACKAGE / "static"
ATTACHMENT = "result.json"
SHEET = "report.css"

Variant = Literal["screen", "archive"]
VARIANTS: tuple[Variant, ...] = get_args(Variant)
OPTIONS: dict[Variant, dict[str, Any]] = {
    "screen": {"pdf_variant": "pdf/ua-1"},
    "archive": {"pdf_variant": "pdf/a-3u", "pdf_tags": True},
}

_rendering = Lock()
"""One report at a time: the fonts are loaded once per process and Pango shares them."""


class NothingElseIsFetched(ValueError):
    """A document asked for something that is not part of this package."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(f"refused: {address}")


def render(report: Report, code: Code, variant: Variant = "screen") -> bytes:
    """The PDF of a report in one language."""
    content = html.document(report, code)
    data = report.model_dump_json(indent=2)
    return laid_out(content, SHEET, variant, [_attachment(report, code, data)], data)


def laid_out(
    content: str, sheet: str, variant: Variant = "screen", attachments: Sequence[Any] = (), data: str = ""
) -> bytes:
    """A document of this package as PDF, with a style sheet of `static/`; `data` is what it was made of."""
    identity = content.encode() + data.encode() + variant.encode()
    with _rendering:
        style, fonts, fetcher = own_style(sheet)
        pdf: bytes = _parsed(content, fetcher).write_pdf(
            stylesheets=[style],
            font_config=fonts,
            attachments=attachments,
            finisher=_finish,
            pdf_identifier=hashlib.sha256(identity).digest()[:16],
            **OPTIONS[variant],
        )
    return pdf


@cache
def edition() -> str:
    """What a report looks like, as one checksum: code, templates, fonts, wordings and the renderer.

    A file rendered by another edition may differ; one of the same edition and report never does.
    """
    parts = hashlib.sha256(version("weasyprint").encode())
    for path in sorted(PACKAGE.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            parts.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return parts.hexdigest()


def content_key(report: Report, code: Code, variant: Variant) -> str:
    """The same for the same file: 64 hexadecimal digits."""
    words = f"{edition()} {variant} {code} {report.model_dump_json()}"
    return hashlib.sha256(words.encode()).hexdigest()


def _finish(document: Any, made: Any) -> None:
    """What WeasyPrint leaves out: `tagging`, `archived`; and it names an archived attachment twice."""
    tagging.finish(document, made)
    archived.declare_access(made)
    if "AF" in made.catalog:
        made.catalog["AF"][:] = dict.fromkeys(made.catalog["AF"])


def _parsed(content: str, fetcher: Any) -> Any:
    """The document as WeasyPrint knows it. It takes no tree, so a tree is put where it keeps its own."""
    import weasyprint

    root = parsing.tree(content)
    if root is None:
        return weasyprint.HTML(string=content, base_url=_base(), url_fetcher=fetcher)
    document = weasyprint.HTML(string="", base_url=_base(), url_fetcher=fetcher)
    document.wrapper_element = weasyprint.cssselect2.ElementWrapper.from_html_root(
        root, content_language=None
    )
    document.etree_element = document.wrapper_element.etree_element
    return document


def _base() -> str:
    return STATIC.as_uri() + "/"


@cache
def own_style(name: str = SHEET) -> tuple[Any, Any, Any]:
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
    sheet = (STATIC / name).read_text(encoding="utf-8")
    style = weasyprint.CSS(string=sheet, base_url=_base(), url_fetcher=fetcher, font_config=fonts)
    atexit.register(own_style.cache_clear)  # fonts must go before the libraries that hold them
    return style, fonts, fetcher


def on_trial() -> bytes:
    """A page with a letter on it, uncompressed, as reports are rendered: it tells by its name in which font
    this machine writes."""
    import weasyprint

    with _rendering:
        style, fonts, fetcher = own_style()
        page = weasyprint.HTML(string="<p>Ä</p>", base_url=_base(), url_fetcher=fetcher)
        pdf: bytes = page.write_pdf(stylesheets=[style], font_config=fonts, uncompressed_pdf=True)
    return pdf


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
