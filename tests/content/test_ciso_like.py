"""One small set of requirements under three published methods: mean, sum, and average of averages."""

import pytest

from questionnaires import library
from questionnaires.answers import Answer
from questionnaires.definition import Questionnaire
from questionnaires.definition.tree import Node, Rounding
from questionnaires.library.cases import Case, worked
from questionnaires.routing import check_answers, route
from questionnaires.scoring import score
from questionnaires.scoring.scorecard import Scorecard

VERSION = "1.0"
AVG, SUM, AVG_OF_AVG = METHODS = ("ciso_like_avg", "ciso_like_sum", "ciso_like_avg_of_avg")
QUESTIONNAIRES: dict[str, Questionnaire] = {
    id_: library.load(library.CONTENT / id_ / VERSION) for id_ in METHODS
}
CASES = {f"{id_}/{name}": (id_, case) for id_ in METHODS for name, case in worked(id_, VERSION).items()}
REQUIREMENTS = ["G1", "G2", "G3", "G4", "G5", "A1", "A2", "A3", "A4", "D1", "D2", "D3"]
WEIGHTS = dict.fromkeys(REQUIREMENTS, 1) | {"G5": 2, "D2": 3}

every_method = pytest.mark.parametrize("id_", METHODS)
both_with_layers = pytest.mark.parametrize("id_", [AVG, AVG_OF_AVG])


def card(id_: str, case: Case) -> Scorecard:
    return score(QUESTIONNAIRES[id_], route(QUESTIONNAIRES[id_], case.answers, case.check))


# --- worked cases ------------------------------------------------------------------------------

every_case = pytest.mark.parametrize(("id_", "case"), CASES.values(), ids=CASES.keys())


@every_case
def test_a_worked_case_hides_what_it_says_and_answers_what_is_offered(id_: str, case: Case) -> None:
    check_answers(QUESTIONNAIRES[id_], case.answers)
    path = route(QUESTIONNAIRES[id_], case.answers, case.check)
    assert tuple(path.hidden) == case.expect.hidden
    assert case.source


def test_every_method_has_at_least_six_worked_cases() -> None:
    for id_ in METHODS:
        assert sum(of == id_ for of, _ in CASES.values()) >= 6


def test_the_same_ratings_of_a_deep_tree_give_another_score_by_every_method() -> None:
    cases = [worked(AVG, VERSION)["levels_are_ignored"], worked(AVG_OF_AVG, VERSION)["a_deep_tree"]]
    assert cases[0].answers == cases[1].answers
    single = worked(SUM, VERSION)["levels_are_ignored"].answers
    layer = {key.removesuffix(".implementation"): a for key, a in cases[0].answers.items()}
    assert single == {key: answer for key, answer in layer.items() if key in single}
    assert card(AVG, cases[0]).node("implementation").points == pytest.approx(66.0)
    assert card(AVG_OF_AVG, cases[1]).node("implementation").points == pytest.approx(68.3)


# --- structure ---------------------------------------------------------------------------------


@every_method
def test_there_are_twelve_requirements_with_the_same_words_and_weights(id_: str) -> None:
    questionnaire = QUESTIONNAIRES[id_]
    suffix = "" if id_ == SUM else ".implementation"
    implemented = {r: questionnaire.question[r + suffix] for r in REQUIREMENTS}
    assert {r: question.weight for r, question in implemented.items()} == WEIGHTS
    plain = QUESTIONNAIRES[SUM].question
    assert {r: q.text for r, q in implemented.items()} == {r: plain[r].text for r in REQUIREMENTS}
    assert len(questionnaire.question) == (12 if id_ == SUM else 24)


@every_method
def test_ratings_go_from_0_to_100_but_for_one_with_a_scale_of_its_own(id_: str) -> None:
    for question in QUESTIONNAIRES[id_].question.values():
        assert question.range == ((0, 1) if question.id.startswith("D3") else (0, 100))


@both_with_layers
def test_documentation_weighs_the_same_and_is_asked_unless_implementation_is_not_assessed(id_: str) -> None:
    questions = QUESTIONNAIRES[id_].question
    for requirement in REQUIREMENTS:
        documented = questions[f"{requirement}.documentation"]
        assert documented.weight == WEIGHTS[requirement]
        assert documented.ask_if
        assert "not_assessed" not in documented.option
        assert questions[f"{requirement}.implementation"].option["not_assessed"].kind == "none"


@both_with_layers
def test_each_layer_is_cut_off_and_so_is_their_mean_and_nothing_else(id_: str) -> None:
    nodes = QUESTIONNAIRES[id_].node
    cut = {node.id for node in nodes.values() if node.rounding == Rounding(mode="truncate", digits=1)}
    assert cut == {"maturity", "implementation", "documentation"}
    assert {node.id for node in nodes.values() if node.rounding} == cut
    assert [child.id for child in nodes["maturity"].children if isinstance(child, Node)] == [
        "implementation",
        "documentation",
    ]


def test_the_methods_are_those_of_the_published_program() -> None:
    avg, total, nested = (QUESTIONNAIRES[id_].node for id_ in METHODS)
    assert {avg[layer].aggregate for layer in ("implementation", "documentation")} == {"leaf_mean"}
    assert total["total"].aggregate == "leaf_sum"
    assert {node.aggregate for node in nested.values()} == {"mean"}


def test_the_last_mean_is_over_categories_that_count_equally() -> None:
    layer = QUESTIONNAIRES[AVG_OF_AVG].node["implementation"]
    categories = [child for child in layer.children if isinstance(child, Node)]
    assert [node.id for node in categories] == ["impl_roles", "impl_people", "impl_access", "impl_data"]
    assert {node.weight for node in categories} == {1}


@pytest.mark.parametrize(
    ("id_", "policy", "share"),
    [(AVG, "exclude", None), (SUM, "target", 1.0), (AVG_OF_AVG, "target", 0.8)],
)
def test_what_does_not_apply_is_left_out_or_anchored_at_the_maximum_or_at_the_target(
    id_: str, policy: str, share: float | None
) -> None:
    q = QUESTIONNAIRES[id_]
    parents = [node for node in q.node.values() if any(child in q.question for child in node.children)]
    assert {node.not_applicable for node in parents} == {policy}
    assert share in (None, q.policy.target)


@both_with_layers
def test_missing_documentation_counts_as_nothing_and_missing_implementation_is_left_out(id_: str) -> None:
    for node in QUESTIONNAIRES[id_].node.values():
        documentation = node.id == "documentation" or node.id.startswith("doc_")
        assert node.missing == ("zero" if documentation else "exclude")


@both_with_layers
def test_what_does_not_apply_when_implemented_does_not_apply_when_documented_either(id_: str) -> None:
    questions = QUESTIONNAIRES[id_].question
    for requirement in REQUIREMENTS:
        documented = f"{requirement}.documentation"
        sets = {o.id: o.sets for o in questions[f"{requirement}.implementation"].options if o.sets}
        assert sets == {"does_not_apply": {documented: "does_not_apply"}}
    given = {"G1.implementation": Answer("100"), "G1.documentation": Answer("100")}
    way = route(QUESTIONNAIRES[id_], given | {"G2.implementation": Answer("does_not_apply")}, "full")
    assert way.settled == {"G2.documentation": "G2.implementation"}


@both_with_layers
@pytest.mark.parametrize("given", [None, "dont_know", "not_assessed"])
def test_an_implementation_that_is_open_or_not_assessed_is_left_out_with_its_documentation(
    id_: str, given: str | None
) -> None:
    rated = {"G1.implementation": Answer("100"), "G1.documentation": Answer("100")}
    rated |= {f"{r}.implementation": Answer("not_assessed") for r in REQUIREMENTS[2:]}
    if given:
        rated["G2.implementation"] = Answer(given)
    q = QUESTIONNAIRES[id_]
    path = route(q, rated, "full")
    assert "G2.documentation" in path.hidden
    assert score(q, path).node("documentation").points == 100.0


@every_method
def test_the_notice_names_the_published_code_and_its_state_in_both_languages(id_: str) -> None:
    questionnaire = QUESTIONNAIRES[id_]
    assert questionnaire.licence == "EUPL-1.2"
    assert questionnaire.notice
    method = {AVG: "AVG:", SUM: "SUM:", AVG_OF_AVG: "AVG_OF_AVG:"}[id_]
    for text in (questionnaire.notice.de, questionnaire.notice.en):
        for word in (method, "CISO Assistant", "backend/core/models.py", "001be08", "2026"):
            assert word in text
    assert "eigene und erfunden" in questionnaire.notice.de
    assert "our own and made up" in questionnaire.notice.en
