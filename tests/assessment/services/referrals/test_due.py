"""Deadlines with a moved clock: who is reminded, once; what ends; days away; who comes next."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from assessment import clock
from assessment.errors import OfferTakesNoReferrals
from assessment.services.policy import Role, Staff
from assessment.services.referrals import (
    absence,
    addresses,
    away,
    boards,
    due,
    next_best,
    responsible,
    states,
)
from assessment.services.referrals.due import Done
from assessment.services.referrals.states import Reason, State, Step
from assessment.services.runs import opened
from assessment.store import batches
from assessment.store import referrals as store
from assessment.store.database import Database
from matching import catalogue
from tests.assessment.house import mailed, on_sqlite, staff
from tests.assessment.services.desk import LAB, Guest, an_operator
from tests.assessment.services.referring import LIMITS, MAILBOX, OFFICE, SECRETS, Case, a_provider, an_advisor

ACCEPTED = (Step.OPEN, Step.ACCEPT)
KIM = "kim@musterbetrieb.example"


def a_day(case: Case) -> Done:
    """What the workers do once a day."""
    return due.daily(case.database, office=OFFICE, now=case.now)


def test_who_does_not_answer_is_reminded_once_and_then_it_ends(database: Database) -> None:
    case = Case.of(database).sent().later(days=9)
    assert a_day(case) == Done(0, 0)
    case.later(days=1)
    assert a_day(case) == Done(0, 1)
    to, text = mailed(database)[-1]
    assert (to, "Ihre Antwort fehlt noch" in text, "13.12.2026" in text) == (MAILBOX, True, True)
    assert [secret for secret in SECRETS if secret in text] == []
    assert a_day(case) == a_day(case.later(days=3)) == Done(0, 0)
    assert a_day(case.later(days=8)) == Done(1, 0)
    assert case.shown.state == State.EXPIRED
    assert case.shown.timeline[-1].step == Step.EXPIRE


def test_two_workers_at_once_send_one_reminder(database: Database) -> None:
    case = Case.of(database).sent().later(days=10)
    with ThreadPoolExecutor(2) as workers:
        done = list(workers.map(lambda _: a_day(case), range(2)))
    assert sum(one.reminded for one in done) == 1
    assert len(mailed(database)) == 2  # the first one, and the reminder


@on_sqlite
def test_no_batch_is_the_last_one_as_long_as_somebody_is_late(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "AT_ONCE", 1)
    cases = [Case.of(database).sent() for _ in range(3)]
    assert a_day(cases[0].later(days=10)) == Done(0, 3)
    assert a_day(cases[0].later(days=12)) == Done(3, 0)
    assert [one.later(days=22).shown.state for one in cases[1:]] == [State.EXPIRED] * 2


def test_each_state_has_a_reminder_of_its_own_and_a_step_ends_it(database: Database) -> None:
    case = Case.of(database).sent()
    case.provider(*ACCEPTED)
    assert a_day(case.later(days=20)) == Done(0, 0)
    assert a_day(case.later(days=2)) == Done(0, 1)
    assert "Bitte melden Sie sich jetzt beim Betrieb" in mailed(database)[-1][1]
    case.provider(Step.CONTACT)
    assert a_day(case.later(days=23)) == Done(0, 0)
    assert a_day(case.later(days=1)) == Done(0, 1)
    assert "wie es ausgegangen ist" in mailed(database)[-1][1]
    case.company(Step.CLOSE_HELPED)
    assert a_day(case.later(days=60)) == Done(0, 0)


@on_sqlite
def test_a_company_that_wants_news_is_asked_once_whether_it_helped(database: Database) -> None:
    case = Case.of(database)
    case.told = replace(case.told, news=True)
    case.sent().provider(*ACCEPTED, Step.CONTACT)
    a_day(case.later(days=46))
    a_day(case)
    asked = [to for to, text in mailed(database) if "Hat es geholfen? Ein Klick" in text]
    assert asked == [KIM]


@on_sqlite
@pytest.mark.parametrize("days", [1, 46])
def test_a_company_is_asked_once_also_where_the_provider_says_first_how_it_ended(
    database: Database, days: int
) -> None:
    case = Case.of(database)
    case.told = replace(case.told, news=True)
    case.sent().provider(*ACCEPTED, Step.CONTACT)
    a_day(case.later(days=days))
    case.provider(Step.CLOSE_NOT_HELPED)
    a_day(case.later(days=60))
    asked = [text for to, text in mailed(database) if to == KIM and "Hat es geholfen? Ein Klick" in text]
    assert len(asked) == 1
    assert ("Der Anbieter hat Ihre Anfrage zu" in asked[0]) == (days == 1)
    assert case.shown.helped is None


@on_sqlite
def test_a_company_that_closes_itself_is_not_asked(database: Database) -> None:
    case = Case.of(database)
    case.told = replace(case.told, news=True)
    case.sent().provider(*ACCEPTED, Step.CONTACT)
    case.company(Step.CLOSE_HELPED)
    a_day(case.later(days=60))
    assert not [text for _, text in mailed(database) if "Ein Klick" in text]


# --- away and full -------------------------------------------------------------------------------


def test_days_away_do_not_count_wherever_they_lie() -> None:
    start = clock.now().replace(2026, 3, 2, 12, 0, 0, 0)
    week = _Away(date(2026, 3, 4), date(2026, 3, 8))
    assert away.later(start, 9) == start + timedelta(days=9)
    assert away.later(start, 9, [week]) == start + timedelta(days=14)
    again = _Away(date(2026, 3, 6), date(2026, 3, 10))
    assert away.later(start, 9, [again, week]) == start + timedelta(days=16)
    for far in (_Away(date(2026, 2, 1), date(2026, 3, 2)), _Away(date(2026, 3, 12), date(2026, 3, 20))):
        assert away.later(start, 9, [far]) == start + timedelta(days=9)
    assert away.until(date(2026, 3, 5), [again, week]) == date(2026, 3, 10)
    assert away.until(date(2026, 3, 11), [again, week]) is None


@dataclass(frozen=True)
class _Away:
    begins_on: date
    ends_on: date


def test_an_absence_puts_off_what_is_under_way_and_coming_back_ends_it(database: Database) -> None:
    case = Case.of(database)
    provider = a_provider(case)
    case.sent()
    home = provider.organisations(Role.PROVIDER_CONTACT)[0]
    today, before = clock.day(case.now), case.shown
    absence.say(
        database,
        actor=provider,
        organisation_id=home,
        begins_on=today + timedelta(days=5),
        ends_on=today + timedelta(days=24),
        office=OFFICE,
    )
    assert before.due_at
    assert case.shown.due_at == before.due_at + timedelta(days=20)
    assert case.shown.ends_at == before.ends_at + timedelta(days=20)
    assert a_day(case.later(days=22)) == Done(0, 0)

    later = staff(database, provider.email, now=case.now)
    (mine,) = absence.homes(database, actor=later)[0].away
    assert absence.back(database, actor=later, absence_id=mine.id, office=OFFICE)
    assert case.shown.due_at == before.due_at + timedelta(days=17)
    assert a_day(case.later(days=5)) == Done(0, 1)


def test_the_last_place_is_taken_once_and_the_next_company_reads_what_else_fits(database: Database) -> None:
    case = Case.of(database)
    provider = a_provider(case)
    home = provider.organisations(Role.PROVIDER_CONTACT)[0]
    addresses.say(database, actor=staff(database, "op@example.org"), of="house", name="nbank", mail=MAILBOX)
    absence.limit(database, actor=provider, organisation_id=home, most=1)
    case.sent()
    other = Case(database, Guest.of(database).begun)
    run = opened(database, run_id=other.begun.run_id, key=other.begun.key)
    with database.reading() as connection:
        assert absence.standing(connection, home, case.now).busy
    with pytest.raises(OfferTakesNoReferrals):
        other.sent()
    found = next_best.instead(database, run=run, offer=LAB, now=case.now)
    assert found is not None
    assert found.organisation == "nbank"
    case.provider(Step.DECLINE)
    assert other.sent().id


# --- the next one, and who is responsible ----------------------------------------------------------


@on_sqlite
def test_after_a_no_the_next_of_the_list_comes_with_the_text_as_a_draft(database: Database) -> None:
    case = Case(database, Guest.of(database).begun)
    addresses.say(database, actor=an_operator(database), of="house", name="retrason", mail=MAILBOX)
    run = opened(database, run_id=case.begun.run_id, key=case.begun.key)
    case.sent().provider(Step.DECLINE, reason=Reason.NO_CAPACITY)
    following = next_best.after(database, run=run, now=case.now)[LAB]
    assert (following.organisation, following.id != LAB) == ("retrason", True)
    draft = next_best.draft(database, run_id=run.id, earlier_id=case.shown.id, offer=following, language="de")
    assert draft == case.told.note
    case.sent(following.id)
    assert next_best.after(database, run=run, now=case.now)[LAB].id not in {LAB, following.id}


def test_who_is_responsible_follows_from_the_district_and_gets_what_exists_once_per_house() -> None:
    offers = catalogue.released()
    ihk = responsible.of(offers, "03102", "ihk")
    assert ihk
    assert [one.id for one in ihk.chambers] == ["ihk-braunschweig"]
    wolfsburg = responsible.of(offers, "03103", None)
    assert wolfsburg
    assert [one.id for one in wolfsburg.chambers] == ["ihk-lueneburg-wolfsburg", "hwk-bls"]
    assert responsible.of(offers, "03", "ihk") is None
    funding = offers.offer["qualifizierungsgeld"]
    assert responsible.doors_of(funding, wolfsburg) == ("qualifizierungsgeld", "aa-helmstedt")
    assert responsible.doors_of(funding, None) == ("qualifizierungsgeld",)
    known = {
        ("offer", "aa-helmstedt"): "helmstedt@aa.example",
        ("house", funding.organisation): "zentrale@aa.example",
    }
    doors = addresses.Doors(known, {})
    assert [door.mailbox for one in (wolfsburg, ihk) if (door := doors.of(funding, one))] == [
        "helmstedt@aa.example",
        "zentrale@aa.example",
    ]


# --- boards ----------------------------------------------------------------------------------------


@on_sqlite
def test_the_board_shows_the_longest_overdue_first_and_names_only_who_agreed(database: Database) -> None:
    case = Case.of(database)
    advisor = an_advisor(case)
    case.proposed_by(advisor).released()
    case.later(days=12)
    late = _board(case, advisor)
    assert [(one.name, one.late, one.shown.state) for one in late.open] == [("Musterbetrieb", 3, State.SENT)]
    assert [secret for secret in SECRETS[:4] if secret in repr(late)] == []
    assert _board(case, staff(database, "op@example.org")).numbers == dict.fromkeys(State)
    colleague = an_advisor(Case(database, Guest.of(database).begun), "ulli@example.org", "Andere Beratung")
    assert _board(case, colleague).open == ()


def test_companies_are_counted_by_how_their_referrals_stand_now(database: Database) -> None:
    case = Case.of(database)
    case.proposed_by(an_advisor(case)).released()
    assert _stands(case) == {State.SENT: 1}
    case.later(days=60)
    assert _stands(case) == {State.EXPIRED: 1}


def _stands(case: Case) -> dict[str, int]:
    with case.database.reading() as connection:
        found = store.companies_by_state(
            connection, states.OPEN, states.FINAL, State.EXPIRED, case.now, boards.MANY
        )
    return {state: number for state, number in found.items() if number}


@on_sqlite
def test_the_operator_who_looks_again_next_day_does_not_see_who_has_come(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    operator, told = an_operator(database), []
    for companies in (4, 5, 6, 9, 10):
        found = {State.SENT: companies}
        monkeypatch.setattr(store, "companies_by_state", lambda *_, found=found: found)
        numbers = boards.board(database, actor=operator, limits=LIMITS).numbers
        told.append(numbers and numbers[State.SENT])
    assert told == [None, 5, 5, 5, 10]


def _board(case: Case, actor: Staff) -> boards.Board:
    return boards.board(case.database, actor=staff(case.database, actor.email, now=case.now), limits=LIMITS)
