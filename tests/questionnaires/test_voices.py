"""Several people of one company: what counts of what they say, and where they do not agree."""

from random import Random
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.answers import DONT_KNOW, NOT_APPLICABLE, Answer
from questionnaires.definition import Questionnaire, Section
from questionnaires.routing import route
from questionnaires.scoring import score
from questionnaires.voices import Agreement, Together, Voice, against_advisor, alpha, by_role, together
from tests.questionnaires.builders import WHY_NOT, WORDS, a_question, a_questionnaire, answers, level_question

MANAGEMENT, COUNCIL = "management", "works_council"


def of(*written: str, role: str = MANAGEMENT) -> list[Voice]:
    """One voice for each text of answers to q1, q2, q3 ..."""
    return [Voice(role, answers(words)) for words in written]


def tiny(questions: int = 1) -> Questionnaire:
    return a_questionnaire([level_question(f"q{n}") for n in range(1, questions + 1)])


def said(*words: str) -> Together:
    """What several people say together about one question."""
    return together(tiny(), of(*words))


def agreement(*words: str) -> Agreement:
    found = said(*words).items["q1"].agreement
    assert found
    return found


# --- one item ----------------------------------------------------------------------------------


def test_the_mean_of_the_levels_counts_and_the_middle_answer_routes() -> None:
    item = said("1", "2", "4").items["q1"]
    assert item.points == pytest.approx(7 / 3)
    assert item.answer == Answer("2")


def test_the_median_may_count_instead() -> None:
    assert together(tiny(), of("1", "2", "4"), by="median").points == {"q1": 2}


def test_a_dont_know_is_left_out_if_anybody_gave_a_level() -> None:
    assert said("dk", "3", "dk").points == {"q1": 3}


def test_if_all_do_not_know_the_company_does_not_know() -> None:
    item = said("dk", "dk").items["q1"]
    assert (item.answer, item.points) == (Answer(DONT_KNOW), None)


def test_a_question_nobody_answered_is_still_open() -> None:
    assert together(tiny(2), of("3", "2")).answers.keys() == {"q1"}


@pytest.mark.parametrize("words", [["na", "na", "2"], ["na"], ["na", "dk"]])
def test_an_item_does_not_apply_if_most_of_those_who_can_tell_say_so(words: list[str]) -> None:
    item = said(*words).items["q1"]
    assert (item.answer, item.points) == (Answer(NOT_APPLICABLE, WHY_NOT), None)


def test_two_who_contradict_each_other_about_whether_it_applies_are_flagged_and_it_counts() -> None:
    item = said("na", "2").items["q1"]
    assert (item.points, item.tied) == (2, True)
    assert not said("na", "2", "3").items["q1"].tied


def test_of_facts_the_most_frequent_counts() -> None:
    facts = a_questionnaire([a_question("council", codes="absent present")])
    voices = [Voice("any", answers(council=word)) for word in ("present", "present", "absent")]
    assert together(facts, voices).answers == {"council": Answer("present")}
    assert together(facts, voices[1:]).answers == {"council": Answer("absent")}, "alphabet decides a tie"


def test_scores_rest_on_the_joined_items_and_never_on_averaged_scores() -> None:
    questionnaire = tiny(3)
    joined = together(questionnaire, of("0 4 dk", "4 dk dk", "4 4 1"))
    path = route(questionnaire, joined.answers, "short")
    card = score(questionnaire, path, joined.points)
    assert card.roots[0].value == pytest.approx((8 / 3 + 4 + 1) / 3 / 4)
    assert card.node("q1").points == pytest.approx(8 / 3)


@given(st.lists(st.sampled_from(["0", "1", "2", "3", "4", "dk", "na"]), min_size=1, max_size=6), st.randoms())
def test_who_speaks_first_does_not_matter(words: list[str], chance: Random) -> None:
    shuffled = [*words]
    chance.shuffle(shuffled)
    assert said(*words).points == pytest.approx(said(*shuffled).points)
    assert said(*words).answers == said(*shuffled).answers


@given(st.sampled_from(["0", "3", "dk", "na"]), st.integers(1, 4))
def test_people_who_all_say_the_same_speak_as_one(word: str, times: int) -> None:
    assert said(*[word] * times).answers == said(word).answers
    assert said(*[word] * times).points == said(word).points


# --- agreement ---------------------------------------------------------------------------------


def test_agreement_is_the_mean_distance_from_the_median_in_steps() -> None:
    found = agreement("1", "2", "2", "4")
    assert found.ad == pytest.approx((1 + 0 + 0 + 2) / 4)
    assert found.limit == pytest.approx(5 / 6)
    assert found.close


def test_agreement_is_that_of_james_demaree_and_wolf_against_chance() -> None:
    assert agreement("2", "2", "3").rwg == pytest.approx(1 - (1 / 3) / 2)  # s2 = 1/3, (25 - 1) / 12 = 2
    assert agreement("2", "2").rwg == 1


def test_two_camps_are_called_split() -> None:
    found = agreement("0", "0", "4", "4")
    assert (found.rwg, found.split, found.close) == (0, True, False)


def test_steps_are_counted_where_values_are_not_equally_spaced() -> None:
    options = [{"id": id_, "value": value, "text": WORDS} for id_, value in (("a", 0), ("b", 1), ("c", 10))]
    questionnaire = a_questionnaire([a_question("q1", options=options)])
    found = together(questionnaire, of("b", "c")).items["q1"]
    assert found.points == 5.5
    assert found.agreement
    assert (found.agreement.ad, found.agreement.options) == (0.5, 3)


@pytest.mark.parametrize("words", [["3"], ["3", "dk"], ["3", "na"]])
def test_one_level_alone_agrees_with_nobody(words: list[str]) -> None:
    assert said(*words).items["q1"].agreement is None


def test_the_three_most_contested_items_come_first() -> None:
    found = together(tiny(5), of("0 1 2 2 0", "4 2 2 4 1"))
    assert [item.question for item in found.contested] == ["q1", "q4", "q2"]


def test_where_all_agree_nothing_is_contested() -> None:
    assert together(tiny(3), of("1 2 3", "1 2 dk")).contested == ()


# --- a whole section ---------------------------------------------------------------------------


def section_of(questionnaire: Questionnaire) -> Section:
    return questionnaire.sections[0]


def test_alpha_is_that_of_krippendorff_for_ordinal_data() -> None:
    """Two coders, twelve units: computed by hand from the coincidence matrix."""
    questionnaire = tiny(12)
    voices = of("0 1 2 3 4 0 1 2 3 4 0 4", "0 1 2 3 4 0 1 2 3 4 0 3")
    found = alpha(section_of(questionnaire), voices)
    assert found
    assert found.value == pytest.approx(by_hand(voices), abs=1e-9)
    assert found.reading == "good"


def by_hand(voices: list[Voice]) -> float:
    """1 - (n - 1) sum o_ck d_ck / sum n_c n_k d_ck, d = (n_c / 2 + those between + n_k / 2) squared."""
    pairs = [tuple(int(v.answers[f"q{n}"].choice) for v in voices) for n in range(1, 13)]
    times = [sum(pair.count(value) for pair in pairs) for value in range(5)]

    def distance(low: int, high: int) -> float:
        return (sum(times[low : high + 1]) - (times[low] + times[high]) / 2) ** 2 if low < high else 0.0

    seen = sum(2 * distance(min(pair), max(pair)) for pair in pairs)
    chance = sum(2 * times[a] * times[b] * distance(a, b) for a in range(5) for b in range(a, 5))
    return 1 - (sum(times) - 1) * seen / chance


def test_alpha_needs_ten_items_that_two_people_answered() -> None:
    questionnaire = tiny(10)
    whole = " ".join("0123401234")
    assert alpha(section_of(questionnaire), of(whole, whole)) is not None
    assert alpha(section_of(questionnaire), of(whole)) is None
    assert alpha(section_of(questionnaire), of(whole, "dk" + whole[1:])) is None


def test_without_any_variation_alpha_is_undefined_and_all_agree() -> None:
    questionnaire = tiny(10)
    found = alpha(section_of(questionnaire), of("2 " * 10, "2 " * 10))
    assert found
    assert (found.value, found.reading) == (None, "all_agree")


# --- roles, advisor ----------------------------------------------------------------------------


def test_fewer_than_three_people_of_a_role_stay_anonymous() -> None:
    voices = of("1", "2", "3") + of("0", "4", "dk", role=COUNCIL)
    assert by_role(tiny(), voices, "q1") == {MANAGEMENT: 2, COUNCIL: None}


def test_the_difference_to_the_advisor_has_a_sign() -> None:
    questionnaire = tiny(3)
    company = together(questionnaire, of("4 2 1", "3 2 dk"))
    found = against_advisor(questionnaire, company, answers("3 3 dk"))
    assert found.by_item == {"q1": pytest.approx(0.125), "q2": -0.25}
    assert found.mean == pytest.approx(fmean([0.125, -0.25]))
    assert against_advisor(questionnaire, company, {}).mean is None
