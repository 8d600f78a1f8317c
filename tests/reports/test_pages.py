"""Reports and charts look as approved; `python -m tests.reports.approve` approves what they show now."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from reports import pdf
from tests.reports import pictures
from tests.reports.pictures import APPROVED, PAGE_DPI, Picture, fault, photographed

ENOUGH = 500_000
"""Bytes of approved pictures, at most."""


@cache
def seen() -> dict[str, Picture]:
    return pictures.drawn()


@cache
def wanted() -> dict[str, Picture]:
    return pictures.approved()


@pytest.mark.parametrize("name", [path.stem for path in sorted(APPROVED.glob("*.png"))])
def test_it_looks_as_approved(name: str, tmp_path: Path) -> None:
    assert name in seen(), "approved, but no longer drawn"
    found = fault(seen()[name], wanted()[name])
    if found:
        shown = tmp_path / f"{name}.png"
        same_size = seen()[name].shape == wanted()[name].shape
        pictures.save(
            pictures.side_by_side(seen()[name], wanted()[name]) if same_size else seen()[name], shown
        )
        pytest.fail(f"{name} {found}. Approved, seen and their difference: {shown}")


def test_everything_drawn_has_been_approved() -> None:
    assert set(seen()) == set(wanted())


def test_the_approved_pictures_stay_small() -> None:
    assert sum(path.stat().st_size for path in APPROVED.glob("*.png")) < ENOUGH


def test_a_moved_element_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    style = (pdf.STATIC / "report.css").read_text(encoding="utf-8")
    moved = style.replace(".goal { margin: 0;", ".fact b { padding-left: 1mm; } .goal { margin: 0;")
    assert moved != style
    read = Path.read_text
    monkeypatch.setattr(
        Path, "read_text", lambda path, **how: moved if path.name == "report.css" else read(path, **how)
    )
    pdf.own_style.cache_clear()
    first = photographed(pdf.render(pictures.kept("everything"), "de"), PAGE_DPI)[0]
    pdf.own_style.cache_clear()

    assert "differs" in fault(first, wanted()["everything-01"])


@pytest.mark.parametrize("name", ["everything-01", "charts-everything"])
def test_a_shift_of_two_pixels_is_noticed_and_another_shade_of_grey_is_not(name: str) -> None:
    picture = wanted()[name]
    paler = np.clip(picture.astype(int) + 5, 0, 255).astype(np.uint8)

    assert "differs" in fault(np.roll(picture, 2, axis=0), picture)
    assert fault(np.where(picture < 255, paler, picture), picture) == ""


def test_another_size_is_named() -> None:
    assert fault(np.zeros((4, 8)), np.zeros((4, 4))) == "8 x 4 pixels instead of 4 x 4"
