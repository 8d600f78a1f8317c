"""Where several people answered apart: what is talked about first, and what is taken over together."""

from functools import cache
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import library
from questionnaires.answers import Answer
from questionnaires.definition import Questionnaire
from questionnaires.differences import Difference, Differences, Kind, contested, differences, urgency
from questionnaires.routing import Path, route
from questionnaires.voices import Voice
from tests.questionnaires.builders import a_question, a_questionnaire, answers, level_question

MANAGEMENT, COUNCIL, PRODUCTION = ROLES = ("management", "works_council", "production")
BY_LETTER = {role[0]: role for role in ROLES}
WORDS = st.sampled_from(["0", "1", "2", "3", "4", "dk", "na", "-"])


@cache
def tiny(questions: int = 1) -> Questionnaire:
    return a_questionnaire([level_question(f"q{n}") for n in range(1, questions + 1)], fields=None)


@cache
def asking(questions: int) -> Path:
    return route(tiny(questions), {}, "short")


def people(*written: str) -> list[Voice]:
    """`m: 1 2` is what somebody of the management says to q1 and q2."""
    parts = [words.split(": ") for words in written]
    return [Voice(BY_LETTER[who], answers(said)) for who, said in parts]


def compared(
    *written: str,
    own: str = "",
    roles: tuple[str, ...] | None = ROLES,
    questionnaire: Questionnaire | None = None,
) -> Differences:
    voices = people(*written)
    longest = max(len(voice.answers) for voice in voices)
    asked = questionnaire or tiny(max(longest, *(int(q[1:]) for v in voices for q in v.answers)))
    path = route(asked, answers(own), "short")
    return differences(asked, path, voices, urgency(asked, path.answers, "short", voices), roles=roles)


def one(*written: str, own: str = "", roles: tuple[str, ...] | None = ROLES) -> Difference:
    return compared(*written, own=own, roles=roles)["q1"]


def words_of(item: Difference) -> dict[str | None, list[str]]:
    return {said.role: [answer.choice for answer in said.answers] for said in item.said}


# --- kinds -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        (("m: 1", "w: 3"), "contested"),
        (("m: 2", "w: 3"), "close"),
        (("m: 2", "w: 2"), "unanimous"),
        (("m: 2", "w: dk"), "one_side"),
        (("m: dk", "w: dk"), "unknown"),
        (("m: 0", "w: 4", "p: dk"), "contested"),
        (("m: na", "w: 3"), "contested"),
        (("m: na", "w: na"), "unanimous"),
        (("m: na", "w: dk"), "one_side"),
        (("m: 2", "w: 2", "p: dk"), "close"),
    ],
)
def test_an_item_is_contested_from_two_levels_apart_on(written: tuple[str, ...], kind: Kind) -> None:
    assert one(*written).kind == kind


def test_two_of_one_role_may_contest_an_item_too() -> None:
    item = one("m: 0", "m: 4", "w: 2")
    assert (item.kind, item.apart) == ("contested", 4)


def test_what_only_one_role_could_tell_is_not_taken_over_even_if_three_of_it_agree() -> None:
    item = one("m: 2", "m: 2", "m: 2", "w: dk")
    assert (item.kind, item.same) == ("one_side", None)


def test_without_roles_nothing_tells_that_all_who_knew_were_of_one_role() -> None:
    by_role = one("m: 2", "m: 2", "w: dk")
    hidden = one("m: 2", "m: 2", "w: dk", roles=None)
    swapped = one("m: 2", "m: dk", "w: 2", roles=None)
    assert (by_role.kind, hidden.kind) == ("one_side", "close")
    assert hidden == swapped


def test_whoever_left_a_question_open_neither_agrees_nor_stands_in_the_way() -> None:
    assert one("m: 2 1", "w: 2 1", "p: - 1").kind == "unanimous"
    assert one("m: 2 1", "w: - 1").kind == "one_side"


def test_one_voice_alone_agrees_with_nobody() -> None:
    assert one("m: 2").kind == "one_side"
    assert one("m: 2", roles=None).kind == "one_side"


def test_a_mean_is_never_proposed() -> None:
    item = one("m: 0", "w: 4")
    assert (item.same, words_of(item)) == (None, {MANAGEMENT: ["0"], COUNCIL: ["4"]})


def test_one_level_apart_is_one_step_of_the_options_whatever_they_are_worth() -> None:
    wide = a_questionnaire([level_question("q1", kind="wide")], fields=None)
    assert compared("m: 2", "w: 3", questionnaire=wide)["q1"].kind == "close"
    assert compared("m: 0", "w: 2", questionnaire=wide)["q1"].apart == 2


def test_where_points_are_summed_up_a_quarter_of_the_range_is_a_level() -> None:
    ticks = a_questionnaire([level_question("q1", kind="ticks")])
    voices = [Voice(MANAGEMENT, {"q1": Answer("a")}), Voice(COUNCIL, {"q1": Answer("c")})]
    found = differences(ticks, route(ticks, {}, "short"), voices, (), roles=ROLES)["q1"]
    assert (found.apart, found.kind) == (2, "contested")


# --- what is shown -----------------------------------------------------------------------------


def test_what_was_said_is_shown_by_role_in_a_fixed_order_and_from_low_to_high() -> None:
    item = one("p: 4", "w: dk", "m: 3", "m: 1", "w: 0")
    assert list(words_of(item).items()) == [
        (MANAGEMENT, ["1", "3"]),
        (COUNCIL, ["0", "dont_know"]),
        (PRODUCTION, ["4"]),
    ]


def test_without_roles_only_the_sorted_levels_are_shown() -> None:
    assert words_of(one("p: 4", "w: dk", "m: 3", roles=None)) == {None: ["3", "4", "dont_know"]}


def test_the_company_sees_what_its_own_check_says_so_far() -> None:
    assert one("m: 0", "w: 4", own="3").earlier == Answer("3")
    assert one("m: 0", "w: 4").earlier is None


def test_notes_make_no_difference() -> None:
    voices = [Voice(MANAGEMENT, {"q1": Answer("2", note="x")}), Voice(COUNCIL, {"q1": Answer("2")})]
    found = differences(tiny(), asking(1), voices, (), roles=ROLES)["q1"]
    assert (found.kind, found.same) == ("unanimous", Answer("2"))


def test_facts_and_questions_that_are_not_asked_are_left_out() -> None:
    fact = a_question("council", codes="absent present")
    later = level_question("q1", check="full")
    asked = a_questionnaire([fact, later, level_question("q2")])
    voices = [Voice(role, answers("1 2", council="present")) for role in ROLES]
    found = differences(asked, route(asked, {}, "short"), voices, (), roles=ROLES)
    assert [item.question for item in found.items] == ["q2"]


@given(st.lists(WORDS, min_size=1, max_size=5))
def test_what_was_shown_of_an_item_is_enough_to_say_whether_it_was_contested(said: list[str]) -> None:
    item = {one.question: one for one in compared(*(f"m: {word} 1" for word in said)).items}.get("q1")
    if item:
        assert contested(tiny().question["q1"], item.said) == (item.kind == "contested")


# --- order -------------------------------------------------------------------------------------


def test_at_most_five_topics_are_proposed_and_the_rest_stays_to_be_seen() -> None:
    found = compared("m: 0 0 0 0 0 0 0", "w: 4 4 4 4 4 4 4")
    assert len(found.topics) == 5
    assert len(found.of("contested")) == 7


def test_topics_stand_in_the_order_of_their_priority() -> None:
    found = compared("m: 2 0 1", "w: 4 4 4")
    assert [item.question for item in found.topics] == ["q2", "q3", "q1"]


def test_an_item_in_which_nobody_sees_a_gap_comes_last() -> None:
    found = compared("m: 4 na 0", "w: 4 4 4")
    assert [item.question for item in found.topics] == ["q3", "q2"]


def test_the_real_questionnaire_puts_exposure_and_gap_before_the_order_of_questions() -> None:
    asked = library.released("readiness")
    low, high = {"T01": Answer("0"), "W01": Answer("0")}, {"T01": Answer("2"), "W01": Answer("3")}
    voices = [Voice(MANAGEMENT, high), Voice(COUNCIL, low)]
    path = route(asked, {}, "full")
    found = differences(asked, path, voices, urgency(asked, {}, "full", voices), roles=ROLES)
    sizes = [item.priority.size for item in found.topics if item.priority]
    assert {item.question for item in found.topics} == {"T01", "W01"}
    assert sizes == sorted(sizes, reverse=True)


# --- properties --------------------------------------------------------------------------------

ANYBODY = st.lists(st.tuples(st.sampled_from("mwp"), WORDS, WORDS), min_size=1, max_size=6)


def told(said: list[tuple[str, str, str]]) -> list[str]:
    return [f"{role}: {first} {second}" for role, first, second in said]


@given(ANYBODY, st.randoms(), st.sampled_from([ROLES, None]))
def test_who_speaks_first_never_matters(
    said: list[tuple[str, str, str]], chance: Random, roles: tuple[str, ...] | None
) -> None:
    shuffled = [*said]
    chance.shuffle(shuffled)
    both = [_both(said, roles), _both(shuffled, roles)]
    assert both[0] == both[1]


@given(ANYBODY, st.sampled_from("mwp"))
def test_another_voice_that_says_what_all_said_never_makes_an_item_contested(
    said: list[tuple[str, str, str]], role: str
) -> None:
    before = {item.question: item for item in _both(said, ROLES).items}
    same = {id_: item.same for id_, item in before.items() if item.same}
    voices = [*people(*told(said)), Voice(BY_LETTER[role], same)]
    after = differences(tiny(2), asking(2), voices, (), roles=ROLES)
    assert all(after[id_].kind == "unanimous" for id_ in same)


@given(ANYBODY)
def test_another_dont_know_never_makes_an_item_contested_nor_settles_one(
    said: list[tuple[str, str, str]],
) -> None:
    before, after = _both(said, ROLES), _both([*said, ("p", "dk", "dk")], ROLES)
    contested = [item.question for item in before.of("contested")]
    assert [item.question for item in after.of("contested")] == contested
    assert {item.question for item in after.of("unanimous")} <= {
        item.question for item in before.of("unanimous")
    }


@given(ANYBODY, st.sampled_from("mwp"), WORDS)
def test_another_voice_never_brings_people_closer(
    said: list[tuple[str, str, str]], role: str, word: str
) -> None:
    before, after = _both(said, ROLES), _both([*said, (role, word, "-")], ROLES)
    for item in before.items:
        assert (after[item.question].apart or 0) >= (item.apart or 0)
        assert item.kind != "contested" or after[item.question].kind == "contested"


@given(ANYBODY)
def test_without_roles_it_never_matters_who_said_it(said: list[tuple[str, str, str]]) -> None:
    everyone = [("m", first, second) for _, first, second in said]
    assert _both(said, None) == _both(everyone, None)


def _both(said: list[tuple[str, str, str]], roles: tuple[str, ...] | None) -> Differences:
    voices = people(*told(said))
    return differences(tiny(2), asking(2), voices, (), roles=roles)
