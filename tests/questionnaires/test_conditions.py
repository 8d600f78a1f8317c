"""The rule language: every operator on every kind of fact, logic over unknowns, reading and writing."""

from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.conditions import (
    OPERATORS,
    AllOf,
    Comparison,
    Fact,
    Range,
    Truth,
    both,
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
    assert set(OPERATORS) == {"is", "in", "not_in", "under", "at_least", "at_most"} | dated


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
    ("fact", "comparison"),
    [
        (SIZE, {"is": "50"}),
        (SIZE, {"in": ["50"]}),
        (SIZE, {"not_in": ["50"]}),
        (SIZE, {"under": ["5"]}),
        (STAMPING, {"at_least": 24}),
        (CHAMBERS, {"at_most": 24}),
        (CHAMBERS, {"not_after": "2026-07-01"}),
    ],
)
def test_an_operator_that_does_not_fit_the_fact_is_an_error(fact: Fact, comparison: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="codes"):
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


# --- reading and writing -----------------------------------------------------------------------

names = st.sampled_from(["size", "sector", "group"])
codes = st.lists(st.sampled_from(["2", "25", "25.5", "29", "a"]), min_size=1, max_size=3)
limits = st.integers(0, 600) | st.floats(0, 600)
written_comparisons = st.one_of(
    st.builds(lambda n, o, c: {"fact": n, o: c}, names, st.sampled_from(["in", "not_in", "under"]), codes),
    st.builds(lambda n, c: {"fact": n, "is": c[0]}, names, codes),
    st.builds(lambda n, o, x: {"fact": n, o: x}, names, st.sampled_from(["at_least", "at_most"]), limits),
)


def nested(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    lists = st.lists(parts, min_size=1, max_size=3)
    return st.one_of(
        lists.map(lambda x: {"all": x}), lists.map(lambda x: {"any": x}), parts.map(lambda x: {"not": x})
    )


@given(st.recursive(written_comparisons, nested, max_leaves=8))
def test_writing_a_rule_is_the_inverse_of_reading_it(written: dict[str, Any]) -> None:
    rule = parse(written)
    assert plain(rule) == written
    assert parse(plain(rule)) == rule


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


# --- facts that become known -------------------------------------------------------------------

number_rules = st.builds(
    lambda n, o, x: {"fact": n, o: x},
    st.sampled_from(["size", "share"]),
    st.sampled_from(["at_least", "at_most"]),
    st.sampled_from([0, 1, 10, 49, 50, 100, 249]),
)
code_rules = st.one_of(
    st.builds(
        lambda n, o, c: {"fact": n, o: c},
        st.sampled_from(["sector", "chamber"]),
        st.sampled_from(["in", "not_in", "under"]),
        codes,
    ),
    st.builds(lambda n, c: {"fact": n, "is": c[0]}, st.sampled_from(["sector", "chamber"]), codes),
)
rules = st.recursive(number_rules | code_rules, nested, max_leaves=6).map(parse)

VALUES: dict[str, list[Fact]] = {
    "size": [Range(1, 9), Range(10, 49), Range(50, 249), Range(250)],
    "share": [Range(0, 0), Range(1, 19), Range(20, 100)],
    "sector": [one_of("2"), one_of("25"), one_of("25.5", "29"), one_of("a")],
    "chamber": [one_of("a"), one_of("29"), AllOf(frozenset({"a", "29"}))],
}


def every_way_to_know(facts: dict[str, Fact | None]) -> Iterator[dict[str, Fact]]:
    open_ = [[fact] if (fact := facts[name]) else values for name, values in VALUES.items()]
    for chosen in product(*open_):
        yield dict(zip(VALUES, chosen, strict=True))


def some_facts() -> st.SearchStrategy[dict[str, Fact | None]]:
    return st.fixed_dictionaries({n: st.none() | st.sampled_from(values) for n, values in VALUES.items()})


@given(rules, some_facts())
def test_a_verdict_stands_whatever_the_unknown_facts_turn_out_to_be(
    rule: Comparison, facts: dict[str, Fact | None]
) -> None:
    before = evaluate(rule, facts).value
    if before is not None:
        assert {evaluate(rule, known).value for known in every_way_to_know(facts)} == {before}


def sharper(fact: Fact) -> st.SearchStrategy[Fact]:
    """A fact that says more: a smaller range, fewer codes, a finer code."""
    if isinstance(fact, Range):
        high = 1000 if fact.high is None else int(fact.high)
        ends = st.tuples(st.integers(int(fact.low), high), st.integers(int(fact.low), high))
        return ends.map(lambda pair: Range(min(pair), max(pair)))
    if isinstance(fact, AllOf):
        return st.just(fact)
    return st.lists(st.sampled_from(sorted(fact.codes)), min_size=1).map(lambda kept: one_of(*kept))


@given(st.data(), rules)
def test_a_verdict_stands_when_vague_facts_become_sharp(data: st.DataObject, rule: Comparison) -> None:
    vague = {name: data.draw(st.sampled_from(values)) for name, values in VALUES.items()}
    sharp = {name: data.draw(sharper(fact)) for name, fact in vague.items()}
    before, after = evaluate(rule, vague).value, evaluate(rule, sharp).value
    assert before is None or after is before


@given(st.sampled_from(["2", "25", "29"]), st.sampled_from(["", ".5", "5"]), codes)
def test_under_stands_when_a_coarse_code_becomes_fine(code: str, rest: str, classes: list[str]) -> None:
    before = verdict(one_of(code), under=classes)
    assert before is None or verdict(one_of(code + rest), under=classes) is before


@given(rules, some_facts())
def test_a_verdict_without_missing_facts_is_never_unknown(
    rule: Comparison, facts: dict[str, Fact | None]
) -> None:
    found = evaluate(rule, facts)
    assert found.missing or found.value is not None
