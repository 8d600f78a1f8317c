"""Several people at one plan, and nobody at another one's, on SQLite and on PostgreSQL."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from assessment.errors import KeyNeeded
from assessment.services import keys
from assessment.services.checks import plans
from assessment.services.checks.plans import Details
from assessment.store.database import Database
from tests.assessment.services.firms import Firm
from tests.assessment.services.planners import NETWORK, NOW, SPRING, Company


@pytest.fixture
def company(database: Database) -> Company:
    return Company.that_answered(database)


def test_saving_the_same_again_changes_nothing(company: Company) -> None:
    entry = company.adds("Roboter")
    first = company.changes(entry, owner="Einkauf")

    again = company.changes(entry, owner="Einkauf")

    assert not again.conflict
    assert first.entry == again.entry


def test_the_later_writer_is_told_and_nothing_is_overwritten(company: Company) -> None:
    entry = company.adds("Roboter")
    company.changes(entry, owner="Einkauf")

    late = company.changes(entry, owner="Fertigung")

    assert late.conflict
    assert late.entry
    assert late.entry.planned.owner == "Einkauf"
    assert company.sees().entries[0].planned.owner == "Einkauf"
    assert not company.changes(entry, seen=late.entry.revision, owner="Fertigung").conflict


def test_the_title_of_a_chosen_step_is_no_change(company: Company) -> None:
    (entry,) = company.chooses(company.sees().proposals.now[0].origin)

    assert company.changes(entry, title="Anders gesagt").entry == entry


def test_two_people_who_change_different_things_do_not_disturb_each_other(company: Company) -> None:
    entry = company.adds("Roboter", note="Alt")
    company.changes(entry, owner="Einkauf", note="Neu")

    late = company.changes(entry, due=SPRING)

    assert not late.conflict
    assert late.entry
    assert late.entry.details == Details("Roboter", owner="Einkauf", due=SPRING, note="Neu")


def test_a_conflict_holds_what_only_the_other_one_touched(company: Company) -> None:
    entry = company.adds("Roboter")
    company.changes(entry, owner="Einkauf", note="Schon angerufen")

    late = company.changes(entry, owner="Fertigung", state="running")

    assert late.conflict
    assert late.wanted == Details("Roboter", owner="Fertigung", state="running", note="Schon angerufen")


def test_who_does_not_say_what_was_there_before_overwrites_nothing(company: Company) -> None:
    entry = company.adds("Roboter")
    company.changes(entry, owner="Einkauf")

    assert company.changes(entry, seen=0, due=SPRING).conflict


def test_moving_an_entry_stands_in_nobodys_way(company: Company) -> None:
    first, _ = company.adds("Eins"), company.adds("Zwei")
    company.moves(first, "down")

    assert not company.changes(first, owner="Einkauf").conflict


def test_nobody_removes_what_somebody_else_has_just_changed(company: Company) -> None:
    entry = company.adds("Roboter")
    company.changes(entry, owner="Einkauf")

    refused = company.removes(entry)

    assert refused.conflict
    assert refused.entry
    assert refused.entry.planned.owner == "Einkauf"
    assert company.titles == ["Roboter"]


def test_two_people_who_take_the_same_steps_at_once_take_them_once(company: Company) -> None:
    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(lambda _: company.chooses(), range(4)))

    assert sorted(len(entries) for entries in taken) == [0, 0, 0, 3]
    assert len(company.titles) == 3


def test_nothing_opens_without_the_key(company: Company) -> None:
    entry = company.adds("Roboter")
    told = Details("Anders")
    calls: list[Callable[..., Any]] = [
        lambda **own: plans.board(company.database, **own, operator=NETWORK, now=NOW),
        lambda **own: plans.entry(company.database, **own, entry_id=entry.id),
        lambda **own: plans.chosen(company.database, **own),
        lambda **own: plans.appointments(company.database, **own),
        lambda **own: plans.choose(company.database, **own, origins=None, operator=NETWORK, now=NOW),
        lambda **own: plans.add(company.database, **own, details=told, now=NOW),
        lambda **own: plans.change(
            company.database, **own, entry_id=entry.id, seen=1, before=None, details=told, now=NOW
        ),
        lambda **own: plans.mark(company.database, **own, entry_id=entry.id, state="done", now=NOW),
        lambda **own: plans.move(company.database, **own, entry_id=entry.id, way="up"),
        lambda **own: plans.remove(company.database, **own, entry_id=entry.id, seen=1, now=NOW),
    ]
    for call in calls:
        for run_id, key in (
            (company.begun.run_id, keys.new()),
            (company.begun.run_id, None),
            (uuid4(), None),
        ):
            with pytest.raises(KeyNeeded):
                call(run_id=run_id, key=key)
    assert company.sees().entries == (entry,)


def test_an_entry_of_another_company_cannot_be_reached(company: Company, database: Database) -> None:
    entry = company.adds("Roboter")
    stranger = Company(database, Firm.of(database, "Omega", district="03103", sector="plastics").begun)

    assert plans.entry(database, **stranger.own, entry_id=entry.id) is None
    assert stranger.changes(entry, owner="Fremd").conflict
    stranger.removes(entry)
    stranger.moves(entry, "up")
    assert plans.mark(database, **stranger.own, entry_id=entry.id, state="done", now=NOW) is None
    assert company.sees().entries == (entry,)
