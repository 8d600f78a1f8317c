"""Companies apply, the operator proposes, adjusts and confirms; until then nobody learns anything."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from assessment.errors import NoSuchOffer, NoSuchPlaceRound, Refused
from assessment.services import runs
from assessment.services.places import applying, figures, rounds
from assessment.services.places.rounds import Sheet, Wanted
from assessment.services.policy import Staff
from assessment.store.database import Database
from assessment.web.place_words import CONFLICTS, GROUPS, WHY
from matching.places import conflicts
from matching.places.assignment import REASONS
from tests.assessment.house import NOW
from tests.assessment.services.desk import LAB, OTHER_LAB, Guest, a_round, an_operator


@pytest.fixture
def operator(database: Database) -> Staff:
    return an_operator(database)


class Round:
    """A round as its operator handles it."""

    def __init__(self, database: Database, operator: Staff, *wanted: Wanted, most: int = 1) -> None:
        self.database, self.operator = database, operator
        self.id = a_round(database, operator, *wanted, most=most)
        self.own: dict[str, Any] = {"actor": operator, "round_id": self.id}

    def runs(self) -> list[str]:
        return [conflict.code for conflict in rounds.run(self.database, **self.own)]

    def takes(self, name: str, hand: rounds.Hand, offer: str = LAB) -> list[str]:
        lines = [line for one in self.sheet.counters for line in (*one.seated, *one.waiting, *one.fresh)]
        row = next(line.row for line in lines if (line.row.name, line.row.offer) == (name, offer))
        found = rounds.take_in_hand(self.database, **self.own, application_id=row.id, hand=hand)
        return [conflict.code for conflict in found]

    def confirms(self) -> bool:
        return rounds.confirm(self.database, **self.own)

    @property
    def sheet(self) -> Sheet:
        return rounds.sheet(self.database, **self.own)

    def seated(self, number: int = 0) -> list[str]:
        return [line.row.name for line in self.sheet.counters[number].seated]

    def waiting(self, number: int = 0) -> list[tuple[str, str]]:
        return [(line.row.name, line.reasons[0].code) for line in self.sheet.counters[number].waiting]


@pytest.fixture
def round_(database: Database, operator: Staff) -> Round:
    return Round(database, operator)


@pytest.fixture
def applied(database: Database, round_: Round) -> tuple[Guest, Guest]:
    """One that the lab fits better, and one that applied before."""
    early = Guest.of(database, **{f"T{n:02}": "4" for n in range(1, 14)}, employees="10-49")
    late = Guest.of(database)
    assert early.applies(name="Früh", minutes=1)
    assert late.applies(name="Spät", minutes=2)
    return early, late


def test_the_one_that_the_offer_fits_better_gets_the_place_not_the_one_that_came_first(
    round_: Round, applied: tuple[Guest, Guest]
) -> None:
    assert round_.runs() == []

    assert (round_.seated(), round_.waiting()) == (["Spät"], [("Früh", "place_full")])
    reckoned = round_.sheet.figures
    assert reckoned is not None
    assert reckoned.optimal
    assert reckoned.gain > 0


def test_nobody_learns_of_a_proposal_before_it_is_confirmed(
    round_: Round, applied: tuple[Guest, Guest]
) -> None:
    early, late = applied
    assert early.stands() == ["applied"]
    round_.runs()
    assert (early.stands(), late.stands()) == (["applied"], ["applied"])

    assert round_.confirms()
    assert (early.stands(), late.stands()) == (["waiting"], ["place"])
    (standing,) = early.standings()
    assert [reason.code for reason in standing.reasons] == ["place_full"]
    assert not round_.confirms()


def test_what_the_operator_fixes_or_leaves_out_holds_when_the_round_runs_again(
    round_: Round, applied: tuple[Guest, Guest]
) -> None:
    assert round_.takes("Früh", "fixed") == []
    assert (round_.seated(), round_.waiting()) == (["Früh"], [("Spät", "place_full")])
    assert round_.takes("Früh", "excluded") == []
    assert (round_.seated(), round_.waiting()) == (["Spät"], [("Früh", "excluded")])
    assert round_.takes("Früh", "") == []
    assert round_.seated() == ["Spät"]


def test_what_contradicts_itself_is_told_and_changes_nothing(
    round_: Round, applied: tuple[Guest, Guest]
) -> None:
    round_.takes("Früh", "fixed")

    assert round_.takes("Spät", "fixed") == ["fixed_over_places"]
    assert round_.seated() == ["Früh"]
    (waiting,) = round_.sheet.counters[0].waiting
    assert waiting.row.hand == ""


def test_a_reserved_place_goes_to_its_group(database: Database, operator: Staff) -> None:
    round_ = Round(database, operator, Wanted(LAB, 1, {"small": 1}))
    Guest.of(database).applies(name="Groß")
    round_.runs()
    assert (round_.seated(), round_.waiting()) == ([], [("Groß", "quota_reserved")])

    Guest.of(database, employees="10-49", group="independent").applies(name="Klein")
    round_.runs()
    assert (round_.seated(), round_.waiting()) == (["Klein"], [("Groß", "place_full")])


def test_whoever_has_a_place_elsewhere_waits_with_that_reason(database: Database, operator: Staff) -> None:
    round_ = Round(database, operator, Wanted(LAB, 1, {}), Wanted(OTHER_LAB, 1, {}))
    company = Guest.of(database)
    company.applies(LAB, "Beide")
    company.applies(OTHER_LAB, "Beide")
    round_.runs()

    taken = [round_.seated(n) for n in (0, 1)]
    waits = [round_.waiting(n) for n in (0, 1)]
    assert sorted(map(len, taken)) == [0, 1]
    assert [code for line in waits for _, code in line] == ["served_elsewhere"]


def test_a_late_application_puts_the_proposal_aside(
    database: Database, round_: Round, applied: tuple[Guest, Guest]
) -> None:
    round_.runs()
    Guest.of(database).applies(name="Neu", minutes=3)

    assert (round_.sheet.round.state, round_.sheet.figures) == ("open", None)
    assert not round_.confirms()
    assert len(round_.sheet.counters[0].fresh) == 3


def test_a_company_applies_once_for_offers_on_its_list_and_while_the_round_is_open(
    database: Database, operator: Staff, round_: Round
) -> None:
    company = Guest.of(database)
    assert company.stands() == ["open"]
    assert company.applies()
    assert company.applies()
    assert round_.sheet.applications == 1

    with pytest.raises(NoSuchOffer):
        company.applies("nothing")
    assert not company.applies(OTHER_LAB)
    late = timedelta(days=31) / timedelta(minutes=1)
    assert not Guest.of(database).applies(minutes=int(late))


def test_taken_back_or_erased_no_name_is_left_and_the_place_is_free(
    round_: Round, applied: tuple[Guest, Guest], tables: Callable[..., str]
) -> None:
    early, late = applied
    round_.runs()
    round_.confirms()
    (standing,) = late.standings()
    assert standing.application is not None
    assert applying.withdraw(late.database, **late.own, application_id=standing.application.id)
    assert not applying.withdraw(early.database, **early.own, application_id=standing.application.id)

    runs.erase(early.database, **early.own, now=NOW)
    assert tables("place_application") == "[[]]"
    assert round_.sheet.counters[0].free == 1


def test_a_place_that_becomes_free_goes_to_who_waits_and_the_others_keep_theirs(
    database: Database, operator: Staff
) -> None:
    round_ = Round(database, operator, Wanted(LAB, 2, {}))
    companies = [Guest.of(database) for _ in range(3)]
    for minutes, company in enumerate(companies, 1):
        company.applies(name=f"Betrieb {minutes}", minutes=minutes)
    assert rounds.move_up(database, **round_.own) == 0
    round_.runs()
    round_.confirms()
    assert not round_.sheet.can_move_up

    application = companies[0].standings()[0].application
    assert application is not None
    applying.withdraw(database, **companies[0].own, application_id=application.id)
    assert (round_.sheet.can_move_up, round_.seated()) == (True, ["Betrieb 2"])
    assert rounds.move_up(database, **round_.own) == 1
    assert (companies[1].stands(), companies[2].stands()) == (["place"], ["place"])
    assert not round_.sheet.can_move_up


def test_only_an_operator_gives_places(database: Database, operator: Staff, round_: Round) -> None:
    nobody = replace(operator, seats=())
    with pytest.raises(Refused):
        rounds.run(database, actor=nobody, round_id=round_.id)
    with pytest.raises(Refused):
        rounds.rounds(database, actor=nobody)
    with pytest.raises(NoSuchPlaceRound):
        rounds.sheet(database, actor=operator, round_id=operator.person_id)


def test_every_reason_to_wait_has_its_words() -> None:
    assert set(WHY) == set(REASONS)
    assert set(CONFLICTS) - {"other"} <= set(conflicts.CONFLICTS)
    assert set(GROUPS) == set(figures.GROUPS)
