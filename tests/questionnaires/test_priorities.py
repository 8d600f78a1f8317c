"""What to begin with: which gaps, in which order, and because of which answers."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from questionnaires.priorities import Priority, first_steps, priorities
from questionnaires.scoring import DIGITS
from tests.questionnaires.builders import Part, built, card, mean

TOKENS = st.sampled_from(["0", "1", "2", "3", "4", "dk", "na", "-", "(1)"])
LISTS = st.lists(TOKENS, min_size=1, max_size=5).map(" ".join)


def company(exposure: str, needs: dict[str, str] | None = None, **areas: str) -> list[Priority]:
    """Priorities of a company: exposure answers first, then areas; needs by item."""
    trees = (mean(exposure, name="exposure"), _readiness(areas))
    questions: dict[str, dict[str, Any]] = {
        id_: {"needs": tuple(n.split())} for id_, n in (needs or {}).items()
    }
    return priorities(built(*trees, questions=questions), card(*trees, questions=questions))


def _readiness(areas: dict[str, str]) -> Part:
    return mean(*(mean(words, name=name) for name, words in areas.items()), name="readiness")


def ids(found: list[Priority]) -> list[str]:
    return [priority.question for priority in found]


def urgency(found: list[Priority]) -> tuple[float, tuple[str, ...]]:
    (only,) = found
    return round(only.exposure, DIGITS), only.because


def test_the_gap_reaches_up_to_the_target_and_no_further() -> None:
    found = company("4", work="0 1 2 3 4")
    assert [(p.question, p.gap) for p in found] == [("q2", 0.75), ("q3", 0.5), ("q4", 0.25)]
    assert {p.action for p in found} == {"improve"}


def test_open_hidden_and_inapplicable_questions_have_no_priority() -> None:
    assert company("4", work="- na () (0)") == []


def test_a_dont_know_asks_to_find_out_with_its_full_gap_at_half_weight() -> None:
    (found,) = company("4", work="dk")
    assert (found.action, found.gap, found.size) == ("find_out", 0.75, 0.375)


def test_a_known_gap_comes_before_an_unknown_one_of_the_same_kind() -> None:
    assert ids(company("4", work="dk 1")) == ["q3", "q2"]


def test_exposure_counts_where_it_reveals_the_same_need() -> None:
    needs = {"q1": "networking", "q2": "qualification", "q3": "qualification"}
    assert urgency(company("4 0", needs=needs, work="0")) == (0.2, ())
    assert urgency(company("0 3", needs=needs, work="0")) == (0.8, ("q2",))


def test_the_strongest_of_several_related_exposures_counts_and_all_that_share_it_are_named() -> None:
    needs = {"q1": "financing", "q2": "financing equity", "q3": "equity", "q4": "financing equity"}
    assert urgency(company("3 2 3", needs=needs, work="0")) == (0.8, ("q1", "q3"))


def test_without_a_related_exposure_the_exposure_of_the_company_counts() -> None:
    assert urgency(company("4 2", work="0")) == (0.8, ())


def test_a_related_exposure_that_is_not_known_says_nothing() -> None:
    assert urgency(company("dk 2", needs={"q1": "equity", "q3": "equity"}, work="0")) == (0.6, ())


def test_where_nothing_is_known_of_the_exposure_it_counts_in_full() -> None:
    assert urgency(company("dk -", work="0")) == (1.0, ())


def test_ties_keep_the_order_of_the_questionnaire() -> None:
    assert ids(company("2", work="1 1 1", technology="1")) == ["q2", "q3", "q4", "q5"]


def test_ties_that_differ_only_by_binary_rounding_are_ties() -> None:
    """.5 * (.2 + .8 * 3/4) and .75 * (.2 + .8 * 5/12) are both .4, but the second is a bit more in binary."""
    found = company("1 1 3", needs={"q3": "equity", "q4": "equity"}, work="1 0")
    assert found[0].size < found[1].size
    assert ids(found) == ["q4", "q5"]


def test_first_steps_are_three_and_at_most_two_of_one_area() -> None:
    assert ids(first_steps(company("4", work="0 0 0 0", technology="2 2"))) == ["q2", "q3", "q6"]
    assert ids(first_steps(company("4", work="0 0 0 0"))) == ["q2", "q3"]
    assert first_steps([]) == []


def test_an_area_belongs_to_the_priority_even_from_a_deeper_branch() -> None:
    trees = (mean("4", name="exposure"), mean(mean(mean("0"), "1", name="work"), name="readiness"))
    assert {p.area for p in priorities(built(*trees), card(*trees))} == {"work"}


@given(LISTS, LISTS, LISTS)
def test_priorities_are_positive_and_fall_and_none_is_lost(exposure: str, work: str, technology: str) -> None:
    found = company(exposure, work=work, technology=technology)
    sizes = [round(priority.size, DIGITS) for priority in found]
    assert all(size > 0 for size in sizes)
    assert sizes == sorted(sizes, reverse=True)
    gaps = [word for word in f"{work} {technology}".split() if word in {"0", "1", "2", "dk"}]
    assert len(found) == len(gaps)


@given(LISTS, LISTS)
def test_first_steps_come_in_the_order_of_all(exposure: str, work: str) -> None:
    found = company(exposure, work=work, technology=work)
    steps = first_steps(found)
    assert [priority for priority in found if priority in steps] == steps
    assert len(steps) <= 3
