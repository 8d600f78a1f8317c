"""A report as a page for the browser: on our site, or as one file that opens anywhere and asks nobody.

Both show the document that becomes the PDF, laid out by the same style sheet and fitted to the screen by
`screen.css`. Printed from the browser they look like the PDF, short of its running lines and its tags.
"""

import re
from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup

from questionnaires.text import Language as Code
from reports import html
from reports.report import Report

STATIC = Path(__file__).parent / "static"
SHEETS = ("report.css", "screen.css")
TEMPLATE = "page.html"
FRAME = '<div class="scroll" tabindex="0">'
"""Around a table, which scrolls in it where the screen is narrower; on paper no table needs one."""
_ADDRESS = re.compile(r"url\(([^)]+)\)")
_UNFRAMED = re.compile(rf"(?<!{FRAME}\n)<table.*?</table>", re.DOTALL)


def served(
    report: Report, code: Code, *, sheets: Sequence[str], links: Sequence[tuple[str, str]] = ()
) -> str:
    """The page on our site: with the addresses of its style sheets, and links (address, words) above."""
    return _framed(html.document(report, code, TEMPLATE, style="", sheets=sheets, links=links))


def alone(report: Report, code: Code) -> str:
    """One file: style sheets, fonts and icons are inside, and every request is forbidden."""
    accent = f":root {{ --accent: {report.operator.accent_colour} }}\n"
    style = Markup(accent + own_style())  # noqa: S704 - a colour was checked, the rest is ours
    return _framed(html.document(report, code, TEMPLATE, style=style, sheets=(), links=()))


def _framed(document: str) -> str:
    return _UNFRAMED.sub(lambda found: f"{FRAME}\n{found[0]}\n</div>", document)


@cache
def own_style() -> str:
    """The style sheets with everything they name inside them."""
    sheets = [(STATIC / name).read_text(encoding="utf-8") for name in SHEETS]
    return _ADDRESS.sub(lambda found: f"url({_inside(STATIC / found[1])})", "\n".join(sheets))


def _inside(path: Path) -> str:
    if path.suffix == ".svg":
        return f'"data:image/svg+xml,{quote(path.read_text(encoding="utf-8"), safe=" =:/")}"'.replace(
            "'", "%27"
        )
    return f"data:font/woff2;base64,{b64encode(path.read_bytes()).decode()}"
