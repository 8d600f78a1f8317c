from collections.abc import Mapping

import pytest

from matching.needs import CHOSEN, NeedGap, gaps
from matching.profile import Profile, profile
from questionnaires import answers as answer_sets
from questionnaires.library import released
from questionnaires.library.cases import Case, worked
from questionnaires.planning.priorities import priorities
from questionnaires.routing import route
from questionnaires.scoring import score

Q = released("readiness")


def a_profile(answers: Mapping[str, str], chosen: tuple[str, ...] = ()) -> Profile:
    path = route(Q, answer_sets.read(answers), "full")
    return profile(Q, path, score(Q, path), chosen=chosen)


def a_gap(answers: Mapping[str, str], need: str, chosen: tuple[str, ...] = ()) -> NeedGap | None:
    return next((gap for gap in a_profile(answers, chosen).needs if gap.need == need), None)


def _asking(area: str, need: str) -> list[str]:
    items = score(Q, route(Q, {}, "full")).node(area).items
    return [item.id for item in items if need in Q.question[item.id].needs]


DIVERSIFY = _asking("exposure", "diversification")
ROBOTS = _asking("readiness", "automation_robotics")


def test_an_exposure_answer_is_a_gap_as_large_as_its_value() -> None:
    gap = a_gap({"E02": "3"}, "customer_dependency")
    assert gap is not None
    assert gap.gap == pytest.approx(0.75)
    assert [(s.question, s.amount, s.dont_know) for s in gap.sources] == [("E02", 0.75, False)]


def test_a_readiness_answer_is_a_gap_as_large_as_its_priority() -> None:
    path = route(Q, answer_sets.read({ROBOTS[0]: "1"}), "full")
    card = score(Q, path)
    (priority,) = priorities(Q, card)
    gap = next(gap for gap in gaps(Q, card) if gap.need == "automation_robotics")
    assert gap.gap == pytest.approx(priority.size)


def test_several_answers_add_up_like_independent_signs() -> None:
    gap = a_gap({"E02": "2", "E06": "40-60"}, "diversification")
    assert gap is not None
    assert gap.gap == pytest.approx(1 - (1 - 0.5) * (1 - 0.5))
    assert {source.question for source in gap.sources} == {"E02", "E06"}


def test_the_strongest_source_comes_first() -> None:
    gap = a_gap({"E02": "1", "E06": "over_80"}, "diversification")
    assert gap is not None
    assert [source.question for source in gap.sources] == ["E06", "E02"]


def test_a_dont_know_counts_by_half_and_is_marked() -> None:
    gap = a_gap({"E02": "dont_know"}, "customer_dependency")
    assert gap is not None
    assert gap.gap == pytest.approx(0.5)
    assert gap.supposed
    assert [source.dont_know for source in gap.sources] == [True]


@pytest.mark.parametrize(("answer", "supposed"), [("dont_know", True), ("1", False)])
def test_what_nobody_knows_of_readiness_is_marked_too(answer: str, supposed: bool) -> None:
    gap = a_gap({ROBOTS[0]: answer}, "automation_robotics")
    assert gap is not None
    assert [source.dont_know for source in gap.sources] == [supposed]
    assert gap.supposed is supposed


def test_a_gap_with_one_known_source_is_not_supposed() -> None:
    gap = a_gap({"E02": "dont_know", "E06": "over_80"}, "diversification")
    assert gap is not None
    assert not gap.supposed


def test_an_area_under_no_pressure_is_damped_not_dropped() -> None:
    weak = dict.fromkeys([q for q in Q.question if q.startswith("T")], "0")
    pressed = weak | dict.fromkeys([q for q in Q.question if q.startswith("E") and q != "E06"], "4")
    calm = weak | dict.fromkeys([q for q in Q.question if q.startswith("E") and q != "E06"], "0")
    under_pressure, watched = a_gap(pressed, "ai_data"), a_gap(calm, "ai_data")
    assert under_pressure is not None
    assert watched is not None
    assert 0 < watched.gap < under_pressure.gap / 2
    card = score(Q, route(Q, answer_sets.read(calm), "full"))
    sizes = {priority.question: priority.size for priority in priorities(Q, card)}
    assert all(source.amount == pytest.approx(sizes[source.question] / 2) for source in watched.sources)


def test_a_chosen_action_raises_its_needs() -> None:
    untouched, chosen = a_gap({}, "automation_robotics"), a_gap({}, "automation_robotics", (ROBOTS[0],))
    assert untouched is None
    assert chosen is not None
    assert (chosen.gap, chosen.chosen, chosen.supposed) == (CHOSEN, True, False)


def test_a_large_gap_is_not_lowered_by_choosing_it() -> None:
    gap = a_gap(dict.fromkeys(DIVERSIFY[:1], "4") | {"E06": "over_80"}, "diversification", ("E06",))
    assert gap is not None
    assert gap.gap == 1


def test_no_answers_no_needs() -> None:
    assert a_profile({}).needs == ()


@pytest.mark.parametrize("case", worked("readiness", Q.version).values(), ids=lambda case: case.title)
def test_needs_are_sorted_and_lie_between_nothing_and_everything(case: Case) -> None:
    path = route(Q, case.answers, case.check)
    found = profile(Q, path, score(Q, path)).needs
    assert [gap.gap for gap in found] == sorted((gap.gap for gap in found), reverse=True)
    assert all(0 < gap.gap <= 1 and gap.sources for gap in found)


def test_a_profile_knows_the_question_behind_each_fact() -> None:
    questions = a_profile({}).questions
    assert questions["automotive_share"] == questions["E06"] == "E06"
    assert questions["district"] == "district"
