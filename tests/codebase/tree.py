"""What the tests of this folder look at: the files of the checkout that are or will be committed."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("questionnaires", "matching", "reports", "assessment")


def files(*patterns: str) -> list[Path]:
    """Tracked files and new ones that are not ignored, by git's own patterns."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns]
    names = subprocess.check_output(command, text=True, cwd=ROOT).split("\0")
    return [ROOT / name for name in sorted(set(names)) if name and (ROOT / name).is_file()]


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))
