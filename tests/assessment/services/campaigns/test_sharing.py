"""What a chamber sees of a member: the items it chose, while it chooses, and nothing else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from assessment.errors import KeyNeeded, NoSuchMember, NoSuchOrganisation, Refused
from assessment.services import runs
from assessment.services.campaigns import members, sharing
from assessment.services.campaigns.items import NEEDS_SHOWN, PERIODS, Item
from assessment.services.checks import follow_ups
from assessment.services.policy import Kind, Role
from assessment.services.privacy import consents, own_data
from assessment.services.runs import Begun
from assessment.store import consents as consent_store
from assessment.store import sharing as store
from assessment.store.database import Database
from tests.assessment.house import DAY, NOW, House, on_sqlite
from tests.assessment.services.campaigns.inviting import CONTACT, Chamber, finishes, shares

ALL = frozenset(Item)
CHOSEN = [Item.CONTACT, Item.NEEDS, Item.RESULT, Item.PROGRESS]


@pytest.fixture
def chamber(database: Database) -> Chamber:
    return Chamber.of(database)


@pytest.fixture
def company(chamber: Chamber, database: Database) -> Begun:
    begun = chamber.invites()
    finishes(database, begun)
    return begun


def seen(chamber: Chamber, *, days: float = 0) -> list[str]:
    """The companies that the chamber sees some days later."""
    later = replace(chamber.officer, now=NOW + days * DAY)
    return [one.shared.company_name for one in members.listed(chamber.house.database, actor=later)]


def test_a_chamber_sees_exactly_what_was_chosen_and_reads_nothing_else(
    chamber: Chamber, company: Begun, database: Database
) -> None:
    told: dict[Item, Callable[[Any], bool]] = {
        Item.CONTACT: lambda one: one.contact == CONTACT,
        Item.NEEDS: lambda one: 0 < len(one.needs) <= NEEDS_SHOWN,
        Item.RESULT: lambda one: one.result.reading is not None,
        Item.PROGRESS: lambda one: one.progress.of == 0,
    }
    for item in CHOSEN:
        consent = shares(database, company, chamber.house, [item])
        found = members.one(database, actor=chamber.officer, consent_id=consent)

        assert found.items == {Item.PARTICIPATION, item}
        assert told[item](found)
        hidden = {"contact", "needs", "result", "progress"} - {item.value}
        assert all(getattr(found, name) is None for name in hidden), item


def test_each_item_is_taken_back_by_itself_and_the_name_with_all(
    chamber: Chamber, company: Begun, database: Database
) -> None:
    consent = shares(database, company, chamber.house, ALL)
    mine: dict[str, Any] = {
        "run_id": company.run_id,
        "key": company.key,
        "consent_id": consent,
        "now": NOW + DAY,
    }

    assert sharing.stop(database, **mine, item=Item.CONTACT)
    assert not sharing.stop(database, **mine, item=Item.CONTACT)
    found = members.one(database, actor=chamber.officer, consent_id=consent)
    assert (found.contact, found.items) == (None, ALL - {Item.CONTACT})
    assert sharing.stop(database, **mine, item=Item.PARTICIPATION)
    assert seen(chamber) == []
    with pytest.raises(NoSuchMember):
        members.one(database, actor=chamber.officer, consent_id=consent)


@on_sqlite
def test_nothing_is_seen_after_the_chosen_time(chamber: Chamber, database: Database) -> None:
    begun = chamber.invites()
    for months, period in PERIODS.items():
        shares(database, begun, chamber.house, months=months)

        assert seen(chamber, days=period / DAY - 0.01) == ["Musterdreherei"]
        assert seen(chamber, days=period / DAY) == []


@on_sqlite
def test_a_new_choice_replaces_the_earlier_one_at_this_chamber_only(
    chamber: Chamber, company: Begun, database: Database
) -> None:
    crafts = Chamber.of(database, "HWK Musterland")
    shares(database, company, crafts.house, [Item.NEEDS], name="Dreherei")
    shares(database, company, chamber.house, ALL)
    consent = shares(database, company, chamber.house, [Item.PROGRESS])

    assert members.one(database, actor=chamber.officer, consent_id=consent).items == {
        Item.PARTICIPATION,
        Item.PROGRESS,
    }
    assert (seen(chamber), seen(crafts)) == (["Musterdreherei"], ["Dreherei"])


@on_sqlite
def test_it_stands_among_the_consents_and_ends_there_too(
    chamber: Chamber, company: Begun, database: Database
) -> None:
    consent = shares(database, company, chamber.house, ALL)
    mine: dict[str, Any] = {"run_id": company.run_id, "key": company.key}
    (given,) = consents.overview(database, **mine, now=NOW).standing
    assert (given.id, given.organisation) == (consent, "IHK Musterstadt")
    consents.withdraw(database, **mine, consent_id=consent, now=NOW + DAY)

    assert seen(chamber) == []
    with database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT name, email, phone FROM shared_item").all()
    assert set(map(tuple, rows)) == {("", "", "")}, "proof of what was agreed to, without whom"


def test_names_and_contacts_go_when_the_consent_has_run_out(
    chamber: Chamber, company: Begun, database: Database
) -> None:
    shares(database, company, chamber.house, ALL)
    with database.writing() as connection:
        assert connection.execute(store.forget_contacts(NOW + timedelta(364))).rowcount == 0
        assert connection.execute(store.forget_contacts(NOW + timedelta(366))).rowcount == 1
        assert connection.execute(consent_store.forget_before(NOW + timedelta(2000))).rowcount == 1
        assert connection.exec_driver_sql("SELECT count(*) FROM shared_item").scalar() == 0


@on_sqlite
def test_own_data_hold_what_is_shown_and_erasing_takes_it_away(
    chamber: Chamber, company: Begun, database: Database
) -> None:
    shares(database, company, chamber.house, ALL)
    mine: dict[str, Any] = {"run_id": company.run_id, "key": company.key, "now": NOW}
    told = own_data.written(own_data.of_run(database, **mine, orders=(), language="de")).decode()
    assert all(part in told for part in ("aenne@betrieb.example", "shared_item", "arrival"))
    runs.erase(database, **mine)

    assert seen(chamber) == []


@on_sqlite
def test_a_check_that_follows_knows_the_sender_and_shows_nothing_by_itself(
    chamber: Chamber, company: Begun, database: Database
) -> None:
    shares(database, company, chamber.house, ALL)
    again = follow_ups.begin(
        database, run_id=company.run_id, key=company.key, check="short", language="de", now=NOW + 200 * DAY
    )
    found = sharing.page(database, run_id=again.run_id, key=again.key, now=NOW + 200 * DAY)

    assert (found.sender.name if found.sender else None, found.shared) == ("IHK Musterstadt", ())


@on_sqlite
def test_only_chambers_and_whoever_sent_the_link_can_be_shown_something(
    chamber: Chamber, database: Database
) -> None:
    provider = House.of(database, "Labor", Kind.PROVIDER)
    provider.takes_in("labor@example.org", "Sascha", Role.PROVIDER_CONTACT)
    begun = runs.begin(database, check="short", language="de", now=NOW)
    mine: dict[str, Any] = {"run_id": begun.run_id, "key": begun.key, "now": NOW}

    assert [one.name for one in sharing.page(database, **mine).receivers] == ["IHK Musterstadt"]
    with pytest.raises(NoSuchOrganisation):
        shares(database, begun, provider)
    with pytest.raises(KeyNeeded):
        shares(database, Begun(begun.run_id, "WRNG-0000-0000-0000"), chamber.house)


@on_sqlite
def test_nobody_else_sees_members_not_even_the_operator(
    chamber: Chamber, company: Begun, database: Database
) -> None:
    consent = shares(database, company, chamber.house, ALL)
    network = House.of(database, "Netzwerk", Kind.NETWORK)
    others = [
        network.takes_in("op@example.org", "Op", Role.OPERATOR),
        Chamber.of(database, "HWK").officer,
        chamber.house.takes_in("toni@example.org", "Toni", Role.ADVISOR),
    ]
    for actor in others:
        with pytest.raises((NoSuchMember, Refused)):
            members.one(database, actor=actor, consent_id=consent)
