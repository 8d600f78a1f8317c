"""Receipts of what was erased: to read by their number, and to erase a second time what a backup brings back.

A backup is older than the receipts written since. So they are printed before it is restored, one a line, and
read again afterwards.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime

from assessment.errors import NoSuchReceipt
from assessment.services import erasure, keys
from assessment.services.erasure import Outside, Receipt
from assessment.store import follow_ups, outbox, people, runs
from assessment.store import receipts as store
from assessment.store.database import Database
from assessment.store.receipts import ReceiptRow


class Unreadable(Exception):
    """A line that `receipts` has not printed. Nothing has been erased."""

    def __init__(self, line: str) -> None:
        super().__init__(f"This is no receipt, so nothing was erased: {line}")


def by_number(database: Database, *, number: str) -> Receipt:
    """Raises NoSuchReceipt."""
    typed = keys.normalised(number)
    with database.reading() as connection:
        found = store.by_number(connection, typed) if typed else None
    if found is None:
        raise NoSuchReceipt
    return erasure.told(found)


def lines(database: Database) -> Iterator[str]:
    """All receipts, one JSON object a line, the oldest first."""
    with database.reading() as connection:
        for row in store.written(connection):
            told = {"number": row.number, "kind": row.kind, "subject": row.subject_hash.hex()}
            yield json.dumps(told | {"erased_at": row.erased_at.isoformat(), "counted": dict(row.counted)})


def erase_again(database: Database, written: Iterable[str], *, outside: Outside) -> int:
    """Erases all checks and accounts of which there is a receipt, here or in these lines; how many.

    Raises Unreadable for a line that is none of ours, before anything is erased.
    """
    rows = [_read(line) for line in written if line.strip()]
    with database.writing() as connection:
        store.take_over(connection, rows)
        hashes = {row.subject_hash for row in store.written(connection)}
        checks = [one for one in runs.all_ids(connection) if store.hash_of(one) in hashes]
        staff = [one.id for one in people.everybody(connection) if store.hash_of(one.id) in hashes]
        mails = {run_id: outbox.of_run(connection, run_id) for run_id in checks}
        for run_id in checks:
            follow_ups.forget_comparisons(connection, run_id)
            runs.erase(connection, run_id)
        for person_id in staff:
            people.erase(connection, person_id)
    for run_id, mail_ids in mails.items():
        outside.forget_run(run_id, mail_ids)
    return len(checks) + len(staff)


def _read(line: str) -> ReceiptRow:
    try:
        told = json.loads(line)
        return ReceiptRow(
            number=str(told["number"]),
            subject_hash=bytes.fromhex(told["subject"]),
            kind=str(told["kind"]),
            erased_at=datetime.fromisoformat(told["erased_at"]),
            counted={str(table): int(number) for table, number in told["counted"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Unreadable(line.strip()[:80]) from None
