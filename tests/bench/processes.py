"""The processor time and the memory of other processes, read from /proc."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

TICKS = os.sysconf("SC_CLK_TCK")


def seconds_of(roots: Iterable[int]) -> float:
    """User and system time so far of these processes and of all that they started, ended ones included."""
    known = dict(_processes())
    return sum(known[pid][1] for pid in _with_descendants(roots, known) if pid in known) / TICKS


class Memory(NamedTuple):
    """MB of one process: what nobody else has a part in (USS), its fair share of what is shared between
    processes (PSS), and all that it has in memory (RSS)."""

    own: float
    fair: float
    resident: float


def memory_of(pid: int) -> Memory:
    """As it stands. Raises OSError where there is no such process."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    size = {name: int(value.split()[0]) / 1024 for name, _, value in (line.partition(":") for line in lines)}
    return Memory(size["Private_Clean"] + size["Private_Dirty"], size["Pss"], size["Rss"])


def started_by_us(name: str) -> list[int]:
    """The descendants of this process that run a program of this name and were started by another one."""
    known = dict(_processes())
    ours = _with_descendants([os.getpid()], known)
    called = {pid for pid in ours if name in _program(pid)}
    return [pid for pid in called if known[pid][0] not in called]


def descendants(roots: Iterable[int]) -> set[int]:
    """These processes and all that they started and that still run."""
    return _with_descendants(roots, dict(_processes()))


def _with_descendants(roots: Iterable[int], known: dict[int, tuple[int, int]]) -> set[int]:
    found, size = set(roots), 0
    while len(found) != size:
        size = len(found)
        found |= {pid for pid, (parent, _) in known.items() if parent in found}
    return found


def _processes() -> Iterable[tuple[int, tuple[int, int]]]:
    """Of each process: its parent and its ticks with those of its children that have ended."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        yield int(folder.name), (int(fields[1]), sum(map(int, fields[11:15])))


def _program(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[0].decode()
    except OSError:
        return ""
