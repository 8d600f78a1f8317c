"""A chamber's link: who it lets begin, what is counted, and that a counter tells of nobody."""

from datetime import timedelta
from typing import Any

import pytest

from assessment.errors import NoSuchCampaign, Refused
from assessment.services import runs
from assessment.services.campaigns import codes, desk, invitations
from assessment.services.campaigns.stages import Stage
from assessment.services.checks import follow_ups
from assessment.services.policy import Kind, Role
from assessment.store import campaigns as store
from assessment.store.database import Database
from tests.assessment.house import DAY, NOW, House, on_sqlite
from tests.assessment.services.campaigns.inviting import TODAY, Chamber, finishes

TOO_FEW = None


@pytest.fixture
def chamber(database: Database) -> Chamber:
    return Chamber.of(database)


def counted(chamber: Chamber) -> tuple[int, int]:
    """Started and finished as they are stored, however few."""
    with chamber.house.database.reading() as connection:
        row = store.one(connection, chamber.campaign_id)
        assert row is not None
        return row.started, row.finished


def told(chamber: Chamber) -> tuple[int | None, int | None]:
    """The same as the chamber reads them."""
    return chamber.campaign.started, chamber.campaign.finished


def test_each_check_counts_once_when_it_begins_and_once_when_it_is_finished(
    chamber: Chamber, database: Database
) -> None:
    first, _ = chamber.brings(2)
    finishes(database, first)
    finishes(database, first, now=NOW + DAY, E02="1")

    assert counted(chamber) == (2, 1)


def test_the_counters_stay_when_a_check_is_erased(chamber: Chamber, database: Database) -> None:
    begun = chamber.invites()
    finishes(database, begun)
    runs.erase(database, run_id=begun.run_id, key=begun.key, now=NOW)

    assert counted(chamber) == (1, 1)
    with database.reading() as connection:
        assert store.arrivals(connection, [begun.run_id]) == []


@on_sqlite
def test_nobody_can_tell_the_first_from_none(chamber: Chamber) -> None:
    assert told(chamber) == (TOO_FEW, TOO_FEW)
    chamber.brings(4)
    assert told(chamber) == (TOO_FEW, TOO_FEW)
    chamber.brings(1)
    assert told(chamber) == (5, TOO_FEW)


@on_sqlite
def test_neither_a_difference_nor_who_was_mailed_last_can_be_told_from_the_counters(
    chamber: Chamber, database: Database
) -> None:
    for begun in chamber.brings(6)[:5]:
        finishes(database, begun)
    assert counted(chamber) == (6, 5)
    assert told(chamber) == (5, 5)
    chamber.brings(1)
    assert told(chamber) == (5, 5)


@on_sqlite
def test_who_begins_again_in_the_same_browser_is_no_further_company(
    chamber: Chamber, database: Database
) -> None:
    first = chamber.invites()
    second = chamber.invites(first)
    finishes(database, first)
    assert counted(chamber) == (1, 0), "the check that is under way counts in place of the first"
    finishes(database, second)
    third = chamber.invites(first, second)
    finishes(database, third)

    assert counted(chamber) == (1, 1)


@on_sqlite
def test_who_begins_for_another_company_on_a_shared_device_counts(chamber: Chamber) -> None:
    chamber.invites(chamber.invites(), another=True)

    assert counted(chamber)[0] == 2


@on_sqlite
def test_a_check_that_follows_another_one_is_no_further_company(chamber: Chamber, database: Database) -> None:
    earlier = chamber.invites()
    finishes(database, earlier)
    again = follow_ups.begin(
        database, run_id=earlier.run_id, key=earlier.key, check="short", language="de", now=NOW + 200 * DAY
    )
    finishes(database, again, now=NOW + 201 * DAY)

    assert counted(chamber) == (1, 1)


@on_sqlite
@pytest.mark.parametrize(
    ("begins", "ends", "stage"), [(-9, -1, Stage.OVER), (1, 9, Stage.AHEAD), (0, 0, Stage.OPEN)]
)
def test_a_link_counts_from_its_first_day_to_its_last(
    database: Database, begins: int, ends: int, stage: Stage
) -> None:
    chamber = Chamber.of(database, begins=TODAY + timedelta(begins), ends=TODAY + timedelta(ends))
    begun = chamber.invites()

    assert chamber.campaign.stage is stage
    assert counted(chamber)[0] == (stage is Stage.OPEN)
    assert runs.opened(database, run_id=begun.run_id, key=begun.key).check == "short"


@on_sqlite
def test_an_ended_campaign_counts_nobody_any_more_but_whoever_is_under_way(
    chamber: Chamber, database: Database
) -> None:
    under_way = chamber.invites()
    assert desk.end(database, actor=chamber.officer, campaign_id=chamber.campaign_id)
    assert not desk.end(database, actor=chamber.officer, campaign_id=chamber.campaign_id)
    chamber.invites()
    finishes(database, under_way)

    assert counted(chamber) == (1, 1)


@on_sqlite
def test_a_code_that_nobody_gave_out_begins_a_check_like_any_other(
    chamber: Chamber, database: Database
) -> None:
    assert invitations.opened(database, code="zzzzz", now=NOW) is None
    assert chamber.invites(code="zzzzz").key


@on_sqlite
def test_a_link_is_found_as_it_was_typed_and_leads_back_to_what_was_begun(
    chamber: Chamber, database: Database
) -> None:
    begun, code = chamber.invites(), chamber.campaign.code
    typed = f" {code[:2]}-{code[2:]}".upper()
    found = invitations.opened(database, code=typed, now=NOW, held=[begun.run_id])

    assert found is not None
    assert (found.house, found.stage, found.begun) == ("IHK Musterstadt", Stage.OPEN, begun.run_id)


def test_a_code_holds_nothing_that_is_misread() -> None:
    assert not set(codes.ALPHABET) & set("aeiou01l5")
    assert len(codes.ALPHABET) ** codes.LENGTH > 4_000_000
    assert codes.normalised(" HJ-k mN ") == "hjkmn"


@on_sqlite
def test_officers_run_campaigns_in_their_house_and_operators_those_of_the_network(
    chamber: Chamber, database: Database
) -> None:
    network = House.of(database, "Netzwerk", Kind.NETWORK)
    operator = network.takes_in("op@example.org", "Op", Role.OPERATOR)
    elsewhere = Chamber.of(database, "HWK").officer
    advisor = chamber.house.takes_in("toni@example.org", "Toni", Role.ADVISOR)
    days: dict[str, Any] = {"name": "x", "begins_on": TODAY, "ends_on": TODAY}

    for actor in (operator, elsewhere, advisor):
        with pytest.raises((NoSuchCampaign, Refused)):
            desk.one(database, actor=actor, campaign_id=chamber.campaign_id)
        with pytest.raises(Refused):
            desk.make(database, actor=actor, organisation_id=chamber.house.id, **days)
    desk.make(database, actor=operator, organisation_id=network.id, **days)
    assert [one.name for one in desk.listed(database, actor=operator)] == ["x"]
