"""What the machine says: of the folder in which everything is kept, and whether our key is the right one."""

import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.engine import Connection

from assessment.config import Settings, signing_key
from assessment.services.sign_in.sealing import Purpose, opened
from assessment.store.factors import OneTimeCode
from assessment.store.kept_checks import KeptCheck
from assessment.store.webhooks import Webhook

OTHERS = 0o007
"""Bits of those who are neither the owner of a folder nor in its group."""


@dataclass(frozen=True, slots=True)
class Folder:
    """`shut`: nobody else on the machine looks into it. `apart`: by how much its clock differs from that of
    the folder for temporary files, where it lies on another machine."""

    shut: bool
    apart: timedelta = timedelta()


def folder(settings: Settings) -> Folder:
    """Raises OSError where nothing can be written there."""
    there, here = _written(settings.instance_folder), _written(None)
    return Folder(shut=not settings.instance_folder.stat().st_mode & OTHERS, apart=abs(there - here))


def _written(where: Path | None) -> datetime:
    """When a file is written now, by the clock of whoever keeps it."""
    with tempfile.NamedTemporaryFile(dir=where) as file:
        return datetime.fromtimestamp(Path(file.name).stat().st_mtime, UTC)


def key_fits(connection: Connection, settings: Settings) -> bool | None:
    """Whether our key opens what was sealed last, of each kind; None where nothing is sealed."""
    key = signing_key(settings)
    fits = [
        opened(bytes(seal), key=key, owner=owner, purpose=purpose) is not None
        for purpose, (owner, seal) in _newest(connection)
    ]
    return all(fits) if fits else None


def _newest(connection: Connection) -> list[tuple[Purpose, tuple[UUID, bytes]]]:
    asked = {
        Purpose.CODES: select(OneTimeCode.person_id, OneTimeCode.sealed_secret).order_by(
            OneTimeCode.created_at.desc()
        ),
        Purpose.CHECKS: select(KeptCheck.person_id, KeptCheck.sealed_key).order_by(KeptCheck.kept_at.desc()),
        Purpose.WEBHOOKS: select(Webhook.id, Webhook.sealed_secret).order_by(Webhook.created_at.desc()),
    }
    found = {purpose: connection.execute(newest.limit(1)).first() for purpose, newest in asked.items()}
    return [(purpose, (row[0], row[1])) for purpose, row in found.items() if row]
