from pathlib import Path

import pytest

from tests.questionnaires.exchange.books import Book


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """A workbook of the tiny questionnaire, to be spoilt."""
    return Book.tiny(tmp_path / "tiny.xlsx")
