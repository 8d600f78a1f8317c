"""What foreign verdicts cost: `python -m tests.bench.verdicts_cost`, seconds of processor time on one core.

109 programmes of another system with two rules each for 480 companies are 104,640 verdicts. They are made
the way `python -m matching verdicts` makes them, from the two files to the printed lines, and then each is
compared with the engine of the tests that tries every possible value. One that differs is printed.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from matching.commands import verdicts
from tests.bench.measuring import peak, timed
from tests.matching import other_engine
from tests.matching.other_systems import CLASSES, some_profiles, some_programmes

SEED = 20260101
TOLD = 10


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--programmes", type=int, default=109)
    parser.add_argument("--companies", type=int, default=480)
    options = parser.parse_args()
    random = Random(SEED)
    programmes = some_programmes(random, options.programmes)
    companies = some_profiles(random, options.companies)
    seconds, printed = timed(lambda: command(programmes, companies))
    lines = [json.loads(line) for line in printed.splitlines()]
    number = sum(len(line) - 2 for line in lines)
    print(f"{number} verdicts of {len(lines)} pairs: {seconds:.2f} s, {1e6 * seconds / number:.0f} µs each")
    print(f"peak memory: {peak():.0f} MB")
    seconds, differing = timed(lambda: list(differences(lines, programmes, companies)))
    print(f"compared one by one in {seconds:.0f} s: {len(differing)} differ")
    for line in differing[:TOLD]:
        print(line)
    return 1 if differing else 0


def command(programmes: list[dict[str, Any]], companies: list[dict[str, Any]]) -> str:
    """What the command prints for these two files."""
    parser = argparse.ArgumentParser()
    verdicts.arguments(parser)
    with TemporaryDirectory() as folder:
        files = [Path(folder) / name for name in ("catalogue.json", "profiles.json")]
        for file, data in zip(files, (programmes, companies), strict=True):
            file.write_text(json.dumps(data), encoding="utf-8")
        return verdicts.run(parser.parse_args([*map(str, files)]))


def differences(
    lines: list[dict[str, Any]], programmes: list[dict[str, Any]], companies: list[dict[str, Any]]
) -> Iterator[str]:
    rules = {programme["id"]: programme["rules"] for programme in programmes}
    facts = {company["id"]: company["facts"] for company in companies}
    found = Counter[bool | None]()
    for line in lines:
        for name, rule in rules[line["programme"]].items():
            other = other_engine.verdict(rule, facts[line["profile"]], CLASSES)
            found[other] += 1
            if line[name] is not other:
                yield f"{rule} for {facts[line['profile']]}: {line[name]} here, {other} there"
    print(f"by the other engine: {found[True]} true, {found[False]} false, {found[None]} not known")


if __name__ == "__main__":
    sys.exit(main())
