"""The rule language: every operator on every kind of fact, logic over unknowns, reading and writing."""

from datetime import date
from typing import Any

import pytest

from questionnaires.conditions import (
    OPERATORS,
    AllOf,
    Comparison,
    Fact,
    Range,
    Truth,
    both,
    comparisons,
    either,
    evaluate,
    negated,
    on,
    one_of,
    parse,
    plain,
)

SIZE = Range(50, 249)
OPEN = Range(500)
EXACT = Range(20, 20)
STAMPING = one_of("24.5", "25.5")
CHAMBERS = AllOf(frozenset({"ihk", "hwk"}))


def verdict(fact: Fact | None, **comparison: Any) -> Truth:
    return evaluate(parse({"fact": "it", **comparison}), {"it": fact}).value


# --- operators ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "limit", "at_least", "at_most"),
    [
        (SIZE, 49, True, False),
        (SIZE, 50, True, None),
        (SIZE, 51, None, None),
        (SIZE, 200, None, None),
        (SIZE, 249, None, True),
        (SIZE, 250, False, True),
        (OPEN, 499, True, False),
        (OPEN, 500, True, None),
        (OPEN, 10_000, None, None),
        (EXACT, 19, True, False),
        (EXACT, 20, True, True),
        (EXACT, 20.5, False, True),
        (EXACT, 21, False, True),
    ],
)
def test_a_limit_that_straddles_a_range_is_unknown(
    size: Range, limit: float, at_least: Truth, at_most: Truth
) -> None:
    assert verdict(size, at_least=limit) is at_least
    assert verdict(size, at_most=limit) is at_most


@pytest.mark.parametrize(
    ("codes", "wanted", "among"),
    [
        (one_of("29"), ["29"], True),
        (one_of("29"), ["28"], False),
        (one_of("29"), ["28", "29"], True),
        (one_of("29"), ["29.3"], False),
        (STAMPING, ["24.5"], None),
        (STAMPING, ["24.5", "25.5"], True),
        (STAMPING, ["24.5", "25.5", "28"], True),
        (STAMPING, ["28"], False),
        (CHAMBERS, ["ihk"], True),
        (CHAMBERS, ["hwk", "none"], True),
        (CHAMBERS, ["none"], False),
    ],
)
def test_a_code_is_among_others_surely_not_or_perhaps(codes: Fact, wanted: list[str], among: Truth) -> None:
    assert verdict(codes, **{"in": wanted}) is among
    assert verdict(codes, not_in=wanted) is negated(among)
    if len(wanted) == 1:
        assert verdict(codes, **{"is": wanted[0]}) is among


@pytest.mark.parametrize(
    ("codes", "classes", "under"),
    [
        (one_of("25.5"), ["25"], True),
        (one_of("25"), ["25"], True),
        (one_of("26"), ["25"], False),
        (one_of("2"), ["25"], None),
        (one_of("25"), ["25.5"], None),
        (one_of("25"), ["24", "25.5"], None),
        (one_of("29.3"), ["25", "29.3"], True),
        (STAMPING, ["24", "25"], True),
        (STAMPING, ["25"], None),
        (STAMPING, ["26", "27"], False),
        (STAMPING, ["24.51", "25.51"], None),
        (AllOf(frozenset({"25.5", "62"})), ["25"], True),
        (AllOf(frozenset({"25.5", "62"})), ["62.01"], None),
        (AllOf(frozenset({"25.5", "62"})), ["29"], False),
    ],
)
def test_a_code_coarser_than_the_class_may_lie_in_it_or_not(
    codes: Fact, classes: list[str], under: Truth
) -> None:
    assert verdict(codes, under=classes) is under


@pytest.mark.parametrize(
    "comparison",
    [
        {"is": "a"},
        {"in": ["a"]},
        {"not_in": ["a"]},
        {"under": ["a"]},
        {"at_least": 1},
        {"at_most": 1},
        {"not_before": "2026-07-01"},
        {"not_after": "2026-07-01"},
    ],
)
def test_what_is_not_known_decides_nothing(comparison: dict[str, Any]) -> None:
    assert verdict(None, **comparison) is None
    assert evaluate(parse({"fact": "never_asked", **comparison}), {}).value is None


def test_every_operator_is_tried_here() -> None:
    dated = {"not_before", "not_after"}
    assert set(OPERATORS) == {"is", "in", "not_in", "under", "at_least", "at_most", "known"} | dated


@pytest.mark.parametrize(("word", "stated", "nothing"), [("yes", True, False), ("no", False, True)])
def test_whether_something_is_known_is_never_unknown(word: str, stated: bool, nothing: bool) -> None:
    for fact in (Range(1, 9), one_of("a", "b"), AllOf(frozenset({"a"}))):
        assert verdict(fact, known=word) is stated
    assert verdict(None, known=word) is nothing
    assert evaluate(parse({"fact": "never_asked", "known": word}), {}).missing == ()
    assert parse({"fact": "size", "known": word == "yes"}) == parse({"fact": "size", "known": word})


@pytest.mark.parametrize(
    ("day", "not_before", "not_after"),
    [("2026-06-30", True, False), ("2026-07-01", True, True), ("2026-07-02", False, True)],
)
def test_a_day_is_compared_with_the_day_itself_included(
    day: str, not_before: Truth, not_after: Truth
) -> None:
    founded = on(date(2026, 7, 1))
    assert verdict(founded, not_before=day) is not_before
    assert verdict(founded, not_after=day) is not_after
    assert verdict(founded, not_before=date.fromisoformat(day)) is not_before, "as YAML reads a bare date"


def test_a_month_may_lie_on_both_sides_of_a_day() -> None:
    july = Range(date(2026, 7, 1).toordinal(), date(2026, 7, 31).toordinal())
    assert verdict(july, not_before="2026-07-15") is None
    assert verdict(july, not_after="2026-07-31") is True


def test_a_bare_yes_is_the_code_yes() -> None:
    assert verdict(one_of("yes"), **{"is": True}) is True
    assert verdict(one_of("no"), **{"is": True}) is False
    assert plain(parse({"fact": "x", "is": False})) == {"fact": "x", "is": "no"}


@pytest.mark.parametrize(
    ("fact", "comparison", "said"),
    [
        (SIZE, {"is": "50"}, "a range has no codes"),
        (SIZE, {"in": ["50"]}, "a range has no codes"),
        (SIZE, {"not_in": ["50"]}, "a range has no codes"),
        (SIZE, {"under": ["5"]}, "a range has no codes"),
        (STAMPING, {"at_least": 24}, "codes have no size"),
        (CHAMBERS, {"at_most": 24}, "codes have no size"),
        (CHAMBERS, {"not_after": "2026-07-01"}, "codes have no size"),
    ],
)
def test_an_operator_that_does_not_fit_the_fact_is_an_error(
    fact: Fact, comparison: dict[str, Any], said: str
) -> None:
    with pytest.raises(TypeError, match=f"^{said}$"):
        verdict(fact, **comparison)


# --- logic -------------------------------------------------------------------------------------

T, F, U = True, False, None


@pytest.mark.parametrize(
    ("a", "b", "and_", "or_"),
    [
        (T, T, T, T), (T, U, U, T), (T, F, F, T),
        (U, T, U, T), (U, U, U, U), (U, F, F, U),
        (F, T, F, T), (F, U, F, U), (F, F, F, F),
    ],
)  # fmt: skip
def test_logic_over_unknowns_is_kleenes(a: Truth, b: Truth, and_: Truth, or_: Truth) -> None:
    assert both([a, b]) is and_
    assert either([a, b]) is or_
    assert negated(both([a, b])) is either([negated(a), negated(b)])


def test_negation_leaves_the_unknown_unknown() -> None:
    assert [negated(value) for value in (T, U, F)] == [F, U, T]


def test_all_of_nothing_is_true_and_any_of_nothing_is_false() -> None:
    assert both([]) is True
    assert either([]) is False


def test_all_is_false_as_soon_as_one_part_is_whatever_is_unknown() -> None:
    rule = parse({"all": [{"fact": "size", "at_most": 49}, {"fact": "group", "is": "independent"}]})
    assert evaluate(rule, {"size": SIZE, "group": None}).value is False
    assert evaluate(rule, {"size": Range(10, 49), "group": None}).value is None


def test_the_trace_holds_every_comparison_even_after_the_outcome_is_clear() -> None:
    rule = parse(
        {"any": [{"fact": "a", "is": "x"}, {"not": {"fact": "b", "at_least": 60}}, {"fact": "c", "is": "y"}]}
    )
    found = evaluate(rule, {"a": one_of("x"), "b": SIZE})
    assert found.value is True
    assert [(t.comparison.fact, t.found, t.value) for t in found.traces] == [
        ("a", one_of("x"), True),
        ("b", SIZE, None),
        ("c", None, None),
    ]


def test_missing_names_absent_and_vague_facts_once_in_the_order_asked() -> None:
    parts = [
        {"fact": "size", "at_most": 200},
        {"fact": "group", "is": "independent"},
        {"fact": "size", "at_least": 60},
        {"fact": "sector", "is": "29"},
    ]
    found = evaluate(parse({"all": parts}), {"size": SIZE, "sector": one_of("29")})
    assert found.missing == ("size", "group")


def test_the_comparisons_of_a_rule_are_found_however_deep_they_stand_in_the_order_written() -> None:
    parts = [
        {"fact": "a", "is": "x"},
        {"not": {"any": [{"fact": "b", "at_least": 1}, {"fact": "a", "is": "y"}]}},
        {"fact": "c", "under": ["25"]},
    ]
    found = list(comparisons(parse({"all": parts})))
    assert found == [
        Comparison("a", "is", "x"),
        Comparison("b", "at_least", 1),
        Comparison("a", "is", "y"),
        Comparison("c", "under", ["25"]),
    ]


# --- reading and writing -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("E01", "expected a rule such as"),
        (["all"], "expected a rule such as"),
        (None, "expected a rule such as"),
        ({}, "expected fact and one of is, in, not_in, under, at_least, at_most"),
        ({"fact": "size"}, "expected fact and one of"),
        ({"is": "x"}, "expected fact and one of"),
        ({"fact": 3, "is": "x"}, "expected fact and one of"),
        ({"fact": "size", "at_least": 1, "at_most": 3}, "expected fact and one of"),
        ({"fact": "size", "equals": 3}, "expected fact and one of"),
        ({"fact": "size", "is": "x", "note": "y"}, "expected fact and one of"),
        ({"all": []}, "or all, any, not"),
        ({"any": {"fact": "size", "is": "x"}}, "or all, any, not"),
        ({"all": [{"fact": "a", "is": "x"}], "any": [{"fact": "a", "is": "x"}]}, "or all, any, not"),
        ({"not": []}, "expected a rule such as"),
        ({"fact": "sector", "is": 24.5}, "expected a code in quotes for 'is', found 24.5"),
        ({"fact": "sector", "is": ["29"]}, "expected a code in quotes for 'is'"),
        ({"fact": "sector", "in": "29"}, "expected a list of codes for 'in', found '29'"),
        ({"fact": "sector", "in": []}, "expected a list of codes for 'in'"),
        ({"fact": "sector", "not_in": ["29", 30]}, "expected a list of codes for 'not_in'"),
        ({"fact": "sector", "under": [25.5]}, "expected a list of code prefixes for 'under'"),
        ({"fact": "size", "at_least": "50"}, "expected a number for 'at_least', found '50'"),
        ({"fact": "size", "at_most": True}, "expected a number for 'at_most', found True"),
        ({"fact": "size", "at_most": float("nan")}, "expected a number for 'at_most', found nan"),
        ({"fact": "size", "at_least": float("inf")}, "expected a number for 'at_least', found inf"),
        ({"fact": "size", "at_least": float("-inf")}, "expected a number for 'at_least', found -inf"),
        ({"fact": "founded", "not_before": "spring"}, "expected a date such as 2026-12-31 for 'not_before'"),
        ({"fact": "founded", "not_before": "20260701"}, "expected a date such as 2026-12-31"),
        ({"fact": "founded", "not_after": 20260701}, "expected a date such as 2026-12-31 for 'not_after'"),
    ],
)
def test_a_rule_that_cannot_be_read_says_what_was_expected(written: Any, expected: str) -> None:
    with pytest.raises(ValueError, match=r"^expected ") as refusal:
        parse(written)
    assert expected in str(refusal.value)


def test_the_part_that_is_wrong_is_named_inside_a_long_rule() -> None:
    parts = [{"fact": "size", "at_most": 249}, {"not": {"fact": "size", "at_most": "many"}}]
    with pytest.raises(ValueError, match="found 'many'"):
        parse({"all": parts})
