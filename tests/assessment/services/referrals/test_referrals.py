"""A referral from all sides: who may do what, what is told to whom and when, and that it happens once."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from assessment.errors import (
    KeyNeeded,
    NoSuchLink,
    NoSuchReferral,
    OfferTakesNoReferrals,
    Refused,
    TooManyAttempts,
)
from assessment.services import runs
from assessment.services.policy import Kind, Role
from assessment.services.privacy import consents, own_data
from assessment.services.referrals import addresses, answering, moving, proposing, releasing, timelines
from assessment.services.referrals.states import Reason, State, Step
from assessment.services.referrals.timelines import Viewer
from assessment.store import batches, sharing
from assessment.store import consents as kept
from assessment.store import referrals as store
from assessment.store.consents import Purpose
from assessment.store.database import Database
from tests.assessment.house import DAY, NOW, House, mailed, on_sqlite, staff
from tests.assessment.services.desk import LAB, OTHER_LAB, an_operator
from tests.assessment.services.referring import (
    HOUSE,
    LIMITS,
    MAILBOX,
    OFFICE,
    SECRETS,
    TOLD,
    Case,
    a_provider,
    an_advisor,
)


def lies_in(database: Database, *tables: str) -> str:
    with database.reading() as connection:
        return repr([list(connection.execute(text(f"SELECT * FROM {name}"))) for name in tables])


def leaked(words: str) -> list[str]:
    return [secret for secret in SECRETS if secret in words]


# --- the way through -----------------------------------------------------------------------------


def test_from_the_mail_to_the_end_each_step_is_written_once(database: Database) -> None:
    case = Case.of(database).sent()
    assert case.provider().told is None
    seen = case.provider(Step.OPEN)
    assert seen.told
    assert (seen.told.note, seen.told.contact_mail) == (TOLD.note, TOLD.contact_mail)
    assert seen.told.facts.district
    case.provider(Step.OPEN, Step.ACCEPT, Step.ACCEPT, Step.CONTACT)
    assert case.company(Step.CLOSE_HELPED)

    told = case.shown
    assert (told.state, told.helped) == (State.CLOSED_HELPED, True)
    steps = [moment.step for moment in told.timeline]
    assert steps == [Step.RELEASE, Step.OPEN, Step.ACCEPT, Step.CONTACT, Step.CLOSE_HELPED]
    assert case.provider().told is None


def test_two_who_accept_at_the_same_moment_are_one_event(database: Database) -> None:
    case = Case.of(database).sent()
    case.provider(Step.OPEN)
    start = threading.Barrier(2)

    def accepts() -> None:
        start.wait()
        case.provider(Step.ACCEPT)

    threads = [threading.Thread(target=accepts) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [moment.step for moment in case.shown.timeline].count(Step.ACCEPT) == 1


@on_sqlite
def test_the_companys_word_after_the_providers_is_kept_beside_and_counts_once(database: Database) -> None:
    case = Case.of(database).sent()
    case.provider(Step.OPEN, Step.ACCEPT, Step.CONTACT, Step.CLOSE_HELPED)
    assert case.shown.speaks
    assert case.company(Step.CLOSE_NOT_HELPED)
    assert not case.company(Step.CLOSE_HELPED)
    assert (case.shown.state, case.shown.helped) == (State.CLOSED_HELPED, False)


@on_sqlite
def test_who_declines_says_why_and_the_company_reads_it(database: Database) -> None:
    case = Case.of(database).sent()
    case.provider(Step.DECLINE, reason=Reason.NO_CAPACITY, words="Ab März wieder.")
    told = case.shown
    assert (told.state, told.reason, told.gone_wrong) == (State.DECLINED, Reason.NO_CAPACITY, True)
    assert told.timeline[-1].words == "Ab März wieder."


# --- what is told, and when ----------------------------------------------------------------------


@on_sqlite
def test_nothing_of_the_company_is_in_the_mail_or_shown_before_it_is_opened(database: Database) -> None:
    case = Case.of(database).sent()
    ((recipient, letter),) = mailed(database)
    assert (recipient, leaked(letter)) == (MAILBOX, [])
    assert leaked(repr(case.provider())) == []
    assert case.token not in lies_in(database, "referral_link", "referral")


@on_sqlite
def test_only_what_was_ticked_goes_along_and_never_a_score(database: Database) -> None:
    case = Case.of(database)
    case.told = replace(TOLD, items=frozenset({"size"}))
    told = case.sent().provider(Step.OPEN).told
    assert told
    assert (told.company_name, told.facts.district, told.facts.needs) == ("", None, ())
    assert told.facts.size
    assert TOLD.company_name not in lies_in(database, "referral", "consent")


@on_sqlite
def test_what_was_proposed_reaches_no_provider_before_the_company_sends_it(database: Database) -> None:
    case = Case.of(database)
    advisor = an_advisor(case)
    provider = a_provider(case)
    case.proposed_by(advisor)
    assert mailed(database) == []
    assert answering.list_of(database, actor=provider, limits=LIMITS) == ()
    assert case.shown.house == "Beratung"
    case.released()
    (seen,) = answering.list_of(database, actor=provider, limits=LIMITS)
    assert (seen.state, seen.told) == (State.SENT, None)
    assert [moment.step for moment in case.shown.timeline] == [Step.PROPOSE, Step.RELEASE]
    assert Step.PROPOSE not in [moment.step for moment in seen.timeline]


def test_taken_back_it_shows_and_keeps_nothing_and_the_provider_is_told(database: Database) -> None:
    case = Case.of(database).sent()
    case.provider(Step.OPEN, Step.ACCEPT)
    assert case.company(Step.WITHDRAW)
    seen = case.provider(Step.CONTACT)
    assert (seen.state, seen.told, seen.timeline, seen.steps) == (State.WITHDRAWN, None, (), ())
    assert leaked(lies_in(database, "referral", "referral_event", "consent")) == []
    recipient, letter = mailed(database)[-1]
    assert (recipient, "zurückgezogen" in letter, leaked(letter)) == (MAILBOX, True, [])
    overview = consents.overview(database, **case.own, now=case.now)
    assert overview.standing == ()
    assert [given.withdrawn for given in overview.ended] == [True]


@on_sqlite
def test_withdrawing_the_consent_takes_back_that_referral_and_no_other(database: Database) -> None:
    case = Case.of(database).sent()
    other = Case(database, case.begun).sent(OTHER_LAB)
    given = consents.overview(database, **case.own, now=NOW).standing
    assert [(one.organisation or "").startswith("ReTraSON") for one in given] == [True, True]
    with database.reading() as connection:
        row = store.by_id(connection, case.id or other.begun.run_id)
    assert row
    assert row.consent_id
    purpose = consents.withdraw(database, **case.own, consent_id=row.consent_id, now=NOW)
    assert purpose == Purpose.REFERRAL
    assert (case.shown.state, other.shown.state) == (State.WITHDRAWN, State.SENT)


@on_sqlite
def test_an_advisor_and_a_chamber_see_the_course_but_neither_note_nor_contact(database: Database) -> None:
    case = Case.of(database)
    advisor = an_advisor(case)
    case.proposed_by(advisor, note="Entwurf").released()
    board = timelines.of_run(database, run_id=case.begun.run_id, key=advisor, limits=LIMITS, now=NOW)
    assert board.viewer == Viewer.ADVISOR
    assert [one.state for one in board.referrals] == [State.SENT]
    with database.reading() as connection:
        rows = store.of_run(connection, case.begun.run_id)
        chamber = timelines.shown(connection, rows, Viewer.CHAMBER, LIMITS, NOW)
    choice = proposing.choice(database, actor=advisor, run_id=case.begun.run_id, limits=LIMITS)
    assert leaked(repr((board.referrals, chamber, choice))) == []


# --- who may -------------------------------------------------------------------------------------


@on_sqlite
def test_only_whoever_the_company_lets_see_something_proposes_to_it(database: Database) -> None:
    case = Case.of(database)
    chamber = House.of(database, "Kammer", Kind.CHAMBER)
    officer = chamber.takes_in("kammer@example.org", "Kim", Role.CHAMBER_OFFICER)
    with pytest.raises(KeyNeeded):
        case.proposed_by(officer)
    consent = kept.new(
        run_id=case.begun.run_id,
        purpose=Purpose.CHAMBER,
        text_version="1",
        given_at=NOW,
        organisation_id=chamber.id,
        ends_at=NOW + DAY,
    )
    with database.writing() as connection:
        sharing.give(connection, consent, [sharing.ItemRow("needs")])
    case.proposed_by(officer)
    assert case.shown.house == "Kammer"

    stranger = House.of(database, "Fremde", Kind.CHAMBER).takes_in("x@x.example", "X", Role.CHAMBER_OFFICER)
    for actor in (stranger, staff(database, "kammer@example.org", now=NOW + 2 * DAY)):
        with pytest.raises(KeyNeeded):
            case.proposed_by(actor, OTHER_LAB)


@on_sqlite
def test_a_proposal_is_taken_back_by_its_own_house_and_only_until_it_is_sent(database: Database) -> None:
    case = Case.of(database)
    toni, kim = an_advisor(case), an_advisor(case, "kim@example.org", "Andere")
    case.proposed_by(toni)
    assert case.id
    theirs = {"run_id": case.begun.run_id, "referral_id": case.id, "office": OFFICE}
    with pytest.raises(NoSuchReferral):
        proposing.withdraw(database, actor=kim, **theirs)  # type: ignore[arg-type]
    case.released()
    assert not proposing.withdraw(database, actor=toni, **theirs)  # type: ignore[arg-type]
    other = Case(database, case.begun).proposed_by(toni, OTHER_LAB)
    assert other.id
    theirs = {"run_id": case.begun.run_id, "referral_id": other.id, "office": OFFICE}
    assert proposing.withdraw(database, actor=toni, **theirs)  # type: ignore[arg-type]
    assert (case.shown.state, other.shown.state) == (State.SENT, State.WITHDRAWN)


@on_sqlite
def test_another_run_another_house_and_another_link_open_nothing(database: Database) -> None:
    case = Case.of(database).sent()
    stranger = Case.of(database, mailbox="")
    stranger.id = case.id
    with pytest.raises(NoSuchReferral):
        stranger.company(Step.WITHDRAW)
    with pytest.raises(KeyNeeded):
        releasing.withdraw(database, **{**case.mine, "key": stranger.begun.key})
    with pytest.raises(NoSuchLink):
        replace(case, token="x" * 43).provider()
    foreign = a_provider(case, "fremd@example.org", "nbank")
    assert answering.list_of(database, actor=foreign, limits=LIMITS) == ()
    assert case.id
    for look in (answering.one, answering.act):
        more = {"limits": LIMITS} if look is answering.one else {"step": Step.OPEN, "office": OFFICE}
        with pytest.raises(NoSuchReferral):
            look(database, actor=foreign, referral_id=case.id, **more)
    with pytest.raises(Refused):
        answering.list_of(database, actor=an_advisor(case), limits=LIMITS)
    assert case.shown.state == State.SENT


@on_sqlite
def test_members_of_the_provider_do_the_same_as_by_the_link(database: Database) -> None:
    case = Case.of(database, mailbox="")
    provider = a_provider(case)
    case.sent()
    assert [recipient for recipient, _ in mailed(database)] == ["lab@example.org"]
    assert case.id
    for step in (Step.OPEN, Step.ACCEPT):
        seen = answering.act(database, actor=provider, referral_id=case.id, step=step, office=OFFICE)
    assert (seen.state, case.provider().state) == (State.ACCEPTED, State.ACCEPTED)


@on_sqlite
def test_an_offer_without_an_address_takes_none_and_the_operator_says_which_do(database: Database) -> None:
    case = Case.of(database, mailbox="")
    with pytest.raises(OfferTakesNoReferrals):
        case.sent()
    operator = an_operator(database)
    addresses.say(database, actor=operator, of="house", name=HOUSE, mail="alle@provider.example")
    addresses.say(database, actor=operator, of="offer", name=LAB, mail=MAILBOX)
    case.sent()
    assert [recipient for recipient, _ in mailed(database)] == [MAILBOX]
    addresses.say(database, actor=operator, of="offer", name=LAB, mail="")
    (house,) = (one for one in addresses.board(database, actor=operator) if one.house == HOUSE)
    assert (house.mail, dict(house.own)) == ("alle@provider.example", {})


@on_sqlite
def test_asking_again_is_the_same_request_and_asking_everywhere_is_too_often(database: Database) -> None:
    case = Case.of(database).sent()
    first = case.id
    assert case.sent().id == first
    for _ in range(4):
        Case(database, case.begun).sent(OTHER_LAB)
    with pytest.raises(TooManyAttempts):
        Case(database, case.begun).sent(OTHER_LAB)
    assert len(mailed(database)) == 2


# --- time ----------------------------------------------------------------------------------------


@on_sqlite
def test_whoever_does_not_answer_in_time_finds_it_ended_even_before_it_is_written(database: Database) -> None:
    case = Case.of(database)
    case.told = replace(TOLD, news=True)
    case.sent().provider(Step.OPEN)
    case.later(days=22)
    assert (case.shown.state, case.provider().told) == (State.EXPIRED, None)
    assert [moment.step for moment in case.shown.timeline][-1] == Step.EXPIRE
    assert case.provider(Step.ACCEPT).state == State.EXPIRED
    assert moving.expire(database, office=OFFICE, now=case.now) == 0
    assert [moment.at for moment in case.shown.timeline][-1] == NOW + timedelta(days=21)
    recipient, letter = mailed(database)[-1]
    assert (recipient, leaked(letter)) == (TOLD.contact_mail, [])


@on_sqlite
def test_expiring_ends_what_is_late_once_and_leaves_the_rest(database: Database) -> None:
    late = Case.of(database).sent()
    fresh = Case(database, late.begun, now=NOW + 20 * DAY).sent(OTHER_LAB)
    now = NOW + 22 * DAY
    assert moving.expire(database, office=OFFICE, now=now) == 1
    assert moving.expire(database, office=OFFICE, now=now) == 0
    assert (late.shown.state, fresh.shown.state) == (State.EXPIRED, State.SENT)


@on_sqlite
def test_note_and_contact_go_a_while_after_the_end_and_the_state_with_the_check(database: Database) -> None:
    case = Case.of(database).sent()
    case.provider(Step.DECLINE)
    data = own_data.of_run(database, **case.own, orders=(), language="de", now=NOW)
    assert leaked(own_data.written(data).decode()) == list(SECRETS)
    assert {"referral", "referral_event", "referral_link"} <= set(data.document)
    for days, number in ((90, 0), (91, 1)):
        told = moving.forget_told(90, NOW + days * DAY)
        links, _ = moving.forget_beside_told(90, NOW + days * DAY)
        assert [batches.write(database, one) for one in (told, links)] == [number, number]
    assert leaked(lies_in(database, "referral")) == []
    assert case.shown.state == State.DECLINED
    with pytest.raises(NoSuchLink):
        case.provider()
    runs.erase(database, **case.own, now=NOW)
    assert lies_in(database, "referral", "referral_event") == "[[], []]"


@on_sqlite
def test_fictional_companies_send_no_mail_to_anybody(database: Database) -> None:
    case = Case.of(database)
    key = "DEM0-0000-0000-0001"
    begun = runs.begin(database, check="short", language="de", now=NOW, key=key)
    example = Case(database, begun, told=replace(TOLD, news=True)).sent()
    assert (example.shown.state, mailed(database)) == (State.SENT, [])
    assert example.company(Step.WITHDRAW)
    assert mailed(case.database) == []
