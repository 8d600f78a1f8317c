"""The table of steps: nothing leaves an end, and every step has words for everybody who reads it."""

from collections.abc import Mapping
from datetime import timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.services.referrals import moving, states
from assessment.services.referrals.states import ACTS, FINAL, OPEN, Limits, Reason, State, Step, Who
from assessment.services.referrals.timelines import Viewer
from assessment.web import referral_words
from tests.assessment.house import NOW

LIMITS = Limits(9, 21, 45)


@given(st.lists(st.tuples(st.sampled_from(Who), st.sampled_from(Step)), max_size=12))
def test_no_path_leaves_an_end_and_every_way_leads_forward(path: list[tuple[Who, Step]]) -> None:
    state, visited = State.PROPOSED, [State.PROPOSED]
    for who, step in path:
        after = states.after(state, who, step)
        assert after is None or state not in FINAL
        if after:
            visited.append(state := after)
    assert len(set(visited)) == len(visited)


def test_from_everywhere_the_company_can_go_and_time_ends_it() -> None:
    for state in OPEN:
        assert states.after(state, Who.COMPANY, Step.WITHDRAW) == State.WITHDRAWN
        assert states.after(state, Who.TIME, Step.EXPIRE) == State.EXPIRED
    assert all(states.steps(state, who) == () for state in FINAL for who in Who)


def test_whoever_proposed_it_has_no_say_once_it_is_sent() -> None:
    may = {state for state, who, _ in states.TRANSITIONS if who == Who.CHAMBER}
    assert may == {State.PROPOSED}


def test_a_provider_can_say_no_unread_but_yes_only_to_what_it_has_read() -> None:
    assert states.steps(State.SENT, Who.PROVIDER) == (Step.OPEN, Step.DECLINE)
    assert states.steps(State.SEEN, Who.PROVIDER) == (Step.ACCEPT, Step.DECLINE)


def test_limits_are_days_after_sending_and_whoever_lets_one_pass_has_until_the_next() -> None:
    def days(state: State) -> tuple[int, int]:
        due = states.due_at(state, NOW, LIMITS)
        assert due is not None
        return (due - NOW).days, (states.ends_at(state, NOW, NOW, LIMITS) - NOW).days

    told = {state: days(state) for state in (State.SENT, State.SEEN, State.ACCEPTED, State.CONTACTED)}
    assert list(told.values()) == [(9, 21), (9, 21), (21, 45), (45, 90)]
    assert states.ends_at(State.PROPOSED, NOW, None, LIMITS) == NOW + timedelta(days=21)
    assert all(states.due_at(state, NOW, LIMITS) is None for state in FINAL)
    assert all(first[1] <= second[1] for first, second in pairwise(told.values()))


def test_what_is_over_stands_so_since_its_end_also_while_nobody_has_written_it() -> None:
    row = moving.proposed(uuid4(), "lab", NOW, LIMITS)
    before, after = row.ends_at - timedelta(seconds=1), row.ends_at + timedelta(days=3)
    assert (moving.standing(row, before), moving.since(row, before)) == (State.PROPOSED, NOW)
    assert (moving.standing(row, after), moving.since(row, after)) == (State.EXPIRED, row.ends_at)


def test_a_reason_is_kept_only_where_a_provider_declines_and_then_there_is_one() -> None:
    accepts = moving.answer(Step.ACCEPT, NOW, Reason.NO_CAPACITY, "Leider voll.")
    declines = moving.answer(Step.DECLINE, NOW, None, "Leider voll.")
    assert (accepts.reason, accepts.words) == (None, "")
    assert (declines.reason, declines.words) == (Reason.OTHER, "Leider voll.")


@pytest.mark.parametrize("viewer", Viewer)
def test_every_step_and_every_state_has_words_for_every_viewer(viewer: Viewer) -> None:
    assert set(referral_words.HAPPENED[viewer]) == ACTS
    assert set(referral_words.STATES[viewer]) == set(State)
    assert set(referral_words.NEXT[viewer]) == OPEN
    assert set(referral_words.REASONS) == set(Reason)
    choices: Mapping[Viewer, Mapping[Step, str]] = referral_words.OUTCOMES
    assert all(set(of) == set(states.CLOSING) for of in choices.values())
