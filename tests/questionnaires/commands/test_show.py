"""A questionnaire as a person reads it."""

from functools import cache
from pathlib import Path

import pytest

from questionnaires import library
from questionnaires.__main__ import main
from questionnaires.commands.show import shown
from questionnaires.commands.show.page import Page
from questionnaires.commands.show.words import WORDS
from questionnaires.conditions import OPERATORS, parse
from questionnaires.definition import Action, Predecessor, Profile, Questionnaire
from questionnaires.definition.kinds import Number
from questionnaires.definition.questions import Option
from questionnaires.definition.tree import Gate
from questionnaires.exchange import limesurvey
from questionnaires.scoring.joining import AGGREGATES
from questionnaires.text import LANGUAGES, Language
from tests.questionnaires.builders import WORDS as SAME
from tests.questionnaires.builders import a_node, a_question, a_questionnaire, an_option
from tests.questionnaires.exchange.surveys import FIXTURES
from tests.questionnaires.folders import tiny

SHOWN = Path(__file__).parent / "shown"
ALL = sorted(file.parent for file in library.CONTENT.glob("*/*/questionnaire.yaml"))


@cache
def loaded(folder: Path) -> Questionnaire:
    return library.load(folder)


def page(language: Language, questionnaire: Questionnaire) -> str:
    return shown(Page(questionnaire, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tiny_questionnaire_is_shown_as_it_always_was(tmp_path: Path, language: Language) -> None:
    expected = (SHOWN / f"tiny-{language}.txt").read_text(encoding="utf-8")
    assert page(language, tiny(tmp_path).load()) + "\n" == expected


@pytest.mark.parametrize("folder", ALL, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
@pytest.mark.parametrize("language", LANGUAGES)
def test_all_content_can_be_shown_in_lines_that_fit(folder: Path, language: Language) -> None:
    questionnaire = loaded(folder)
    lines = page(language, questionnaire).splitlines()
    assert max(map(len, lines)) <= Page.WIDTH
    text = "\n".join(lines)
    assert all(f"{id_} · " in text for id_ in (*questionnaire.question, *questionnaire.node))
    assert page(language, questionnaire) == text


def test_the_command_shows_german_unless_told_otherwise(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "readiness"]) == 0
    german = capsys.readouterr().out
    assert main(["show", "readiness", "--language", "en"]) == 0
    english = capsys.readouterr().out
    assert "Nur wenn automotive_share mindestens 1 ist." in german
    assert "Only if automotive_share is at least 1." in english


def test_a_survey_of_limesurvey_can_be_shown() -> None:
    found = limesurvey.read(FIXTURES / "works.txt")
    assert "Mehrere Antworten, auch keine · 0 bis 6 Punkte" in page("de", found)


# --- in words ----------------------------------------------------------------------------------

DAY = "2026-01-31"
A, B = {"fact": "a", "is": "x"}, {"fact": "b", "is": "y"}


@pytest.mark.parametrize(
    ("rule", "de", "en"),
    [
        ({"fact": "q1", "is": "yes"}, "q1 „Worte“ ist", "q1 is “words”"),
        ({"fact": "sector", "in": ["25", "29"]}, "sector 25 oder 29 ist", "sector is 25 or 29"),
        ({"fact": "sector", "not_in": ["25"]}, "sector nicht 25 ist", "sector is not 25"),
        ({"fact": "sector", "under": ["25"]}, "sector unter 25 fällt", "sector falls under 25"),
        ({"fact": "size", "at_least": 2.5}, "size mindestens 2,5 ist", "size is at least 2.5"),
        ({"fact": "size", "at_most": 9}, "size höchstens 9 ist", "size is at most 9"),
        ({"fact": "day", "not_after": DAY}, f"day nicht nach dem {DAY} liegt", f"day is not after {DAY}"),
        ({"fact": "size", "known": "yes"}, "size bekannt ist", "size is known"),
        ({"fact": "size", "known": False}, "size nicht bekannt ist", "size is not known"),
        ({"not": {"fact": "size", "at_most": 9}}, "size über 9 liegt", "size is above 9"),
        ({"not": {"fact": "q1", "is": "no"}}, "q1 nicht „Worte“ ist", "q1 is not “words”"),
        (
            {"all": [{"any": [A, B]}, {"fact": "c", "is": "z"}]},
            "(a x ist oder b y ist) und c z ist",
            "(a is x or b is y) and c is z",
        ),
        (
            {"not": {"all": [A, B]}},
            "nicht gilt, dass (a x ist und b y ist)",
            "it is not so that (a is x and b is y)",
        ),
    ],
)  # fmt: skip
def test_a_rule_is_told_in_words(rule: dict[str, object], de: str, en: str) -> None:
    questionnaire = a_questionnaire([a_question("q1", codes="yes no")], tree=[a_node("n", "q1")])
    said = {language: Page(questionnaire, language).rule(parse(rule)) for language in LANGUAGES}
    assert said == {"de": de, "en": en}


def test_every_way_and_every_comparison_has_words() -> None:
    assert set(AGGREGATES) - {"none"} <= set(WORDS)
    assert set(OPERATORS) - {"known"} | {"known_yes", "known_no"} <= set(WORDS)
    assert all(set(words) == set(LANGUAGES) for words in WORDS.values())
    assert all(words["de"].count("{}") == words["en"].count("{}") for words in WORDS.values())


def test_what_an_option_does_stands_behind_it() -> None:
    options: list[Option] = [
        an_option("low", value=1, fact={"min": 1, "max": 9}, caps={"n": 2}, sets={"q2": "1"}),
        an_option("skip", kind="none", fact=[]),
        an_option("gone", kind="not_applicable"),
        an_option("high", value=2.5, fact={"min": 10, "max": None}),
    ]
    text = page("en", a_questionnaire([a_question("q1", options=options)], [a_question("q2")]))
    for said in (
        "low   words [1 point; for rules 1 to 9; answers q2 with 1; n at most 2 points]",
        "skip  words [does not count; for rules unknown]",
        "gone  words [means “does not apply”]",
        "high  words [2.5 points; for rules 10 or more]",
    ):
        assert said in text


def test_numbers_and_rows_are_told() -> None:
    given = {"id": "size", "title": SAME, "limits": [0, 500], "unit": SAME, "steps": STEPS, "weight": 2}
    number = Number.model_validate(given)
    rows = [{"id": "m1", "title": SAME}, {"id": "m2", "title": SAME, "weight": 3}]
    matrix = a_question("m", kind="matrix", rows=rows, aggregate="sum")
    text = page("de", a_questionnaire([number, matrix], tree=[a_node("n", "size", "m")]))
    assert "Zahl von 0 bis 500 Worte · 0 bis 2 Punkte · Gewicht 2" in text
    assert "ab 0: 0 Punkte; über 50: 2 Punkte" in text
    assert "Eine Antwort je Zeile · 0 bis 4 Punkte · Summe" in text
    assert "- m2 · Worte (Gewicht 3)" in text
    assert "└─ m · Worte: Summe" in text


STEPS = [{"from": 0, "value": 0}, {"above": 50, "value": 2}]


def test_policies_are_told_where_they_change() -> None:
    inner = a_node("inner", "q2", missing={"constant": 1}, hidden="zero")
    deep = a_node("outer", "q1", inner, missing="zero", weight=2, rounding={"mode": "truncate", "digits": 1})
    tree = [a_node("root", deep, missing="zero", not_applicable="target")]
    text = page("en", a_questionnaire([a_question("q1"), a_question("q2")], tree=tree))
    assert text.count("What is open or not known counts with the fewest points.") == 1
    assert "outer · words: mean; weight 2; truncated to 1 decimal places; scale maturity" in text
    assert "What is open or not known counts with 1 point." in text
    assert "What does not apply is left out." in text
    assert "What is not asked counts with the fewest points." in text


def test_gates_and_stages_are_told() -> None:
    one = a_node("one", "q1", stage=1, gates=[Gate(level=2, not_applicable_at_most=1)])
    gates = [Gate(level=1, nodes=("q1", "q2"), at_least=3)]
    tree = [
        a_node("root", one, a_node("two", "q2", stage=2), aggregate="staged", reach=2, hold=3, gates=gates)
    ]
    text = page("en", a_questionnaire([a_question("q1"), a_question("q2")], tree=tree))
    assert "stages: reached with 2 points if all below have 3 points" in text
    assert "Level 1 only if each of q1, q2 has at least 3 points." in text
    assert "Level 2 only if at most 1 of them do not apply." in text


def test_actions_targets_and_the_version_before_are_told() -> None:
    option = an_option("a", value=1, actions=["do"], fact={"all": ["x", "y"]})
    question = a_question("q1", options=[option, an_option("b", value=0)], effort=2, target=1, relevance="q2")
    questionnaire = a_questionnaire(
        [question],
        [a_question("q2", views=["management", "works_council"])],
        tree=[a_node("n", "q1", "q2", target=3)],
        actions=[Action(id="do", title=SAME, effort=3), Action(id="then", title=SAME, after=("do",))],
        profiles=[Profile(id="small", title=SAME, targets={"q2": 3, "n": 1})],
        follows=Predecessor(version="0.9"),
    )
    text = page("en", questionnaire)
    for said in (
        "Follows version 0.9.",
        "target 1 point · effort 2 of 3 · how relevant: q2",
        "a  words [1 point; for rules x and y; actions: words]",
        "view: management, works_council",
        "n · words: mean; target 3 points; scale maturity",
        "do · words (effort 3 of 3)",
        "then · words (effort 1 of 3; after do)",
        "small · words: q2 3 points, n 1 point",
    ):
        assert said in text
