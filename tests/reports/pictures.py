"""Reports and charts as pictures in grey, and how they are compared with approved ones.

Fonts are embedded and everything else is computed, so the same code gives the same pictures; another
version of the renderer may move the edge of a letter. Hence differences are averaged over small tiles:
a letter drawn a little differently passes, a line that moved does not.

The reports are kept beside the pictures, so that another offer or measure changes none of them.
"""

import io
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from questionnaires.text import Language as Code
from reports import html, pdf
from reports.report import Report
from tests.reports import builders, samples

APPROVED = Path(__file__).parent / "approved"
PAGE_DPI, CHART_DPI = 34, 72
SHADES = 16
"""Of grey, which is enough for what is compared and keeps the files small."""
TILE = 4
SHEET = "@page { size: 1346px 440px; margin: 0 } body { margin: 0 } svg { display: block; width: 320px }"
LOCALLY, OVERALL = 26.0, 1.0
"""How far apart shades from 0 to 255 may be on average, in a tile and in the whole."""

Picture = NDArray[Any]
REPORTS: Mapping[str, Callable[[], Report]] = {
    "everything": samples.everything,
    "nobody-knows": builders.nobody_knows,
    "uncertain": lambda: builders.a_report(builders.UNCERTAIN),
}
"""Of each, the charts are compared."""
PAGES: Mapping[str, Code] = {"everything": "de", "nobody-knows": "en"}
"""Of these, all pages, in this language."""
OFFERS = {"further": 14, "excluded": 6}
"""How many of them are kept: the pages name no more, or look no different."""


def drawn() -> dict[str, Picture]:
    """Every picture that is compared, by the name of its file."""
    pages = {
        f"{name}-{number:02}": page
        for name, code in PAGES.items()
        for number, page in enumerate(photographed(pdf.render(kept(name), code), PAGE_DPI), 1)
    }
    return pages | {f"charts-{name}": charts(kept(name)) for name in REPORTS}


@cache
def kept(name: str) -> Report:
    return Report.model_validate_json((APPROVED / f"{name}.json").read_text(encoding="utf-8"))


def keep(name: str) -> None:
    """Keeps a report as the worked cases give it today."""
    report = REPORTS[name]()
    fewer = {group: getattr(report.offers, group)[:most] for group, most in OFFERS.items()}
    offers = report.offers.model_copy(
        update=fewer if name in PAGES else dict.fromkeys(("first", *OFFERS), ())
    )
    data = report.model_copy(update={"offers": offers}).model_dump_json(exclude_defaults=True)
    (APPROVED / f"{name}.json").write_text(data + "\n", encoding="utf-8")


def charts(report: Report) -> Picture:
    """All charts of a report, 320 pixels wide each, side by side."""
    made = [html.field_chart(report, "de"), html.bars_chart(report.operator, report.areas, "de")]
    if report.since:
        made.append(html.change_chart(report.operator, report.since, "de"))
    if report.benchmark:
        made.append(html.beside_chart(report.operator, report.benchmark, "de"))
    cells = "".join(f'<div style="float: left; width: 320px; margin: 8px">{chart}</div>' for chart in made)
    (picture,) = photographed(_printed(cells), CHART_DPI)
    return picture


def _printed(body: str) -> bytes:
    import weasyprint

    _, fonts, _ = pdf.own_style()
    page = weasyprint.CSS(string=SHEET)
    printed: bytes = weasyprint.HTML(string=body).write_pdf(stylesheets=[page], font_config=fonts)
    return printed


def photographed(document: bytes, dpi: int) -> list[Picture]:
    with tempfile.TemporaryDirectory() as folder:
        command = ["pdftoppm", "-r", str(dpi), "-gray", "-", f"{folder}/page"]
        subprocess.run(command, input=document, check=True)
        return [_shaded(Image.open(path)) for path in sorted(Path(folder).glob("page*.pgm"))]


def _shaded(image: Image.Image) -> Picture:
    step = 256 // SHADES
    shades: Picture = np.asarray(image.convert("L"), dtype=np.uint8) // step * (255 // (SHADES - 1))
    return shades


def approved() -> dict[str, Picture]:
    return {path.stem: np.asarray(Image.open(path).convert("L")) for path in sorted(APPROVED.glob("*.png"))}


def save(picture: Picture, path: Path) -> None:
    buffer = io.BytesIO()
    Image.fromarray(picture.astype(np.uint8)).quantize(SHADES).save(buffer, "PNG", optimize=True)
    path.write_bytes(buffer.getvalue())


def fault(seen: Picture, wanted: Picture) -> str:
    """What is wrong with a picture; empty where it is as approved."""
    if seen.shape != wanted.shape:
        return f"{seen.shape[1]} x {seen.shape[0]} pixels instead of {wanted.shape[1]} x {wanted.shape[0]}"
    apart = difference(seen, wanted)
    tiles = _tiles(apart)
    if apart.mean() <= OVERALL and tiles.max() <= LOCALLY:
        return ""
    down, across = np.unravel_index(tiles.argmax(), tiles.shape)
    place = f"{across * TILE}, {down * TILE}"
    return f"differs by {apart.mean():.2f} overall, and by {tiles.max():.0f} of 255 at {place}"


def difference(seen: Picture, wanted: Picture) -> Picture:
    apart: Picture = np.abs(seen.astype(float) - wanted.astype(float))
    return apart


def _tiles(apart: Picture) -> Picture:
    height, width = (size // TILE * TILE for size in apart.shape)
    cut = apart[:height, :width].reshape(height // TILE, TILE, width // TILE, TILE)
    means: Picture = cut.mean(axis=(1, 3))
    return means


def side_by_side(seen: Picture, wanted: Picture) -> Picture:
    """Approved, seen, and where they differ, in black."""
    apart = 255 - np.clip(difference(seen, wanted) * 2, 0, 255)
    return np.hstack([wanted, seen, apart.astype(np.uint8)])
