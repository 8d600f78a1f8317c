"""Whether pages stay as fast with a million checks as with ten thousand: on PostgreSQL, each page by turns.

    python -m tests.bench.million_runs --keep FOLDER --checks 10000 1000000 --rounds 20

FOLDER keeps the server's data (a million take 7 GB), so that measuring again makes nothing anew; `postgres`
must be able to enter it. Told is the processor time of a request in web process and database, in ms: for each
size p95, middle, and the middle of the database's share; then the ratio of both p95. The goal is at most 1.5.
`--only WORD` measures pages with that word in their name, `--duties` what a worker does once a day instead.
"""

import argparse
import gc
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from statistics import median, quantiles

from assessment import clock, config
from assessment.commands import demo
from assessment.services.checks.results import operator_of
from assessment.store import migrate, people
from assessment.store.campaigns import Campaign
from assessment.store.database import Database
from assessment.store.people import Organisation
from assessment.store.place_rounds import PlaceRound
from assessment.store.runs import Run
from tests import postgres
from tests.bench import many_duties, patterns, populated, regions
from tests.bench.many_pages import PAGES, Measured, Spent
from tests.bench.patterns import Pattern

WALKED = 60
"""Companies walked through at random, beside those of the demonstration."""
OPENERS, REGION = 8, 10_000
ROOMY = (
    *("shared_buffers=2GB", "max_wal_size=8GB", "wal_level=minimal", "max_wal_senders=0"),
    *("default_toast_compression=lz4", "max_parallel_workers_per_gather=0", "jit=off", "autovacuum=off"),
)
"""Of the server: memory as a small machine has it; one process for each statement, whose time is told."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--keep", type=Path, required=True)
    parser.add_argument("--checks", type=int, nargs="+", default=[10_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--only", default="")
    parser.add_argument("--duties", nargs="*", choices=[*many_duties.DUTIES])
    options = parser.parse_args()
    options.keep.mkdir(parents=True, exist_ok=True)
    with postgres.server_in(options.keep, *ROOMY) as server:
        urls = {number: _filled(server, number) for number in options.checks}
        if options.duties is not None:
            many_duties.run(urls, options.duties)
        else:
            _measure(urls, options.rounds, options.only)
    return 0


# --- filling ---------------------------------------------------------------------------------------


def _filled(server: postgres.Server, checks: int) -> str:
    """The database with so many checks; a large one is a small one, region by region."""
    name = f"checks_{checks}"
    if not server.has(name):
        began = time.monotonic()
        _fill(server, f"{name}_unfinished", checks)
        _tell(f"{checks} checks in {time.monotonic() - began:.0f} s")
        server.rename(f"{name}_unfinished", name)
    migrate.upgrade(server.url(name))
    return server.url(name)


def _fill(server: postgres.Server, name: str, checks: int) -> None:
    if server.has(name):
        server.drop(name)
    url = server.url(name)
    if checks > REGION:
        _filled(server, REGION)
        server.make(name, f"checks_{REGION}")
        regions.multiply(url.replace("+psycopg", ""), checks // REGION, _tell)
    else:
        server.make(name)
        migrate.upgrade(url)
        filling = populated.Filling(_patterns(), datetime.now(UTC), checks)
        populated.fill(url.replace("+psycopg", ""), filling, _tell)


def _patterns() -> list[Pattern]:
    with tempfile.TemporaryDirectory() as folder:
        settings = config.load({"WANDELKOMPASS_INSTANCE_FOLDER": folder})
        migrate.upgrade(settings.database_url)
        database = Database(settings.database_url)
        list(demo.links(database, settings, ""))
        with database.reading() as connection:
            rich = list(connection.execute(Run.__table__.select()).scalars())
        for number in range(WALKED):
            patterns.walk(database, number, operator_of(settings), clock.now())
        with database.reading() as connection:
            found = patterns.read(connection, _names(database), rich)
        database.close()
    return found


def _names(database: Database) -> dict[object, str]:
    """What ids are called that belong to no check."""
    with database.reading() as connection:
        names: dict[object, str] = {}
        for person in people.everybody(connection):
            seats = people.seats_of(connection, person.id)
            names[person.id] = f"P:{seats[0].organisation.kind}" if seats else "K"
        for one, kind in connection.execute(
            Organisation.__table__.select().with_only_columns(Organisation.id, Organisation.kind)
        ):
            names[one] = f"O:{kind}"
        for table, name in ((Campaign, "C"), (PlaceRound, "L")):
            names |= dict.fromkeys(connection.execute(table.__table__.select()).scalars(), name)
    return names


def _tell(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {words}", file=sys.stderr, flush=True)


# --- measuring -------------------------------------------------------------------------------------


def _measure(urls: dict[int, str], rounds: int, only: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        _measure_in(Path(name), urls, rounds, only)


def _measure_in(folder: Path, urls: dict[int, str], rounds: int, only: str) -> None:
    """In one folder for all sizes: the library that counts requests knows one for each process."""
    made = {number: Measured(url, folder) for number, url in urls.items()}
    gc.collect()
    gc.freeze()  # as the server does
    for role, pages in PAGES.items():
        wanted = [page for page in pages if only in f"{role} {page}"]
        if wanted:
            openers = {number: one.people(role, OPENERS) for number, one in made.items()}
        for page in wanted:
            asks = {
                number: [ask for one in found if (ask := one.opens(page))]
                for number, found in openers.items()
            }
            if all(asks.values()):
                _told(f"{role} {page}", _by_turns(asks, rounds))
            else:
                _tell(f"nothing to open: {role} {page}")


def _by_turns(asks: dict[int, list[Callable[[], Spent]]], rounds: int) -> dict[int, list[Spent]]:
    """Every opener once to warm up, then by turns, one after the other."""
    found: dict[int, list[Spent]] = defaultdict(list)
    for ask in chain.from_iterable(asks.values()):
        ask()
    for turn in range(rounds):
        for number, mine in asks.items():
            found[number].append(mine[turn % len(mine)]())
    return found


def _told(name: str, found: dict[int, list[Spent]]) -> None:
    parts, p95 = [], []
    for spent in found.values():
        total = [one.total * 1000 for one in spent]
        p95.append(quantiles(total, n=20)[-1])
        server = median(one.database * 1000 for one in spent)
        parts.append(f"{p95[-1]:8.1f} {median(total):8.1f} {server:8.1f}")
    ratio = p95[-1] / p95[0]
    print(f"{name:58} {' |'.join(parts)} | {ratio:6.2f}{' <<<' if ratio > 1.5 else ''}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
