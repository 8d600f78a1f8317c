"""Many companies answer at once: `python -m tests.bench.crowd FOLDER [--walks 200] [--on sqlite postgresql]`.

FOLDER holds `walk_driver.py`. All take the full check at the same time, against two web processes: first with
the pauses of people who read (5 to 15 seconds a page, and that is still hasty), then each sends the next page
as soon as it has one, which no people do. Told are the time of a page (its POST and the GET that it leads to)
at p50 and p95 as the browser sees it, with the driver on the same machine; the processor time of a page, ours
and the database's; pages per second; errors, of which one makes this fail; and the memory of each process.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.bench import running
from tests.bench.page_cost import ADAPTER, PAGES
from tests.bench.processes import memory_of
from tests.bench.running import Running

UNHURRIED = ADAPTER.replace(":FullCheck", ":Unhurried")
PACES = {"as people do": UNHURRIED, "without a pause": ADAPTER}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--walks", type=int, default=200)
    parser.add_argument("--on", nargs="+", choices=running.DATABASES, default=running.DATABASES)
    options = parser.parse_args()
    good = True
    for kind in options.on:
        with tempfile.TemporaryDirectory() as name, running.ours(Path(name), kind) as server:
            for pace, adapter in PACES.items():
                found = _walked(options.folder, server, options.walks, adapter)
                print(f"{kind}, {pace}: {_told(found) if found else 'errors'}", flush=True)
                good = good and found is not None
            print(f"{kind}, each web process: {', '.join(map(_memory, server.web))}")
    return 0 if good else 1


def _walked(folder: Path, server: Running, walks: int, adapter: str) -> dict[str, Any] | None:
    """What the driver measured; nothing after any error, which it has told."""
    with tempfile.NamedTemporaryFile("r", suffix=".json") as out:
        walk = [sys.executable, str(folder / "walk_driver.py"), "--start", server.address, "--no-finish"]
        size = [f"--respondents={walks}", f"--concurrency={walks}", f"--pages={PAGES}", "--runs=1"]
        how = ["--adapter", adapter, "--timeout=120", "--warmup=4", "--json", out.name]
        words = [*walk, *size, *how, *server.groups.split()]
        subprocess.run(words, check=False, stdout=subprocess.DEVNULL)
        line = out.readline()
        return json.loads(line)["runs"][0]["walk"] if line else None


def _told(found: dict[str, Any]) -> str:
    cost, times = found["cpu_ms_per_page"], found["page_ms"]
    spent = " + ".join(f"{milliseconds} ms {who}" for who, milliseconds in cost.items())
    return (
        f"{found['pages']} pages, p50 {times['p50']:.0f} ms, p95 {times['p95']:.0f} ms, {spent} a page, "
        f"{found['pages_per_s']} pages/s, {found['errors']} errors; the driver took {found['driver_cpu_s']} s"
    )


def _memory(pid: int) -> str:
    memory = memory_of(pid)
    return f"PSS {memory.fair:.0f} MB (RSS {memory.resident:.0f})"


if __name__ == "__main__":
    sys.exit(main())
