"""The C2M2 rule as data: a level needs all practices of it and of those below, and at least one."""

from questionnaires import library
from questionnaires.library.cases import worked
from questionnaires.routing import route
from questionnaires.scoring import score

CASES = worked("c2m2_like", "1.0")
C2M2 = library.load(library.CONTENT / "c2m2_like" / "1.0")
LEVELS = {
    "ASSET": {
        1: ["ASSET-1a"],
        2: ["ASSET-1b", "ASSET-1c", "ASSET-1d", "ASSET-1e", "ASSET-5a", "ASSET-5b"],
        3: ["ASSET-1f", "ASSET-1g", "ASSET-1h", "ASSET-5c", "ASSET-5d", "ASSET-5e", "ASSET-5f"],
    },
    "THIRD-PARTIES": {1: ["THIRD-PARTIES-1a", "THIRD-PARTIES-1b"], 2: [], 3: ["THIRD-PARTIES-1f"]},
    "ARCHITECTURE": {
        1: [],
        2: [f"ARCHITECTURE-4{letter}" for letter in "abc"],
        3: [f"ARCHITECTURE-4{letter}" for letter in "defgh"],
    },
}
"""The practices by level, as the model numbers them."""


def test_the_worked_cases_meet_all_levels_all_answers_and_both_kinds_of_gaps() -> None:
    scores = [case.expect.scores for case in CASES.values()]
    assert {found[d].level for found in scores for d in LEVELS if d in found} == {0, 1, 2, 3}
    choices = {answer.choice for case in CASES.values() for answer in case.answers.values()}
    assert choices == {"ni", "pi", "li", "fi", "dont_know"}
    assert len(CASES) >= 6


def test_an_open_practice_leaves_a_range_of_levels() -> None:
    case = CASES["unanswered_is_not_implemented"]
    level = score(C2M2, route(C2M2, case.answers, case.check)).node("ASSET").level
    assert level is not None
    assert (level.low, level.high) == (0, 3)


def test_practices_belong_to_the_published_levels() -> None:
    for domain, levels in LEVELS.items():
        stages = C2M2.node[domain].stages
        found = {stage: [q for id_ in ids for q in C2M2.node[id_].children] for stage, ids in stages.items()}
        assert found == levels


def test_largely_implemented_passes_at_every_level() -> None:
    for domain in LEVELS:
        node = C2M2.node[domain]
        assert (node.aggregate, node.reach, node.hold, node.missing) == ("staged", 2, 2, "zero")
    answers = {option.id: option.value for option in C2M2.question["ASSET-1a"].options}
    assert answers == {"ni": 0, "pi": 1, "li": 2, "fi": 3}


def test_every_practice_counts_alike_in_the_coverage() -> None:
    for domain in LEVELS:
        stages = [C2M2.node[id_] for ids in C2M2.node[domain].stages.values() for id_ in ids]
        assert [stage.weight for stage in stages] == [len(stage.children) for stage in stages]
        assert C2M2.node[domain].weight == sum(stage.weight for stage in stages)


def test_domains_are_never_combined() -> None:
    assert C2M2.node["c2m2"].aggregate == "none"


def test_nothing_can_be_declared_not_applicable() -> None:
    assert not any(question.not_applicable for question in C2M2.question.values())


def test_it_says_what_it_reproduces_and_that_it_is_not_the_model() -> None:
    assert C2M2.licence == "EUPL-1.2"
    assert C2M2.notice is not None
    assert "nicht das Modell selbst" in C2M2.notice.de
    assert "not the model itself" in C2M2.notice.en
