"""What must hold for every rule: it is written as it was read, and what it says of vague facts stands."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from questionnaires.conditions import (
    AllOf,
    Comparison,
    Fact,
    Range,
    evaluate,
    one_of,
    parse,
    plain,
)

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
    rule = parse({"fact": "it", "under": classes})
    before = evaluate(rule, {"it": one_of(code)}).value
    assert before is None or evaluate(rule, {"it": one_of(code + rest)}).value is before


@given(rules, some_facts())
def test_a_verdict_without_missing_facts_is_never_unknown(
    rule: Comparison, facts: dict[str, Fact | None]
) -> None:
    found = evaluate(rule, facts)
    assert found.missing or found.value is not None
