"""Programmes and companies of other systems: read, judged, refused in a sentence."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from matching.__main__ import main
from matching.commands import verdicts as documented
from matching.foreign import fact, judged, read_profiles, read_programmes
from questionnaires.conditions import AllOf, Fact, Range, Truth, on, one_of


def verdict(rule: Any, **facts: Any) -> Truth:
    (programme,) = read_programmes([{"id": "advice", "rules": {"eligible": rule}}])
    (profile,) = read_profiles([{"id": "acme", "facts": facts}])
    return judged(programme, profile)["eligible"].value


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (None, None),
        ([], None),
        ("Bretagne", one_of("Bretagne")),
        (["C25.1", "C25.2"], one_of("C25.1", "C25.2")),
        ({"all": ["energy", "waste"]}, AllOf(frozenset({"energy", "waste"}))),
        ({"all": []}, AllOf(frozenset())),
        (True, one_of("yes")),
        (False, one_of("no")),
        (12, Range(12, 12)),
        (2.5, Range(2.5, 2.5)),
        ({"min": 10, "max": 49}, Range(10, 49)),
        ({"min": 250, "max": None}, Range(250)),
        ({"min": 250}, Range(250)),
        ({"min": 250, "max": 250}, Range(250, 250)),
        ({"day": "2026-07-01", "until": None}, Range(739798)),
        ({"day": "2026-11-22"}, on(date(2026, 11, 22))),
        ({"day": "2026-07-01", "until": "2026-07-31"}, Range(739798, 739828)),
    ],
)
def test_what_is_known_is_written_as_plain_json(written: Any, meant: Fact | None) -> None:
    assert fact(written) == meant


@pytest.mark.parametrize(
    "written",
    [
        {"max": 3},
        {"min": "3"},
        {"min": 5, "max": 4},
        {"min": True},
        {"all": "energy"},
        {"all": [1]},
        [1],
        {"day": "tomorrow"},
        {"day": 3},
        {"min": 1, "all": []},
        ("energy",),
        {},
    ],
)
def test_a_fact_in_another_form_is_refused_by_profile_and_name(written: Any) -> None:
    with pytest.raises(ValueError, match=r"^profile acme, staff: expected "):
        read_profiles([{"id": "acme", "facts": {"staff": written}}])


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({}, "expected a list of programmes"),
        ([{"rules": {}}], "programme 1: expected an object with an id"),
        (["advice"], "programme 1: expected an object with an id"),
        ([{"id": "a"}], "programme a: expected rules by name"),
        (
            [{"id": "a", "rules": {"open": {"fact": "x", "like": "y"}}}],
            "programme a, open: expected fact and",
        ),
        ([{"id": "a", "rules": {"open": "yes"}}], "programme a, open: expected a rule"),
    ],
)
def test_programmes_in_another_form_are_refused(data: Any, told: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(told)}"):
        read_programmes(data)


def test_a_rule_that_does_not_fit_the_kind_of_a_fact_is_refused_by_pair() -> None:
    with pytest.raises(ValueError, match=r"^programme advice, profile acme: codes have no size$"):
        verdict({"fact": "staff", "at_least": 10}, staff="many")


@pytest.mark.parametrize(
    ("facts", "value"),
    [
        ({"staff": {"min": 10, "max": 49}, "region": "Bretagne", "sector": "C25.1"}, True),
        ({"staff": {"min": 10, "max": 49}, "region": "Corse", "sector": "C25.1"}, False),
        ({"staff": {"min": 10, "max": 49}, "region": "Bretagne", "sector": "C"}, None),
        ({"staff": {"min": 5, "max": 49}, "region": "Bretagne", "sector": "C25.1"}, None),
        ({"staff": 5}, False),
        ({"region": "Bretagne"}, None),
        ({"staff": 20, "region": "Bretagne", "industry": True}, True),
        ({"staff": 20, "region": "Bretagne", "industry": False, "sector": "A01"}, False),
    ],
)
def test_rules_are_nested_at_any_depth_and_missing_facts_leave_open_what_they_would_decide(
    facts: dict[str, Any], value: Truth
) -> None:
    rule = {
        "all": [
            {"fact": "staff", "at_least": 10},
            {
                "any": [
                    {
                        "all": [
                            {"fact": "sector", "under": ["C"]},
                            {"not": {"fact": "sector", "under": ["C10"]}},
                        ]
                    },
                    {"fact": "industry", "is": True},
                ]
            },
            {"not": {"fact": "region", "in": ["Corse"]}},
        ]
    }
    assert verdict(rule, **facts) is value


@pytest.mark.parametrize(("day", "value"), [("2026-12-31", True), ("2027-01-01", False)])
def test_a_programme_ends_after_its_last_day(day: str, value: Truth) -> None:
    assert verdict({"fact": "today", "not_after": "2026-12-31"}, today={"day": day}) is value
    assert verdict({"fact": "today", "not_after": "2026-12-31"}) is None


@pytest.mark.parametrize("settled", [True, False, None])
def test_a_rule_may_be_settled_from_the_start(settled: Truth) -> None:
    assert verdict(settled) is settled


def test_every_pair_has_a_line_with_a_verdict_for_each_rule(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The example of the command's own description."""
    description = documented.__doc__ or ""
    catalogue, profiles = (tmp_path / name for name in ("catalogue.json", "profiles.json"))
    example = [line for line in description.splitlines() if line.startswith("    ")]
    programmes = example[: next(n for n, line in enumerate(example) if '"acme"' in line)]
    companies = [re.split(r"(?<=[,\]}])\s{2,}", line.strip())[0] for line in example[len(programmes) :]]
    catalogue.write_text("\n".join(programmes), encoding="utf-8")
    profiles.write_text("\n".join(companies), encoding="utf-8")

    assert main(["verdicts", str(catalogue), str(profiles), "--facts"]) == 0

    (line,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert line == {
        "programme": "advice",
        "profile": "acme",
        "targeted": True,
        "eligible": True,
        "missing": {"targeted": [], "eligible": []},
    }


def test_a_file_that_is_not_json_is_refused_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "catalogue.json"
    file.write_text("[{", encoding="utf-8")

    assert main(["verdicts", str(file), str(file)]) == 2
    assert "not readable as JSON" in capsys.readouterr().err
