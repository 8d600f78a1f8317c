"""Which versions are released, and that none of them ever changes.

A run stores `questionnaire@version` and answers; what the answers mean must therefore stay as it was. One
lock file beside the content holds a checksum of every YAML file of every released version; a file that
differs is refused. To change something, restore the file and release the change as the next version.

The checksum is SHA-256 over the text as it stands, comments included: they hold the sources of what is
asked, and what was released is the file that people read. So no parser stands between the file and its
sum; any tool can recompute it. Only line endings are made alike (LF), since a checkout may change them.
Worked cases (`cases/`) are not part of it: they prove a version and may be added to later. Neither is the
list of needs, which questionnaires and offers share and which grows.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field, RootModel

from questionnaires.library.source import ContentError, Place, Problem, read

LOCK = "released.yaml"
CASES = "cases"

Sums = Mapping[str, str]
"""File name, relative to the folder of the version -> SHA-256 as 64 hexadecimal digits."""

NOTE = """\
# What is released, and the SHA-256 of each file (with LF as line ending). Released content never changes:
# correct it in a copy, and release that as the next version with `python -m questionnaires release FOLDER`.
"""


def number(version: str) -> tuple[int, ...]:
    """A version as numbers, to put versions in order: 1.10 comes after 1.9."""
    return tuple(int(part) for part in version.split("."))


def sums(folder: Path) -> dict[str, str]:
    """The checksums of a version's files, by name; of its worked cases none."""
    files = {file.relative_to(folder): file for file in folder.rglob("*.yaml") if file.is_file()}
    return {name.as_posix(): _sum(files[name]) for name in sorted(files) if name.parts[0] != CASES}


def _sum(file: Path) -> str:
    return sha256(file.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


Version = Annotated[str, Field(pattern=r"^\d+\.\d+$")]
Written = RootModel[dict[str, dict[Version, dict[str, str]]]]


@dataclass(frozen=True, slots=True)
class Lock:
    """The lock file as read: questionnaire -> version -> sums."""

    file: Path
    released: Mapping[str, Mapping[str, Sums]]

    def versions(self, id_: str) -> tuple[str, ...]:
        """The released versions of a questionnaire, the newest last."""
        return tuple(sorted(self.released.get(id_, ()), key=number))

    def check(self, id_: str, version: str) -> None:
        """Raises ContentError that names every file in which a released version is not what it was."""
        folder = self.file.parent / id_ / version
        found = list(_differences(f"{id_}@{version}", folder, self.released[id_][version]))
        if found:
            raise ContentError(found)

    def with_(self, id_: str, version: str, sums: Sums) -> "Lock":
        """The lock with one more version."""
        return Lock(self.file, {**self.released, id_: {**self.released.get(id_, {}), version: sums}})

    def write(self) -> None:
        """To the file, in one order whatever was released first; never half of it."""
        data = {
            id_: {version: dict(self.released[id_][version]) for version in self.versions(id_)}
            for id_ in sorted(self.released)
        }
        beside = self.file.with_suffix(".new")
        beside.write_text(NOTE + yaml.safe_dump(data, sort_keys=False, width=200), encoding="utf-8")
        beside.replace(self.file)


def lock(content: Path) -> Lock:
    """The lock of a folder with questionnaires; without a file, nothing is released. Raises ContentError."""
    file = content / LOCK
    return Lock(file, read(file).as_(Written).root if file.is_file() else {})


def _differences(name: str, folder: Path, locked: Sums) -> Iterator[Problem]:
    found = sums(folder)
    for file in sorted({*locked, *found}):
        if locked.get(file) != found.get(file):
            yield Problem(Place(folder / file, 1), _advice(name, file in locked, file in found))


def _advice(name: str, was: bool, is_: bool) -> str:
    if not is_:
        return f"missing, but part of the released {name}: restore it"
    if not was:
        return f"no part of the released {name}: remove it, or release it with the next version"
    return f"differs from the released {name}: restore it, or release the change as the next version"
