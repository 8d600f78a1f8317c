"""What of a check or a person lies outside of the database, and how it is erased there."""

import logging
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from datetime import datetime
from email.parser import BytesHeaderParser
from pathlib import Path
from uuid import UUID

from assessment.config import Settings
from assessment.logs import Event
from assessment.mail import posts
from assessment.services.checks.report_files import Queue

log = logging.getLogger(__name__)


class Leftovers:
    """The mails that lie as files where no mail server is set, and the orders for reports."""

    def __init__(self, settings: Settings, queue: Queue) -> None:
        self.folder, self.queue = posts.folder_of(settings), queue

    def forget_run(self, run_id: UUID, mail_ids: Collection[UUID]) -> None:
        self._whatever_happens(lambda: _remove(self.folder / f"{mail_id}.eml" for mail_id in mail_ids))
        self._whatever_happens(lambda: self.queue.forget(run_id))

    def forget_address(self, email: str) -> None:
        self._whatever_happens(lambda: _remove(path for path in self._mails() if _receiver(path) == email))

    def forget_mails(self, before: datetime, *, only_count: bool = False) -> int:
        """Removes the files that are older, also drafts that a killed process left; how many."""
        old = [path for path in self._mails("*") if path.stat().st_mtime < before.timestamp()]
        if not only_count:
            _remove(old)
        return len(old)

    def _mails(self, pattern: str = "*.eml") -> list[Path]:
        return sorted(path for path in self.folder.glob(pattern) if path.is_file())

    def _whatever_happens(self, step: Callable[[], object]) -> None:
        """The database has let go of it by then: what fails here is left to the retention."""
        try:
            step()
        except Exception as error:
            log.warning(Event("not_erased", error=error))


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        with suppress(FileNotFoundError):
            path.unlink()


def _receiver(path: Path) -> str:
    with path.open("rb") as file:
        return str(BytesHeaderParser().parse(file)["To"]).strip().lower()
