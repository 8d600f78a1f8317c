"""How good the lists are, measured on judgments and on the worked cases."""

import json
from math import log2
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.__main__ import main
from matching.anonymous import of_worked_cases, read_profiles, written
from matching.catalogue import released
from matching.evaluation import evaluate, ndcg, needs_at_five, order, unknown
from matching.learning import learn
from matching.proposing import propose
from matching.ranking import match
from questionnaires.conditions import AllOf, Range, one_of
from tests.matching.builders import TODAY, a_catalogue, a_company, a_supplier, an_offer
from tests.matching.outcomes import near_is_better

GRADES = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 3))


# --- nDCG


def test_ndcg_is_computed_as_it_is_published() -> None:
    gained = (2**3 - 1) / log2(2) + (2**1 - 1) / log2(4)
    best = (2**3 - 1) / log2(2) + (2**1 - 1) / log2(3)
    assert ndcg(["a", "c", "b"], {"a": 3, "b": 1}) == pytest.approx(gained / best)


def test_offers_after_the_last_place_count_nothing() -> None:
    assert ndcg(["c", "a"], {"a": 3}, k=1) == 0


def test_where_nothing_helps_no_order_is_better() -> None:
    assert ndcg(["a"], {"a": 0}) is None


@given(GRADES, st.permutations("abcdefgh"))
def test_the_best_order_has_ndcg_one_and_no_order_more(grades: dict[str, int], ranked: list[str]) -> None:
    best = sorted("abcdefgh", key=lambda offer: -grades.get(offer, 0))
    value = ndcg(ranked, grades)
    if value is not None:
        assert ndcg(best, grades) == pytest.approx(1)
        assert 0 <= value <= 1 + 1e-12


# --- the other measures


def test_needs_at_five_counts_strong_needs_that_somebody_serves() -> None:
    offers = [
        an_offer("one", needs=["hydrogen"]),
        *(an_offer(f"same-{n}", organisation="same", needs=["charging"]) for n in range(3)),
    ]
    who = a_company().needing(hydrogen=0.9, charging=0.8, ai_data=0.9, cybersecurity=0.1).profile
    assert needs_at_five(who, match(a_catalogue(*offers), who, TODAY)) == 1
    weak = a_company().needing(cybersecurity=0.1).profile
    assert needs_at_five(weak, match(a_catalogue(*offers), weak, TODAY)) is None


def test_the_share_of_unknown_verdicts_leaves_withheld_offers_out() -> None:
    offers = a_catalogue(
        an_offer("sourced"),
        an_offer("confirmed", status={"confirmed_on": "2026-10-01"}),
        an_offer("elsewhere", criteria={"district": ["03151"]}),
        an_offer("ended", status={"state": "ended"}),
    )
    found = match(offers, a_supplier().profile, TODAY)
    assert unknown(found) == pytest.approx(1 / 3)
    assert unknown(match(a_catalogue(), a_supplier().profile, TODAY)) is None


def test_exposure_is_counted_over_the_first_five() -> None:
    offers = a_catalogue(*(an_offer(f"o{n}", organisation="one" if n < 4 else "two") for n in range(8)))
    who = {"a": a_supplier().needing(automation_robotics=0.5).profile}
    assert evaluate(offers, who, TODAY).exposure == {"one": 2, "two": 2}


def test_measures_are_means_over_the_companies_that_tell() -> None:
    offers = a_catalogue(an_offer("good"), an_offer("bad", needs=["hydrogen"]))
    who = {id_: a_supplier().needing(automation_robotics=0.5).profile for id_ in "ab"}
    measured = evaluate(offers, who, TODAY, grades={"a": {"good": 1}, "b": {"good": 0}})
    assert (measured.companies, measured.ndcg) == (2, 1.0)
    assert evaluate(offers, {}, TODAY).ndcg is None


def test_a_learned_model_can_be_measured_too() -> None:
    weights = released().weights
    experts, learned = (
        evaluate(released(), of_worked_cases("readiness"), TODAY, model)
        for model in (None, learn(near_is_better(40), weights))
    )
    assert experts.exposure != learned.exposure
    assert experts.unknown == learned.unknown


def test_the_list_is_judged_as_a_company_sees_it() -> None:
    found = match(released(), a_supplier().needing(hydrogen=0.5).profile, TODAY)
    assert order(found)[: len(found.first)] == [listed.offer.id for listed in found.first]
    assert len(order(found)) == len(found.first) + len(found.further)


# --- anonymous profiles


def test_the_worked_cases_survive_json() -> None:
    cases = of_worked_cases("readiness")
    again = read_profiles(json.loads(json.dumps(written(cases))))
    for id_, case in cases.items():
        assert {name: fact for name, fact in case.facts.items() if fact} == again[id_].facts
        assert {gap.need: gap.gap for gap in case.needs} == {gap.need: gap.gap for gap in again[id_].needs}


def test_a_profile_is_read_with_facts_needs_and_goal() -> None:
    entry = {
        "id": "a",
        "facts": {"district": "03102", "employees": {"min": 50, "max": 99}, "membership": {"all": ["ihk"]}},
        "needs": {"hydrogen": 0.4, "charging": 1},
        "goal": "Wasserstoff",
    }
    found = read_profiles([entry])["a"]
    assert found.facts == {
        "district": one_of("03102"),
        "employees": Range(50, 99),
        "membership": AllOf(frozenset({"ihk"})),
    }
    assert [(gap.need, gap.gap) for gap in found.needs] == [("charging", 1), ("hydrogen", 0.4)]
    assert found.goal == "Wasserstoff"
    assert "goal" not in written({"a": found})[0]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "expected a list of profiles"),
        ([{"facts": {}}], "profile 1: expected an object with an id"),
        ([{"id": "a"}, {"id": "a"}], "expected every profile to have an id of its own"),
        ([{"id": "a", "facts": []}], "profile a: expected facts by name and needs by name"),
        ([{"id": "a", "needs": {"gold": 1}}], "profile a: unknown need 'gold'"),
        ([{"id": "a", "needs": {"hydrogen": 2}}], "profile a: need hydrogen: expected a gap above 0"),
        ([{"id": "a", "needs": {"hydrogen": True}}], "profile a: need hydrogen: expected a gap above 0"),
        ([{"id": "a", "goal": 3}], "profile a: expected a goal in words, found 3"),
    ],
)
def test_profiles_that_cannot_be_read_are_refused_by_name(data: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_profiles(data)


# --- the command


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert main(["evaluate", "--today", "2026-11-22", *arguments]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_the_worked_cases_are_measured_without_judgments(capsys: pytest.CaptureFixture[str]) -> None:
    found = printed(capsys)
    assert (found["catalogue"], found["companies"]) == (released().revision, 5)
    assert found["ndcg"] is None
    assert 0.5 < found["needs_at_five"] <= 1
    assert sum(found["exposure"].values()) <= 25


def test_judgments_and_a_model_are_read_from_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    judgments, model = tmp_path / "judgments.jsonl", tmp_path / "model.json"
    lines = [
        {"id": "a", "needs": {"energy_efficiency": 0.9}, "grades": {"kean": 3, "igm-son": 0}},
        {"id": "b", "case": "plastics_wolfsburg", "grades": {"kean": 1}},
    ]
    judgments.write_text("\n".join([*map(json.dumps, lines), ""]), encoding="utf-8")
    proposed = propose(near_is_better(20), [], released(), None, TODAY)
    model.write_text(proposed.model_dump_json(), encoding="utf-8")
    found = printed(capsys, "--judgments", str(judgments), "--model", str(model), "--top", "5")
    assert (found["companies"], found["top"]) == (2, 5)
    assert 0 <= found["ndcg"] <= 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "Expecting property name"),
        ('{"grades": {}}', "expected an object with an id"),
        ('{"id": "a"}', "expected grades by the id of the offer"),
        ('{"id": "a", "grades": {"gold": 1}}', "unknown offer 'gold'"),
        ('{"id": "a", "grades": {"kean": 0.5}}', "kean: expected a whole grade"),
        ('{"id": "a", "case": "nobody", "grades": {"kean": 1}}', "no worked case nobody"),
        ('{"id": "a", "facts": {"x": [1]}, "grades": {"kean": 1}}', "expected a list of codes"),
    ],
)
def test_judgments_that_cannot_be_read_are_refused_with_their_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, said: str
) -> None:
    file = tmp_path / "judgments.jsonl"
    file.write_text(line, encoding="utf-8")
    assert main(["evaluate", "--judgments", str(file)]) == 2
    refused = capsys.readouterr().err
    assert f"{file}:1: " in refused
    assert said in refused


def test_a_list_of_no_offers_cannot_be_measured(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--top", "0"]) == 2
    assert "at least one offer" in capsys.readouterr().err
