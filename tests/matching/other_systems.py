"""Programmes and companies as other systems write them, and any number more of the same kind by lot."""

from random import Random
from typing import Any

TODAY = "2026-11-22"

DIVISIONS = {"A": ("01", "02", "03"), "C": ("10", "25", "28", "29", "33"), "G": ("45", "46", "47")}
CLASSES = tuple(
    f"{section}{division}.{group}"
    for section, divisions in DIVISIONS.items()
    for division in divisions
    for group in ("1", "2", "9")
)
"""The finest classes of a small classification of sectors."""
NAMED = tuple(code for code in CLASSES if code[:3] not in ("A03", "C33", "G47") and code[-1] != "9")
"""Those that rules by lot name, so that none names every part of a coarser class."""

REGIONS = ("Bretagne", "Corse", "Normandie", "Sachsen", "Wien")
GOALS = ("energy", "water", "waste", "mobility", "training")
LIMITS = (1, 10, 20, 50, 250, 500, 5000)
DAYS = ("2019-01-01", "2024-07-01", "2026-06-30", "2026-11-22", "2026-12-31", "2028-01-01")

PROGRAMMES: dict[str, Any] = {
    "ecological advice": {  # French: size, sectors in at one depth and out at another, regions out, dates
        "all": [
            {"fact": "staff", "at_least": 1},
            {"fact": "staff", "at_most": 249},
            {"any": [{"fact": "sector", "under": ["C"]}, {"fact": "sector", "under": ["G45"]}]},
            {"not": {"fact": "sector", "under": ["C10", "C25.9"]}},
            {"fact": "region", "not_in": ["Corse"]},
            {"all": [{"fact": "today", "not_before": "2026-01-01"}, {"fact": "today", "not_after": DAYS[4]}]},
        ]
    },
    "small firms": {  # German: headcount and one of two money limits, unless it belongs to a larger house
        "all": [
            {"not": {"fact": "staff", "at_least": 250}},
            {
                "any": [
                    {"fact": "turnover", "at_most": 50_000_000},
                    {"fact": "balance", "at_most": 43_000_000},
                ]
            },
            {"not": {"fact": "owned_by_large", "is": True}},
        ]
    },
    "start-up": {  # founded in a window, not yet large, or with a certificate of the state
        "any": [
            {
                "all": [
                    {"fact": "founded", "not_before": "2021-11-22"},
                    {"not": {"fact": "staff", "at_least": 50}},
                ]
            },
            {"fact": "certified", "is": True},
        ]
    },
    "goals together": {  # one goal that must be there, one of two others, and none of a third kind
        "all": [
            {"fact": "goals", "is": "energy"},
            {"fact": "goals", "in": ["water", "waste"]},
            {"fact": "goals", "not_in": ["mobility"]},
        ]
    },
    "self-declared": {  # whoever says nothing is asked, and is not refused
        "all": [
            {"fact": "turnover", "known": True},
            {"any": [{"fact": "certified", "known": "no"}, {"fact": "certified", "is": True}]},
        ]
    },
    "everybody": {"all": []},
    "closed": {"all": [{"fact": "region", "is": "Wien"}, False]},
    "by decision": {"any": [{"fact": "region", "in": ["Sachsen", "Wien"]}, None]},
}

PROFILES: dict[str, dict[str, Any]] = {
    "mill": {
        "staff": {"min": 10, "max": 49},
        "sector": "C28.1",
        "region": "Bretagne",
        "today": {"day": TODAY},
        "turnover": {"min": 2_000_000, "max": 10_000_000},
        "owned_by_large": False,
        "founded": {"day": "1974-05-01"},
        "certified": False,
        "goals": {"all": ["energy", "waste"]},
    },
    "unsure": {
        "staff": {"min": 200, "max": 499},
        "sector": ["C25.1", "C25.9"],
        "region": ["Bretagne", "Corse"],
        "today": {"day": "2026-12-01", "until": "2027-01-31"},
        "balance": {"min": 43_000_001, "max": None},
        "founded": {"day": "2021-01-01", "until": "2021-12-31"},
        "goals": {"all": ["energy"]},
    },
    "coarse": {
        "staff": 249,
        "sector": "C",
        "region": "Wien",
        "turnover": 50_000_000,
        "founded": {"day": "2026-01-01", "until": None},
        "goals": {"all": []},
        "certified": None,
    },
    "silent": {},
}

EXPECTED: dict[str, dict[str, bool | None]] = {
    "mill": dict(zip(PROGRAMMES, (True, True, False, True, False, True, False, None), strict=True)),
    "unsure": dict(zip(PROGRAMMES, (None, None, None, False, False, True, False, None), strict=True)),
    "coarse": dict(zip(PROGRAMMES, (None, None, None, False, True, True, False, True), strict=True)),
    "silent": dict(zip(PROGRAMMES, (None, None, None, None, False, True, False, None), strict=True)),
}
"""Worked out by hand, from what the programmes say."""


def some_programmes(random: Random, number: int) -> list[dict[str, Any]]:
    """As they are published: each with a rule for whom it is meant and one for who may have it."""
    kinds = {"targeted": 1, "eligible": 3}
    return [
        {"id": f"p{place}", "rules": {name: _rule(random, depth) for name, depth in kinds.items()}}
        for place in range(number)
    ]


def _rule(random: Random, depth: int) -> Any:
    kind = random.choice(("all", "all", "any", "not", "one") if depth else ("one",))
    if kind == "one":
        return _comparison(random)
    if kind == "not":
        return {"not": _rule(random, depth - 1)}
    return {kind: [_rule(random, depth - 1) for _ in range(random.randint(0 if depth < 3 else 2, 4))]}


def _comparison(random: Random) -> Any:
    some = random.sample
    return random.choice(
        (
            {"fact": "staff", random.choice(("at_least", "at_most")): random.choice(LIMITS)},
            {"fact": "sector", "under": some(NAMED, 2) + [code[:3] for code in some(NAMED, 2)]},
            {"fact": "sector", "under": [random.choice(("A", "C", "G"))]},
            {"fact": "region", random.choice(("in", "not_in")): some(REGIONS, 2)},
            {"fact": "region", "is": random.choice(REGIONS)},
            {"fact": "goals", random.choice(("in", "not_in")): some(GOALS, 2)},
            {"fact": "founded", random.choice(("not_before", "not_after")): random.choice(DAYS)},
            {"fact": "industry", "is": random.choice((True, False))},
            {"fact": random.choice(("industry", "goals", "staff")), "known": random.choice((True, False))},
            random.choice((True, False, None)),
        )
    )


def some_profiles(random: Random, number: int) -> list[dict[str, Any]]:
    """Each fact exact, vague or not stated at all."""
    return [{"id": f"c{place}", "facts": _facts(random)} for place in range(number)]


def _facts(random: Random) -> dict[str, Any]:
    low, high = sorted(random.sample((0, 1, 5, *(n + d for n in LIMITS[1:] for d in (-1, 0))), 2))
    first, last = sorted(random.sample(DAYS, 2))
    sector = random.choice(CLASSES)
    drawn: dict[str, tuple[Any, ...]] = {
        "staff": (low, {"min": low, "max": high}, {"min": low, "max": None}, None),
        "sector": (sector, sector[:3], sector[:1], random.sample(CLASSES, 3), []),
        "region": (random.choice(REGIONS), random.sample(REGIONS, 2), None),
        "goals": ({"all": random.sample(GOALS, random.randint(0, 3))}, None),
        "founded": ({"day": first}, {"day": first, "until": last}, {"day": first, "until": None}, None),
        "industry": (True, False, None),
    }
    return {name: random.choice(ways) for name, ways in drawn.items() if random.random() < 0.9}
