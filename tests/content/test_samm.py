"""OWASP SAMM as a questionnaire: its structure and names, its sums and means, and no gate anywhere."""

import re

import pytest

from questionnaires import library
from questionnaires.definition import Questionnaire
from questionnaires.definition.tree import Node, with_descendants
from questionnaires.library.cases import Case, worked
from questionnaires.routing import check_answers, route
from questionnaires.scoring import score
from questionnaires.scoring.scorecard import Scorecard

VERSION = "2.0"
SAMM: Questionnaire = library.load(library.CONTENT / "samm" / VERSION)
CASES = worked("samm", VERSION)
FUNCTIONS = {"G": "SM PC EG", "D": "TA SR SA", "I": "SB SD DM", "V": "AA RT ST", "O": "IM EM OM"}
"""Practices by function, in the order of the model."""

OVERALL = SAMM.node["overall"]


def card(case: Case) -> Scorecard:
    return score(SAMM, route(SAMM, case.answers, case.check))


def nodes_of(parent: Node) -> list[Node]:
    return [child for child in parent.children if isinstance(child, Node)]


# --- worked cases ------------------------------------------------------------------------------

every_case = pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())


@every_case
def test_a_worked_case_answers_only_what_is_asked_and_offered(case: Case) -> None:
    check_answers(SAMM, case.answers)
    assert case.source


@every_case
def test_the_overall_score_is_a_thirtieth_of_all_points(case: Case) -> None:
    overall = card(case).node("overall")
    points = sum(item.points or 0.0 for item in overall.items)
    assert overall.points == pytest.approx(points / 30)


@every_case
def test_by_levels_or_by_streams_a_practice_has_the_same_score(case: Case) -> None:
    scores = card(case)
    for practice in (node for function in nodes_of(OVERALL) for node in nodes_of(function)):
        by_level = [
            sum(scores.node(f"{practice.id}-{stream}-{level}").points or 0.0 for stream in "AB") / 2
            for level in (1, 2, 3)
        ]
        assert scores.node(practice.id).points == pytest.approx(sum(by_level))


def test_no_worked_case_has_a_level_or_hides_a_question() -> None:
    for case in CASES.values():
        assert not route(SAMM, case.answers, case.check).hidden
        assert all(node.level is None for node in card(case).node("overall").walk())


# --- structure ---------------------------------------------------------------------------------


def test_there_are_5_functions_15_practices_30_streams_and_90_activities() -> None:
    functions = nodes_of(OVERALL)
    practices = [node for function in functions for node in nodes_of(function)]
    streams = [node for practice in practices for node in nodes_of(practice)]
    assert [len(x) for x in (functions, practices, streams, SAMM.question)] == [5, 15, 30, 90]
    assert [len(SAMM.sections), len(SAMM.files)] == [15, 5]


def test_ids_and_order_are_those_of_the_model() -> None:
    assert [node.id for node in nodes_of(OVERALL)] == list(FUNCTIONS)
    for function, practices in FUNCTIONS.items():
        found_ids = [node.id for node in nodes_of(SAMM.node[function])]
        assert found_ids == [f"{function}-{practice}" for practice in practices.split()]
    for practice in (node for function in nodes_of(OVERALL) for node in nodes_of(function)):
        assert [node.id for node in nodes_of(practice)] == [f"{practice.id}-A", f"{practice.id}-B"]
        for stream in nodes_of(practice):
            assert stream.children == tuple(f"{stream.id}-{level}" for level in (1, 2, 3))


def test_questions_are_asked_in_the_order_of_the_tree_one_page_a_practice() -> None:
    in_tree = [
        child for node in with_descendants(OVERALL) for child in node.children if isinstance(child, str)
    ]
    assert list(SAMM.question) == in_tree
    assert {len(section.questions) for section in SAMM.sections} == {6}
    for section in SAMM.sections:
        practice = section.id.upper().replace("_", "-")
        assert section.title == SAMM.node[practice].title
        assert all(question.id.startswith(practice) for question in section.questions)


def test_streams_add_up_and_all_above_is_a_mean_without_weights_rounding_gates_and_scales() -> None:
    for node in with_descendants(OVERALL):
        stream = re.fullmatch(r"[GDIVO]-[A-Z]{2}-[AB]", node.id)
        assert node.aggregate == ("sum" if stream else "mean")
        assert node.missing == "zero"
        assert (node.weight, node.rounding, node.gates, node.scale) == (1, None, (), None)
    assert not SAMM.scales
    assert not SAMM.capping


def test_every_activity_has_the_four_unequal_steps_and_no_way_not_to_apply() -> None:
    for question in SAMM.question.values():
        assert [option.value for option in question.options] == [0, 0.25, 0.5, 1]
        assert (question.weight, question.not_applicable, question.ask_if) == (1, (), None)


@pytest.mark.parametrize(
    ("id_", "name", "german"),
    [
        (
            "G-SM-A-1",
            "Identify the organization’s risk appetite",
            "Risikobereitschaft der Organisation ermitteln",
        ),
        ("D-TA-B-1", "Perform basic threat modeling", "Einfache Bedrohungsmodelle erstellen"),
        ("V-ST-B-3", "Establish continuous, scalable security verification", None),
        ("O-OM-B-2", "Formalize decommissioning process", None),
    ],
)
def test_activities_carry_their_published_names(id_: str, name: str, german: str | None) -> None:
    assert SAMM.question[id_].title.en == name
    assert german in (None, SAMM.question[id_].title.de)


@pytest.mark.parametrize(
    ("id_", "name"),
    [("D-SA", "Secure Architecture"), ("V-RT-B", "Misuse/Abuse Testing"), ("G", "Governance")],
)
def test_nodes_carry_their_published_names(id_: str, name: str) -> None:
    assert SAMM.node[id_].title.en == name


def test_no_two_activities_share_a_name_in_either_language() -> None:
    for language in ("de", "en"):
        names = [getattr(question.title, language) for question in SAMM.question.values()]
        assert len(set(names)) == len(names)


def test_the_notice_names_source_licence_and_changes_in_both_languages() -> None:
    assert SAMM.licence == "CC-BY-SA-4.0"
    assert SAMM.notice
    for text, changed in ((SAMM.notice.de, "Geändert wurde"), (SAMM.notice.en, "What was changed")):
        assert {word for word in ("OWASP", "owaspsamm.org", "CC BY-SA 4.0", changed) if word in text} == {
            "OWASP", "owaspsamm.org", "CC BY-SA 4.0", changed,
        }  # fmt: skip


def test_the_model_has_no_exposure_and_readiness() -> None:
    assert not SAMM.has_fields
