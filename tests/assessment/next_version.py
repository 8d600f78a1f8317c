"""A second version of the questionnaire that exists in tests only: the first one with a few changes."""

import re
import shutil
from pathlib import Path

import yaml

from questionnaires import library
from questionnaires.library import locking

VERSION = "1.9"
FOLLOWS = {
    "version": "1.0",
    "mapped": [{"question": "T01", "was": "T01"}],
    "ask_again": ["B06"],
}
"""The author vouches for T01, whose wording was mended, and wants to have B06 asked again."""

CHANGES = {
    "technology.yaml": [
        (
            "Wie weit sind Sie mit Produkten oder Leistungen für E-Fahrzeuge?",
            "Wie weit sind Sie bei E-Fahrzeugen?",
        ),
        ("Wie nutzen Sie künstliche Intelligenz (KI) im Betrieb?", "Wofür setzen Sie KI ein?"),
        ("- id: T08\n", "- id: T99\n"),
    ],
    "exposure.yaml": [("Die Hälfte ist noch 1 bis unter 2 Jahre gesichert.", "Noch 1 bis unter 2 Jahre.")],
    "questionnaire.yaml": [('version: "1.0"', f'version: "{VERSION}"'), ("T08", "T99")],
}
"""T07 reads differently, T08 is gone and T99 new, and one option of the length of contracts was reworded."""


def released(folder: Path) -> Path:
    """A folder of questionnaires in which the next version is released, too."""
    content = folder / "content"
    shutil.copytree(library.CONTENT, content)
    new = content / "readiness" / VERSION
    shutil.copytree(content / "readiness" / "1.0", new, ignore=shutil.ignore_patterns("cases"))
    for name, changes in CHANGES.items():
        file = new / name
        file.write_text(_changed(file.read_text(encoding="utf-8"), changes), encoding="utf-8")
    with (new / library.HEAD).open("a", encoding="utf-8") as head:
        head.write("\n" + yaml.safe_dump({"follows": FOLLOWS}))
    locking.lock(content).with_("readiness", VERSION, locking.sums(new)).write()
    return content


def _changed(text: str, changes: list[tuple[str, str]]) -> str:
    for before, after in changes:
        text, found = re.subn(re.escape(before), after.replace("\\", r"\\"), text)
        assert found, before
    return text
