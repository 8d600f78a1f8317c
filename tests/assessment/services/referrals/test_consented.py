"""What a company has agreed to bounds what happens: to whom mails go, for how long a provider reads, and who
hears of what."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, select

from assessment import clock
from assessment.errors import NoSuchReferral
from assessment.services.policy import Role, Staff
from assessment.services.privacy.consents import overview, withdraw
from assessment.services.referrals import absence, addresses, answering, due, letters, moving, proposing
from assessment.services.referrals.states import State, Step
from assessment.store import batches, consents, mandates
from assessment.store import referrals as store
from assessment.store.database import Database
from assessment.store.outbox import Mail
from matching import catalogue
from tests.assessment.house import DAY, NOW, mailed, on_sqlite, staff
from tests.assessment.services.desk import OTHER_LAB, an_operator
from tests.assessment.services.referring import LIMITS, OFFICE, TOLD, Case, a_provider, an_advisor

FUNDING, AGENCY = "qualifizierungsgeld", "aa-helmstedt"


def away(case: Case, provider: Staff, days: int) -> None:
    absence.say(
        case.database,
        actor=staff(case.database, provider.email, now=case.now),
        organisation_id=provider.organisations(Role.PROVIDER_CONTACT)[0],
        begins_on=clock.day(case.now) + DAY,
        ends_on=clock.day(case.now) + days * DAY,
        office=OFFICE,
    )


def agreed_until(case: Case) -> datetime:
    with case.database.reading() as connection:
        row = store.by_id(connection, case.shown.id)
        consent = consents.one(connection, row.run_id, row.consent_id) if row and row.consent_id else None
    assert consent
    return consent.ends_at


@on_sqlite
def test_every_mail_goes_to_the_house_that_the_company_agreed_to(database: Database) -> None:
    case = Case.of(database, mailbox="", district="03103")
    a_provider(case, "agentur@helmstedt.example", AGENCY)
    a_provider(case, "zentrale@ba.example", catalogue.released().offer[FUNDING].organisation)
    case.sent(FUNDING).later(days=10)
    assert due.daily(database, office=OFFICE, now=case.now).reminded == 1
    assert case.company(Step.WITHDRAW)
    assert [recipient for recipient, _ in mailed(database)] == ["agentur@helmstedt.example"] * 3


@on_sqlite
def test_what_goes_to_an_agencys_mailbox_is_read_by_no_other_house(database: Database) -> None:
    central = catalogue.released().offer[FUNDING].organisation
    case = Case.of(database, mailbox="", district="03103")
    says_of(case, AGENCY, "agentur@helmstedt.example")
    before = a_provider(case, "zentrale@ba.example", central)
    case.sent(FUNDING)
    later = a_provider(case, "neu@helmstedt.example", AGENCY)
    other = a_provider(case, "neu@hildesheim.example", "aa-hildesheim")
    read = [answering.list_of(database, actor=one, limits=LIMITS) for one in (before, later, other)]
    assert [len(one) for one in read] == [0, 1, 0]
    assert answering.one(database, actor=later, referral_id=case.shown.id, limits=LIMITS).id == case.shown.id
    with pytest.raises(NoSuchReferral):
        answering.one(database, actor=before, referral_id=case.shown.id, limits=LIMITS)


@on_sqlite
def test_an_account_that_a_house_gets_later_reads_what_went_to_its_mailbox(database: Database) -> None:
    case = Case.of(database).sent()
    assert len(answering.list_of(database, actor=a_provider(case), limits=LIMITS)) == 1


def says_of(case: Case, offer: str, mail: str) -> None:
    addresses.say(case.database, actor=an_operator(case.database), of="offer", name=offer, mail=mail)


@on_sqlite
def test_days_away_never_reach_beyond_what_the_company_agreed_to(database: Database) -> None:
    case = Case.of(database)
    provider = a_provider(case)
    case.sent().provider(Step.OPEN, Step.ACCEPT, Step.CONTACT)
    away(case, provider, 50)
    assert case.shown.ends_at == agreed_until(case) == NOW + 90 * DAY
    late = Case(database, case.begun).sent(OTHER_LAB)
    away(late.later(days=50), provider, 60)
    late.provider(Step.OPEN, Step.ACCEPT)
    assert late.shown.ends_at == agreed_until(late)
    assert late.shown.due_at
    assert late.shown.due_at <= late.shown.ends_at
    case.later(days=90)
    assert (case.provider().state, case.provider().told) == (State.EXPIRED, None)


@on_sqlite
def test_who_takes_the_consent_back_lets_the_operator_tell_the_provider(database: Database) -> None:
    case = Case.of(database).sent()
    (given,) = overview(database, **case.own, now=NOW).standing
    withdraw(database, **case.own, consent_id=given.id, now=NOW, office=OFFICE)
    assert mailed(database)[-1][1].rstrip().endswith(OFFICE.operator)


@on_sqlite
def test_a_provider_reads_only_while_the_consent_holds(database: Database) -> None:
    case = Case.of(database)
    provider = a_provider(case)
    assert case.sent().provider(Step.OPEN).told
    assert answering.list_of(database, actor=provider, limits=LIMITS)[0].name == TOLD.company_name
    with database.writing() as connection:
        row = store.by_id(connection, case.shown.id)
        assert row
        assert row.consent_id
        consents.end(connection, row.consent_id, NOW)
    assert case.provider().told is None
    assert answering.list_of(database, actor=provider, limits=LIMITS)[0].name == ""


@on_sqlite
def test_a_house_that_proposes_hears_nothing_of_what_the_company_does_itself(database: Database) -> None:
    case = Case.of(database)
    advisor, other = an_advisor(case), an_advisor(case, "ulli@example.org", "Andere")
    case.sent()
    beside, second = Case(database, case.begun), Case(database, case.begun)
    beside.proposed_by(advisor)
    choice = proposing.choice(database, actor=other, run_id=case.begun.run_id, limits=LIMITS)
    assert (choice.under_way, choice.proposed) == (frozenset(), ())
    second.proposed_by(other)
    assert len({case.id, beside.id, second.id}) == 3
    assert Case(database, case.begun).proposed_by(advisor).id is None
    with pytest.raises(AssertionError):
        beside.released()
    assert case.sent().id == case.shown.id
    assert (case.shown.state, beside.shown.state, len(mailed(database))) == (State.SENT, State.PROPOSED, 1)


@on_sqlite
def test_a_house_takes_its_proposal_back_when_the_company_shows_it_nothing_more(database: Database) -> None:
    case = Case.of(database)
    advisor = an_advisor(case)
    case.proposed_by(advisor)
    assert case.id
    with database.writing() as connection:
        consents.withdraw(connection, run_id=case.begun.run_id, now=NOW, purpose="advice")
        assert mandates.standing(connection, case.begun.run_id, NOW) == ()
    own = {"run_id": case.begun.run_id, "referral_id": case.id}
    assert proposing.withdraw(database, actor=advisor, **own, office=OFFICE)
    assert case.shown.state == State.WITHDRAWN


def test_what_is_sent_while_somebody_says_they_are_away_is_put_off_too(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = Case.of(database)
    provider = a_provider(case)
    saying = threading.Thread(target=away, args=(case, provider, 20))
    hand_over: Callable[..., None] = letters.hand_over

    def meanwhile(*told: object) -> None:
        saying.start()
        saying.join(0.3)
        hand_over(*told)

    monkeypatch.setattr(letters, "hand_over", meanwhile)
    case.sent()
    saying.join()
    assert case.shown.ends_at == NOW + timedelta(days=21 + 20)


@on_sqlite
def test_a_list_of_many_takes_as_many_statements_as_one_of_one(database: Database) -> None:
    case = Case.of(database)
    provider = a_provider(case)
    case.sent().provider(Step.OPEN)
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))

    def statements() -> int:
        asked.clear()
        answering.list_of(database, actor=provider, limits=LIMITS)
        return len(asked)

    for_one = statements()
    Case(database, case.begun).sent(OTHER_LAB).provider(Step.OPEN)
    assert statements() == for_one
    assert not any("contact_mail" in words for words in asked)


@on_sqlite
def test_an_end_that_is_noticed_late_keeps_its_day_and_its_mail_still_goes_out(database: Database) -> None:
    case = Case.of(database)
    case.told = replace(TOLD, news=True)
    case.sent().later(days=40)
    assert moving.expire(database, office=OFFICE, now=case.now) == 1
    with database.reading() as connection:
        chosen = select(Mail.due_at, Mail.expires_at).where(Mail.recipient == TOLD.contact_mail)
        ((due_at, expires_at),) = connection.execute(chosen)
    assert case.shown.timeline[-1].at == NOW + 21 * DAY
    assert (due_at, expires_at > case.now) == (case.now, True)


@on_sqlite
def test_what_a_provider_wrote_goes_with_what_the_company_told(database: Database) -> None:
    case = Case.of(database).sent()
    case.provider(Step.DECLINE, words="Kim Muster kennen wir schon.")
    for statement in moving.forget_beside_told(90, NOW + 91 * DAY):
        assert batches.write(database, statement) == 1
    assert [moment.words for moment in case.shown.timeline] == ["", ""]
