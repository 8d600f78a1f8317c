"""How long a web process takes to start: `python -m tests.bench.start_cost [--rounds 5]`.

In seconds of processor time, since that is what a start waits for: from calling `wandelkompass serve` until
it listens, until it has answered a page for the first time (with all its processes), and for a web process
that takes the place of one that was killed until it has answered one. By turns with the floor's start, the
libraries that any such application loads. Database and compiled code are there, as they are from the second
start on.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from statistics import median

from tests.bench.processes import descendants, seconds_of
from tests.server import ROOT, command, free_port

LIBRARIES = (
    "import flask, flask_wtf, gunicorn.app.base, gunicorn.workers.gthread, pydantic, sqlalchemy.orm, yaml"
)
SPOKEN = "Wandelkompass: "


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    found: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as name:
        for number in range(options.rounds + 1):
            spent = {"the libraries alone": _libraries(Path(name))} | _ours(Path(name))
            if number:  # the first compiles, and makes the database
                for what, seconds in spent.items():
                    found.setdefault(what, []).append(seconds)
    for what, times in found.items():
        times.sort()
        print(f"{what:44} {median(times):5.2f} s CPU ({times[0]:.2f}-{times[-1]:.2f})")
    return 0


def _environment(scratch: Path) -> dict[str, str]:
    """Compiled code is kept, and out of the way of the checkout's own."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": str(scratch / "compiled")}


def _libraries(scratch: Path) -> float:
    program = f"{LIBRARIES}, time; print(time.process_time())"
    words = [sys.executable, "-c", program]
    return float(subprocess.check_output(words, env=_environment(scratch), text=True))


def _ours(scratch: Path) -> dict[str, float]:
    port = free_port()
    chosen = {"instance_folder": str(scratch / "instance"), "port": str(port), "workers": "1"}
    words, environment = command("serve", **chosen, report_workers="0")
    environment = _environment(scratch) | {n: v for n, v in environment.items() if n.startswith("WANDEL")}
    with subprocess.Popen(words, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        spent = {"until it listens": _heard(process)}
        _ask(port)
        spent["until the first page is answered"] = seconds_of([process.pid])
        spent["a web process in the place of another one"] = _replaced(process.pid, port)
        process.terminate()
    return spent


def _heard(process: "subprocess.Popen[str]") -> float:
    for line in process.stdout or ():
        if line.startswith(SPOKEN):
            return seconds_of([process.pid])
    raise RuntimeError("it ended before it listened")


def _replaced(master: int, port: int) -> float:
    """Kills the one web process; what the next one has used when it has answered."""
    (old,) = descendants([master]) - {master}
    os.kill(old, signal.SIGKILL)
    while not (new := descendants([master]) - {master, old}):
        time.sleep(0.01)
    _ask(port)
    return seconds_of(new)


def _ask(port: int) -> None:
    urllib.request.urlopen(f"http://127.0.0.1:{port}/de/", timeout=60).close()


if __name__ == "__main__":
    sys.exit(main())
