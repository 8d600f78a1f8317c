"""Both languages are complete: every message has an English wording, and no other has."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tests.codebase.tree import ROOT

KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "marked": None, "N_": None}
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2"), ("**/templates/**.svg", "jinja2")]
PLACEHOLDER = re.compile(r"%\(\w+\)s")


def collected(folder: Path) -> set[str]:
    """The messages that stand in templates and code, by their German wording."""
    found = extract_from_dir(folder, METHODS, keywords=KEYWORDS)
    return {message if isinstance(message, str) else message[0] for _, _, message, _, _ in found}


def translated(folder: Path) -> dict[str, tuple[str, ...]]:
    with (folder / "en/LC_MESSAGES/messages.po").open("rb") as file:
        entries = [entry for entry in read_po(file, locale="en") if entry.id]
    return {_forms(entry.id)[0]: _forms(entry.string or "") for entry in entries}


def _forms(wording: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (wording,) if isinstance(wording, str) else tuple(wording)


@pytest.mark.parametrize(
    ("sources", "catalogue"),
    [("assessment", "assessment/web/translations"), ("reports", "reports/translations")],
    ids=["screens", "reports"],
)
def test_every_message_has_an_english_wording(sources: str, catalogue: str) -> None:
    messages, english = collected(ROOT / sources), translated(ROOT / catalogue)

    assert messages - english.keys() == set(), "run `make translations` and translate"
    assert english.keys() - messages == set(), "nobody says this any more"
    assert [message for message, words in english.items() if not all(words)] == []


@pytest.mark.parametrize("catalogue", ["assessment/web/translations", "reports/translations"])
def test_a_wording_names_what_the_german_one_names(catalogue: str) -> None:
    for message, words in translated(ROOT / catalogue).items():
        for wording in words:
            assert set(PLACEHOLDER.findall(wording)) <= set(PLACEHOLDER.findall(message)) | {"%(num)s"}, (
                message
            )
