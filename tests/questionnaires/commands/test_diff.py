"""What an author changed is told part by part, and what becomes of the answers."""

import json
from pathlib import Path
from typing import Any, get_args

import pytest

from questionnaires import library
from questionnaires.definition import Questionnaire
from questionnaires.library.locking import lock
from questionnaires.versions.changes import ASPECTS, Aspect, changes, prospects
from tests.questionnaires.builders import WORDS, a_node, a_question, a_questionnaire, an_option
from tests.questionnaires.commands.test_main import Command
from tests.questionnaires.editions import OTHER, a_choice, asked, options, version
from tests.questionnaires.folders import Folder, tiny

LOCKED = sorted(lock(library.CONTENT).released)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(capsys)


@pytest.fixture
def old(tmp_path: Path) -> Folder:
    (tmp_path / "old").mkdir()
    return tiny(tmp_path / "old")


@pytest.fixture
def new(tmp_path: Path) -> Folder:
    (tmp_path / "new").mkdir()
    return tiny(tmp_path / "new")


def told(before: Questionnaire, after: Questionnaire) -> list[tuple[str, str, Aspect, str]]:
    return [(one.part, one.id, one.aspect, one.path) for one in changes(before, after)]


def aspects(before: Any, after: Any) -> set[Aspect]:
    """What changed in one question."""
    return {
        one.aspect for one in changes(version("1.0", before), version("1.1", after)) if one.part == "question"
    }


# --- what is told ------------------------------------------------------------------------------


@pytest.mark.parametrize("id_", LOCKED)
def test_nothing_has_changed_between_a_version_and_itself(id_: str) -> None:
    questionnaire = library.released(id_)
    assert changes(questionnaire, questionnaire) == ()
    assert {one.outcome for one in prospects(questionnaire, questionnaire)} == {"kept"}


@pytest.mark.parametrize(
    ("more", "aspect"),
    [
        ({"text": OTHER}, "wording"),
        ({"hint": OTHER}, "wording"),
        ({"title": OTHER}, "wording"),
        ({"dont_know": OTHER}, "wording"),
        ({"not_applicable": [{"id": "alone", "text": WORDS}]}, "wording"),
        ({"options": options(yes=OTHER, no=WORDS)}, "wording"),
        ({"options": options(yes=WORDS, no=WORDS, maybe=WORDS)}, "wording"),
        ({"options": [an_option("yes", value=1), an_option("no", value=0)]}, "scoring"),
        ({"options": [an_option("yes", caps={"readiness": 1}), an_option("no")]}, "scoring"),
        ({"options": [an_option("yes", kind="none"), an_option("no")]}, "scoring"),
        ({"options": [an_option("yes", sets={"q2": "no"}), an_option("no")]}, "routing"),
        ({"options": [an_option("yes", fact=["ja"]), an_option("no")]}, "routing"),
        ({"weight": 2}, "scoring"),
        ({"target": 3}, "scoring"),
        ({"check": "full"}, "routing"),
        ({"ask_if": {"fact": "council", "is": "present"}}, "routing"),
        ({"fact": "answered"}, "routing"),
        ({"needs": ["training"]}, "help"),
        ({"effort": 3}, "help"),
    ],
)
def test_a_change_to_a_question_says_what_it_is_about(more: dict[str, Any], aspect: Aspect) -> None:
    assert aspects(a_choice(), a_choice(**more)) == {aspect}


def test_the_steps_of_a_number_are_about_its_score() -> None:
    plain = asked("q1", "number", limits=[0, 100])
    steps = [{"from": 0, "value": 0}, {"from": 50, "value": 1}]
    assert aspects(plain, asked("q1", "number", limits=[0, 100], steps=steps)) == {"scoring"}
    assert aspects(plain, asked("q1", "number", limits=[0, 100], unit=WORDS)) == {"wording"}


def test_questions_come_go_and_change_their_names() -> None:
    before = version("1.0", a_question("q1"), a_question("q2"))
    mapped = [{"question": "q3", "was": "q1"}]
    after = version("1.1", a_question("q3"), a_question("q4"), follows="1.0", mapped=mapped)
    assert told(before, after) == [
        ("question", "q3", "renamed", "id"),
        ("question", "q4", "added", ""),
        ("question", "q2", "removed", ""),
        ("node", "readiness", "scoring", "children"),
    ]


def test_questions_that_change_places_are_told_with_their_page() -> None:
    one, other = a_question("q1"), a_question("q2")
    before = a_questionnaire([one], [other])
    assert told(before, a_questionnaire([other], [one])) == [
        ("section", "page1", "routing", "questions"),
        ("section", "page2", "routing", "questions"),
        ("node", "readiness", "scoring", "children"),
    ]


def test_the_tree_is_told_node_by_node() -> None:
    one = [a_question("q1"), a_question("q2")]
    before = a_questionnaire(one, tree=[a_node("readiness", a_node("work", "q1"), "q2")])
    zero = a_node("work", "q1", not_applicable="zero", aggregate="min", title=OTHER)
    after = a_questionnaire(one, tree=[a_node("readiness", zero, a_node("technology", "q2"))])
    assert told(before, after) == [
        ("node", "readiness", "scoring", "children"),
        ("node", "work", "wording", "title.de"),
        ("node", "work", "wording", "title.en"),
        ("node", "work", "scoring", "aggregate"),
        ("node", "work", "scoring", "not_applicable"),
        ("node", "technology", "added", ""),
    ]


def test_every_name_of_an_aspect_is_one_that_stands_in_a_file() -> None:
    schema = json.dumps(Questionnaire.model_json_schema(by_alias=True))
    assert [name for name in ASPECTS if f'"{name}"' not in schema] == []
    assert set(ASPECTS.values()) < set(get_args(Aspect))


# --- what becomes of answers -------------------------------------------------------------------


def test_answers_that_are_lost_are_told_one_by_one() -> None:
    before = version("1.0", a_choice("q1"), a_choice("q2"), a_choice("q3"), a_choice("q4"))
    mended = a_choice("q2", options=options(yes=OTHER, no=WORDS))
    mapped = [{"question": "q5", "was": "q4", "options": {"yes": "no", "no": "yes"}}]
    after = version(
        "1.1", a_choice("q1"), mended, a_choice("q5"), a_choice("q6"), follows="1.0", mapped=mapped
    )  # fmt: skip
    found = {
        one.was or one.question: (one.question, one.outcome, one.asked_again)
        for one in prospects(before, after)
    }
    assert found == {
        "q1": ("q1", "kept", {}),
        "q2": ("q2", "partly", {"yes": "option_reworded"}),
        "q3": (None, "asked_again", dict.fromkeys(("yes", "no", "dont_know"), "question_gone")),
        "q4": ("q5", "mapped", {}),
        "q6": ("q6", "new", {}),
    }


def test_every_kind_of_answer_is_tried() -> None:
    why_not = [{"id": "alone", "text": WORDS}]
    kinds = [
        asked("ticks", "several", options=options(a=WORDS, b=WORDS), not_applicable=why_not),
        asked("people", "number", limits=[0, 100]),
        asked("words", "text"),
    ]
    outlook = {
        one.was: set(one.asked_again) for one in prospects(version("1.0", *kinds), version("1.1", a_choice()))
    }
    assert outlook == {
        "ticks": {"a", "b", "", "dont_know", "not_applicable: alone"},
        "people": {"0", "100", "dont_know"},
        "words": {"…", "dont_know"},
        None: set(),
    }


# --- the command -------------------------------------------------------------------------------


def test_two_equal_folders_are_told_so(old: Folder, new: Folder, run: Command) -> None:
    code, out, err = run("diff", old.path, new.path)
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "tiny@1.0 -> tiny@1.0",
        "",
        "Nothing has changed.",
        "",
        "Answers: all of them are kept in 4 of 4 questions",
    ]


def test_changes_come_out_as_text(old: Folder, new: Folder, run: Command) -> None:
    new.replace("questionnaire.yaml", 'version: "1.0"', 'version: "1.1"')
    new.replace("questionnaire.yaml", "min_answers: 2", "min_answers: 3")
    new.replace("questionnaire.yaml", "thresholds: [0.5]", "thresholds: [0.6]")
    new.replace("questionnaire.yaml", "children: [plan, learn]", "children: [learn, plan]")
    new.replace("questionnaire.yaml", "files:", 'follows: {version: "1.0", ask_again: [luck]}\nfiles:')
    new.replace("second.yaml", 'en: "Never"', 'en: "Not once"')
    new.replace("first.yaml", "range: [0, 4]", "range: [0, 5]")
    code, out, _ = run("diff", old.path, new.path)
    assert code == 0
    assert out.splitlines() == [
        "tiny@1.0 -> tiny@1.1",
        "",
        "~ question share",
        "    scoring range: [0.0, 4.0] -> [0.0, 5.0]",
        "~ question learn",
        '    wording options.never.text.en: "Never" -> "Not once"',
        "~ node work",
        "    scoring children: in another order: learn plan",
        "~ head policy",
        "    scoring policy.min_answers: 2 -> 3",
        "~ head scales",
        "    scoring scales.ladder.thresholds: [0.5] -> [0.6]",
        "",
        "Answers: all of them are kept in 3 of 4 questions",
        "  learn: asked again where the answer was never (option_reworded)",
        "! follows: ask_again: unknown question 'luck'",
    ]


def test_what_is_added_and_gone_is_told_by_its_title(old: Folder, new: Folder, run: Command) -> None:
    old.replace("second.yaml", "- id: learn", "- id: train")
    old.replace("questionnaire.yaml", "[plan, learn]", "[plan, train]")
    out = run("diff", old.path, new.path)[1].splitlines()
    assert out[2:6] == [
        "+ question learn: Lernen",
        "- question train: Lernen",
        "~ node work",
        "    scoring children: +learn -train",
    ]
    assert out[-2:] == ["  train: asked again (question_gone)", "  learn: is new"]


def test_the_same_comes_out_as_data(old: Folder, new: Folder, run: Command) -> None:
    new.replace("questionnaire.yaml", "min_coverage: 2/3", "min_coverage: 1/2")
    found = run.json("diff", old.path, new.path, "--json")
    assert (found["before"], found["after"], found["mistakes"]) == ("tiny@1.0", "tiny@1.0", [])
    assert found["changes"] == [
        {
            "part": "head",
            "id": "policy",
            "aspect": "scoring",
            "path": "policy.min_coverage",
            "before": pytest.approx(2 / 3),
            "after": 0.5,
        }
    ]
    assert found["answers"][0] == {
        "question": "council",
        "was": "council",
        "outcome": "kept",
        "asked_again": {},
    }


def test_released_versions_are_named_by_id_and_version(run: Command) -> None:
    assert run("diff", "readiness@1.0", "readiness@1.0")[0] == 0
    assert (
        run.refused("diff", "readiness@1.0", "readiness@9.9")
        == "no questionnaire 'readiness' in version '9.9'"
    )


def test_a_condition_that_changed_is_told_as_it_is_written(old: Folder, new: Folder) -> None:
    new.replace("second.yaml", "{fact: percent, at_least: 1}", "{fact: percent, at_least: 2}")
    (found,) = changes(old.load(), new.load())
    assert (found.id, found.aspect, found.path) == ("learn", "routing", "ask_if.at_least")
    assert (found.before, found.after) == (1, 2)
