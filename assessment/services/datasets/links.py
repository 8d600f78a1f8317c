"""The file of links: for each check that came in, its mark and the link that opens it. For its owner's eyes
only.

Links are written before their checks are kept, so no check is here whose link nobody has. Where an import
stops in between, the last links open nothing yet. They stay promised: the next import into the same file
gives them to the checks that bear their marks, so that the file has one line for each check in the end.
"""

import csv
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

HEADINGS = b"run,link\r\n"
PRIVATE = 0o600


class Links:
    """A file that is not there yet, or that an earlier import has begun. `address` is what stands before the
    key in each link; `promised` are the keys that the file holds already, by mark.

    Raises FileExistsError where the file is anything else, OSError.
    """

    def __init__(self, file: Path, address: str) -> None:
        self.file, self.address = file, f"{address}/"
        written = file.read_bytes() if file.exists() else b""
        if not (written.startswith(HEADINGS) or HEADINGS.startswith(written)):
            raise self._foreign()
        # The last line may be torn, where whoever wrote it was killed or the disk was full.
        self.whole = written.rfind(b"\n") + 1
        self.promised = dict(self._read(written[len(HEADINGS) : self.whole].decode(errors="replace")))

    def _read(self, rows: str) -> Iterator[tuple[str, str]]:
        for row in csv.reader(rows.splitlines()):
            if len(row) != len(HEADINGS.split(b",")) or not row[1].startswith(self.address):
                raise self._foreign()
            yield row[0], row[1].removeprefix(self.address)

    def _foreign(self) -> FileExistsError:
        return FileExistsError(
            f"{self.file} is there already, and holds no links of this service; please name another one."
        )

    def write(self, keys: Mapping[str, str]) -> None:
        """Adds keys that the file has not promised. They are on the disk when this ends. Raises OSError."""
        new = [
            f"{mark},{self.address}{key}\r\n" for mark, key in keys.items() if self.promised.get(mark) != key
        ]
        added = (b"" if self.whole else HEADINGS) + "".join(new).encode()
        self.file.touch(mode=PRIVATE)
        with self.file.open("r+b") as opened:
            opened.truncate(self.whole)
            opened.seek(self.whole)
            opened.write(added)
            opened.flush()
            os.fsync(opened.fileno())
        self.whole += len(added)
