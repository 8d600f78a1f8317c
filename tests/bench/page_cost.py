"""What one answered page costs, in units of the floor: `python -m tests.bench.page_cost FOLDER`.

FOLDER holds `floor_app.py`, `interleave.py` and `walk_driver.py`: a bare Flask + SQLAlchemy + SQLite page
with one question, and the driver that reads the servers' processor time by turns. A page is the POST and the
GET that it leads to. Ours have five to eight questions, come from two web processes, and are measured on both
databases; on PostgreSQL the time of the database's own processes counts, too ("with stores"). The figure is
the median ratio; the goals are at most 2.0 on SQLite and at most 2.5 on PostgreSQL.
"""

import argparse
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.bench import running
from tests.bench.running import Running

ADAPTER = f"{Path(__file__).with_name('full_check.py')}:FullCheck"
PAGES = 11
"""Sections of the full check: an answered page each."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--on", nargs="+", choices=running.DATABASES, default=running.DATABASES)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, ExitStack() as started:
        scratch = Path(name)
        floor = started.enter_context(running.floor(options.folder.resolve(), scratch))
        ours = {kind: started.enter_context(running.ours(scratch, kind)) for kind in options.on}
        compare = [
            *(sys.executable, str(options.folder / "interleave.py")),
            *("--rounds", str(options.rounds), "--pages", str(PAGES)),
            *("--floor", _walk(floor)),
            *(f"--peer={kind}|{_walk(server)} --adapter {ADAPTER}" for kind, server in ours.items()),
        ]
        return subprocess.run(compare, check=False).returncode


def _walk(server: Running) -> str:
    return f"--start {server.address} {server.groups} --no-finish"


if __name__ == "__main__":
    sys.exit(main())
