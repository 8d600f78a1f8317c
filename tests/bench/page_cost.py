"""What one answered page costs, in units of the floor: `python -m tests.bench.page_cost FOLDER`.

FOLDER holds `floor_app.py`, `interleave.py` and `walk_driver.py`: a bare Flask + SQLAlchemy + SQLite page
with one question, and the driver that reads both servers' CPU by turns. Our page has five to eight
questions. The figure is the median ratio; the goal is at most 2.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

FLOOR, OURS = 8101, 8102
ADAPTER = f"{Path(__file__).with_name('full_check.py')}:FullCheck"
PAGES = 11
"""Sections of the full check: an answered page each."""
ONE_PROCESS = {"WORKERS": "1", "THREADS": "4", "REPORT_WORKERS": "0"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as running:
        floor = running.enter_context(_floor(options.folder, Path(scratch)))
        ours = running.enter_context(_ours(Path(scratch)))
        compare = [
            *(sys.executable, str(options.folder / "interleave.py")),
            *("--rounds", str(options.rounds), "--pages", str(PAGES)),
            *("--floor", f"--start http://127.0.0.1:{FLOOR}/start --group app={floor} --no-finish"),
            "--peer",
            f"ours|--start http://127.0.0.1:{OURS}/en/ --group app={ours} --no-finish --adapter {ADAPTER}",
        ]
        return subprocess.run(compare, check=False).returncode


@contextmanager
def _serving(command: list[str], port: int, **options: object) -> Iterator[int]:
    with subprocess.Popen(command, **options) as process:  # type: ignore[call-overload]
        try:
            _wait_for(port)
            yield process.pid
        finally:
            process.terminate()


def _floor(folder: Path, scratch: Path) -> AbstractContextManager[int]:
    command = [sys.executable, "-m", "gunicorn", "-w1", "-kgthread", "--threads=4", "--keep-alive=5"]
    environment = os.environ | {"FLOOR_DB": str(scratch / "floor.db")}
    return _serving([*command, f"-b127.0.0.1:{FLOOR}", "floor_app:app"], FLOOR, cwd=folder, env=environment)


def _ours(scratch: Path) -> AbstractContextManager[int]:
    chosen = ONE_PROCESS | {"INSTANCE_FOLDER": str(scratch / "instance"), "PORT": str(OURS)}
    own = {f"WANDELKOMPASS_{name}": value for name, value in chosen.items()}
    return _serving([sys.executable, "-m", "assessment", "serve"], OURS, env=os.environ | own)


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=1).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"nothing answers on port {port}")


if __name__ == "__main__":
    sys.exit(main())
