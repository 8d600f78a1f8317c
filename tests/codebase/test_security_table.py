"""The table of security requirements is complete, and every file and test that it names is there."""

import re

from tests.codebase.tree import ROOT

TABLE = ROOT / "assessment/SECURITY.md"
LEVELS_1_AND_2 = {
    1: (2, 9, 11, 3, 2),
    2: (3, 3, 4, 1),
    3: (0, 2, 4, 6, 5, 0, 2),
    4: (3, 1, 2, 4),
    5: (1, 3, 2, 3),
    6: (3, 12, 4, 4, 5, 3, 0, 4),
    7: (3, 4, 2, 5, 2, 2),
    8: (2, 3, 1, 1),
    9: (3, 4),
    10: (2, 2, 4, 11, 5, 2, 3),
    11: (2, 3, 3, 4, 1, 1),
    12: (3, 2, 4),
    13: (1, 5, 2, 5),
    14: (2, 4, 3),
    15: (3, 3, 7),
    16: (1, 5, 4, 3, 3),
    17: (1, 4, 2),
}
"""By chapter of ASVS 5.0.0: how many requirements of levels 1 and 2 each section has, before those of 3."""
WORDS = ("**Met**", "**Not here**", "**Operator**", "**Departs**", "**Open**")
ROW = re.compile(r"^\| (\d+\.\d+\.\d+[^|]*) \| ([^|]+) \| (.+) \|$", re.MULTILINE)


def rows() -> list[tuple[str, str, str]]:
    return ROW.findall(TABLE.read_text(encoding="utf-8"))


def named(cell: str) -> list[str]:
    """The requirements of a row: `1.1.1–1.1.3, 1.2.4`."""
    found = []
    for part in cell.split(", "):
        first, _, last = part.partition("–")
        section, _, number = first.rpartition(".")
        end = int(last.rpartition(".")[2]) if last else int(number)
        found += [f"{section}.{one}" for one in range(int(number), end + 1)]
    return found


def test_every_requirement_of_levels_1_and_2_stands_in_one_row() -> None:
    wanted = [
        f"{chapter}.{section}.{number}"
        for chapter, sections in LEVELS_1_AND_2.items()
        for section, many in enumerate(sections, start=1)
        for number in range(1, many + 1)
    ]
    found = [one for cell, _, _ in rows() for one in named(cell)]
    assert len(wanted) == 253
    assert sorted(found) == sorted(wanted)


def test_every_row_says_how_it_stands() -> None:
    assert [cell for cell, _, where in rows() if not where.startswith(WORDS)] == []


def test_every_file_and_test_in_it_is_there() -> None:
    missing = []
    for name in re.findall(
        r"`((?:tests|assessment|questionnaires|matching|reports)/[^`]+)`", TABLE.read_text("utf-8")
    ):
        path, _, test = name.partition("::")
        there = (ROOT / path).exists()
        if not there or (test and f"def {test}(" not in (ROOT / path).read_text("utf-8")):
            missing.append(name)
    assert missing == []
