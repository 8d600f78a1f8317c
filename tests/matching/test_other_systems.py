"""Programmes in the styles of other systems, by hand and by lot, against an engine that tries every value."""

from random import Random
from typing import Any

import pytest

from matching.foreign import judged, missing, read_profiles, read_programmes
from tests.matching import other_engine
from tests.matching.other_systems import (
    CLASSES,
    EXPECTED,
    PROFILES,
    PROGRAMMES,
    some_profiles,
    some_programmes,
)

PAIRS = [(company, programme) for company in PROFILES for programme in PROGRAMMES]


def verdict(rule: Any, facts: dict[str, Any]) -> bool | None:
    (programme,) = read_programmes([{"id": "p", "rules": {"eligible": rule}}])
    (profile,) = read_profiles([{"id": "c", "facts": facts}])
    return judged(programme, profile)["eligible"].value


@pytest.mark.parametrize(("company", "programme"), PAIRS, ids=[" and ".join(pair) for pair in PAIRS])
def test_programmes_of_other_systems_have_the_verdict_worked_out_by_hand(
    company: str, programme: str
) -> None:
    expected = EXPECTED[company][programme]
    assert verdict(PROGRAMMES[programme], PROFILES[company]) is expected
    assert other_engine.verdict(PROGRAMMES[programme], PROFILES[company], CLASSES) is expected


def test_an_engine_that_tries_every_possible_value_comes_to_the_same_verdicts() -> None:
    random = Random(4)
    written, companies = some_programmes(random, 40), some_profiles(random, 40)
    found = {None: 0, True: 0, False: 0}
    for programme, rules in zip(read_programmes(written), written, strict=True):
        for profile, facts in zip(read_profiles(companies), companies, strict=True):
            for name, ours in judged(programme, profile).items():
                other = other_engine.verdict(rules["rules"][name], facts["facts"], CLASSES)
                assert ours.value is other, (rules["rules"][name], facts["facts"])
                found[other] += 1
    assert min(found.values()) > 400


def test_what_is_missing_is_named_and_a_part_that_is_never_known_names_nothing() -> None:
    rule = {
        "all": [None, {"fact": "region", "is": "Wien"}, {"any": [False, {"fact": "staff", "at_least": 3}]}]
    }
    (programme,) = read_programmes([{"id": "p", "rules": {"eligible": rule}}])
    (profile,) = read_profiles([{"id": "c", "facts": {"region": "Wien"}}])
    found = judged(programme, profile)["eligible"]
    assert (found.value, missing(found)) == (None, ["staff"])
    (settled,) = read_programmes([{"id": "p", "rules": {"eligible": {"any": [True, rule]}}}])
    assert missing(judged(settled, profile)["eligible"]) == []


@pytest.mark.parametrize(
    "written",
    [
        {"day": "2026-12-31", "until": "2026-01-01"},
        {"day": "20261231"},
        {"day": "2026-W01-1"},
        float("nan"),
        float("inf"),
        {"min": 1, "max": float("inf")},
        {"min": float("nan")},
        {"min": float("-inf")},
    ],
    ids=str,
)
def test_days_that_fall_and_numbers_that_are_none_are_refused(written: Any) -> None:
    with pytest.raises(ValueError, match=r"^profile acme, x: expected "):
        read_profiles([{"id": "acme", "facts": {"x": written}}])


def test_two_of_the_same_id_are_refused_and_whole_numbers_are_ids() -> None:
    with pytest.raises(ValueError, match=r"^profile 7: expected an id of its own, found it twice$"):
        read_profiles([{"id": 7, "facts": {}}, {"id": "7", "facts": {}}])
    assert [profile.id for profile in read_profiles([{"id": 7, "facts": {}}])] == ["7"]


@pytest.mark.parametrize("rules", [{"": True}, [], None])
def test_rules_have_names(rules: Any) -> None:
    with pytest.raises(ValueError, match=r"^programme a: expected rules by name$"):
        read_programmes([{"id": "a", "rules": rules}])
