"""Routing in the words of XLSForm: read, written, and refused where it says more than is understood."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.conditions import OPERATORS, Comparison, parse
from questionnaires.definition.questions import Question
from questionnaires.exchange import expressing, relevant
from questionnaires.exchange.expressing import Sources
from questionnaires.exchange.relevant import Known
from tests.questionnaires.builders import WORDS, WRITTEN, a_question, an_option

NAMES = {
    "size": Known("size"),
    "plan": Known("plan"),
    "tools": Known("tools", several=True),
    "a.b-1": Known("fact"),
}
SECTOR = [
    an_option("metal", fact=["24.5", "25.5"]),
    an_option("plastic", fact=["22"]),
    an_option("other", fact=["x"]),
]
SHARE = [an_option("none", fact={"min": 0, "max": 0}), an_option("some", fact={"min": 1, "max": 100})]
QUESTIONS: list[Question] = [
    a_question("size", codes="small large huge"),
    a_question("plan"),
    WRITTEN.validate_python(
        {"id": "tools", "kind": "several", "title": WORDS, "options": [an_option("saw"), an_option("lathe")]}
    ),
    WRITTEN.validate_python({"id": "people", "kind": "number", "title": WORDS, "limits": [0, 900]}),
    a_question("sector", options=SECTOR),
    a_question("share", fact="percent", options=SHARE),
]
SOURCES = Sources(
    {question.id: question for question in QUESTIONS} | {"percent": QUESTIONS[-1]},
    {question.id: question.id for question in QUESTIONS} | {"size": "_size"},
)


@pytest.mark.parametrize(
    ("expression", "rule"),
    [
        ("${size} = 'a'", {"fact": "size", "is": "a"}),
        ('${size}="a b"', {"fact": "size", "is": "a b"}),
        ("${size} != 'a'", {"fact": "size", "not_in": ["a"]}),
        ("selected(${tools}, 'a')", {"fact": "tools", "is": "a"}),
        ("${plan} >= 2", {"fact": "plan", "at_least": 2}),
        ("${plan}<=-2.5", {"fact": "plan", "at_most": -2.5}),
        ("${a.b-1} = 'a'", {"fact": "fact", "is": "a"}),
        ("${size} = 'a' or ${size} = 'b'", {"fact": "size", "in": ["a", "b"]}),
        ("not(${size} = 'a' or ${size} = 'b')", {"fact": "size", "not_in": ["a", "b"]}),
        ("not ( ${plan} >= 2 )", {"not": {"fact": "plan", "at_least": 2}}),
        (
            "${size} = 'a' or ${plan} >= 1 and ${plan} <= 2",
            {
                "any": [
                    {"fact": "size", "is": "a"},
                    {"all": [{"fact": "plan", "at_least": 1}, {"fact": "plan", "at_most": 2}]},
                ]
            },
        ),
        (
            "(${size} = 'a' or ${plan} >= 1) and selected(${tools}, 'b')",
            {
                "all": [
                    {"any": [{"fact": "size", "is": "a"}, {"fact": "plan", "at_least": 1}]},
                    {"fact": "tools", "is": "b"},
                ]
            },
        ),
    ],
)
def test_an_expression_is_read_as_a_rule(expression: str, rule: Any) -> None:
    assert relevant.read(expression, NAMES) == rule
    parse(rule)


@pytest.mark.parametrize(
    ("expression", "told"),
    [
        ("", "found 'the end'"),
        ("${size}", "found 'the end'"),
        ("${size} = a", "found 'a'"),
        ("${size} = 3", "found '3'"),
        ("${size} > 3", "found '> 3'"),
        ("${plan} >= '3'", "found \"'3'\""),
        ("${size} = 'a' and", "found 'the end'"),
        ("${size} = 'a' ${plan} >= 1", "found '${plan}'"),
        ("(${size} = 'a'", "found 'the end'"),
        ("count(${size}) >= 1", "found 'count'"),
        ("not ${size} = 'a'", "found '${size}'"),
        (". = 'a'", "found \". = 'a'\""),
        ("${size} = ${plan}", "found '${plan}'"),
        ("${age} = 'a'", "expected the name of a question of this sheet, found ${age}"),
        ("${tools} = 'a'", "expected selected(${question}, 'option')"),
        ("(" * 50 + "${size} = 'a'" + ")" * 50, "expected at most 12 conditions in each other"),
    ],
)
def test_what_is_not_understood_is_refused_with_what_was_expected(expression: str, told: str) -> None:
    with pytest.raises(ValueError, match="expected") as refusal:
        relevant.read(expression, NAMES)
    assert told in str(refusal.value)


@given(expression=st.text(alphabet="${}size plan='>=!<,()ator12.not", max_size=40))
def test_any_text_is_read_or_refused(expression: str) -> None:
    try:
        parse(relevant.read(expression, NAMES))
    except ValueError as error:
        told = str(error)
    else:
        told = "expected nothing else"
    assert told.startswith("expected")


@pytest.mark.parametrize(
    ("rule", "expression"),
    [
        ({"fact": "size", "is": "small"}, "${_size} = 'small'"),
        ({"fact": "size", "not_in": ["small"]}, "${_size} != 'small'"),
        ({"fact": "size", "not_in": ["small", "huge"]}, "not(${_size} = 'small' or ${_size} = 'huge')"),
        (
            {"fact": "tools", "in": ["saw", "lathe"]},
            "selected(${tools}, 'saw') or selected(${tools}, 'lathe')",
        ),
        ({"fact": "plan", "at_least": 2}, "${plan} >= 2"),
        ({"fact": "people", "at_most": 2.5}, "${people} <= 2.5"),
        (
            {"all": [{"fact": "size", "in": ["small", "huge"]}, {"not": {"fact": "plan", "at_least": 1}}]},
            "(${_size} = 'small' or ${_size} = 'huge') and not(${plan} >= 1)",
        ),
    ],
)
def test_a_rule_is_written_as_an_expression_that_says_it_all(rule: Any, expression: str) -> None:
    assert expressing.write(parse(rule), SOURCES) == expression
    assert expressing.says_it_all(expression, parse(rule), SOURCES)


@pytest.mark.parametrize(
    ("rule", "expression"),
    [
        ({"fact": "sector", "under": ["24", "25"]}, "${sector} = 'metal'"),
        ({"fact": "sector", "under": ["2"]}, "${sector} = 'metal' or ${sector} = 'plastic'"),
        ({"fact": "percent", "at_least": 1}, "${share} = 'some'"),
        ({"fact": "size", "in": ["small"]}, "${_size} = 'small'"),
        ({"any": [{"fact": "plan", "at_least": 1}]}, "(${plan} >= 1)"),
        (
            {"any": [{"fact": "size", "is": "small"}, {"fact": "size", "is": "huge"}]},
            "${_size} = 'small' or ${_size} = 'huge'",
        ),
    ],
)
def test_an_expression_that_does_not_say_it_all_is_known_as_such(rule: Any, expression: str) -> None:
    written = expressing.write(parse(rule), SOURCES)
    assert written is not None
    assert not expressing.says_it_all(written, parse(rule), SOURCES)


@pytest.mark.parametrize(
    "rule",
    [
        {"fact": "budget", "is": "high"},
        {"fact": "sector", "is": "25.5"},
        {"fact": "sector", "under": ["25", "22"]},
        {"fact": "tools", "under": ["s"]},
        {"fact": "percent", "at_least": 50},
        {"fact": "people", "at_least": 1e-7},
        {"not": {"fact": "budget", "is": "high"}},
    ],
)
def test_a_rule_without_an_expression_has_none(rule: Any) -> None:
    assert expressing.write(parse(rule), SOURCES) is None


CODES = {"size": ["small", "large", "huge"], "tools": ["saw", "lathe"]}
COMPARED = st.one_of(
    [
        st.builds(
            lambda o, x, fact=fact: {"fact": fact, o: x[0] if o == "is" else x},
            st.sampled_from(["is", "in", "not_in", "under"]),
            st.lists(st.sampled_from(codes), min_size=1, max_size=3),
        )
        for fact, codes in CODES.items()
    ]
    + [
        st.builds(
            lambda f, o, n: {"fact": f, o: n},
            st.sampled_from(["plan", "people"]),
            st.sampled_from(["at_least", "at_most"]),
            st.integers(-1, 5) | st.just(0.5),
        )
    ]
)
RULES = st.recursive(
    COMPARED,
    lambda parts: (
        parts.map(lambda part: {"not": part})
        | st.lists(parts, min_size=1, max_size=3).map(lambda all_: {"all": all_})
        | st.lists(parts, min_size=1, max_size=3).map(lambda any_: {"any": any_})
    ),
    max_leaves=5,
)


@given(rule=RULES)
def test_what_is_written_can_be_read_and_written_again(rule: Any) -> None:
    expression = expressing.write(parse(rule), SOURCES)
    if expression is not None:
        read = parse(relevant.read(expression, SOURCES.known))
        again = expressing.write(read, SOURCES)
        assert again is not None
        assert expressing.says_it_all(again, read, SOURCES)


@pytest.mark.parametrize("operator", sorted(set(OPERATORS) - {"is", "in", "not_in", "at_least", "at_most"}))
def test_an_operator_that_xlsform_does_not_have_never_says_it_all(operator: str) -> None:
    operand = "2026-01-01" if operator.startswith("not_") else ["small"]
    written = expressing.write(Comparison("size", operator, operand), SOURCES)
    assert written is None or written == "${_size} = 'small'"
