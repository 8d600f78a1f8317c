"""Releasing content: a version of a questionnaire is locked by its checksums, a revision of the catalogue is
noted with its day and what was changed since the one before.

Nothing is released while anything in the content is wrong: what one part says is relied on by others.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import yaml
from pydantic import Field

from matching import catalogue
from matching.catalogue import Catalogue
from questionnaires.library.source import read
from questionnaires.text import Frozen

REVISIONS = catalogue.CONTENT.parent / "revisions.yaml"
"""Beside the content, not in it: the revision is a checksum of all that lies there."""
NOTE = """\
# Which revision of the catalogue was released when, the newest first, and which offers it changed. Results
# name the revision that they were made with. `sums`: a checksum of each offer of the newest one.
# Written by `wandelkompass release catalogue`.
"""


class Revision(Frozen):
    """`changed` also names offers of which only a comment or a source is another one."""

    revision: str
    day: date
    offers: int
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


class Revisions(Frozen):
    revisions: tuple[Revision, ...] = ()
    sums: dict[str, str] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Noted:
    """The newest revision; `new` is False where it was released before."""

    revision: Revision
    new: bool


def revisions(file: Path = REVISIONS) -> Revisions:
    """Raises ContentError."""
    return read(file).as_(Revisions) if file.is_file() else Revisions()


def note(found: Catalogue, today: date, file: Path = REVISIONS) -> Noted:
    """Notes a revision of the catalogue, unless the newest one that is noted is the same."""
    known, sums = revisions(file), _sums(found)
    if known.revisions and known.revisions[0].revision == found.revision:
        return Noted(known.revisions[0], new=False)
    made = _revision(found, known.sums, sums, today, first=not known.revisions)
    data = Revisions(revisions=(made, *known.revisions), sums=sums).model_dump(exclude_defaults=True)
    written = NOTE + yaml.safe_dump(_plain(data), sort_keys=False, width=110, allow_unicode=True)
    beside = file.with_suffix(".new")
    beside.write_text(written, encoding="utf-8")
    beside.replace(file)
    return Noted(made, new=True)


def _revision(
    found: Catalogue, was: Mapping[str, str], is_: Mapping[str, str], today: date, *, first: bool
) -> Revision:
    """The first one changes nothing: there is nothing to hold it against."""
    both = [] if first else sorted({*was, *is_})
    return Revision(
        revision=found.revision,
        day=today,
        offers=len(found.offers),
        added=tuple(id_ for id_ in both if id_ not in was),
        removed=tuple(id_ for id_ in both if id_ not in is_),
        changed=tuple(id_ for id_ in both if id_ in was and id_ in is_ and was[id_] != is_[id_]),
    )


def _sums(found: Catalogue) -> dict[str, str]:
    files = {
        id_: document.file.read_bytes().replace(b"\r\n", b"\n") for id_, document in found.documents.items()
    }
    return {id_: sha256(files[id_]).hexdigest()[:12] for id_ in sorted(files)}


def _plain(data: object) -> object:
    """Tuples as lists: YAML knows no tuples."""
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items()}
    return [_plain(value) for value in data] if isinstance(data, tuple | list) else data
