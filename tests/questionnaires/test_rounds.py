"""What a round asks everybody, by the company's own facts and nothing else."""

from questionnaires import library, rounds
from questionnaires.answers import Answer
from questionnaires.definition import Questionnaire

FIRMS = {"E06": Answer("over_80"), "group": Answer("independent")}


def readiness() -> Questionnaire:
    return library.released("readiness", "1.0")


def asked(check: str, **company: Answer) -> dict[str, list[str]]:
    areas = rounds.asked(readiness(), company, check)
    return {area.node.id: [question.id for question in area.questions] for area in areas}


def test_a_round_of_the_short_check_asks_its_questions_of_the_four_areas() -> None:
    assert asked("short", **FIRMS) == {
        "technology": ["T01", "T07", "T08"],
        "work": ["W01", "W02", "W05"],
        "business_models": ["B01", "B02", "B06"],
        "infrastructure": ["I03", "I04", "I09"],
    }


def test_a_round_of_the_full_check_asks_by_section_and_leaves_out_what_is_not_scored() -> None:
    areas = {area.node.id: area for area in rounds.asked(readiness(), FIRMS, "full")}
    assert [part.section.id for part in areas["work"].parts] == ["work_planning_learning", "work_good_secure"]
    assert sum(len(area.questions) for area in areas.values()) == 51
    assert "training_agreement" not in {question.id for question in areas["work"].questions}


def test_facts_of_the_company_lead_past_a_question_for_everybody() -> None:
    assert "T01" not in asked("short", E06=Answer("none"))["technology"]
    assert "B08" not in asked("full", group=Answer("part_of_group"))["business_models"]


def test_what_nobody_knows_about_the_company_is_asked() -> None:
    assert "T01" in asked("short")["technology"]


def test_the_companys_own_answers_to_the_questions_play_no_part() -> None:
    own = {"W01": Answer("4"), "T01@plant": Answer("0"), "B01": Answer("dont_know")}
    assert asked("full", **FIRMS, **own) == asked("full", **FIRMS)
    assert rounds.path(readiness(), FIRMS | own, {}, "full").answers == FIRMS


def test_the_way_of_one_voice_has_its_own_answers_only() -> None:
    path = rounds.path(readiness(), FIRMS | {"W01": Answer("4")}, {"W01": Answer("1")}, "short")
    assert path.answers["W01"] == Answer("1")


def test_no_facts_and_no_exposure_are_asked_of_a_voice() -> None:
    known = rounds.questions(readiness())
    assert not {"district", "employees", "E06", "E01", "training_agreement"} & known.keys()
    assert {node.id for node in known.values()} == {"technology", "work", "business_models", "infrastructure"}
