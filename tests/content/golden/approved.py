"""What was approved for each offer, what is found today, and how the two differ."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from matching.catalogue import FOLDERS, released
from matching.eligibility import GRACE, judge, withheld
from matching.months import later
from matching.offers import Offer
from questionnaires.conditions import Facts, Truth, both
from tests.content.golden import tables
from tests.content.golden.companies import BASE, CELLS, VARIANTS, Cell, facts, stated
from tests.content.golden.tables import TRUTHS, WORDS, Grid

TODAY = date(2026, 11, 22)
HERE = Path(__file__).parent
Answers = tuple[tuple[str, str], ...]
STANDING = frozenset({"status", "end"})
"""Criteria that are the same for every company: how far the entry is trusted, and until when it holds."""


@dataclass(frozen=True)
class Golden:
    """One offer: its rule in a few words, its standing by day, who may use it, what its text must say.

    `cases` are single companies beside the table, by the answers in which they differ from BASE.
    """

    offer: str
    rule: str
    withheld: str | None
    standing: Mapping[date, Truth]
    companies: Mapping[str, Grid]
    cases: Mapping[Answers, Truth]
    says: tuple[str, ...] = ()


@cache
def approved(kind: str) -> Mapping[str, Golden]:
    text = (HERE / f"{FOLDERS[kind]}.yaml").read_text(encoding="utf-8")
    return {block["offer"]: _read(block) for block in yaml.load(text, Loader=yaml.CSafeLoader)}


def _read(block: dict[str, Any]) -> Golden:
    ordinary = tables.grid(block["default"], block.get("rows", []))
    variants = {name: tables.changed(ordinary, block.get(name, [])) for name in VARIANTS}
    after = {day: TRUTHS[word] for day, word in block.get("after", {}).items()}
    return Golden(
        offer=block["offer"],
        rule=block["rule"],
        withheld=block.get("withheld"),
        standing={TODAY: TRUTHS[block["standing"]], **after},
        companies=variants,
        cases={_answers(case): TRUTHS[case["is"]] for case in block.get("cases", [])},
        says=tuple(block.get("says", [])),
    )


def _answers(case: Mapping[str, str]) -> Answers:
    return tuple((question, option) for question, option in case.items() if question != "is")


# --- today -------------------------------------------------------------------------------------


def found(offer: Offer) -> Golden:
    """What the catalogue and its rules say today; the words of a person are kept."""
    known = approved(offer.kind).get(offer.id)
    return Golden(
        offer=offer.id,
        rule=known.rule if known else "",
        withheld=withheld(offer),
        standing={day: standing(offer, {}, day) for day in days(offer)},
        companies={v: {cell: conditions(offer, facts(cell, v)) for cell in CELLS} for v in VARIANTS},
        cases={case: conditions(offer, _company(case)) for case in (known.cases if known else ())},
        says=known.says if known else (),
    )


def _company(case: Answers) -> Facts:
    return stated(BASE | dict(case))


def conditions(offer: Offer, of: Facts) -> Truth:
    """The conditions a company has to meet, without trust and dates."""
    return both([c.value for c in judge(offer, of, TODAY).criteria if c.id not in STANDING])


def standing(offer: Offer, of: Facts, day: date) -> Truth:
    return both([c.value for c in judge(offer, of, day).criteria if c.id in STANDING])


def days(offer: Offer) -> Iterator[date]:
    """Today, the day after the end, and for an announced end the first day beyond the months of grace."""
    end, day = offer.status.valid_until, timedelta(days=1)
    yield TODAY
    if end and end >= TODAY:
        yield end + day
        if offer.status.end == "announced":
            yield later(end, months=GRACE) + day


# --- differences -------------------------------------------------------------------------------


def differences(offer: Offer) -> list[str]:
    """In the words of the table, one line for each verdict that is not the approved one."""
    before, now = approved(offer.kind).get(offer.id), found(offer)
    if before is None:
        return [f"offer {offer.id}: not approved yet"]
    return [f"offer {offer.id}, {line}" for line in (*_apart(before, now), *_unsaid(offer, before))]


def _apart(before: Golden, now: Golden) -> Iterator[str]:
    if before.withheld != now.withheld:
        yield f"withheld: approved {before.withheld}, found {now.withheld}"
    for day in sorted(before.standing.keys() | now.standing.keys()):
        if line := _differs(before.standing, now.standing, day):
            yield f"standing on {day}: {line}"
    for case in before.cases:
        if line := _differs(before.cases, now.cases, case):
            yield f"a company with {', '.join(map(': '.join, case))}: {line}"
    for variant, grid in now.companies.items():
        for cell in CELLS:
            if line := _differs(before.companies[variant], grid, cell):
                yield f"{where(cell, variant)}: {line}"


def _differs(before: Mapping[Any, Truth], now: Mapping[Any, Truth], key: object) -> str | None:
    pair = [WORDS[verdicts[key]] if key in verdicts else "nothing" for verdicts in (before, now)]
    return None if pair[0] == pair[1] else f"approved {pair[0]}, found {pair[1]}"


def where(cell: Cell, variant: str) -> str:
    company = f"district {cell.district}, band {cell.size}, {cell.sector}"
    return company if variant == "ordinary" else f"{company}, {variant}"


def _unsaid(offer: Offer, before: Golden) -> Iterator[str]:
    texts = [offer.summary, offer.notes, offer.cost, offer.door]
    written = " ".join(f"{text.de} {text.en}" for text in texts if text)
    yield from (f"text: approved {phrase!r}, not found" for phrase in before.says if phrase not in written)


# --- printing ----------------------------------------------------------------------------------


def block(golden: Golden) -> str:
    """The offer as it stands in a file."""
    ordinary = golden.companies["ordinary"]
    default = tables.most_common(ordinary)
    after = {day: WORDS[truth] for day, truth in golden.standing.items() if day != TODAY}
    plain: dict[str, object] = {"offer": golden.offer, "rule": golden.rule, "says": list(golden.says)}
    plain |= {"withheld": golden.withheld, "standing": WORDS[golden.standing[TODAY]], "after": after}
    plain |= {"default": default, "rows": tables.rows(tables.grid(default, []), ordinary)}
    plain |= {name: tables.rows(ordinary, golden.companies[name]) for name in VARIANTS if name != "ordinary"}
    plain["cases"] = [{**dict(case), "is": WORDS[truth]} for case, truth in golden.cases.items()]
    lines = [_line(key, value) for key, value in plain.items() if value]
    return "- " + "\n  ".join(lines) + "\n"


def _line(key: str, value: object) -> str:
    if isinstance(value, list) and all(isinstance(row, dict) for row in value):
        return "\n    - ".join([f"{key}:", *map(_flow, value)])
    return f"{key}: {_flow(value)}"


def _flow(value: object) -> str:
    """On one line, as YAML writes it."""
    written = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=1000, sort_keys=False)
    return written.removesuffix("\n").removesuffix("\n...")


def current(names: list[str]) -> str:
    """The blocks of these kinds or offers, all of them if none is named."""
    offers = [o for o in released().offers if not names or {o.id, o.kind} & {*names}]
    return "\n".join(block(found(offer)) for offer in offers)
