"""What whoever opens a desk of the demo finds there: members, campaigns, figures, referrals."""

import pytest

from assessment.demo import chambers, companies, desks, people, proposals, workshop
from assessment.services.advising import portfolio
from assessment.services.campaigns import desk, members
from assessment.services.figures import freezing
from assessment.services.funder import entering
from assessment.services.interfaces import tokens
from assessment.services.policy import Staff
from assessment.services.referrals import absence, answering, boards
from assessment.services.referrals.office import Office
from assessment.services.referrals.states import Limits, State
from assessment.store.database import Database
from reports.funder import library
from reports.report import Operator
from tests.assessment.house import NOW, staff

NETWORK = Operator(name="Beispiel-Netzwerk")
OFFICE = Office("Beispiel-Netzwerk", Limits(9, 21, 45), str)
SECRET = "s" * 32


def bring_in(database: Database) -> None:
    companies.bring_in(database, operator=NETWORK, now=NOW)
    people.bring_in(database, now=NOW)
    for _ in range(2):
        chambers.bring_in(database, operator=NETWORK, office=OFFICE, now=NOW)
        workshop.bring_in(database, secret=SECRET, now=NOW)
        proposals.bring_in(database, office=OFFICE, now=NOW)
        desks.bring_in(database, secret=SECRET, office=OFFICE, now=NOW)


def test_every_desk_shows_something_and_a_second_start_adds_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chambers, "MANY", 12)
    bring_in(database)
    advisor, officer, provider, network = (staff(database, member.email) for member in people.MEMBERS)
    _campaigns_and_members(database, officer)
    _referrals(database, officer, advisor)
    assert {one.state for one in answering.list_of(database, actor=provider, limits=OFFICE.limits)} > {"sent"}
    (home,) = absence.homes(database, actor=provider)
    assert (len(home.away), home.most) == (1, desks.AT_ONCE)
    assert home.in_hand
    assert all(case.noted for case in portfolio.of_advisor(database, actor=advisor).cases)
    for actor in (officer, network):
        _typed_in_and_connected(database, actor, everywhere=actor == network)


def _campaigns_and_members(demo: Database, officer: Staff) -> None:
    campaigns = desk.listed(demo, actor=officer)
    assert len(campaigns) == 3
    assert None in {one.started for one in campaigns}, "some have come, too few to say how many"
    assert members.listed(demo, actor=officer)
    with demo.reading() as connection:
        assert len(freezing.told(connection)) == 1


def _referrals(demo: Database, officer: Staff, advisor: Staff) -> None:
    board = boards.board(demo, actor=officer, limits=OFFICE.limits)
    assert (board.undecided, board.late, board.helped) == (1, 1, 1)
    assert all(one.name for one in (*board.open, *board.ended)), "each still shows its chamber who it is"
    advised = boards.board(demo, actor=advisor, limits=OFFICE.limits).open
    assert {one.shown.state for one in advised} == {State.PROPOSED, State.SENT}


def _typed_in_and_connected(demo: Database, actor: Staff, *, everywhere: bool) -> None:
    home = actor.seats[0].organisation_id
    quarter = entering.quarters(NOW.date())[1]
    for set_id in library.released():
        house = None if everywhere else home
        fields = entering.fields(demo, actor=actor, set_id=set_id, house=house, quarter=quarter)
        assert all(field.value for field in fields)
        assert not any(field.earlier for field in fields)
    assert len(tokens.board(demo, actor=actor, organisation_id=home).tokens) == 1
