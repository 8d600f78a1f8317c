"""Organisations and their people: founded, invited, joined, removed; by whom, and by nobody else."""

from datetime import datetime
from typing import Any

import pytest

from assessment.errors import NoSuchLink, NoSuchOrganisation, Refused
from assessment.services import people, sign_in
from assessment.services.policy import Kind, Reason, Role, Staff
from assessment.store import audit
from assessment.store.database import Database
from tests.assessment.house import DAY, MINUTE, NOW, House, mailed, signs_in, staff, token_in

NEW = "neu@example.org"


@pytest.fixture
def network(database: Database) -> House:
    return House.of(database, "Netzwerk", Kind.NETWORK)


@pytest.fixture
def operator(network: House) -> Staff:
    return network.takes_in("op@example.org", "Op", Role.OPERATOR)


@pytest.fixture
def chamber(database: Database) -> House:
    return House.of(database, "Kammer", Kind.CHAMBER)


def accepts(database: Database, token: str, name: str = "Neu", *, now: datetime = NOW) -> sign_in.SignedIn:
    asked: dict[str, Any] = {"language": "de", "network": "192.0.2.1", "replaces": None}
    return people.accept_invitation(database, token=token, name=name, now=now, **asked)


def test_an_operator_founds_an_organisation_and_invites_its_first_person(
    database: Database, operator: Staff
) -> None:
    made = people.found(database, actor=operator, name="Kammer Nord", kind=Kind.CHAMBER)
    house = House(database, made.id, made.name, Kind.CHAMBER)
    house.invites(operator, NEW.upper(), Role.CHAMBER_OFFICER)

    ((receiver, text),) = mailed(database)
    signed_in = accepts(database, token_in(text))

    assert receiver == NEW
    assert "Kammer Nord" in text
    assert signed_in.person.name == "Neu"
    assert [seat.role for seat in staff(database, NEW).seats] == [Role.CHAMBER_OFFICER]
    assert sign_in.of_token(database, token=signed_in.token, now=NOW) is not None


def test_an_invitation_is_accepted_once(database: Database, operator: Staff, chamber: House) -> None:
    chamber.invites(operator, NEW, Role.CHAMBER_OFFICER)
    token = token_in(mailed(database)[0][1])
    accepts(database, token)
    with pytest.raises(NoSuchLink):
        accepts(database, token)


def test_an_invitation_expires_after_a_week(database: Database, operator: Staff, chamber: House) -> None:
    chamber.invites(operator, NEW, Role.CHAMBER_OFFICER)
    token = token_in(mailed(database)[0][1])
    with pytest.raises(NoSuchLink):
        people.invitation(database, token=token, now=NOW + 7 * DAY)
    with pytest.raises(NoSuchLink):
        accepts(database, token, now=NOW + 7 * DAY)


def test_a_withdrawn_invitation_opens_nothing(database: Database, operator: Staff, chamber: House) -> None:
    chamber.invites(operator, NEW, Role.CHAMBER_OFFICER)
    (waiting,) = people.house(database, actor=operator, organisation_id=chamber.id).invitations
    which = {"organisation_id": chamber.id, "link_id": waiting.id}

    assert people.withdraw_invitation(database, actor=operator, **which)
    assert not people.withdraw_invitation(database, actor=operator, **which)
    with pytest.raises(NoSuchLink):
        accepts(database, token_in(mailed(database)[0][1]))


def test_nobody_withdraws_an_invitation_through_another_organisation(
    database: Database, operator: Staff, chamber: House
) -> None:
    other = House.of(database, "Andere", Kind.CHAMBER)
    officer = other.takes_in("kim@example.org", "Kim", Role.CHAMBER_OFFICER)
    chamber.invites(operator, NEW, Role.CHAMBER_OFFICER)
    (waiting,) = people.house(database, actor=operator, organisation_id=chamber.id).invitations

    where = {"organisation_id": other.id, "link_id": waiting.id}
    assert not people.withdraw_invitation(database, actor=officer, **where)
    assert accepts(database, token_in(mailed(database)[0][1])).person.email == NEW


def test_who_has_an_account_joins_with_it_and_keeps_the_name(
    database: Database, operator: Staff, chamber: House, network: House
) -> None:
    network.takes_in(NEW, "Robin", Role.ADVISOR)
    chamber.invites(operator, NEW, Role.CHAMBER_OFFICER)
    token = token_in(mailed(database)[0][1])

    assert people.invitation(database, token=token, now=NOW).known
    accepts(database, token, name="Jemand anders")

    found = staff(database, NEW)
    assert found.name == "Robin"
    assert {seat.role for seat in found.seats} == {Role.ADVISOR, Role.CHAMBER_OFFICER}


@pytest.mark.parametrize(
    ("role", "reason"),
    [(Role.OPERATOR, Reason.ROLE_NOT_HERE), (Role.PROVIDER_CONTACT, Reason.ROLE_NOT_HERE)],
)
def test_an_officer_gives_no_role_that_a_chamber_does_not_have(
    database: Database, chamber: House, role: Role, reason: Reason
) -> None:
    officer = chamber.takes_in("kim@example.org", "Kim", Role.CHAMBER_OFFICER)
    with pytest.raises(Refused) as refused:
        chamber.invites(officer, NEW, role)
    assert refused.value.reason == reason
    assert mailed(database) == []


def test_an_officer_does_nothing_in_another_organisation(database: Database, chamber: House) -> None:
    officer = chamber.takes_in("kim@example.org", "Kim", Role.CHAMBER_OFFICER)
    other = House.of(database, "Andere", Kind.CHAMBER)
    for attempt in (
        lambda: other.invites(officer, NEW, Role.CHAMBER_OFFICER),
        lambda: people.house(database, actor=officer, organisation_id=other.id),
        lambda: people.found(database, actor=officer, name="Neue", kind=Kind.ADVICE),
        lambda: people.organisations(database, actor=officer),
    ):
        with pytest.raises(Refused):
            attempt()


def test_there_is_no_inviting_to_an_organisation_that_does_not_exist(
    database: Database, operator: Staff, chamber: House
) -> None:
    nowhere = House(database, operator.person_id, "Keine", Kind.CHAMBER)
    with pytest.raises(NoSuchOrganisation):
        nowhere.invites(operator, NEW, Role.CHAMBER_OFFICER)


def test_a_removed_person_loses_role_account_and_sessions(
    database: Database, operator: Staff, chamber: House
) -> None:
    kim = chamber.takes_in("kim@example.org", "Kim", Role.CHAMBER_OFFICER)
    token = signs_in(database, kim.email).token
    seat: dict[str, Any] = {
        "organisation_id": chamber.id,
        "person_id": kim.person_id,
        "role": Role.CHAMBER_OFFICER,
    }

    assert people.remove(database, actor=operator, **seat)
    assert not people.remove(database, actor=operator, **seat)
    assert sign_in.of_token(database, token=token, now=NOW + MINUTE) is None


def test_the_last_operator_cannot_be_removed_by_anybody(
    database: Database, operator: Staff, network: House
) -> None:
    seat: dict[str, Any] = {
        "organisation_id": network.id,
        "person_id": operator.person_id,
        "role": Role.OPERATOR,
    }
    with pytest.raises(Refused) as refused:
        people.remove(database, actor=operator, **seat)
    assert refused.value.reason == Reason.LAST_OPERATOR

    second = network.takes_in("zwei@example.org", "Zwei", Role.OPERATOR)
    assert people.remove(database, actor=second, **seat)


def test_the_first_operator_comes_in_by_a_link_from_the_command_line(database: Database) -> None:
    token = people.invite_operator(database, email=NEW, network_name="ReTraSON", now=NOW)
    again = people.invite_operator(database, email="zwei@example.org", network_name="ReTraSON", now=NOW)

    accepts(database, token)
    accepts(database, again)

    operator = staff(database, NEW)
    assert operator.has(Role.OPERATOR)
    found, numbers = people.organisations(database, actor=operator)
    assert [(one.name, numbers.get(one.id, 0)) for one in found.houses] == [("ReTraSON", 2)]
    assert mailed(database) == []


def test_the_audit_log_says_who_did_what_and_holds_no_address(
    database: Database, operator: Staff, chamber: House
) -> None:
    chamber.invites(operator, NEW, Role.CHAMBER_OFFICER)
    accepts(database, token_in(mailed(database)[0][1]))

    with database.reading() as connection:
        noted = audit.entries(connection)
    assert {(action, kind) for action, _, kind, _ in noted} == {
        ("invited", "link"),
        ("joined", "organisation"),
        ("signed_in", "person"),
    }
    assert "@" not in repr(noted)
