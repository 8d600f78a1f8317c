"""The tree stays easy to find one's way in, and says nothing about the machines it was made on."""

import re
from pathlib import Path

from tests.codebase.tree import PACKAGES, files, named

LONGEST = 400
TOP_LEVEL = {
    *(".ci", ".dockerignore", ".editorconfig", ".env.example", ".gitignore"),
    *("CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md", "docs"),
    *("Dockerfile", "Makefile", "compose.yaml", "pyproject.toml", "requirements.txt", "requirements-dev.txt"),
    *("assessment", "matching", "questionnaires", "reports", "tests"),
}
NAMES_THAT_SAY_NOTHING = re.compile(r"^(utils?|helpers?|common|misc|base_.*)$")
LEFT_OVER = re.compile(r"\b(TO[D]O|FIX[M]E|XX[X]|HAC[K])\b")
# The letters in brackets keep this file from naming what it forbids.
MACHINES = re.compile(
    r"py[p]i\.org|python[h]osted|registry\.np[m]js|np[m]js\.com|deb\.debi[a]n|(?<!\w)/(work|tmp|root|home)/"
)
NOT_OURS = re.compile(r"(^|/)(vendor|vendored|kern)/|\.min\.|^LICENSE")


def texts(*patterns: str) -> dict[str, str]:
    """Path -> text of what we wrote: no pictures or fonts, nothing vendored."""
    ours = [path for path in files(*patterns) if not NOT_OURS.search(named(path))]
    contents = {named(path): path.read_bytes() for path in ours}
    return {name: content.decode() for name, content in contents.items() if b"\0" not in content}


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:120]}"
        for name, text in texts().items()
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]


def test_no_file_is_too_long_to_read_in_one_go() -> None:
    code = texts("*.py", "*.html", "*.css", "*.js")
    assert {name: length for name, text in code.items() if (length := text.count("\n")) > LONGEST} == {}


def test_every_module_is_named_after_what_it_holds() -> None:
    assert [named(path) for path in files("*.py") if NAMES_THAT_SAY_NOTHING.match(path.stem)] == []


def test_nothing_is_left_for_later() -> None:
    assert lines_with(LEFT_OVER) == []


def test_nothing_names_a_package_registry_or_a_folder_of_one_machine() -> None:
    assert lines_with(MACHINES) == []


def test_the_top_level_holds_only_what_belongs_there() -> None:
    assert {Path(named(path)).parts[0] for path in files()} - TOP_LEVEL == set()


def test_every_package_says_what_it_is_for() -> None:
    packages = {name: texts(f"{name}/__init__.py")[f"{name}/__init__.py"] for name in PACKAGES}
    assert [name for name, text in packages.items() if not text.startswith('"""')] == []
