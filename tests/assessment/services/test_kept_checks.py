"""Checks kept in an account: by the mailbox or a button, for one or for two, and without becoming staff."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from assessment.errors import KeyNeeded, NoSuchLink, TooManyAttempts
from assessment.services import erasure, kept_checks, people, runs, sign_in
from assessment.services.checks import follow_ups, results
from assessment.services.kept_checks import Keeper, State
from assessment.services.policy import Kind, Role
from assessment.services.privacy import own_data
from assessment.services.runs import Begun
from assessment.services.sign_in import SignedIn
from assessment.store import people as people_store
from assessment.store import runs as runs_store
from assessment.store.database import Database
from questionnaires.answers import Answer
from tests.assessment.house import (
    DAY,
    MINUTE,
    NOW,
    House,
    a_company,
    asks,
    mailed,
    on_sqlite,
    staff,
    token_in,
)
from tests.assessment.services.desk import NETWORK

ADDRESS, OTHER = "firma@example.org", "betriebsrat@example.org"
SECRET = "s" * 32


def wants(database: Database, check: Begun, address: str = ADDRESS, **changed: Any) -> None:
    """Asks for a link by which the check is kept."""
    own: dict[str, Any] = {"run_id": check.run_id, "key": check.key, "email": address, "now": NOW}
    own |= {"network": "192.0.2.1", "language": "de", "operator": "Netzwerk", "secret": SECRET}
    link = {"link": lambda token: f"https://check.example/de/keep/{token}"}
    kept_checks.request_link(database, **(own | link | changed))


def claims(database: Database, token: str, **changed: Any) -> SignedIn:
    own: dict[str, Any] = {"token": token, "network": "192.0.2.1", "language": "de", "secret": SECRET}
    return kept_checks.claim(database, **(own | {"now": NOW} | changed))


def newest(database: Database) -> str:
    return token_in(mailed(database)[-1][1])


def keeper(database: Database, check: Begun, address: str = ADDRESS) -> Keeper:
    """Somebody who keeps a check, by the link from the mailbox."""
    wants(database, check, address)
    claims(database, newest(database))
    return Keeper(staff(database, address), SECRET)


def opens(database: Database, by: Keeper, check: Begun) -> bool:
    return kept_checks.taken_up(database, run_id=check.run_id, keeper=by) == check


def test_who_confirms_in_the_mailbox_has_an_account_that_opens_the_check(database: Database) -> None:
    check = a_company(database)
    wants(database, check, " Firma@Example.org ")
    ((receiver, text),) = mailed(database)
    begun = claims(database, token_in(text))

    assert (receiver, "Kurzer Check" in text, check.key in text) == (ADDRESS, True, False)
    assert (begun.person.email, begun.person.name, begun.half, begun.seated) == (ADDRESS, "", False, False)
    signed_in = sign_in.of_token(database, token=begun.token, now=NOW)
    assert signed_in is not None
    assert signed_in.seats == ()
    assert opens(database, Keeper(signed_in, SECRET), check)


def test_a_link_works_once_and_not_for_long_and_only_the_newest_for_a_check(database: Database) -> None:
    check, another = a_company(database), a_company(database)
    wants(database, check)
    first = newest(database)
    wants(database, another)
    for_another = newest(database)
    wants(database, check, now=NOW + MINUTE)
    second = newest(database)

    with pytest.raises(NoSuchLink):
        claims(database, first)
    with pytest.raises(NoSuchLink):
        claims(database, second, now=NOW + 17 * MINUTE)
    claims(database, second)
    with pytest.raises(NoSuchLink):
        claims(database, second)
    claims(database, for_another)
    by = Keeper(staff(database, ADDRESS), SECRET)
    assert opens(database, by, check)
    assert opens(database, by, another)


@on_sqlite
def test_only_who_has_the_key_keeps_a_check(database: Database) -> None:
    check, another = a_company(database), a_company(database)
    by = keeper(database, check)
    with pytest.raises(KeyNeeded):
        wants(database, Begun(check.run_id, another.key))
    with pytest.raises(KeyNeeded):
        kept_checks.keep(database, run_id=another.run_id, key=check.key, keeper=by)
    assert not opens(database, by, another)


@on_sqlite
def test_known_addresses_and_unknown_ones_get_the_same_mail_and_not_too_many(database: Database) -> None:
    check = a_company(database)
    advice = House.of(database, "Beratung", Kind.ADVICE)
    advice.takes_in("toni@example.org", "Toni", Role.ADVISOR)
    for address in (ADDRESS, "toni@example.org"):
        wants(database, check, address)
    texts = [text.replace(token_in(text), "") for _, text in mailed(database)]
    assert texts[0] == texts[1]

    for _ in range(sign_in.MOST["keep"] - 1):
        wants(database, check, "toni@example.org")
    with pytest.raises(TooManyAttempts):
        wants(database, check, "toni@example.org")
    asks(database, "toni@example.org")  # nobody is shut out by what others ask for


def test_the_list_says_how_far_each_check_is_the_last_one_changed_first(database: Database) -> None:
    check, another = a_company(database), a_company(database)
    by = keeper(database, check)
    kept_checks.keep(database, run_id=another.run_id, key=another.key, keeper=by)
    own: dict[str, Any] = {"run_id": check.run_id, "key": check.key}
    results.finish(database, **own, goal="", operator=NETWORK, now=NOW + DAY)
    told = {one.run_id: one for one in kept_checks.listed(database, actor=by.actor)}
    seen = runs.opened(database, **own).written_at
    runs.save(database, **own, given={"E02": Answer("1")}, seen=seen, now=NOW + 2 * DAY)
    changed = kept_checks.listed(database, actor=by.actor)[0]

    open_, finished = told[another.run_id], told[check.run_id]
    assert (open_.state, open_.finished_at, open_.follows) == (State.OPEN, None, None)
    assert (finished.state, finished.finished_at) == (State.FINISHED, NOW + DAY)
    assert (changed.run_id, changed.state) == (check.run_id, State.CHANGED)
    assert (changed.begun_at, changed.changed_at) == (NOW, NOW + 2 * DAY)
    assert changed.place is not None
    assert (changed.check.de, changed.place.de) == ("Kurzer Check", "Stadt Salzgitter")


@on_sqlite
def test_two_keep_the_same_check_and_what_one_takes_out_the_other_still_has(database: Database) -> None:
    check = a_company(database)
    one, other = keeper(database, check), keeper(database, check, OTHER)

    assert kept_checks.take_out(database, actor=one.actor, run_id=check.run_id)
    assert not kept_checks.take_out(database, actor=one.actor, run_id=check.run_id)
    assert kept_checks.listed(database, actor=one.actor) == []
    assert not opens(database, one, check)
    assert opens(database, other, check)
    assert runs.with_key(database, typed=check.key) == check

    runs.erase(database, run_id=check.run_id, key=check.key, now=NOW)
    assert kept_checks.listed(database, actor=other.actor) == []
    assert not opens(database, other, check)


@on_sqlite
def test_a_check_that_begins_with_a_kept_one_is_kept_by_who_begins_it_alone(database: Database) -> None:
    check = a_company(database)
    one, other = keeper(database, check), keeper(database, check, OTHER)
    own: dict[str, Any] = {"run_id": check.run_id, "key": check.key, "check": "short", "language": "de"}
    later = NOW + timedelta(days=365)
    again = follow_ups.begin(database, **own, now=later, keeper=one)
    follow_ups.begin(database, **own, now=later)

    newest_one, first = kept_checks.listed(database, actor=one.actor)
    assert (newest_one.run_id, newest_one.follows) == (again.run_id, NOW.date())
    assert first.run_id == check.run_id
    assert opens(database, one, again)
    assert len(kept_checks.listed(database, actor=other.actor)) == 1


@on_sqlite
def test_a_sealed_key_opens_for_its_person_and_with_its_signing_key_only(database: Database) -> None:
    check = a_company(database)
    by = keeper(database, check)
    other = keeper(database, a_company(database), OTHER)
    with database.reading() as connection:
        sealed = connection.exec_driver_sql("SELECT sealed_key FROM kept_check").scalars().all()
    assert check.key.encode() not in b"".join(sealed)

    assert kept_checks.taken_up(database, run_id=check.run_id, keeper=Keeper(by.actor, "t" * 32)) is None
    with database.writing() as connection:
        connection.execute(text("UPDATE kept_check SET sealed_key = :other"), {"other": sealed[1]})
    assert [opens(database, one, check) for one in (by, other)] == [False, False]
    kept_checks.keep(database, run_id=check.run_id, key=check.key, keeper=by)  # keeping it anew mends it
    assert opens(database, by, check)


@on_sqlite
def test_an_account_that_keeps_checks_outlives_the_last_seat_and_one_that_keeps_none_does_not(
    database: Database,
) -> None:
    advice = House.of(database, "Beratung", Kind.ADVICE)
    network = House.of(database, "Netz", Kind.NETWORK).takes_in("op@example.org", "Op", Role.OPERATOR)
    for address in ("toni@example.org", "kim@example.org"):
        advice.takes_in(address, "Jemand", Role.ADVISOR)
    keeper(database, a_company(database), "toni@example.org")
    for address in ("toni@example.org", "kim@example.org"):
        person = staff(database, address).person_id
        gone: dict[str, Any] = {"organisation_id": advice.id, "person_id": person, "role": Role.ADVISOR}
        assert people.remove(database, actor=network, **gone)

    assert staff(database, "toni@example.org").seats == ()
    with database.reading() as connection:
        assert people_store.by_email(connection, "kim@example.org") is None


def test_who_is_invited_later_gets_a_name_with_the_first_invitation(database: Database) -> None:
    keeper(database, a_company(database))
    chamber = House.of(database, "Kammer", Kind.CHAMBER)
    officer = chamber.takes_in("kim@example.org", "Kim", Role.CHAMBER_OFFICER)
    for name in ("Alex Firma", "Jemand anderes"):
        chamber.invites(officer, ADDRESS, Role.CHAMBER_OFFICER)
        token = newest(database)
        assert people.invitation(database, token=token, now=NOW).known == (name != "Alex Firma")
        who: dict[str, Any] = {"name": name, "language": "de", "network": "x", "replaces": None}
        begun = people.accept_invitation(database, token=token, now=NOW, **who)
        assert (begun.person.name, begun.seated) == ("Alex Firma", True)


@on_sqlite
def test_account_and_check_each_tell_of_it_and_erasing_the_account_leaves_the_check(
    database: Database,
) -> None:
    check = a_company(database)
    by = keeper(database, check)
    own: dict[str, Any] = {"run_id": check.run_id, "key": check.key}
    of_check = own_data.of_run(database, **own, orders=(), language="de", now=NOW)
    of_account = own_data.of_person(database, actor=by.actor)
    told = {"person": "", "run_id": str(check.run_id), "kept_at": NOW.isoformat()}
    assert of_check.document["kept_check"] == of_account.document["kept_check"] == [told]
    assert ADDRESS not in own_data.written(of_check).decode()

    with database.writing() as connection:
        receipt = erasure.person(connection, by.actor.person_id, ADDRESS, NOW)
        assert runs_store.by_id(connection, check.run_id) is not None
    assert receipt.counted["kept_check"] == 1
